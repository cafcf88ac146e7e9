"""The meaning of keywords: the schemas at one place as formulas, for one JSON type.

The atoms are 'the scalar satisfies this', 'property p is there', 'the value of p is valid under
child k', 'there are at least n'. The modules `members` and `elements` add the keywords of objects
and arrays.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias, cast

from conformance.exact.automaton import automaton
from conformance.exact.backreferences import known
from conformance.exact.formula import FALSE, TRUE, Pool
from conformance.exact.regex import repeated_class
from conformance.exact.values import Undecided, equal_key, exact, identity, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from conformance.exact.formula import Assignment
    from conformance.exact.sources import Library, Schema
    from conformance.exact.values import Kind
    from conformance.model import Json

SCALAR = "scalar"
"""The variable of all atoms about a number or string itself."""
SIZE = "size"
"""The variable of the number of properties or elements; a key n asks for at least n."""


OPAQUE = "opaque"
"""The variable of all questions that have an answer which is not known; a key is the question."""

LITERAL = "literal"
"""The variable of being one of some literals; a key is the set of their keys."""

Report: TypeAlias = "Callable[[Schema, str, str], None]"
"""Receives a schema, a keyword in it, and the question that is not decided."""


class Slot:
    """The schemas that apply one level deeper, and the questions about a value there."""

    def __init__(self) -> None:
        """Start with nothing asked."""
        self._schemas: dict[int, Schema] = {}
        self._clauses: dict[tuple[int, ...], int] = {}
        self._asked: list[tuple[int, ...]] = []
        self._sorted: tuple[Schema, ...] | None = ()

    def add(self, *schemas: Schema) -> None:
        """Add schemas without a question."""
        for schema in schemas:
            if schema.id not in self._schemas:
                self._sorted = None
            self._schemas[schema.id] = schema

    def clause(self, schemas: Iterable[Schema]) -> int:
        """Return the number of the demand 'valid under one of these'."""
        some = list(schemas)
        self.add(*some)
        key = tuple(sorted({schema.id for schema in some}))
        found = self._clauses.get(key)
        if found is None:
            found = self._clauses[key] = len(self._asked)
            self._asked.append(key)
        return found

    @property
    def schemas(self) -> tuple[Schema, ...]:
        """Return the schemas that apply here, always in the same order."""
        if self._sorted is None:
            self._sorted = tuple(self._schemas[number] for number in sorted(self._schemas))
        return self._sorted

    @property
    def signature(self) -> Hashable:
        """Return what is equal for two slots with the same schemas and the same demands."""
        return tuple(schema.id for schema in self.schemas), tuple(self._asked)

    def asked(self, clause: int) -> tuple[int, ...]:
        """Return the ids of the schemas that a demand is about."""
        return self._asked[clause]

    def answers(self, cells: Iterable[int]) -> dict[int, int]:
        """Return, for cells of `schemas`, the demands that their values satisfy, as bits."""
        bit = {number: 1 << index for index, number in enumerate(sorted(self._schemas))}
        masks = [sum(bit[number] for number in key) for key in self._asked]
        return {
            cell: sum(1 << number for number, mask in enumerate(masks) if cell & mask)
            for cell in cells
        }

    @property
    def all_answers(self) -> int:
        """Return the bits of all demands."""
        return (1 << len(self._asked)) - 1


_MAX_OPEN = 30
"""Levels of schemas for the same value; deeper ones are compiled in a loop."""


class Compiler:
    """Turns the schemas at one place into formulas, for values of one JSON type."""

    kind: Kind
    handlers: dict[str, Callable[[Compiler, Schema, Json], int]]

    def __init__(
        self,
        library: Library,
        schemas: tuple[Schema, ...],
        report: Report,
        encoded: frozenset[Hashable] | None = None,
    ) -> None:
        """Compile nothing yet.

        Args:
            library: Resolves references.
            schemas: The schemas that apply here.
            report: Receives each question that is not decided.
            encoded: The keys of the objects or arrays in `enum` and `const` that are taken apart;
                None for all. The others are asked for as a whole.
        """
        self.encoded = encoded
        self.library = library
        self.schemas = schemas
        self.report = report
        self.pool = Pool()
        self.literals: dict[Hashable, Json] = {}
        self.doubts: list[tuple[Schema, str, str]] = []
        self._formulas: dict[int, int] = {}
        self._open: set[int] = set()

    def formulas(self) -> tuple[int, ...]:
        """Return one formula for each schema, in order."""
        return tuple(self.formula(schema) for schema in self.schemas)

    def formula(self, schema: Schema) -> int:
        """Return when a value of this type is valid under the schema."""
        if schema.id not in self._formulas:
            if schema.id in self._open:
                what = "a reference that leads back to itself"
                return self.opaque(("loop", schema.id), schema, "", what)
            if len(self._open) < _MAX_OPEN:
                self._open.add(schema.id)
                self._finish(schema)
            else:
                self._compile_in_a_loop(schema)
        return self._formulas[schema.id]

    def opaque(self, key: Hashable, schema: Schema, keyword: str, what: str) -> int:
        """Return the atom of a question whose answer is not known, the same for the same key."""
        self.doubts.append((schema, keyword, what))
        return self.pool.atom(OPAQUE, key)

    def _finish(self, schema: Schema) -> None:
        self._formulas[schema.id] = self._compile(schema)
        self._open.discard(schema.id)

    def _compile_in_a_loop(self, schema: Schema) -> None:
        """Compile a schema and all below it, innermost first, so that Python does not recurse."""
        below = [schema]
        while below:
            inner = below[-1]
            if inner.id in self._formulas:
                below.pop()
            elif inner.id in self._open:
                self._finish(inner)  # all below it are compiled
            else:
                self._open.add(inner.id)
                for _, _, child in in_place(self.library, inner):
                    if child.id not in self._formulas and child.id not in self._open:
                        below.append(child)

    def _compile(self, schema: Schema) -> int:
        if isinstance(schema.body, bool):
            return TRUE if schema.body else FALSE
        parts = []
        for keyword, value in schema.keywords.items():
            handler = self.handlers.get(keyword)
            if handler is not None:
                parts.append(handler(self, schema, value))
        return self.pool.all_of([*parts, *self.parts(schema)])

    def parts(self, schema: Schema) -> Iterator[int]:  # noqa: ARG002  a hook
        """Yield the schema's demands on properties or elements; a scalar has none."""
        return iter(())

    def parted(self, values: Iterable[Json]) -> tuple[list[Json], int]:
        """Return the literals that are taken apart, and when a value is one of the others."""
        apart: list[Json] = []
        whole: dict[Hashable, Json] = {}
        for value in values:
            key = equal_key(value)
            if self.encoded is None or key in self.encoded:
                apart.append(value)
            else:
                whole[key] = value
        self.literals |= whole
        return apart, self.pool.atom(LITERAL, frozenset(whole)) if whole else FALSE

    def among(self, values: list[Json]) -> int:
        """Return when a value of this type is one of the literals, which are of this type."""
        mine = frozenset(map(identity, values))
        return self.pool.atom(SCALAR, ("in", mine)) if mine else FALSE


