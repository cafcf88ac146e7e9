"""Finds the facts of a value with the code that makes the classes, so the answer is exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from conformance.exact.facts import WORDS, said_of, spans
from conformance.exact.location import Slot, scalar_keys
from conformance.exact.steps import first, nested, step_to
from conformance.exact.truths import truth_of
from conformance.exact.values import identity, kind_of
from conformance.model import ABSENT, ANYTHING, ELEMENT, PRESENT, Fact

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from conformance.exact.combining import Facts
    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.members import ObjectCompiler, Place
    from conformance.exact.objects import Span
    from conformance.exact.solver import Solver
    from conformance.exact.sources import Schema
    from conformance.exact.values import Kind
    from conformance.model import Json


class Membership:
    """Finds the sets of facts that hold of a value."""

    def __init__(self, solver: Solver, together: tuple[Schema, ...]) -> None:
        """Prepare for the schemas that are compared: they decide what the facts are."""
        self._solver = solver
        self._locations: dict[tuple[int, ...], _Location] = {}
        self._root = self._location(together)

    def shown(self, value: Json, sets: Iterable[Facts]) -> Iterator[Facts]:
        """Yield the sets that hold of the value.

        Facts about one element, or about one unlisted property, must hold of the same part.
        """
        anywhere = self.facts(value)
        for facts in sets:
            if anywhere.issuperset(facts) and (
                sum(map(_is_shared, facts)) < _PAIR or self._holds(facts, value, self._root)
            ):
                yield facts

    def facts(self, value: Json) -> set[Fact]:
        """Return every fact of a value, at any place that a schema describes."""
        return {Fact("", ANYTHING), *self._said(value, self._root, "")}

    def _said(self, value: Json, location: _Location, place: str) -> Iterator[Fact]:
        if not location.schemas:
            return
        for special in location.specials(value):
            yield Fact(place, special)
        if isinstance(value, list):
            below = self._location(location.element_schemas)
            for item in value:
                yield Fact(place, ELEMENT)
                yield from self._said(item, below, f"{place}/*")
        elif isinstance(value, dict):
            for name in location.given:
                if name not in value:
                    yield Fact(f"{place}/{location.step(name)[0]}", ABSENT)
            for name, item in value.items():
                step, presence, schemas = location.step(name)
                yield Fact(f"{place}{presence.place}", presence.special)
                yield from self._said(item, self._location(schemas), f"{place}/{step}")

    def _holds(self, facts: Facts, value: Json, location: _Location) -> bool:
        steps: set[str] = set()
        for fact in facts:
            step = first(fact)
            if step is not None:
                steps.add(step)
            elif fact.special == ELEMENT:
                steps.add("*")
            elif fact.is_presence:
                steps.add(fact.part[1:])
            elif fact.special not in location.specials(value):
                return False
        return all(self._leads(step, facts, value, location) for step in steps)

    def _leads(self, step: str, facts: Facts, value: Json, location: _Location) -> bool:
        """Return whether some part at a step has all the facts about it."""
        below = nested(frozenset(fact for fact in facts if first(fact) == step), step)
        if isinstance(value, list):
            inner = self._location(location.element_schemas)
            return step == "*" and any(self._holds(below, item, inner) for item in value)
        if not isinstance(value, dict):
            return False
        parts = [(item, location.step(name)) for name, item in value.items()]
        if Fact(f"/{step}", ABSENT) in facts:
            return all(there != step for _, (there, _, _) in parts)
        return any(
            self._holds(below, item, self._location(schemas))
            for item, (there, _, schemas) in parts
            if there == step
        )

    def _location(self, schemas: tuple[Schema, ...]) -> _Location:
        key = tuple(schema.id for schema in schemas)
        if key not in self._locations:
            self._locations[key] = _Location(self._solver, schemas)
        return self._locations[key]


_PAIR = 2


def _is_shared(fact: Fact) -> bool:
    """Return whether a fact is about one of several parts at the same place."""
    return (
        fact.special == ELEMENT
        or "/*" in fact.place
        or "(unlisted" in fact.place
        or (fact.is_presence and fact.special != PRESENT)
    )


class _Location:
    """A place where schemas apply, as far as facts are about it."""

    def __init__(self, solver: Solver, schemas: tuple[Schema, ...]) -> None:
        self._solver = solver
        self.schemas = schemas
        self._object = cast("ObjectCompiler", solver.compiled("object", schemas))
        self.given = self._object.names.given
        array = cast("ArrayCompiler", solver.compiled("array", schemas))
        self.element_schemas = array.element_schemas()
        self._steps: dict[str, tuple[str, Fact, tuple[Schema, ...]]] = {}
        self._specials: dict[tuple[Kind, Hashable], tuple[str, ...]] = {}
        self._spans: dict[Kind, list[tuple[str, Span]]] = {}

    def step(self, name: str) -> tuple[str, Fact, tuple[Schema, ...]]:
        """Return the step to a property, the fact that it is there, and the schemas there."""
        if name not in self._steps:
            _make_room(self._steps)
            names = self._object.names
            place: Place = ("name", name)
            if name not in names.truth:
                place = ("kind", names.kind_of(name))
            slot = self._object.slots.get(place) or Slot()
            self._steps[name] = (*step_to(self._object, place), slot.schemas)
        return self._steps[name]

    def specials(self, value: Json) -> tuple[str, ...]:
        """Return the classes of a value: one for a scalar; objects and arrays also by size."""
        kind = kind_of(value)
        if isinstance(value, list | dict):
            if kind not in self._spans:
                self._spans[kind] = spans(self._solver, kind, self.schemas)
            counted = [word for word, span in self._spans[kind] if span.holds(len(value))]
            return (WORDS[kind], *counted)
        key = (kind, identity(value))
        if key not in self._specials:
            _make_room(self._specials)
            self._specials[key] = self._scalar(kind, value)
        return self._specials[key]

    def _scalar(self, kind: Kind, value: Json) -> tuple[str]:
        """Return the class of a scalar."""
        keys = scalar_keys(self._solver.compiled(kind, self.schemas))
        literal = kind == "boolean" or any(
            identity(value) in cast("frozenset[Hashable]", key[1]) for key in keys if key[0] == "in"
        )
        return (said_of(kind, keys, truth_of(keys, value), value, literal=literal),)


MAX_KNOWN = 4_000
"""So many answers of one sort are kept at a place: a million cases have a million ids."""


def _make_room(known: dict[Any, Any]) -> None:
    """Forget all answers of a sort once there are many."""
    if len(known) >= MAX_KNOWN:
        known.clear()
