"""What each dialect of JSON Schema calls a keyword, and where schemas stand inside schemas."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Json


class Shape(Enum):
    """What the value of an applicator keyword is made of."""

    SCHEMA = "schema"
    SCHEMAS = "array of schemas"
    NAMED = "object of schemas"
    SCHEMA_OR_SCHEMAS = "schema, or array of schemas"
    NAMED_OR_NAMES = "object of schemas or arrays of names"


APPLICATORS = {
    "$defs": Shape.NAMED,
    "additionalItems": Shape.SCHEMA,
    "additionalProperties": Shape.SCHEMA,
    "allOf": Shape.SCHEMAS,
    "anyOf": Shape.SCHEMAS,
    "contains": Shape.SCHEMA,
    "contentSchema": Shape.SCHEMA,
    "definitions": Shape.NAMED,
    "dependencies": Shape.NAMED_OR_NAMES,
    "dependentSchemas": Shape.NAMED,
    "else": Shape.SCHEMA,
    "if": Shape.SCHEMA,
    "items": Shape.SCHEMA_OR_SCHEMAS,
    "not": Shape.SCHEMA,
    "oneOf": Shape.SCHEMAS,
    "patternProperties": Shape.NAMED,
    "prefixItems": Shape.SCHEMAS,
    "properties": Shape.NAMED,
    "propertyNames": Shape.SCHEMA,
    "then": Shape.SCHEMA,
    "unevaluatedItems": Shape.SCHEMA,
    "unevaluatedProperties": Shape.SCHEMA,
}
"""Keyword -> shape, over all dialects that are understood."""


def subschemas(schema: Json, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Yield a schema and every schema inside it, each with its JSON Pointer, outermost first.

    A property that happens to bear a keyword's name is told apart from the keyword.
    """
    waiting = [(pointer, schema)]
    while waiting:
        at, here = waiting.pop()
        yield at, here
        if isinstance(here, dict):
            waiting += reversed(list(_children(here, at)))


def _children(schema: dict[str, Json], at: str) -> Iterator[tuple[str, Json]]:
    for keyword, value in schema.items():
        shape = APPLICATORS.get(keyword)
        if shape is None:
            continue
        if isinstance(value, dict) and shape in {Shape.NAMED, Shape.NAMED_OR_NAMES}:
            for name, part in value.items():
                if not isinstance(part, list):
                    yield f"{at}/{keyword}/{name.replace('~', '~0').replace('/', '~1')}", part
        elif isinstance(value, list):
            for index, part in enumerate(value):
                yield f"{at}/{keyword}/{index}", part
        else:
            yield f"{at}/{keyword}", value
