"""What holds for the findings of every shipped record: complete, true by their words, seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.shipped import FIRST, RECORDS, name_of

from conformance.compare.case_causes import Observer
from conformance.compare.disagreements import Comparison
from conformance.compare.holding import Holding
from conformance.compare.program_causes import attributed
from conformance.compare.unexplained import remaining
from conformance.judges.panel import JudgedCase, with_programs
from conformance.model import Program, Verdict
from conformance.pipeline import Loaded, judge, load
from conformance.record.load import load_record
from conformance.record.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.compare.findings import Evidence
    from conformance.model import Finding

pytestmark = pytest.mark.untraced

TAKING = {Verdict.ACCEPT, Verdict.LOSSY}


@pytest.fixture(scope="module", params=RECORDS, ids=name_of)
def record(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def observer(record: Path) -> Observer:
    return Observer(load_record(record).variants)


@pytest.fixture(scope="module")
def loaded(record: Path) -> Loaded:
    return load(Settings(), record=str(record))


@pytest.fixture(scope="module")
def judged(loaded: Loaded) -> list[JudgedCase]:
    return [*judge(loaded)]


@pytest.fixture(scope="module")
def asked(loaded: Loaded, judged: list[JudgedCase]) -> tuple[list[JudgedCase], Sequence[Program]]:
    return [with_programs(x, loaded.programs) for x in judged], loaded.programs


@pytest.fixture(scope="module")
def shown(
    asked: tuple[list[JudgedCase], Sequence[Program]], observer: Observer
) -> dict[str, Evidence]:
    """Give what cases alone show of programs, without the exact comparison's causes."""
    cases, programs = asked
    holding = Holding(cases, observer=observer)
    found = attributed([], cases, holding=holding, programs=programs)
    return {one.cause.id: one for one in found}


@pytest.fixture(scope="module")
def whole(
    loaded: Loaded,
    judged: list[JudgedCase],
    asked: tuple[list[JudgedCase], Sequence[Program]],
) -> tuple[list[Finding], Holding]:
    """Give all findings of the record, with what says whether they hold."""
    comparison = Comparison(loaded.record, loaded.judges)
    for case in judged:
        comparison.see(case)
    cases, programs = asked
    result = comparison.result(asked=cases, programs=programs)
    return [*result.findings], comparison.holding(cases)


def test_nothing_remains_to_be_told(
    asked: tuple[list[JudgedCase], Sequence[Program]],
    observer: Observer,
    shown: dict[str, Evidence],
) -> None:
    cases, programs = asked
    holding = Holding(cases, observer=observer)
    again = remaining([*shown.values()], holding=holding, programs=programs)
    assert {one.cause.id for one in again} == {*shown}


def test_every_refusal_that_somebody_takes_is_in_a_finding_that_the_case_shows(
    record: Path,
    asked: tuple[list[JudgedCase], Sequence[Program]],
    observer: Observer,
    shown: dict[str, Evidence],
) -> None:
    cases, programs = asked
    strict = [x.column.id for x in programs if not x.column.permissive]
    causes = [
        (
            {*one.cause.facts},
            set(one.cases),
            one.judgements,
        )
        for one in shown.values()
    ]
    refused, untold = 0, []
    for judged in cases:
        taken = any(judged.judgements[other].verdict in TAKING for other in strict)
        value = getattr(judged.parsed, "value", None)
        facts = observer.worlds(value)
        for column in strict:
            if taken and judged.judgements[column].verdict is Verdict.REJECT:
                refused += 1
                if not any(
                    (judged.case.id in ids or any(special <= world for world in facts))
                    and column in said
                    and said[column].verdict is Verdict.REJECT
                    for special, ids, said in causes
                ):
                    untold.append((judged.case.id, column))
    assert refused > 4_000 or record != FIRST
    assert untold == []


def test_every_finding_holds_by_its_words(whole: tuple[list[Finding], Holding]) -> None:
    findings, holding = whole
    broken = {x.id: holding.broken(x) for x in findings}
    assert {x: columns for x, columns in broken.items() if columns} == {}


def test_every_stance_of_a_program_is_that_of_some_case(
    whole: tuple[list[Finding], Holding], asked: tuple[list[JudgedCase], Sequence[Program]]
) -> None:
    findings, holding = whole
    columns = {x.column.id for x in asked[1]}
    for one in findings:
        showing = holding.showing(frozenset(one.cause.facts))
        for column, stance in one.stances.items():
            if column in columns and one.witness is not None:
                verdicts = {judged.judgements[column].verdict for judged in showing}
                assert stance in verdicts or stance.accepts
                assert stance is not Verdict.REJECT or not verdicts & TAKING, (one.id, column)
