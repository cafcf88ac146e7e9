"""Puts one value in place of what all sources say alike of a part, so that comparing stays quick.

Where nothing else is said of a part, only whether its schema accepts the value there counts. If
all sources have the same schema there, one value that it accepts stands for all of them: sources
that differ still differ, and by values that the whole schemas treat alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.exact import Subject
from conformance.exact.validators import Fast
from conformance.jsontext.pointers import joined
from conformance.surveys.lifting import smallest
from conformance.surveys.linking import pruned, refers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import Json
    from conformance.surveys.linking import Schema

_ALONE = frozenset(
    {"$defs", "$schema", "additionalProperties", "dependentRequired", "description", "items"}
    | {"maxItems", "maxProperties", "minItems", "minProperties", "properties", "propertyNames"}
    | {"required", "title", "type"}
)
"""Beside these keywords, what `properties` and `items` say is all that is said of a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Schemas in which values stand for parts that are said alike.

    Attributes:
        schemas: Id of a source -> its schema.
        places: The places of these parts, as in facts.
    """

    schemas: Mapping[str, Schema]
    places: frozenset[str]


def standing(schemas: Mapping[str, Schema]) -> Standing:
    """Return schemas with values for the parts that all of them say alike."""
    making = _Making(next(iter(schemas.values())))
    made = making.all([*schemas.values()], "")
    return Standing(
        schemas={source: pruned(schema) for source, schema in zip(schemas, made, strict=True)},
        places=frozenset(making.places),
    )


class _Making:
    def __init__(self, model: Schema) -> None:
        self.places: set[str] = set()
        self._model = model

    def all(self, bodies: Sequence[Schema], place: str) -> list[Schema]:
        """Return the schemas of one place."""
        if any(body.keys() - _ALONE for body in bodies):
            return [*bodies]
        made: list[Schema] = [dict(body) for body in bodies]
        properties = [body.get("properties") for body in bodies]
        if all(isinstance(each, dict) for each in properties):
            known = [cast("Schema", each) for each in properties]
            for name in set(known[0]).intersection(*known):
                parts = self.part([each[name] for each in known], joined(place, name))
                known = [{**each, name: part} for each, part in zip(known, parts, strict=True)]
            for body, each in zip(made, known, strict=True):
                body["properties"] = {name: each[name] for name in sorted(each)}
        if all("items" in body for body in bodies):
            parts = self.part([body["items"] for body in bodies], f"{place}/*")
            for body, part in zip(made, parts, strict=True):
                body["items"] = part
        return made

    def part(self, parts: Sequence[Json], place: str) -> Sequence[Json]:
        if not all(isinstance(part, dict) for part in parts):
            return parts
        first = cast("Schema", parts[0])
        if any(part != first for part in parts):
            return self.all([cast("Schema", part) for part in parts], place)
        if not refers(first):
            return parts
        whole = pruned({**first, "$defs": self._model.get("$defs", {})})
        value = smallest(whole)
        if refers(first, "#") or Fast(Subject("part", whole)).says(value) is not True:
            return parts
        self.places.add(place)
        return [{"const": value}] * len(parts)
