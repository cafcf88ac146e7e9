"""The places that a schema describes."""

from __future__ import annotations

from typing import Any

from fakes import schema_file

from conformance.schema.places import DEEPEST, MAX_PLACES, ROUNDS, Described, described


def test_what_is_described_follows_references_unions_and_elements() -> None:
    file = schema_file(
        {
            "properties": {
                "a/b": {"$ref": "#/$defs/k"},
                "l": {"items": {"anyOf": [{"const": 1.0}, {"enum": ["x", None]}]}},
            },
            "additionalProperties": {"const": "never"},
            "propertyNames": {"enum": ["no value"]},
            "$defs": {"k": {"const": "k"}, "unused": {"const": "unused"}},
        }
    )

    found = described(file)

    root = "declared.schema.json#"
    assert found["/a~1b"] == Described(
        literals=frozenset({'"k"'}), schemas=(f"{root}/properties/a~1b", f"{root}/$defs/k")
    )
    assert found["/l/*"].literals == {"1", '"x"', "null"}
    assert list(found) == ["", "/a~1b", "/l", "/l/*"]


def test_a_recursive_schema_is_described_for_some_rounds() -> None:
    file = schema_file({"properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}}})

    deepest = max(described(file), key=lambda place: place.count("/"))
    assert deepest.count("/") == ROUNDS


def test_a_deep_schema_is_described_to_a_depth() -> None:
    schema: dict[str, Any] = {}
    for _ in range(DEEPEST + 5):
        schema = {"properties": {"a": schema}}

    assert len(described(schema_file(schema))) == DEEPEST + 1


def test_a_wide_schema_is_described_from_the_top() -> None:
    inner: dict[str, Any] = {"properties": {f"i{n}": {} for n in range(100)}}
    file = schema_file({"properties": {f"p{n}": inner for n in range(100)}})

    found = described(file)
    assert len(found) == MAX_PLACES + 1
    assert {f"/p{n}" for n in range(100)} <= set(found)


def test_a_schema_that_is_true_describes_the_root() -> None:
    assert described(schema_file(True)) == {
        "": Described(literals=frozenset(), schemas=("declared.schema.json#",))
    }
