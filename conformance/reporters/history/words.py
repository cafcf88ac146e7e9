"""Puts what changed from version to version into words, for all reports of a history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.history.results import NEW, OLD, OTHER, OWN, Kind
from conformance.jsontext.text import compact
from conformance.model import Verdict
from conformance.reporters.surveys.words import differences, titled
from conformance.reporters.views.overview import plural
from conformance.surveys.results import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conformance.history.results import Against, Held, History, Parting, Step, Version
    from conformance.reporters.views.entries import FindingGroup
    from conformance.surveys.results import Entry

SENDERS, READERS = "senders", "older readers"
"""Who a step breaks: who sends what is rejected now, and who reads by an older version."""

_DAY = 10
"""Characters of a date without the time."""
_TURNS: Mapping[tuple[Verdict, Verdict], tuple[Verdict, str]] = {
    (Verdict.ACCEPT, Verdict.REJECT): (Verdict.REJECT, "rejected now"),
    (Verdict.SILENT, Verdict.REJECT): (Verdict.REJECT, "rejected now, was left open"),
    (Verdict.REJECT, Verdict.ACCEPT): (Verdict.ACCEPT, "accepted now"),
    (Verdict.SILENT, Verdict.ACCEPT): (Verdict.ACCEPT, "accepted now, was left open"),
    (Verdict.ACCEPT, Verdict.SILENT): (Verdict.SILENT, "left open now, was accepted"),
    (Verdict.REJECT, Verdict.SILENT): (Verdict.SILENT, "left open now, was rejected"),
}
_KINDS = {
    "only_a": (Verdict.REJECT, "rejected now"),
    "only_b": (Verdict.ACCEPT, "accepted now"),
    "gap_a": (Verdict.SILENT, "left open now, was accepted"),
    "gap_b": (Verdict.ACCEPT, "accepted now, was left open"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed in a type.

    Attributes:
        verdict: What the newer version makes of it.
        says: How that came, in words.
        title: What it is; empty if only a value shows it.
        value: The smallest value that shows it, as JSON; empty without one.
    """

    verdict: Verdict
    says: str
    title: str = ""
    value: str = ""


def changes(entry: Entry) -> list[Change]:
    """Return what changed in a type, what is rejected now first."""
    if entry.state is State.LONE:
        gone = NEW not in entry.types
        verdict = Verdict.REJECT if gone else Verdict.ACCEPT
        return [Change(verdict=verdict, says="the type is gone" if gone else "the type is new")]
    if entry.state is not State.DIFFERS:
        says = "not read" if entry.state is State.UNREAD else "not decided"
        return [Change(verdict=Verdict.SILENT, says=f"{says}: {'; '.join(entry.why_not)}")]
    found = [*map(_of_group, differences(entry.own))]
    found = found or [*_of_values(entry)]
    return sorted(found, key=lambda x: _ORDER.index(x.verdict))


_ORDER = (Verdict.REJECT, Verdict.ACCEPT, Verdict.SILENT)


def _of_group(group: FindingGroup) -> Change:
    sides = {
        column.partition(".")[0]: verdict
        for verdict in _ORDER
        for column in group.stances.get(verdict, ())
    }
    verdict, says = _TURNS[sides[OLD], sides[NEW]]
    value = group.members[0].payload_text or ""
    return Change(verdict=verdict, says=says, title=titled(group.title), value=value)


def _of_values(entry: Entry) -> Iterator[Change]:
    through = f"through {', '.join(entry.through)}" if entry.through else ""
    for pair in entry.pairs:
        for kind, witness in pair.witnesses.items():
            verdict, says = _KINDS[kind]
            yield Change(verdict=verdict, says=says, title=through, value=compact(witness.value))


def breaking(held: Held) -> str:
    """Return who the change of a type breaks; empty if nobody."""
    return _who(*(x is True for x in held.breaks))


def breaking_for(step: Step) -> str:
    """Return who a step breaks; empty if nobody."""
    return _who(*step.breaks)