def in_place(library: Library, schema: Schema) -> Iterator[tuple[str, str | int | None, Schema]]:
    """Yield the subschemas that apply to the same value: keyword, name or index, schema."""
    for keyword in ("allOf", "anyOf", "oneOf"):
        for index in range(len(cast("list[Json]", schema.keywords.get(keyword, [])))):
            yield keyword, index, library.child(schema, keyword, index)
    for keyword in ("if", "then", "else", "not"):
        if keyword in schema.keywords:
            yield keyword, None, library.child(schema, keyword)
    for name in cast("dict[str, Json]", schema.keywords.get("dependentSchemas", {})):
        yield "dependentSchemas", name, library.child(schema, "dependentSchemas", name)
    for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
        if keyword in schema.keywords:
            yield keyword, None, library.target(schema, keyword)


def closure(library: Library, schemas: Iterable[Schema]) -> list[Schema]:
    """Return the schemas and all subschemas that apply to the same value, each once."""
    found: dict[int, Schema] = {}
    todo = list(reversed(list(schemas)))
    while todo:
        schema = todo.pop()
        if schema.id not in found:
            found[schema.id] = schema
            todo.extend(child for _, _, child in in_place(library, schema))
    return list(found.values())


def _type(compiler: Compiler, _schema: Schema, value: Json) -> int:
    names = [value] if isinstance(value, str) else cast("list[str]", value)
    if compiler.kind == "number" and "number" not in names and "integer" in names:
        return compiler.pool.atom(SCALAR, ("multiple", exact(1)))
    return TRUE if compiler.kind in names else FALSE


def _const(compiler: Compiler, _schema: Schema, value: Json) -> int:
    return compiler.among([value] if kind_of(value) == compiler.kind else [])


def _enum(compiler: Compiler, _schema: Schema, value: Json) -> int:
    values = compiler.library.by_kind(cast("list[Json]", value))
    return compiler.among(values.get(compiler.kind, []))


def _children(compiler: Compiler, schema: Schema, keyword: str) -> list[int]:
    count = len(cast("list[Json]", schema.keywords[keyword]))
    return [
        compiler.formula(compiler.library.child(schema, keyword, index)) for index in range(count)
    ]


def _all_of(compiler: Compiler, schema: Schema, _value: Json) -> int:
    return compiler.pool.all_of(_children(compiler, schema, "allOf"))


def _any_of(compiler: Compiler, schema: Schema, _value: Json) -> int:
    return compiler.pool.any_of(_children(compiler, schema, "anyOf"))


def _one_of(compiler: Compiler, schema: Schema, _value: Json) -> int:
    return compiler.pool.exactly_one(_children(compiler, schema, "oneOf"))


