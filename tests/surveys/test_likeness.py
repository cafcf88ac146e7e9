"""How much two types look alike."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.surveys.likeness import is_unlike, likeness, outline

STRING = {"type": "string"}


def thing(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (thing(a=STRING, b=STRING), thing(a=STRING, b={}), 1.0),
        (thing(a=STRING, b=STRING), thing(b=STRING, c=STRING), 1 / 3),
        (thing(type={"const": "x"}), thing(type={"const": "y"}), 0.3),
        (thing(type={"const": "x"}), thing(type={"enum": ["y", "x"]}), 1.0),
        (thing(type={"enum": ["x", None]}), thing(type={"enum": ["y", None]}), 0.3),
        (thing(type={"const": "x"}), thing(type=STRING), 1.0),
        (thing(a=STRING), STRING, 0.0),
        ({"enum": ["a", "b"]}, {"enum": ["b", "c"]}, 1 / 3),
        (STRING, {"type": ["string", "null"]}, 1.0),
        (STRING, {"type": "number"}, 0.0),
        (STRING, {"enum": ["a"]}, 0.0),
        ({}, {}, 0.0),
    ],
)
def test_types_look_alike_by_properties_constants_and_kinds(
    one: Any, other: Any, expected: float
) -> None:
    assert likeness(outline(one), outline(other)) == pytest.approx(expected)
    assert likeness(outline(other), outline(one)) == pytest.approx(expected)


def test_what_a_type_refers_to_and_its_branches_count() -> None:
    schema: Any = {
        "anyOf": [{"$ref": "#/$defs/A"}, {"allOf": [thing(b={"$ref": "#/$defs/Kind"})]}],
        "$defs": {"A": thing(a=STRING), "Kind": {"const": "x"}},
    }
    found = outline(schema)

    assert found.properties == {"a": set(), "b": {'"x"'}}
    assert found.kinds == {"object"}


def test_a_circle_and_a_reference_to_nothing_end() -> None:
    assert outline({"$ref": "#"}).kinds == set()
    assert outline({"$ref": "#/$defs/None", "anyOf": [True]}).kinds == set()


def test_objects_with_hardly_a_property_in_common_are_unlike() -> None:
    few = outline(thing(a=STRING, b=STRING, c=STRING))
    other = outline(thing(x=STRING, y=STRING, z=STRING))

    assert is_unlike([few, other])
    assert not is_unlike([few, few])
    assert not is_unlike([few, outline(STRING)])