def breaks(types: Iterable[Held]) -> str:
    """Return who the changes of several types break; empty if nobody."""
    found = [held.breaks for held in types]
    return _who(any(x is True for x, _ in found), any(x is True for _, x in found))


def _who(senders: bool, readers: bool) -> str:  # noqa: FBT001  two answers, in their order
    names = [name for name, is_so in ((SENDERS, senders), (READERS, readers)) if is_so]
    return f"breaking for {' and '.join(names)}" if names else ""


def headline(step: Step) -> str:
    """Return what a step is, in a few words."""
    match step.kind:
        case Kind.FIRST:
            return "the first" if step.count == 1 else f"the first: {plural(step.count, 'type')}"
        case Kind.GONE:
            return "not there any more"
        case Kind.UNREAD:
            return f"cannot be read: {step.why}"
        case Kind.BACK:
            return f"there again, {breaking_for(step) or 'breaking for nobody'}"
    return breaking_for(step) or "breaking for nobody"


def equal_after(step: Step) -> str:
    """Return how many versions after a step changed nothing; empty if none."""
    return f"{plural(step.equal, 'version')} after it changed nothing" if step.equal else ""


def day(version: Version) -> str:
    """Return the day of a version; empty if it has no date."""
    return (version.date or "")[:_DAY]


def summary(history: History) -> str:
    """Return what was found, in a line."""
    changed = [step for step in history.steps if step.kind is not Kind.FIRST]
    dates = [day(version) for version in history.versions if version.date]
    span = f", {dates[0]} to {dates[-1]}" if dates else ""
    senders = sum(step.breaks[0] for step in changed)
    readers = sum(step.breaks[1] for step in changed)
    return (
        f"{plural(len(history.versions), 'version')}{span}; {plural(len(changed), 'change')}: "
        f"{senders:,} breaking for {SENDERS}, {readers:,} for {READERS}"
    )


# --- beside a second source ----------------------------------------------------------------------


def against_lines(history: History, against: Against) -> Iterator[str]:
    """Yield how two sources lie to each other, in sentences: the end, then when they parted."""
    titles = {OWN: history.title, OTHER: against.title}
    if against.apart:
        yield (
            f"{titles[OWN]} and {titles[OTHER]} do not agree on {_some(against.apart)}, "
            f"of {plural(against.types, 'type')} in both"
        )
    else:
        yield f"{titles[OWN]} and {titles[OTHER]} agree on {plural(against.types, 'type')}"
    for number, parting in enumerate(against.partings):
        yield f"{_when(parting.version)}: {_parted(parting, titles, is_first=number == 0)}"


def _parted(parting: Parting, titles: Mapping[str, str], *, is_first: bool) -> str:
    parts = []
    names = [entry.name for entry in parting.parted]
    if names:
        parts.append(f"{'differ' if is_first else 'parted'} on {_some(names)}")
    if parting.changed:
        parts.append(f"differ otherwise on {_some([entry.name for entry in parting.changed])}")
    if parting.joined:
        parts.append(f"agree again on {_some(parting.joined)}")
    moved = " and ".join(titles[side] for side in parting.moved)
    return "; ".join([*(parts or ["agree"]), *([f"{moved} changed"] if moved else [])])


def sides(entry: Entry, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what two sources make of values: in words, and the value as JSON."""
    for pair in entry.pairs:
        for kind, (one, other) in _SIDES.items():
            if kind in pair.witnesses:
                words = f"{titles[one]} accepts, {titles[other]} rejects"
                yield words, compact(pair.witnesses[kind].value)


_SIDES = {"only_a": (OWN, OTHER), "only_b": (OTHER, OWN)}
_MOST = 5


def _some(names: tuple[str, ...] | list[str]) -> str:
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {plural(more, 'more type')}" if more > 0 else "")


def _when(version: Version) -> str:
    return f"{day(version)} {version.label}".strip()
