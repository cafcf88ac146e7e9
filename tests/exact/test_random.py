from __future__ import annotations

import json
import os
import random
from typing import TYPE_CHECKING, Any

import pytest
import random_schemas
from fakes.tracing import repeated

from conformance.errors import BrokenFileError, DefectError
from conformance.exact import Evaluator, Limits, Subject, ThreeValued, compare, relate_all
from conformance.exact.causes import causes
from conformance.exact.cells import compare_columns
from conformance.exact.validators import Fast

if TYPE_CHECKING:
    from collections.abc import Iterator

SETS = int(os.environ.get("CONFORMANCE_FUZZ_SETS", "2000"))
CHUNK = 100
LIMITS = Limits(samples=200, states=20_000, causes=1_000)


def _subjects(schemas: list[Any]) -> list[Subject]:
    return [Subject(f"{index}.json", schema) for index, schema in enumerate(schemas)]


def _flaw(schemas: list[Any], maker: Any, instances: int) -> str | None:
    """Say what is wrong with the answer on these schemas; None where nothing is."""
    subjects = _subjects(schemas)
    try:
        cells = compare(subjects, LIMITS)
    except BrokenFileError:
        return None
    except DefectError as defect:
        return str(defect)
    if not cells.complete:
        return None
    validators = [Fast(subject) for subject in subjects]

    def judge(value: Any) -> tuple[Any, ...]:
        return tuple(validator.says(value) for validator in validators)

    seeds = [witness.value for witness in cells.vectors.values()]
    for _ in range(instances):
        value = maker.instance(seeds)
        if judge(value) not in cells.vectors:
            return f"not listed: {json.dumps(value)} with {judge(value)}"
    for vector, witness in cells.vectors.items():
        for smaller in _smaller(witness.value):
            if judge(smaller) == vector:
                return f"not minimal: {json.dumps(witness.value)}, see {json.dumps(smaller)}"
    return None


def _smaller(value: Any) -> Iterator[Any]:
    """Give the value with one property, element or character dropped."""
    if isinstance(value, dict):
        for name in value:
            yield {key: item for key, item in value.items() if key != name}
            for item in _smaller(value[name]):
                yield value | {name: item}
    elif isinstance(value, list):
        for index in range(len(value)):
            yield value[:index] + value[index + 1 :]
            for item in _smaller(value[index]):
                yield [*value[:index], item, *value[index + 1 :]]
    elif isinstance(value, str):
        for index in range(len(value)):
            yield value[:index] + value[index + 1 :]


@pytest.mark.untraced
@pytest.mark.parametrize("first", range(0, SETS, CHUNK))
def test_random_sets_have_the_listed_vectors_and_no_others(first: int) -> None:
    for seed in range(first, min(first + CHUNK, SETS)):
        schemas = random_schemas.Maker(random.Random(seed)).schemas(3)
        flaw = _flaw(schemas, random_schemas.Maker(random.Random(-seed)), 40)
        if flaw is not None:

            def fails(candidate: list[Any], seed: int = seed) -> bool:
                maker = random_schemas.Maker(random.Random(-seed))
                return _flaw(candidate, maker, 200) is not None

            small = random_schemas.shrunken(schemas, fails)
            pytest.fail(f"seed {seed}: {flaw}; shrunken: {json.dumps(small)}")


def _flaw_by_evaluator(schemas: list[Any], seed: int) -> str | None:
    """Say what the engine's own evaluator has against the answer; None where nothing is."""
    subjects = _subjects(schemas)
    try:
        cells = compare(subjects, LIMITS)
    except BrokenFileError:
        return None
    except DefectError as defect:
        return str(defect)
    evaluators = [Evaluator(subject) for subject in subjects]

    def judge(value: Any) -> tuple[Any, ...]:
        return tuple(evaluator.valid(value) for evaluator in evaluators)

    for vector, witness in cells.vectors.items():
        if judge(witness.value) != vector:
            return f"not {vector}: {json.dumps(witness.value)[:200]}"
    maker = random_schemas.WideMaker(random.Random(-seed - 1))
    seeds = [witness.value for witness in cells.vectors.values()]
    small = [value for value in seeds if len(json.dumps(value)) < 3_000]
    for _ in range(40 if cells.bounded else 0):
        value = maker.instance(small)
        answer = judge(value)
        if None not in answer and answer not in {*cells.vectors, *cells.others}:
            return f"not listed: {json.dumps(value)} with {answer}"
    return None


