"""The places that a schema describes."""

from __future__ import annotations

from fakes import schema_file

from conformance.schema.places import DEEPEST, Described, described


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


def test_a_recursive_schema_is_described_to_a_depth() -> None:
    file = schema_file({"properties": {"a": {"$ref": "#"}, "b": True}})

    deepest = max(place.count("/") for place in described(file))

    assert deepest == DEEPEST


def test_a_schema_that_is_true_describes_the_root() -> None:
    assert described(schema_file(True)) == {
        "": Described(literals=frozenset(), schemas=("declared.schema.json#",))
    }
