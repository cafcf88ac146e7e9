"""Makes values of a type that hold a given value of one of its parts.

They are candidates: whether they show a difference, validators say.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from conformance.jsontext.pointers import followed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.model import Json

MAX_CANDIDATES = 12
"""At most this many values are tried for one part."""

_DEEPEST = 24
_MOST = 3
"""Elements; an array that needs more is not made."""


def holding(schema: Mapping[str, Json], key: str, part: Json) -> list[Json]:
    """Return some values of a schema that have a value of one of its definitions inside.

    Args:
        schema: The schema.
        key: The key of the definition in `$defs`.
        part: The value.
    """
    made = _Making(schema, f"#/$defs/{key}", part)
    return list(islice(made.with_part(cast("Json", schema), 0), MAX_CANDIDATES))


def smallest(schema: Mapping[str, Json]) -> Json:
    """Return a small value that a schema probably accepts."""
    return _Making(schema, "", None).smallest(cast("Json", schema), 0)


class _Making:
    def __init__(self, whole: Mapping[str, Json], wanted: str, part: Json) -> None:
        self._whole = cast("Json", whole)
        self._wanted = wanted
        self._part = part

    def with_part(self, schema: Json, depth: int) -> Iterator[Json]:
        """Yield values of a schema with the part; the part's other definitions are not entered."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return
        if schema.get("$ref") == self._wanted:
            yield self._part
            return
        for name in ("anyOf", "oneOf", "allOf"):
            for option in _list(schema.get(name)):
                for value in self.with_part(option, depth + 1):
                    yield self._joined(schema, value, depth)
        for name, inner in _dict(schema.get("properties")).items():
            for value in self.with_part(inner, depth + 1):
                yield self._object(schema, {name: value}, depth)
        for value in self.with_part(schema.get("additionalProperties"), depth + 1):
            yield self._object(schema, {"key": value}, depth)
        for value in self.with_part(schema.get("items"), depth + 1):
            yield [value] * min(max(_count(schema.get("minItems")), 1), _MOST)

    def smallest(self, schema: Json, depth: int) -> Json:  # noqa: PLR0911  one a form of schema
        """Return a small value that the schema probably accepts."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return None
        if "const" in schema:
            return schema["const"]
        if options := _list(schema.get("enum")):
            return options[0]
        if isinstance(reference := schema.get("$ref"), str):
            return self.smallest(self._target(reference), depth + 1)
        for name in ("anyOf", "oneOf"):
            if options := _list(schema.get(name)):
                return self._joined(schema, self.smallest(options[0], depth + 1), depth)
        parts = _list(schema.get("allOf"))
        if "type" not in schema and len(parts) == 1 and "properties" not in schema:
            return self.smallest(parts[0], depth + 1)
        return self._plain(schema, depth)

    def _plain(self, schema: dict[str, Json], depth: int) -> Json:
        kind = schema.get("type")
        match kind[0] if isinstance(kind, list) and kind else kind:
            case "string":
                return "a" * min(_count(schema.get("minLength")), 1000)
            case "integer" | "number":
                return _count(schema.get("minimum"))
            case "boolean":
                return False
            case "null":
                return None
            case "array":
                number = min(_count(schema.get("minItems")), _MOST)
                return [self.smallest(schema.get("items"), depth + 1)] * number
        return self._object(schema, {}, depth)

    def _object(self, schema: dict[str, Json], given: dict[str, Json], depth: int) -> Json:
        """Return an object with some properties, and with those that are required."""
        found: dict[str, Json] = {}
        branches = [*self._branches(schema, depth)]
        properties: dict[str, Json] = {}
        for branch in branches:
            properties = _dict(branch.get("properties")) | properties
        for name in (name for branch in branches for name in _list(branch.get("required"))):
            if isinstance(name, str) and name not in given and name not in found:
                found[name] = self.smallest(properties.get(name), depth + 1)
        return found | given

    def _branches(self, schema: Json, depth: int) -> Iterator[dict[str, Json]]:
        """Yield a schema and those that hold beside it."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return
        yield schema
        if isinstance(reference := schema.get("$ref"), str):
            yield from self._branches(self._target(reference), depth + 1)
        for part in _list(schema.get("allOf")):
            yield from self._branches(part, depth + 1)

    def _joined(self, schema: dict[str, Json], value: Json, depth: int) -> Json:
        """Return a value of a branch with what stands beside the branch."""
        if isinstance(value, dict) and {"properties", "required", "allOf"} & schema.keys():
            return self._object(schema, value, depth)
        return value

    def _target(self, reference: str) -> Json:
        try:
            return followed(self._whole, reference.removeprefix("#"))
        except LookupError:
            return None


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _count(value: Json) -> int:
    return int(value) if isinstance(value, int | float) and value > 0 else 0
