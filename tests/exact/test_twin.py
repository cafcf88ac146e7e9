"""Twins that change as little as can be, and findings that stay the same in any order."""

from __future__ import annotations

import random
from typing import Any

import pytest
import random_schemas

from conformance.exact import Limits, Subject, ThreeValued
from conformance.exact.causes import causes
from conformance.exact.judge import Referee
from conformance.model import Witness

LIMITS = Limits(samples=50, states=20_000, causes=1_000)


def columns(schemas: list[Any], order: list[int]) -> list[ThreeValued]:
    subjects = [Subject(f"{n}.json", schemas[n]) for n in order]
    return [ThreeValued(subject.name, subject, subject) for subject in subjects]


@pytest.mark.parametrize(
    ("closed", "special", "witness", "twin"),
    [
        ({"maxProperties": 1}, "an object of at least 2 properties", {"x": 0, "y": 0}, {"x": 0}),
        ({"maxItems": 1}, "an array of at least 2 elements", [0, 0], [0]),
        ({"minProperties": 1}, "an object without properties", {}, {"x": 0}),
        ({"minItems": 1}, "an array without elements", [], [0]),
        ({"required": ["a", "b"], "maxProperties": 2}, "an object of at least 3 properties",
         {"a": 0, "b": 0, "x": 0}, {"a": 0, "b": 0}),
    ],
)  # fmt: skip
def test_a_twin_changes_one_place_where_one_will_do(
    closed: Any, special: str, witness: Any, twin: Any
) -> None:
    kind = "array" if "Items" in str(closed) else "object"
    rest = {"required": closed["required"]} if "required" in closed else {}
    found = causes(columns([{"type": kind, **closed}, {"type": kind, **rest}], [0, 1]))

    cause = next(cause for cause in found.causes if cause.facts[0].special == special)

    assert cause.twin is not None
    assert (cause.witness.value, cause.twin.value) == (witness, twin)


@pytest.mark.parametrize("keyword", ["maxProperties", "maxItems"])
def test_a_twin_of_many_parts_leaves_out_the_last_one(keyword: str) -> None:
    kind = "array" if keyword == "maxItems" else "object"
    (cause,) = causes(columns([{"type": kind, keyword: 400}, {"type": kind}], [0, 1])).causes
    assert cause.twin is not None

    whole, rest = parts(cause.witness), parts(cause.twin)

    assert len(whole) == 401
    assert rest == whole[:-1]


def parts(witness: Witness) -> list[Any]:
    value: Any = witness.value
    return sorted(value)


def test_a_twin_is_right_where_the_fast_validator_errs(monkeypatch: pytest.MonkeyPatch) -> None:
    schemas: list[Any] = [{"maxProperties": 1}, True]
    right = causes(columns(schemas, [0, 1]), LIMITS).causes
    monkeypatch.setattr(
        Referee, "quick_one", lambda referee, number, value: not referee.judge_one(number, value)
    )

    assert causes(columns(schemas, [0, 1]), LIMITS).causes == right
    assert [cause.twin for cause in right] == [Witness(value={"x": 0})]


def shuffled(value: Any, maker: random.Random) -> Any:
    """Return a schema with the keys of every object in another order."""
    if isinstance(value, dict):
        items = list(value.items())
        maker.shuffle(items)
        return {key: shuffled(item, maker) for key, item in items}
    return [shuffled(item, maker) for item in value] if isinstance(value, list) else value


PATTERNED: list[list[Any]] = [
    [{"allOf": [{"pattern": "^b"}, {"pattern": "a$"}]}, {"pattern": "c"}],
    [{"patternProperties": {"^b": {"type": "null"}, "a$": {"type": "string"}},
      "propertyNames": {"pattern": "c"}}, {"propertyNames": {"maxLength": 4}}],
    [{"allOf": [{"multipleOf": 2}, {"minimum": 3}]}, {"multipleOf": 3, "maximum": 9}],
]  # fmt: skip


@pytest.mark.untraced
@pytest.mark.parametrize("number", range(40 + len(PATTERNED)))
def test_no_order_of_keys_or_columns_changes_what_is_found(number: int) -> None:
    maker = random.Random(number)
    schemas = (
        PATTERNED[number]
        if number < len(PATTERNED)
        else random_schemas.Maker(random.Random(number)).schemas(2)
    )
    order = list(range(len(schemas)))

    def found(some: list[Any]) -> tuple[bool, set[Any]]:
        answer = causes(columns(some, order), LIMITS)
        return answer.complete, {
            (cause.facts, frozenset(cause.degraded)) for cause in answer.causes
        }

    first = found(schemas)
    for _ in range(3):
        maker.shuffle(order)
        assert found([shuffled(schema, maker) for schema in schemas]) == first
