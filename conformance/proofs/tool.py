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

_COMPILED = frozenset({"__pycache__"})
_OTHERS = _COMPILED | {"example", "formats", "readers", "shipped"}
"""Folders that have no part in answers that are kept."""
_CODE = (".py", ".pyd", ".so")


def this_tool(*, whole: bool = False) -> list[Json]:
    """Return what tells this tool from another one: versions, and its files where they change.

    Args:
        whole: Whether all files of the package count, for what its reports look like; else only the
            code on which the answers rest.
    """
    import jsonschema_rs  # noqa: PLC0415  not where nothing is kept

    stamps: list[Json] = []
    with suppress(OSError):  # where it is installed otherwise, the versions have to do
        for folder in (Path(conformance.__file__).parent, Path(jsonschema_rs.__file__).parent):
            stamps += map(list, sorted(_stamps(folder, whole=whole)))
    return [conformance.__version__, sys.implementation.cache_tag, *stamps]


def _stamps(folder: str | Path, *, whole: bool) -> Iterator[tuple[str, int, int]]:
    """Yield the name, the size and the time of each file that counts, in folders below as well."""
    with os.scandir(folder) as found:
        for one in found:
            if one.name.endswith(_CODE) or (whole and one.is_file()):
                seen = one.stat()
                yield one.path, seen.st_size, seen.st_mtime_ns
            elif one.name not in (_COMPILED if whole else _OTHERS) and one.is_dir():
                yield from _stamps(one.path, whole=whole)
