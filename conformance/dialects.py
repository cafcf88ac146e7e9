"""What each dialect of JSON Schema calls a keyword, and where schemas stand inside schemas."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from jsonschema import Draft7Validator, Draft201909Validator, Draft202012Validator

from conformance.jsontext.pointers import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.protocols import Validator

    from conformance.model import Json

SILENT = "x-silent"
"""Marks a place that the source does not describe; its value says why. Known in every dialect."""


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


REFERENCES = frozenset({"$dynamicRef", "$recursiveRef", "$ref"})

IN_PLACE = REFERENCES | {
    "allOf", "anyOf", "dependencies", "dependentSchemas", "else", "if", "not", "oneOf", "then",
}  # fmt: skip
"""Keywords that apply schemas to the same instance, not to a child of it."""

HOLDERS = frozenset({"$defs", "contentSchema", "definitions"})
"""Keywords that hold schemas and apply none."""

REJECTING = frozenset({
    "const", "contains", "dependentRequired", "enum", "exclusiveMaximum", "exclusiveMinimum",
    "maxContains", "maxItems", "maxLength", "maxProperties", "maximum", "minContains", "minItems",
    "minLength", "minProperties", "minimum", "multipleOf", "not", "oneOf", "pattern", "required",
    "type", "uniqueItems",
})  # fmt: skip
"""Keywords that can reject by themselves, not only through a schema inside them."""

_KEYWORDS_7 = frozenset({
    "$comment", "$id", "$ref", "$schema", "additionalItems", "additionalProperties", "allOf",
    "anyOf", "const", "contains", "contentEncoding", "contentMediaType", "default", "definitions",
    "dependencies", "description", "else", "enum", "examples", "exclusiveMaximum",
    "exclusiveMinimum", "format", "if", "items", "maxItems", "maxLength", "maxProperties",
    "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "oneOf",
    "pattern", "patternProperties", "properties", "propertyNames", "readOnly", "required", "then",
    "title", "type", "uniqueItems", "writeOnly", SILENT,
})  # fmt: skip
_KEYWORDS_2019_09 = _KEYWORDS_7 - {"dependencies"} | {
    "$anchor", "$defs", "$recursiveAnchor", "$recursiveRef", "$vocabulary", "contentSchema",
    "dependentRequired", "dependentSchemas", "deprecated", "maxContains", "minContains",
    "unevaluatedItems", "unevaluatedProperties",
}  # fmt: skip
_KEYWORDS_2020_12 = _KEYWORDS_2019_09 - {"$recursiveAnchor", "$recursiveRef", "additionalItems"} | {
    "$dynamicAnchor", "$dynamicRef", "prefixItems",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One dialect of JSON Schema.

    Attributes:
        name: What people call it.
        uri: What `$schema` says, without the empty fragment that some write.
        keywords: Every keyword of its meta-schema, and `x-silent`.
        validator: jsonschema's validator for it.
    """

    name: str
    uri: str
    keywords: frozenset[str]
    validator: type[Validator]


DRAFT_2020_12 = Dialect(
    name="2020-12",
    uri="https://json-schema.org/draft/2020-12/schema",
    keywords=_KEYWORDS_2020_12,
    validator=Draft202012Validator,
)
DIALECTS = {
    dialect.uri: dialect
    for dialect in (
        DRAFT_2020_12,
        Dialect(
            name="2019-09",
            uri="https://json-schema.org/draft/2019-09/schema",
            keywords=_KEYWORDS_2019_09,
            validator=Draft201909Validator,
        ),
        Dialect(
            name="draft-07",
            uri="http://json-schema.org/draft-07/schema",
            keywords=_KEYWORDS_7,
            validator=Draft7Validator,
        ),
    )
}
"""The dialects that are understood, by URI."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A schema that stands directly in another.

    Attributes:
        keyword: The keyword that holds it.
        pointer: Where it stands.
        schema: The schema.
    """

    keyword: str
    pointer: str
    schema: Json


def subschemas(schema: Json, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Yield a schema and every schema inside it, each with its JSON Pointer, outermost first.

    A property that happens to bear a keyword's name is told apart from the keyword. `$ref` is not
    followed.
    """
    waiting = [(pointer, schema)]
    while waiting:
        at, here = waiting.pop()
        yield at, here
        waiting += [(child.pointer, child.schema) for child in reversed(list(children(here, at)))]


def children(schema: Json, pointer: str = "") -> Iterator[Child]:
    """Yield the schemas that stand directly in a schema, in its own order.

    Args:
        schema: The schema.
        pointer: Where it stands; the children's pointers go on from there.
    """
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        shape = APPLICATORS.get(keyword)
        if shape is None:
            continue
        held: list[tuple[str, Json]]
        if isinstance(value, dict) and shape in {Shape.NAMED, Shape.NAMED_OR_NAMES}:
            held = [
                (joined(pointer, keyword, name), part)
                for name, part in value.items()
                if not isinstance(part, list)
            ]
        elif isinstance(value, list):
            held = [(joined(pointer, keyword, index), part) for index, part in enumerate(value)]
        else:
            held = [(joined(pointer, keyword), value)]
        for at, part in held:
            yield Child(keyword=keyword, pointer=at, schema=part)
