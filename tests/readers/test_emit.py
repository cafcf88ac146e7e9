from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from conformance.errors import BrokenFileError
from conformance.readers.decide import decisions
from conformance.readers.emit import emit
from conformance.readers.facts import (
    All,
    Anything,
    Boolean,
    Direction,
    Facts,
    Field,
    ListOf,
    Literals,
    MapOf,
    Never,
    Null,
    Number,
    Object,
    Opaque,
    Presence,
    Reference,
    Span,
    Text,
    TupleOf,
    Undefined,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.emitted import Emitted
    from conformance.readers.facts import Type

AT = Span("shop.ts", 3)
TEXT, INTEGER, NUMBER = Text(span=AT), Number(span=AT, integer=True), Number(span=AT)
BOOLEAN, NULL, ANY, NEVER = Boolean(span=AT), Null(span=AT), Anything(span=AT), Never(span=AT)
BYTE = Number(span=AT, integer=True, range=(0, 255), name="u8")
OPTIONAL = Presence.OPTIONAL


def literals(*values: Any, **more: Any) -> Literals:
    return Literals(span=AT, values=values, **more)


def union(*options: Type) -> Union:
    return Union(span=AT, options=options)


def every(*parts: Type) -> All:
    return All(span=AT, parts=parts)


def fields(*names: str, **more: Any) -> tuple[Field, ...]:
    return tuple(Field(name=name, type=TEXT, span=AT, **more) for name in names)


def thing(*of: Field, **more: Any) -> Object:
    return Object(span=AT, fields=of, **more)


def emitted(
    root: Type,
    notation: str = "typescript",
    changes: Sequence[str] = (),
    types: dict[str, Type] | None = None,
    **more: Any,
) -> Emitted:
    found = Facts(name="Thing", root=root, types=types or {})
    return emit(found, decisions(notation, changes), **more)


def schema(root: Type, notation: str = "typescript", *changes: str, **more: Any) -> Any:
    """Return the schema without its head."""
    whole = emitted(root, notation, changes, **more).schema
    assert isinstance(whole, dict)
    return {name: value for name, value in whole.items() if name not in {"$schema", "title"}}


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (TEXT, {"type": "string"}),
        (
            Text(span=AT, min_length=1, max_length=9, pattern="^a", format="uri"),
            {"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^a", "format": "uri"},
        ),
        (INTEGER, {"type": "integer"}),
        (
            Number(span=AT, minimum=0, exclusive_maximum=1.5, multiple_of=0.5),
            {"type": "number", "minimum": 0, "exclusiveMaximum": 1.5, "multipleOf": 0.5},
        ),
        (BOOLEAN, {"type": "boolean"}),
        (NULL, {"type": "null"}),
        (ANY, {}),
        (NEVER, {"not": {}}),
        (literals("a"), {"const": "a"}),
        (literals("a", "b"), {"enum": ["a", "b"]}),
        (ListOf(span=AT, item=TEXT), {"type": "array", "items": {"type": "string"}}),
        (ListOf(span=AT, item=ANY), {"type": "array"}),
        (
            ListOf(span=AT, item=ANY, min_items=1, max_items=2, unique=True),
            {"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": True},
        ),
        (
            TupleOf(span=AT, items=(TEXT, INTEGER), optional=1),
            {
                "type": "array",
                "prefixItems": [{"type": "string"}, {"type": "integer"}],
                "minItems": 1,
                "maxItems": 2,
            },
        ),
        (
            TupleOf(span=AT, items=(), rest=TEXT),
            {"type": "array", "items": {"type": "string"}},
        ),
        (
            TupleOf(span=AT, items=(TEXT,), rest=ANY),
            {"type": "array", "prefixItems": [{"type": "string"}], "minItems": 1},
        ),
        (
            MapOf(span=AT, value=INTEGER, keys=literals("a", "b"), min_size=1),
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"enum": ["a", "b"]},
                "additionalProperties": {"type": "integer"},
            },
        ),
        (MapOf(span=AT, value=ANY), {"type": "object"}),
        (thing(), {"type": "object"}),
        (
            thing(*fields("a"), *fields("b", received=OPTIONAL), unlisted=False),
            {
                "type": "object",
                "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
                "required": ["a"],
                "additionalProperties": False,
            },
        ),
        (
            thing(unlisted=INTEGER),
            {"type": "object", "additionalProperties": {"type": "integer"}},
        ),
        (thing(unlisted=True), {"type": "object"}),
        (
            Opaque(span=AT, why="code"),
            {"x-silent": "code"},
        ),
        (Opaque(span=AT, why="code", within=TEXT), {"type": "string", "x-silent": "code"}),
        (Opaque(span=AT, why="code", within=ANY), {"x-silent": "code"}),
        (
            Undefined(span=AT, name="Money"),
            {"x-silent": "the source names the type Money, and does not define it"},
        ),
    ],
)
def test_each_kind_of_type_has_its_schema(root: Type, expected: Any) -> None:
    assert schema(root) == expected


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (union(TEXT, INTEGER), {"type": ["string", "integer"]}),
        (union(TEXT, NULL), {"type": ["string", "null"]}),
        (union(TEXT, union(NULL, TEXT)), {"type": ["string", "null"]}),
        (union(TEXT, ANY), {}),
        (union(TEXT, NEVER), {"type": "string"}),
        (union(NEVER), {"not": {}}),
        (union(), {"not": {}}),
        (union(literals("a"), literals("b", "a")), {"enum": ["a", "b"]}),
        (union(literals("a"), NULL), {"enum": ["a", None]}),
        (union(literals("a", 1), TEXT), {"anyOf": [{"const": 1}, {"type": "string"}]}),
        (union(literals("a"), TEXT), {"type": "string"}),
        (union(literals(1, 1.5), INTEGER), {"anyOf": [{"const": 1.5}, {"type": "integer"}]}),
        (union(literals(1, 1.5, True), NUMBER, BOOLEAN), {"type": ["number", "boolean"]}),
        (
            union(literals("a"), Text(span=AT, min_length=2)),
            {"anyOf": [{"const": "a"}, {"type": "string", "minLength": 2}]},
        ),
        # Keywords on numbers would hold for both.
        (
            union(INTEGER, Number(span=AT, minimum=3)),
            {"anyOf": [{"type": "integer"}, {"type": "number", "minimum": 3}]},
        ),
        (
            union(ListOf(span=AT, item=TEXT), TupleOf(span=AT, items=(TEXT,))),
            {
                "anyOf": [
                    {"type": "array", "items": {"type": "string"}},
                    {
                        "type": "array",
                        "prefixItems": [{"type": "string"}],
                        "minItems": 1,
                        "maxItems": 1,
                    },
                ]
            },
        ),
        (
            union(ListOf(span=AT, item=TEXT), MapOf(span=AT, value=TEXT), NULL),
            {
                "type": ["array", "object", "null"],
                "items": {"type": "string"},
                "additionalProperties": {"type": "string"},
            },
        ),
        (
            union(thing(*fields("a")), NULL),
            {
                "type": ["object", "null"],
                "properties": {"a": {"type": "string"}},
                "required": ["a"],
            },
        ),
        (
            union(Opaque(span=AT, why="code"), NULL),
            {"anyOf": [{"x-silent": "code"}, {"type": "null"}]},
        ),
    ],
)
def test_alternatives_become_one_schema_where_that_is_exact(root: Type, expected: Any) -> None:
    assert schema(root) == expected


