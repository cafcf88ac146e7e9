"""Fields: each place with its classes of values, and each column's best verdict on them."""

from __future__ import annotations

import random
from typing import Any

import pytest
from fakes.tracing import repeated
from random_schemas import Maker

from conformance.exact import Causes, Limits, Subject, ThreeValued
from conformance.exact import fields as module
from conformance.exact.causes import causes
from conformance.exact.judge import Referee
from conformance.model import Fact, Verdict

ACCEPT = Verdict.ACCEPT


def found(*schemas: Any, limits: Limits | None = None) -> Causes:
    subjects = [Subject(f"{number}.json", schema) for number, schema in enumerate(schemas)]
    columns = [ThreeValued(subject.name, subject, subject) for subject in subjects]
    return causes(columns, limits or Limits())


def table(causes: Causes) -> dict[str, dict[str, str]]:
    """Return the verdicts by place and value, one letter a column."""
    return {
        field.place: {
            value.special: "".join(verdict[0] for verdict in value.best) for value in field.values
        }
        for field in causes.fields().fields
    }


def test_each_place_has_its_classes_with_the_verdicts_of_all_columns() -> None:
    shown = table(
        found(
            {"type": "object", "properties": {"a": {"enum": ["x", "y"]}}, "required": ["a"]},
            {"properties": {"a": {"enum": ["x"]}}, "additionalProperties": False},
        )
    )

    assert shown["/a"] == {
        "null": "rr",
        "a boolean": "rr",
        "a number": "rr",
        '"x"': "aa",
        '"y"': "ar",
        "any other string": "rr",
        "an array": "rr",
        "an object": "rr",
        "an unlisted property": "rr",
        "absent": "ra",
    }
    assert shown[""]["an object"] == "aa"
    assert shown[""]["a string"] == "ra"
    assert shown[""]["an unlisted property"] == "ar"


def test_a_class_has_its_smallest_value_as_a_sample() -> None:
    (field,) = found({"minimum": 3}, {"type": "number"}).fields().fields

    samples = {value.special: value.sample for value in field.values if value.sample is not None}
    assert samples["a number below 3"].value == 0
    assert samples["a number of at least 3"].value == 3
    assert "an object" not in samples


def test_the_inside_of_what_all_columns_share_is_shown_too() -> None:
    schema = {"type": "object", "properties": {"a": {"items": {"const": "k"}}}, "required": ["a"]}

    shown = table(found(schema, schema))

    assert shown["/a"]["absent"] == "rr"
    assert shown["/a/*"]['"k"'] == "aa"
    assert shown["/a/*"]["null"] == "rr"


def test_the_verdict_is_that_of_the_context_that_hinders_least() -> None:
    rule = {
        "if": {"properties": {"kind": {"const": "ref"}}, "required": ["kind"]},
        "then": {"required": ["id"]},
    }

    shown = table(found(rule, True))

    assert shown["/kind"]['"ref"'] == "aa"
    assert shown["/id"]["absent"] == "aa"


def test_a_recursive_schema_is_shown_once() -> None:
    tree = {"properties": {"value": {"type": "string"}, "next": {"$ref": "#"}}}

    assert [field.place for field in found(tree, {"type": "object"}).fields().fields] == [
        "", "/next", "/value", "/(unlisted property)",
    ][:3]  # fmt: skip


def test_names_by_pattern_and_numbered_parts_are_places_too() -> None:
    shown = table(
        found(
            {"patternProperties": {"^x": {"type": "string"}}, "minProperties": 1},
            {"properties": {"list": {"prefixItems": [{"const": 1}]}}},
        )
    )

    assert shown["/(unlisted property matching ^x)"]["a string"] == "aa"
    assert shown["/list/*"]["1"] == "aa"
    assert shown[""]["an object without properties"] == "ra"


def test_too_many_places_are_cut_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FIELDS", 2)

    fields = found({"properties": {"a": {"type": "null"}, "b": {"type": "null"}}}, True).fields()

    assert [field.place for field in fields.fields] == ["", "/a"]
    assert fields.cut


def test_there_are_no_fields_where_a_search_is_not_decided() -> None:
    schema = {"type": "array", "uniqueItems": True, "minItems": 3, "items": {"enum": [1, 2, 3, 4]}}

    fields = found(schema, True, limits=Limits(states=1)).fields()

    assert fields.fields == ()
    assert fields.cut


@pytest.mark.parametrize("seed", repeated(range(40), first=5))
def test_fields_and_causes_agree_on_random_schemas(seed: int) -> None:
    maker = Maker(random.Random(seed))
    schemas = maker.schemas(3)
    causes = found(*schemas, limits=Limits(samples=50, states=20_000, causes=2_000))
    best = {
        Fact(field.place, value.special): value.best
        for field in causes.fields().fields
        for value in field.values
    }

    for cause in causes.causes:
        if len(cause.facts) == 1 and cause.facts[0] in best and causes.complete:
            assert best[cause.facts[0]] == cause.best, cause.facts
    referee = Referee([Subject(f"{n}.json", schema) for n, schema in enumerate(schemas)])
    seeds = [cause.witness.value for cause in causes.causes]
    for value in [maker.instance(seeds) for _ in range(20 if causes.complete else 0)]:
        valid = [referee.quick_one(number, value) for number in range(len(schemas))]
        for fact in causes.membership.facts(value) & best.keys():
            pairs = zip(valid, best[fact], strict=True)
            assert all(bound is ACCEPT for accepts, bound in pairs if accepts), (value, fact)
