"""Parses regular expressions of ECMA-262 with the flag `u`, and translates them for Python.

JSON Schema uses this dialect (core 6.4), with a match anywhere in the string. Back-references,
which are not regular, look-around and word boundaries are not decided.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, assert_never

from conformance.exact.numeric import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterable

Intervals: TypeAlias = tuple[tuple[int, int], ...]
"""A set of characters: disjoint inclusive ranges of code points, in order."""


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


Node: TypeAlias = Characters | Anchor | Sequence | Either | Repeat

_SURROGATES = (0xD800, 0xDFFF)
_ALL: Intervals = ((0, 0xD7FF), (0xE000, sys.maxunicode))
_DIGITS: Intervals = ((0x30, 0x39),)
_WORD: Intervals = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE: Intervals = (
    *((0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A)),
    *((0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
_LINE_ENDS: Intervals = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "0": 0}
_CATEGORIES = {
    "Letter": "L",
    "Uppercase_Letter": "Lu",
    "Lowercase_Letter": "Ll",
    "Number": "N",
    "Decimal_Number": "Nd",
    "digit": "Nd",
    "Punctuation": "P",
    "punct": "P",
    "Symbol": "S",
    "Mark": "M",
    "Separator": "Z",
    "Other": "C",
    "Titlecase_Letter": "Lt",
}
_MAX_REPEATS = 1000
_MAX_GROUPS = 100


@cache
def parse(pattern: str) -> Node:
    """Return the expression's structure.

    Raises:
        Undecided: A part of it is not decided here, or it is malformed.
    """
    if pattern.count("(") > _MAX_GROUPS:
        raise Undecided("so large a regular expression")
    return _Parser(pattern).whole()


@cache
def as_python(pattern: str) -> str:
    """Return an expression for Python's `re.search` with the meaning of ECMA-262.

    An expression that cannot be parsed is returned unchanged.
    """
    try:
        return _python(parse(pattern))
    except Undecided:
        return pattern


def union(sets: Iterable[Intervals]) -> Intervals:
    """Return the characters that are in any of the sets."""
    result: list[tuple[int, int]] = []
    for low, high in sorted(interval for intervals in sets for interval in intervals):
        if result and low <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return tuple(result)


def complement(intervals: Intervals) -> Intervals:
    """Return the characters that are not in the set; a lone surrogate is no character."""
    result = []
    start = 0
    for low, high in union([intervals, (_SURROGATES,)]):
        if start < low:
            result.append((start, low - 1))
        start = high + 1
    if start <= sys.maxunicode:
        result.append((start, sys.maxunicode))
    return tuple(result)


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

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
        else:
            return part
        self._take("?")
        if max(bounds[0], bounds[1] or 0) > _MAX_REPEATS:
            raise Undecided("so long a repetition in a regular expression")
        return Repeat(part, *bounds)

    def _atom(self) -> Node:
        character = self._next()
        if character == "(":
            return self._group()
        if character in {"^", "$"}:
            return Anchor(character == "$")
        if character == ".":
            return Characters(complement(_LINE_ENDS))
        if character == "[":
            return Characters(self._class())
        if character == "\\":
            return Characters(self._escape(in_class=False))
        if character in "*+?":
            raise Undecided("a malformed regular expression")
        return Characters(_one(ord(character)))

    def _group(self) -> Node:
        if self._take("?"):
            if self._peek() in {"=", "!"} or self._peek(2) in {"<=", "<!"}:
                raise Undecided("look-around in a regular expression")
            if not (self._take(":") or self._match(r"<[A-Za-z_$][\w$]*>")):
                raise Undecided("a group of an unknown sort in a regular expression")
        node = self._either()
        if not self._take(")"):
            raise Undecided("a malformed regular expression")
        return node

    def _class(self) -> Intervals:
        negated = self._take("^")
        sets: list[Intervals] = []
        while not self._take("]"):
            low = self._member()
            if self._peek() == "-" and self._peek(2) != "-]":
                self._at += 1
                high = self._member()
                if not (_is_one(low) and _is_one(high) and low[0][0] <= high[0][0]):
                    raise Undecided("a malformed regular expression")
                low = ((low[0][0], high[0][0]),)
            sets.append(low)
        return complement(union(sets)) if negated else union(sets)

    def _member(self) -> Intervals:
        character = self._next()
        return self._escape(in_class=True) if character == "\\" else _one(ord(character))

    def _escape(self, *, in_class: bool) -> Intervals:
        character = self._next()
        sets = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
        if character.lower() in sets:
            found = sets[character.lower()]
            return complement(found) if character.isupper() else found
        if character in "pP":
            return self._property(negated=character == "P")
        if character in "bB" and not in_class:
            raise Undecided("a word boundary in a regular expression")
        if character == "b":
            return _one(8)
        if character == "k" or character in "123456789":
            raise Undecided("a back-reference in a regular expression")
        if character in _CONTROLS:
            return _one(_CONTROLS[character])
        return _one(self._code(character))

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
        found = self._match(r"\{(?:(?:General_Category|gc)=)?(\w+)\}")
        name = found[1] if found else ""
        name = _CATEGORIES.get(name, name)
        intervals = _category(name)
        if not intervals:
            raise Undecided("a property of characters in a regular expression")
        return complement(intervals) if negated else intervals


def _one(code: int) -> Intervals:
    return ((code, code),)


def _is_one(intervals: Intervals) -> bool:
    return len(intervals) == 1 and intervals[0][0] == intervals[0][1]


@cache
def _category(name: str) -> Intervals:
    if not 0 < len(name) <= 2:  # noqa: PLR2004  categories have one or two letters
        return ()
    return union(
        _one(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)).startswith(name)
        and not _SURROGATES[0] <= code <= _SURROGATES[1]
    )


def _python(node: Node) -> str:
    match node:
        case Characters(intervals):
            if not intervals:
                return "(?!)"
            ranges = (f"{_escaped(low)}-{_escaped(high)}" for low, high in intervals)
            return f"[{''.join(ranges)}]"
        case Anchor(at_end):
            return r"\Z" if at_end else r"\A"
        case Sequence(parts):
            return "".join(map(_python, parts))
        case Either(branches):
            return f"(?:{'|'.join(map(_python, branches))})"
        case Repeat(part, least, most):
            return f"(?:{_python(part)}){{{least},{'' if most is None else most}}}"
        case _:
            assert_never(node)


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"
