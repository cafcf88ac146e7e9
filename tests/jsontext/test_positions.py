"""Where a JSON Pointer leads to in a text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dialects import subschemas
from conformance.jsontext.pointers import followed
from conformance.jsontext.positions import Position, positions

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def at(text: str) -> dict[str, tuple[int, int]]:
    return {pointer: (x.line, x.column) for pointer, x in positions(text).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", {"": (1, 1)}),
        (" \n\t{}", {"": (2, 2)}),
        ('{"a": 1,\n "b": {"c": [\n10, {"d": "}"}\n]}}',
         {"": (1, 1), "/a": (1, 2), "/b": (2, 2), "/b/c": (2, 8), "/b/c/0": (3, 1),
          "/b/c/1": (3, 5), "/b/c/1/d": (3, 6)}),
        ('{"a~/": 1, "\\u0061": 2}', {"": (1, 1), "/a~0~1": (1, 2), "/a": (1, 12)}),
        ('["x,]", [[]], ":"]',
         {"": (1, 1), "/0": (1, 2), "/1": (1, 9), "/1/0": (1, 10), "/2": (1, 15)}),
        ('{"a": 1,\r\n"a": 2}', {"": (1, 1), "/a": (2, 1)}),
        ('{"é": 1, "b": 2}', {"": (1, 1), "/é": (1, 2), "/b": (1, 10)}),
        # what is no JSON is read as far as it makes sense
        ("", {}),
        ("}", {}),
        (",", {}),
        ('{"a": 1}, "b"', {"": (1, 1), "/a": (1, 2)}),
        ("{1: 2}", {"": (1, 1)}),
        ('{"\\x": 2}', {"": (1, 1)}),
        ('{"a": "', {"": (1, 1), "/a": (1, 2)}),
    ],
)  # fmt: skip
def test_names_and_elements_are_found(text: str, expected: dict[str, tuple[int, int]]) -> None:
    assert at(text) == expected


@pytest.mark.untraced
@given(value=VALUES, indent=st.sampled_from([None, 0, 2]))
def test_every_place_of_a_value_is_found_where_its_text_begins(value: Any, indent: Any) -> None:
    text = json.dumps(value, indent=indent)
    lines = text.split("\n")
    decoder = json.JSONDecoder()

    for pointer, position in positions(text).items():
        rest = "\n".join([lines[position.line - 1][position.column - 1 :], *lines[position.line :]])
        found, end = decoder.raw_decode(rest)
        if rest[end:].startswith(":"):  # a member's name
            found, _ = decoder.raw_decode(rest[end + 1 :].lstrip())
        assert found == followed(value, pointer)


def test_every_keyword_of_a_schema_has_a_place() -> None:
    schema: Any = {"properties": {"a": {"anyOf": [{"type": "null"}, {"enum": [1]}]}}, "not": False}
    found = positions(json.dumps(schema, indent=1))

    wanted = [
        f"{pointer}/{keyword}"
        for pointer, inner in subschemas(schema)
        if isinstance(inner, dict)
        for keyword in inner
    ]
    assert [pointer for pointer in wanted if pointer not in found] == []
    assert found["/properties/a/anyOf/1/enum"] == Position(line=9, column=6)
