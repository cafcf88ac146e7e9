"""Whether whole sources relate as is required."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.baseline.require import Answer
from conformance.model import Witness
from conformance.surveys.required import demanded
from conformance.surveys.results import Entry, Named, Pair, State, Survey

if TYPE_CHECKING:
    from collections.abc import Mapping


def survey(*entries: Entry, ids: str = "abc") -> Survey:
    sources = tuple(Named(id=x, name=x, title=x, notation="", types=1, files={}) for x in ids)
    return Survey(sources=sources, entries=entries)


def entry(*pairs: Pair, state: State = State.DIFFERS, ids: str = "abc") -> Entry:
    return Entry(name="T", types=dict.fromkeys(ids, ("T",)), state=state, pairs=pairs)


def pair(ends: str, kinds: str = "", unsettled: tuple[str, ...] = ()) -> Pair:
    witnesses: Mapping[str, Witness] = {kind: Witness(value=1) for kind in kinds.split()}
    return Pair(a=ends[0], b=ends[1], relation="overlap", witnesses=witnesses, unsettled=unsettled)


@pytest.mark.parametrize(
    ("demand", "pairs", "answer"),
    [
        ("backward", [pair("ab", "only_a")], Answer.BROKEN),
        ("backward", [pair("ab", "only_b")], Answer.MET),
        ("backward", [pair("ac", "only_a")], Answer.MET),
        ("backward", [pair("ab", "", ("only_a",))], Answer.UNDECIDED),
        ("forward", [pair("bc", "only_b")], Answer.BROKEN),
        ("forward", [pair("ab", "only_a")], Answer.MET),
        ("full", [pair("ab", "only_b")], Answer.BROKEN),
        ("within", [pair("ab", "only_a")], Answer.BROKEN),
        ("within", [pair("bc", "only_a")], Answer.MET),
        ("agree", [pair("bc", "only_b")], Answer.BROKEN),
        ("agree", [pair("bc", "gap_a")], Answer.MET),
        ("equal", [pair("bc", "gap_a")], Answer.BROKEN),
    ],
)
def test_a_demand_is_on_the_pairs_that_it_is_about(
    demand: str, pairs: list[Pair], answer: Answer
) -> None:
    assert demanded(demand, survey(entry(*pairs)), transitive=False).answer is answer


def test_older_and_newer_ones_that_are_no_neighbours_count_where_it_is_asked_for() -> None:
    found = survey(entry(pair("ac", "only_a")))

    assert demanded("backward", found, transitive=True).answer is Answer.BROKEN


@pytest.mark.parametrize(
    ("demand", "ids", "answer"),
    [
        ("backward", "a", Answer.BROKEN),
        ("backward", "c", Answer.MET),
        ("forward", "c", Answer.BROKEN),
        ("equal", "a", Answer.BROKEN),
        ("agree", "a", Answer.MET),
    ],
)
def test_a_type_that_only_one_has_breaks_what_is_about_versions(
    demand: str, ids: str, answer: Answer
) -> None:
    found = survey(entry(state=State.LONE, ids=ids))

    assert demanded(demand, found, transitive=False).answer is answer


@pytest.mark.parametrize("state", [State.SEVERAL, State.UNREAD, State.UNDECIDED])
def test_what_is_not_known_is_not_decided(state: State) -> None:
    found = demanded("agree", survey(entry(state=state)), transitive=False)

    assert found.answer is Answer.UNDECIDED
    assert found.why_not == (f"T: {state.value}",)
