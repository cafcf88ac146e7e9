"""Finds what bites now: findings on which the newest releases of different packages disagree."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import product
from typing import TYPE_CHECKING

from conformance.compare.importance import newest_releases
from conformance.dataclass import dataclass
from conformance.model import Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.reporters.views.entries import FindingGroup, Member
    from conformance.reporters.views.overview import Overview
    from conformance.reporters.words.columns import Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Bite:
    """A finding that bites, with a payload that shows it.

    Attributes:
        entry: The finding, or several that are alike.
        accept, reject: The newest releases that accept and reject it, if `official` only those of
            the record's makers. Where no newest releases disagree, all columns that do.
        accepting, rejecting: Their names; a package's plain decoder stands for its others.
        live: Whether the newest releases of different packages disagree.
        official: Whether those of two packages do whose makers also own the record.
    """

    entry: FindingGroup
    accept: Sequence[str]
    reject: Sequence[str]
    accepting: Sequence[str]
    rejecting: Sequence[str]
    live: bool
    official: bool

    @property
    def shown(self) -> Member:
        """The first of the alike findings that a payload shows."""
        return next(x for x in self.entry.members if x.payload_text is not None)

    @property
    def payload(self) -> str:
        """The smallest payload that shows it."""
        return self.shown.payload_text or ""


def bites(run: Overview, found: Iterable[FindingGroup], columns: Columns) -> list[Bite]:
    """Return the conflicts that some payload shows, what bites most first.

    First come those among the newest releases of packages whose makers also own the record, then
    those among other newest releases, then the rest; each in the order of the findings.

    Args:
        run: The run.
        found: Its findings, in their order.
        columns: What the wording needs to know of the columns.
    """
    releases = _Releases(run, columns)
    shown = [
        releases.bite(entry)
        for entry in found
        if {Kind.CONFLICT, Kind.CONTRADICTION} & {*entry.kinds}
        and any(member.payload_text is not None for member in entry.members)
    ]
    return sorted(shown, key=lambda bite: (not bite.official, not bite.live))


class _Releases:
    """The newest releases among the columns; those of a permissive decoder do not count."""

    def __init__(self, run: Overview, columns: Columns) -> None:
        self._columns = columns
        newest = newest_releases(line.column for line in run.columns)
        self._packages = columns.packages
        self._newest = {
            line.id: _decoder(line.id, columns.packages[line.id])
            for line in run.columns
            if line.id in newest and "@" in line.id and not line.column.permissive
        }
        self._official = {
            column
            for column in self._newest
            if any(fnmatchcase(column, pattern) for pattern in run.header.official)
        }

    def bite(self, entry: FindingGroup) -> Bite:
        """Return a finding with who disagrees on it."""
        accept, reject = (entry.stances[side] for side in (Verdict.ACCEPT, Verdict.REJECT))
        pairs = self._apart(accept, reject)
        official = [pair for pair in pairs if self._official.issuperset(pair)]
        shown = official or pairs
        accepting = _sorted(accept, [x for x, _ in shown]) or accept
        rejecting = _sorted(reject, [x for _, x in shown]) or reject
        return Bite(
            entry=entry,
            accept=accepting,
            reject=rejecting,
            accepting=self._names(accepting, live=bool(pairs)),
            rejecting=self._names(rejecting, live=bool(pairs)),
            live=bool(pairs),
            official=bool(official),
        )

    def _names(self, columns: Sequence[str], *, live: bool) -> list[str]:
        if not live:
            return self._columns.short(columns)
        plain = {self._packages[x] for x in columns if not self._newest[x]}
        shown = [x for x in columns if not self._newest[x] or self._packages[x] not in plain]
        return [self._columns.name(x) for x in shown]

    def _apart(self, accept: Iterable[str], reject: Iterable[str]) -> list[tuple[str, str]]:
        """Return the pairs of newest releases that disagree.

        Two packages are compared by the decoders that both have: the decoders of one package are
        for different types.
        """
        pairs = [
            (a, b)
            for a, b in product(accept, reject)
            if a in self._newest and b in self._newest and self._packages[a] != self._packages[b]
        ]
        return [
            (a, b)
            for a, b in pairs
            if self._newest[a] == self._newest[b] or not self._have_one_in_common(a, b)
        ]

    def _have_one_in_common(self, a: str, b: str) -> bool:
        first, second = (
            {part for column, part in self._newest.items() if self._packages[column] == package}
            for package in (self._packages[a], self._packages[b])
        )
        return not first.isdisjoint(second)


def _decoder(column: str, package: str) -> str:
    """Return the name of the decoder in a column's id; empty if the package has but one."""
    return column.partition("@")[0].removeprefix(package)


def _sorted(columns: Sequence[str], among: Sequence[str]) -> list[str]:
    """Return those of the columns that are among others, in their order."""
    return [column for column in dict.fromkeys(columns) if column in among]
