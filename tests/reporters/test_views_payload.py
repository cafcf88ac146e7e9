"""Payloads for people: laid out, what differs from the twin marked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.jsontext.text import compact
from conformance.model import Witness
from conformance.reporters.views.payload import MAX_TEXT, segments


def marked(value: Any, twin: Any) -> str:
    runs = segments(value, Witness(value=twin))
    return "".join(f"«{run.text}»" if run.marked else run.text for run in runs)


@pytest.mark.parametrize(
    ("value", "twin", "shown"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, '{"a": 1, "b": «2»}'),
        ({"a": 1, "b": 2}, {"a": 1}, '{"a": 1, «"b": 2»}'),
        ({"a": 1}, {"a": 1, "b": 2}, '{"a": 1}'),
        ({"a": [1, 2]}, {"a": [1]}, '{"a": [1, «2»]}'),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, '{"a": [{"b": «1»}]}'),
        ({"a": {"b": 1}}, {"a": [1]}, '{"a": «{"b": 1}»}'),
        ({"a": []}, {"a": {}}, '{"a": «[]»}'),
        ({"a": True}, {"a": 1}, '{"a": «true»}'),
        ({"a": 1.0}, {"a": 1}, '{"a": 1.0}'),
        (None, {}, "«null»"),
        ([1], [1], "[1]"),
    ],
)
def test_what_the_twin_has_differently_or_not_at_all_is_marked(
    value: Any, twin: Any, shown: str
) -> None:
    assert marked(value, twin) == shown


def test_without_a_twin_nothing_is_marked() -> None:
    assert [run.marked for run in segments({"a": [1, {}]}, None)] == [False]


def test_what_is_too_long_for_a_line_is_laid_out_over_several() -> None:
    value: Any = {"first": "x" * 30, "second": {"list": ["y" * 30, "z" * 30]}}
    assert "".join(run.text for run in segments(value, None)) == json.dumps(value, indent=2)


def test_a_long_string_is_shortened_and_its_size_told() -> None:
    (run,) = segments("x" * 5000, None)
    assert len(run.text) < MAX_TEXT
    assert run.text.endswith('" (5,002 characters)')


def test_the_text_to_copy_is_the_same_json_with_what_is_hidden_escaped() -> None:
    value: Any = {"a": "x\u202ey\ud800\0"}
    assert compact(value) == '{"a": "x\\u202ey\\ud800\\u0000"}'
    assert json.loads(compact(value)) == value
