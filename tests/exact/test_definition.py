"""Causes by their definition: all values of a small universe, all sets of facts, by brute force."""

from __future__ import annotations

import json
import os
import random
from itertools import combinations, product
from typing import Any, NamedTuple

import jsonschema_rs
import pytest
from random_schemas import shrunken

from conformance.exact import Causes, Fact, Subject, ThreeValued
from conformance.exact.causes import causes
from conformance.exact.facts import closure
from conformance.exact.minimal import implied
from conformance.model import Verdict

SETS = int(os.environ.get("CONFORMANCE_CAUSE_SETS", "16"))
CHUNK = 10
MOST = 3
VALUES: tuple[Any, ...] = (None, True, 0, 1, "", "a", [], {})
LITERALS = (None, 0, "a")
NESTED: tuple[Any, ...] = (*VALUES, *({"a": value} for value in VALUES))
GONE = object()


def small_schema(rng: random.Random, depth: int = 2) -> Any:
    """Return a schema whose classes the universe has values of."""
    result: dict[str, Any] = {}
    makers = [_type, _literals, *((_one, _needed) if depth else ())]
    if depth == DEEP:
        makers += [_pair, _pair, _additional, _items, _counts, _required]
    for _ in range(rng.randint(1, 3)):
        rng.choice(makers)(result, rng)
    if depth == DEEP and rng.random() < 0.5:
        result["if"] = small_schema(rng, 1) if rng.random() < 0.5 else rule(rng)
        result[rng.choice(["then", "else"])] = rule(rng)
    if depth == DEEP and rng.random() < 0.2:
        result["not"] = rule(rng)
    return result


DEEP = 2


def _type(result: dict[str, Any], rng: random.Random) -> None:
    result["type"] = rng.choice(["null", "number", "string", "object", "array"])


def _literals(result: dict[str, Any], rng: random.Random) -> None:
    result["enum"] = rng.sample(LITERALS, rng.randint(1, 2))


def _one(result: dict[str, Any], rng: random.Random) -> None:
    result["properties"] = {"a": small_schema(rng, 0)}


def _needed(result: dict[str, Any], _rng: random.Random) -> None:
    result["required"] = ["a"]


def _pair(result: dict[str, Any], rng: random.Random) -> None:
    result["properties"] = {"a": small_schema(rng, 1), rng.choice("ab"): small_schema(rng, 0)}


def _additional(result: dict[str, Any], rng: random.Random) -> None:
    result["additionalProperties"] = rng.choice([False, small_schema(rng, 0)])


def _items(result: dict[str, Any], rng: random.Random) -> None:
    result["items"] = rng.choice([False, small_schema(rng, 0)])


def _counts(result: dict[str, Any], rng: random.Random) -> None:
    name, most = rng.choice(
        [("minItems", 2), ("maxItems", 1), ("minProperties", 2), ("maxProperties", 1)]
    )
    result[name] = rng.randint(0, most)


def _required(result: dict[str, Any], rng: random.Random) -> None:
    result["required"] = rng.sample("ab", rng.randint(1, 2))


def rule(rng: random.Random) -> Any:
    names = rng.sample("ab", rng.randint(1, 2))
    result: Any = {"properties": {name: {"enum": [rng.choice(LITERALS)]} for name in names}}
    return result | ({"required": names} if rng.random() < 0.7 else {})


class Point(NamedTuple):
    """A value, with the element and the unlisted property that facts are about."""

    value: Any
    element: int | None
    member: str | None


def universe(*, is_listed: bool) -> list[Any]:
    """Return all values with so few parts; `is_listed` says whether `b` is a name by itself."""
    objects = []
    for a, b, x, y in product((GONE, *NESTED), (GONE, *VALUES), (GONE, *VALUES), (GONE, *VALUES)):
        if y is not GONE and (x is GONE or (a is not GONE and b is not GONE)):
            continue  # a second unlisted property only stands in for a listed one
        if not is_listed and b is not GONE:
            continue
        pairs = zip("abxy", (a, b, x, y), strict=True)
        objects.append({name: value for name, value in pairs if value is not GONE})
    arrays = [list(items) for count in range(3) for items in product(VALUES, repeat=count)]
    return [*VALUES[:-2], *arrays, *objects]


def points(values: list[Any], listed: set[str]) -> list[Point]:
    result = []
    for value in values:
        if isinstance(value, list) and value:
            result += [Point(value, index, None) for index in range(len(value))]
        elif isinstance(value, dict) and value.keys() - listed:
            result += [Point(value, None, name) for name in value.keys() - listed]
        else:
            result.append(Point(value, None, None))
    return result


def at(point: Point, place: str) -> list[Any]:
    """Return the value at a place, or nothing."""
    value, steps = point.value, place.split("/")[1:]
    for depth, step in enumerate(steps):
        if step == "*":
            if not isinstance(value, list) or not value:
                return []
            value = value[point.element or 0]
        elif step == "(unlisted property)":
            if depth or point.member is None:
                return []
            value = value[point.member]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return []
    return [value]


