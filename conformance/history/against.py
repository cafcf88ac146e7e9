"""Lays a source beside a second one, version by version: where they parted, and which moved."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance import interrupts
from conformance.dataclass import dataclass
from conformance.history.comparing import Stopped
from conformance.history.contents import Contents
from conformance.history.reading import Reader
from conformance.history.results import OTHER, OWN, Against, Parting
from conformance.history.versions import followed, versions_of
from conformance.surveys.pairing import paired
from conformance.surveys.survey import surveyed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.history.results import Version
    from conformance.history.versions import Range, Tracked
    from conformance.readers.read import Options
    from conformance.surveys.results import Entry
    from conformance.surveys.survey import Running

_Pair = tuple[str, str]
"""The full names of a type in the two sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is laid beside what.

    Attributes:
        file: The first source, if it is a file of a repository.
        versions: Its versions, oldest first.
        other: The second source.
        options: How they are read.
        span: Which commits count.
    """

    file: Tracked | None
    versions: Sequence[Version]
    other: str
    options: Options
    span: Range


def beside(asked: Asked, running: Running) -> tuple[Against, int]:
    """Return how two sources lie to each other over time, and the code of an interrupt, or 0.

    If the second one is a file of the same repository too, its versions count as well.

    Raises:
        UsageError: The second source is not there.
        BrokenFileError: It cannot be read.
    """
    file = None if asked.file is None else followed(asked.other)
    versions, first = asked.versions, Reader(asked.options, asked.file)
    second = Reader(asked.options, file)
    if file is not None and asked.file is not None:
        versions = versions_of(asked.file, [*asked.file.paths, *file.paths], asked.span)
    fixed = None if file is not None else second.given(asked.other)
    both = _Both(running)
    code = 0
    try:
        for number, version in enumerate(versions, start=1):
            interrupts.check()
            running.told(f"laying side by side, version {number:,} of {len(versions):,}")
            other = second.at(version) if fixed is None else fixed
            both.take(version, first.at(version), other)
    except KeyboardInterrupt:
        code = interrupts.answered()
    except Stopped as stop:
        code = stop.code
    return Against(
        name=asked.other,
        title=asked.other if file is None else file.shown,
        moves=file is not None,
        partings=tuple(both.partings),
        apart=tuple(entry.name for entry in both.known.values() if entry.conflicts),
        types=len(both.known),
    ), code


@dataclass(slots=True)
class _Both:
    """What is known of two sources after some versions.

    Attributes:
        running: How they are compared.
        known: The types of both -> how they relate.
        partings: The versions in which they came to differ otherwise.
        last: What both said in the last version in which both could be read.
    """

    running: Running
    known: dict[_Pair, Entry] = field(default_factory=dict)
    partings: list[Parting] = field(default_factory=list)
    last: tuple[Contents, Contents] | None = None

    def take(self, version: Version, own: object, other: object) -> None:
        """Take the next version.

        Raises:
            Stopped: It was interrupted while the version was compared.
        """
        if not isinstance(own, Contents) or not isinstance(other, Contents):
            return
        changed = {OWN: self._changed(own, 0), OTHER: self._changed(other, 1)}
        pairs = self._pairs(own, other)
        asked = [
            pair
            for pair in pairs
            if pair not in self.known or pair[0] in changed[OWN] or pair[1] in changed[OTHER]
        ]
        found = self._compared(own, other, asked)
        step = self._parting(version, found, changed)
        if step is not None:
            self.partings.append(step)
        self.known = {pair: found.get(pair) or self.known[pair] for pair in pairs}
        self.last = (own, other)

    def _changed(self, now: Contents, side: int) -> set[str]:
        before = None if self.last is None else self.last[side]
        if before is now:
            return set()
        if before is None:
            return {*now.types}
        return {*now.changed(before), *({*now.types} - {*before.types})}

    def _pairs(self, own: Contents, other: Contents) -> list[_Pair]:
        groups = paired({OWN: own.types, OTHER: other.types}).groups
        return [
            (group.types[OWN][0], group.types[OTHER][0])
            for group in groups
            if group.is_clear and len(group.types) == len((OWN, OTHER))
        ]

    def _compared(
        self, own: Contents, other: Contents, pairs: Sequence[_Pair]
    ) -> Mapping[_Pair, Entry]:
        if not pairs:
            return {}
        sources = {
            OWN: own.only([mine for mine, _ in pairs]),
            OTHER: other.only([theirs for _, theirs in pairs]),
        }
        survey = surveyed(sources, pairs, self.running)
        if survey.interrupt:
            raise Stopped(survey.interrupt)
        return {(x.types[OWN][0], x.types[OTHER][0]): x for x in survey.entries}

    def _parting(
        self, version: Version, found: Mapping[_Pair, Entry], changed: Mapping[str, set[str]]
    ) -> Parting | None:
        """Return what a version changed; None if nothing."""
        parted, otherwise, joined = [], [], []
        for pair, entry in found.items():
            before = self.known.get(pair)
            if before is None or not before.conflicts:
                parted += [(pair, entry)] if entry.conflicts else []
            elif not entry.conflicts:
                joined.append((pair, entry))
            elif _kinds(before) != _kinds(entry):
                otherwise.append((pair, entry))
        moves = [*parted, *otherwise, *joined]
        if self.last is not None and not moves:
            return None
        return Parting(
            version=version,
            parted=_entries(parted),
            changed=_entries(otherwise),
            joined=tuple(entry.name for entry in _entries(joined)),
            moved=() if self.last is None else _moved([pair for pair, _ in moves], changed),
        )


def _entries(found: Iterable[tuple[_Pair, Entry]]) -> tuple[Entry, ...]:
    return tuple(entry for _, entry in found)


def _moved(pairs: Sequence[_Pair], changed: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the sources whose texts of some types changed."""
    return tuple(
        side
        for place, side in enumerate((OWN, OTHER))
        if any(pair[place] in changed[side] for pair in pairs)
    )


def _kinds(entry: Entry) -> tuple[object, ...]:
    """Return what tells two ways to differ apart."""
    kinds = {kind for pair in entry.pairs for kind in pair.witnesses}
    own = () if entry.own is None else entry.own.findings
    return (frozenset(kinds), frozenset(line.finding.id for line in own))
