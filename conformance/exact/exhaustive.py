"""Lists all objects or arrays of a cell, if there are only a few.

They are put together from the values of their parts. A part that may have more values than are
wanted has that many here: each of them makes another whole, so either the whole list is complete,
or it is long enough.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, cast

from conformance.exact import arrays, objects
from conformance.exact.formula import vector
from conformance.exact.location import Slot
from conformance.exact.objects import Reach, Span
from conformance.exact.truths import literal_choice
from conformance.exact.values import sized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.location import Compiler
    from conformance.exact.members import ObjectCompiler, Place
    from conformance.exact.solver import Solver
    from conformance.exact.sources import Schema
    from conformance.exact.values import Kind, Sized
    from conformance.model import Json

_MAX_MADE = 5_000
"""At most this many values are put together."""


def every(
    solver: Solver, schemas: tuple[Schema, ...], kind: Kind, cell: int, need: int
) -> list[Sized] | None:
    """Return `need` objects or arrays of a cell, or all if there are fewer; None if unknown.

    Args:
        solver: It knows the cells of the parts.
        schemas: The schemas at the place.
        kind: `object` or `array`.
        cell: The cell.
        need: How many values are wanted.
    """
    compiler = solver.compiled(kind, schemas)
    room = need + len(compiler.literals)  # the literals may be in other cells
    made = _objects if kind == "object" else _arrays
    found: list[Sized] = []
    for number, value in enumerate(made(solver, compiler, cell, room)):
        if value is None or number >= _MAX_MADE:
            return None
        if solver.truths.cell(schemas, value[0]) == cell:
            found.append(sized(value[0]))
            if len(found) == need:
                break
    return found


def _objects(
    solver: Solver, compiler: Compiler, cell: int, need: int
) -> Iterator[tuple[Json] | None]:
    """Yield all objects of the names in schemas, then some of other names, and None."""
    whole = cast("ObjectCompiler", compiler)
    parts: list[list[Json] | None] = []
    more: list[tuple[str, Json]] = []
    for place, _, _ in whole.places():
        schemas = (whole.slots.get(place) or Slot()).schemas
        if place[0] == "name":
            parts.append(_values(solver, schemas, need))
            continue
        cells = solver.cells(schemas)
        if cell in _reached(solver, whole, {place: Reach(absent=False, cells=cells)}):
            names = whole.names.kinds[cast("int", place[1])].samples.many(need)
            more += [(name, value.value) for value in cells.values() for name in names]
    known = [part for part in parts if part is not None]
    if len(known) == len(parts):
        yield from (({**some},) for some in _members(whole.names.given, known))
        every = product(_members(whole.names.given, known), more)
        yield from (({**some, name: value},) for some, (name, value) in every)
    if more or len(known) < len(parts):
        yield None


def _members(names: list[str], parts: list[list[Json]]) -> Iterator[dict[str, Json]]:
    """Yield every choice of one value or none for each name."""
    options: list[list[tuple[Json, ...]]] = [[(), *((one,) for one in part)] for part in parts]
    for choice in product(*options):
        yield {name: some[0] for name, some in zip(names, choice, strict=True) if some}


def _arrays(
    solver: Solver, compiler: Compiler, cell: int, need: int
) -> Iterator[tuple[Json] | None]:
    """Yield all arrays, shorter ones first, as long as longer ones are in the cell."""
    whole = cast("ArrayCompiler", compiler)
    elements = whole.element_schemas()
    values = _values(solver, elements, need)
    length = 0
    while values is not None:
        for choice in product(values, repeat=length):
            yield (list(choice),)
        length += 1
        formulas = _others(whole)
        longer = arrays.search(whole, formulas, solver, span=Span(length, None))
        if cell not in set(map(vector, longer)):
            return
    yield None


def _reached(solver: Solver, compiler: ObjectCompiler, confined: Mapping[Place, Reach]) -> set[int]:
    found = objects.search(compiler, _others(compiler), solver, confined)
    return set(map(vector, found))


def _others(compiler: Compiler) -> tuple[int, ...]:
    """Return the formulas for a value that no schema names."""
    other = literal_choice(compiler, None)
    return tuple(other[formula] for formula in compiler.formulas())


def _values(solver: Solver, schemas: tuple[Schema, ...], need: int) -> list[Json] | None:
    """Return the values of a part: all of a cell, or as many as are wanted; None if not known."""
    result: list[Json] = []
    for values, is_all in solver.several(schemas, need).values():
        if len(values) < need and not is_all:
            return None
        result += [value.value for value in values]
    return result
