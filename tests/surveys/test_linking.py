"""Schemas that share the parts which have an entry of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from conformance.surveys.linking import Parts, SpreadParts, is_equal, linked

if TYPE_CHECKING:
    from conformance.model import Json
    from conformance.surveys.linking import Linked

STRING: Json = {"type": "string"}
NUMBER: Json = {"type": "number"}
PART: Json = {"$ref": "#/$defs/P"}


def holder(part: Json, name: str = "P", **more: Json) -> dict[str, Json]:
    return {"properties": {"p": {"$ref": f"#/$defs/{name}"}}, "$defs": {name: part, **more}}


def linked_of(first: dict[str, Json], second: dict[str, Json], **types: Json) -> Linked:
    """Link two schemas of T; `a_P` is the type P of the first source, which has the entry 1."""
    parts = {"a": Parts(), "b": Parts()}
    for number, key in enumerate(types, start=1):
        source, _, name = key.partition("_")
        body = types[key]
        assert isinstance(body, dict)
        parts[source].add(f"schemas/{name}", {"title": name, **body}, (number + 1) // 2)
    return linked({"a": first, "b": second}, {"a": "T", "b": "T"}, parts, 0)


def test_a_part_is_what_the_first_source_says_of_it() -> None:
    found = linked_of(holder(STRING), holder(NUMBER), a_P=STRING, b_P=NUMBER)

    assert found.is_same
    assert found.schemas["b"] == holder(STRING)
    assert found.parts == (1,)
    assert found.keys == {"a": {1: "P"}, "b": {1: "P"}}
    assert found.is_plain


def test_a_part_may_have_another_name() -> None:
    found = linked_of(holder(STRING), holder(NUMBER, "Q"), a_P=STRING, b_Q=NUMBER)

    assert found.is_same
    assert found.keys == {"a": {1: "P"}, "b": {1: "Q"}}


def test_a_part_without_an_entry_stays_and_gets_a_free_name() -> None:
    found = linked_of(holder(STRING), holder(NUMBER))

    assert found.schemas["b"] == holder(NUMBER, "P_")
    assert found.parts == ()
    taken = linked_of(
        {"anyOf": [PART, {"$ref": "#/$defs/P_"}], "$defs": {"P": STRING, "P_": {}}},
        holder(NUMBER),
    )
    assert taken.schemas["b"] == holder(NUMBER, "P__")


def test_a_part_that_is_not_what_its_type_is_stays() -> None:
    assert not linked_of(holder(STRING), holder(NUMBER), a_P={}, b_P=NUMBER).is_same


def test_two_types_that_cannot_be_told_apart_have_no_part() -> None:
    parts = Parts()
    parts.add("x/P", {"type": "string"}, 1)
    parts.add("y/P", {"type": "string"}, 2)

    assert parts.of(holder(STRING), "T") == {}


def test_a_part_that_refers_to_itself_and_to_its_holder_is_known() -> None:
    body: Json = {"properties": {"p": PART, "t": {"$ref": "#"}}}
    own: Json = {"properties": {"p": {"$ref": "#"}, "t": {"$ref": "#/$defs/T"}}}
    parts = Parts()
    parts.add("P", cast("dict[str, Json]", own), 1)

    assert parts.of(holder(body), "T") == {1: "P"}


def test_parts_of_what_has_no_entry_count_too() -> None:
    outer: Json = {"items": PART}
    first: dict[str, Json] = {"allOf": [{"$ref": "#/$defs/O"}], "$defs": {"O": outer, "P": STRING}}
    second: dict[str, Json] = {"allOf": [{"$ref": "#/$defs/O"}], "$defs": {"O": outer, "P": NUMBER}}

    assert linked_of(first, second, a_P=STRING, b_P=NUMBER).parts == (1,)


def test_under_some_keywords_less_can_become_more() -> None:
    for keyword, is_plain in (("anyOf", True), ("oneOf", False)):
        schema: dict[str, Json] = {keyword: [PART, {"const": {"oneOf": [PART]}}]}
        found = linked_of(
            {**schema, "$defs": {"P": STRING}},
            {**schema, "$defs": {"P": NUMBER}},
            a_P=STRING,
            b_P=NUMBER,
        )
        assert found.is_plain is is_plain


def test_titles_are_no_difference() -> None:
    assert is_equal([{"title": "A", "type": "string"}, {"title": "B", "type": "string"}])
    assert not is_equal([{"type": "string"}, {"type": "number"}])


def spread(*types: tuple[str, dict[str, Json]]) -> SpreadParts:
    found = SpreadParts()
    for number, (name, schema) in enumerate(types, start=1):
        found.add(name, schema, number)
    return found


def test_in_many_files_a_part_may_have_another_key_in_each() -> None:
    line: dict[str, Json] = {
        "$schema": "x",
        "title": "Line",
        "properties": {"tax": {"$ref": "#/$defs/Tax"}, "next": {"$ref": "#"}},
        "$defs": {"Tax": STRING},
    }
    whole: dict[str, Json] = {
        "items": {"$ref": "#/$defs/shop.a_Line"},
        "$defs": {
            "shop.a_Line": {
                "properties": {
                    "tax": {"$ref": "#/$defs/shop_Tax"},
                    "next": {"$ref": "#/$defs/shop.a_Line"},
                }
            },
            "shop_Tax": STRING,
        },
    }

    assert spread(("a.py#Line", line), ("tax.py#Tax", {"type": "string"})).of(
        whole, "b.py#Order"
    ) == {
        1: "shop.a_Line",
        2: "shop_Tax",
    }


@pytest.mark.parametrize(
    "other",
    [
        {"properties": {"tax": {"$ref": "#/$defs/T"}}, "$defs": {"T": {"type": "number"}}},
        {"properties": {"tax": {"$ref": "#/$defs/T"}}, "required": ["tax"], "$defs": {"T": STRING}},
        {"properties": {"tax": STRING}, "$defs": {}},
        {"properties": {"tax": {"$ref": "#/$defs/T"}}, "$defs": {"T": {"type": ["string"]}}},
    ],
)
def test_a_part_that_says_something_else_somewhere_is_another_one(other: dict[str, Json]) -> None:
    whole: dict[str, Json] = {
        "$ref": "#/$defs/Line",
        "$defs": {"Line": {"properties": {"tax": {"$ref": "#/$defs/T"}}}, "T": STRING},
    }

    assert spread(("a#Line", other)).of(whole, "b#Order") == {}


def test_a_part_that_two_types_could_be_is_none_of_them() -> None:
    same: dict[str, Json] = {"type": "string"}
    whole: dict[str, Json] = {"$ref": "#/$defs/Line", "$defs": {"Line": STRING}}

    assert spread(("a#Line", same), ("b#Line", same)).of(whole, "c#Order") == {}