@pytest.mark.parametrize(
    ("notation", "changes", "expected"),
    [
        ("typescript", [], {"type": "string"}),
        ("typescript", ["null=accept"], {"type": ["string", "null"]}),
        (
            "typescript",
            ["null=silent"],
            {
                "anyOf": [
                    {"type": "string"},
                    {
                        "type": "null",
                        "x-silent": "null: Decided on the command line.",
                    },
                ]
            },
        ),
        ("go", [], {"type": ["string", "null"]}),
        ("go", ["typescript.null=silent"], {"type": ["string", "null"]}),
        ("go", ["go.null=reject"], {"type": "string"}),
    ],
)
def test_null_in_an_optional_field_is_decided(
    notation: str, changes: list[str], expected: Any
) -> None:
    found = schema(thing(*fields("a", received=OPTIONAL)), notation, *changes)

    assert found["properties"]["a"] == expected


@pytest.mark.parametrize(("nullable", "expected"), [(True, ["string", "null"]), (False, "string")])
def test_a_source_that_says_what_null_is_leaves_nothing_to_decide(
    nullable: bool,  # noqa: FBT001  a row of the table
    expected: Any,
) -> None:
    found = schema(thing(*fields("a", received=OPTIONAL, nullable=nullable)), "go", "null=silent")

    assert found["properties"]["a"]["type"] == expected


