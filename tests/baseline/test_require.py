from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes import ACCEPT, REJECT, SILENT

from conformance.baseline.require import DEMANDS, Answer, Required, required
from conformance.exact import Relation
from conformance.model import Cause, Finding
from conformance.results.lines import FindingLine, RelationLine, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Verdict


def finding(stances: Mapping[str, Verdict], state: State | None = None) -> FindingLine:
    found = Finding(
        cause=Cause.of("/a", '"x"'),
        kinds=(),
        stances=stances,
        witness=None,
        twin=None,
        cases=(),
        claims=(),
        skew=False,
    )
    return FindingLine(finding=found, proven=True, state=state)


def relation(a: str, b: str, name: str, *, proven: bool = True) -> RelationLine:
    found = Relation(
        relation=name,
        proven=proven,
        why_not=(),
        both=None,
        only_a=None,
        only_b=None,
        gap_a=None,
        gap_b=None,
    )
    return RelationLine(a=a, b=b, relation=found)


WIDER, NARROWER = {"a": REJECT, "b": ACCEPT}, {"a": ACCEPT, "b": REJECT}
GAP = {"a": ACCEPT, "b": SILENT}


@pytest.mark.parametrize(
    ("stances", "broken"),
    [
        (WIDER, {"agree", "equal", "forward", "full"}),
        (NARROWER, {"agree", "within", "equal", "backward", "full"}),
        (GAP, {"equal"}),
        ({"b": ACCEPT, "c": REJECT}, {"agree", "equal"}),
        ({"a": ACCEPT, "b": ACCEPT}, set()),
    ],
)
def test_a_finding_breaks_what_it_speaks_against(
    stances: Mapping[str, Verdict], broken: set[str]
) -> None:
    answers = {
        demand: required(
            demand, [finding(stances)], [], first="a", complete=True, versions=[("a", "b")]
        )
        for demand in DEMANDS
    }

    assert {demand for demand, found in answers.items() if found.answer is Answer.BROKEN} == broken
    assert all(answers[demand].breaking == ('/a = "x"',) for demand in broken)


@pytest.mark.parametrize("state", [State.KNOWN, State.VANISHED])
def test_a_known_finding_breaks_nothing(state: State) -> None:
    found = required("agree", [finding(NARROWER, state)], [], first="a", complete=True)

    assert found == Required(answer=Answer.MET)


def test_a_known_finding_that_changed_breaks_it() -> None:
    found = required("agree", [finding(NARROWER, State.CHANGED)], [], first="a", complete=True)

    assert found.answer is Answer.BROKEN


@pytest.mark.parametrize(
    ("demand", "name", "answer"),
    [
        ("agree", "agree", Answer.MET),
        ("agree", "within", Answer.UNDECIDED),
        ("within", "within", Answer.MET),
        ("within", "contains", Answer.UNDECIDED),
        ("equal", "equal", Answer.MET),
        ("equal", "agree", Answer.UNDECIDED),
    ],
)
def test_proven_relations_meet_it_though_the_findings_are_not_all_proven(
    demand: str, name: str, answer: Answer
) -> None:
    found = required(
        demand, [], [relation("a", "b", name)], first="a", complete=False, why_not=["a pattern"]
    )

    assert found.answer is answer
    assert found.why_not == (() if answer is Answer.MET else ("a pattern",))


@pytest.mark.parametrize(
    ("demand", "name", "answer"),
    [
        ("backward", "within", Answer.MET),
        ("backward", "contains", Answer.UNDECIDED),
        ("forward", "contains", Answer.MET),
        ("forward", "within", Answer.UNDECIDED),
        ("full", "agree", Answer.MET),
        ("full", "within", Answer.UNDECIDED),
    ],
)
def test_versions_are_met_by_the_relations_of_their_pairs_alone(
    demand: str, name: str, answer: Answer
) -> None:
    relations = [relation("a", "b", name), relation("a", "c", "overlap")]

    found = required(demand, [], relations, first="a", complete=False, versions=[("a", "b")])

    assert found.answer is answer


def test_within_is_about_the_first_source_whichever_side_it_is_on() -> None:
    relations = [relation("b", "a", "contains"), relation("b", "c", "overlap")]

    found = required("within", [], relations, first="a", complete=False)
    assert found.answer is Answer.MET


def test_what_is_not_proven_meets_nothing() -> None:
    relations = [relation("a", "b", "equal", proven=False)]

    assert required("equal", [], relations, first="a", complete=False).answer is Answer.UNDECIDED
