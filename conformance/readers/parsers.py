"""Says which package is missing where a parser is not installed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from conformance.errors import IncompleteRunError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGES = {"ruamel": "ruamel.yaml"}
"""Module -> package, where the names differ by more than hyphens."""


@contextmanager
def needed_for(what: str) -> Iterator[None]:
    """Turn the error for a module that is not installed into one that names its package.

    Args:
        what: What needs it, for example 'reading Rust'.

    Raises:
        IncompleteRunError: A module is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        name = error.name or ""
        raise IncompleteRunError(
            f"{what} needs the package {_PACKAGES.get(name) or name.replace('_', '-')}",
            hint="pip install 'cross-schema-conformance[readers]'",
        ) from error
