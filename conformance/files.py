"""Reads files so that none is passed over, and writes so that no old file is lost.

A missing file and a link that leads nowhere are different things: nobody writes a link to have it
ignored.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from importlib import import_module
from typing import IO, TYPE_CHECKING

from conformance import interrupts
from conformance.errors import BrokenFileError, IncompleteRunError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


_STAGE = ".partial-"


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Yield an empty folder beside the files of `folder`; then move its files into place.

    The files are moved if the block ends without an error, each in one step. After an error or an
    interrupt, everything in `folder` stays as it was. An interrupt after the first file has moved
    does not stop the others. The stages of killed processes in `folder` are removed.

    Raises:
        UsageError: The folder cannot be made or written to.
        IncompleteRunError: The disk is full.
        Interrupted: The command was interrupted; nothing was moved.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _remove_stale(folder)
        with _stage(folder) as stage:
            yield stage
            moves = [(path, folder / path.relative_to(stage)) for path in sorted(stage.rglob("*"))]
            _check_room(moves)
            interrupts.hold()
            for path, target in moves:
                if path.is_dir():
                    target.mkdir(exist_ok=True)
                else:
                    path.replace(target)


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """Yield a new folder that is locked as long as this process lives, and remove it at the end."""
    stage = folder / f"{_STAGE}{os.urandom(8).hex()}"
    lock = None
    try:
        while lock is None:
            stage.mkdir(mode=0o700, exist_ok=True)
            with suppress(
                BlockingIOError, FileNotFoundError
            ):  # another process took it for a stale one: make it again
                lock = _locked(stage)
        yield stage
    finally:
        _remove(stage)
        if lock:
            os.close(lock)


def _remove_stale(folder: Path) -> None:
    """Remove the stages of processes that have ended; their locks are gone."""
    for stage in folder.glob(f"{_STAGE}*/"):
        with suppress(BlockingIOError, FileNotFoundError):
            lock = _locked(stage)
            if lock:
                _remove(stage)
                os.close(lock)


def _remove(stage: Path) -> None:
    from shutil import rmtree  # noqa: PLC0415  it brings every kind of archive

    rmtree(stage, ignore_errors=True)


def _locked(stage: Path) -> int:
    """Return a descriptor that locks a folder until it is closed; 0 without locks.

    Raises:
        BlockingIOError: Another process has locked it.
        FileNotFoundError: Another process has just removed it.
    """
    try:
        fcntl = import_module("fcntl")  # Windows has none
        found = os.open(stage, os.O_RDONLY)
        try:
            fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
            stage.stat()
        except BaseException:
            os.close(found)
            raise
    except (BlockingIOError, FileNotFoundError):
        raise
    except (ImportError, OSError):
        return 0
    return found


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


MAX_BYTES = 1 << 26
"""Bytes; by default, no larger file is read."""

_limit = ContextVar("_limit", default=MAX_BYTES)


def limit_bytes(count: int) -> None:
    """Set the largest number of bytes of a file."""
    _limit.set(count)


def most_bytes() -> int:
    """Return the largest number of bytes of a file."""
    return _limit.get()


def file_bytes(path: Path) -> bytes:
    """Return the bytes of one of the tool's own files, which has to be a regular one.

    Raises:
        BrokenFileError: It cannot be read, or has too many bytes; the error names the target of a
            link.
    """
    try:
        if not may_be_read(path):
            raise OSError(errno.EINVAL, "it is no regular file")  # noqa: TRY301  one message
        with path.open("rb") as file:
            return limited(file, path.as_posix())
    except OSError as error:
        raise _unreadable(path, error) from error


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open one of the tool's own files, to be read piece by piece.

    Raises:
        BrokenFileError: It cannot be read, or has too many bytes.
    """
    try:
        if not may_be_read(path):
            raise OSError(errno.EINVAL, "it is no regular file")  # noqa: TRY301  one message
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > _limit.get():
                raise _too_long(path.as_posix(), None)
            yield file
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
    """Return the content of a folder, sorted by name; nothing if there is no folder.

    Raises:
        BrokenFileError: It is a file, or a link that leads nowhere.
    """
    if not is_there(folder):
        return []
    if not folder.is_dir():
        raise BrokenFileError(
            "this has to be a folder",
            file=folder.as_posix(),
            hint="make it a folder, or remove it",
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
    """Return the target of a link; if a folder above is the link, name it too."""
    link = next(one for one in (path, *path.parents) if one.is_symlink())
    target = link.readlink().as_posix()
    return target if link == path else f"{target} ({link.as_posix()})"


def may_be_read(path: Path) -> bool:
    """Return whether a path is no pipe and no device, so that reading it ends.

    A folder counts too: the system rejects reading it.

    Raises:
        OSError: There is nothing, or it may not be looked at.
    """
    mode = path.stat().st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def input_bytes(path: Path) -> bytes:
    """Return the bytes of a file that the user named; it may be a pipe.

    Raises:
        UsageError: It cannot be read.
        BrokenFileError: It has too many bytes.
    """
    try:
        with path.open("rb") as file:
            return limited(file, str(path))
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", file=str(path)) from error
    except ValueError as error:
        raise UsageError(
            "cannot be read: its name holds a NUL character", file=repr(str(path))
        ) from error


def limited(file: IO[bytes], shown: str) -> bytes:
    """Return all bytes of an open file.

    Raises:
        BrokenFileError: They are too many.
    """
    data = file.read(_limit.get() + 1)
    if len(data) > _limit.get():
        raise _too_long(shown, None)
    return data


def limited_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file; each may have as many bytes as a file may have.

    Raises:
        OSError: It cannot be read.
        UnicodeDecodeError: It is not UTF-8.
        BrokenFileError: A line has too many bytes.
    """
    limit = _limit.get()
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(limit + 1), b""), start=1):
            if len(line) > limit:
                raise _too_long(str(path), f"line {number}")
            yield line.decode("utf-8")


def _too_long(shown: str, place: str | None) -> BrokenFileError:
    return BrokenFileError(
        f"there are more than {_limit.get():,} bytes",
        file=shown,
        place=place,
        hint="if that is right, raise the limit: `conformance --max-bytes BYTES COMMAND`, or "
        "max_bytes under [tool.conformance] in pyproject.toml",
    )
