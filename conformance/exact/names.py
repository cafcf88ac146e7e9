"""The names of properties that schemas can tell apart at one place.

Each name in a schema has a variable of its own. All other names fall into kinds: two names of one
kind match the same patterns, so every schema treats them alike.
"""

from __future__ import annotations

import sys
from heapq import merge
from itertools import chain, compress, count, islice, product
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.exact.formula import vector
from conformance.exact.literals import named
from conformance.exact.location import (
    SCALAR,
    Report,
    StringCompiler,
    closure,
    decided,
    scalar_keys,
)
from conformance.exact.strings import ALPHABET
from conformance.exact.textual import holds, others
from conformance.exact.values import equal_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from conformance.exact.sources import Library, Schema
    from conformance.exact.textual import Others
    from conformance.model import Json

MAX_MEMBERS = 10_000
"""An object or array that needs more is not made: the question stays open."""

_SAMPLES = 24


@dataclass(frozen=True, slots=True, eq=False)
class NameKind:
    """Names that are in no schema, and that no schema can tell apart.

    Attributes:
        patterns: The expressions that they match.
        allowed: The schemas under `propertyNames` that they satisfy, as bits.
        shortest: No name is shorter.
        samples: The smallest ones, as many as may be needed or as exist.
        is_endless: Whether there is surely no end of them.
    """

    patterns: frozenset[str]
    allowed: int
    shortest: int
    samples: Samples
    is_endless: bool = False


class Samples:
    """Names, spelled when they are asked for."""

    def __init__(self, names: Iterator[str], most: int) -> None:
        """Spell none yet; at most so many."""
        self._names = names
        self._most = most
        self._spelled: list[str] = []

    def first(self, count: int) -> list[str]:
        """Return the smallest names, so many or as many as exist."""
        return self.many(min(count, self._most))

    def many(self, count: int) -> list[str]:
        """Return the smallest names, as `first`, but more than may be needed in one object."""
        self._spelled += islice(self._names, max(count - len(self._spelled), 0))
        return self._spelled[:count]

    @property
    def are_all(self) -> bool:
        """Whether no other names exist."""
        return len(self.first(self._most)) < self._most or next(self._names, None) is None

    def __iter__(self) -> Iterator[str]:
        """Yield all names."""
        yield from self.first(sys.maxsize)


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
            fresh_names = (name for name in plain_names() if name not in names)
            samples = Samples(fresh_names, self._samples)
            return sorted(names), [NameKind(frozenset(), 0, 1, samples, is_endless=True)]
        patterns = [("pattern", pattern) for pattern in self._patterns]
        rules = scalar_keys(self._judge)
        names |= cast("set[str]", named(rules))
        while True:
            keys = [*patterns, *rules, ("in", frozenset(names))]
            classes: dict[tuple[bool, ...], list[Others]] = {}
            for some in others(keys, self._samples + 1):
                classes.setdefault(some.truth, []).append(some)
            fresh = set[str]()
            for truth, found in list(classes.items()):
                if not any(some.is_endless for some in found):
                    texts = list(islice(_merged(found), _SAMPLES + 1))
                    if len(texts) <= _SAMPLES:
                        fresh.update(texts)
                        del classes[truth]
                    else:
                        classes[truth] = [found[0]._replace(texts=_merged(found, texts))]
            if not fresh:
                break
            names |= fresh
        kinds: dict[tuple[frozenset[str], int], list[Others]] = {}
        for truth, found in classes.items():
            choice = self._judge.pool.choice(
                SCALAR,
                truth,
                dict(zip(keys, truth, strict=True)).__getitem__,  # type: ignore[arg-type]
            )
            matched = frozenset(compress(self._patterns, truth))
            allowed = vector(choice[formula] for formula in self._allowed)
            kinds.setdefault((matched, allowed), []).extend(found)
        return sorted(names), [
            NameKind(
                *kind,
                min(some.shortest for some in found),
                Samples(filter(None, _merged(found)), self._samples),
                is_endless=any(some.is_endless for some in found),
            )
            for kind, found in kinds.items()
        ]

    def kind_of(self, name: str) -> int:
        """Return the number of the kind of a name that is in no schema."""
        if not self._patterns and not self.rules:
            return 0
        return self._numbers[self._kind(name)]

    def _kind(self, name: str) -> tuple[frozenset[str], int]:
        matched = frozenset(p for p in self._patterns if holds(("pattern", p), name))
        choice = self._judge.pool.choice(SCALAR, name, lambda key: holds(_key(key), name))
        return matched, vector(choice[formula] for formula in self._allowed)


def _merged(found: Iterable[Others], first: Iterable[str] = ()) -> Iterator[str]:
    """Return the strings of some classes after those already spelled, shorter ones first."""
    return chain(first, merge(*(some.texts for some in found), key=len))


def plain_names() -> Iterator[str]:
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
    for name, wanted in mapping(schema, "dependentRequired").items():
        names.update((name, *cast("list[str]", wanted)))
    literals = cast("list[Json]", schema.keywords.get("enum", []))
    for value in (*literals, schema.keywords.get("const")):
        if isinstance(value, dict) and (encoded is None or equal_key(value) in encoded):
            names.update(value)
    return names


def _key(key: Hashable) -> tuple[Hashable, ...]:
    return cast("tuple[Hashable, ...]", key)
