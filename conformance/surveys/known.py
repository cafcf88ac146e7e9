"""Compares the differences of whole sources with a list of known ones.

A difference is listed as for one type, at a place that starts with the type's name:
`/Order/status`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.baseline.gate import GateResult
from conformance.baseline.match import compare
from conformance.jsontext.pointers import joined
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from conformance.baseline.load import Baseline
    from conformance.model import Cause
    from conformance.results.lines import FindingLine
    from conformance.surveys.results import Entry, Survey


def columns_of(sources: Iterable[str]) -> list[str]:
    """Return the ids of the columns of whole sources, by the sources' ids."""
    return [f"{source}.declared" for source in sources]


def lines_of(survey: Survey) -> list[FindingLine]:
    """Return what differs in all types themselves, each at a place under its type."""
    return [
        replace(line, finding=replace(line.finding, cause=_under(entry, line.cause)))
        for entry in survey.entries
        if entry.own is not None
        for line in entry.own.findings
    ]


def judged(survey: Survey, listed: Baseline, today: date) -> GateResult:
    """Return how the differences compare with those that are listed.

    Args:
        survey: The comparison.
        listed: The known differences.
        today: The day by which entries expire.
    """
    columns = columns_of(source.id for source in survey.sources)
    match = compare(listed, lines_of(survey), asked=columns, ran=columns, today=today)
    found: dict[State, list[str]] = {state: [] for state in State}
    for cause, state in match.states.items():
        found[state].append(cause.id)
    found[State.VANISHED] += [cause.id for cause in match.vanished]
    fails = any(ids for state, ids in found.items() if state is not State.KNOWN)
    return GateResult(
        states={state: tuple(ids) for state, ids in found.items()},
        departures=(),
        not_run=(),
        exit_code=int(fails),
    )


def without_known(survey: Survey, outcome: GateResult) -> Survey:
    """Return the survey without the differences that are known."""
    known = set(outcome.states[State.KNOWN])
    return replace(survey, entries=tuple(_left(entry, known) for entry in survey.entries))


def _left(entry: Entry, known: Collection[str]) -> Entry:
    if entry.own is None:
        return entry
    left = [x for x in entry.own.findings if _under(entry, x.cause).id not in known]
    return replace(entry, own=replace(entry.own, findings=tuple(left)))


def _under(entry: Entry, cause: Cause) -> Cause:
    place = joined("", entry.name)
    return replace(cause, facts=tuple(x._replace(place=f"{place}{x.place}") for x in cause.facts))
