"""Finds the reasons for a program's rejections: facts that no case has which it does not reject."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from conformance.model import ABSENT, UNLISTED, Fact, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.compare.case_causes import Facts
    from conformance.compare.holding import Holding
    from conformance.judges.panel import JudgedCase


class Never:
    """The sets of facts that no case has which a column does not reject."""

    def __init__(self, column: str, holding: Holding) -> None:
        """Take the cases that the column accepts, or on which it is silent."""
        self._column = column
        self._holding = holding
        self._cases = [x for x in holding.cases if _passes(x.judgements[column].verdict)]
        self._taken = [world for x in self._cases for world in holding.worlds[x.case.id]]
        self.some: Facts = frozenset[Fact]().union(*self._taken)

    def reasons(
        self, cases: Sequence[JudgedCase], known: Mapping[str, Sequence[Facts]]
    ) -> Iterator[tuple[JudgedCase, Facts]]:
        """Yield the reason for each rejection: a known cause or one fact, else several.

        The most frequent one is taken. Two absent parts explain little, so facts about present
        parts are preferred. A case without a reason that holds is left out.
        """
        options = {x.case.id: self._options(x, known[x.case.id]) for x in cases}
        support = Counter(option for found in options.values() for option in found)
        for judged in cases:
            found = options[judged.case.id]
            if found:
                yield (
                    judged,
                    min(found, key=lambda x: (_absent(x), -support[x], len(x), sorted(x))),
                )

    def _options(self, judged: JudgedCase, known: Sequence[Facts]) -> list[Facts]:
        worlds = self._holding.worlds[judged.case.id]
        facts = frozenset[Fact]().union(*worlds)
        alone = (frozenset({x}) for x in facts & self._holding.nevers(self._column).keys())
        found = [*known, *(x for x in alone if self._rejects(x))]
        if found:
            return found
        pairs = {pair for world in worlds for pair in combinations(sorted(world), 2)}
        two = [frozenset(pair) for pair in sorted(pairs - self._pairs)]
        found = (
            _innermost(two) or [*self._local(worlds)] or two or [*self._fewest(worlds, self._taken)]
        )
        fine = self._holding.fine[judged.case.id]
        return [*map(self._named, found)] or [*self._fewest(fine, self._fine)]

    def _local(self, worlds: Sequence[Facts]) -> Iterator[Facts]:
        """Yield minimal sets about one object inside the whole, the deepest objects first."""
        for world in worlds:
            objects = sorted({*map(_object, world)} - {""}, key=lambda x: (-x.count("/"), x))
            for place in objects:
                about = frozenset(fact for fact in world if _object(fact) == place)
                yield from self._fewest([about], self._taken)

    def _rejects(self, facts: Facts) -> bool:
        return self._holding.stance(self._column, facts) is Verdict.REJECT

    @cached_property
    def _pairs(self) -> set[tuple[Fact, ...]]:
        return {pair for world in self._taken for pair in combinations(sorted(world), 2)}

    @cached_property
    def _fine(self) -> list[Facts]:
        return [world for x in self._cases for world in self._holding.fine[x.case.id]]

    def _fewest(self, worlds: Sequence[Facts], taken: Sequence[Facts]) -> Iterator[Facts]:
        """Yield a minimal set of facts that no accepted case has, if there is one."""
        for world in worlds:
            if any(world <= other for other in taken):
                continue
            kept = set(world)
            for fact in sorted(world):
                if not any(kept - {fact} <= other for other in taken):
                    kept.remove(fact)
            yield frozenset(kept)

    def _named(self, facts: Facts) -> Facts:
        """Return the facts with an unlisted property's name, if the cases show only one name."""
        result = set(facts)
        for fact in facts:
            if fact.special != UNLISTED:
                continue
            names = {
                other
                for judged in self._holding.showing(facts)
                for world in self._holding.fine[judged.case.id]
                if facts <= world
                for other in world
                if other.place == fact.place and other.special.startswith(f"{UNLISTED} ")
            }
            if len(names) == 1:
                result = result - {fact} | names
        return frozenset(result)


def _object(fact: Fact) -> str:
    """Return the place of the object that a fact is about: the one that has the part."""
    if fact.is_presence or fact.place.endswith("/*"):
        return fact.place
    return fact.place.rpartition("/")[0]


def _innermost(found: Sequence[Facts]) -> list[Facts]:
    """Return the sets that are about one object and not only about absent parts, the deepest."""
    near = [x for x in found if len({*map(_object, x)}) == 1 and not _absent(x)]
    deepest = max(map(_depth, near), default=0)
    return [x for x in near if _depth(x) == deepest]


def _depth(facts: Facts) -> int:
    return max(fact.place.count("/") for fact in facts)


def _passes(verdict: Verdict) -> bool:
    return verdict.accepts or verdict is Verdict.SILENT


def _absent(facts: Facts) -> bool:
    return len(facts) > 1 and all(fact.special == ABSENT for fact in facts)
