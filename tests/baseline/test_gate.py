"""Whether a run passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from fakes import results as fake

from conformance.baseline import gate as module
from conformance.baseline.gate import Gate, GateResult, GateTally
from conformance.baseline.load import Baseline
from conformance.baseline.update import update
from conformance.cli.gate import gate_lines
from conformance.errors import UsageError
from conformance.results.lines import CaseLine, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS = ("a.declared", "b.declared")
FINDING: dict[str, Any] = {
    "kind": "finding",
    "id": "/x = null",
    "place": "/x",
    "special": "null",
    "kinds": ["conflict"],
    "accept": ["a.declared"],
    "reject": ["b.declared"],
    "silent": [],
    "witness": {"value": {"x": None}},
    "twin": {"value": {}},
    "cases": ["x/null"],
    "claims": [],
    "skew": False,
    "state": None,
    "known": None,
    "proven": False,
}
TOGETHER = {
    **FINDING,
    "id": "/x = 1 & /y = 2",
    "place": ["/x", "/y"],
    "special": ["1", "2"],
    "accept": ["b.declared"],
    "reject": [],
    "silent": ["a.declared"],
    "kinds": ["gap"],
}


def lines(*findings: dict[str, Any], departures: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    yield {"kind": "header", "made": "2026-11-21T10:00:00Z"}
    for column in COLUMNS:
        yield {
            "kind": "column",
            "id": column,
            "group": column[0],
            "reading": "declared",
            "variant": column[0],
            "not_run": None,
        }
    yield {"kind": "case", "id": "x/null", "departures": [*departures]}
    yield from findings
    yield {"kind": "relation", "a": "a.declared", "b": "b.declared"}
    yield {"kind": "footer"}


def gated(given: Iterable[dict[str, Any]], gate: Gate) -> list[dict[str, Any]]:
    return fake.as_json(module.gated(fake.typed(*given), gate))


def outcome(given: Iterable[dict[str, Any]]) -> GateResult:
    tally = GateTally()
    for line in fake.typed(*given):
        tally.add(line)
    return tally.result()


def listed(*findings: dict[str, Any], reason: str = "so it is", **more: Any) -> Baseline:
    empty = Baseline(record="r", columns=COLUMNS)
    baseline = update(empty, fake.finding_lines(*findings), ran=COLUMNS)
    entries = tuple(replace(entry, reason=reason, **more) for entry in baseline.entries)
    return replace(baseline, entries=entries)


def states(result: GateResult) -> dict[str, tuple[str, ...]]:
    return {state.value: found for state, found in result.states.items() if found}


def test_without_a_baseline_a_finding_has_no_state_and_the_run_passes() -> None:
    result = list(gated(lines(FINDING), Gate()))
    assert [line for line in result if line["kind"] == "finding"] == [FINDING]
    assert result[0]["gate"] == {"baseline": False, "vanished": "fail", "enforce": []}
    assert outcome(result) == GateResult(
        states=dict.fromkeys(State, ()), departures=(), not_run=(), exit_code=0
    )


def test_a_known_finding_bears_its_reason() -> None:
    gate = Gate(baseline=listed(FINDING, link="https://example.org/"))
    result = list(gated(lines(FINDING), gate))
    assert [line for line in result if line["kind"] == "finding"] == [
        {
            **FINDING,
            "state": "known",
            "known": {
                "class": "by-design",
                "reason": "so it is",
                "expires": None,
                "link": "https://example.org/",
            },
        }
    ]
    assert [line["kind"] for line in result] == [line["kind"] for line in lines(FINDING)]
    assert outcome(result).exit_code == 0


def test_an_expired_entry_fails_the_run_and_says_when() -> None:
    gate = Gate(baseline=listed(FINDING, expires=date(2026, 11, 20)))
    result = list(gated(lines(FINDING), gate))
    found = next(line for line in result if line["kind"] == "finding")
    known: Any = found["known"]
    assert (found["state"], known["expires"]) == ("expired", "2026-11-20")
    assert outcome(result).exit_code == 1


def test_a_new_finding_fails_the_run() -> None:
    result = list(gated(lines(FINDING, TOGETHER), Gate(baseline=listed(FINDING))))
    assert states(outcome(result)) == {"known": ("/x = null",), "new": ("/x = 1 & /y = 2",)}
    assert outcome(result).exit_code == 1


def test_what_vanished_stands_after_the_findings_as_it_was_listed() -> None:
    result = list(gated(lines(FINDING), Gate(baseline=listed(FINDING, TOGETHER))))
    assert [line["kind"] for line in result[-4:]] == ["finding", "finding", "relation", "footer"]
    assert result[-3] == {
        **TOGETHER,
        "witness": None,
        "twin": None,
        "cases": [],
        "state": "vanished",
        "known": {"class": "by-design", "reason": "so it is", "expires": None, "link": None},
    }
    only = list(gated(lines(), Gate(baseline=listed(FINDING))))
    assert (only[-3]["place"], only[-3]["special"], only[-3]["kinds"]) == (
        "/x",
        "null",
        ["conflict"],
    )


def test_who_changed_what_is_gone_stands_under_accept_too() -> None:
    lossy = {**FINDING, "accept": [*COLUMNS], "reject": [], "lossy": ["b.declared"]}
    gone = next(
        line for line in gated(lines(), Gate(baseline=listed(lossy))) if line["kind"] == "finding"
    )
    sides = {side: gone[side] for side in ("accept", "reject", "silent", "lossy")}
    assert sides == {
        "accept": ["a.declared", "b.declared"],
        "reject": [],
        "silent": [],
        "lossy": ["b.declared"],
    }
    assert gone["kinds"] == ["loss"]


@pytest.mark.parametrize(("vanished", "code"), [("fail", 1), ("warn", 0)])
def test_what_vanished_fails_the_run_unless_it_only_warns(vanished: str, code: int) -> None:
    gate = Gate(baseline=listed(FINDING), vanished=vanished)
    assert outcome(gated(lines(), gate)).exit_code == code


def test_a_departure_fails_the_run_only_where_it_is_enforced() -> None:
    departing = [*lines(departures=("a.declared", "b.declared"))]
    assert outcome(gated(departing, Gate())).exit_code == 0
    result = outcome(gated(departing, Gate(enforce=("a.*",))))
    assert (result.departures, result.exit_code) == ((("a.declared", "x/null"),), 1)
    assert outcome(gated(lines(departures=("b.declared",)), Gate(enforce=("a.*",)))).exit_code == 0


def test_enforced_departures_are_named_by_column_and_case() -> None:
    departing, other = (
        line
        for line in fake.typed(
            {"kind": "case", "id": "one", "departures": ["a.declared", "b.declared"]},
            {"kind": "case", "id": "two", "departures": []},
        )
        if isinstance(line, CaseLine)
    )
    assert module.enforced_departures(departing, ["a.declared"]) == [("a.declared", "one")]
    assert module.enforced_departures(other, ["a.declared"]) == []
    assert module.enforced_departures(departing, []) == []


def test_a_column_that_is_not_there_cannot_be_enforced() -> None:
    with pytest.raises(UsageError, match=r"'z\.\*'.*the columns are a.declared, b.declared"):
        list(gated(lines(), Gate(enforce=("z.*",))))


def test_a_column_that_did_not_run_is_not_compared() -> None:
    changed = [
        {**line, "not_run": "no compiler"} if line.get("id") == "b.declared" else line
        for line in lines()
    ]
    result = outcome(gated(changed, Gate(baseline=listed(FINDING))))
    assert (states(result), result.exit_code) == ({}, 0)


def test_results_that_went_through_no_gate_pass() -> None:
    assert outcome([*lines(FINDING)]).exit_code == 0


def test_an_enforced_column_that_did_not_run_is_no_pass() -> None:
    changed = [
        {**line, "not_run": "no compiler"} if line.get("id") == "b.declared" else line
        for line in lines()
    ]
    result = outcome(gated(changed, Gate(enforce=("b.*",))))
    assert (result.not_run, result.exit_code) == ((("b.declared", "no compiler"),), 3)
    assert outcome(gated(changed, Gate(enforce=("a.*",)))).exit_code == 0
    assert list(gate_lines(result, listed=False)) == [
        "  not run, and to be enforced: b.declared: no compiler"
    ]
    new = [*changed[:-2], FINDING, *changed[-2:]]
    empty = Baseline(record="r", columns=COLUMNS)
    assert outcome(gated(new, Gate(baseline=empty, enforce=("b.*",)))).exit_code == 1
