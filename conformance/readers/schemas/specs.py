"""The kinds of schemas that documents hold, and their keywords in those of 2020-12."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.dialects import (
    APPLICATORS,
    DIALECTS,
    DRAFT_04,
    DRAFT_07,
    DRAFT_2020_12,
    EVERY_KEYWORD,
    HOLDERS,
    OLDER,
    REFERENCES,
    REJECTING,
    SILENT,
    is_vendors,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.dialects import Dialect
    from conformance.model import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A kind of schema.

    Attributes:
        name: Its name for people.
        keywords: The keywords that have a meaning in it.
        ref_is_alone: Whether `$ref` makes all keywords beside it meaningless.
        has_nullable: Whether `nullable` adds null to the type beside it.
        has_flags: Whether `exclusiveMinimum` and `exclusiveMaximum` are true or false.
        has_lists: Whether `items` may be a list.
        has_directions: Whether `required` counts in one direction for `readOnly`, `writeOnly`.
        has_files: Whether `type` may be `file`, which is no JSON value.
        is_openapi_3_1: Whether it is that of OpenAPI 3.1 or later, where remains of 3.0 are met.
        is_2019: Whether `contains` leaves elements to `unevaluatedItems`, as in 2019-09.
    """

    name: str
    keywords: frozenset[str]
    ref_is_alone: bool = False
    has_nullable: bool = False
    has_flags: bool = False
    has_lists: bool = False
    has_directions: bool = False
    has_files: bool = False
    is_openapi_3_1: bool = False
    is_2019: bool = False


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of 2020-12 with the place that it comes from.

    Attributes:
        name: Its name in 2020-12.
        value: Its value.
        source: Its name in the document.
    """

    name: str
    value: Json
    source: str


def _of_dialect(dialect: Dialect) -> Spec:
    return Spec(
        name=f"JSON Schema {dialect.name}",
        keywords=dialect.keywords,
        ref_is_alone=dialect.ref_is_alone,
        has_flags=dialect is DRAFT_04,
        has_lists=dialect is not DRAFT_2020_12,
        is_2019=dialect.name == "2019-09",
    )


BY_DIALECT = {uri: _of_dialect(dialect) for uri, dialect in {**DIALECTS, **OLDER}.items()}
"""The URI of a dialect -> the kind of its schemas."""
PLAIN = BY_DIALECT[DRAFT_2020_12.uri]

_SWAGGER_KEYWORDS = frozenset({
    "$ref", "additionalProperties", "allOf", "default", "description", "enum", "exclusiveMaximum",
    "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maxProperties", "maximum",
    "minItems", "minLength", "minProperties", "minimum", "multipleOf", "pattern", "properties",
    "readOnly", "required", "title", "type", "uniqueItems", SILENT,
})  # fmt: skip
SWAGGER_2 = Spec(
    name="Swagger 2",
    keywords=_SWAGGER_KEYWORDS,
    ref_is_alone=True,
    has_flags=True,
    has_directions=True,
    has_files=True,
)
OPENAPI_3_0 = replace(
    SWAGGER_2,
    name="OpenAPI 3.0",
    keywords=_SWAGGER_KEYWORDS | {"anyOf", "deprecated", "not", "nullable", "oneOf", "writeOnly"},
    has_nullable=True,
    has_files=False,
)
ASYNCAPI = replace(BY_DIALECT[DRAFT_07.uri], name="AsyncAPI")


def openapi_3_1(version: str, dialect: Spec) -> Spec:
    """Return the kind of the schemas of OpenAPI 3.1 or later, by the dialect that they name."""
    keywords = dialect.keywords
    if dialect is PLAIN:  # the one keyword of 2019-09 that is met there
        keywords |= _RECURSIVE
    return replace(
        dialect,
        name=f"OpenAPI {version}",
        keywords=keywords,
        has_directions=True,
        is_openapi_3_1=True,
    )


_RECURSIVE = {"$recursiveAnchor", "$recursiveRef"}


_ACTING = (REJECTING | REFERENCES | APPLICATORS.keys() | {SILENT}) - HOLDERS


def keywords_of(schema: dict[str, Json], spec: Spec) -> list[Keyword]:
    """Return the keywords of a schema that have a meaning, as those of 2020-12."""
    if spec.ref_is_alone and "$ref" in schema:
        return [Keyword("$ref", schema["$ref"], "$ref")]
    found = []
    for name, value in schema.items():
        if name in spec.keywords and name not in HOLDERS:
            found += _modern(name, value, schema, spec)
    return found


def faults(schema: dict[str, Json], spec: Spec) -> Iterator[tuple[str, str]]:
    """Yield each keyword whose value only another kind of schema allows, and what to write."""
    if spec.ref_is_alone and "$ref" in schema:
        return
    for name, bound in _BOUNDS.items():
        if spec.has_flags and not isinstance(schema.get(name, True), bool):
            yield name, f"true or false beside `{bound}`"
    is_old = spec.has_directions and not spec.is_openapi_3_1
    if is_old and isinstance(schema.get("type"), list):
        yield "type", "one type, and `nullable: true` for null"


def stray_flags(schema: dict[str, Json], spec: Spec) -> list[str]:
    """Return the bounds with an earlier version's flag, where the flag could make a difference."""
    if not spec.is_openapi_3_1:
        return []
    return [
        name
        for name, bound in _BOUNDS.items()
        if schema.get(name) is True and bound in schema and bound in spec.keywords
    ]


