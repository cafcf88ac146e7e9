"""The keywords of objects, as formulas.

Names that some schema gives stand for themselves. All other names fall into kinds: two names of one
kind match the same patterns, so every schema treats them alike.
"""

from __future__ import annotations

from itertools import count, islice, product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from conformance.exact.automaton import ALPHABET
from conformance.exact.formula import TRUE, vector
from conformance.exact.location import (
    GENERAL,
    SCALAR,
    Compiler,
    Report,
    Slot,
    StringCompiler,
    at_least,
    at_most,
    closure,
    decided,
    in_place,
    scalar_keys,
)
from conformance.exact.textual import groups, holds

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from conformance.exact.sources import Library, Schema
    from conformance.model import Json

Place: TypeAlias = "tuple[str, str | int]"
"""`("name", n)` for a property, `("kind", i)` for all names of a kind, as a formula's variable."""

PRESENT = "present"
"""The key of the atom 'the property is there'; every other key is the number of a demand."""

MOST_MEMBERS = 1000
"""An object or array that needs more is not written down: the question stays open."""

_SAMPLES = 24


class NameKind(NamedTuple):
    """Names that no schema gives, and that none can tell apart.

    Attributes:
        patterns: The expressions that they match.
        allowed: Of the schemas under `propertyNames`, those that they satisfy, as bits.
        samples: The smallest ones, as many as were asked for or as there are.
    """

    patterns: frozenset[str]
    allowed: int
    samples: tuple[str, ...]


