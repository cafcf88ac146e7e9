"""Every finding holds by its words: a value with only its facts shows its stances."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import random_schemas
from fakes import ACCEPT, REJECT, case, corpus, program, record, variant

from conformance.compare.case_causes import Observer
from conformance.compare.disagreements import Comparison, proved
from conformance.compare.holding import Holding
from conformance.errors import BrokenFileError
from conformance.generate.witnesses import corpus_from
from conformance.judges.panel import judge_corpus, schema_judges, with_programs
from conformance.judges.schema import schema_judge
from conformance.jsontext.text import Parsed
from conformance.model import Cause, Fact, Finding, Kind, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.compare.disagreements import Disagreements
    from conformance.judges.panel import JudgedCase
    from conformance.model import Corpus, Program, Record

RECORDS = 60
INSTANCES = 60


def compared(
    known: Record, cases: Corpus, programs: Sequence[Program]
) -> tuple[Disagreements, Holding, list[JudgedCase]]:
    judges = schema_judges(known)
    comparison = Comparison(known, judges)
    asked = []
    for judged in judge_corpus(cases, judges):
        comparison.see(judged)
        asked.append(with_programs(judged, programs))
    return comparison.result(asked=asked, programs=programs), comparison.holding(asked), asked


def made(seed: int) -> tuple[Record, Corpus, list[Program]] | None:
    """Return a random record, and programs that judge by random schemas near to its own."""
    maker = random_schemas.Maker(random.Random(seed))  # noqa: S311
    schemas = maker.schemas(5)
    known = record(*(variant(f"v{n}", schema) for n, schema in enumerate(schemas[:3])))
    try:
        judges = schema_judges(known)
        drawn = corpus_from(known, judges, proved(known, judges), chunks_drawn=0).cases
        seeds = [json.loads(x.input.text or "") for x in drawn]
        texts = {json.dumps(maker.instance(seeds)) for _ in range(INSTANCES)} if seeds else set()
        cases = corpus(*drawn, *(case(f"random/{n}", x) for n, x in enumerate(sorted(texts))))
        programs = []
        for n, schema in enumerate(schemas[3:]):
            owner = variant(f"p{n}", schema)
            decides = schema_judge(owner, owner.readings[0])
            said = {
                x.id: decides.verdict(Parsed(value=json.loads(x.input.text or "")))
                for x in cases.cases
            }
            programs.append(program(said, name=f"p{n}"))
    except BrokenFileError:
        return None
    return known, cases, programs


@pytest.mark.parametrize("seed", range(RECORDS))
def test_every_finding_of_a_random_record_holds_and_every_rejection_is_in_one(seed: int) -> None:
    parts = made(seed)
    if parts is None or not parts[1].cases:
        pytest.skip("the schemas are broken or say nothing")
    result, holding, asked = compared(*parts)
    broken = {x.id: holding.broken(x) for x in result.findings}
    assert {x: columns for x, columns in broken.items() if columns} == {}
    untold = []
    for judged in asked:
        sides = {x: found.verdict for x, found in judged.judgements.items()}
        for column in ("test.p0", "test.p1"):
            if sides[column] is REJECT and ACCEPT in sides.values():
                showing = [
                    x
                    for x in result.findings
                    if judged.case.id in x.cases
                    or judged in holding.showing(frozenset(x.cause.facts))
                ]
                if not any(x.stances.get(column) is REJECT for x in showing):
                    untold.append((judged.case.id, column))
    assert untold == []
