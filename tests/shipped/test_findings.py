"""What the findings of the shipped record say of the packages that people install."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes.newest import newest

from conformance.compare.case_causes import Observer
from conformance.compare.disagreements import Comparison
from conformance.compare.holding import Holding
from conformance.compare.program_causes import attributed
from conformance.judges.panel import JudgedCase, with_programs
from conformance.model import Cause, Fact, Program, Verdict
from conformance.pipeline import Loaded, judge, load
from conformance.record.load import load_record
from conformance.record.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.compare.findings import Evidence
    from conformance.model import Finding

pytestmark = pytest.mark.untraced

RECORD = Path(__file__).parents[2] / "schemas" / "realtime-conversation-item"
UNIONS = {newest(f"sdk.openai-{x}.union") for x in ("java", "node", "python")}
TAKING = {Verdict.ACCEPT, Verdict.LOSSY}


@pytest.fixture(scope="module")
def observer() -> Observer:
    return Observer(load_record(RECORD).variants)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(Settings(), record=str(RECORD))


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


@pytest.mark.parametrize(
    ("name", "refused", "taken"),
    [
        ('/content/*/type = "text"', True, newest("sdk.openai-python.item")),
        ('/content/*/type = "output_text"', False, newest("sdk.openai-client-base.union")),
        ('/content/*/type = "input_image"', False, newest("sdk.openai-client-base.union")),
        ('/content = absent & /type = "message"', True, newest("sdk.openai-node")),
        ("/type = absent", True, newest("sdk.openai-java")),
    ],
)
def test_what_the_current_unions_do_otherwise_is_told(
    shown: dict[str, Evidence], name: str, *, refused: bool, taken: str
) -> None:
    judgements = shown[name].judgements
    said = {judgements[union].verdict for union in UNIONS}
    assert said == ({Verdict.REJECT} if refused else {Verdict.ACCEPT})
    assert judgements[taken].verdict is Verdict.ACCEPT


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


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        (
            [("/content/*", "an unlisted property"), ("/id", "a string")],
            {"openapi.declared", "scala.declared", "scala.documented"},
        ),
        (
            [("/id", "absent"), ("/status", '"in_progress"')],
            {"openapi.documented", "elixir.documented"},
        ),
        (
            [("/content/*/type", '"text"'), ("/role", '"user"')],
            {f"{x}.documented" for x in ("elixir", "openapi", "rust", "scala", "typescript")},
        ),
    ],
)
def test_features_that_only_stand_beside_the_cause_are_no_finding(
    whole: tuple[list[Finding], Holding], facts: list[tuple[str, str]], broken: set[str]
) -> None:
    findings, holding = whole
    cause = Cause(tuple(Fact(*fact) for fact in facts))
    assert cause.id not in {x.id for x in findings}
    stances = dict.fromkeys(sorted(broken), Verdict.REJECT)
    claimed = replace(findings[0], cause=cause, stances=stances, cases=())
    assert {*holding.broken(claimed)} == broken


def test_a_type_of_another_value_is_named(whole: tuple[list[Finding], Holding]) -> None:
    mistyped = {x.id: x.mistyped for x in whole[0] if x.mistyped}
    client = {newest("sdk.openai-python.union-construct"): "RealtimeConversationItemSystemMessage"}
    assert mistyped['/type = "item_reference"'] == client
    assert mistyped["/type = absent"] == client
    assert mistyped["/type = any other string"] == client
    assert {column for found in mistyped.values() for column in found} == {
        newest("sdk.openai-java.union-decode"),
        newest("sdk.openai-python.union-construct"),
    }
