"""Numbers: a representative of every class that bounds, multiples and literals can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from conformance.exact.grids import candidates, held
from conformance.exact.literals import Literals, ValueClass, literal_classes, named
from conformance.exact.values import sized

if TYPE_CHECKING:
    from collections.abc import Hashable
    from fractions import Fraction

    from conformance.exact.values import Sized


def groups(
    keys: list[tuple[Hashable, ...]], need: int = 1, *, apart: bool = True
) -> list[ValueClass]:
    """Return every class of numbers that the keys tell apart, literals by themselves.

    Args:
        keys: `("least", bound)`, `("above", bound)`, `("multiple", step)`, `("in", identities)`.
        need: How many values of each class are wanted.
        apart: Whether each literal is a class of its own.

    Raises:
        Undecided: There are too many steps, or it is not known whether a float holds a number.
    """
    literals = {cast("tuple[str, Fraction | int]", item)[1] for item in named(keys)}
    bounds = {cast("Fraction", key[1]) for key in keys if key[0] in {"least", "above"}}
    steps = {cast("Fraction", key[1]) for key in keys if key[0] == "multiple"}
    found: dict[tuple[bool, ...], dict[Fraction, Sized]] = {}
    result = literal_classes(keys, _LITERALS, need, apart=apart)
    for number in candidates(bounds, literals, steps, need):
        truth = tuple(holds(key, number) for key in keys)
        found.setdefault(truth, {})[number] = sized(held(number))
    for truth, values in found.items():
        smallest = tuple(sorted(values.values(), key=lambda item: item[:3])[:need])
        result.append(ValueClass(truth, smallest, literal=False))
    return result


def holds(key: tuple[Hashable, ...], number: Fraction | int) -> bool:
    """Return the answer to a key for a number."""
    kind, what = key
    if kind == "in":
        return ("number", number) in cast("frozenset[Hashable]", what)
    bound = cast("Fraction", what)
    if kind == "least":
        return number >= bound
    if kind == "above":
        return number > bound
    if isinstance(number, int) and bound.denominator == 1:
        return number % bound.numerator == 0
    return (number / bound).denominator == 1


_LITERALS = Literals(
    value=lambda item: held(cast("tuple[str, Fraction | int]", item)[1]),
    holds=lambda key, item: holds(key, cast("tuple[str, Fraction | int]", item)[1]),
)
