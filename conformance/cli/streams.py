"""Standard input, output and error, so that no command fails because of their other end."""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from typing import TYPE_CHECKING, TextIO

from conformance.errors import UsageError

if TYPE_CHECKING:
    from typing import NoReturn

    from _typeshed import ReadableBuffer

_FULL = {errno.ENOSPC, errno.EDQUOT}


class _ClosedInput(io.RawIOBase):
    """A closed standard input."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> NoReturn:
        raise UsageError(
            "standard input is closed", hint="pipe the input in, or name it on the command line"
        )


class _Output(io.FileIO):
    """Standard output or error; a failed write is dropped, and its error kept.

    Attributes:
        fault: The error after which nothing more is written; None without one.
    """

    fault: OSError | None = None

    def write(self, data: ReadableBuffer, /) -> int:
        """Write bytes and return their number; after an error, pretend that all are written."""
        while self.fault is None:
            try:
                count = super().write(data)
            except OSError as error:
                self.fault = error
            else:
                if count is not None:  # typeshed says that it never is; it is for a full pipe
                    return count
                select.select([], [self], [])
        return memoryview(data).nbytes


def prepare() -> None:
    """Replace closed standard streams, and keep broken ones quiet.

    Otherwise a file that is opened later gets the number of a closed stream, and the output.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    # typeshed says that they are never None; they are where they were closed.
    given: tuple[TextIO | None, ...] = (sys.stdin, sys.stdout, sys.stderr)
    if given[0] is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_ClosedInput()), encoding="utf-8")
    sys.stdout, sys.stderr = _tolerant(given[1], 1), _tolerant(given[2], 2)


def output_fault() -> str | None:
    """Return the reason why standard output is not complete.

    None if it is, or if its reader left, as `head` does.
    """
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    raw = getattr(buffer, "raw", None)
    fault = raw.fault if isinstance(raw, _Output) else None
    if fault is None or fault.errno == errno.EPIPE:
        return None
    if fault.errno in _FULL:
        return "standard output: the disk is full; free some space"
    return f"standard output: {fault.strerror}"


def _tolerant(stream: TextIO | None, number: int) -> TextIO:
    """Return a tolerant stream for another one, or itself if it is not a file of the system."""
    buffer = getattr(stream, "buffer", None)
    if stream is not None and not isinstance(getattr(buffer, "raw", buffer), io.FileIO):
        return stream
    if stream is not None and stream.fileno() != number:
        return stream
    raw = _Output(number, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=None if stream is None else stream.encoding,
        # A terminal that knows no more than ASCII shows escapes for the signs of verdicts.
        errors="backslashreplace",
        line_buffering=number == 2 or raw.isatty(),  # noqa: PLR2004  standard error
    )
