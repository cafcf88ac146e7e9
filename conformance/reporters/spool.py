"""Keeps parts of a report until it is written: a few in memory, many in a temporary file."""

from __future__ import annotations

import zlib
from array import array
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING
from weakref import finalize

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_MEMORY = 1 << 21
"""Bytes; more are kept in a temporary file."""

_CHUNK = 1 << 16


class Spool:
    """A list of byte strings that may be longer than memory."""

    def __init__(self) -> None:
        """Start empty."""
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  closed with the spool
        self._sizes = array("Q")
        finalize(self, self._file.close)

    def add(self, part: bytes) -> None:
        """Add a byte string at the end."""
        self._file.write(part)
        self._sizes.append(len(part))

    def __iter__(self) -> Iterator[bytes]:
        """Yield the byte strings; nothing may be added before the last one."""
        self._file.seek(0)
        for size in self._sizes:
            yield self._file.read(size)


class TextSpool:
    """A long text, which comes in small pieces."""

    def __init__(self) -> None:
        """Start empty."""
        self._spool = Spool()
        self._open: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        """Add a piece at the end."""
        self._open.append(piece)
        self._length += len(piece)
        if self._length > _CHUNK:
            self._close()

    def pieces(self) -> Iterator[str]:
        """Yield the text in larger pieces."""
        self._close()
        for part in self._spool:
            yield zlib.decompress(part).decode("utf-8", "surrogatepass")

    def _close(self) -> None:
        text = "".join(self._open).encode("utf-8", "surrogatepass")
        self._spool.add(zlib.compress(text, 1))
        self._open, self._length = [], 0
