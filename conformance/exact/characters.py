"""Sets of characters: the classes of regular expressions, and their union and complement."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


@cache
def category(name: str) -> Intervals:
    """Return the characters of a general category of Unicode; none if it is no category."""
    name = _CATEGORIES.get(name, name)
    if name == "Any":
        return ALL
    if name == "ASCII":
        return ((0, 0x7F),)
    if not 0 < len(name) <= 2:  # noqa: PLR2004  categories have one or two letters
        return ()
    return union(_runs(name))


def _runs(name: str) -> Iterator[Intervals]:
    for within in ALL:
        for is_in, codes in groupby(
            range(within[0], within[1] + 1), lambda code: _is_in(code, name)
        ):
            run = list(codes)
            if is_in:
                yield ((run[0], run[-1]),)


def _is_in(code: int, name: str) -> bool:
    return unicodedata.category(chr(code)).startswith(name)