@pytest.mark.parametrize(
    "kind",
    [
        NULL,
        ANY,
        Undefined(span=AT, name="X"),
        Opaque(span=AT, why="code"),
        literals("a", None),
        union(TEXT, NULL),
        every(NULL, ANY),
        Reference(span=AT, name="Maybe"),
    ],
)
def test_a_type_that_allows_null_needs_no_decision(kind: Type) -> None:
    field = Field(name="a", type=kind, span=AT, received=OPTIONAL)
    types: dict[str, Type] = {"Maybe": union(TEXT, NULL)}

    with_null = emitted(thing(field), "typescript", ["null=accept"], types=types).schema
    assert with_null == emitted(thing(field), types=types).schema


def test_null_as_an_element_is_decided() -> None:
    items = schema(ListOf(span=AT, item=TEXT), "go")["items"]
    values = schema(MapOf(span=AT, value=TEXT), "go")["additionalProperties"]
    places = schema(TupleOf(span=AT, items=(TEXT,)), "go")["prefixItems"]

    assert items == values == places[0] == {"type": ["string", "null"]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("unlisted=accept", {}),
        ("unlisted=reject", {"additionalProperties": False}),
        (
            "unlisted=silent",
            {"additionalProperties": {"x-silent": "Decided on the command line."}},
        ),
    ],
)
def test_unlisted_properties_are_decided(change: str, expected: Any) -> None:
    assert schema(thing(), "typescript", change) == {"type": "object", **expected}


@pytest.mark.parametrize(
    ("kind", "change", "expected"),
    [
        (literals("a", "b"), "enum=accept", {"type": "string"}),
        (
            literals("a", "b"),
            "enum=silent",
            {
                "anyOf": [
                    {"enum": ["a", "b"]},
                    {
                        "type": "string",
                        "x-silent": "a value that is not listed: Decided on the command line.",
                    },
                ]
            },
        ),
        (literals("a", 1), "enum=accept", {"type": ["integer", "string"]}),
        (literals("a"), "enum=accept", {"const": "a"}),
        (literals("a", name="Kind"), "enum=accept", {"type": "string"}),
        (literals("a", "b", closed=True), "enum=accept", {"enum": ["a", "b"]}),
        (literals("a", "b", closed=False), "enum=reject", {"type": "string"}),
        (
            union(literals("a", closed=True), literals("b", closed=True)),
            "enum=accept",
            {"enum": ["a", "b"]},
        ),
        (
            union(literals("a", "b"), INTEGER),
            "enum=accept",
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        ),
    ],
)
def test_values_outside_an_enumeration_are_decided(kind: Type, change: str, expected: Any) -> None:
    assert schema(kind, "typescript", change) == expected


