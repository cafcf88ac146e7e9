from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.jsontext.layout import Layout, plain_text

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=20,
)


@pytest.mark.untraced
@given(st.dictionaries(st.text(max_size=4), JSON))
def test_a_text_has_the_value_that_was_laid_out(content: dict[str, Any]) -> None:
    text = Layout(30).text(content)

    assert json.loads(text) == content
    assert text.endswith("}\n")


def test_short_values_stand_on_one_line_and_long_ones_are_opened() -> None:
    content: dict[str, Any] = {"a": [1, 2], "b": [1000, 2000, 3000, 4000], "c": {"d": "x" * 20}}

    assert Layout(20).text(content) == (
        "{\n"
        '  "a": [1, 2],\n'
        '  "b": [\n'
        "    1000, 2000,\n"
        "    3000, 4000\n"
        "  ],\n"
        '  "c": {\n'
        f'    "d": "{"x" * 20}"\n'
        "  }\n"
        "}\n"
    )


def test_an_object_in_a_long_array_has_lines_of_its_own() -> None:
    assert Layout(14).text({"a": [1, {"b": "cccc"}, {}, "dddddddddd"]}) == (
        '{\n  "a": [\n    1,\n    {\n      "b": "cccc"\n    },\n    {},\n    "dddddddddd"\n  ]\n}\n'
    )


def test_what_cannot_be_seen_is_escaped() -> None:
    assert plain_text("a\u00a0b\u200b") == '"a\\u00a0b\\u200b"'
