"""The scalars that schemas name, in classes: together where no question tells them apart."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple, cast

from conformance.exact.values import scalar_order, sized

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from conformance.exact.values import Sized
    from conformance.model import Json


class ValueClass(NamedTuple):
    """Scalars that no key tells apart.

    Attributes:
        truth: The answers to the keys, in their order.
        values: The smallest ones, sorted, as many as were asked for or as exist; none if all of
            them are too long to be made.
        literal: Whether schemas name them.
        sure: Whether there are such scalars.
    """

    truth: tuple[bool, ...]
    values: tuple[Sized, ...]
    literal: bool
    sure: bool = True


class Literals(NamedTuple):
    """The way to ask for the literals of a type.

    Attributes:
        value: Returns the value of an item in a set of literals.
        holds: Returns the answer to a key for an item.
    """

    value: Callable[[Hashable], Json]
    holds: Callable[[tuple[Hashable, ...], Hashable], bool]


def named(keys: list[tuple[Hashable, ...]]) -> set[Hashable]:
    """Return the items in the sets of literals among the keys."""
    return set().union(*(_items(key) for key in keys if key[0] == "in"))


def literal_classes(
    keys: list[tuple[Hashable, ...]], kind: Literals, need: int, *, apart: bool
) -> list[ValueClass]:
    """Return the classes of the items in the sets of literals among the keys.

    Args:
        keys: The questions; `("in", items)` asks for literals.
        kind: Answers the other questions.
        need: The number of values of each class.
        apart: Whether each item is a class of its own.
    """
    answers: dict[Hashable, int] = {}
    for number, key in enumerate(keys):
        if key[0] == "in":
            bit = 1 << number
            for item in _items(key):
                answers[item] = answers.get(item, 0) | bit
    others = [(1 << number, key) for number, key in enumerate(keys) if key[0] != "in"]
    groups: dict[int, list[Json]] = {}
    for item, some in answers.items():
        met = some
        for bit, key in others:
            if kind.holds(key, item):
                met |= bit
        groups.setdefault(met, []).append(kind.value(item))
    found = [
        (met, values)
        for met, group in groups.items()
        for values in ([[value] for value in group] if apart else [_smallest(group, need)])
    ]
    found.sort(key=lambda each: scalar_order(each[1][0]))
    return [
        ValueClass(
            tuple(bool(met >> n & 1) for n in range(len(keys))),
            tuple(map(sized, values)),
            literal=True,
        )
        for met, values in found
    ]


def _items(key: tuple[Hashable, ...]) -> frozenset[Hashable]:
    return cast("frozenset[Hashable]", key[1])


def _smallest(values: list[Json], need: int) -> list[Json]:
    if need == 1:
        return [min(values, key=scalar_order)]
    return nsmallest(need, values, key=scalar_order)