@pytest.mark.parametrize(
    ("kind", "change", "expected"),
    [
        (BYTE, "range=reject", {"type": "integer", "minimum": 0, "maximum": 255}),
        (BYTE, "range=accept", {"type": "integer"}),
        (
            BYTE,
            "range=silent",
            {
                "anyOf": [
                    {"type": "integer", "minimum": 0, "maximum": 255},
                    {"type": "integer", "x-silent": "a number that u8 cannot hold"},
                ]
            },
        ),
        (
            Number(span=AT, integer=True, range=(0, 255), minimum=5, maximum=1000),
            "range=reject",
            {"type": "integer", "minimum": 5, "maximum": 255},
        ),
        (
            Number(span=AT, integer=True, range=(0, 255), minimum=5, maximum=9),
            "range=silent",
            {
                "anyOf": [
                    {"type": "integer", "minimum": 5, "maximum": 9},
                    {
                        "type": "integer",
                        "minimum": 5,
                        "maximum": 9,
                        "x-silent": "a number that the type cannot hold",
                    },
                ]
            },
        ),
    ],
)
def test_numbers_outside_the_range_are_decided(kind: Type, change: str, expected: Any) -> None:
    assert schema(kind, "rust", change) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [("undefined=accept", {}), ("undefined=reject", {"not": {}})],
)
def test_types_that_are_not_defined_are_decided(change: str, expected: Any) -> None:
    assert schema(Undefined(span=AT, name="X"), "typescript", change) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("coercion=reject", {"type": ["integer", "null"]}),
        ("coercion=accept", {"type": ["integer", "string", "null"]}),
        (
            "coercion=silent",
            {
                "anyOf": [
                    {"type": "integer"},
                    {"type": "string", "x-silent": "reading may turn it into an integer"},
                    {"type": "null"},
                ]
            },
        ),
    ],
)
def test_what_reading_turns_into_the_type_is_decided(change: str, expected: Any) -> None:
    kind = union(Number(span=AT, integer=True, lax=TEXT), NULL)

    assert schema(kind, "python", change) == expected
    sent = schema(kind, "python", change, direction=Direction.SEND)
    assert sent == {"type": ["integer", "null"]}


@pytest.mark.parametrize(
    "kind",
    [
        Text(span=AT, lax=NUMBER),
        Boolean(span=AT, lax=NUMBER),
        ListOf(span=AT, item=ANY, unique=True, lax=ListOf(span=AT, item=ANY)),
    ],
)
def test_nothing_is_turned_into_the_type_unless_that_is_decided(
    kind: Text | Boolean | ListOf,
) -> None:
    assert schema(kind, "python") == schema(replace(kind, lax=None))
    assert len(schema(kind, "python", "coercion=silent")["anyOf"]) == 2


def test_names_in_another_case_can_be_read_as_the_field() -> None:
    kind = thing(*fields("a1b", received=OPTIONAL), *fields("7", received=OPTIONAL))

    found = schema(kind, "go", "any-case=accept")
    assert found["patternProperties"] == {"^(?:A1[bB]|a1B)$": {"type": ["string", "null"]}}
    validator = jsonschema_rs.validator_for(found)
    assert [validator.is_valid({name: 1}) for name in ("a1b", "A1b", "A1B", "c", "7")] == [
        False, False, False, True, False,
    ]  # fmt: skip

    left = schema(kind, "go", "any-case=silent")["patternProperties"]
    assert left == {"^(?:A1[bB]|a1B)$": {"x-silent": "`a1b` in another case"}}
    assert "patternProperties" not in schema(
        kind, "go", "any-case=accept", direction=Direction.SEND
    )


def test_what_is_sent_is_not_what_is_received() -> None:
    kind = thing(
        Field(name="a", type=TEXT, span=AT, received=OPTIONAL, sent=Presence.REQUIRED),
        Field(name="b", type=TEXT, span=AT, sent=Presence.IGNORED),
        Field(name="c", type=TEXT, span=AT, sent_name="d", sent_type=INTEGER, aliases=("e",)),
    )

    assert schema(kind) == {
        "type": "object",
        "properties": {name: {"type": "string"} for name in "abce"},
        "required": ["b"],
        "allOf": [{"anyOf": [{"required": ["c"]}, {"required": ["e"]}]}],
    }
    assert schema(kind, direction=Direction.SEND) == {
        "type": "object",
        "properties": {"a": {"type": "string"}, "d": {"type": "integer"}},
        "required": ["a", "d"],
    }


