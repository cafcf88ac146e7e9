"""The search over arrays: the first elements one by one, then the later ones sort by sort.

Like the search over objects. Of each sort of later elements, which `contains` may count, some are
taken at once; an array is filled up to a length without a step for each element. `uniqueItems` runs
the search once where all elements differ, and once for each cell in which two are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.exact.array_later import MAX_ELEMENTS
from conformance.exact.array_paths import meets
from conformance.exact.array_run import ArrayRun
from conformance.exact.elements import UNIQUE
from conformance.exact.location import SIZE
from conformance.exact.modes import (
    UNKNOWN,
    Distinct,
    Holding,
    Plain,
)
from conformance.exact.values import UNMADE, UNSURE, Sized, Undecided, sized, stand_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.objects import Parts, Span, Supplier
    from conformance.exact.paths import Residue
    from conformance.exact.sources import Schema

TOO_LONG = f"an array of more than {MAX_ELEMENTS:,} elements"


def search(
    compiler: ArrayCompiler,
    formulas: Residue,
    source: Supplier,
    confined: Callable[[tuple[Schema, ...]], Mapping[int, Sized]] | None = None,
    span: Span | None = None,
) -> dict[Residue, Sized]:
    """Return every outcome of the formulas that some array has, with a smallest array.

    An outcome that only very long arrays have comes with a stand-in.

    Args:
        compiler: It made the formulas.
        formulas: What to tell apart.
        source: Gives the cells of the elements, and the limits.
        confined: The cells of which at least one element must be, by the schemas that apply there.
        span: The number of elements.

    Raises:
        Undecided: There are too many states, an array would have too many elements, or it is not
            known whether enough different elements exist.
    """
    pool = compiler.pool
    used = 0
    for formula in formulas:
        used |= pool.support(formula)
    is_unique = used >> pool.variables.get(UNIQUE, len(pool.variables)) & 1
    run = ArrayRun(compiler, source, together=bool(is_unique) or confined is not None, span=span)
    if confined is not None:
        found = run.outcomes(formulas, Holding(confined(run.schemas), 1, unique=None))
        return _shown(found, UNMADE)
    if not is_unique:
        return _shown(run.outcomes(formulas, Plain()), UNMADE)
    need = compiler.prefix + max([1, run.cap, *run.caps]) + 1
    several = source.several(run.schemas, need)
    found = run.outcomes(formulas, Distinct(several))
    for cell, value in source.cells(run.schemas).items():
        twice = run.outcomes(formulas, Holding({cell: value}, 2, unique=False))
        for residue, array in twice.items():
            found[residue] = _smaller(found.get(residue), array)
    if any(array is not None and array.parts >= UNKNOWN for array in found.values()):
        raise Undecided("whether enough different elements exist")
    return _shown(found, UNSURE)


def _shown(found: Mapping[Residue, Sized | None], parts: int) -> dict[Residue, Sized]:
    """Return the outcomes, with a stand-in for each array that is not made."""
    return {residue: value or stand_in(sized([]), parts) for residue, value in found.items()}


def reachable(
    compiler: ArrayCompiler, source: Parts, values: Mapping[int, Sized], span: Span | None
) -> Iterable[Residue]:
    """Return every outcome of the compiler's formulas that some array has.

    Args:
        compiler: It made the formulas.
        source: Gives the cells of the elements, and the limits.
        values: The cells, each with a value, of which at least one element must be.
        span: The number of elements.

    Raises:
        Undecided: As `search`.
    """
    formulas, pool = compiler.formulas(), compiler.pool
    is_plain = not (compiler.prefix or compiler.sorts or pool.keys(SIZE) or pool.keys(UNIQUE))
    if span is not None or not is_plain:
        run = ArrayRun(compiler, source, together=True, span=span)
        return run.outcomes(formulas, Holding(values, 1, unique=None))
    slot = compiler.slots[0]
    answers = set(slot.answers(source.cells(slot.schemas)).values())
    found = set(slot.answers(values).values())
    todo = list(found)
    while todo:
        met = todo.pop()
        fresh = {met & answer for answer in answers} - found
        found |= fresh
        todo += fresh
    choices = (pool.choice(("element", 0), met, meets(met)) for met in sorted(found))
    return [tuple(map(choice.__getitem__, formulas)) for choice in choices]


def _smaller(one: Sized | None, other: Sized | None) -> Sized | None:
    known = [value for value in (one, other) if value is not None]
    return min(known, key=lambda value: value[:3], default=None)
