"""Values in place of what all sources say alike of a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.surveys.standing import standing

if TYPE_CHECKING:
    from conformance.model import Json

PART: Json = {"$ref": "#/$defs/P"}
DEFS: Json = {"P": {"type": "object", "properties": {"x": {"type": "string"}}}}


def stood(first: dict[str, Json], second: dict[str, Json]) -> tuple[list[Json], list[str]]:
    found = standing({"a": {**first, "$defs": DEFS}, "b": {**second, "$defs": DEFS}})
    return [*found.schemas.values()], sorted(found.places)


def test_a_value_stands_for_a_part_that_is_said_alike() -> None:
    first: dict[str, Json] = {"properties": {"p": PART, "q": {"type": "string"}}}
    second: dict[str, Json] = {"properties": {"p": PART, "r": {}}, "required": ["p"]}

    assert stood(first, second) == (
        [
            {"properties": {"p": {"const": {}}, "q": {"type": "string"}}},
            {"properties": {"p": {"const": {}}, "r": {}}, "required": ["p"]},
        ],
        ["/p"],
    )


def test_inner_objects_and_elements_are_gone_through() -> None:
    first: dict[str, Json] = {
        "properties": {"l": {"items": {"properties": {"p": PART, "n": True}}}}
    }
    second: dict[str, Json] = {"properties": {"l": {"items": {"properties": {"p": PART}}}}}

    (one, other), places = stood(first, second)

    assert one == {"properties": {"l": {"items": {"properties": {"n": True, "p": {"const": {}}}}}}}
    assert other == {"properties": {"l": {"items": {"properties": {"p": {"const": {}}}}}}}
    assert places == ["/l/*/p"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"properties": {"p": PART}}, {"properties": {"p": {"type": "string"}}}),
        ({"properties": {"p": PART}}, {"properties": {"p": True}}),
        ({"properties": {"p": PART}}, {"items": PART}),
        ({"items": PART, "uniqueItems": True}, {"items": PART}),
        ({"properties": {"p": PART}, "anyOf": [{}]}, {"properties": {"p": PART}}),
        ({"properties": {"p": {"$ref": "#"}}}, {"properties": {"p": {"$ref": "#"}}}),
        (
            {"properties": {"p": {"allOf": [PART, {"type": "string"}]}}},
            {"properties": {"p": {"allOf": [PART, {"type": "string"}]}}},
        ),
        ({"properties": {"p": {"type": "string"}}}, {"properties": {"p": {"type": "string"}}}),
    ],
)
def test_where_more_may_count_nothing_stands_for_it(
    first: dict[str, Json], second: dict[str, Json]
) -> None:
    assert stood(first, second)[1] == []
