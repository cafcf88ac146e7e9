"""Folds the releases of a package into shapes: neighbours that are equal, by proof, are one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from conformance.compare.sides import Side
from conformance.exact import relate
from conformance.model import Shape
from conformance.proofs.cells import compare_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.model import SchemaFile

STRIDE = 9
"""Of this many releases one is read; those between are read where two of them differ."""


def folded(versions: Sequence[str], read: Callable[[str], SchemaFile | None]) -> list[Shape]:
    """Return the shapes of releases, oldest first.

    Not every release is read: one of `STRIDE` and the last, then between those that differ, by
    halves. A change that is taken back within fewer releases may be missed.

    Args:
        versions: The releases, oldest first; at least one.
        read: Returns the type as a release has it; None if the release does not have it.
    """
    known: dict[int, SchemaFile | None] = {}

    def at(number: int) -> SchemaFile | None:
        if number not in known:
            known[number] = read(versions[number])
        return known[number]

    marks = sorted({*range(0, len(versions), STRIDE), len(versions) - 1})
    shapes = [Shape(since=versions[0], file=at(0))]
    waiting = [*pairwise(marks)][::-1]
    while waiting:
        older, newer = waiting.pop()
        if _equal(at(older), at(newer)):
            continue
        middle = (older + newer) // 2
        if newer - older > 1:
            waiting += [(middle, newer), (older, middle)]
        else:
            shapes.append(Shape(since=versions[newer], file=at(newer)))
    return shapes


def _equal(a: SchemaFile | None, b: SchemaFile | None) -> bool:
    """Return whether two shapes are proven to be equal."""
    if a is None or b is None:
        return a is b
    if a.schema == b.schema:
        return True
    columns = [Side(id=name, file=file).column() for name, file in (("a", a), ("b", b))]
    found = relate(compare_columns(columns), "a", "b")
    return found.proven and found.relation == "equal"
