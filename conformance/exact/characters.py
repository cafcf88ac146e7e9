"""Sets of characters: the classes of regular expressions, and their union and complement."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Iterable

Intervals: TypeAlias = tuple[tuple[int, int], ...]
"""A set of characters: disjoint inclusive ranges of code points, in order."""

_SURROGATES = (0xD800, 0xDFFF)
ALL: Intervals = ((0, 0xD7FF), (0xE000, sys.maxunicode))
DIGITS: Intervals = ((0x30, 0x39),)
WORD: Intervals = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACE: Intervals = (
    *((0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A)),
    *((0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
LINE_ENDS: Intervals = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "0": 0}
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
    "Modifier_Letter": "Lm",
    "Other_Letter": "Lo",
    "Letter_Number": "Nl",
    "Other_Number": "No",
    "Nonspacing_Mark": "Mn",
    "Combining_Mark": "M",
    "Spacing_Mark": "Mc",
    "Enclosing_Mark": "Me",
    "Connector_Punctuation": "Pc",
    "Dash_Punctuation": "Pd",
    "Open_Punctuation": "Ps",
    "Close_Punctuation": "Pe",
    "Initial_Punctuation": "Pi",
    "Final_Punctuation": "Pf",
    "Other_Punctuation": "Po",
    "Math_Symbol": "Sm",
    "Currency_Symbol": "Sc",
    "Modifier_Symbol": "Sk",
    "Other_Symbol": "So",
    "Space_Separator": "Zs",
    "Line_Separator": "Zl",
    "Paragraph_Separator": "Zp",
    "Control": "Cc",
    "cntrl": "Cc",
    "Format": "Cf",
    "Private_Use": "Co",
    "Unassigned": "Cn",
}


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


def one(code: int) -> Intervals:
    """Return a set of one character."""
    return ((code, code),)


def is_one(intervals: Intervals) -> bool:
    """Return whether a set has exactly one character."""
    return len(intervals) == 1 and intervals[0][0] == intervals[0][1]


def category(name: str) -> Intervals:
    """Return the characters of a general category of Unicode; none if it is no category."""
    if name in {"Any", "ASCII"}:
        return ALL if name == "Any" else ((0, 0x7F),)
    name = _CATEGORIES.get(name, name)
    return having(name) if 0 < len(name) <= 2 else ()  # noqa: PLR2004  one or two letters


@cache
def having(name: str) -> Intervals:
    """Return the characters with a property of Unicode, also of a script; none if it is unknown.

    Python has no table of them; the one of jsonschema-rs is asked about ranges of characters.
    """
    try:
        inside, outside = (
            jsonschema_rs.validator_for({"pattern": rf"\{letter}{{{name}}}"}) for letter in "pP"
        )
    except ValueError:
        return ()
    found: list[tuple[int, int]] = []
    waiting = [
        (low, min(low + _CHUNK - 1, high))
        for low, high in reversed(ALL)
        for low in range(high - (high - low) % _CHUNK, low - 1, -_CHUNK)
    ]
    while waiting:
        low, high = waiting.pop()
        text = "".join(map(chr, range(low, high + 1)))
        if not inside.is_valid(text):
            continue
        if not outside.is_valid(text):
            found.append((low, high))
        else:
            middle = (low + high) // 2
            waiting += [(middle + 1, high), (low, middle)]
    return union([tuple(found)])


_CHUNK = 0x1000
