"""Differences of schemas, and of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.jsontext.diff import Difference, value_differences
from conformance.jsontext.text import canonical
from conformance.schema.diff import schema_differences

if TYPE_CHECKING:
    from conformance.model import Json


def shown(differences: list[Difference]) -> list[tuple[str, str, Json, Json]]:
    return [(x.pointer, x.kind, x.old, x.new) for x in differences]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"enum": [1, "a", None]}, {"enum": [None, "a", 1.0]}),
        ({"required": ["a", "b"]}, {"required": ["b", "a"]}),
        ({"type": ["null", "string"]}, {"type": ["string", "null"]}),
        ({"dependentRequired": {"a": ["b", "c"]}}, {"dependentRequired": {"a": ["c", "b"]}}),
        ({"dependencies": {"a": ["b", "c"]}}, {"dependencies": {"a": ["c", "b"]}}),
        ({"properties": {"a": {"enum": [1, 2]}}}, {"properties": {"a": {"enum": [2, 1]}}}),
        ({"minimum": 1, "maximum": 2}, {"maximum": 2.0, "minimum": 1}),
        (True, True),
    ],
)
def test_what_means_the_same_does_not_differ(old: Json, new: Json) -> None:
    assert schema_differences(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            {"properties": {"a/b": {"enum": ["x", "y"]}}},
            {"properties": {"a/b": {"enum": ["y", "z"]}}},
            [
                ("/properties/a~1b/enum", "added", None, "z"),
                ("/properties/a~1b/enum", "removed", "x", None),
            ],
        ),
        (
            {"enum": [True]},
            {"enum": [1]},
            [("/enum", "added", None, 1), ("/enum", "removed", True, None)],
        ),
        ({"enum": [1]}, {"enum": [1, 1.0]}, [("/enum", "added", None, 1)]),
        ({}, {"enum": [None, "a"]}, [("/enum", "added", None, [None, "a"])]),
        ({"type": "string"}, {"type": ["string"]}, [("/type", "changed", "string", ["string"])]),
        (
            {"allOf": [{"type": "string"}, {"minLength": 1}]},
            {"allOf": [{"minLength": 1}, {"type": "string"}]},
            [
                ("/allOf/0/minLength", "added", None, 1),
                ("/allOf/0/type", "removed", "string", None),
                ("/allOf/1/minLength", "removed", 1, None),
                ("/allOf/1/type", "added", None, "string"),
            ],
        ),
        (
            {"properties": {"enum": {"const": ["a", "b"]}}},
            {"properties": {"enum": {"const": ["b", "a"]}}},
            [
                ("/properties/enum/const/0", "changed", "a", "b"),
                ("/properties/enum/const/1", "changed", "b", "a"),
            ],
        ),
        ({"type": "string"}, False, [("", "changed", {"type": "string"}, False)]),
        (
            {"dependencies": {"a": {"enum": [1]}}},
            {"dependencies": {"a": ["b"]}},
            [("/dependencies/a", "changed", {"enum": [1]}, ["b"])],
        ),
        (
            {"properties": {"__a": True}},
            {"properties": {"__a": False}},
            [("/properties/__a", "changed", True, False)],
        ),
    ],
)
def test_schemas_differ_by_place(old: Json, new: Json, expected: list[Any]) -> None:
    assert shown(schema_differences(old, new)) == expected


def test_the_schemas_stay_as_they_were() -> None:
    old: Json = {"enum": [2, 1]}
    schema_differences(old, {"enum": [1]})
    assert old == {"enum": [2, 1]}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (1, 1.0, []),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        (True, 1, [("", "changed", True, 1)]),
        ([True, 2], [1, 2], [("/0", "changed", True, 1)]),
        ({"a": None}, {}, [("/a", "removed", None, None)]),
        ({}, {"a": None}, [("/a", "added", None, None)]),
        ([], {}, [("", "changed", [], {})]),
        (["a", "b", "c"], ["b", "c"], [("/0", "removed", "a", None)]),
        (["b"], ["b", "b"], [("/1", "added", None, "b")]),
        ([1, 2], [2, 1], [("/0", "changed", 1, 2), ("/1", "changed", 2, 1)]),
        ({"enum": [1, 2]}, {"enum": [1]}, [("/enum/1", "removed", 2, None)]),
    ],
)
def test_values_differ_by_place(old: Json, new: Json, expected: list[Any]) -> None:
    assert shown(value_differences(old, new)) == expected


values = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "a", "1.0", "__b"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "enum", "type", "__c"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values, values)
def test_values_differ_exactly_where_json_schema_says_so(old: Json, new: Json) -> None:
    assert (value_differences(old, new) == []) is (canonical(old) == canonical(new))


@given(values)
def test_a_schema_does_not_differ_from_itself(schema: Json) -> None:
    assert schema_differences(schema, schema) == []
