"""Reads files so that none is passed over, and writes so that no old file is lost.

A missing file and a link that leads nowhere are different things: nobody writes a link to have it
ignored.
"""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError, IncompleteRunError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Yield an empty folder beside the files of `folder`; then move its files into place.

    The files are moved if the block ends without an error, each in one step. After an error or an
    interrupt, everything in `folder` stays as it was.

    Raises:
        UsageError: The folder cannot be made or written to.
        IncompleteRunError: The disk is full.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder) as name:
            stage = Path(name)
            yield stage
            moves = [(path, folder / path.relative_to(stage)) for path in sorted(stage.rglob("*"))]
            _check_room(moves)
            for path, target in moves:
                if path.is_dir():
                    target.mkdir(exist_ok=True)
                else:
                    path.replace(target)


def write_whole(path: Path, text: str) -> None:
    """Write a file beside the old one, then rename it.

    Raises:
        UsageError: It cannot be written there.
        IncompleteRunError: The disk is full.
    """
    with staged(path.parent) as stage:
        write_text(stage / path.name, [text])


def write_text(path: Path, pieces: Iterable[str]) -> None:
    """Write a text piece by piece in UTF-8, with line feeds unchanged, and flush it to the disk."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _check_room(moves: Iterable[tuple[Path, Path]]) -> None:
    """Raise an error for a file that cannot be moved, before any file is moved."""
    for path, target in moves:
        if target.exists() and path.is_dir() is not target.is_dir():
            number = errno.EISDIR if target.is_dir() else errno.ENOTDIR
            raise OSError(number, f"{os.strerror(number)}: {target.name}")


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise IncompleteRunError(
                "the disk is full; the old files are unchanged",
                file=str(folder),
                hint="free some space, or name another folder",
            ) from error
        raise UsageError(
            f"cannot be written: {error.strerror}",
            file=str(folder),
            hint="name a folder that you may write to",
        ) from error


def file_bytes(path: Path) -> bytes:
    """Return the bytes of one of the tool's own files.

    Raises:
        BrokenFileError: It cannot be read; of a link, where it leads is named.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def is_there(path: Path) -> bool:
    """Return whether a file or folder is there.

    Raises:
        BrokenFileError: It is a link that leads nowhere or back to itself, or it cannot be looked
            at.
    """
    try:
        path.stat()
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR} and not path.is_symlink():
            return False
        raise _unreadable(path, error) from error
    return True


def listed(folder: Path, pattern: str = "*") -> list[Path]:
    """Return what a folder holds, sorted by name; nothing where it is not there.

    Raises:
        BrokenFileError: It is a file, or a link that leads nowhere.
    """
    if not is_there(folder):
        return []
    if not folder.is_dir():
        raise BrokenFileError(
            "this has to be a folder",
            file=folder.as_posix(),
            hint="make it a folder, or take it away",
        )
    return sorted(folder.glob(pattern))


def _unreadable(path: Path, error: OSError) -> BrokenFileError:
    why = f"the file cannot be read: {error.strerror}"
    if error.errno == errno.ELOOP:
        why = f"a link that leads back to itself: it points to {_target(path)}"
    elif error.errno == errno.ENOENT and path.is_symlink():
        why = f"a link that leads nowhere: it points to {_target(path)}"
    return BrokenFileError(why, file=path.as_posix(), hint="make it a readable file, or remove it")


def _target(path: Path) -> str:
    """Return where a link points; where it is a folder above that is the link, which one."""
    link = next(one for one in (path, *path.parents) if one.is_symlink())
    target = link.readlink().as_posix()
    return target if link == path else f"{target} ({link.as_posix()})"
