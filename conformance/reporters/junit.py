"""The run as JUnit XML, for the test views of CI systems: one test a case, and one a finding.

It is valid under both schemas in use, that of Apache Ant's JUnit tasks and that of Jenkins' xunit
plugin; neither allows everything that the other does.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from conformance.baseline.gate import enforced_departures
from conformance.jsontext.escape import xml, xml_attribute
from conformance.model import Verdict
from conformance.reporters.spool import TextSpool
from conformance.reporters.words.signs import sign
from conformance.results.lines import CaseLine, FindingLine, HeaderLine, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.results.lines import Line

_SAYS = {
    State.NEW: "a disagreement that is not listed, or whose reason is not written",
    State.CHANGED: "the verdicts differ from the baseline",
    State.VANISHED: "a listed disagreement is no longer found",
    State.EXPIRED: "the entry is past its expiry",
}


class JUnit:
    """Makes the XML: a suite of the cases, and one of the findings.

    A case fails where an enforced column departs from its expectation. A finding fails where the
    gate fails on it; one that is known is skipped, with its reason; without a baseline all pass.
    The verdicts are in the output of the suite of cases, one line a case.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self._header: HeaderLine | None = None
        self._cases, self._findings = _Suite("cases"), _Suite("findings")

    def add(self, line: Line) -> None:
        """Take a line of the run."""
        match line:
            case HeaderLine():
                self._header = line
            case CaseLine():
                _add_case(self._cases, line, self._started)
            case FindingLine():
                _add_finding(self._findings, line, self._started)

    def pieces(self) -> Iterator[str]:
        """Yield the XML piece by piece."""
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
        yield from self._cases.pieces(0, self._started)
        yield from self._findings.pieces(1, self._started)
        yield "</testsuites>\n"

    @property
    def _started(self) -> HeaderLine:
        assert self._header is not None  # noqa: S101  every run begins with one
        return self._header


class _Suite:
    """The tests of one suite as they come in."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tests, self._output = TextSpool(), TextSpool()
        self._counts = {"failure": 0, "skipped": 0, "": 0}

    def add(self, name: str, group: str, *, result: str = "", says: str = "", text: str) -> None:
        """Add a test that passes, or whose result is `failure` or `skipped`, and why."""
        self._counts[result] += 1
        start = f'<testcase name={xml_attribute(name)} classname={xml_attribute(group)} time="0"'
        match result:
            case "failure":
                message = xml_attribute(says)
                inner = f'<failure type="conformance" message={message}>{xml(text)}</failure>'
            case "skipped":
                inner = f"<skipped message={xml_attribute(says)}/>"
            case _:
                inner = ""
        self._tests.add(f"    {start}>{inner}</testcase>\n" if inner else f"    {start}/>\n")
        self._output.add(f"{xml(text)}\n")

    def pieces(self, number: int, header: HeaderLine) -> Iterator[str]:
        """Yield the suite's XML."""
        counts = {
            "tests": sum(self._counts.values()),
            "failures": self._counts["failure"],
            "errors": 0,
            "skipped": self._counts["skipped"],
        }
        shown = " ".join(f'{name}="{count}"' for name, count in counts.items())
        # Ant's schema takes no zone in the time, and demands a host.
        yield (
            f"  <testsuite name={xml_attribute(self._name)} package={xml_attribute(header.record)} "
            f'id="{number}" hostname="localhost" timestamp={xml_attribute(header.made[:19])} '
            f'{shown} time="0">\n'
            "    <properties>\n"
            f'      <property name="tool" value={xml_attribute(header.tool)}/>\n'
            "    </properties>\n"
        )
        yield from self._tests.pieces()
        yield "    <system-out>"
        yield from self._output.pieces()
        yield "</system-out>\n    <system-err></system-err>\n  </testsuite>\n"


def _add_case(suite: _Suite, line: CaseLine, header: HeaderLine) -> None:
    departed = enforced_departures(line, header.demands.enforce)
    expected = f"{line.case.expect.verdict} is expected"
    suite.add(
        line.id,
        f"{header.record}.{line.id.rpartition('/')[0].replace('/', '.') or 'cases'}",
        result="failure" if departed else "",
        says=f"{expected}, and {', '.join(column for column, _ in departed)} departs",
        text=f"{line.id} ({expected}): {_verdicts(line.verdicts)}",
    )


def _add_finding(suite: _Suite, line: FindingLine, header: HeaderLine) -> None:
    excused = line.vanished and header.demands.vanished == "warn"
    reason = "" if line.known is None else f"{line.known.category}: {line.known.reason}"
    result, says = "", ""
    if line.state is State.KNOWN:
        result, says = "skipped", reason
    elif line.state is not None:
        result = "skipped" if excused else "failure"
        says = f"{_SAYS[line.state]}{f' ({reason})' if reason else ''}"
    sides = line.sides
    stances = {
        column: stance
        for stance in (Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT)
        for column in sides[stance]
    }
    suite.add(
        line.id,
        f"{header.record}.{'-'.join(line.finding.kinds) or 'findings'}",
        result=result,
        says=says,
        text=f"{line.id}: {_verdicts(stances)}",
    )


def _verdicts(verdicts: Mapping[str, Verdict]) -> str:
    return ", ".join([_said(column, x) for column, x in verdicts.items()])


@lru_cache(4_000)
def _said(column: str, verdict: Verdict) -> str:
    return f"{sign(verdict)} {column} {verdict.value}"
