"""The keywords of objects, as formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from conformance.exact.formula import TRUE
from conformance.exact.location import GENERAL, Compiler, Report, Slot, at_least, at_most, in_place
from conformance.exact.names import Names, mapping
from conformance.exact.paths import Kept
from conformance.model import PRESENT

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterator

    from conformance.exact.grouping import Plan
    from conformance.exact.paths import Residue
    from conformance.exact.sources import Library, Schema
    from conformance.model import Json

Place: TypeAlias = "tuple[str, str | int]"
"""`("name", n)` for a property, `("kind", i)` for all names of a kind, as a formula's variable."""


class ObjectCompiler(Compiler):
    """For objects."""

    kind = "object"

    def __init__(
        self,
        library: Library,
        schemas: tuple[Schema, ...],
        report: Report,
        names: Names | None = None,
        encoded: frozenset[Hashable] | None = None,
    ) -> None:
        """Find the names first: the kinds of unnamed properties depend on all schemas here.

        Args:
            library: Resolves references.
            schemas: The schemas that apply here.
            report: Receives each question that is not decided.
            names: Known names to tell apart; they include those of the schemas.
            encoded: See `Compiler`.
        """
        super().__init__(library, schemas, report, encoded)
        self.slots: dict[Place, Slot] = {}
        self.plans: dict[tuple[Residue, int, frozenset[Place]], Plan] = {}
        self._kept = Kept(-1)
        self._rests: dict[int, dict[Place, int]] = {}
        self.names = names or Names(library, schemas, report, encoded)

    def places(self) -> Iterator[tuple[Place, frozenset[str], int]]:
        """Yield every variable of names, with the patterns and rules that its names satisfy."""
        for name, truth in self.names.truth.items():
            yield ("name", name), *truth
        for number, kind in enumerate(self.names.kinds):
            yield ("kind", number), kind.patterns, kind.allowed

    def kept(self, grown: int) -> Kept:
        """Return what earlier searches found, if the cells are still the same: see `Growing`."""
        if self._kept.grown != grown:
            self._kept = Kept(grown)
        return self._kept

    def demand(self, place: Place, *schemas: Schema) -> int:
        """Return when every property at this place is valid under one of the schemas."""
        if any(schema.body is True for schema in schemas):
            return TRUE
        slot = self.slots.setdefault(place, Slot())
        return self.pool.atom(place, slot.clause(schemas))

    def described(self, schema: Schema, place: Place, matched: frozenset[str]) -> Iterator[Schema]:
        """Yield the subschemas by which the schema's own keywords describe a property."""
        kind, name = place
        found = False
        if kind == "name" and name in mapping(schema, "properties"):
            found = True
            yield self.library.child(schema, "properties", name)
        for pattern in mapping(schema, "patternProperties"):
            if pattern in matched:
                found = True
                yield self.library.child(schema, "patternProperties", pattern)
        if not found and "additionalProperties" in schema.keywords:
            yield self.library.child(schema, "additionalProperties")

    def among(self, values: list[Json]) -> int:
        """Return when an object is one of the literals."""
        apart, whole = self.parted(values)
        return self.pool.any_of([whole, *(self._equals(cast("dict[str, Json]", x)) for x in apart)])

    def _equals(self, members: dict[str, Json]) -> int:
        return self.formula(
            self.library.literal(
                {
                    "required": list(members),
                    "properties": {name: {"const": item} for name, item in members.items()},
                    "additionalProperties": False,
                }
            )
        )

    def parts(self, schema: Schema) -> Iterator[int]:
        """Yield the schema's demands on names and on values (core 10.3.2, 11.3)."""
        yield from self._demands(schema)
        if "propertyNames" in schema.keywords:
            rule = self.names.rules.index(self.library.child(schema, "propertyNames").id)
            for place, _, allowed in self.places():
                if not allowed >> rule & 1:
                    yield self.demand(place, self.library.literal(body=False))
        if "unevaluatedProperties" in schema.keywords:
            rest = self.library.child(schema, "unevaluatedProperties")
            for place, matched, _ in self.places():
                seen = self.evaluated(schema, place, matched, last=False)
                yield self.pool.any_of([seen, self.demand(place, rest)])

    def _demands(self, schema: Schema) -> Iterator[int]:
        """Yield the demands of the keywords that describe properties."""
        if "patternProperties" in schema.keywords:
            for place, matched, _ in self.places():
                for child in self.described(schema, place, matched):
                    yield self.demand(place, child)
        else:
            named = mapping(schema, "properties")
            for name in named:
                yield self.demand(("name", name), self.library.child(schema, "properties", name))
            if "additionalProperties" in schema.keywords:
                yield from self._besides(named, self.library.child(schema, "additionalProperties"))

    def _besides(self, named: Container[str], rest: Schema) -> Iterator[int]:
        """Yield the demands of `rest` on all other names; each is made once for all schemas."""
        known = self._rests.setdefault(rest.id, {})
        for place, _, _ in self.places():
            if place[0] == "kind" or place[1] not in named:
                if place not in known:
                    known[place] = self.demand(place, rest)
                yield known[place]

    def evaluated(
        self, schema: Schema, place: Place, matched: frozenset[str], *, last: bool = True
    ) -> int:
        """Return when the schema, if valid, describes the property.

        Args:
            schema: Any schema that applies to this object.
            place: The property.
            matched: The patterns that its name matches.
            last: Whether the schema's own `unevaluatedProperties` counts as a description.
        """
        if last and "unevaluatedProperties" in schema.keywords:
            return TRUE
        if any(True for _ in self.described(schema, place, matched)):
            return TRUE

        def inner(child: Schema, _holds: int) -> int:
            return self.evaluated(child, place, matched)

        return evaluated_in_place(self, schema, inner)


