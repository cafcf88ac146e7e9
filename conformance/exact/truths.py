"""Which schemas at a place a given value is valid under, by the formulas of the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from conformance.exact import numeric, textual
from conformance.exact.elements import COUNTS, UNIQUE, ArrayCompiler
from conformance.exact.formula import FALSE, TRUE, vector
from conformance.exact.location import LITERAL, SCALAR, SIZE, Slot, scalar_keys
from conformance.exact.members import ObjectCompiler
from conformance.exact.objects import at_least
from conformance.exact.values import Undecided, equal_key, exact, identity, kind_of
from conformance.model import ABSENT, PRESENT

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from conformance.exact.formula import Assignment
    from conformance.exact.location import Compiler
    from conformance.exact.members import Place
    from conformance.exact.sources import Schema
    from conformance.exact.values import Kind
    from conformance.model import Json

NONE_ENCODED: frozenset[Hashable] = frozenset()
"""No literal is taken apart into its parts."""


class Truths:
    """Evaluates values."""

    def __init__(self, compiled: Callable[[Kind, tuple[Schema, ...]], Compiler]) -> None:
        """Use these compilers, in which no literal is taken apart."""
        self._compiled = compiled

    def cell(self, schemas: tuple[Schema, ...], value: Json) -> int:
        """Return the schemas under which a value is valid, as bits in their order.

        Raises:
            Undecided: It is not known.
        """
        compiler = self._compiled(kind_of(value), schemas)
        residue = compiler.formulas()
        for choice in self._choices(compiler, value):
            residue = tuple(map(choice.__getitem__, residue))
        if any(truth not in {TRUE, FALSE} for truth in residue):
            raise Undecided("a value in an enum or const")
        return vector(residue)

    def _choices(self, compiler: Compiler, value: Json) -> Iterator[Assignment]:
        if isinstance(compiler, ObjectCompiler):
            yield literal_choice(compiler, equal_key(value))
            yield from self._object(compiler, cast("dict[str, Json]", value))
        elif isinstance(compiler, ArrayCompiler):
            yield literal_choice(compiler, equal_key(value))
            yield from self._array(compiler, cast("list[Json]", value))
        else:
            keys = scalar_keys(compiler)
            truth = truth_of(keys, value)
            answers = dict(zip(keys, truth, strict=True))
            yield compiler.pool.choice(SCALAR, truth, answers.__getitem__)  # type: ignore[arg-type]

    def _object(self, compiler: ObjectCompiler, value: dict[str, Json]) -> Iterator[Assignment]:
        pool, names = compiler.pool, compiler.names
        met: dict[Place, int] = {}
        for number in range(len(names.kinds)):
            met["kind", number] = (compiler.slots.get(("kind", number)) or Slot()).all_answers
        for name, item in value.items():
            if name in names.truth:
                met["name", name] = self._answer(compiler.slots.get(("name", name)), item)
            else:
                place: Place = ("kind", names.kind_of(name))
                met[place] &= self._answer(compiler.slots.get(place), item)
        for name in names.given:
            if name not in value:
                yield pool.choice(("name", name), ABSENT, lambda key: key != PRESENT)
        for place, bits in met.items():
            yield pool.choice(place, bits, _meets(bits))
        yield pool.choice(SIZE, len(value), at_least(len(value)))

    def _array(self, compiler: ArrayCompiler, value: list[Json]) -> Iterator[Assignment]:
        pool, last = compiler.pool, compiler.prefix
        for index in range(last):
            bits = self._answer(compiler.slots[index], value[index]) if index < len(value) else -1
            yield pool.choice(("element", index), bits, _meets(bits))
        bits = -1
        for item in value[last:]:
            bits &= self._answer(compiler.slots[last], item)
        yield pool.choice(("element", last), bits, _meets(bits))
        for number, sort in enumerate(compiler.sorts):
            count = sum(self.cell((sort,), item) for item in value)
            yield pool.choice((COUNTS, number), count, at_least(count))
        yield pool.choice(SIZE, len(value), at_least(len(value)))
        is_unique = len(set(map(equal_key, value))) == len(value)
        yield pool.choice(UNIQUE, is_unique, lambda _: is_unique)

    def _answer(self, slot: Slot | None, item: Json) -> int:
        if slot is None or not slot.schemas:
            return 0
        cell = self.cell(slot.schemas, item)
        return slot.answers([cell])[cell]


def literal_choice(compiler: Compiler, key: Hashable) -> Assignment:
    """Return the choice of a value with this key; None for one that no schema names."""
    return compiler.pool.choice(LITERAL, key, lambda some: key in cast("frozenset[Hashable]", some))


def truth_of(keys: list[tuple[Hashable, ...]], value: Json) -> tuple[bool, ...]:
    """Return what the questions about a scalar say of one."""
    if isinstance(value, str):
        return tuple(textual.holds(key, value) for key in keys)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return tuple(numeric.holds(key, exact(value)) for key in keys)
    return tuple(identity(value) in cast("frozenset[Hashable]", key[1]) for key in keys)


def _meets(bits: int) -> Callable[[Hashable], bool]:
    return lambda key: key == PRESENT or bool(bits >> cast("int", key) & 1)
