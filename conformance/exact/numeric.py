"""Numbers: a representative of every class that bounds, multiples and literals can tell apart."""

from __future__ import annotations

import math
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, cast

from conformance.exact.values import Sized, sized

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from conformance.model import Json

_MAX_MULTIPLES = 5000
_MAX_DIGITS = 15
_ALL_WHOLE = 2**52
"""From here on, every float is a whole number: a number with a fraction is not judged."""


class ValueClass(NamedTuple):
    """Scalars that no key tells apart.

    Attributes:
        truth: The answers to the keys, in their order.
        values: The smallest ones, sorted, as many as were asked for or as exist; none if all of
            them are too long to be made.
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
    for number in _candidates(bounds, literals, steps, need):
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


def _held(number: Fraction) -> Json:
    if number.denominator == 1:
        return int(number)
    try:
        value = float(number)
    except OverflowError:
        return None
    return value if Fraction(Decimal(repr(value))) == number else None


def _candidates(
    bounds: set[Fraction], literals: set[Fraction], steps: set[Fraction], need: int
) -> Iterator[Fraction]:
    """Yield the bounds and literals, and between two bounds enough numbers for every class."""
    marks = sorted({Fraction(0), *bounds})
    yield from sorted({*marks, *literals})
    digits = max(map(_digits, (*marks, *literals, *steps)))
    if digits > _MAX_DIGITS:
        raise Undecided("numbers with too many digits")
    period = _period(steps) * need
    fine = digits + 2 + len(str(need))
    grids = [(step, math.ceil(period / step) + 1, math.inf) for step in sorted(steps)]
    grids += [(Fraction(1, 10**power), 11 * need, need) for power in range(fine + 1)]
    ratios = [number.as_integer_ratio() for number in literals]
    for low, high in zip([None, *marks], [*marks, None], strict=True):
        for step, clean, most in grids:
            yield from _grid(low, high, step, clean, steps, ratios, most)


def _period(steps: set[Fraction]) -> Fraction:
    if not steps:
        return Fraction(1)
    period = Fraction(
        math.lcm(*(step.numerator for step in steps)), math.gcd(*(s.denominator for s in steps))
    )
    if period / min(steps) > _MAX_MULTIPLES:
        raise Undecided("multiples with too long a common period")
    return period


def _grid(  # noqa: PLR0913, PLR0917  the open interval, and what is sought in it
    low: Fraction | None,
    high: Fraction | None,
    step: Fraction,
    clean: int,
    steps: set[Fraction],
    literals: list[tuple[int, int]],
    most: float,
) -> Iterator[Fraction]:
    """Yield multiples of a step strictly between two bounds, the ones nearest to zero.

    Zero is one of the bounds. One period has every combination of multiples of all steps; a number
    that is a multiple of none is found on a finer decimal grid. Literals are skipped, until enough
    multiples in a row are not literals. On a decimal grid, texts grow longer away from zero, so
    only the first few of each sort can be the smallest. Whole numbers are counted, not fractions,
    so many literals take little time.
    """
    negative = low is None or low < 0
    near, far = (-cast("Fraction", high), low and -low) if negative else (low, high)
    sign = -1 if negative else 1
    up, down = step.denominator, step.numerator
    taken = {
        sign * above * up // (below * down)
        for above, below in literals
        if above * up % (below * down) == 0
    }
    divisors = [(step / other).denominator for other in steps]
    end = None if far is None else math.ceil(far / step)
    given: Counter[tuple[bool, ...]] = Counter()
    number, run = math.floor(cast("Fraction", near) / step) + 1, 0
    while run < clean and (end is None or number < end):
        run = 0 if number in taken else run + 1
        if run:
            sort = tuple(number % divisor == 0 for divisor in divisors)
            given[sort] += 1
            if given[sort] <= most:
                yield sign * number * step
        number += 1


def _digits(number: Fraction) -> int:
    return len(
        format(Decimal(number.numerator) / Decimal(number.denominator), "f").partition(".")[2]
    )
