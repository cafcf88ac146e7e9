"""Decides whether a run passes: by the known disagreements, and by columns that must conform.

The gate's answer is part of the lines, so that every report can show it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance.baseline.match import compare
from conformance.compare.findings import kinds_of
from conformance.dataclass import dataclass
from conformance.errors import UsageError
from conformance.model import Finding
from conformance.results.lines import (
    CaseLine,
    ColumnLine,
    Demands,
    FindingLine,
    HeaderLine,
    Known,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.baseline.load import Baseline, Entry
    from conformance.baseline.match import Match
    from conformance.model import Cause
    from conformance.results.lines import Line

VANISHED = ("fail", "warn")
"""The effect on the run of a listed disagreement that is no longer found."""

_FAILED, _NOT_RUN = 1, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The demands that a run has to meet.

    Attributes:
        baseline: The known disagreements; None if the run is compared with none.
        vanished: `fail`, or `warn`: whether a listed disagreement that is no longer found fails
            the run.
        enforce: The columns that must not depart from a `must` expectation of the corpus.
    """

    baseline: Baseline | None = None
    vanished: str = "fail"
    enforce: tuple[str, ...] = ()

    @property
    def has_expiry(self) -> bool:
        """Whether the gate's answer depends on the day."""
        entries = () if self.baseline is None else self.baseline.entries
        return any(entry.expires is not None for entry in entries)

    @property
    def demands(self) -> Demands:
        """The demands, in the form of the header."""
        return Demands(
            baseline=self.baseline is not None, vanished=self.vanished, enforce=self.enforce
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """The gate's answer for a run.

    Attributes:
        states: Every state -> the ids of the findings in it.
        departures: The enforced column and the case in which it departs.
        not_run: The enforced column that did not run, and the reason.
        exit_code: 1 if a state or a departure fails the run; else 3 if an enforced column did not
            run; else 0.
    """

    states: Mapping[State, tuple[str, ...]]
    departures: tuple[tuple[str, str], ...]
    not_run: tuple[tuple[str, str], ...]
    exit_code: int


def gated(lines: Iterable[Line], gate: Gate) -> Iterator[Line]:
    """Yield a run's lines, with the states of the findings, then the findings that vanished.

    The header gets the gate's demands. Entries expire by the day of the run. A vanished finding has
    the listed stances and their kinds, and no witness.

    Raises:
        UsageError: `enforce` names a column that the run does not have.
    """
    today = date.min
    columns: list[ColumnLine] = []
    waiting: list[FindingLine] = []
    pending = True
    for line in lines:
        match line:
            case HeaderLine():
                if gate.baseline is not None:
                    today = date.fromisoformat(line.made[:10])
                yield replace(line, gate=gate.demands)
                continue
            case ColumnLine():
                columns.append(line)
            case FindingLine():
                waiting.append(line)
                continue
            case CaseLine():
                _check_enforced(gate, columns)
            case _ if pending:
                pending = False
                yield from _judged(gate, waiting, columns=columns, today=today)
        yield line


class GateTally:
    """Collects the gate's answer from lines that went through `gated`."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._demands = Demands()
        self._states: dict[State, list[str]] = {state: [] for state in State}
        self._departures: list[tuple[str, str]] = []
        self._not_run: list[tuple[str, str]] = []

    def add(self, line: Line) -> None:
        """Take a line of the run."""
        match line:
            case HeaderLine():
                self._demands = line.demands
            case ColumnLine() if line.not_run and _enforced(line.id, self._demands.enforce):
                self._not_run.append((line.id, line.not_run))
            case CaseLine():
                self._departures += enforced_departures(line, self._demands.enforce)
            case FindingLine() if line.state is not None:
                self._states[line.state].append(line.id)
            case _:
                pass

    def result(self) -> GateResult:
        """Return the gate's answer for the whole run."""
        excused = {State.KNOWN}
        if self._demands.vanished == "warn":
            excused.add(State.VANISHED)
        differs = any(self._states[state] for state in State if state not in excused)
        failed = bool(self._departures) or differs
        return GateResult(
            states={state: tuple(found) for state, found in self._states.items()},
            departures=tuple(self._departures),
            not_run=tuple(self._not_run),
            exit_code=_FAILED if failed else _NOT_RUN if self._not_run else 0,
        )


def enforced_departures(line: CaseLine, enforce: Sequence[str]) -> list[tuple[str, str]]:
    """Return each enforced column that departs from a `must` expectation, with the case's id.

    Args:
        line: The case.
        enforce: The ids of the columns, or patterns.
    """
    return [(column, line.id) for column in line.departures if _enforced(column, enforce)]


def _enforced(column: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(column, pattern) for pattern in patterns)


def _check_enforced(gate: Gate, columns: Sequence[ColumnLine]) -> None:
    for pattern in gate.enforce:
        if not any(fnmatchcase(column.id, pattern) for column in columns):
            raise UsageError(
                f"no column of this run matches {pattern!r}, which is to be enforced",
                hint=f"the columns are {', '.join(column.id for column in columns)}",
            )


def _judged(
    gate: Gate, findings: Sequence[FindingLine], *, columns: Sequence[ColumnLine], today: date
) -> Iterator[FindingLine]:
    if gate.baseline is None:
        yield from findings
        return
    match = compare(
        gate.baseline,
        findings,
        asked=[column.id for column in columns],
        ran=[column.id for column in columns if not column.not_run],
        today=today,
    )
    for line in findings:
        state = match.states[line.cause]
        yield replace(line, state=state, known=_known(match.known.get(line.cause)))
    for cause in match.vanished:
        yield _vanished(cause, match, columns)


def _known(entry: Entry | None) -> Known | None:
    if entry is None:
        return None
    return Known(
        category=entry.category,
        reason=entry.reason,
        expires=None if entry.expires is None else entry.expires.isoformat(),
        link=entry.link,
    )


def _vanished(cause: Cause, match: Match, columns: Sequence[ColumnLine]) -> FindingLine:
    by_id = {line.id: line.column for line in columns}
    entry = match.known[cause]
    kinds = kinds_of({by_id[column]: stance for column, stance in entry.stances.items()})
    return FindingLine(
        finding=Finding(
            cause=cause,
            kinds=tuple(kinds),
            stances=entry.stances,
            witness=None,
            twin=None,
            cases=(),
            claims=(),
            skew=False,
        ),
        proven=False,
        state=State.VANISHED,
        known=_known(entry),
    )
