"""Finds the release in which a package changed its stance on a finding.

The observed releases tell only between which two it was. The shapes of all releases tell which one
it was, where they fit what was observed.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from conformance.compare.sides import Side
from conformance.exact.cells import Verdicts, subjects_of
from conformance.exact.judge import Referee
from conformance.model import Since

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.model import Finding, Json, Releases, Verdict


def with_since(findings: Iterable[Finding], releases: Sequence[Releases]) -> list[Finding]:
    """Return the findings, each with the last changes of the packages' stances."""
    packages = [_Package(one) for one in releases]
    return [
        replace(finding, since=tuple(found))
        if (found := [x for package in packages if (x := package.since(finding)) is not None])
        else finding
        for finding in findings
    ]


class _Package:
    """Judges by the shapes of a package's releases."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases
        self._judges: dict[str, Verdicts] = {}
        self._said: dict[str, Verdict] = {}

    def since(self, finding: Finding) -> Since | None:
        """Return the last change; None if there is none, or the shapes do not tell."""
        observed = {
            column.partition("@")[2]: stance.counted
            for column, stance in finding.stances.items()
            if column.partition("@")[0] == self._releases.column and "@" in column
        }
        if finding.witness is None or not observed:
            return None
        value = finding.witness.value
        self._said.clear()  # it is about this value only
        if not self._fits(observed, value):
            return None
        stood = {
            shape.since: self._verdict(shape.since, value)
            for shape in self._releases.shapes
            if shape.file is not None
        }
        turns = [newer for older, newer in pairwise(stood.items()) if older[1] is not newer[1]]
        if not turns:
            return None
        version, verdict = turns[-1]
        return Since(
            column=self._releases.column, version=version, verdict=verdict, again=len(turns) > 1
        )

    def _fits(self, observed: Mapping[str, Verdict], value: Json) -> bool:
        """Return whether the shapes say of each observed release what was observed."""
        for version, stance in observed.items():
            shape = self._releases.shape_of(version)
            if shape is None or shape.file is None:
                return False
            if self._verdict(shape.since, value) is not stance:
                return False
        return True

    def _verdict(self, since: str, value: Json) -> Verdict:
        if since not in self._said:
            self._said[since] = self._judged(since, value)
        return self._said[since]

    def _judged(self, since: str, value: Json) -> Verdict:
        if since not in self._judges:
            shape = next(x for x in self._releases.shapes if x.since == since)
            assert shape.file is not None  # noqa: S101  only these are asked for
            column = Side(id=shape.file.name, file=shape.file).column()
            referee = Referee(subjects_of([column]))
            self._judges[since] = Verdicts([column], referee.judge_one)
        return self._judges[since].of(0, value)
