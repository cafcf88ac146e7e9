"""The badge: an endpoint of shields.io, to be served beside the report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conformance.baseline.gate import GateTally
from conformance.results.lines import FindingLine, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.results.lines import Line

_FAILING = tuple(state for state in State if state is not State.KNOWN)


class Badge:
    """Makes the badge: how many findings there are, and the gate's answer.

    Red where the gate fails; green where all is known or there is nothing; else blue, which
    judges nothing.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self._gate = GateTally()
        self._count = 0

    def add(self, line: Line) -> None:
        """Take a line of the run."""
        self._gate.add(line)
        self._count += isinstance(line, FindingLine) and not line.vanished

    def pieces(self) -> Iterator[str]:
        """Yield the badge's JSON."""
        result, count = self._gate.result(), self._count
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
