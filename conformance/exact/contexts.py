"""The best context of a set of facts: a smallest value without any other obstacle."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from conformance.errors import DefectError
from conformance.exact import objects
from conformance.exact.facts import Class
from conformance.exact.location import Slot
from conformance.exact.members import ObjectCompiler
from conformance.exact.objects import Reach
from conformance.exact.primes import outcomes
from conformance.exact.steps import at, first, nested, step_to
from conformance.model import ABSENT, ELEMENT, Fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.exact.combining import Facts
    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.members import Place
    from conformance.exact.primes import Primes, Schemas
    from conformance.exact.solver import Solver
    from conformance.exact.values import Sized
    from conformance.model import Json

_OBJECT = Class("an object", "object", None, {})
_ARRAY = Class("an array", "array", None, {})


class NoValueError(DefectError):
    """No value has the facts."""


class Contexts:
    """Makes values with given facts."""

    def __init__(self, solver: Solver, primes: Primes, together: Schemas) -> None:
        """Prepare for the schemas that are compared."""
        self._solver = solver
        self._primes = primes
        self._together = together
        self._known: dict[tuple[tuple[int, ...], Facts], dict[int, Sized]] = {}

    def witness(self, facts: Facts, refused: set[int], differ: Callable[[int], bool]) -> Sized:
        """Return a smallest value with these facts.

        Args:
            facts: The facts that must hold.
            refused: The ids of the schemas that cannot be valid then. All others are valid if one
                value can do that, else as many as possible.
            differ: Returns whether the columns differ in a cell; they do in at least one.

        Raises:
            NoValueError: No value has these facts.
        """
        wanted = sum(
            1 << index for index, schema in enumerate(self._together) if schema.id not in refused
        )
        quick = self._quick(facts, wanted)
        if quick is not None:
            return quick
        found = self._reach(self._together, facts)
        if not found:
            raise NoValueError(f"no value has the facts {sorted(facts)}")
        return min(
            found.items(),
            key=lambda item: (
                not differ(item[0]),
                (wanted & ~item[0]).bit_count(),
                item[1][:3],
            ),
        )[1]

    def samples(self, place: str) -> list[Json]:
        """Return a smallest value of each class at the place of a fact."""
        schemas = at(self._solver, self._together, place)
        result: list[Json] = []
        for each in self._primes.classes(schemas) if schemas else []:
            if each.span is not None:
                continue
            values = sorted(each.cells.values(), key=lambda value: value[:3])
            result += [value.value for value in values]
            result += [[]] if each.kind == "array" else [{}] if each.kind == "object" else []
        return result

    def _quick(self, facts: Facts, wanted: int) -> Sized | None:
        """Search objects for one outcome, which is far less work than for all."""
        if not facts or any(not fact.place and not fact.is_presence for fact in facts):
            return None
        compiler = cast("ObjectCompiler", self._solver.compiled("object", self._together))
        target = compiler.pool.all_of(
            formula if wanted >> index & 1 else -formula
            for index, formula in enumerate(compiler.formulas())
        )
        confined = self._members(compiler, facts)
        if confined is None:
            return None
        return objects.smallest_with(compiler, target, self._solver, confined)

    def _reach(self, schemas: Schemas, facts: Facts) -> dict[int, Sized]:
        """Return the cells of the values with some facts, each with a smallest value."""
        key = (tuple(schema.id for schema in schemas), facts)
        if key not in self._known:
            self._known[key] = self._found(schemas, facts)
        return self._known[key]

    def _found(self, schemas: Schemas, facts: Facts) -> dict[int, Sized]:
        if not facts:
            return self._solver.cells(schemas)
        here = [fact for fact in facts if not fact.place and not fact.is_presence]
        inner = facts - set(here)
        if not here:
            return self._of(_OBJECT, schemas, inner) or self._of(_ARRAY, schemas, inner)
        for each in self._primes.classes(schemas):
            if each.special == here[0].special:
                if each.kind in {"array", "object"}:
                    return self._of(each, schemas, inner)
                return {} if inner else each.cells
        return {}

    def _of(self, each: Class, schemas: Schemas, facts: Facts) -> dict[int, Sized]:
        """Return the cells of the objects or arrays of a class that have the facts."""
        compiler = self._solver.compiled(each.kind, schemas)
        if isinstance(compiler, ObjectCompiler):
            members = self._members(compiler, facts)
            return {} if members is None else outcomes(self._solver, each, schemas, members)
        if any(first(fact) != "*" and fact != Fact("", ELEMENT) for fact in facts):
            return {}
        every = cast("ArrayCompiler", compiler).element_schemas()
        element = self._reach(every, nested(facts, "*")) if facts else None
        return outcomes(self._solver, each, schemas, {}, element)

    def _members(self, compiler: ObjectCompiler, facts: Facts) -> dict[Place, Reach] | None:
        """Return the places of an object that the facts confine; None if they contradict it."""
        result: dict[Place, Reach] = {}
        left = set(facts)
        for place, _, _ in compiler.places():
            step, presence = step_to(compiler, place)
            own = {fact for fact in facts if first(fact) == step or fact == presence}
            if not own:
                continue
            left -= own
            if Fact(f"/{step}", ABSENT) in own:
                result[place] = Reach(absent=True, cells={})
            else:
                schemas = (compiler.slots.get(place) or Slot()).schemas
                cells = self._reach(schemas, nested(frozenset(own), step))
                result[place] = Reach(absent=False, cells=cells)
        return None if left else result
