"""Reads values, and lists of them, where they stand in a sentence."""

from __future__ import annotations

import re

from conformance.dataclass import dataclass

_CODED = r"`+\s*[\"']?[^`\s\"'][^`\n\"']{0,63}?[\"']?\s*`+"
_QUOTED = rf"(?:{_CODED}|\"[^\"\n]{{1,64}}\"|(?<!\w)'[^'\n]{{1,64}}'(?!\w))"
_BARE = r"(?<![\w.`\"'])-?[A-Za-z0-9_](?:[\w.:+-]*\w)?(?![\w`\"'])"
_NOTE = r"(?:\s*\((?![^()]*[|])[^()]{1,120}\))?"
_COMMA = r"\s*[,;|/]\s*(?:(?:or|and)\b\s*)?"
_WORD = r"\s+(?:or|and)\s+"
VALUE = rf"(?:{_QUOTED})"
"""A pattern of one value with quotation marks or as code."""

LIST = rf"{VALUE}{_NOTE}(?:(?:{_COMMA}|{_WORD}){VALUE}{_NOTE})+"
"""A pattern of two values or more with such marks."""

BARE = rf"(?:{_QUOTED}|{_BARE})"
"""A pattern of one value with marks or without."""

BARE_LIST = rf"{BARE}(?:(?:{_COMMA}|{_WORD}){BARE})+"
"""A pattern of two values or more with marks or without."""

_EACH = re.compile(rf"(?P<marked>{_QUOTED})|(?P<bare>{_BARE})")
_MARKED = re.compile(_QUOTED)
_NOTES = re.compile(r"(?<=[`\"'])\s*\([^()]*\)")
_PLACEHOLDER = re.compile(r"[<>{}*…$\[\]\\]|\.\.\.|^\W+$|[_:=/-]$")


@dataclass(frozen=True, slots=True)
class Listed:
    """Values as they are written in a sentence.

    Attributes:
        values: The values without their marks, each once.
        marked: Whether all of them are in quotation marks or written as code.
    """

    values: tuple[str, ...]
    marked: bool


def listed(text: str) -> Listed | None:
    """Return the values of a text that matches one of the patterns; None if one is a placeholder.

    The text may have remarks in brackets behind values, which are left out.
    """
    found: list[str] = []
    is_marked = True
    for each in _EACH.finditer(_NOTES.sub("", text)):
        if each["bare"] in {"or", "and"}:
            continue
        is_marked &= each["bare"] is None
        found.append(bare(each[0]))
    values = tuple(dict.fromkeys(found))
    if not values or any(_PLACEHOLDER.search(value) for value in values):
        return None
    return Listed(values, is_marked)


def leading(text: str) -> str | None:
    """Return the value that a point of a list begins with; None if it begins otherwise."""
    found = _POINT.match(text)
    return None if found is None or _PLACEHOLDER.search(bare(found[1])) else bare(found[1])


_POINT = re.compile(rf"\**({_QUOTED})\**{_NOTE}\s*(?:[:=–—-]|$)")


def bare(text: str) -> str:
    """Return a value without the marks around it."""
    while len(text) > 1 and text[0] in "`\"'" and text[-1] == text[0]:
        text = text[1:-1].strip()
    return text
