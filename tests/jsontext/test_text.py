"""Strict reading and canonical writing of JSON texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.jsontext.text import (
    MAX_DEPTH,
    Parsed,
    Problem,
    ascii_json,
    canonical,
    parse,
    pretty,
    visible,
)

if TYPE_CHECKING:
    from conformance.model import Json

texts = st.text(st.characters(codec="utf-8"), max_size=8)
# As they are read: a float from 2**53 on is held as an int.
numbers = st.integers() | st.floats(-(2**53), 2**53, exclude_min=True, exclude_max=True)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def typed(value: Any) -> str:
    """Return a text that tells 1 from 1.0 and from true, which `==` does not."""
    return repr(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        (" [true, false] ", [True, False]),
        ('{"a": {"a": 1}}', {"a": {"a": 1}}),
        ("1.0", 1.0),
        ("-0", 0),
        ("1e3", 1000.0),
        ("0.1", 0.1),
        ("9007199254740993", 2**53 + 1),
        ("1e22", 10**22),
        ("1e23", 10**23),
        ("-1.5e300", -15 * 10**299),
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ('"\\u0000"', "\x00"),
        ('"[[[\\"{{{"', '[[["{{{'),
        ("[" * MAX_DEPTH + "]" * MAX_DEPTH, json.loads("[" * MAX_DEPTH + "]" * MAX_DEPTH)),
        ("[" + "[]," * MAX_DEPTH + "[]]", [[]] * (MAX_DEPTH + 1)),
        (b"\xc3\xa9".join([b'"', b'"']), "\u00e9"),
        ("9" * 4000, int("9" * 4000)),
    ],
)
def test_a_value_that_can_be_held_exactly_is_read(text: str | bytes, value: Any) -> None:
    parsed = parse(text)

    assert isinstance(parsed, Parsed)
    assert typed(parsed.value) == typed(value)


@pytest.mark.parametrize(
    ("text", "kind", "message", "line"),
    [
        ("", "malformed", "not one well-formed JSON text", 1),
        ("{\n}\n]", "malformed", "not one well-formed JSON text", 3),
        ("[1,]", "malformed", "not one well-formed JSON text", 1),
        ("\ufeff1", "malformed", "not one well-formed JSON text", 1),
        ('"\n"', "malformed", "not one well-formed JSON text", 1),
        (b"\xff", "malformed", "not UTF-8 at byte 0", None),
        ("[NaN]", "malformed", "not one well-formed JSON text: NaN is not a number", None),
        ("-Infinity", "malformed", ("not one well-formed JSON text: -Infinity is not a "
         "number"), None),
        ("1e400", "number", "the number 1e400 cannot be held exactly", None),
        ("0.1000000000000000055", "number", ("the number 0.1000000000000000055 cannot be held "
         "exactly"), None),
        ("1e-99999999999999999999", "number", ("the number 1e-99999999999999999999 cannot be held "
         "exactly"), None),
        ("1e-400", "number", "the number 1e-400 cannot be held exactly", None),
        ("1e99999999999999999999", "number", ("the number 1e99999999999999999999 cannot be held "
         "exactly"), None),
        ("1." + "0" * 50 + "1", "number", f"the number 1.{'0' * 37}… cannot be held exactly", None),
        ("9" * 4001, "number", "an integer of 4001 characters cannot be held", None),
        ('{"a": 1, "b": 1, "a": 1}', "duplicate-name", 'the name "a" is twice in one object',
         None),
        ('{"\\u202e": 1, "\\u202e": 1}', "duplicate-name",
         'the name "\\u202e" is twice in one object', None),
        ('"\\ud800"', "lone-surrogate", "a string holds a lone surrogate", None),
        ('{"\\udc00": 1}', "lone-surrogate", "a string holds a lone surrogate", None),
        ('"\ud800"', "lone-surrogate", "a string holds a lone surrogate", None),
        ("[" * 129 + "]" * 129, "depth", "nested deeper than 128 levels", None),
        ("[" * 129, "depth", "nested deeper than 128 levels", None),
        ('["[[", ' + "[]," * 200 + '"', "malformed", "not one well-formed JSON text", 1),
        ('{"a":' * 100_000, "depth", "nested deeper than 128 levels", None),
    ],
)  # fmt: skip
def test_a_text_without_an_exact_value_is_a_problem_with_its_reason(
    text: str | bytes, kind: str, message: str, line: int | None
) -> None:
    assert parse(text) == Problem(kind=kind, message=message, line=line)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1.0, "a": [True, None, -0.0]}, '{"a":[true,null,0],"b":1}'),
        (1e23, "99999999999999991611392"),
        (1.5, "1.5"),
        ("\u00e9\n", '"\u00e9\\n"'),
    ],
)
def test_canonical_texts_are_short_sorted_and_one_for_each_number(value: Any, text: str) -> None:
    assert canonical(value) == text


@given(values)
def test_what_is_written_reads_back_as_the_same_value(value: Any) -> None:
    for text in (canonical(value), pretty(value)):
        parsed = parse(text)
        assert isinstance(parsed, Parsed)
        assert canonical(parsed.value) == canonical(value)


@given(values, values)
def test_two_values_are_equal_in_json_schema_where_their_canonical_texts_are(
    one: Any, other: Any
) -> None:
    same = jsonschema_rs.validator_for({"const": one}).is_valid(other)

    assert (canonical(one) == canonical(other)) is same


def test_pretty_texts_keep_the_order_of_names() -> None:
    assert pretty({"b": ["\u00e9"], "a": {}}) == '{\n  "b": [\n    "\u00e9"\n  ],\n  "a": {}\n}'


def test_what_does_not_show_itself_is_written_as_an_escape() -> None:
    assert visible("a\nb\t\x7f\u200b\u202e\ud800\ufeff\u00e9\U0001f600") == (
        "a\nb\\u0009\\u007f\\u200b\\u202e\\ud800\\ufeff\u00e9\U0001f600"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [None, "x"]}, b'{"b":1,"a":[null,"x"]}'),
        ("\u00e9\u2028\U0001f600", b'"\\u00e9\\u2028\\ud83d\\ude00"'),
        ('a"\\\b\n\u00e9', b'"a\\"\\\\\\b\\n\\u00e9"'),
        ({"\u00e9": "\u00e9"}, b'{"\\u00e9":"\\u00e9"}'),
        ("\ud800", b'"\\ud800"'),
        (["\u00e9", 2**70], b'["\\u00e9",1180591620717411303424]'),
    ],
)
def test_any_value_is_written_in_ascii(value: Json, expected: bytes) -> None:
    assert ascii_json(value) == expected
    assert json.loads(ascii_json(value)) == value


def integral(value: Any) -> Any:
    """Return a value whose integral floats are integers."""
    if isinstance(value, dict):
        return {name: integral(item) for name, item in value.items()}
    if isinstance(value, list):
        return [integral(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


any_texts = st.text(max_size=8)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(-1e300, 1e300) | any_texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_texts, inner, max_size=3),
        max_leaves=6,
    )
)
def test_the_canonical_text_is_sorted_and_has_integral_floats_as_integers(value: Any) -> None:
    assert canonical(value) == json.dumps(
        integral(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
