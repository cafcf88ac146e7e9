"""Splits a text in YAML into the members of its objects, so that what stays is read once.

The versions of a long file differ in few places. A text is split only where its lines tell that a
member starts: whatever the pieces are, each has to be one member by itself, or the text is read as
a whole.
"""

from __future__ import annotations

import re
from collections import deque
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.readers.yaml import Node

_T = TypeVar("_T")

_KEPT = 2
"""So many texts are kept, for two files that are read in turn."""

LEVELS = 3
"""Objects are split that are nested so deep: as deep as the types of an API are."""
LARGE = 2_000
"""Characters; smaller objects are not split."""

_HEAD = re.compile(r" *[^\s#].*: *(?:#.*)?")
"""A line that names a member, whose value is in the lines after it."""
_NAME = re.compile(r"(?!- |-\n|\"<<|'<<)[\w\"'/$.~+(-]")
"""How a member may start, and nothing else than one; `<<` is none."""
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")
"""What parsers of YAML take for the end of a line too."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_START = "---"
_DOCUMENT = re.compile(r"\n(?:---|\.\.\.)(?:\s|$)")
"""Where another document starts, or this one ends."""


class Known(Generic[_T]):
    """What was made of the pieces of the last texts, and of this one.

    Attributes:
        count: How many pieces were made so far, and not known already.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self._last: deque[dict[tuple[int, str], _T]] = deque(maxlen=_KEPT)
        self._now: dict[tuple[int, str], _T] = {}
        self.count = 0

    def get(self, level: int, text: str) -> _T | None:
        """Return what was made of a piece; None if it is new."""
        key = (level, text)
        for texts in (self._now, *self._last):
            if key in texts:
                return self._now.setdefault(key, texts[key])
        return None

    def keep(self, level: int, text: str, made: _T) -> None:
        """Keep what was made of a piece."""
        self.count += 1
        self._now[level, text] = made

    def turn(self) -> None:
        """Forget what only older texts have: the next one is read."""
        self._last.appendleft(self._now)
        self._now = {}


_known: ContextVar[Known[Node] | None] = ContextVar("_known", default=None)


@contextmanager
def remembered() -> Iterator[Known[Node]]:
    """Let texts that are read here take over what the text before them has too."""
    known: Known[Node] = Known()
    token = _known.set(known)
    try:
        yield known
    finally:
        _known.reset(token)


def known_parts() -> Known[Node] | None:
    """Return what is known of the text before; None if nothing is to be taken over."""
    return _known.get()


def lines_of(text: str) -> list[str] | None:
    """Return the lines of a text, each with its end; None if it cannot be split."""
    if any(x.search(text) for x in (_OTHER_BREAKS, _DOCUMENT)) or text.startswith("%"):
        return None
    lines = _LINE.findall(text)
    if lines and lines[0].strip() == _START:
        lines[0] = "\n"
    return lines


def members(lines: Sequence[str], first: int, end: int) -> list[tuple[int, int]] | None:
    """Return the lines of each member of an object, the first and the one after the last.

    Args:
        lines: The lines of the text.
        first: The first line of the object.
        end: The line after its last.

    Returns:
        Nothing between two members is left out, nor before the first. None if the lines do not tell
        where members start.
    """
    starts: list[int] = []
    indent = -1
    for number in range(first, end):
        line = lines[number]
        stripped = line.lstrip(" ")
        mark = stripped[:1]
        if mark in {"", "\n", "#"}:
            continue
        own = len(line) - len(stripped)
        if indent < 0:
            indent = own
        if own < indent or mark == "\t":
            return None
        if own == indent and not (mark == "-" and stripped[1:2] in {" ", "\n", ""} and starts):
            if not _NAME.match(stripped):
                return None
            starts.append(number)
    if not starts:
        return None
    starts[0] = first
    return [*zip(starts, [*starts[1:], end], strict=True)]


def opens(lines: Sequence[str], first: int, end: int) -> int | None:
    """Return the line that names a member whose value is an object in the lines after it.

    None if it is not that, or is short.
    """
    number = next(x for x in range(first, end) if lines[x].strip() and lines[x].lstrip()[0] != "#")
    size = sum(map(len, lines[first:end]))
    return number if size > LARGE and _HEAD.fullmatch(lines[number].rstrip("\n")) else None
