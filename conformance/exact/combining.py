"""Combines facts about the parts of an object: the residues of the formulas that they leave.

Place by place, in a fixed order, the reachable residues of the formulas are kept as a set. Facts
that do not change this set change nothing later, so they belong to no smallest set. Everything
later depends on this set alone, so it is computed once for each.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from conformance.exact import objects
from conformance.exact.formula import FALSE, TRUE, Assignment, vector
from conformance.exact.location import SIZE
from conformance.model import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from conformance.exact.members import ObjectCompiler, Place
    from conformance.exact.objects import Parts, Reach, Span
    from conformance.exact.paths import Residue

Facts: TypeAlias = frozenset[Fact]
Moves: TypeAlias = "list[tuple[Assignment, int]]"
"""The ways to settle a place, each with the number of properties that it adds."""
_State: TypeAlias = "frozenset[tuple[Residue, int]]"
"""The possible residues of the formulas, with the number of properties so far."""
Chosen: TypeAlias = "frozenset[tuple[int, int]]"
"""Options, each as the number of its place and its own."""


MAX_COMPARED = 400_000
"""A search makes choices, and compares them with others, at most this many times."""


class TooManyChoicesError(Exception):
    """A search takes more than `MAX_COMPARED` comparisons."""


class Option(NamedTuple):
    """Facts about one part, or about the number of parts, all with the same effect."""

    facts: list[Facts]
    reach: Reach | None = None
    span: Span | None = None


class Found(NamedTuple):
    """A smallest choice of options, and the cells that it leaves."""

    chosen: Chosen
    cells: frozenset[int]


class Combinations:
    """Finds the smallest choices of options that leave fewer cells than others."""

    def __init__(  # noqa: PLR0913  one question
        self,
        compiler: ObjectCompiler,
        formulas: Residue,
        source: Parts,
        options: Mapping[Place, list[Option]],
        *,
        spans: list[Option],
        mixed: int,
        tried: Callable[[int], None],
        settled: tuple[Place, Reach] | None = None,
    ) -> None:
        """Prepare the places in order.

        Args:
            compiler: It made the formulas.
            formulas: The formulas to settle.
            source: Gives the cells of the parts.
            options: The possible facts about each property.
            spans: The possible facts about their number.
            mixed: The formulas whose both answers matter, as bits; for the others, only whether
                they can hold.
            tried: Called for each set of facts that is tried, with the number of steps that the
                try takes; it may raise.
            settled: A place, and what it is throughout: no fact about it is chosen.
        """
        self._mixed = mixed
        self._tried = tried
        self._cap = objects.cap_of(compiler, formulas, [o.span for o in spans if o.span])
        places = objects.ordered(compiler, formulas, (), counting=self._cap > 0)
        settled_place, settled_reach = settled or (None, None)
        if settled_place is not None:
            options = {**options, settled_place: []}
        self.places = places
        self.options = [options[place] for place in places] + [spans]
        self._free: list[Moves] = []
        self._moves: list[list[Moves]] = []
        for place in places:
            reach = settled_reach if place == settled_place else None
            self._free.append(objects.moves(compiler, place, source, reach, self._cap))
            self._moves.append(
                [
                    objects.moves(compiler, place, source, option.reach, self._cap)
                    for option in options[place]
                ]
            )
        self._bits = [compiler.pool.variables.get(place, -1) for place in places]
        self._support = compiler.pool.support
        self._sizes = [
            compiler.pool.choice(SIZE, size, objects.at_least(size))
            for size in range(self._cap + 1)
        ]
        self._start: _State = frozenset({(formulas, 0)})
        self._known: dict[tuple[int, _State], list[Found]] = {}
        self._compared = 0

    def found(self) -> list[Found]:
        """Return the smallest choices for each set of cells that is left, the empty one first.

        Raises:
            TooManyChoicesError: There are too many, here or after some place.
        """
        return self._after(0, self._start)

    def facts(self, chosen: Chosen) -> Iterator[Facts]:
        """Yield the sets of facts that a choice stands for."""
        some = (self.options[place][number].facts for place, number in chosen)
        return (frozenset[Fact]().union(*facts) for facts in product(*some))

    def cells(self, chosen: Chosen) -> frozenset[int]:
        """Return the cells that a choice leaves."""
        options, state = dict(chosen), self._start
        for index, free in enumerate(self._free):
            moves = self._moves[index][options[index]] if index in options else free
            self._tried(len(state) * len(moves))
            state = self._advanced(state, moves)
        last = options.get(len(self._free))
        return self._cells(state, None if last is None else self.options[-1][last].span)

    def _after(self, index: int, state: _State) -> list[Found]:
        """Return the choices from a place on."""
        while index < len(self._free) and not self._matters(index, state):
            index += 1
        key = (index, state)
        if key not in self._known:
            self._known[key] = self._worked_out(index, state)
        return self._known[key]

    def _matters(self, index: int, state: _State) -> bool:
        bit = self._bits[index]
        return self._cap > 0 or any(
            self._support(formula) >> bit & 1 for residue, _ in state for formula in residue
        )

    def _worked_out(self, index: int, state: _State) -> list[Found]:
        if index == len(self._free):
            return self._ended(index, state)
        free = self._advanced(state, self._free[index])
        result = list(self._after(index + 1, free))
        if self._is_settled(state, result[0].cells):
            return result[:1]
        self._count(len(result))
        by_cells: dict[frozenset[int], list[Chosen]] = {}
        for each in result:
            by_cells.setdefault(each.cells, []).append(each.chosen)
        for number, moves in enumerate(self._moves[index]):
            self._tried(len(state) * len(moves))
            after = self._advanced(state, moves)
            if after == free or not after:
                continue
            for each in self._after(index + 1, after):
                known = by_cells.get(each.cells, ())
                self._count(1 + len(known))
                if not any(smaller <= each.chosen for smaller in known):
                    result.append(Found(each.chosen | {(index, number)}, each.cells))
        return result

    def _count(self, comparisons: int) -> None:
        self._compared += comparisons
        if self._compared > MAX_COMPARED:
            raise TooManyChoicesError

    def _ended(self, index: int, state: _State) -> list[Found]:
        """Return the residues if only the number of properties is open."""
        result = [Found(frozenset(), self._cells(state, None))]
        for number, option in enumerate(self.options[index]):
            cells = self._cells(state, option.span)
            if cells and cells != result[0].cells:
                result.append(Found(frozenset({(index, number)}), cells))
        return result

    def _cells(self, state: _State, span: Span | None) -> frozenset[int]:
        return best_of(
            (
                vector(map(self._sizes[size].__getitem__, residue))
                for residue, size in state
                if span is None or span.holds(size)
            ),
            self._mixed,
        )

    def _is_settled(self, state: _State, cells: frozenset[int]) -> bool:
        """Return whether no further choice adds a residue."""
        if self._cap:
            return False
        there = {
            vector(residue)
            for residue, _ in state
            if all(formula in {TRUE, FALSE} for formula in residue)
        }
        return best_of(there, self._mixed) == cells

    def _advanced(self, state: _State, moves: Moves) -> _State:
        reached = {
            (tuple(map(choice.__getitem__, residue)), min(size + more, self._cap))
            for residue, size in state
            for choice, more in moves
        }
        if self._mixed or self._cap or len(reached) == 1:
            return frozenset(reached)
        hopeless = {each for each in reached if all(formula == FALSE for formula in each[0])}
        return frozenset(reached - hopeless or hopeless)


def best_of(cells: Iterable[int], mixed: int) -> frozenset[int]:
    """Return the cells without those that another cell improves.

    Args:
        cells: Vectors of answers.
        mixed: In these positions no answer is better; elsewhere, yes is better than no.
    """
    every = frozenset(cells)
    return frozenset(
        cell
        for cell in every
        if not any(
            other != cell and other & cell == cell and not (other ^ cell) & mixed for other in every
        )
    )


def independent(compiler: ObjectCompiler, formula: int) -> list[int]:
    """Return conjuncts without shared variables; if the formula fails, one of them fails."""
    pool = compiler.pool
    groups: list[tuple[int, list[int]]] = []
    for part in pool.conjuncts(formula):
        support, members = pool.support(part), [part]
        for other in [group for group in groups if group[0] & support]:
            groups.remove(other)
            support |= other[0]
            members += other[1]
        groups.append((support, members))
    return [pool.all_of(members) for _, members in groups]


def grouped(
    facts_of: Iterable[tuple[Facts, bool, frozenset[int]]],
) -> dict[tuple[bool, frozenset[int]], list[Facts]]:
    """Return the facts about a part by their effect: whether it is absent, and its cells."""
    groups: dict[tuple[bool, frozenset[int]], list[Facts]] = {}
    for facts, absent, cells in facts_of:
        groups.setdefault((absent, cells), []).append(facts)
    return groups
