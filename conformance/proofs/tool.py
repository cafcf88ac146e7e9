"""What tells this tool from another one, for what is kept of its answers."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import conformance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Json

_OTHERS = frozenset({"__pycache__", "example", "formats", "readers", "shipped"})
"""Folders that have no part in answers that are kept."""
_CODE = (".py", ".pyd", ".so")


def this_tool() -> list[Json]:
    """Return what tells this tool from another one: versions, and its files where they change."""
    import jsonschema_rs  # noqa: PLC0415  not where nothing is kept

    stamps: list[Json] = []
    with suppress(OSError):  # where it is installed otherwise, the versions have to do
        for folder in (Path(conformance.__file__).parent, Path(jsonschema_rs.__file__).parent):
            stamps += map(list, sorted(_stamps(folder)))
    return [conformance.__version__, sys.implementation.cache_tag, *stamps]


def _stamps(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    """Yield the name, the size and the time of each file of code, in folders below as well."""
    with os.scandir(folder) as found:
        for one in found:
            if one.name.endswith(_CODE):
                seen = one.stat()
                yield one.path, seen.st_size, seen.st_mtime_ns
            elif one.name not in _OTHERS and one.is_dir():
                yield from _stamps(one.path)
