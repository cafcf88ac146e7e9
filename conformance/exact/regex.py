"""Parses regular expressions of ECMA-262 with the flag `u`.

JSON Schema uses this dialect (core 6.4), with a match anywhere in the string.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TypeAlias

from conformance.dataclass import dataclass
from conformance.exact.characters import (
    CONTROLS,
    DIGITS,
    LINE_ENDS,
    SPACE,
    WORD,
    Intervals,
    category,
    complement,
    having,
    is_one,
    one,
    union,
)
from conformance.exact.values import Undecided
from conformance.expressions import expression


@dataclass(frozen=True, slots=True)
class Characters:
    """One character of a set."""

    intervals: Intervals


@dataclass(frozen=True, slots=True)
class Anchor:
    """`^` or `$`: only at the very start or end, no line is special."""

    at_end: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after another."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """From `least` to `most` times; `most` is None without an upper bound."""

    part: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """Only where the part matches from here on, or up to here; or where it does not."""

    part: Node
    ahead: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group whose text is kept."""

    part: Node
    number: int


@dataclass(frozen=True, slots=True)
class Back:
    """The text of a group once more."""

    number: int


Node: TypeAlias = Characters | Anchor | Sequence | Either | Repeat | Look | Group | Back

_MAX_REPEATS = 100_000
_MAX_DEPTH = 100
_ANCHORS = {"^": False, "$": True}
_NAME = r"<[^\d\s<>=!][^\s<>]*>"
_IN_WORD = Characters(WORD)


@cache
def parse(pattern: str) -> Node:
    """Return the expression's structure.

    Raises:
        Undecided: A part of it is not decided here, or it is malformed.
    """
    return _Parser(pattern).whole()


def repeated_class(pattern: str) -> tuple[str, int, int | None] | None:
    """Return what an expression says of all characters and of the length, if it says no more.

    The answer for `^[a-z]{2,9}$` is `^(?:[a-z])*$`, 2 and 9; None for any other sort.
    """
    found = _REPEATED.fullmatch(pattern)
    if found is None:
        return None
    match parse(pattern):
        case Sequence((Anchor(False), Repeat(Characters(), least, most), Anchor(True))):
            return f"^(?:{found[1]})*$", least, most
        case _:
            return None


_REPEATED = expression(r"\^(.+)\{\d+(?:,\d*)?\}\$", re.DOTALL)


def _groups(pattern: str) -> tuple[dict[str, int], int]:
    """Return the numbers of the named groups, and the number of all groups."""
    named: dict[str, int] = {}
    count = 0
    for found in _GROUPS.finditer(pattern):
        if found[1]:
            count += 1
            if found[2]:
                named[found[2]] = count
    return named, count