_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def _modern(  # noqa: PLR0911  one line a keyword that was changed
    name: str, value: Json, schema: dict[str, Json], spec: Spec
) -> list[Keyword]:
    match name, value:
        case "nullable", _:
            return []
        case "type", str() if spec.has_nullable and schema.get("nullable") is True:
            types: list[Json] = [value, "null"]
            return [Keyword(name, types, name)]
        case (("exclusiveMinimum" | "exclusiveMaximum"), bool()) if spec.has_flags:
            bound = schema.get(_BOUNDS[name])
            return [Keyword(name, bound, name)] if value and bound is not None else []
        case (("exclusiveMinimum" | "exclusiveMaximum"), bool()) if spec.is_openapi_3_1:
            return []
        case "items", list() if spec.has_lists:
            return [Keyword("prefixItems", value, name)] if value else []
        case "additionalItems", _:
            is_list = spec.has_lists and isinstance(schema.get("items"), list)
            return [Keyword("items", value, name)] if is_list else []
        case "dependencies", dict():
            lists: dict[str, Json] = {k: x for k, x in value.items() if isinstance(x, list)}
            others: dict[str, Json] = {k: x for k, x in value.items() if k not in lists}
            found = [Keyword("dependentRequired", lists, name)] if lists else []
            return [*found, Keyword("dependentSchemas", others, name)] if others else found
    return [Keyword(name, value, name)]


def remarks(schema: dict[str, Json], spec: Spec) -> Iterator[tuple[str, str]]:
    """Yield each keyword that has no effect and looks as if it should, with the reason."""
    alone = spec.ref_is_alone and "$ref" in schema
    for name, value in schema.items():
        if alone and name in {*_ACTING, "nullable"} - {"$ref"}:
            yield name, f"`{name}` has no effect: in {spec.name}, `$ref` is all that counts"
        elif name == "nullable":
            why = _on_nullable(schema, spec)
            if why is not None:
                yield name, f"`nullable` {why}"
        elif name == "$recursiveAnchor" and not spec.is_2019:
            yield name, "`$recursiveAnchor` is a keyword of 2019-09: only `$recursiveRef` needs it"
        elif spec.is_openapi_3_1 and name in _BOUNDS and isinstance(value, bool):
            yield name, f"`{name}: {str(value).lower()}` is of OpenAPI 3.0"
        elif name == "x-nullable":
            yield name, "`x-nullable` is a vendor's extension, and has no effect"
        elif name in EVERY_KEYWORD - spec.keywords - HOLDERS and not is_vendors(name):
            yield name, f"`{name}` has no effect: it is no keyword of {spec.name}"
        elif name not in EVERY_KEYWORD and not is_vendors(name):
            from difflib import get_close_matches  # noqa: PLC0415  only warnings need it

            near = get_close_matches(name, sorted(spec.keywords), n=1, cutoff=0.75)
            meant = f"; did you mean `{near[0]}`?" if near else ""
            yield name, f"`{name}` has no effect: it is no keyword{meant}"


def _on_nullable(schema: dict[str, Json], spec: Spec) -> str | None:
    if schema["nullable"] is not True:
        return None
    if not spec.has_nullable:
        return f"has no effect: it is no keyword of {spec.name}"
    if "type" not in schema:
        return "has no effect: it needs a `type` beside it"
    enum = schema.get("enum")
    if isinstance(enum, list) and None not in enum:
        return "has no effect: the `enum` beside it does not list null"
    return None
