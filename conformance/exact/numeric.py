"""Numbers: a representative of every class that bounds, multiples and literals can tell apart."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, cast

from conformance.exact.values import Sized, sized

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from conformance.model import Json

_MAX_MULTIPLES = 5000
_MAX_DIGITS = 15
_ALL_WHOLE = 2**52
"""From here on, every float is a whole number: a number with a fraction is none that is judged."""


class ValueClass(NamedTuple):
    """Scalars that no key tells apart.

    Attributes:
        truth: What the keys say of them, in the order of the keys.
        values: The smallest ones, sorted, as many as were asked for or as there are.
        literal: Whether it is one value that a schema names.
    """

    truth: tuple[bool, ...]
    values: tuple[Sized, ...]
    literal: bool


class Undecided(Exception):  # noqa: N818  not an error: an answer
    """Something is not decided; the message says what."""


def groups(keys: list[tuple[Hashable, ...]], need: int = 1) -> list[ValueClass]:
    """Return every class of numbers that the keys tell apart, literals alone.

    Args:
        keys: `("least", bound)`, `("above", bound)`, `("multiple", step)`, `("in", identities)`.
        need: How many values of each class are wanted.

    Raises:
        Undecided: The steps have too long a common period, or too many digits.
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
    lost: set[tuple[bool, ...]] = set()
    for number in _candidates(bounds | literals, steps, need):
        value = _held(number)
        truth = tuple(holds(key, number) for key in keys)
        if value is None:
            if abs(number) < _ALL_WHOLE:
                lost.add(truth)
        elif number in literals:
            result.append(ValueClass(truth, (sized(value),), literal=True))
        else:
            found.setdefault(truth, {})[number] = sized(value)
    if not lost <= found.keys():
        raise Undecided("a number that no float holds")
    for truth, values in found.items():
        smallest = tuple(sorted(values.values(), key=lambda item: item[:3])[:need])
        result.append(ValueClass(truth, smallest, literal=False))
    return result


def holds(key: tuple[Hashable, ...], number: Fraction) -> bool:
    """Return what a key says of a number."""
    kind, what = key
    if kind == "in":
        return ("number", number) in cast("frozenset[Hashable]", what)
    bound = cast("Fraction", what)
    if kind == "least":
        return number >= bound
    if kind == "above":
        return number > bound
    return (number / bound).denominator == 1


def _held(number: Fraction) -> Json:
    if number.denominator == 1:
        return int(number)
    try:
        value = float(number)
    except OverflowError:
        return None
    return value if Fraction(Decimal(repr(value))) == number else None


def _candidates(points: Iterable[Fraction], steps: set[Fraction], need: int) -> Iterator[Fraction]:
    """Give the points, and between each two of them enough numbers for every class."""
    marks = sorted({Fraction(0), *points})
    digits = max(map(_digits, (*marks, *steps)))
    if digits > _MAX_DIGITS:
        raise Undecided("numbers with too many digits")
    period = _period(steps) * need
    yield from marks
    for low, high in zip([None, *marks], [*marks, None], strict=True):
        yield from _between(low, high, steps, period, digits, need)


def _period(steps: set[Fraction]) -> Fraction:
    if not steps:
        return Fraction(1)
    period = Fraction(
        math.lcm(*(step.numerator for step in steps)), math.gcd(*(s.denominator for s in steps))
    )
    if period / min(steps) > _MAX_MULTIPLES:
        raise Undecided("multiples with too long a common period")
    return period


def _between(  # noqa: PLR0913, PLR0917  the open interval, and what is sought in it
    low: Fraction | None,
    high: Fraction | None,
    steps: set[Fraction],
    period: Fraction,
    digits: int,
    need: int,
) -> Iterator[Fraction]:
    """Give numbers strictly between two points, the ones nearest to zero.

    Zero is one of the points. Within one period the multiples of all steps fall in every way they
    can; a number that is a multiple of none is found on a finer decimal grid.
    """
    negative = low is None or low < 0
    near = -cast("Fraction", high) if negative else cast("Fraction", low)
    far = (None if low is None else -low) if negative else high
    sign = -1 if negative else 1
    fine = digits + 2 + len(str(need))
    for step in steps:
        last = near + period if far is None else min(near + period, far)
        for number in _grid(near, far, step, math.ceil((last - near) / step) + 1):
            yield sign * number
    for power in range(fine + 1):
        for number in _grid(near, far, Fraction(1, 10**power), 11 * need):
            yield sign * number


def _grid(near: Fraction, far: Fraction | None, step: Fraction, count: int) -> Iterator[Fraction]:
    first = math.floor(near / step) + 1
    for index in range(first, first + count):
        if far is not None and index * step >= far:
            return
        yield index * step


def _digits(number: Fraction) -> int:
    return len(
        format(Decimal(number.numerator) / Decimal(number.denominator), "f").partition(".")[2]
    )
