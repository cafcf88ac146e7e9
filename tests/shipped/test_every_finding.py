"""What holds for the findings of every shipped record: complete, true by their words, seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes import examined
from fakes.shipped import FIRST, RECORDS, name_of

from conformance.compare.holding import Holding
from conformance.compare.unexplained import remaining
from conformance.model import Program, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from conformance.compare.case_causes import Observer
    from conformance.compare.findings import Evidence
    from conformance.judges.panel import JudgedCase
    from conformance.model import Finding

pytestmark = pytest.mark.untraced

TAKING = {Verdict.ACCEPT, Verdict.LOSSY}


@pytest.fixture(scope="module", params=RECORDS, ids=name_of)
def record(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def observer(record: Path) -> Observer:
    return examined.observer(record)


@pytest.fixture
def asked(record: Path) -> tuple[Sequence[JudgedCase], Sequence[Program]]:
    return examined.asked(record), examined.loaded(record).programs


@pytest.fixture
def shown(record: Path) -> Mapping[str, Evidence]:
    """Give what cases alone show of programs, without the exact comparison's causes."""
    return examined.shown(record)


@pytest.fixture
def whole(record: Path) -> tuple[Sequence[Finding], Holding]:
    """Give all findings of the record, with what says whether they hold."""
    return examined.whole(record)


def test_nothing_remains_to_be_told(
    asked: tuple[Sequence[JudgedCase], Sequence[Program]],
    observer: Observer,
    shown: Mapping[str, Evidence],
) -> None:
    cases, programs = asked
    holding = Holding(cases, observer=observer)
    again = remaining([*shown.values()], holding=holding, programs=programs)
    assert {one.cause.id for one in again} == {*shown}


def test_every_refusal_that_somebody_takes_is_in_a_finding_that_the_case_shows(
    record: Path,
    asked: tuple[Sequence[JudgedCase], Sequence[Program]],
    observer: Observer,
    shown: Mapping[str, Evidence],
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


def test_every_finding_holds_by_its_words(whole: tuple[Sequence[Finding], Holding]) -> None:
    findings, holding = whole
    broken = {x.id: holding.broken(x) for x in findings}
    assert {x: columns for x, columns in broken.items() if columns} == {}


def test_every_stance_of_a_program_is_that_of_some_case(
    whole: tuple[Sequence[Finding], Holding], asked: tuple[Sequence[JudgedCase], Sequence[Program]]
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
