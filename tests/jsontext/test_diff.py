from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conformance.jsontext.diff import differing, places_apart

if TYPE_CHECKING:
    from conformance.model import Json

ONE_PLACE: list[tuple[Json, Json]] = [
    (1, 2),
    ({}, []),
    ({"a": {"b": 1, "c": 2}}, {"a": []}),
    ({"a": 1}, {}),
    ({"a": 1}, {"a": 2}),
    ({"a": 1}, {"b": 1}),
    ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}),
    ([1, 2, 3], [1, 3]),
    ([1, 1], [1]),
    ([], [{"a": 1}]),
    ([{"a": 1}, {"b": 2}], [{"a": 1}, {"b": 3}]),
    (True, 1),
    ({"a": None}, {}),
]


@pytest.mark.parametrize(("one", "other"), ONE_PLACE)
def test_counts_a_single_difference_as_one_place(one: Json, other: Json) -> None:
    assert places_apart(one, other) == 1


SAME: list[tuple[Json, Json]] = [
    (1, 1.0),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ([], []),
    ("a", "a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_sees_no_distance_between_what_json_schema_calls_equal(one: Json, other: Json) -> None:
    assert places_apart(one, other) == 0


MORE: list[tuple[Json, Json, int]] = [
    ({"a": 1, "b": 2}, {}, 2),
    ({"a": 1}, {"b": 2}, 2),
    ({"a": 1, "b": 1}, {"c": 1, "d": 2}, 3),
    ([1, 2], [2, 1], 2),
    ([1, 2, 3], [1], 2),
    ([{"a": 1, "b": 2}], [{"a": 2, "b": 3}], 2),
]


@pytest.mark.parametrize(("one", "other", "places"), MORE)
def test_counts_every_place(one: Json, other: Json, places: int) -> None:
    assert places_apart(one, other) == places


@pytest.mark.parametrize(("one", "other"), [*ONE_PLACE, *((a, b) for a, b, _ in MORE)])
def test_is_the_same_from_both_sides(one: Json, other: Json) -> None:
    assert places_apart(one, other) == places_apart(other, one)


@pytest.mark.parametrize(
    ("one", "other", "paths"),
    [
        (1, 1.0, []),
        (1, True, [()]),
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1, "b": 1}, {"b": 2, "c": 1}, [("a",), ("b",), ("c",)]),
        ([1, {"a": 1}], [1, {"a": 2}, 3, 4], [(1, "a"), (2,), (3,)]),
        ([1], {"0": 1}, [()]),
        ([1, 2, 3], [2, 3], [(0,)]),
        ([1, 2, 3, 4], [1, 5, 4], [(1,), (2,)]),
        ([1, 1], [1], [(1,)]),
    ],
)
def test_values_differ_at_their_outermost_paths(
    one: Any, other: Any, paths: list[tuple[str | int, ...]]
) -> None:
    assert differing(one, other) == paths
    assert sorted(differing(other, one)) == sorted(paths)