def test_declared_types_are_written_once_and_may_refer_to_themselves() -> None:
    link = Field(name="next", type=Reference(span=AT, name="a::Node"), span=AT, received=OPTIONAL)
    other = Field(name="other", type=Reference(span=AT, name="a/Node"), span=AT)
    again = Field(name="again", type=ListOf(span=AT, item=other.type), span=AT)
    tree = thing(link, other, again)
    types: dict[str, Type] = {"a::Node": tree, "a/Node": thing(link)}

    found = schema(Reference(span=AT, name="a::Node"), types=types)
    assert found["properties"] == {
        "next": {"$ref": "#"},
        "other": {"$ref": "#/$defs/a_Node"},
        "again": {"type": "array", "items": {"$ref": "#/$defs/a_Node"}},
    }
    assert found["$defs"] == {"a_Node": {"type": "object", "properties": {"next": {"$ref": "#"}}}}
    both = schema(union(other.type, link.type), types=types)
    assert list(both["$defs"]) == ["a_Node", "a_Node_2"]


def test_a_key_without_a_letter_gets_a_name() -> None:
    found = schema(ListOf(span=AT, item=Reference(span=AT, name="<>")), types={"<>": TEXT})

    assert found["items"] == {"$ref": "#/$defs/type"}


def test_objects_at_once_become_one_object() -> None:
    base = thing(*fields("a"), name="Base")
    more = thing(*fields("b"), name="More", unlisted=False)
    types: dict[str, Type] = {"Base": base}

    assert schema(every(Reference(span=AT, name="Base"), more), types=types) == {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "required": ["a", "b"],
        "additionalProperties": False,
    }


def test_what_is_no_object_is_demanded_beside() -> None:
    kind = every(TEXT, Text(span=AT, min_length=2))

    assert schema(kind) == {"allOf": [{"type": "string"}, {"type": "string", "minLength": 2}]}


def test_any_value_at_once_with_a_type_is_that_type() -> None:
    assert schema(every(ANY, TEXT)) == {"type": "string"}


def test_a_closed_object_at_once_with_another_type_is_silent() -> None:
    kind = every(thing(*fields("a")), MapOf(span=AT, value=TEXT))

    assert "allOf" in schema(kind)
    found = emitted(kind, "typescript", ["unlisted=reject"])
    assert found.silent[0].why.startswith("an intersection with a type that is no object")


@pytest.mark.parametrize(
    "kind",
    [
        Reference(span=AT, name="A"),
        union(TEXT, Reference(span=AT, name="A")),
        every(Reference(span=AT, name="B"), TEXT),
        Opaque(span=AT, why="code", within=Reference(span=AT, name="A")),
    ],
)
def test_a_type_defined_by_itself_is_refused_with_its_line(kind: Type) -> None:
    types: dict[str, Type] = {"A": kind, "B": union(Reference(span=AT, name="A"), NULL)}

    with pytest.raises(BrokenFileError, match="is defined by itself") as caught:
        emitted(Reference(span=AT, name="A"), types=types)
    assert (caught.value.file, caught.value.place) == ("shop.ts", "line 3")
    assert caught.value.hint is not None


def test_a_type_used_twice_is_no_circle() -> None:
    types: dict[str, Type] = {
        "A": union(Reference(span=AT, name="B"), Reference(span=AT, name="C")),
        "B": union(Reference(span=AT, name="C"), INTEGER),
        "C": Opaque(span=AT, why="code"),
    }

    assert schema(Reference(span=AT, name="A"), types=types)["$defs"]["C"] == {"x-silent": "code"}


def test_every_keyword_rests_on_the_statement_that_says_it() -> None:
    kind = thing(
        Field(name="kind", type=literals("a", "b"), span=Span("shop.ts", 4)),
        Field(name="kind2", type=TEXT, span=Span("shop.ts", 5), received=OPTIONAL, native="kind_2"),
        name="Thing",
        unlisted=False,
        unlisted_span=Span("shop.ts", 9),
    )

    found = emitted(kind)
    assert [(x.id, x.at, x.line, x.says, x.keywords) for x in found.claims] == [
        ("thing", "shop.ts:3", 3, "Thing is an object", ("declared.schema.json#/type",)),
        (
            "thing-kind",
            "shop.ts:4",
            4,
            '`kind` is required: one of "a", "b"',
            ("declared.schema.json#/properties/kind/enum", "declared.schema.json#/required/0"),
        ),
        (
            "thing-kind2",
            "shop.ts:5",
            5,
            "`kind2` may be left out: a string",
            ("declared.schema.json#/properties/kind2/type",),
        ),
        (
            "thing-other-properties",
            "shop.ts:9",
            9,
            "no other property",
            ("declared.schema.json#/additionalProperties",),
        ),
    ]
    assert {(x.file, x.found, x.strength) for x in found.claims} == {("shop.ts", "types", "stated")}
    assert [(x.native, x.wire) for x in found.native_names] == [("kind_2", "kind2")]