class ObjectCompiler(Compiler):
    """For objects."""

    kind = "object"

    def __init__(self, library: Library, schemas: tuple[Schema, ...], report: Report) -> None:
        """Find the names first: what an unnamed property is depends on all schemas here."""
        super().__init__(library, schemas, report)
        self.slots: dict[Place, Slot] = {}
        self._rules: list[int] = []
        rules: list[Schema] = []
        self._patterns: list[str] = []
        names: set[str] = set()
        room = 0
        for schema in closure(library, schemas):
            names |= _names(schema)
            room = max(room, *(_number(schema, key) for key in ("minProperties", "maxProperties")))
            for pattern in _mapping(schema, "patternProperties"):
                known = pattern in self._patterns
                if not known and decided(self, schema, "patternProperties", pattern):
                    self._patterns.append(pattern)
            if "propertyNames" in schema.keywords:
                rule = library.child(schema, "propertyNames")
                if rule.id not in self._rules:
                    self._rules.append(rule.id)
                    rules.append(rule)
        self._samples = _SAMPLES + min(room, MOST_MEMBERS) + 1
        self._judge = StringCompiler(library, tuple(rules), report)
        self._allowed = self._judge.formulas()
        self.names, self.kinds = self._sort_names(names)

    def _sort_names(self, names: set[str]) -> tuple[list[str], list[NameKind]]:
        if not self._patterns and not self._rules:
            fresh_names = islice((name for name in _fresh() if name not in names), self._samples)
            return sorted(names), [NameKind(frozenset(), 0, tuple(fresh_names))]
        patterns = [("pattern", pattern) for pattern in self._patterns]
        rules = scalar_keys(self._judge)
        while True:
            keys = [*patterns, *rules, ("in", frozenset(names))]
            found = groups(keys, self._samples + 1)
            fresh = {
                cast("str", value.value)
                for group in found
                if group.literal or len(group.values) <= _SAMPLES
                for value in group.values
            } - names
            if not fresh:
                break
            names |= fresh
        kinds: dict[tuple[frozenset[str], int], list[str]] = {}
        for group in found:
            if not group.literal:
                texts = [cast("str", value.value) for value in group.values]
                kinds.setdefault(self._kind(texts[0]), []).extend(texts)
        return sorted(names), [
            NameKind(*kind, tuple(sorted(filter(None, texts), key=len)[: self._samples]))
            for kind, texts in kinds.items()
        ]

    def _kind(self, name: str) -> tuple[frozenset[str], int]:
        matched = frozenset(p for p in self._patterns if holds(("pattern", p), name))
        choice = self._judge.pool.choice(SCALAR, lambda key: holds(_key(key), name))
        return matched, vector(choice[formula] for formula in self._allowed)

    def places(self) -> Iterator[tuple[Place, frozenset[str], int]]:
        """Give every variable of names, with the patterns and rules that its names satisfy."""
        for name in self.names:
            yield ("name", name), *self._kind(name)
        for number, kind in enumerate(self.kinds):
            yield ("kind", number), kind.patterns, kind.allowed

    def demand(self, place: Place, *schemas: Schema) -> int:
        """Return when every property at this place is valid under one of the schemas."""
        if any(schema.body is True for schema in schemas):
            return TRUE
        slot = self.slots.setdefault(place, Slot())
        return self.pool.atom(place, slot.clause(schemas))

    def described(self, schema: Schema, place: Place, matched: frozenset[str]) -> Iterator[Schema]:
        """Give the subschemas by which the schema's own keywords describe a property."""
        kind, name = place
        found = False
        if kind == "name" and name in _mapping(schema, "properties"):
            found = True
            yield self.library.child(schema, "properties", name)
        for pattern in _mapping(schema, "patternProperties"):
            if pattern in matched:
                found = True
                yield self.library.child(schema, "patternProperties", pattern)
        if not found and "additionalProperties" in schema.keywords:
            yield self.library.child(schema, "additionalProperties")

    def equals(self, schema: Schema, value: Json) -> int:
        """Return when an object equals the literal: these names, these values, nothing else."""
        del schema
        members = cast("dict[str, Json]", value)
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
        """Give what the schema asks of properties: their names, their values (core 10.3.2, 11.3)."""
        if any(key in schema.keywords for key in _DESCRIBING):
            for place, matched, _ in self.places():
                for child in self.described(schema, place, matched):
                    yield self.demand(place, child)
        if "propertyNames" in schema.keywords:
            rule = self._rules.index(self.library.child(schema, "propertyNames").id)
            for place, _, allowed in self.places():
                if not allowed >> rule & 1:
                    yield self.demand(place, self.library.literal(body=False))
        if "unevaluatedProperties" in schema.keywords:
            rest = self.library.child(schema, "unevaluatedProperties")
            for place, matched, _ in self.places():
                seen = self.evaluated(schema, place, matched, last=False)
                yield self.pool.any_of([seen, self.demand(place, rest)])

    def evaluated(
        self, schema: Schema, place: Place, matched: frozenset[str], *, last: bool = True
    ) -> int:
        """Return when the schema, where it is valid, describes the property.

        Args:
            schema: Any schema that looks at this object.
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
    """Return when a subschema that looks at the same value describes what `inner` asks about.

    Args:
        compiler: Compiles the subschemas.
        schema: The schema around them.
        inner: Answers for a subschema, given what must hold for its description to count.
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


_DESCRIBING = ("properties", "patternProperties", "additionalProperties")


def _fresh() -> Iterator[str]:
    for size in count(1):
        for letters in product(ALPHABET, repeat=size):
            yield "".join(letters)


def _mapping(schema: Schema, keyword: str) -> dict[str, Json]:
    return cast("dict[str, Json]", schema.keywords.get(keyword, {}))


def _number(schema: Schema, keyword: str) -> int:
    return int(cast("float", schema.keywords.get(keyword, 0)))


def _names(schema: Schema) -> set[str]:
    """Return the names of properties that the schema itself gives."""
    names = set(_mapping(schema, "properties")) | set(_mapping(schema, "dependentSchemas"))
    names.update(cast("list[str]", schema.keywords.get("required", [])))
    for name, others in _mapping(schema, "dependentRequired").items():
        names.update((name, *cast("list[str]", others)))
    literals = cast("list[Json]", schema.keywords.get("enum", []))
    for value in (*literals, schema.keywords.get("const")):
        if isinstance(value, dict):
            names.update(value)
    return names


def _key(key: Hashable) -> tuple[Hashable, ...]:
    return cast("tuple[Hashable, ...]", key)


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
