"""Numbers: a representative of every class that bounds, multiples and literals can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from conformance.exact.grids import candidates, held
from conformance.exact.values import Sized, sized

if TYPE_CHECKING:
    from collections.abc import Hashable
    from fractions import Fraction


class ValueClass(NamedTuple):
    """Scalars that no key tells apart.

    Attributes:
        truth: The answers to the keys, in their order.
        values: The smallest ones, sorted, as many as were asked for or as exist; none if all of
            them are too long to be made.
        literal: Whether it is one value that a schema names.
        sure: Whether there are such scalars.
    """

    truth: tuple[bool, ...]
    values: tuple[Sized, ...]
    literal: bool
    sure: bool = True


def groups(keys: list[tuple[Hashable, ...]], need: int = 1) -> list[ValueClass]:
    """Return every class of numbers that the keys tell apart, literals alone.

    Args:
        keys: `("least", bound)`, `("above", bound)`, `("multiple", step)`, `("in", identities)`.
        need: How many values of each class are wanted.

    Raises:
        Undecided: There are too many steps, or it is not known whether a float holds a number.
    """
    literals = {
        cast("tuple[str, Fraction]", item)[1]
        for key in keys
        if key[0] == "in"
        for item in cast("frozenset[Hashable]", key[1])
    }
    bounds = {cast("Fraction", key[1]) for key in keys if key[0] in {"least", "above"}}
    steps = {cast("Fraction", key[1]) for key in keys if key[0] == "multiple"}
    found: dict[tuple[bool, ...], dict[Fraction, Sized]] = {}
    result = []
    for number in sorted(literals):
        truth = tuple(holds(key, number) for key in keys)
        result.append(ValueClass(truth, (sized(held(number)),), literal=True))
    for number in candidates(bounds, literals, steps, need):
        truth = tuple(holds(key, number) for key in keys)
        found.setdefault(truth, {})[number] = sized(held(number))
    for truth, values in found.items():
        smallest = tuple(sorted(values.values(), key=lambda item: item[:3])[:need])
        result.append(ValueClass(truth, smallest, literal=False))
    return result


def holds(key: tuple[Hashable, ...], number: Fraction) -> bool:
    """Return the answer to a key for a number."""
    kind, what = key
    if kind == "in":
        return ("number", number) in cast("frozenset[Hashable]", what)
    bound = cast("Fraction", what)
    if kind == "least":
        return number >= bound
    if kind == "above":
        return number > bound
    return (number / bound).denominator == 1
