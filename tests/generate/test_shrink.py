"""Shrinking: what is left shows the same, and nothing can be taken out of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.generate.shrink import minimal, size
from conformance.jsontext.tree import built, children, nodes, replaced, spelt, tree_of, without

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text("abc", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=4)
    ),
    max_leaves=12,
)


def holds(check: Callable[[Any], bool]) -> Callable[[str], bool]:
    return lambda text: check(json.loads(text))


def has(value: Any, wanted: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (type(value) is type(wanted) and value == wanted) or any(has(x, wanted) for x in inner)


@pytest.mark.parametrize(
    ("value", "check", "expected"),
    [
        ({"a": [1, 2, {"b": None}], "c": "x"}, lambda _: True, "{}"),
        ([[1, [2]], 3], lambda x: has(x, 2), "[[[2]]]"),
        ({"key": "a long text"}, lambda x: isinstance(x.get("key"), str), '{"key": ""}'),
        ({"unlisted": 12345}, lambda x: len(x) == 1, '{"a": 0}'),
        ({"more": True, "else": 7}, lambda x: len(x) == 2, '{"a": true, "b": 0}'),
        ("abcdefgh", lambda x: len(x) > 4, '"defgh"'),
        ("abcz", lambda x: "z" in x, '"z"'),
        ([False, None], lambda x: len(x) == 2, "[false, null]"),
        (-12.5, lambda x: x < 0, "-1"),
        (0.25, lambda x: not isinstance(x, int), "0.5"),
    ],
)
def test_what_is_not_needed_goes(value: Any, check: Callable[[Any], bool], expected: str) -> None:
    assert spelt(minimal(built(value), holds(check))) == expected


def test_a_name_that_stands_twice_stays_where_that_is_the_point() -> None:
    tree = tree_of('{"b": 1, "a": {"x": 2, "x": [3]}, "c": 4}')
    assert tree is not None

    assert spelt(minimal(tree, lambda text: text.count('"x"') == 2)) in {
        '{"a": {"x": 0, "x": []}}',
        '{"a": {"x": 2, "x": []}}',
    }


@given(VALUES, st.sampled_from([None, 0, "a", "", [], {}]))
def test_no_single_deletion_is_left(value: Any, wanted: Any) -> None:
    keeps = holds(lambda x: has(x, wanted) == has(value, wanted))

    smallest = minimal(built(value), keeps)

    assert keeps(spelt(smallest))
    assert [
        spelt(shorter)
        for path, _, node in nodes(smallest)
        for index in range(len(children(node)))
        if keeps(spelt(shorter := replaced(smallest, path, without(node, index))))
    ] == []


def test_the_shorter_of_two_texts_is_the_smaller() -> None:
    assert sorted(["bb", "c", "aa", ""], key=size) == ["", "c", "aa", "bb"]
