"""The cases of a corpus that is too large for memory, read from its files again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.corpus.entries import case_of
from conformance.corpus.pieces import BadPieceError, Rest, pieces
from conformance.errors import BrokenFileError
from conformance.files import opened
from conformance.formats.read import checked_content, checker, content_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from conformance.model import Case


class StoredFile:
    """A corpus file.

    Attributes:
        name: Its path inside the record's folder.
        count: The number of its cases.
        sha256: The SHA-256 of its bytes, as hexadecimal digits.
    """

    def __init__(self, path: Path, name: str, *, shown: str) -> None:
        """Take the file's path, its name, and the record's folder in error messages."""
        self.name = name
        self.count = 0
        self.sha256 = ""
        self._path = path
        self._shown = f"{shown}/{name}"

    def checked(self, record: str) -> dict[str, Any]:
        """Read the file for the first time; return its content without the cases.

        Raises:
            BrokenFileError: It cannot be read, or violates the format.
        """
        check = checker("corpus", "case")
        rest = ""
        for piece in self._pieces():
            if isinstance(piece, Rest):
                rest, self.sha256 = piece.text, piece.sha256
                continue
            fault = check(piece)
            if fault is not None:
                place = f"/cases/{self.count}{fault.place}"
                raise BrokenFileError(fault.message, file=self._shown, place=place, hint=fault.hint)
            self.count += 1
        content = content_of(rest, file=self._shown)
        return checked_content(content, file=self._shown, form="corpus", record=record)

    def entries(self) -> Iterator[dict[str, Any]]:
        """Yield the cases in the form of the file.

        Raises:
            BrokenFileError: The file is another one than it was when it was checked.
        """
        for piece in self._pieces():
            if not isinstance(piece, Rest):
                yield piece
            elif piece.sha256 != self.sha256:
                raise BrokenFileError(
                    "the file changed while it was read", file=self._shown, hint="run again"
                )

    def _pieces(self) -> Iterator[dict[str, Any] | Rest]:
        with opened(self._path) as file:
            try:
                yield from pieces(file)
            except BadPieceError as error:
                problem = error.problem
                place = None if problem.line is None else f"line {problem.line}"
                hint = "write it as one JSON object"
                raise BrokenFileError(
                    problem.message, file=self._shown, place=place, hint=hint
                ) from None


class StoredCases:
    """The cases of some files, as a collection that is read again whenever it is gone through."""

    def __init__(self, files: Sequence[StoredFile]) -> None:
        """Take the files, which are checked."""
        self._files = files

    def __len__(self) -> int:
        """Return the number of cases."""
        return sum(file.count for file in self._files)

    def __iter__(self) -> Iterator[Case]:
        """Yield the cases, file by file."""
        for name, _, entry in self.entries():
            yield case_of(entry, file=name)

    def __contains__(self, case: object) -> bool:
        """Return whether a case is there."""
        return any(one == case for one in self)

    def entries(self) -> Iterator[tuple[str, int, Any]]:
        """Yield each case in the form of its file, after the file's name and its place there."""
        for file in self._files:
            for index, entry in enumerate(file.entries()):
                yield file.name, index, entry