@pytest.mark.parametrize("first", range(0, SETS // 20, CHUNK // 5))
def test_sets_of_what_published_schemas_have_agree_with_the_evaluator(first: int) -> None:
    for seed in range(first, first + CHUNK // 5):
        schemas = random_schemas.WideMaker(random.Random(seed)).schemas(3)
        flaw = _flaw_by_evaluator(schemas, seed)
        assert flaw is None, (seed, flaw, json.dumps(schemas)[:2_000])


@pytest.mark.untraced
def test_most_random_sets_are_decided() -> None:
    complete = [
        compare(_subjects(random_schemas.Maker(random.Random(seed)).schemas(3)), LIMITS).complete
        for seed in range(100)
    ]

    assert sum(complete) >= 98


@pytest.mark.untraced
@pytest.mark.parametrize("seed", range(40))
def test_relations_obey_their_laws(seed: int) -> None:
    schemas = random_schemas.Maker(random.Random(seed)).schemas(3)
    columns = [ThreeValued(s.name, s, s) for s in _subjects(schemas)]
    cells = compare_columns(columns, LIMITS)
    found = relate_all(columns, cells, LIMITS)
    below = {pair for pair, one in found.items() if one.relation in {"equal", "within"}}

    for (a, b), relation in found.items():
        assert found[b, a] == relation.converse()
        assert relation.proven
        for c in {column.id for column in columns} - {a, b}:
            if (a, b) in below and (b, c) in below:
                assert (a, c) in below


@pytest.mark.untraced
@pytest.mark.parametrize("seed", range(40))
def test_rewritten_schemas_are_equal_and_it_is_proven(seed: int) -> None:
    maker = random_schemas.Maker(random.Random(seed))
    schema = maker.schema(3)
    other = maker.schema(1)
    rewritten: list[Any] = [
        {"not": {"not": schema}},
        {"allOf": [schema, True]},
        {"anyOf": [{"allOf": [other, schema]}, {"allOf": [{"not": other}, schema]}]},
        {"if": other, "then": schema, "else": schema},
        {"oneOf": [schema, False]},
        {"$ref": "#/$defs/it", "$defs": {"it": schema}},
    ]
    if isinstance(schema, dict):
        rewritten.append(dict(reversed(schema.items())))
    columns = [ThreeValued(s.name, s, s) for s in _subjects([schema, *rewritten])]
    cells = compare_columns(columns, LIMITS)

    assert cells.complete
    assert {len(set(vector)) for vector in cells.vectors} == {1}


@pytest.mark.parametrize("seed", repeated(range(60), first=10))
def test_causes_of_random_columns_are_sound(seed: int) -> None:
    schemas = random_schemas.Maker(random.Random(seed)).schemas(3)
    columns = [ThreeValued(s.name, s, s) for s in _subjects(schemas)]
    cells = compare_columns(columns, LIMITS)
    found = causes(columns, LIMITS)

    for cause in found.causes:
        assert cause.stances in cells.vectors
        assert cause in found.shown_by(cause.witness.value)
        assert cause.twin is None or cause not in found.shown_by(cause.twin.value)
        assert len(set(cause.stances)) > 1
        assert cause.degraded
    differ = any(len(set(vector)) > 1 for vector in cells.vectors)
    assert bool(found.causes) == differ or not found.complete
