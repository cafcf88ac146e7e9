"""JSON Pointers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.jsontext.pointers import followed, generic, joined, steps, typed, value_at
from conformance.model import Witness


@given(st.lists(st.text()))
def test_a_pointer_gives_back_its_steps(names: list[str]) -> None:
    assert steps(joined("", *names)) == names


def test_a_pointer_goes_on_from_another() -> None:
    assert joined("/a", "b/c", 0, "~") == "/a/b~1c/0/~0"


def test_a_pointer_starts_with_a_slash() -> None:
    with pytest.raises(ValueError, match="a/b"):
        steps("a/b")


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("", {"a": [{"b/c": 1}], "0": {"": 2}}),
        ("/a/0/b~1c", 1),
        ("/0/", 2),
    ],
)
def test_a_pointer_is_followed(pointer: str, expected: Any) -> None:
    assert followed({"a": [{"b/c": 1}], "0": {"": 2}}, pointer) == expected


@pytest.mark.parametrize("pointer", ["/b", "/a/1", "/a/-1", "/a/x", "/a/²", "/a/0/x"])
def test_a_pointer_to_nothing_is_refused(pointer: str) -> None:
    with pytest.raises(LookupError):
        followed({"a": [1]}, pointer)


def test_a_generic_place_has_a_star_for_each_index() -> None:
    assert generic(["a/b", 0, "12", "c~"]) == "/a~1b/*/12/c~0"


@pytest.mark.parametrize(
    ("value", "path", "found"),
    [
        ([{"0": [1]}], ["0", "0", "0"], (0, "0", 0)),
        ({"404": 1}, ["404"], ("404",)),
        ([], ["7", "8"], (7, "8")),
        ([], ["a"], ("a",)),
        (None, ["0"], ("0",)),
    ],
)
def test_digits_are_an_index_only_in_an_array(
    value: Any, path: list[str], found: tuple[str | int, ...]
) -> None:
    assert typed(value, path) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ([], Witness(value={"a": [None, {"1": 2}]})),
        (["a", 0], Witness(value=None)),
        (["a", "1", "1"], Witness(value=2)),
        (["a", 2], None),
        (["a", "x"], None),
        (["b"], None),
        (["a", 0, "c"], None),
    ],
)
def test_the_value_at_a_path_is_boxed(path: list[str | int], found: Witness | None) -> None:
    assert value_at({"a": [None, {"1": 2}]}, path) == found
