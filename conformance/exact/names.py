"""The names of properties that schemas can tell apart at one place.

Each name in a schema has a variable of its own. All other names fall into kinds: two names of one
kind match the same patterns, so every schema treats them alike.
"""

from __future__ import annotations

from itertools import count, islice, product
from typing import TYPE_CHECKING, NamedTuple, cast

from conformance.exact.formula import vector
from conformance.exact.location import (
    SCALAR,
    Report,
    StringCompiler,
    closure,
    decided,
    scalar_keys,
)
from conformance.exact.strings import ALPHABET
from conformance.exact.textual import groups, holds
from conformance.exact.values import equal_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from conformance.exact.sources import Library, Schema
    from conformance.model import Json

MAX_MEMBERS = 10_000
"""An object or array that needs more is not made: the question stays open."""

_SAMPLES = 24


class NameKind(NamedTuple):
    """Names that are in no schema, and that no schema can tell apart.

    Attributes:
        patterns: The expressions that they match.
        allowed: The schemas under `propertyNames` that they satisfy, as bits.
        samples: The smallest ones, as many as were asked for or as exist.
        is_all: Whether no others exist.
        is_endless: Whether there is surely no end of them.
    """

    patterns: frozenset[str]
    allowed: int
    samples: tuple[str, ...]
    is_all: bool
    is_endless: bool


class Names:
    """The names of properties at one place."""

    def __init__(
        self,
        library: Library,
        schemas: tuple[Schema, ...],
        report: Report,
        encoded: frozenset[Hashable] | None = None,
    ) -> None:
        """Sort the names that matter to these schemas.

        Attributes set: `given`, the names in schemas, sorted; `kinds` of the others;
        `rules`, the ids of the schemas under `propertyNames`.
        """
        self.rules: list[int] = []
        rules: list[Schema] = []
        self._patterns: list[str] = []
        names: set[str] = set()
        room = 0
        for schema in closure(library, schemas):
            names |= _names(schema, encoded)
            room = max(room, *(_number(schema, key) for key in ("minProperties", "maxProperties")))
            for pattern in mapping(schema, "patternProperties"):
                known = pattern in self._patterns
                if not known and decided(report, schema, "patternProperties", pattern):
                    self._patterns.append(pattern)
            if "propertyNames" in schema.keywords:
                rule = library.child(schema, "propertyNames")
                if rule.id not in self.rules:
                    self.rules.append(rule.id)
                    rules.append(rule)
        self._samples = _SAMPLES + min(room, MAX_MEMBERS) + 1
        self._judge = StringCompiler(library, tuple(rules), report)
        self._allowed = self._judge.formulas()
        for doubt in self._judge.doubts:
            report(*doubt)
        self.given, self.kinds = self._sort_names(names)
        self.truth = {name: self._kind(name) for name in self.given}
        self._numbers = {
            (kind.patterns, kind.allowed): number for number, kind in enumerate(self.kinds)
        }

    def _sort_names(self, names: set[str]) -> tuple[list[str], list[NameKind]]:
        if not self._patterns and not self.rules:
            fresh_names = islice((name for name in _fresh() if name not in names), self._samples)
            return sorted(names), [
                NameKind(frozenset(), 0, tuple(fresh_names), is_all=False, is_endless=True)
            ]
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
        return sorted(names), [self._of(kind, texts) for kind, texts in kinds.items()]

    def _of(self, kind: tuple[frozenset[str], int], texts: list[str]) -> NameKind:
        samples = tuple(sorted(filter(None, texts), key=len)[: self._samples])
        return NameKind(
            *kind, samples, is_all="" not in texts and len(texts) <= self._samples, is_endless=False
        )

    def kind_of(self, name: str) -> int:
        """Return the number of the kind of a name that is in no schema."""
        if not self._patterns and not self.rules:
            return 0
        return self._numbers[self._kind(name)]

    def _kind(self, name: str) -> tuple[frozenset[str], int]:
        matched = frozenset(p for p in self._patterns if holds(("pattern", p), name))
        choice = self._judge.pool.choice(SCALAR, name, lambda key: holds(_key(key), name))
        return matched, vector(choice[formula] for formula in self._allowed)


def _fresh() -> Iterator[str]:
    """Yield the names made of letters, short ones first."""
    return ("".join(letters) for size in count(1) for letters in product(ALPHABET, repeat=size))


def mapping(schema: Schema, keyword: str) -> dict[str, Json]:
    """Return the object under a keyword; empty if there is none."""
    return cast("dict[str, Json]", schema.keywords.get(keyword, {}))


def _number(schema: Schema, keyword: str) -> int:
    return int(cast("float", schema.keywords.get(keyword, 0)))


def _names(schema: Schema, encoded: frozenset[Hashable] | None) -> set[str]:
    """Return the names of properties in the schema itself, and in some literals."""
    names = set(mapping(schema, "properties")) | set(mapping(schema, "dependentSchemas"))
    names.update(cast("list[str]", schema.keywords.get("required", [])))
    for name, others in mapping(schema, "dependentRequired").items():
        names.update((name, *cast("list[str]", others)))
    literals = cast("list[Json]", schema.keywords.get("enum", []))
    for value in (*literals, schema.keywords.get("const")):
        if isinstance(value, dict) and (encoded is None or equal_key(value) in encoded):
            names.update(value)
    return names


def _key(key: Hashable) -> tuple[Hashable, ...]:
    return cast("tuple[Hashable, ...]", key)
