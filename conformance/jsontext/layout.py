"""Lays a JSON text out for reading and diffs: short values on one line, long ones opened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.expressions import expression
from conformance.jsontext.text import visible

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from conformance.model import Json

_HARD_TO_SEE = expression("[\u00a0\u0300-\u036f\u1680\u2000-\u200a\u202f\u205f\u3000\ufffe\uffff]")
"""Spaces and accents that look like others in an editor; `visible` does not escape them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout for lines of a width.

    A value is on one line if it fits. Otherwise an object has one member on each line, and an array
    as many elements on each line as fit, indented by two more spaces. Invisible characters are
    escaped.
    """

    width: int

    def text(self, content: dict[str, Json]) -> str:
        """Return the text of a file: an object with one member on each line."""
        return f"{self.opened(content, 0)}\n"

    def fitted(self, value: Json, indent: int, used: int) -> str:
        """Return a value, on one line if it fits.

        Args:
            value: The value.
            indent: The indent of the line that it begins on.
            used: How much of that line is used before it.
        """
        plain = plain_text(value)
        fits = used + len(plain) + 1 <= self.width  # 1 for the comma
        return plain if fits else self.opened(value, indent)

    def opened(self, value: Json, indent: int) -> str:
        """Return a value on several lines, if it has parts."""
        if not value or not isinstance(value, dict | list):
            return plain_text(value)
        inner = " " * (indent + 2)
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        if isinstance(value, dict):
            lines = self._members(value, indent + 2)
        else:
            lines = self._rows(value, indent + 2)
        body = ",\n".join(inner + line for line in lines)
        return f"{opening}\n{body}\n{' ' * indent}{closing}"

    def _members(self, value: dict[str, Json], indent: int) -> Iterator[str]:
        for name, item in value.items():
            head = f"{plain_text(name)}: "
            yield head + self.fitted(item, indent, indent + len(head))

    def _rows(self, value: list[Json], indent: int) -> Iterator[str]:
        """Yield the lines of an array: as many elements on each as fit."""
        row = ""
        for item in value:
            shown = self.fitted(item, indent, indent)
            if row and "\n" not in row + shown and self._has_room(row, shown, indent):
                row = f"{row}, {shown}"
            else:
                if row:
                    yield row
                row = shown
        yield row

    def _has_room(self, row: str, shown: str, indent: int) -> bool:
        return indent + len(f"{row}, {shown},") <= self.width


def plain_text(value: Json) -> str:
    """Return a value on one line, with invisible characters as escapes."""
    return visible(_HARD_TO_SEE.sub(_escape, json.dumps(value, ensure_ascii=False)))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
