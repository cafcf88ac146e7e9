"""JSON Pointers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.jsontext.pointers import followed, joined, steps


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