def evaluated_in_place(
    compiler: Compiler, schema: Schema, inner: Callable[[Schema, int], int]
) -> int:
    """Return when a subschema on the same value describes the part that `inner` asks about.

    Args:
        compiler: Compiles the subschemas.
        schema: The schema around them.
        inner: Answers for a subschema, given the condition under which its description counts.
    """
    pool = compiler.pool
    parts = []
    for keyword, name, child in in_place(compiler.library, schema):
        if keyword == "not" or (keyword in {"then", "else"} and "if" not in schema.keywords):
            continue
        holds = [compiler.formula(child)]
        if keyword == "dependentSchemas":
            holds.append(pool.atom(("name", cast("str", name)), PRESENT))
        if keyword in {"then", "else"}:
            test = compiler.formula(compiler.library.child(schema, "if"))
            holds.append(test if keyword == "then" else -test)
        condition = pool.all_of(holds)
        parts.append(pool.all_of([condition, inner(child, condition)]))
    return pool.any_of(parts)


def _present(compiler: Compiler, name: str) -> int:
    return compiler.pool.atom(("name", name), PRESENT)


def _required(compiler: Compiler, _schema: Schema, value: Json) -> int:
    return compiler.pool.all_of([_present(compiler, name) for name in cast("list[str]", value)])


def _dependent_required(compiler: Compiler, _schema: Schema, value: Json) -> int:
    return compiler.pool.all_of(
        compiler.pool.implies(_present(compiler, name), _required(compiler, _schema, others))
        for name, others in cast("dict[str, Json]", value).items()
    )


def _dependent_schemas(compiler: Compiler, schema: Schema, value: Json) -> int:
    return compiler.pool.all_of(
        compiler.pool.implies(
            _present(compiler, name),
            compiler.formula(compiler.library.child(schema, "dependentSchemas", name)),
        )
        for name in cast("dict[str, Json]", value)
    )


ObjectCompiler.handlers = GENERAL | {
    "required": _required,
    "dependentRequired": _dependent_required,
    "dependentSchemas": _dependent_schemas,
    "minProperties": at_least,
    "maxProperties": at_most,
}
