"""A digest of the files on which an answer rests: those of a folder, and those of this tool."""

from __future__ import annotations

import os
import stat
import sys
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import conformance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PIECE = 1 << 20
"""Bytes; of a large file no more is in memory at a time."""

MOST = 64_000_000
"""Bytes; a folder that holds more has no digest, since to read it takes too long."""


def digest_of(folder: Path, *, without: Sequence[str] = ()) -> str | None:
    """Return a digest of the names and bytes of all files in a folder and in its folders.

    Args:
        folder: The folder.
        without: Texts that no file may hold.

    Returns:
        None if some file is no regular one or cannot be read, a folder is a link, the files have
        more than `MOST` bytes together, or one holds a text.
    """
    digest, left, unwanted = sha256(), MOST, [text.encode() for text in without]
    overlap = max(map(len, unwanted), default=0)
    try:
        for path in _files(folder):
            seen = path.stat()
            left -= seen.st_size
            if left < 0 or not stat.S_ISREG(seen.st_mode):
                return None
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\n{seen.st_size}\n".encode("utf-8", "surrogateescape"))
            for piece in _pieces(path, overlap):
                if any(text in piece for text in unwanted):
                    return None
                digest.update(piece[overlap:])
    except OSError:
        return None
    return digest.hexdigest()


def tool() -> list[str]:
    """Return what changes with this tool: its version, and the times and sizes of its files.

    Python tells by the same whether a module that it has compiled is up to date. The files of the
    fast validator are among them: to ask for its version takes long.
    """
    seen = [*_stamps(os.path.dirname(conformance.__file__))]  # noqa: PTH120  quick
    validator = find_spec("jsonschema_rs")
    for folder in (validator and validator.submodule_search_locations) or ():
        seen += _stamps(folder)
    code = sha256("\n".join(sorted(map(str, seen))).encode()).hexdigest()
    return [conformance.__version__, code, sys.implementation.cache_tag]


def tool_contents() -> list[str] | None:
    """Return what changes with this tool: its version, and the bytes of its files.

    That takes longer than `tool`, and stays the same when the tool is installed anew. None where
    its files are not at hand.
    """
    package = os.path.dirname(conformance.__file__)  # noqa: PTH120  quick
    try:
        code = _digest(package, tuple(sorted(_stamps(package))))
    except OSError:
        return None
    return [conformance.__version__, code, sys.implementation.cache_tag]


_Stamp = tuple[str, int, int]
"""The path of a file, its size and its time."""


@lru_cache(maxsize=1)
def _digest(package: str, stamps: tuple[_Stamp, ...]) -> str:
    """Return a digest of files' names below a folder and of their bytes, read once a process."""
    digest = sha256()
    for path, _, _ in stamps:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  quick
            content = file.read()
        name = path.removeprefix(package).replace(os.sep, "/")
        digest.update(f"{name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _stamps(folder: str) -> Iterator[_Stamp]:
    """Yield the stamps of the files of a folder and of its folders, but for compiled modules."""
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir():
                yield from () if one.name == "__pycache__" else _stamps(one.path)
            elif not one.name.endswith(".pyc"):
                seen = one.stat()
                yield one.path, seen.st_size, seen.st_mtime_ns


def _pieces(path: Path, overlap: int) -> Iterator[bytes]:
    """Yield a file piece by piece, each after so many of the bytes before it; first those are 0."""
    last = bytes(overlap)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield last + piece
            last = (last + piece)[-overlap:] if overlap else b""


class _LinkError(OSError):
    """A folder is a link, which may lead anywhere."""


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of its folders, sorted by path.

    Raises:
        _LinkError: A folder is a link.
        OSError: A folder cannot be read.
    """

    def fail(error: OSError) -> None:
        raise error

    for here, folders, files in os.walk(folder, onerror=fail):
        folders.sort()
        if any(os.path.islink(os.path.join(here, one)) for one in folders):  # noqa: PTH114, PTH118  quick
            raise _LinkError
        yield from (Path(here, name) for name in sorted(files))
