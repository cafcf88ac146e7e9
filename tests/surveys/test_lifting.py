"""Values of a type that hold a given value of one of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.surveys.lifting import holding, smallest

if TYPE_CHECKING:
    from conformance.model import Json

PART = {"$ref": "#/$defs/P"}
OTHER = {"$ref": "#/$defs/O"}
DEFS: Json = {
    "P": {},
    "O": {"type": "object", "required": ["o"], "properties": {"o": {"const": 1}}},
}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (PART, ["p"]),
        ({"anyOf": [{"type": "null"}, PART]}, ["p"]),
        ({"properties": {"a": PART, "b": {"type": "null"}}}, [{"a": "p"}]),
        (
            {"properties": {"a": PART, "b": {"type": "boolean"}}, "required": ["a", "b", "c"]},
            [{"b": False, "c": None, "a": "p"}],
        ),
        ({"properties": {"a": PART}, "allOf": [OTHER]}, [{"o": 1, "a": "p"}]),
        ({"allOf": [{"properties": {"a": PART}}], "required": ["z"]}, [{"z": None, "a": "p"}]),
        ({"additionalProperties": PART}, [{"key": "p"}]),
        ({"items": PART, "minItems": 2}, [["p", "p"]]),
        ({"items": PART}, [["p"]]),
        ({"items": {"properties": {"a": PART}}}, [[{"a": "p"}]]),
        ({"type": "string"}, []),
        ({"properties": {"a": OTHER}}, []),
    ],
)
def test_a_value_has_the_part_where_the_schema_has_it(
    schema: dict[str, Json], expected: list[Json]
) -> None:
    assert holding({**schema, "$defs": DEFS}, "P", "p") == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"const": 7}, 7),
        ({"enum": ["a", "b"]}, "a"),
        ({"type": "string", "minLength": 2}, "aa"),
        ({"type": "integer", "minimum": 3}, 3),
        ({"type": "number", "minimum": -3}, 0),
        ({"type": ["boolean", "null"]}, False),
        ({"type": "null"}, None),
        ({"type": "array", "minItems": 1, "items": {"const": 1}}, [1]),
        ({"type": "array"}, []),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, ""),
        (OTHER, {"o": 1}),
        ({"allOf": [OTHER]}, {"o": 1}),
        (
            {"allOf": [OTHER, {"properties": {"b": {"const": 2}}, "required": ["b"]}]},
            {"o": 1, "b": 2},
        ),
        ({"$ref": "#/$defs/nothing"}, None),
        ({"properties": {"a": True}, "required": ["a", 1]}, {"a": None}),
        ({"allOf": [{"required": ["a"]}, True], "type": "object"}, {"a": None}),
    ],
)
def test_a_small_value_is_made(schema: dict[str, Json], expected: Json) -> None:
    assert smallest({**schema, "$defs": DEFS}) == expected


def test_circles_end() -> None:
    circle: dict[str, Json] = {"$ref": "#/$defs/C"}
    schema: dict[str, Json] = {
        "$defs": {"C": {"allOf": [circle], "properties": {"c": circle}, "required": ["c"]}},
        **circle,
    }
    nested: dict[str, Json] = {"items": True}
    for _ in range(30):
        nested = {"items": nested}

    assert "C" not in str(smallest(schema))
    assert holding({**nested, "$defs": {}}, "P", 1) == []
