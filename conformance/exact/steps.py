"""The steps from a place to its parts, in the words of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from conformance.exact.facts import escaped
from conformance.exact.location import Slot
from conformance.model import PRESENT, UNLISTED, Fact, step_of

if TYPE_CHECKING:
    from conformance.exact.combining import Facts
    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.members import ObjectCompiler, Place
    from conformance.exact.solver import Solver
    from conformance.exact.sources import Schema


def step_to(compiler: ObjectCompiler, place: Place) -> tuple[str, Fact]:
    """Return the step that leads to a property, and the fact that it is there."""
    kind, name = place
    if kind == "name":
        step = escaped(str(name))
        return step, Fact(f"/{step}", PRESENT)
    special = unlisted(compiler, cast("int", name))
    return step_of(special), Fact("", special)


def unlisted(compiler: ObjectCompiler, number: int) -> str:
    """Return a kind of names in words."""
    kinds = compiler.names.kinds
    if len(kinds) == 1:
        return UNLISTED
    words = " and ".join(sorted(kinds[number].patterns)) or "no pattern"
    alike = (kind for kind in kinds if kind.patterns == kinds[number].patterns)
    same = sorted(alike, key=lambda kind: min((len(name), name) for name in kind.samples))
    rule = f" with names of sort {same.index(kinds[number]) + 1}" if len(same) > 1 else ""
    return f"{UNLISTED} matching {words}{rule}"


def first(fact: Fact) -> str | None:
    """Return the step to the part that a fact is about; None if it is about the whole."""
    return fact.place.split("/")[1] if fact.place else None


def nested(facts: Facts, step: str) -> Facts:
    """Return the facts about one part, except its presence."""
    start = f"/{step}"
    return frozenset(
        Fact(fact.place.removeprefix(start), fact.special)
        for fact in facts
        if fact.place and fact != Fact(start, PRESENT)
    )


def at(solver: Solver, schemas: tuple[Schema, ...], place: str) -> tuple[Schema, ...]:
    """Return the schemas that apply at a place of the whole."""
    for step in place.split("/")[1:]:
        compiler = cast("ObjectCompiler", solver.compiled("object", schemas))
        found = Slot()
        for member, _, _ in compiler.places():
            if step_to(compiler, member)[0] == step:
                found.add(*(compiler.slots.get(member) or Slot()).schemas)
        if step == "*":
            array = cast("ArrayCompiler", solver.compiled("array", schemas))
            found.add(*array.element_schemas())
        schemas = found.schemas
    return schemas