def holds(fact: Fact, point: Point, facts: set[Fact]) -> bool:
    """Return whether a fact holds, by what its words say."""
    if fact.special == "absent":
        whole, _, name = fact.place.rpartition("/")
        return any(isinstance(value, dict) and name not in value for value in at(point, whole))
    if fact.special in {"present", "any value"}:
        return bool(at(point, fact.place))
    return any(is_special(fact, value, facts, point) for value in at(point, fact.place))


def is_special(fact: Fact, value: Any, facts: set[Fact], point: Point) -> bool:
    words = fact.special
    if words == "an element":
        return isinstance(value, list) and bool(value)
    if words == "an unlisted property":
        return not fact.place and point.member is not None
    if words.startswith("any other "):
        same = [other for other in facts if other.place == fact.place]
        named = {other.special for other in same}
        is_kind = KINDS[f"a {words.split()[-1]}"](value)
        return bool(is_kind) and json.dumps(value) not in named
    for kind, test in KINDS.items():
        if words == kind:
            return bool(test(value))
        if words.startswith(f"{kind} "):
            least, most = counted(words.removeprefix(f"{kind} "))
            return bool(test(value) and least <= len(value) <= most)
    return json.dumps(value) == words


KINDS: dict[str, Any] = {
    "an array": lambda value: isinstance(value, list),
    "an object": lambda value: isinstance(value, dict),
    "a boolean": lambda value: isinstance(value, bool),
    "a number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "a string": lambda value: isinstance(value, str),
}


def counted(words: str) -> tuple[int, int]:
    """Return the least and the most of what is said about a number of parts."""
    numbers = [int(word) for word in words.split() if word.isdigit()]
    if words.startswith("without"):
        return 0, 0
    if words.startswith("of at least"):
        return numbers[0], 99
    return numbers[0], numbers[-1]


class Definition:
    """The causes of some schemas, straight from what a cause is."""

    def __init__(self, schemas: list[Any], found: Causes) -> None:
        listed = {name for name in "ab" if f'"{name}"' in _names(schemas)}
        values = universe(is_listed="b" in listed)
        self.values = values
        self.points = points(values, listed)
        self.facts = set().union(*(found.membership.facts(value) for value in values))
        self.extent = self._extents()
        validators = [jsonschema_rs.Draft202012Validator(schema) for schema in schemas]
        self.valid = [self._bits(v.is_valid(p.value) for p in self.points) for v in validators]
        self.sets: dict[frozenset[Fact], int] = {}
        known = sorted(self.facts - {Fact("", "any value")})
        for count in range(MOST + 1):
            for some in combinations(known, count):
                extent = (1 << len(self.points)) - 1
                for fact in some:
                    extent &= self.extent[fact]
                if extent:
                    self.sets[frozenset(some)] = extent

    def _extents(self) -> dict[Fact, int]:
        """Return the points at which each fact holds; points alike at its place are asked once."""
        alike: dict[str, list[tuple[str, bool]]] = {}
        extents = {}
        for fact in self.facts:
            place = fact.place.rpartition("/")[0] if fact.special == "absent" else fact.place
            if place not in alike:
                alike[place] = [(json.dumps(at(p, place)), p.member is None) for p in self.points]
            answers: dict[tuple[str, bool], bool] = {}
            for key, point in zip(alike[place], self.points, strict=True):
                if key not in answers:
                    answers[key] = holds(fact, point, self.facts)
            extents[fact] = self._bits(answers[key] for key in alike[place])
        return extents

    @staticmethod
    def _bits(answers: Any) -> int:
        return int("".join("01"[bool(answer)] for answer in [*answers][::-1]), 2)

    def causes(self) -> set[frozenset[Fact]]:
        named: set[frozenset[Fact]] = set()
        for valid in self.valid:
            refused = {facts for facts, extent in self.sets.items() if not extent & valid}
            smallest = _smallest(refused)
            if any(self._split(facts, refused) for facts in smallest):
                said = {facts for facts in refused if not self._split(facts, refused)}
                smallest = _smallest(said)
            named |= self._unmixed(smallest)
        return {
            facts
            for facts in named
            if len({bool(self.sets[facts] & valid) for valid in self.valid}) > 1
        }

    def _unmixed(self, smallest: set[frozenset[Fact]]) -> set[frozenset[Fact]]:
        """Return the sets without those that follow from others by what a named part can be."""
        kept = set(smallest)
        tags = {
            fact.place
            for facts in smallest
            for fact in facts
            if len(facts) > 1 and fact.special.startswith('"') and not fact.place.endswith("/*")
        }
        order = sorted(
            smallest,
            key=lambda some: (
                -len(some),
                sum(fact.special.startswith('"') for fact in some),
                sorted(some),
            ),
        )
        for facts in order:
            if any(self._is_told(facts, tag, kept) for tag in sorted(tags)):
                kept.discard(facts)
        return kept

    def _is_told(self, facts: frozenset[Fact], tag: str, kept: set[frozenset[Fact]]) -> bool:
        """Return whether, whatever a part is, a kept set that names it holds with some facts."""
        known = closure(facts)
        if Fact(tag.rpartition("/")[0], "an object") not in known:
            return False
        if any(f"{fact.place}/".startswith(f"{tag}/") for fact in known):
            return False
        kinds = {fact for fact in self.facts if fact.place == tag and not fact.is_presence}
        kinds = {fact for fact in kinds if " of " not in fact.special} | {Fact(tag, "absent")}
        return all(
            any(kind in other and other <= known | {kind} for other in kept) for kind in kinds
        )

    def _split(self, facts: frozenset[Fact], refused: set[frozenset[Fact]]) -> bool:
        """Return whether some value of a part that is said to be there needs less beside it."""
        for fact in facts:
            if not fact.is_presence or fact.part.count("/") > 1:
                continue
            about = [
                each
                for each in self.facts
                if f"{each.place}/".startswith(f"{fact.part}/")
                and each not in {fact, Fact(fact.part, "absent")}
            ]
            for other in facts - {fact}:
                rest = facts - {fact, other}
                for count in range(1, MOST - len(rest) + 1):
                    for some in combinations(about, count):
                        if rest | set(some) in refused:
                            return True
        return False