_GROUPS = expression(
    r"""\\.|\[(?:\\.|[^\]\\])*\]|(\((?:\?<([^\s<>=!][^\s<>]*)>|(?!\?)))""", re.DOTALL
)


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._depth = 0
        self._named, self._groups = _groups(pattern)
        self._number = 0

    def whole(self) -> Node:
        node = self._either()
        if self._at < len(self._text):
            raise Undecided("a malformed regular expression")
        return node

    def _peek(self, count: int = 1) -> str:
        return self._text[self._at : self._at + count]

    def _take(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise Undecided("a malformed regular expression")
        self._at += 1
        return self._text[self._at - 1]

    def _match(self, expression: str) -> re.Match[str] | None:
        found = re.compile(expression, re.ASCII).match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def _either(self) -> Node:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else Either(tuple(branches))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self._at < len(self._text) and self._peek() not in {"|", ")"}:
            parts.append(self._repeated(self._atom()))
        return Sequence(tuple(parts))

    def _repeated(self, part: Node) -> Node:
        bounds: tuple[int, int | None]
        if self._take("*"):
            bounds = (0, None)
        elif self._take("+"):
            bounds = (1, None)
        elif self._take("?"):
            bounds = (0, 1)
        elif found := self._match(r"\{(\d+)(,?)(\d*)\}"):
            most = found[3] if found[2] else found[1]
            bounds = (int(found[1]), int(most) if most else None)
            if bounds[1] is not None and bounds[1] < bounds[0]:
                raise Undecided("a malformed regular expression")
        else:
            return part
        self._take("?")
        if max(bounds[0], bounds[1] or 0) > _MAX_REPEATS:
            raise Undecided("so long a repetition in a regular expression")
        return Repeat(part, *bounds)

    def _atom(self) -> Node:  # noqa: PLR0911  one case a sort
        character = self._next()
        if character == "(":
            return self._group()
        if character in _ANCHORS:
            return Anchor(_ANCHORS[character])
        if character in ".[":
            return Characters(complement(LINE_ENDS) if character == "." else self._class())
        if character in "*+?":
            raise Undecided("a malformed regular expression")
        if character != "\\":
            return Characters(one(ord(character)))
        if self._peek() in {"b", "B"}:
            return _word_edge(holds=self._next() == "b")
        if found := self._match(r"k<([^>]+)>|([1-9]\d*)"):
            return self._back(found[1] or found[2])
        return Characters(self._escape(in_class=False))

    def _group(self) -> Node:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Undecided("so large a regular expression")
        look = self._match(r"\?(<?)([=!])")
        number = 0
        if not look and (not self._take("?") or self._match(_NAME)):
            number = self._number = self._number + 1
        elif not look and not self._take(":"):
            raise Undecided("a group of an unknown sort in a regular expression")
        node = self._either()
        if not self._take(")"):
            raise Undecided("a malformed regular expression")
        self._depth -= 1
        if number:
            return Group(node, number)
        return Look(node, ahead=not look[1], holds=look[2] == "=") if look else node

    def _back(self, name: str) -> Node:
        number = int(name) if name.isdecimal() else self._named.get(name, 0)
        if not 0 < number <= self._groups:
            raise Undecided("a malformed regular expression")
        return Back(number)

    def _class(self) -> Intervals:
        negated = self._take("^")
        sets: list[Intervals] = []
        while not self._take("]"):
            low = self._member()
            if self._peek() == "-" and self._peek(2) != "-]":
                self._at += 1
                high = self._member()
                if not (is_one(low) and is_one(high) and low[0][0] <= high[0][0]):
                    raise Undecided("a malformed regular expression")
                low = ((low[0][0], high[0][0]),)
            sets.append(low)
        return complement(union(sets)) if negated else union(sets)

    def _member(self) -> Intervals:
        character = self._next()
        return self._escape(in_class=True) if character == "\\" else one(ord(character))

    def _escape(self, *, in_class: bool) -> Intervals:
        character = self._next()
        sets = {"d": DIGITS, "w": WORD, "s": SPACE}
        if character.lower() in sets:
            found = sets[character.lower()]
            return complement(found) if character.isupper() else found
        if character in "pP":
            return self._property(negated=character == "P")
        if character == "b" and in_class:
            return one(8)
        if character in CONTROLS:
            return one(CONTROLS[character])
        return one(self._code(character))

    def _code(self, character: str) -> int:
        if character == "c" and (found := self._match("[A-Za-z]")):
            return ord(found[0]) % 32
        if character == "x" and (found := self._match("[0-9A-Fa-f]{2}")):
            return int(found[0], 16)
        if character == "u":
            if found := self._match(r"\{([0-9A-Fa-f]+)\}"):
                return int(found[1], 16)
            if found := self._match(r"([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})"):
                high, low = int(found[1], 16), int(found[2], 16)
                return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
            if found := self._match("[0-9A-Fa-f]{4}"):
                return int(found[0], 16)
        if character.isascii() and character.isalnum():
            raise Undecided("an unknown escape in a regular expression")
        return ord(character)

    def _property(self, *, negated: bool) -> Intervals:
        found = self._match(r"\{(?:(General_Category|gc)=)?((?:(?:Script|sc|scx)=)?\w+)\}")
        name = found[2] if found else ""
        intervals = category(name)
        if not intervals and found and not found[1]:
            intervals = having(name)
        if not intervals:
            raise Undecided("a property of characters in a regular expression")
        return complement(intervals) if negated else intervals


def _word_edge(*, holds: bool) -> Node:
    """Return whether a character of a word stands on exactly one side, or on both or none."""
    sides = [
        Sequence(
            (Look(_IN_WORD, ahead=False, holds=before), Look(_IN_WORD, ahead=True, holds=after))
        )
        for before in (True, False)
        for after in ((not before,) if holds else (before,))
    ]
    return Either(tuple(sides))
