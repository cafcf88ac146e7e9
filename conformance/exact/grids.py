"""Finds numbers between bounds that are multiples of some steps and of no others.

A number of few decimals that is a multiple of a step lies on a grid. On one grid, texts grow longer
away from zero, so its first numbers are its smallest ones. Nothing is searched number by number: a
run of 2**n multiples has one that is no multiple of n other steps.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from conformance.exact.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Json

_MAX_SORTS = 256
_MAX_TRIES = 200
_MAX_LISTED = 5_000
_ALL_WHOLE = 2**52
"""From here on, every float is a whole number: a number with a fraction is not judged."""


def candidates(
    bounds: set[Fraction], literals: set[Fraction | int], steps: set[Fraction], need: int
) -> Iterator[Fraction]:
    """Yield the smallest numbers of each class, and others; no literals.

    Args:
        bounds: Numbers below, at and above these are told apart.
        literals: Numbers to leave out.
        steps: Multiples of these are told apart.
        need: How many numbers of each class are wanted, if there are as many.

    Raises:
        Undecided: There are too many steps, or it is not known whether a float holds a number.
    """
    marks = sorted({Fraction(0), *bounds})
    yield from (mark for mark in marks if mark not in literals)
    most = max(map(_decimals, (*marks, *literals, *steps))) + 2 + len(str(need))
    sorts = list(_sorts(steps, most))
    for low, high in zip([None, *marks], [*marks, None], strict=True):
        is_negative = low is None or low < 0
        near = -high if is_negative and high is not None else low
        far = -low if is_negative and low is not None else (None if is_negative else high)
        span = _Span(near or Fraction(0), far, -1 if is_negative else 1)
        for each in sorts:
            yield from _of_sort(each, span, literals, need)


class _Span(NamedTuple):
    """An open interval of absolute values, and the sign of its numbers."""

    near: Fraction
    far: Fraction | None
    sign: int


class _Sort(NamedTuple):
    """Multiples of some steps and of no others.

    Attributes:
        step: They are the multiples of this one; None without any.
        others: The steps of which they are no multiples.
        grids: Each: its step, and the multiples of it that are left out, as divisors.
    """

    step: Fraction | None
    others: list[Fraction]
    grids: list[tuple[Fraction, list[int]]]


def held(number: Fraction | int) -> Json:
    """Return a number as JSON holds it; None if it is no float."""
    if number.denominator == 1:
        return int(number)
    try:
        value = float(number)
    except OverflowError:
        return None
    return value if Fraction(Decimal(repr(value))) == number else None


def _sorts(steps: set[Fraction], most: int) -> Iterator[_Sort]:
    """Yield every combination of steps that numbers can be multiples of."""
    common: dict[Fraction | None, None] = {None: None}
    for step in sorted(steps):
        common |= {_common(step, other): None for other in common}
        if len(common) > _MAX_SORTS:
            raise Undecided("so many steps of multiples")
    for whole in common:
        others = [s for s in sorted(steps) if whole is None or (whole / s).denominator > 1]
        grids = {_common(Fraction(1, 10**power), whole): None for power in range(most + 1)}
        divided = [(grid, [(grid / other).denominator for other in others]) for grid in grids]
        yield _Sort(whole, others, [each for each in divided if 1 not in each[1]])


def _common(step: Fraction, other: Fraction | None) -> Fraction:
    """Return the smallest number that both divide."""
    if other is None:
        return step
    return Fraction(
        math.lcm(step.numerator, other.numerator), math.gcd(step.denominator, other.denominator)
    )


def _of_sort(
    sort: _Sort, span: _Span, literals: set[Fraction | int], need: int
) -> Iterator[Fraction]:
    """Yield the first numbers of a sort in a span, grid by grid."""
    found = False
    for grid, divisors in sort.grids:
        if span.near >= _ALL_WHOLE and grid.denominator > 1:
            continue
        tries = (need + len(literals) + _MAX_TRIES) * 2 ** len(divisors)
        numbers = (
            number
            for number in islice(_on(grid, divisors, span), tries)
            if number not in literals and held(number) is not None
        )
        for number in islice(numbers, need):
            found = True
            yield number
    if not found and span.near < _ALL_WHOLE:
        yield from islice(_all(sort, span, literals), need)


def _on(grid: Fraction, divisors: list[int], span: _Span) -> Iterator[Fraction]:
    """Yield the numbers on a grid in a span, the nearest to zero first."""
    step = span.sign * (grid.numerator if grid.denominator == 1 else grid)
    number = math.floor(span.near / grid) + 1
    end = None if span.far is None else math.ceil(span.far / grid)
    while end is None or number < end:
        if all(number % divisor for divisor in divisors):
            yield Fraction(number * step)
        number += 1


def _all(sort: _Sort, span: _Span, literals: set[Fraction | int]) -> Iterator[Fraction]:
    """Yield all numbers of a sort in a small span, from the floats or from the multiples there.

    Raises:
        Undecided: There are too many of both.
    """
    far = Fraction(_ALL_WHOLE) if span.far is None else min(span.far, Fraction(_ALL_WHOLE))
    if sort.step is not None and (far - span.near) / sort.step <= _MAX_LISTED:
        numbers = list(_on(sort.step, [], span._replace(far=far)))
    else:
        numbers = [span.sign * number for number in _floats(span.near, far)]
    for number in numbers:
        is_multiple = sort.step is None or (number / sort.step).denominator == 1
        is_of_sort = is_multiple and all((number / x).denominator > 1 for x in sort.others)
        if is_of_sort and number not in literals and held(number) is not None:
            yield number


def _floats(low: Fraction, high: Fraction) -> Iterator[Fraction]:
    """Yield every float strictly between two numbers, if they are few."""
    value, count = float(low), 0
    while (number := Fraction(repr(value))) < high:
        if number > low:
            yield number
        value = math.nextafter(value, math.inf)
        count += 1
        if count > _MAX_LISTED:
            raise Undecided("a number that no float holds")


def _decimals(number: Fraction | int) -> int:
    """Return the number of digits behind the point of a decimal."""
    if number.denominator == 1:
        return 0
    text = format(Decimal(number.numerator) / Decimal(number.denominator), "f")
    return len(text.partition(".")[2])
