"""The keywords of arrays, as formulas.

The first elements, which `prefixItems` can tell apart, have a variable each; all later ones share
one.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING, TypeAlias, cast

from conformance.exact.formula import TRUE
from conformance.exact.location import GENERAL, Compiler, Report, Slot, at_least, at_most, closure
from conformance.exact.members import evaluated_in_place
from conformance.exact.values import equal_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from conformance.exact.sources import Library, Schema
    from conformance.model import Json

Position: TypeAlias = "tuple[str, int]"
"""`("element", i)` as a formula's variable; the last position means all later ones too."""

COUNTS = "counts"
"""The variable (COUNTS, i) of a `contains`; a key n asks for at least n elements of the sort i."""
UNIQUE = "unique"
"""The variable, and the key, of `uniqueItems`."""

_MAX_SORTS = 4


class ArrayCompiler(Compiler):
    """For arrays."""

    kind = "array"

    def __init__(
        self,
        library: Library,
        schemas: tuple[Schema, ...],
        report: Report,
        encoded: frozenset[Hashable] | None = None,
    ) -> None:
        """Find the number of elements with a variable of their own first; see `Compiler`."""
        super().__init__(library, schemas, report, encoded)
        every = closure(library, schemas)
        self.prefix = max((_prefix(schema, encoded) for schema in every), default=0)
        self.slots = [Slot() for _ in range(self.prefix + 1)]
        self.sorts: list[Schema] = []

    def position(self, index: int) -> Position:
        """Return the variable of an element."""
        return ("element", min(index, self.prefix))

    def element_schemas(self) -> tuple[Schema, ...]:
        """Return all schemas that apply to some element."""
        every = Slot()
        for slot in self.slots:
            every.add(*slot.schemas)
        every.add(*self.sorts)
        return every.schemas

    def sort(self, schema: Schema) -> int:
        """Return the number under which elements valid under a `contains` are counted."""
        for number, known in enumerate(self.sorts):
            if known.id == schema.id:
                return number
        self.sorts.append(schema)
        return len(self.sorts) - 1

    def demand(self, index: int, *schemas: Schema) -> int:
        """Return when each element at this position is valid under one of the schemas."""
        if any(schema.body is True for schema in schemas):
            return TRUE
        return self.pool.atom(self.position(index), self.slots[index].clause(schemas))

    def described(self, schema: Schema, index: int) -> Schema | None:
        """Return the subschema by which the schema's own keywords describe an element."""
        if index < len(_listed(schema, "prefixItems")):
            return self.library.child(schema, "prefixItems", index)
        return self.library.child(schema, "items") if "items" in schema.keywords else None

    def among(self, values: list[Json]) -> int:
        """Return when an array is one of the literals."""
        apart, whole = self.parted(values)
        return self.pool.any_of([whole, *(self._equals(cast("list[Json]", x)) for x in apart)])

    def _equals(self, items: list[Json]) -> int:
        return self.formula(
            self.library.literal(
                {
                    "prefixItems": [{"const": item} for item in items],
                    "items": False,
                    "minItems": len(items),
                }
            )
        )

    def parts(self, schema: Schema) -> Iterator[int]:
        """Yield the schema's demands on elements (core 10.3.1, 11.2)."""
        for index in range(self.prefix + 1):
            child = self.described(schema, index)
            if child is not None:
                yield self.demand(index, child)
        if "unevaluatedItems" in schema.keywords:
            rest = self.library.child(schema, "unevaluatedItems")
            for index in range(self.prefix + 1):
                sorts: list[tuple[int, Schema]] = []
                seen = self._evaluated(schema, index, TRUE, sorts, last=False)
                if len(sorts) > _MAX_SORTS:
                    self.report(schema, "unevaluatedItems", "the part of so many contains")
                    sorts = sorts[:_MAX_SORTS]
                yield self.pool.any_of([seen, *self._rest(index, rest, sorts)])

    def _rest(self, index: int, rest: Schema, sorts: list[tuple[int, Schema]]) -> Iterator[int]:
        """Yield one case for each set of `contains` that may describe an element."""
        chosen = chain.from_iterable(combinations(sorts, n) for n in range(len(sorts) + 1))
        for choice in chosen:
            conditions = [condition for condition, _ in choice]
            demand = self.demand(index, rest, *(schema for _, schema in choice))
            yield self.pool.all_of([*conditions, demand])

    def _evaluated(
        self,
        schema: Schema,
        index: int,
        condition: int,
        sorts: list[tuple[int, Schema]],
        *,
        last: bool = True,
    ) -> int:
        """Return when the schema, if valid, describes every element at a position.

        A `contains` describes only those that are valid under it: they are added to `sorts`, with
        what must hold for that.
        """
        if "contains" in schema.keywords and not schema.old:
            sorts.append((condition, self.library.child(schema, "contains")))
        if last and "unevaluatedItems" in schema.keywords:
            return TRUE
        if self.described(schema, index) is not None:
            return TRUE

        def inner(child: Schema, holds: int) -> int:
            return self._evaluated(child, index, self.pool.all_of([condition, holds]), sorts)

        return evaluated_in_place(self, schema, inner)


def _listed(schema: Schema, keyword: str) -> list[Json]:
    return cast("list[Json]", schema.keywords.get(keyword, []))


def _prefix(schema: Schema, encoded: frozenset[Hashable] | None) -> int:
    literals = [*_listed(schema, "enum"), schema.keywords.get("const")]
    lengths = [
        len(value)
        for value in literals
        if isinstance(value, list) and (encoded is None or equal_key(value) in encoded)
    ]
    return max(len(_listed(schema, "prefixItems")), *lengths, 0)


def _contains(compiler: Compiler, schema: Schema, _value: Json) -> int:
    assert isinstance(compiler, ArrayCompiler)  # noqa: S101  handlers belong to one compiler
    number = compiler.sort(compiler.library.child(schema, "contains"))
    least = int(cast("float", schema.keywords.get("minContains", 1)))
    most = schema.keywords.get("maxContains")
    parts = [compiler.pool.atom((COUNTS, number), least)] if least else []
    if most is not None:
        parts.append(-compiler.pool.atom((COUNTS, number), int(cast("float", most)) + 1))
    return compiler.pool.all_of(parts)


def _unique(compiler: Compiler, _schema: Schema, value: Json) -> int:
    return compiler.pool.atom(UNIQUE, UNIQUE) if value else TRUE


ArrayCompiler.handlers = GENERAL | {
    "contains": _contains,
    "minItems": at_least,
    "maxItems": at_most,
    "uniqueItems": _unique,
}