def _names(schemas: Any) -> str:
    return json.dumps(schemas)


def _smallest(sets: set[frozenset[Fact]]) -> set[frozenset[Fact]]:
    by_fact: dict[Fact, list[frozenset[Fact]]] = {}
    result = set()
    if frozenset() in sets:
        return {frozenset()}
    for facts in sorted(sets, key=lambda some: (len(some), len(closure(some)))):
        known = closure(facts)
        near = (smaller for fact in known for smaller in by_fact.get(fact, ()))
        if not any(implied(smaller, facts) for smaller in near):
            result.add(facts)
        for fact in facts:
            by_fact.setdefault(fact, []).append(facts)
    return result


def flaw(schemas: list[Any]) -> str | None:
    """Say what is wrong with the causes of these schemas; None where nothing is."""
    subjects = [Subject(f"{index}.json", schema) for index, schema in enumerate(schemas)]
    found = causes([ThreeValued(subject.name, subject, subject) for subject in subjects])
    if not found.complete:
        return None if "causes of more" in str(found.why_not) else str(found.why_not)
    defined = Definition(schemas, found)
    wanted = defined.causes()
    listed = {frozenset(cause.facts) - {Fact("", "any value")} for cause in found.causes}
    few = {facts for facts in listed if len(facts) <= MOST}
    for name, difference in (("missing", wanted - few), ("too much", few - wanted)):
        if difference:
            return f"{name}: {sorted(map(sorted, difference))[:3]}"
    return (
        _false_implication(defined)
        or _wrongly_shown(defined, found)
        or _wrong_field(defined, found)
    )


def _false_implication(defined: Definition) -> str | None:
    for facts, extent in defined.sets.items():
        if len(facts) < MOST:
            for implication in closure(facts) & defined.facts:
                if extent & ~defined.extent[implication]:
                    return f"{sorted(facts)} does not imply {implication}"
    return None


def _wrongly_shown(defined: Definition, found: Causes) -> str | None:
    some = random.Random(0).sample(defined.values, 200)
    for cause in found.causes:
        facts = frozenset(cause.facts) - {Fact("", "any value")}
        if len(facts) <= MOST:
            showing = {
                json.dumps(point.value)
                for index, point in enumerate(defined.points)
                if defined.sets[facts] >> index & 1
            }
            for value in some:
                if (cause in found.shown_by(value)) != (json.dumps(value) in showing):
                    return f"shown by {json.dumps(value)}: {sorted(facts)}"
    return None


def _wrong_field(defined: Definition, found: Causes) -> str | None:
    for field in found.fields().fields:
        for value in field.values:
            fact = Fact(field.place, value.special)
            extent = defined.extent.get(fact, 0)
            best = [bool(extent & valid) for valid in defined.valid]
            if extent and best != [x is Verdict.ACCEPT for x in value.best]:
                return f"the field {fact} has {value.best}, not {best}"
    return None


@pytest.mark.untraced
@pytest.mark.parametrize("first", range(0, SETS, CHUNK))
def test_causes_are_those_of_the_definition(first: int) -> None:
    for seed in range(first, first + CHUNK):
        rng = random.Random(seed)
        schemas = [small_schema(rng) for _ in range(rng.randint(2, 3))]
        wrong = flaw(schemas)
        if wrong is not None:
            small = shrunken(schemas, lambda some: len(some) > 1 and flaw(some) is not None)
            pytest.fail(f"seed {seed}: {wrong}; shrunken: {json.dumps(small)}: {flaw(small)}")