def test_a_statement_without_a_keyword_has_no_effect() -> None:
    (claim,) = emitted(ANY).claims

    assert claim.keywords == ()
    assert claim.no_effect is not None


def test_what_is_decided_is_implied_and_named() -> None:
    found = emitted(thing(*fields("a", received=OPTIONAL)), "rust", ["unlisted=reject"])

    assert [x.strength for x in found.claims] == ["stated", "stated", "implied"]
    assert found.topics == ("null", "unlisted")


def test_what_was_not_read_is_listed_with_its_place() -> None:
    unread = Opaque(span=Span("shop.ts", 7), why="code")
    kind = thing(
        *fields("a"),
        Field(name="b", type=ListOf(span=AT, item=unread), span=AT),
        Field(name="c", type=MapOf(span=AT, value=unread), span=AT),
        Field(name="d", type=TupleOf(span=AT, items=(unread,)), span=AT),
        Field(name="e", type=Opaque(span=AT, why="left", decided=True), span=AT),
        unlisted=unread,
    )

    found = emitted(kind)
    assert found.fields == 5
    assert [(x.place, x.span.line) for x in found.silent] == [
        ("Thing.b[]", 7), ("Thing.c.*", 7), ("Thing.d[0]", 7), ("Thing", 7),
    ]  # fmt: skip


def test_formats_hold_only_if_they_are_asserted() -> None:
    plain = Text(span=AT, format="uuid")
    bounded = Text(span=AT, format="uuid", pattern="^a")
    unknown = Text(span=AT, format="colour")

    assert schema(plain) == {"type": "string", "format": "uuid"}
    asserted = schema(plain, formats=True)
    assert jsonschema_rs.validator_for(asserted).is_valid("00000000-0000-0000-0000-000000000000")
    assert not jsonschema_rs.validator_for(asserted).is_valid("0")
    both = schema(bounded, formats=True)
    assert both["pattern"] == "^a"
    assert both["allOf"] == [{"pattern": asserted["pattern"]}]
    assert schema(unknown, formats=True) == {"type": "string", "format": "colour"}


def test_the_whole_is_a_schema_of_2020_12_with_the_name_of_the_type() -> None:
    whole = emitted(TEXT).schema

    assert whole == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Thing",
        "type": "string",
    }


def test_at_most_one_field_of_a_group_has_a_value() -> None:
    a, b = (
        Field(name=name, type=TEXT, span=AT, received=OPTIONAL, aliases=aliases)
        for name, aliases in (("a", ("x",)), ("b", ()))
    )
    kind = thing(a, b, exclusive=(("a", "b"),))
    null = {"type": "null"}

    found = emitted(kind)

    assert found.schema["allOf"] == [  # type: ignore[index,call-overload]
        {"anyOf": [{"properties": {"b": null}}, {"properties": {"a": null, "x": null}}]}
    ]
    assert schema(kind, direction=Direction.SEND)["allOf"] == [
        {"anyOf": [{"properties": {"b": null}}, {"properties": {"a": null}}]}
    ]
    assert "declared.schema.json#/allOf/0/anyOf" in found.claims[0].keywords


def test_a_literal_at_a_place_is_never_null() -> None:
    kind = TupleOf(span=AT, items=(literals("a", closed=True), TEXT))

    found = emitted(kind, "typescript", ["element-null=accept"]).schema

    assert found["prefixItems"] == [  # type: ignore[index,call-overload]
        {"const": "a"},
        {"type": ["string", "null"]},
    ]
