"""The places of an object in groups that no formula ties together, and the groups that matter.

Of groups that differ only in the name of their property, a smallest object needs a few. Of the
kinds of names that patterns make, it needs those that meet few patterns: a member that fails a
demand may as well have a name with fewer other demands.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from conformance.exact.formula import FALSE, NONE, SEVERAL, TRUE, bits
from conformance.exact.location import SIZE, Slot
from conformance.exact.paths import length_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterable

    from conformance.exact.members import ObjectCompiler, Place
    from conformance.exact.names import NameKind
    from conformance.exact.paths import Residue


class Group(NamedTuple):
    """Places that formulas tie together.

    Attributes:
        places: The places, in the order of the search.
        parts: What the formulas demand there, by their numbers; the others demand nothing.
    """

    places: list[Place]
    parts: dict[int, int]


Plan: TypeAlias = "tuple[list[tuple[Hashable, list[Group]]], Residue]"
"""Groups in lists of those that are alike, and what each formula says of the number of members."""


def is_negated(formula: int) -> bool:
    """Return whether a formula is taken as the negation of a conjunction."""
    return formula < FALSE


def apart(
    compiler: ObjectCompiler, formulas: Residue, places: Iterable[Place]
) -> tuple[list[Group], Residue]:
    """Return the places in groups that no formula ties together, each with its part of a formula.

    Each formula, or its negation, is the conjunction of its parts in the groups and of its part
    about the number of properties, which is the second answer. If a formula ties that number to a
    property, all places are one group.
    """
    pool = compiler.pool
    size = pool.variables.get(SIZE, SEVERAL)
    whole = [pool.conjuncts(-each if is_negated(each) else each) for each in formulas]
    owners = _tied(
        [*bits(pool.support(part))]
        for part in {part for some in whole for part in some}
        if pool.variable(part) == SEVERAL
    )
    if size in owners:
        together = dict(enumerate(map(pool.all_of, whole)))
        return [Group(list(places), together)], (TRUE,) * len(formulas)
    members: dict[int, list[Place]] = {}
    used = {pool.variable(part) for some in whole for part in some} | owners.keys()
    for place in places:
        number = pool.variables.get(place, NONE)
        members.setdefault(owners.get(number, number) if number in used else NONE, []).append(place)
    parts: dict[int, dict[int, list[int]]] = {}
    for number, some in enumerate(whole):
        for part in some:
            single = pool.variable(part)
            if single == SEVERAL:
                single = next(bits(pool.support(part)))
            key = owners.get(single, single)
            parts.setdefault(key, {}).setdefault(number, []).append(part)
    about_size = parts.pop(size, {})
    return [
        Group(
            members.get(key, []),
            {number: pool.all_of(some) for number, some in parts.get(key, {}).items()},
        )
        for key in dict.fromkeys([*members, *parts])
    ], tuple(pool.all_of(about_size.get(number, ())) for number in range(len(formulas)))


def _tied(together: Iterable[list[int]]) -> dict[int, int]:
    """Return the group of each variable that stands in a part with others."""
    leaders: dict[int, int] = {}

    def leader(number: int) -> int:
        while leaders[number] != number:
            leaders[number] = leaders[leaders[number]]
            number = leaders[number]
        return number

    for some in together:
        for number in some:
            leaders.setdefault(number, number)
        for number in some[1:]:
            leaders[leader(number)] = leader(some[0])
    return {number: leader(number) for number in leaders}


def alike(
    compiler: ObjectCompiler, groups: Iterable[Group], restricted: Container[Place]
) -> list[tuple[Hashable, list[Group]]]:
    """Return the groups in lists; those of one list differ only in a name, the shortest first.

    Each list stands behind the shape of its formulas; None for a group that is like no other.
    """
    lists: dict[Hashable, tuple[Hashable, list[Group]]] = {}
    for number, group in enumerate(groups):
        key: Hashable = number
        shapes = None
        if _is_single(group, "name", restricted):
            shapes = tuple((at, compiler.pool.shape(part)) for at, part in group.parts.items())
            key = shapes, _slot(compiler, group).signature
        lists.setdefault(key, (shapes, []))[1].append(group)
    for _, some in lists.values():
        some.sort(key=_by_name)
    return list(lists.values())


def merged(
    lists: Iterable[tuple[Hashable, list[Group]]], values: Callable[[Place], Hashable]
) -> list[list[Group]]:
    """Return the lists of groups, those merged that also have the same possible values.

    Args:
        lists: The lists, each behind the shape of its formulas.
        values: Returns the possible values of a property, with the answers of each.
    """
    result: dict[Hashable, list[Group]] = {}
    for number, (shapes, some) in enumerate(lists):
        key = number if shapes is None else (shapes, values(some[0].places[0]))
        result.setdefault(key, []).extend(some)
    for some in result.values():
        some.sort(key=_by_name)
    return list(result.values())


def _by_name(group: Group) -> tuple[int, str]:
    name = str(group.places[0][1]) if group.places else ""
    return length_of(name), name


def _is_single(group: Group, kind: str, restricted: Container[Place]) -> bool:
    return (
        len(group.places) == 1 and group.places[0][0] == kind and group.places[0] not in restricted
    )


def _slot(compiler: ObjectCompiler, group: Group) -> Slot:
    return compiler.slots.get(group.places[0]) or Slot()


def needed(
    compiler: ObjectCompiler, groups: list[Group], restricted: Container[Place], members: int
) -> list[Group]:
    """Return the groups without the kinds of names that no smallest object needs.

    A member makes formulas fail by one demand each. Its name may be exchanged for one of another
    kind that has these demands and none that the first has not. So a kind is not needed if, for
    each choice of one of its demands in each formula, some other kind has these, has no other
    demands, and has as many names that are not longer as an object may need.

    Args:
        compiler: It made the formulas.
        groups: The groups.
        restricted: Places whose value is confined.
        members: The number of members that an object may need.
    """
    some: list[tuple[int, int, int, Group, frozenset[_Demand], NameKind]] = []
    for group in groups:
        demands = _demands(compiler, group) if _is_single(group, "kind", restricted) else None
        if demands is not None:
            kind = compiler.names.kinds[cast("int", group.places[0][1])]
            some.append((len(demands), kind.shortest, len(some), group, demands, kind))
    some.sort(key=lambda each: each[:3])
    by_choice: dict[frozenset[_Demand], list[tuple[frozenset[_Demand], int | None]]] = {}
    dropped: set[int] = set()
    for _, shortest, _, group, demands, kind in some:
        choices = _choices(demands)
        if choices is None:
            continue
        if all(
            any(
                other <= demands and longest is not None and longest <= shortest
                for other, longest in by_choice.get(choice, ())
            )
            for choice in choices
        ):
            dropped.add(id(group))
            continue
        names = kind.samples.first(members)
        longest = max(map(len, names)) if len(names) == members else None
        for choice in choices:
            by_choice.setdefault(choice, []).append((demands, longest))
    return [group for group in groups if id(group) not in dropped]


_Demand: TypeAlias = tuple[int, tuple[int, ...]]
"""A formula's number, and the schemas of which a value must satisfy one."""
_MAX_CHOICES = 300


def _demands(compiler: ObjectCompiler, group: Group) -> frozenset[_Demand] | None:
    """Return what the formulas demand of each member; None if it is more than a conjunction."""
    slot, pool = _slot(compiler, group), compiler.pool
    result = set()
    for number, whole in group.parts.items():
        for part in pool.conjuncts(whole):
            clause = pool.asked(part)
            if not isinstance(clause, int):
                return None
            result.add((number, slot.asked(clause)))
    return frozenset(result)


def _choices(demands: frozenset[_Demand]) -> list[frozenset[_Demand]] | None:
    """Return every choice of one demand in each formula; None if they are too many."""
    by_formula: dict[int, list[_Demand]] = {}
    for demand in demands:
        by_formula.setdefault(demand[0], []).append(demand)
    count = 1
    for some in by_formula.values():
        count *= len(some)
    if count > _MAX_CHOICES:
        return None
    return [frozenset(choice) for choice in product(*by_formula.values())]
