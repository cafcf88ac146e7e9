"""Which facts about the parts of an object are worth combining, and what a combination leaves."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from conformance.exact.facts import Fact
from conformance.exact.formula import FALSE, bits, vector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conformance.exact.members import ObjectCompiler, Place
    from conformance.exact.values import Sized

Facts: TypeAlias = frozenset[Fact]


class Option(NamedTuple):
    """What may be said of one part, all of it with the same effect."""

    absent: bool
    cells: frozenset[int]
    said: list[Facts]


def choices(
    options: Mapping[Place, list[Option]], most: int
) -> Iterator[dict[tuple[Place, int], Option]]:
    """Give the ways to say something of one place, of two, up to `most`."""
    for count in range(1, most + 1):
        for places in combinations(options, count):
            for numbers in product(*(range(len(options[place])) for place in places)):
                pairs = zip(places, numbers, strict=True)
                yield {(place, number): options[place][number] for place, number in pairs}


def questions(compiler: ObjectCompiler) -> Iterator[tuple[tuple[int, ...], list[Place]]]:
    """Give the formulas whose places are worth combining, with those places.

    A formula falls into conjuncts that share no place: a set that settles it settles one of them.
    Of several formulas, those with few places are combined in full; of others, only places that
    some conjunct joins.
    """
    formulas = compiler.formulas()
    pool = compiler.pool
    alone = len(formulas) == 1
    parts = [
        part
        for formula in formulas
        for part in pool.conjuncts(-formula if alone and formula < 0 else formula)
    ]
    groups: list[tuple[int, list[int]]] = []
    for part in parts:
        support, members = pool.support(part), [part]
        for other in [group for group in groups if group[0] & support]:
            groups.remove(other)
            support |= other[0]
            members += other[1]
        groups.append((support, members))
    everywhere = _places(compiler, formulas)
    if len(groups) == 1 or len(everywhere) <= _FEW:
        yield formulas, everywhere
        return
    for _, members in groups:
        own = pool.all_of(members)
        asked = (own if formulas[0] > 0 else -own,) if alone else formulas
        yield asked, _places(compiler, (own,))


_FEW = 4


def _places(compiler: ObjectCompiler, formulas: Iterable[int]) -> list[Place]:
    support = 0
    for formula in formulas:
        support |= compiler.pool.support(formula)
    variables = list(compiler.pool.variables)
    live = [variables[bit] for bit in bits(support)]
    return sorted(
        (cast("Place", variable) for variable in live if isinstance(variable, tuple)),
        key=lambda place: (place[0] == "kind", str(place[1])),
    )


def left(
    compiler: ObjectCompiler, formulas: tuple[int, ...], found: Mapping[tuple[int, ...], Sized]
) -> frozenset[int] | None:
    """Return the cells that are left, or None where only a part of the formula was asked about."""
    own = compiler.formulas()
    if formulas == own:
        return frozenset(vector(residue) for residue in found)
    (outcome,) = found if len(found) == 1 else ((0,),)
    if outcome[0] == 0:
        return None
    if (outcome[0] == FALSE) == (own[0] > 0):
        return frozenset({int(own[0] < 0)})
    return None


def is_split(
    some: Mapping[tuple[Place, int], Option],
    options: Mapping[Place, list[Option]],
    settled: list[frozenset[tuple[Place, int]]],
) -> bool:
    """Return whether 'is there' is said of a part some of whose values settle it with less.

    Its values are then named one by one: that says more.
    """
    for (place, number), option in some.items():
        if option.absent or not any(fact.is_presence for said in option.said for fact in said):
            continue
        rest = some.keys() - {(place, number)}
        others = {(place, other) for other in range(len(options[place])) if other != number}
        for done in settled:
            if done & others and done - others < rest:
                return True
    return False


def grouped(said: Iterable[tuple[Facts, bool, frozenset[int]]]) -> Iterator[Option]:
    """Give the options: what has the same effect is one."""
    groups: dict[tuple[bool, frozenset[int]], list[Facts]] = {}
    for facts, absent, cells in said:
        groups.setdefault((absent, cells), []).append(facts)
    for (absent, cells), some in groups.items():
        yield Option(absent, cells, some)
