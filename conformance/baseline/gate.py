"""Lets a run pass or fail: by the known disagreements, and by columns that have to conform.

What the gate decides is written into the results, so that every report made of them can say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from conformance.baseline.match import compare
from conformance.compare.findings import kinds_of
from conformance.errors import UsageError
from conformance.model import Column, Verdict
from conformance.results.lines import STANCES, State, cause_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.baseline.load import Baseline, Entry
    from conformance.baseline.match import Match
    from conformance.model import Cause, Json
    from conformance.results.lines import Stances

VANISHED = ("fail", "warn")
"""What a listed disagreement that is found no more does to the run."""

_FAILED, _NOT_RUN = 1, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What a run has to pass.

    Attributes:
        baseline: The known disagreements; None where the run is not compared with any.
        vanished: `fail`, or `warn`: whether what is listed and found no more fails the run.
        enforce: The columns that must not depart from what the corpus expects.
    """

    baseline: Baseline | None = None
    vanished: str = "fail"
    enforce: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """What the gate says of a results file.

    Attributes:
        states: Every state -> the ids of the findings in it.
        departures: The enforced column and the case it departs in.
        not_run: The enforced column that did not run, and why.
        exit_code: 1 where a state or a departure fails the run, else 3 where an enforced column
            did not run, else 0.
    """

    states: Mapping[State, tuple[str, ...]]
    departures: tuple[tuple[str, str], ...]
    not_run: tuple[tuple[str, str], ...]
    exit_code: int


def gated(lines: Iterable[dict[str, Json]], gate: Gate) -> Iterator[dict[str, Json]]:
    """Yield a run's lines, the findings with their state, then those that vanished.

    The header says what the gate demands (`gate`). The day against which entries expire is the
    one on which the run was made. A line of state `vanished` bears the stances that are listed
    and the kinds that they make, and no witness.

    Raises:
        UsageError: `enforce` names a column that the run does not have.
    """
    today = date.min
    columns: list[Column] = []
    ran: list[str] = []
    waiting: list[dict[str, Json]] = []
    pending = True
    for line in lines:
        match line["kind"]:
            case "header":
                today = date.fromisoformat(str(line["made"])[:10])
                yield {**line, "gate": _demands(gate)}
                continue
            case "column":
                columns.append(_column(line))
                ran += [] if line["not_run"] else [str(line["id"])]
            case "finding":
                waiting.append(line)
                continue
            case "case":
                _check_enforced(gate, columns)
            case _ if pending:
                pending = False
                yield from _judged(gate, waiting, columns=columns, ran=ran, today=today)
        yield line


def outcome(lines: Iterable[Mapping[str, Any]]) -> GateResult:
    """Return what the gate says, from the lines of a results file that went through `gated`."""
    demands: Mapping[str, Any] = _demands(Gate())
    states: dict[State, list[str]] = {state: [] for state in State}
    departed: list[tuple[str, str]] = []
    not_run: list[tuple[str, str]] = []
    for line in lines:
        match line["kind"]:
            case "header":
                demands = line.get("gate", demands)
            case "column" if line["not_run"] and _enforced(line["id"], demands["enforce"]):
                not_run.append((line["id"], line["not_run"]))
            case "case":
                departed += enforced_departures([line], demands["enforce"])
            case "finding" if line.get("state") is not None:
                states[State(line["state"])].append(line["id"])
    excused = {State.KNOWN} | ({State.VANISHED} if demands["vanished"] == "warn" else set())
    failed = departed or any(states[state] for state in State if state not in excused)
    return GateResult(
        states={state: tuple(found) for state, found in states.items()},
        departures=tuple(departed),
        not_run=tuple(not_run),
        exit_code=_FAILED if failed else _NOT_RUN if not_run else 0,
    )


def enforced_departures(
    cases: Iterable[Mapping[str, Any]], enforce: Sequence[str]
) -> list[tuple[str, str]]:
    """Return each enforced column with each case in which it departs from a `must` expectation.

    Args:
        cases: Case lines of a results file.
        enforce: The ids of the columns, or patterns.
    """
    return [
        (column, case["id"])
        for case in cases
        for column in case["departures"]
        if _enforced(column, enforce)
    ]


def _enforced(column: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(column, pattern) for pattern in patterns)


def _demands(gate: Gate) -> dict[str, Json]:
    return {
        "baseline": gate.baseline is not None,
        "vanished": gate.vanished,
        "enforce": list(gate.enforce),
    }


def _check_enforced(gate: Gate, columns: Sequence[Column]) -> None:
    for pattern in gate.enforce:
        if not any(fnmatchcase(column.id, pattern) for column in columns):
            raise UsageError(
                f"no column of this run matches {pattern!r}, which is to be enforced",
                hint=f"the columns are {', '.join(column.id for column in columns)}",
            )


def _judged(
    gate: Gate,
    findings: Sequence[dict[str, Json]],
    *,
    columns: Sequence[Column],
    ran: Sequence[str],
    today: date,
) -> Iterator[dict[str, Json]]:
    if gate.baseline is None:
        yield from ({**finding, "state": None, "known": None} for finding in findings)
        return
    by_id = {column.id: column for column in columns}
    comparison = compare(gate.baseline, findings, asked=by_id, ran=ran, today=today)
    for finding in findings:
        cause = cause_of(finding)
        state = comparison.states[cause]
        yield {**finding, "state": state.value, "known": _known(comparison, cause)}
    for cause in comparison.vanished:
        yield _vanished(cause, comparison, by_id)


def _column(line: Mapping[str, Any]) -> Column:
    return Column(
        id=line["id"], group=line["group"], reading=line["reading"], variant=line["variant"]
    )


def _known(comparison: Match, cause: Cause) -> dict[str, Json] | None:
    entry: Entry | None = comparison.known.get(cause)
    if entry is None:
        return None
    return {
        "class": entry.category,
        "reason": entry.reason,
        "expires": None if entry.expires is None else entry.expires.isoformat(),
        "link": entry.link,
    }


def _vanished(cause: Cause, comparison: Match, columns: Mapping[str, Column]) -> dict[str, Json]:
    entry = comparison.known[cause]
    stances = entry.stances
    alone = len(cause.places) == 1
    return {
        "kind": "finding",
        "id": cause.id,
        "place": cause.places[0] if alone else list(cause.places),
        "special": cause.specials[0] if alone else list(cause.specials),
        "kinds": [
            kind.value for kind in kinds_of({columns[x]: stance for x, stance in stances.items()})
        ],
        **_sides(stances),
        "witness": None,
        "twin": None,
        "cases": [],
        "claims": [],
        "skew": False,
        "state": State.VANISHED.value,
        "known": _known(comparison, cause),
        "proven": False,
    }


def _sides(stances: Stances) -> dict[str, Json]:
    """Return the stances as a finding's line has them: what is lossy stands under accept too."""
    sides: dict[str, list[Json]] = {stance.value: [] for stance in STANCES}
    for column, stance in stances.items():
        sides[stance.value].append(column)
        if stance is Verdict.LOSSY:
            sides[Verdict.ACCEPT.value].append(column)
    lossy = sides.pop(Verdict.LOSSY.value)
    return {**sides, **({Verdict.LOSSY.value: lossy} if lossy else {})}
