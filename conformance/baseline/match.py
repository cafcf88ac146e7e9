"""Compares the findings of a run with the known disagreements.

The file is a record's `baseline.json`, its format is `formats/baseline.schema.json`.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.baseline.load import Baseline, Entry, disagree
from conformance.dataclass import dataclass
from conformance.results.lines import Stances, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from conformance.model import Cause
    from conformance.results.lines import FindingLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The findings of a run compared with the baseline.

    Attributes:
        states: The state of each finding, in the findings' order.
        vanished: The listed causes that are no longer found, in the baseline's order.
        known: The entry of every listed cause.
    """

    states: Mapping[Cause, State] = field(default_factory=dict)
    vanished: tuple[Cause, ...] = ()
    known: Mapping[Cause, Entry] = field(default_factory=dict)


def compare(
    baseline: Baseline,
    findings: Iterable[FindingLine],
    *,
    asked: Collection[str],
    ran: Collection[str],
    today: date,
) -> Match:
    """Return the state of every finding, and the listed causes that are no longer found.

    Only columns with a stance on a finding are compared: a column that did not run, or crashed,
    disagrees with nobody. Nothing counts as vanished if the run left out some of the baseline's
    columns, or if too few of an entry's columns ran to show a disagreement.

    Args:
        baseline: The known disagreements.
        findings: The findings of the run.
        asked: The columns of the run.
        ran: Those of them that gave verdicts.
        today: The day by which entries expire.
    """
    known = baseline.by_cause()
    states: dict[Cause, State] = {}
    for line in findings:
        states[line.cause] = _state(known.get(line.cause), line.finding.stances, today)
    whole = set(baseline.columns) <= set(asked)
    vanished = [
        cause
        for cause, entry in known.items()
        if whole and cause not in states and disagree(_among(entry.stances, ran))
    ]
    return Match(states=states, vanished=tuple(vanished), known=known)


def _state(entry: Entry | None, stances: Stances, today: date) -> State:
    if entry is None or not entry.reason:
        return State.NEW
    if _among(entry.stances, stances) != stances:
        return State.CHANGED
    if entry.expires is not None and today > entry.expires:
        return State.EXPIRED
    return State.KNOWN


def _among(stances: Stances, columns: Collection[str]) -> Stances:
    return {column: stance for column, stance in stances.items() if column in columns}
