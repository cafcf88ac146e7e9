"""A digest of the files on which an answer rests: those of a folder, and those of this tool."""

from __future__ import annotations

import json
import os
import stat
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import conformance
from conformance.files import most_bytes
from conformance.proofs import store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        None where `digests_of` returns None.
    """
    found = digests_of(folder, without=without)
    return None if found is None else sha256(json.dumps(found).encode()).hexdigest()


def digests_of(
    folder: Path,
    parts: Sequence[str] = ("*",),
    *,
    without: Sequence[str] = (),
    most: int | None = None,
) -> dict[str, str] | None:
    """Return the SHA-256 of each file of a folder and of its folders by its name there, sorted.

    Args:
        folder: The folder.
        parts: Patterns of the files and folders in it that count.
        without: Texts that no file may hold.
        most: A folder that holds more bytes has no digests; `MOST` if not given.

    Returns:
        None if some file is no regular one or cannot be read or has too many bytes, a folder is a
        link, the files have more than `most` bytes together, or one holds a text.
    """
    found: dict[str, str] = {}
    left, unwanted = MOST if most is None else most, [text.encode() for text in without]
    start = len(str(folder)) + 1
    try:
        for path, size in _files(folder, parts):
            left -= size
            if left < 0 or size > most_bytes():
                return None
            digest = _digest(path, unwanted)
            if digest is None:
                return None
            found[path[start:].replace(os.sep, "/")] = digest
    except OSError:
        return None
    return dict(sorted(found.items()))


def _digest(path: str, unwanted: Sequence[bytes]) -> str | None:
    """Return the SHA-256 of a file; None if it holds one of some texts."""
    digest, before = sha256(), b""
    overlap = max(map(len, unwanted), default=0)
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  it is quick
        while piece := file.read(_PIECE):
            digest.update(piece)
            if unwanted:
                before = before[-overlap:] + piece  # a text may begin in the piece before
                if any(text in before for text in unwanted):
                    return None
    return digest.hexdigest()


def tool() -> list[str] | None:
    """Return what changes with this tool: its version, and a digest of the bytes of its files.

    It stays the same when the tool is installed anew. The bytes are read if some time or size is
    another one than when they were last read: Python tells by the same whether a module that it has
    compiled is up to date. The files of the fast validator are among them. None where the files
    are not at hand.
    """
    folders = [Path(conformance.__file__).parent]
    validator = find_spec("jsonschema_rs")
    folders += map(Path, (validator and validator.submodule_search_locations) or ())
    try:
        seen = sorted(line for folder in folders for line in _stamps(folder))
        name = f"tool-{sha256(chr(10).join(seen).encode()).hexdigest()}"
        known = json.loads(store.found_bytes(name, libraries=()) or b"null")
        code = known if isinstance(known, str) else _contents(folders)
    except OSError:
        return None
    if code is not known:
        store.keep(name, code, libraries=())
    return [conformance.__version__, code, sys.implementation.cache_tag]


def _contents(folders: Iterable[Path]) -> str:
    """Return a digest of the names and bytes of the files of folders, but for compiled modules."""
    found = [
        [path[len(str(folder)) :], sha256(Path(path).read_bytes()).hexdigest()]
        for folder in folders
        for path, _ in _files(folder, ("*",))
        if not path.endswith(".pyc")
    ]
    return sha256(json.dumps(found).encode()).hexdigest()


def _stamps(folder: str | Path) -> Iterator[str]:
    """Yield a line for each file of a folder and of its folders, but for compiled modules."""
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir():
                yield from _stamps(one.path) if one.name != "__pycache__" else ()
            else:
                seen = one.stat()
                yield f"{one.path} {seen.st_size} {seen.st_mtime_ns}"


class _UnsureError(OSError):
    """A folder is a link, which may lead anywhere, or a file is no regular one."""


def _files(folder: Path, parts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the files of a folder that patterns match, and those of folders, with their sizes.

    Raises:
        OSError: A folder or a file cannot be read, is a link to a folder, or no regular file.
    """
    if not folder.is_dir():
        raise _UnsureError(folder)
    for part in parts:
        for path in folder.glob(part):
            if path.is_dir():
                if path.is_symlink():
                    raise _UnsureError(path)
                yield from _below(str(path))
            else:
                yield str(path), _size(path.stat())


def _below(folder: str) -> Iterator[tuple[str, int]]:
    """Yield the files of a folder and of its folders, with their sizes."""
    with os.scandir(folder) as found:
        for one in found:
            if not one.is_dir():
                yield one.path, _size(one.stat())
            elif one.is_symlink():
                raise _UnsureError(one.path)
            else:
                yield from _below(one.path)


def _size(seen: os.stat_result) -> int:
    if not stat.S_ISREG(seen.st_mode):
        raise _UnsureError
    return seen.st_size
