"""What the findings of the shipped record say of the packages that people install."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conformance.compare.case_causes import Observer
from conformance.compare.holding import Holding
from conformance.compare.program_causes import attributed
from conformance.compare.unexplained import remaining
from conformance.judges.panel import JudgedCase, with_programs
from conformance.model import Program, Verdict
from conformance.pipeline import judge, load
from conformance.record.load import load_record
from conformance.record.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.compare.findings import Evidence

RECORD = Path(__file__).parents[2] / "schemas" / "realtime-conversation-item"
UNIONS = {
    f"sdk.openai-{x}" for x in ("java.union@4.101.0", "node.union@7.57.0", "python.union@3.54.0")
}
TAKING = {Verdict.ACCEPT, Verdict.LOSSY}


@pytest.fixture(scope="module")
def observer() -> Observer:
    return Observer(load_record(RECORD).variants)


@pytest.fixture(scope="module")
def asked() -> tuple[list[JudgedCase], Sequence[Program]]:
    loaded = load(Settings(), record=str(RECORD))
    return [with_programs(x, loaded.programs) for x in judge(loaded)], loaded.programs


@pytest.fixture(scope="module")
def shown(
    asked: tuple[list[JudgedCase], Sequence[Program]], observer: Observer
) -> dict[str, Evidence]:
    """Give what cases alone show of programs, without the exact comparison's causes."""
    cases, programs = asked
    holding = Holding(cases, observer=observer)
    found = attributed([], cases, holding=holding, programs=programs)
    return {one.cause.id: one for one in found}


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
    assert refused > 4_000
    assert untold == []


@pytest.mark.parametrize(
    ("name", "refused", "taken"),
    [
        ('/content/*/type = "text"', True, "sdk.openai-python.item@3.54.0"),
        ('/content/*/type = "output_text"', False, "sdk.openai-client-base.union@0.16.1"),
        ('/content/*/type = "input_image"', False, "sdk.openai-client-base.union@0.16.1"),
        ('/content = absent & /type = "message"', True, "sdk.openai-node@7.57.0"),
        ("/type = absent", True, "sdk.openai-java@4.101.0"),
    ],
)
def test_what_the_current_unions_do_otherwise_is_told(
    shown: dict[str, Evidence], name: str, *, refused: bool, taken: str
) -> None:
    judgements = shown[name].judgements
    said = {judgements[union].verdict for union in UNIONS}
    assert said == ({Verdict.REJECT} if refused else {Verdict.ACCEPT})
    assert judgements[taken].verdict is Verdict.ACCEPT
