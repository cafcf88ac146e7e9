"""JSON texts as trees: what a value loses is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.jsontext.tree import (
    Elements,
    Members,
    Scalar,
    built,
    children,
    nodes,
    quoted,
    replaced,
    spelt,
    tree_of,
    with_children,
    without,
)

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_comes_back(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)

    assert json.loads(spelt(built(value))) == value
    assert tree_of(text) == built(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        "[1e400, -0, 1.0, 9007199254740993]",
        '{"\\ud800": "\\udfff"}',
        "[true, false, null, []]",
        '{"a": {"b": [{}]}}',
    ],
)
def test_a_text_comes_back(text: str) -> None:
    tree = tree_of(text)

    assert tree is not None
    assert spelt(tree) == text


@pytest.mark.parametrize("text", ["", "{", "[1,]", "a", "[" * 201 + "]" * 201, "[" * 99_999])
def test_what_is_no_json_or_too_deep_has_no_tree(text: str) -> None:
    assert tree_of(text) is None


def test_a_text_may_be_as_deep_as_is_allowed() -> None:
    assert tree_of("[[0]]", levels=3) is not None
    assert tree_of("[[0]]", levels=2) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("é", '"é"'), ('a"b', '"a\\"b"'), ("\ud800", '"\\ud800"'), ("é\ud800", '"\\u00e9\\ud800"')],
)
def test_a_string_is_written_so_that_a_file_can_hold_it(text: str, expected: str) -> None:
    assert quoted(text) == expected


def test_every_piece_is_named_with_its_place() -> None:
    tree = built({"a": [1, {"b": None}]})

    assert [(path, place, spelt(node)) for path, place, node in nodes(tree)] == [
        ((), (), '{"a": [1, {"b": null}]}'),
        ((0,), ("a",), '[1, {"b": null}]'),
        ((0, 0), ("a", "*"), "1"),
        ((0, 1), ("a", "*"), '{"b": null}'),
        ((0, 1, 0), ("a", "*", "b"), "null"),
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [((), "0"), ((0,), '{"a": 0, "b": 2}'), ((1,), '{"a": [1], "b": 0}')],
)
def test_a_piece_is_replaced(path: tuple[int, ...], expected: str) -> None:
    assert spelt(replaced(built({"a": [1], "b": 2}), path, Scalar("0"))) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [({"a": 1, "b": 2}, {"b": 2}), ([1, 2], [2]), ("x", "x")]
)
def test_a_child_is_taken_out(value: Any, expected: Any) -> None:
    assert without(built(value), 0) == built(expected)


def test_a_scalar_has_no_children() -> None:
    assert children(Scalar("1")) == ()
    assert with_children(Scalar("1"), ()) == Scalar("1")
    assert with_children(Members((("a", Scalar("1")),)), (Elements(()),)) == built({"a": []})