def _not(compiler: Compiler, schema: Schema, _value: Json) -> int:
    return -compiler.formula(compiler.library.child(schema, "not"))


def _if(compiler: Compiler, schema: Schema, _value: Json) -> int:
    condition = compiler.formula(compiler.library.child(schema, "if"))
    parts = []
    for keyword, case in (("then", condition), ("else", -condition)):
        if keyword in schema.keywords:
            branch = compiler.formula(compiler.library.child(schema, keyword))
            parts.append(compiler.pool.implies(case, branch))
    return compiler.pool.all_of(parts)


def _reference(keyword: str) -> Callable[[Compiler, Schema, Json], int]:
    def follow(compiler: Compiler, schema: Schema, _value: Json) -> int:
        return compiler.formula(compiler.library.target(schema, keyword))

    return follow


def at_least(compiler: Compiler, _schema: Schema, value: Json) -> int:
    """Return `minProperties` or `minItems`."""
    return _count(compiler, SIZE, int(cast("float", value)))


def at_most(compiler: Compiler, _schema: Schema, value: Json) -> int:
    """Return `maxProperties` or `maxItems`."""
    return -_count(compiler, SIZE, int(cast("float", value)) + 1)


def _count(compiler: Compiler, variable: str, least: int) -> int:
    if least <= 0:
        return TRUE
    return compiler.pool.atom(variable, least if variable == SIZE else ("length", least))


def _min_length(compiler: Compiler, _schema: Schema, value: Json) -> int:
    return _count(compiler, SCALAR, int(cast("float", value)))


def _max_length(compiler: Compiler, _schema: Schema, value: Json) -> int:
    return -_count(compiler, SCALAR, int(cast("float", value)) + 1)


def _pattern(compiler: Compiler, schema: Schema, value: Json) -> int:
    pattern = cast("str", value)
    with suppress(Undecided):
        repeated = repeated_class(pattern)
        if repeated is not None:
            pattern, least, most = repeated
            return compiler.pool.all_of(
                [
                    compiler.pool.atom(SCALAR, ("pattern", pattern)),
                    _count(compiler, SCALAR, least),
                    TRUE if most is None else -_count(compiler, SCALAR, most + 1),
                ]
            )
    try:
        known(pattern)
    except Undecided as reason:
        return compiler.opaque(("pattern", pattern), schema, "pattern", str(reason))
    return compiler.pool.atom(SCALAR, ("pattern", pattern))


def settled(compiler: Compiler) -> list[Assignment]:
    """Return every way to answer the questions whose answers are not known.

    Raises:
        Undecided: There are too many.
    """
    keys = compiler.pool.keys(OPAQUE)
    if len(keys) > _MAX_OPAQUE:
        raise Undecided(f"a value with more than {_MAX_OPAQUE} questions of unknown answers")

    def choice(true: frozenset[Hashable]) -> Assignment:
        return compiler.pool.choice(OPAQUE, true, true.__contains__)

    sets = (some for size in range(len(keys) + 1) for some in combinations(keys, size))
    return [choice(frozenset(some)) for some in sets]


_MAX_OPAQUE = 6


def decided(report: Report, schema: Schema, keyword: str, pattern: str) -> bool:
    """Return whether an expression is decided; report it if not."""
    try:
        automaton(pattern)
    except Undecided as reason:
        report(schema, keyword, str(reason))
        return False
    return True


def _bound(key: str, sign: int) -> Callable[[Compiler, Schema, Json], int]:
    def bound(compiler: Compiler, _schema: Schema, value: Json) -> int:
        return sign * compiler.pool.atom(SCALAR, (key, exact(cast("float", value))))

    return bound


GENERAL: dict[str, Callable[[Compiler, Schema, Json], int]] = {
    "type": _type,
    "const": _const,
    "enum": _enum,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
    "$ref": _reference("$ref"),
    "$dynamicRef": _reference("$dynamicRef"),
    "$recursiveRef": _reference("$recursiveRef"),
}


class NullCompiler(Compiler):
    """For null."""

    kind = "null"
    handlers = GENERAL


class BooleanCompiler(Compiler):
    """For true and false."""

    kind = "boolean"
    handlers = GENERAL


class NumberCompiler(Compiler):
    """For numbers."""

    kind = "number"
    handlers = GENERAL | {
        "minimum": _bound("least", 1),
        "exclusiveMinimum": _bound("above", 1),
        "maximum": _bound("above", -1),
        "exclusiveMaximum": _bound("least", -1),
        "multipleOf": _bound("multiple", 1),
    }


class StringCompiler(Compiler):
    """For strings."""

    kind = "string"
    handlers = GENERAL | {
        "minLength": _min_length,
        "maxLength": _max_length,
        "pattern": _pattern,
    }


def scalar_keys(compiler: Compiler) -> list[tuple[Hashable, ...]]:
    """Return the questions about the scalar in the formulas of a scalar compiler."""
    return cast("list[tuple[Hashable, ...]]", compiler.pool.keys(SCALAR))
