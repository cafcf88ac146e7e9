"""Decides whether whole sources relate as is required."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.baseline.require import Answer
from conformance.compare.demands import in_order
from conformance.dataclass import dataclass
from conformance.surveys.results import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.surveys.results import Entry, Pair, Survey

_VERSIONS = {"backward": (False,), "forward": (True,), "full": (False, True)}
"""Demand on versions -> whether the newer one writes what the older one reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demanded:
    """The answer to a demand.

    Attributes:
        demand: One of `DEMANDS`.
        answer: Whether it is met.
        breaking: The names of the types that break it, the most important first.
        why_not: The types of which it is not decided, each with the reason.
    """

    demand: str
    answer: Answer
    breaking: tuple[str, ...] = ()
    why_not: tuple[str, ...] = ()


def demanded(demand: str, survey: Survey, *, transitive: bool) -> Demanded:
    """Return whether all types relate as is demanded.

    A type that one version has and the next one has not breaks `backward`, since nothing reads it
    any more; the other way round it breaks `forward`. `equal` asks for the same types everywhere,
    `agree` and `within` are about types that several sources have.
    """
    ids = [source.id for source in survey.sources]
    versions = tuple(in_order(ids, transitive=transitive))
    breaking, why_not = [], []
    for entry in survey.entries:
        found = set(_answers(demand, entry, ids[0], versions))
        if True in found:
            breaking.append(entry.name)
        elif None in found:
            why = "; ".join(entry.why_not) or entry.state.value
            why_not.append(f"{entry.name}: {why}")
    answer = Answer.BROKEN if breaking else Answer.UNDECIDED if why_not else Answer.MET
    return Demanded(demand=demand, answer=answer, breaking=tuple(breaking), why_not=tuple(why_not))


def _answers(
    demand: str, entry: Entry, first: str, versions: Sequence[tuple[str, str]]
) -> Iterator[bool | None]:
    """Yield whether something in a type breaks a demand; None where that is not known."""
    if demand in _VERSIONS:
        for older, newer in versions:
            for turned in _VERSIONS[demand]:
                a, b = (newer, older) if turned else (older, newer)
                yield a in entry.types and b not in entry.types
    elif demand == "equal":
        yield entry.state is State.LONE or entry.state is State.DIFFERS
    if entry.state in {State.SEVERAL, State.UNREAD} or (
        entry.state is State.UNDECIDED and not entry.pairs
    ):
        yield None
    for pair in entry.pairs:
        if demand in _VERSIONS:
            for turned in _VERSIONS[demand]:
                if (pair.a, pair.b) in versions:
                    yield pair.rejects(newer=not turned)
        else:
            yield from _plain(demand, pair, first)


def _plain(demand: str, pair: Pair, first: str) -> Iterator[bool | None]:
    match demand:
        case "agree":
            yield pair.rejects(newer=True)
            yield pair.rejects(newer=False)
        case "within":
            if first in {pair.a, pair.b}:
                yield pair.rejects(newer=pair.a == first)
        case _:
            yield pair.differs
