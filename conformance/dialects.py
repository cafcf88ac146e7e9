"""The dialects of JSON Schema: their keywords, and the subschemas of a schema."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from conformance.dataclass import dataclass
from conformance.jsontext.pointers import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema.protocols import Validator

    from conformance.model import Json

SILENT = "x-silent"
"""Marks a place that the source does not describe; its value says why. Known in every dialect."""


class Shape(Enum):
    """The shapes of an applicator keyword's value."""

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
"""Keyword -> shape, for all dialects."""

_HOLDS_NAMES = frozenset(
    keyword
    for keyword, shape in APPLICATORS.items()
    if shape in {Shape.NAMED, Shape.NAMED_OR_NAMES}
)
"""The keywords whose value may hold schemas by name."""

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


def can_reject(keyword: str, value: Json) -> bool:
    """Return whether a keyword can reject by itself, not only through a schema inside it."""
    if keyword == "dependencies":
        return isinstance(value, dict) and any(isinstance(part, list) for part in value.values())
    return keyword in REJECTING


_KEYWORDS_7 = frozenset({
    "$comment", "$id", "$ref", "$schema", "additionalItems", "additionalProperties", "allOf",
    "anyOf", "const", "contains", "contentEncoding", "contentMediaType", "default", "definitions",
    "dependencies", "description", "else", "enum", "examples", "exclusiveMaximum",
    "exclusiveMinimum", "format", "if", "items", "maxItems", "maxLength", "maxProperties",
    "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "oneOf",
    "pattern", "patternProperties", "properties", "propertyNames", "readOnly", "required", "then",
    "title", "type", "uniqueItems", "writeOnly", SILENT,
})  # fmt: skip
_KEYWORDS_6 = _KEYWORDS_7 - {
    "$comment", "contentEncoding", "contentMediaType", "else", "if", "readOnly", "then",
    "writeOnly",
}  # fmt: skip
_KEYWORDS_4 = _KEYWORDS_6 - {"$id", "const", "contains", "examples", "propertyNames"} | {"id"}
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
        name: Its usual name.
        uri: The value of `$schema`, without the empty fragment that some write.
        keywords: Every keyword of its meta-schema, and `x-silent`.
        ref_is_alone: Whether `$ref` makes all keywords beside it meaningless.
    """

    name: str
    uri: str
    keywords: frozenset[str]
    ref_is_alone: bool = False

    @property
    def foreign(self) -> frozenset[str]:
        """The keywords that only other dialects have."""
        every = (dialect.keywords for dialect in DIALECTS.values())
        return frozenset[str]().union(*every) - self.keywords

    @property
    def validator(self) -> type[Validator]:
        """Jsonschema's validator for it."""
        from jsonschema.validators import validator_for  # noqa: PLC0415  slow, and seldom needed

        return validator_for({"$schema": self.uri})


DRAFT_2020_12 = Dialect(
    name="2020-12",
    uri="https://json-schema.org/draft/2020-12/schema",
    keywords=_KEYWORDS_2020_12,
)
DRAFT_2019_09 = Dialect(
    name="2019-09",
    uri="https://json-schema.org/draft/2019-09/schema",
    keywords=_KEYWORDS_2019_09,
)
DRAFT_07 = Dialect(
    name="draft-07",
    uri="http://json-schema.org/draft-07/schema",
    keywords=_KEYWORDS_7,
    ref_is_alone=True,
)
DRAFT_06 = Dialect(
    name="draft-06",
    uri="http://json-schema.org/draft-06/schema",
    keywords=_KEYWORDS_6,
    ref_is_alone=True,
)
DRAFT_04 = Dialect(
    name="draft-04",
    uri="http://json-schema.org/draft-04/schema",
    keywords=_KEYWORDS_4,
    ref_is_alone=True,
)
DIALECTS = {dialect.uri: dialect for dialect in (DRAFT_2020_12, DRAFT_2019_09, DRAFT_07)}
"""The dialects that are judged as they are, by URI."""
OLDER = {dialect.uri: dialect for dialect in (DRAFT_06, DRAFT_04)}
"""The dialects that are turned into draft-07 when they are read, by URI."""

EVERY_KEYWORD = frozenset[str]().union(
    *(dialect.keywords for dialect in (*DIALECTS.values(), *OLDER.values())),
    {"disallow", "divisibleBy", "extends"},  # of draft-03
)
"""The keywords of all dialects, also of those that are not understood."""

_VENDORS = frozenset({
    "allowTrailingCommas", "defaultSnippets", "deprecationMessage", "discriminator",
    "doNotSuggest", "enumDescriptions", "enumNames", "errorMessage", "example", "existingJavaType",
    "externalDocs", "goJSONSchema", "javaEnumNames", "javaInterfaces", "javaName", "javaType",
    "markdownDescription", "markdownEnumDescriptions", "meta:enum", "options",
    "patternErrorMessage", "propertyOrder", "suggestSortText", "tsEnumNames", "tsType", "xml",
})  # fmt: skip
_LATER_ANNOTATIONS = frozenset({
    "$comment", "contentEncoding", "contentMediaType", "contentSchema", "deprecated", "examples",
    "readOnly", "writeOnly",
})  # fmt: skip


def is_vendors(keyword: str) -> bool:
    """Return whether a keyword is a known annotation of a tool or of another dialect."""
    return keyword in _VENDORS or keyword in _LATER_ANNOTATIONS or keyword.startswith("x-")


class Child(NamedTuple):
    """A direct subschema of a schema.

    Attributes:
        keyword: The keyword that holds it.
        pointer: Its place.
        schema: The subschema.
    """

    keyword: str
    pointer: str
    schema: Json


def subschemas(schema: Json, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Yield a schema and every schema inside it, each with its JSON Pointer, outermost first.

    A property with the name of a keyword is not taken for the keyword. `$ref` is not followed.
    """
    waiting = [(pointer, schema)]
    while waiting:
        at, here = waiting.pop()
        yield at, here
        if isinstance(here, dict):
            waiting += [
                (child.pointer, child.schema) for child in reversed(list(children(here, at)))
            ]


def children(schema: Json, pointer: str = "") -> Iterator[Child]:
    """Yield the direct subschemas of a schema, in its own order.

    Args:
        schema: The schema.
        pointer: Its place; the children's pointers start there.
    """
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        if keyword not in APPLICATORS:
            continue
        at = joined(pointer, keyword)
        if isinstance(value, dict) and keyword in _HOLDS_NAMES:
            for name, part in value.items():
                if not isinstance(part, list):
                    yield Child(keyword, joined(at, name), part)
        elif isinstance(value, list):
            for index, part in enumerate(value):
                yield Child(keyword, f"{at}/{index}", part)
        else:
            yield Child(keyword, at, value)


def rebuilt(schema: dict[str, Json], change: Callable[[Json], Json]) -> dict[str, Json]:
    """Return a schema with each direct subschema changed."""
    result: dict[str, Json] = {}
    for keyword, value in schema.items():
        if keyword not in APPLICATORS:
            result[keyword] = value
        elif isinstance(value, dict) and keyword in _HOLDS_NAMES:
            result[keyword] = {
                name: part if isinstance(part, list) else change(part)
                for name, part in value.items()
            }
        elif isinstance(value, list):
            result[keyword] = [change(part) for part in value]
        else:
            result[keyword] = change(value)
    return result
