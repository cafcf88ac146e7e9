"""Copies of a value with one part changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conformance.jsontext.edit import with_part, without_part

if TYPE_CHECKING:
    from conformance.model import Json

WHOLE: Json = {"a": [1, {"b": 2}], "c": None}


@pytest.mark.parametrize(
    ("path", "part", "changed"),
    [
        ((), 7, 7),
        (("c",), 7, {"a": [1, {"b": 2}], "c": 7}),
        (("a", 1, "b"), 7, {"a": [1, {"b": 7}], "c": None}),
        (("a", "0"), 7, {"a": [7, {"b": 2}], "c": None}),
        (("d",), 7, {"a": [1, {"b": 2}], "c": None, "d": 7}),
        (("c", "d"), 7, {"a": [1, {"b": 2}], "c": {"d": 7}}),
    ],
)
def test_a_part_is_put_in_its_place(path: tuple[str | int, ...], part: Json, changed: Json) -> None:
    assert with_part(WHOLE, path, part) == changed
    assert WHOLE == {"a": [1, {"b": 2}], "c": None}


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ((), None),
        (("c",), {"a": [1, {"b": 2}]}),
        (("a", 0), {"a": [{"b": 2}], "c": None}),
        (("a", "1", "b"), {"a": [1, {}], "c": None}),
    ],
)
def test_a_part_is_left_out(path: tuple[str | int, ...], left: Json) -> None:
    assert json.dumps(without_part(WHOLE, path)) == json.dumps(left)  # the order is kept too
    assert WHOLE == {"a": [1, {"b": 2}], "c": None}


def test_a_scalar_has_no_part_to_leave_out() -> None:
    with pytest.raises(LookupError):
        without_part(WHOLE, ("c", "d"))
