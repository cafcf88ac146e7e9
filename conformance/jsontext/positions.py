"""Finds the position in a JSON text that a JSON Pointer leads to, for reports with positions."""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from conformance.dataclass import dataclass
from conformance.expressions import expression
from conformance.jsontext.pointers import joined

_TOKEN = expression(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in a text; both count from 1, the column in characters."""

    line: int
    column: int


@dataclass(slots=True, kw_only=True)
class _Open:
    """An array or object that is being read.

    Attributes:
        pointer: Its place.
        index: The number of the element at hand; None in an object.
        name: The name of the member at hand; None before it, and in an array.
    """

    pointer: str
    index: int | None
    name: str | None = None


def positions(text: str) -> dict[str, Position]:
    """Return JSON Pointer -> position of the member's name, or of the element's start.

    The empty pointer leads to the start of the value. If an object has a name twice, the last one
    counts, as for Python's reader. A text that is not JSON is read as far as it makes sense.
    """
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    found: dict[str, int] = {}
    around: list[_Open] = []
    for token in _TOKEN.finditer(text):
        inner = around[-1] if around else None
        match token[0]:
            case ":":
                continue
            case "," | "]" | "}" if inner is None:
                break
            case ",":
                around[-1] = _next(around[-1])
            case "]" | "}":
                around.pop()
            case here if inner is not None and inner.index is None and inner.name is None:
                inner.name = _name(here)
                if inner.name is None:
                    break
                found[joined(inner.pointer, inner.name)] = token.start()
            case here:
                pointer = _pointer(inner)
                found.setdefault(pointer, token.start())
                if here in "[{":
                    around.append(_Open(pointer=pointer, index=0 if here == "[" else None))
    return {pointer: _position(lines, start) for pointer, start in found.items()}


def _next(inner: _Open) -> _Open:
    return _Open(pointer=inner.pointer, index=None if inner.index is None else inner.index + 1)


def _pointer(inner: _Open | None) -> str:
    if inner is None:
        return ""
    return joined(inner.pointer, str(inner.name) if inner.index is None else inner.index)


def _name(token: str) -> str | None:
    try:
        name = json.loads(token)
    except ValueError:
        return None
    return name if isinstance(name, str) else None


def _position(lines: list[int], start: int) -> Position:
    line = bisect_right(lines, start)
    return Position(line=line, column=start - lines[line - 1] + 1)
