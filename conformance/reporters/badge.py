"""The badge: an endpoint of shields.io, to be served beside the report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conformance.baseline.gate import outcome
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_FAILING = tuple(state for state in State if state is not State.KNOWN)


def render(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the badge's JSON: how many findings there are, and what the gate says of them.

    Red where the gate fails; green where all is known or there is nothing; else blue, which
    judges nothing.
    """
    kept = list(lines)
    result = outcome(kept)
    count = sum(line["kind"] == "finding" and line.get("state") != State.VANISHED for line in kept)
    message = f"{count} finding{'' if count == 1 else 's'}"
    parts = [f"{len(result.states[x])} {x.value}" for x in _FAILING if result.states[x]]
    if result.departures:
        parts.append(f"{len(result.departures)} departing")
    if result.not_run:
        parts.append(f"{len(result.not_run)} not run")
    known = len(result.states[State.KNOWN])
    if not parts and known:
        parts = ["all known"]
    yield json.dumps(
        {
            "schemaVersion": 1,
            "label": "conformance",
            "message": ", ".join([message, *parts]),
            "color": _color(passed=result.exit_code == 0, settled=known == count),
        },
        indent=2,
    )
    yield "\n"


def _color(*, passed: bool, settled: bool) -> str:
    if not passed:
        return "red"
    return "brightgreen" if settled else "blue"
