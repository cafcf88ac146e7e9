"""Which sets of facts force a schema to refuse, whatever else holds of a value.

The sets are found place by place. What a set does to a part shows at the whole only through the
cells that are left to the part, so a set that leaves the same cells as a smaller one is dropped.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from conformance.exact import arrays, objects
from conformance.exact.combining import (
    Facts,
    Option,
    choices,
    grouped,
    is_split,
    left,
    questions,
)
from conformance.exact.elements import COUNTS, UNIQUE, ArrayCompiler
from conformance.exact.facts import (
    ABSENT,
    ELEMENT,
    PRESENT,
    UNLISTED,
    Class,
    Fact,
    classes,
    escaped,
    step_of,
)
from conformance.exact.formula import vector
from conformance.exact.location import Slot
from conformance.exact.members import ObjectCompiler
from conformance.exact.objects import Reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conformance.exact.members import Place
    from conformance.exact.solver import Solver
    from conformance.exact.sources import Schema
    from conformance.exact.values import Sized

Schemas: TypeAlias = "tuple[Schema, ...]"


_WHOLE = (Class("", "object", None, {}), Class("", "array", None, {}))


class Restriction(NamedTuple):
    """A set of facts about a place, and the cells that it leaves."""

    facts: Facts
    cells: frozenset[int]


class _TooManyTriesError(Exception):
    """More sets of facts would have to be tried than the limit allows."""


class Primes:
    """Finds the sets of facts for the schemas of one comparison."""

    def __init__(self, solver: Solver) -> None:
        """Know nothing yet."""
        self._solver = solver
        self._known: dict[tuple[tuple[int, ...], tuple[int, ...]], list[Restriction]] = {}
        self._classes: dict[tuple[int, ...], list[Class]] = {}
        self._active: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        self._tries = 0

    def refusals(self, schema: Schema, together: Schemas) -> list[Facts]:
        """Return every smallest set of facts with which the schema is not valid.

        Args:
            schema: The schema.
            together: All schemas that are compared: they decide what the facts are.
        """
        if 1 not in self._solver.cells((schema,)):
            return [frozenset()]
        found = [
            restriction.facts
            for restriction in self.restrictions((schema,), together)
            if 1 not in restriction.cells
        ]
        return [facts for facts in found if not any(implied(other, facts) for other in found)]

    def classes(self, together: Schemas) -> list[Class]:
        """Return the classes of values at a place."""
        key = _key(together)
        if key not in self._classes:
            self._classes[key] = list(classes(self._solver, together))
        return self._classes[key]

    def restrictions(self, schemas: Schemas, together: Schemas) -> list[Restriction]:
        """Return the sets of facts about a place that leave fewer cells of some of its schemas."""
        key = (_key(schemas), _key(together))
        if key not in self._known:
            is_inner = key in self._active
            self._active.add(key)
            found = self._found(schemas, together, is_inner=is_inner)
            if is_inner:
                self._solver.report(together, "which parts of a recursive schema are causes")
                return found
            self._active.discard(key)
            self._known[key] = found
        return self._known[key]

    def _found(self, schemas: Schemas, together: Schemas, *, is_inner: bool) -> list[Restriction]:
        everything = frozenset(self._solver.cells(schemas))
        where = [_key(together).index(schema.id) for schema in schemas]
        result = []
        for each in self.classes(together):
            if each.kind in {"array", "object"}:
                cells = self._sized(each, schemas, together)
            else:
                cells = frozenset(_projected(cell, where) for cell in each.cells)
            if cells < everything:
                result.append(Restriction(frozenset({Fact("", each.special)}), cells))
        if not is_inner:
            whole = {each.kind: self._sized(each, schemas, together) for each in _WHOLE}
            members, elements = (
                self._members(schemas, together),
                self._elements(schemas, together),
            )
            result += [each for each in members if each.cells < whole["object"]]
            result += [each for each in elements if each.cells < whole["array"]]
        return _interesting(result)

    def _sized(self, each: Class, schemas: Schemas, together: Schemas) -> frozenset[int]:
        return frozenset(outcomes(self._solver, each, schemas, together, {}))

    def _members(self, schemas: Schemas, together: Schemas) -> Iterator[Restriction]:
        solver = self._solver
        names = cast("ObjectCompiler", solver.compiled("object", together)).names
        compiler = cast("ObjectCompiler", solver.compiled("object", schemas, names))
        whole = cast("ObjectCompiler", solver.compiled("object", together))
        for formulas, places in questions(compiler):
            options = {place: list(grouped(self._said(place, compiler, whole))) for place in places}
            try:
                yield from self._combined(compiler, formulas, options)
            except _TooManyTriesError:
                solver.report(together, "whether more facts together are a cause")
                return

    def _combined(
        self,
        compiler: ObjectCompiler,
        formulas: tuple[int, ...],
        options: Mapping[Place, list[Option]],
    ) -> Iterator[Restriction]:
        """Give what the facts about some properties leave, alone and together."""
        solver = self._solver
        settled: list[frozenset[tuple[Place, int]]] = []
        for some in choices(options, self._limit):
            self._tries += 1
            if self._tries > solver.limits.causes:
                raise _TooManyTriesError
            if any(done <= some.keys() for done in settled):
                continue
            reach = {
                place: Reach(option.absent, _chosen(solver, compiler, place, option.cells))
                for (place, _), option in some.items()
            }
            cells = left(compiler, formulas, objects.search(compiler, formulas, solver, reach))
            if cells is None:
                continue
            if len(cells) == 1:
                if is_split(some, options, settled):
                    continue
                settled.append(frozenset(some))
            for said in product(*(option.said for option in some.values())):
                facts = frozenset[Fact]().union(*said)
                if len(facts) <= self._limit:
                    yield Restriction(facts, cells)

    @property
    def _limit(self) -> int:
        return self._solver.limits.facts

    def _said(
        self, place: Place, compiler: ObjectCompiler, whole: ObjectCompiler
    ) -> Iterator[tuple[Facts, bool, frozenset[int]]]:
        """Give what may be said of a property: the facts, whether it is absent, its cells."""
        own = (compiler.slots.get(place) or Slot()).schemas
        all_of_them = (whole.slots.get(place) or Slot()).schemas
        everything = frozenset(self._solver.cells(own))
        if place[0] == "name":
            step = escaped(cast("str", place[1]))
            yield frozenset({Fact(f"/{step}", ABSENT)}), True, frozenset()
            yield frozenset({Fact(f"/{step}", PRESENT)}), False, everything
        else:
            special = unlisted(whole, cast("int", place[1]))
            yield frozenset({Fact("", special)}), False, everything
            step = step_of(special)
        for restriction in self.restrictions(own, all_of_them) if own else ():
            yield (
                frozenset(fact.under(step) for fact in restriction.facts),
                False,
                restriction.cells,
            )

    def _elements(self, schemas: Schemas, together: Schemas) -> Iterator[Restriction]:
        solver = self._solver
        compiler = cast("ArrayCompiler", solver.compiled("array", schemas))
        whole = cast("ArrayCompiler", solver.compiled("array", together))
        if compiler.pool.keys(COUNTS) or compiler.pool.keys(UNIQUE):
            solver.report(schemas, "which elements together are a cause")
        own = compiler.element_schemas()
        everything = frozenset(solver.cells(own))
        said: list[tuple[Facts, frozenset[int]]] = [(frozenset({Fact("", ELEMENT)}), everything)]
        for restriction in self.restrictions(own, whole.element_schemas()) if own else ():
            facts = frozenset(fact.under("*") for fact in restriction.facts)
            said.append((facts, restriction.cells))
        known: dict[frozenset[int], frozenset[int]] = {}
        for facts, cells in said:
            if cells not in known:
                values = {cell: value for cell, value in solver.cells(own).items() if cell in cells}
                found = arrays.search(
                    compiler,
                    compiler.formulas(),
                    solver,
                    lambda _, values=values: values,  # type: ignore[misc]
                )
                known[cells] = frozenset(vector(residue) for residue in found)
            yield Restriction(facts, known[cells])


def outcomes(  # noqa: PLR0913, PLR0917  a class, and what is said of its parts
    solver: Solver,
    each: Class,
    schemas: Schemas,
    together: Schemas,
    members: Mapping[Place, Reach],
    element: Mapping[int, Sized] | None = None,
) -> dict[int, Sized]:
    """Return the cells of objects or arrays of a class, some of whose parts are confined."""
    names = cast("ObjectCompiler", solver.compiled("object", together)).names
    compiler = solver.compiled(each.kind, schemas, names if each.kind == "object" else None)
    formulas = compiler.formulas()
    if isinstance(compiler, ObjectCompiler):
        found = objects.search(compiler, formulas, solver, members, each.span)
    else:
        confined = None if element is None else (lambda _: element)
        found = arrays.search(
            cast("ArrayCompiler", compiler), formulas, solver, confined, each.span
        )
    return {vector(residue): value for residue, value in found.items()}


def implied(weaker: Facts, facts: Facts) -> bool:
    """Return whether a set of facts says less than another one, and nothing else."""
    if len(weaker) > len(facts) or weaker == facts:
        return False
    return all(
        fact in facts or (fact.is_presence and any(_is_within(other, fact) for other in facts))
        for fact in weaker
    )


def _is_within(fact: Fact, there: Fact) -> bool:
    """Return whether a fact can only hold where a part is there."""
    if fact == Fact(there.part, ABSENT):
        return False
    return f"{fact.place}/".startswith(f"{there.part}/")


def unlisted(compiler: ObjectCompiler, number: int) -> str:
    """Return a kind of names in words."""
    kinds = compiler.names.kinds
    if len(kinds) == 1:
        return UNLISTED
    words = " and ".join(sorted(kinds[number].patterns)) or "no pattern"
    same = [kind for kind in kinds if kind.patterns == kinds[number].patterns]
    rule = f" with names of sort {same.index(kinds[number]) + 1}" if len(same) > 1 else ""
    return f"{UNLISTED} matching {words}{rule}"


def _key(schemas: Schemas) -> tuple[int, ...]:
    return tuple(schema.id for schema in schemas)


def _projected(cell: int, where: list[int]) -> int:
    return sum((cell >> number & 1) << index for index, number in enumerate(where))


def _interesting(found: Iterable[Restriction]) -> list[Restriction]:
    """Drop sets that leave what a smaller one leaves; the result is sorted, small sets first."""
    result: list[Restriction] = []
    by_cells: dict[frozenset[int], list[Facts]] = {}
    ordered = sorted(found, key=lambda each: (len(each.facts), sorted(each.facts)))
    for each in ordered:
        smaller = by_cells.setdefault(each.cells, [])
        if not any(implied(other, each.facts) for other in smaller):
            smaller.append(each.facts)
            result.append(each)
    return result


def _chosen(
    solver: Solver, compiler: ObjectCompiler, place: Place, cells: frozenset[int]
) -> dict[int, Sized]:
    slot = compiler.slots.get(place) or Slot()
    return {cell: value for cell, value in solver.cells(slot.schemas).items() if cell in cells}
