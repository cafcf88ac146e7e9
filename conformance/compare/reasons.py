"""Finds the reasons for a program's rejections: facts that no case has which it does not reject."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from conformance.compare.worlds import object_of, only_absent
from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.compare.case_causes import Facts
    from conformance.compare.holding import Holding
    from conformance.compare.worlds import Pair, Worlds
    from conformance.judges.panel import JudgedCase
    from conformance.model import Fact


class Never:
    """The sets of facts that no case has which a column does not reject."""

    def __init__(self, column: str, holding: Holding) -> None:
        """Find the worlds that the column accepts, or on which it is silent."""
        self._column = column
        self._holding = holding
        taken = holding.taken(column)
        self._taken = holding.worlds.among(taken)
        self._taken_fine = holding.fine.among(taken)

    @cached_property
    def some(self) -> Facts:
        """The facts of all these cases."""
        worlds = self._holding.worlds
        return frozenset(fact for fact in worlds.facts if worlds.having([fact]) & self._taken)

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
                    min(found, key=lambda x: (only_absent(x), -support[x], len(x), sorted(x))),
                )

    def _options(self, judged: JudgedCase, known: Sequence[Facts]) -> list[Facts]:
        holding, case = self._holding, judged.case.id
        alone = (
            frozenset({x}) for x in holding.facts(judged) & holding.nevers(self._column).keys()
        )
        found = [*known, *(x for x in alone if self._rejects(x))]
        if found:
            return found
        two = [pair for pair in holding.worlds.pairs(case) if not pair.worlds & self._taken]
        worlds = holding.worlds
        found = (
            _innermost(two)
            or [*self._local(worlds.of(case))]
            or [pair.facts for pair in two]
            or [*_fewest(worlds.of(case), worlds, self._taken)]
        )
        fine = holding.fine
        return [*map(holding.named, found)] or [*_fewest(fine.of(case), fine, self._taken_fine)]

    def _local(self, worlds: Sequence[Facts]) -> Iterator[Facts]:
        """Yield minimal sets about one object inside the whole, the deepest objects first."""
        for world in worlds:
            objects = sorted({*map(object_of, world)} - {""}, key=lambda x: (-x.count("/"), x))
            for place in objects:
                about = frozenset(fact for fact in world if object_of(fact) == place)
                yield from _fewest([about], self._holding.worlds, self._taken)

    def _rejects(self, facts: Facts) -> bool:
        return self._holding.stance(self._column, facts) is Verdict.REJECT


def _innermost(found: Sequence[Pair]) -> list[Facts]:
    """Return the pairs that are about one object and not only about absent parts, the deepest."""
    deepest = max((x.depth for x in found if x.depth is not None), default=None)
    return [x.facts for x in found if x.depth is not None and x.depth == deepest]


def _fewest(some: Sequence[Facts], worlds: Worlds, taken: int) -> Iterator[Facts]:
    """Yield for each of some worlds a minimal set of facts that no accepted world has, if any."""
    for world in some:
        facts = sorted(world)
        if worlds.having(facts) & taken:
            continue
        kept: list[Fact] = []
        for number, fact in enumerate(facts):
            if worlds.having((*kept, *facts[number + 1 :])) & taken:
                kept.append(fact)
        yield frozenset(kept)
