"""Gathers what the reports on several records say of each: one row a record."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.model import Kind
from conformance.reporters.views.bites import bites
from conformance.reporters.views.entries import entries
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.sentences import apart, conflict
from conformance.reporters.words.summary import headline, proof
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.reporters.views.bites import Bite
    from conformance.reporters.views.overview import Overview
    from conformance.reporters.words.columns import Columns
    from conformance.reporters.words.phrases import Phrase

MAX_BITES = 3
"""At most this many findings stand in a record's row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BiteRow:
    """A finding in a record's row.

    Attributes:
        id: The finding's id.
        title: What is special, and where.
        who: Who accepts it and who rejects it.
        payload: The smallest payload, as JSON.
        live: Whether the newest releases of different packages disagree on it.
    """

    id: str
    title: Phrase
    who: Phrase
    payload: str
    live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """What the reports say of one record.

    Attributes:
        id: The record's id, which is the name of the folder with its reports.
        title: Its name.
        about: What it is; may be empty.
        error: Why it could not be run; None if it was. Then the rest is empty.
        trouble: What is missing in a run that was not done in full; None if nothing is.
        exit_code: The exit code of a run over it alone.
        headline: The sentence on what descriptions conflict on.
        findings: The number of findings.
        counts: Kind -> number of findings; a finding may be of several kinds.
        proof: How far the list of findings is proven.
        complete: Whether it is proven complete.
        programs: Whether some columns are programs, which are only tested.
        states: How many findings are known, new, …; None if the run was compared with no list.
        bites: What bites most.
    """

    id: str
    title: str
    about: str = ""
    error: str | None = None
    trouble: str | None = None
    exit_code: int = 0
    headline: str = ""
    findings: int = 0
    counts: Mapping[Kind, int] = field(default_factory=dict)
    proof: str = ""
    complete: bool = False
    programs: bool = False
    states: Mapping[State, int] | None = None
    bites: Sequence[BiteRow] = ()

    @property
    def news(self) -> str:
        """The findings that are not as listed, for example `2 new, 1 vanished`; empty if none."""
        states = self.states or {}
        return ", ".join(
            f"{number} {state.value}"
            for state, number in states.items()
            if state is not State.KNOWN
        )


def row_of(run: Overview, *, exit_code: int) -> RecordRow:
    """Return the row of a record that was run.

    Args:
        run: The run.
        exit_code: The exit code of a run over this record alone.
    """
    columns = columns_of(run.columns, run.header.variants, run.header.fields)
    found = bites(run, entries(run.findings, columns, {}), columns)
    states = Counter(line.state for line in run.findings if line.state is not None)
    return RecordRow(
        id=run.header.record,
        title=run.header.title or run.header.record,
        about=run.header.about,
        exit_code=exit_code,
        headline=headline(run, run.field_table),
        findings=run.footer.findings,
        counts={kind: run.footer.counts[kind] for kind in Kind if run.footer.counts.get(kind)},
        proof=proof(run),
        complete=run.footer.complete,
        programs=run.programs,
        states={x: states[x] for x in State if states[x]} if run.header.demands.baseline else None,
        bites=[_bite(bite, columns) for bite in found[:MAX_BITES]],
    )


def _bite(bite: Bite, columns: Columns) -> BiteRow:
    return BiteRow(
        id=bite.shown.id,
        title=bite.entry.title,
        who=apart(bite.accepting, bite.rejecting)
        if bite.live
        else conflict(bite.accept, bite.reject, columns),
        payload=bite.payload,
        live=bite.live,
    )
