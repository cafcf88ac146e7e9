"""Finds several different values of one cell: neighbours of a known value that are in it too."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import islice
from typing import TYPE_CHECKING, cast

from conformance.exact.location import Slot
from conformance.exact.values import equal_key, sized

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.members import ObjectCompiler
    from conformance.exact.solver import Solver
    from conformance.exact.sources import Schema
    from conformance.exact.values import Sized
    from conformance.model import Json

_FEW = 3
"""The number of scalars of a class that are tried as elements; longer arrays make up for it."""
_MAX_TRIES, _TRIES_EACH, _TRIES_IN_ALL = 500, 100, 5_000


def variants(
    solver: Solver, schemas: tuple[Schema, ...], value: Sized, cell: int, need: int
) -> list[Sized]:
    """Return up to `need` objects or arrays of a cell, smallest first.

    Args:
        solver: It knows the cells of the parts.
        schemas: The schemas at the place.
        value: A smallest value of the cell.
        cell: The cell.
        need: How many values are wanted.
    """
    seen: set[Hashable] = {equal_key(value.value)}
    heap = [value]
    found: list[Sized] = []
    tries, most = 0, min(max(_MAX_TRIES, _TRIES_EACH * need), _TRIES_IN_ALL)
    while heap and len(found) < need:
        best = heappop(heap)
        found.append(best)
        for near in _near(solver, schemas, best.value, need):
            if tries >= most:
                break
            key = equal_key(near)
            if key not in seen:
                seen.add(key)
                tries += 1
                if solver.truths.cell(schemas, near) == cell:
                    heappush(heap, sized(near))
    return found


def beside(
    solver: Solver,
    schemas: tuple[Schema, ...],
    value: Sized,
    cell: int,
    known: Collection[Hashable],
) -> Sized | None:
    """Return another value of a cell near a given one; None if none is found at once.

    Args:
        solver: It knows the cells of the parts.
        schemas: The schemas at the place.
        value: A value of the cell.
        cell: The cell.
        known: The keys of values that are not wanted.
    """
    for near in islice(_swapped(solver, schemas, value.value), _MAX_TRIES):
        if equal_key(near) not in known and solver.truths.cell(schemas, near) == cell:
            return sized(near)
    return None


def _swapped(solver: Solver, schemas: tuple[Schema, ...], value: Json) -> Iterator[Json]:
    """Yield the values with another part at the end, then other values near it."""
    need = len(cast("list[Json]", value)) + 2
    if isinstance(value, list):
        array = cast("ArrayCompiler", solver.compiled("array", schemas))
        for part in _parts(solver, array.element_schemas(), need):
            yield [*value[:-1], part]
    yield from _near(solver, schemas, value, need)


def _near(solver: Solver, schemas: tuple[Schema, ...], value: Json, need: int) -> Iterator[Json]:
    """Yield the values with one part more, one less, or one changed."""
    if isinstance(value, list):
        array = cast("ArrayCompiler", solver.compiled("array", schemas))
        parts = list(_parts(solver, array.element_schemas(), min(need, _FEW)))
        for part in parts:
            yield [*value, part]
        for index in range(len(value)):
            yield value[:index] + value[index + 1 :]
            for part in parts:
                yield [*value[:index], part, *value[index + 1 :]]
        return
    members = cast("dict[str, Json]", value)
    compiler = cast("ObjectCompiler", solver.compiled("object", schemas))
    for place, _, _ in compiler.places():
        slot = compiler.slots.get(place) or Slot()
        names = [cast("str", place[1])]
        if place[0] == "kind":
            names = compiler.names.kinds[cast("int", place[1])].samples.first(need + 1)
        for part in _parts(solver, slot.schemas, need):
            for name in names:
                yield members | {name: part}
    for name in members:
        yield {other: item for other, item in members.items() if other != name}


def _parts(solver: Solver, schemas: tuple[Schema, ...], need: int) -> Iterator[Json]:
    """Yield a smallest value of each cell, and several scalars of each class."""
    for value in solver.cells(schemas).values():
        yield value.value
    for kind in ("number", "string"):
        for _, group in solver.groups(kind, schemas, need):
            yield from (value.value for value in group.values)
