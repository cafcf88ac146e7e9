"""Reads a large corpus file piece by piece: its cases one at a time, then all other members.

The whole text is never in memory. What is wrong with it is said as for a file that is read whole.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from typing import IO, TYPE_CHECKING, Any

from conformance.dataclass import dataclass
from conformance.jsontext.text import MAX_DEPTH, Problem, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 18
"""Bytes that are read at a time, and more for a case that is longer."""

_SPACE = re.compile(r"[ \t\n\r]*")
_SCANNER = json.JSONDecoder(parse_int=str, parse_float=str)
"""Finds the end of a value; a number may be of any length."""
_GOING_ON = ("", *"0123456789.eE+-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A corpus file without its cases.

    Attributes:
        text: The text, with an empty list of cases.
        sha256: The SHA-256 of the file's bytes, as hexadecimal digits.
    """

    text: str
    sha256: str


class BadPieceError(Exception):
    """The file is not one JSON text that can be held exactly; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        """Take what is wrong."""
        super().__init__(problem.message)
        self.problem = problem


def pieces(file: IO[bytes]) -> Iterator[dict[str, Any] | Rest]:
    """Yield the cases of an open corpus file as JSON, then the rest of it.

    Raises:
        BadPieceError: It is not one JSON text that can be held exactly.
    """
    reader = _Reader(file)
    if reader.peek() != "{":
        text = reader.value()[1]
        yield Rest(text=text, sha256=reader.finish())
        return
    members: list[str] = []
    reader.take("{")
    if reader.peek() != "}":
        while True:
            name, text = reader.value()
            reader.take(":")
            if name == "cases" and reader.peek() == "[":
                yield from _cases(reader)
                members.append(f"{text}: []")
            else:
                members.append(f"{text}: {reader.value()[1]}")
            if reader.peek() != ",":
                break
            reader.take(",")
    reader.take("}")
    yield Rest(text=f"{{{', '.join(members)}}}", sha256=reader.finish())


def _cases(reader: _Reader) -> Iterator[Any]:
    reader.take("[")
    if reader.peek() != "]":
        while True:
            line = reader.line
            text = reader.value()[1]
            # Inside of two brackets, as in the file: nesting has a limit.
            parsed = parse(f"[[{text}]]")
            if isinstance(parsed, Problem):
                raise BadPieceError(_moved(parsed, line))
            yield parsed.value[0][0]  # type: ignore[index]
            if reader.peek() != ",":
                break
            reader.take(",")
    reader.take("]")


def _moved(problem: Problem, line: int) -> Problem:
    """Return a problem of a piece as one of the file; the piece starts in this line."""
    if problem.line is None:
        return problem
    return Problem(kind=problem.kind, message=problem.message, line=problem.line + line - 1)


class _Reader:
    """Reads values and signs from a file; it holds the text of one value, and of one chunk.

    Attributes:
        line: The line of the next character, from 1.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._digest = hashlib.sha256()
        self._read = 0
        self._text = ""
        self._at = 0
        self._is_over = False
        self.line = 1

    def peek(self) -> str:
        """Return the next character past spaces; empty at the end."""
        while True:
            self._skip_to(_SPACE.match(self._text, self._at).end())  # type: ignore[union-attr]
            if self._at < len(self._text) or self._is_over:
                return self._text[self._at : self._at + 1]
            self._more(CHUNK)

    def take(self, sign: str) -> None:
        """Take a sign, which has to be next."""
        if self.peek() != sign:
            raise self._malformed()
        self._at += 1

    def value(self) -> tuple[Any, str]:
        """Return the next value, and its text."""
        self.peek()
        wanted = CHUNK
        while True:
            try:
                value, end = _SCANNER.raw_decode(self._text, self._at)
            except RecursionError:
                message = f"nested deeper than {MAX_DEPTH} levels"
                raise BadPieceError(Problem(kind="depth", message=message)) from None
            except ValueError as error:
                if self._is_over:
                    raise self._malformed(error) from None
            else:
                # A number at the end of what was read may go on.
                if self._is_over or self._text[end : end + 1] not in _GOING_ON:
                    text = self._text[self._at : end]
                    self._skip_to(end)
                    return value, text
            self._more(wanted)
            wanted *= 2

    def finish(self) -> str:
        """Return the digest of all bytes; nothing but spaces may follow."""
        if self.peek():
            raise self._malformed()
        return self._digest.hexdigest()

    def _skip_to(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def _more(self, wanted: int) -> None:
        data = self._file.read(wanted)
        before = self._read - len(self._decoder.getstate()[0])
        self._digest.update(data)
        self._is_over = not data
        self._read += len(data)
        try:
            more = self._decoder.decode(data, final=self._is_over)
        except UnicodeDecodeError as error:
            message = f"not UTF-8 at byte {before + error.start}"
            raise BadPieceError(Problem(kind="malformed", message=message)) from None
        self._text = self._text[self._at :] + more
        self._at = 0

    def _malformed(self, error: ValueError | None = None) -> BadPieceError:
        line = self.line
        if isinstance(error, json.JSONDecodeError):
            line += self._text.count("\n", self._at, error.pos)
        message = "not one well-formed JSON text"
        return BadPieceError(Problem(kind="malformed", message=message, line=line))
