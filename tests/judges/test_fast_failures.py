"""jsonschema-rs tells of failures as jsonschema does, or says nothing."""

from __future__ import annotations

import random
from typing import Any

import pytest
from fakes import DIALECT, schema_file
from random_schemas import Maker

from conformance.judges.fast_failures import FastFailures
from conformance.judges.reasons import Explainer


def told(document: Any, value: Any) -> list[tuple[str, tuple[Any, ...], Any]] | None:
    found = FastFailures(document, DIALECT).of(value)
    return None if found is None else [(x.keyword, x.path, x.instance) for x in found]


def test_failures_stand_in_the_order_of_the_schema() -> None:
    document = {
        "required": ["b"],
        "properties": {"a": {"maxLength": 1, "allOf": [{"enum": ["x"]}, {"$ref": "#/$defs/n"}]}},
        "$defs": {"n": {"type": "null"}},
        "minProperties": 2,
    }

    assert told(document, {"a": "ab"}) == [
        ("required", (), {"a": "ab"}),
        ("maxLength", ("a",), "ab"),
        ("enum", ("a",), "ab"),
        ("type", ("a",), "ab"),
        ("minProperties", (), {"a": "ab"}),
    ]


def test_a_union_has_the_failures_of_each_branch_that_has_some() -> None:
    given: list[Any] = [[{"type": "null"}, {"minimum": 2}], [{"type": "null"}, {}, {}]]
    found, several = (
        failure
        for branches in given
        for failure in FastFailures({"oneOf": branches}, DIALECT).of(1) or ()
    )

    assert [[x.keyword for x in branch] for branch in found.branches] == [["type"], ["minimum"]]
    assert several.branches == (), "too many hold: none is to blame"


def test_an_undescribed_place_fails_by_its_own_keyword() -> None:
    document = {"items": {"x-silent": "?", "type": "number"}}

    assert told(document, [1, "a"]) == [
        ("type", (1,), "a"),
        ("x-silent", (0,), 1),
        ("x-silent", (1,), "a"),
    ]


@pytest.mark.parametrize(
    ("document", "value"),
    [
        ({"items": False}, [1]),
        ({"contains": {"type": "null"}}, []),
        ({"unevaluatedProperties": False}, {"a": 1}),
        ({"propertyNames": {"maxLength": 1}}, {"ab": 1}),
        ({"anyOf": [{"items": False}, {"type": "null"}]}, [1]),
        ({"properties": {"": {"type": "null"}}}, {"": 1}),
        ({"items": {"required": ["a"]}}, [[{"": 1}], {}]),
        ({"x-silent": "?", "not": {"type": "null"}}, 1),
        ({"pattern": r"a\\Z("}, "a"),
        ({"type": "null"}, "\ud800"),
    ],
)
def test_where_it_tells_otherwise_or_cannot_tell_it_says_nothing(document: Any, value: Any) -> None:
    assert told(document, value) is None


def test_a_value_without_a_failure_has_none_also_with_an_empty_name() -> None:
    assert told({"type": "object"}, {"": 1}) == []


@pytest.mark.parametrize("seed", range(150))
def test_the_reasons_are_those_of_jsonschema(seed: int) -> None:
    maker = Maker(random.Random(seed))
    for schema in maker.schemas(2):
        whole = schema if isinstance(schema, dict) else {"allOf": [schema]}
        explainer = Explainer.of(schema_file(whole), ())
        for _ in range(8):
            value = maker.instance([])
            found = explainer.explain_by_reference(value)
            assert explainer.explain(value) == found, (schema, value)
            assert explainer.verdict(value) is found.verdict, (schema, value)
