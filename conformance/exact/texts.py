"""What schemas say, as numbers: schemas that say the same have equal numbers.

Annotations say nothing about a value, nor does what is only held for references. Each schema is
looked at once, its subschemas first, so a large document is read in one pass.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from conformance.dialects import APPLICATORS, HOLDERS, REFERENCES, REJECTING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from conformance.model import Json


class Text(NamedTuple):
    """What is known about a schema.

    Attributes:
        number: Equal for schemas that say the same, if their references lead to the same.
        refers: Whether there is a reference in it.
        references: The values of every `$ref` in it.
    """

    number: int
    refers: bool
    references: frozenset[str]


class Texts:
    """The schemas of some documents."""

    def __init__(self) -> None:
        """Start with none."""
        self._numbers: dict[Hashable, int] = {}
        self._known: dict[int, tuple[Json, Text]] = {}

    def of(self, schema: Json) -> Text:
        """Return what is known about a schema, as it is written."""
        known = self._known.get(id(schema))
        if known is None or known[0] is not schema:
            self._add(schema)
            known = self._known[id(schema)]
        return known[1]

    def literal(self, value: Json) -> int:
        """Return the number of a value that is no schema."""
        return self._numbered(json.dumps(value, sort_keys=True))

    def _add(self, whole: Json) -> None:
        """Add a schema and all its subschemas, inner ones first."""
        waiting: list[tuple[Json, bool]] = [(whole, False)]
        while waiting:
            part, is_ready = waiting.pop()
            inner = [] if is_ready else [item for _, _, item in _subschemas(part)]
            if inner:
                waiting.append((part, True))
                waiting += [(item, False) for item in inner]
            else:
                self._known[id(part)] = (part, self._made(part))

    def _made(self, part: Json) -> Text:
        if not isinstance(part, dict):
            return Text(self.literal(part), refers=False, references=_NONE)
        said: list[tuple[str, str, int]] = [
            (keyword, "", self.literal(value))
            for keyword, value in part.items()
            if keyword in _PLAIN
        ]
        refers = not REFERENCES.isdisjoint(part)
        own = part.get("$ref")
        references = {own} if isinstance(own, str) else set[str]()
        for keyword, step, item in _subschemas(part):
            inner = self._known[id(item)][1]
            said.append((keyword, step, inner.number))
            refers = refers or inner.refers
            references |= inner.references
        number = self._numbered(tuple(sorted(said)))
        return Text(number, refers, frozenset(references) if references else _NONE)

    def _numbered(self, key: Hashable) -> int:
        return self._numbers.setdefault(key, len(self._numbers))


_NONE: frozenset[str] = frozenset()
_PLAIN = (REJECTING | REFERENCES) - APPLICATORS.keys() | {
    "$anchor",
    "$dynamicAnchor",
    "$id",
    "$recursiveAnchor",
    "format",
}
"""The keywords that say something by their value alone."""


def _subschemas(schema: Json) -> Iterator[tuple[str, str, Json]]:
    """Yield what the applying keywords hold: keyword, name or index, and the part.

    A part that is no schema, as an array of names in `dependencies`, is one that says its value.
    """
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        if keyword not in APPLICATORS or keyword in HOLDERS:
            continue
        if isinstance(value, dict) and keyword in _NAMED:
            yield from ((keyword, f"/{name}", part) for name, part in value.items())
            yield keyword, "", None
        elif isinstance(value, list):
            yield from ((keyword, f"/{index}", part) for index, part in enumerate(value))
            yield keyword, "", None
        else:
            yield keyword, "", value


_NAMED = frozenset(keyword for keyword, shape in APPLICATORS.items() if "object" in shape.value)
