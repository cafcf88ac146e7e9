"""Why columns say what they say of a case, and what would be accepted instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fakes
import pytest
from fakes.compare import CLOSED, STATE, explained, judges

from conformance.compare.accepted_twin import Twin
from conformance.compare.explanation import explain
from conformance.errors import UsageError
from conformance.model import Expectation, Judgement, Verdict
from conformance.programs.protocol import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., fakes.Outcome]


def test_columns_that_do_not_accept_are_explained_with_their_claims() -> None:
    found = explained(fakes.case("a/b", '{"state": "idle"}'))
    (closed,) = found.columns
    (reason,) = closed.judgement.reasons
    assert (closed.column, closed.judgement.verdict) == ("closed.declared", Verdict.REJECT)
    assert (reason.instance, reason.keyword, closed.claims) == ("/state", "enum", ((STATE,),))
    assert found.accept == ("open.declared",)


def test_one_column_is_explained_also_where_it_accepts() -> None:
    found = explained(fakes.case("a/b", '{"state": "idle"}'), column="open.declared")
    assert [x.column for x in found.columns] == ["open.declared"]
    assert found.twin is None


def test_programs_are_told_of_as_they_were_recorded() -> None:
    why = reason_of("/state", "enum", "idle is unknown")
    refusing = fakes.program(
        {"a/b": Judgement(verdict=Verdict.REJECT, reasons=(why,)), "a/near": Verdict.ACCEPT}
    )
    taking = fakes.program({"a/b": Verdict.ACCEPT, "a/near": Verdict.REJECT}, name="taking")
    lossy = fakes.program({"a/b": Verdict.LOSSY, "a/near": Verdict.LOSSY}, name="lossy")
    cases = [
        fakes.case("a/b", '{"state": "idle"}', near="a/near"),
        fakes.case("a/near", '{"state": "on"}'),
    ]
    programs = [refusing, taking, lossy]
    found = explained(*cases, programs=programs)
    assert [(x.column, x.judgement.verdict) for x in found.columns] == [
        ("closed.declared", Verdict.REJECT),
        ("test.one", Verdict.REJECT),
        ("test.lossy", Verdict.LOSSY),
    ]
    assert found.accept == ("open.declared", "test.taking")
    assert found.twin is not None
    assert found.twin.accept == ("closed.declared", "test.one")

    alone = explained(*cases, programs=programs, column="test.one")
    assert [(x.column, x.judgement.reasons, x.claims) for x in alone.columns] == [
        ("test.one", (why,), ((),))
    ]
    assert alone.twin == Twin(
        value={"state": "on"}, near="a/near", differs=("/state",), accept=("test.one",)
    )
    assert explained(*cases, programs=programs, column="test.taking").twin is None
    assert explained(cases[1], programs=programs, column="test.taking").twin is None


def test_a_departure_is_said() -> None:
    must = Expectation(verdict="accept", level="must")
    found = explained(fakes.case("a/b", '{"state": "idle"}', expect=must))
    assert [x.departs for x in found.columns] == [True]
    found = explained(fakes.case("a/b", '{"state": "idle"}'))
    assert [x.departs for x in found.columns] == [False]


@pytest.mark.parametrize(
    ("case", "column", "words"),
    [
        ("a/d", None, "there is no case 'a/d'; did you mean a/c or a/b?"),
        ("zzz", None, "there is no case 'zzz'; there are 2, none alike"),
        ("a/b", "closed", "there is no column 'closed'; did you mean closed.declared?"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    case: str, column: str | None, words: str
) -> None:
    corpus = fakes.corpus(fakes.case("a/b", "{}"), fakes.case("a/c", "{}"))
    with pytest.raises(UsageError) as caught:
        explain(fakes.record(CLOSED), corpus, judges(CLOSED), case=case, column=column)
    assert str(caught.value) == words


# --- the command that runs it again --------------------------------------------------------------


# --- the command line ----------------------------------------------------------------------------
