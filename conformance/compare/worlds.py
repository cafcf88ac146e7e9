"""The facts of many cases at once: one bit for each world, which is facts that hold together.

What is asked of all worlds is one operation on numbers here, not a loop, as it is with votes.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from conformance.model import ABSENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from conformance.compare.case_causes import Facts
    from conformance.model import Fact


class Pair(NamedTuple):
    """Two facts of a case.

    Attributes:
        facts: The facts.
        worlds: The worlds that have both, as bits.
        depth: The depth of the object that both are about; None if they are about two, or only
            about absent parts.
    """

    facts: Facts
    worlds: int
    depth: int | None


class Worlds:
    """Knows which worlds have which facts."""

    def __init__(self, of_cases: Mapping[str, Sequence[Facts]]) -> None:
        """Take the worlds of each case, by its id, and give each a bit, in their order."""
        self._of_cases = of_cases
        self._bits: dict[str, int] = {}
        self._cases: list[str] = []
        self._having: defaultdict[Fact, int] = defaultdict(int)
        for case, worlds in of_cases.items():
            first = 1 << len(self._cases)
            self._bits[case] = (first << len(worlds)) - first
            self._cases += [case] * len(worlds)
            for number, world in enumerate(worlds):
                for fact in world:
                    self._having[fact] |= first << number
        self._pairs: dict[str, list[Pair]] = {}
        self._made: dict[tuple[Fact, ...], Pair] = {}
        self.every = (1 << len(self._cases)) - 1

    def of(self, case: str) -> Sequence[Facts]:
        """Return the worlds of a case; one without facts if it is not known."""
        return self._of_cases.get(case, (frozenset(),))

    @property
    def facts(self) -> Collection[Fact]:
        """The facts of all worlds."""
        return self._having.keys()

    def among(self, cases: Iterable[str]) -> int:
        """Return the bits of the worlds of some cases."""
        found = 0
        for case in cases:
            found |= self._bits.get(case, 0)
        return found

    def having(self, facts: Iterable[Fact]) -> int:
        """Return the bits of the worlds that have all these facts."""
        found = self.every
        for fact in facts:
            found &= self._having.get(fact, 0)
        return found

    def cases(self, worlds: int) -> list[str]:
        """Return the ids of the cases with these worlds, each once, in their order."""
        found: dict[str, None] = {}
        while worlds:
            found[self._cases[(worlds & -worlds).bit_length() - 1]] = None
            worlds &= worlds - 1
        return [*found]

    def pairs(self, case: str) -> Sequence[Pair]:
        """Return the pairs of facts that stand side by side in some world of a case, sorted."""
        if case not in self._pairs:
            found = {x for world in self.of(case) for x in combinations(sorted(world), 2)}
            self._pairs[case] = [*map(self._pair, sorted(found))]
        return self._pairs[case]

    def _pair(self, pair: tuple[Fact, ...]) -> Pair:
        """Return two facts as a pair, which is made once for all cases."""
        if pair not in self._made:
            self._made[pair] = Pair(frozenset(pair), self.having(pair), _depth(pair))
        return self._made[pair]


def object_of(fact: Fact) -> str:
    """Return the place of the object that a fact is about: the one that has the part."""
    if fact.is_presence or fact.place.endswith("/*"):
        return fact.place
    return fact.place.rpartition("/")[0]


def only_absent(facts: Collection[Fact]) -> bool:
    """Return whether several facts are all about absent parts."""
    return len(facts) > 1 and all(fact.special == ABSENT for fact in facts)


def _depth(pair: tuple[Fact, ...]) -> int | None:
    if only_absent(pair) or len({*map(object_of, pair)}) > 1:
        return None
    return max(fact.place.count("/") for fact in pair)
