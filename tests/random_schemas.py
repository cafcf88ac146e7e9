"""Random schemas over the whole decided part, instances to try on them, and shrinking."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from conformance.readers.formats import pattern_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

LITERALS: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 2, -1, 0.5, 1.0, "", "a", "b", "ab", "é", [], [1], [True], ["a"]),
    *({}, {"a": 1}, {"b": "a"}, [[]], {"a": {"b": None}}),
)
PATTERNS = ("^a", "b$", "^[ab]$", "^x{0,2}$", "[0-9]", "^(a|bb)*$", "^$", "a.b")
TYPES = ("null", "boolean", "number", "integer", "string", "array", "object")
NAMES = ("a", "b", "c")


class Maker:
    """Makes random schemas; the same seed makes the same ones."""

    def __init__(self, random: random.Random) -> None:
        self.random = random

    def schemas(self, count: int) -> list[Any]:
        """Return schemas that are often near to one another."""
        first = self.schema(3)
        result = [first]
        while len(result) < count:
            if self.random.random() < 0.4:
                near = copy.deepcopy(first)
                result.append(self.perturbed(near))
            else:
                result.append(self.schema(3))
        return [self._recursive(schema) for schema in result]

    def schema(self, depth: int) -> Any:
        if depth <= 0 or self.random.random() < 0.1:
            return self.random.choice(
                [True, False, {"type": self.random.choice(TYPES)}, {"const": self.literal()}]
            )
        result: dict[str, Any] = {}
        for _ in range(self.random.randint(1, 3)):
            self.random.choice(self._makers())(result, depth - 1)
        return result

    def perturbed(self, schema: Any) -> Any:
        """Return the schema with one keyword dropped, added or made anew."""
        if not isinstance(schema, dict) or not schema:
            return self.schema(1)
        keyword = self.random.choice(sorted(schema))
        if self.random.random() < 0.5:
            del schema[keyword]
        self.random.choice(self._makers())(schema, 1)
        return schema

    def literal(self) -> Any:
        return copy.deepcopy(self.random.choice(LITERALS))

    def _recursive(self, schema: Any) -> Any:
        if isinstance(schema, dict) and self.random.random() < 0.15:
            keyword = self.random.choice(["items", "additionalProperties", "contains"])
            schema.setdefault(keyword, {"$ref": "#"})
        return schema

    def _makers(self) -> list[Callable[[dict[str, Any], int], None]]:
        return [
            self._type, self._literals, self._logic, self._logic, self._numbers, self._strings,
            self._object, self._object, self._array, self._array, self._condition,
        ]  # fmt: skip

    def _type(self, result: dict[str, Any], _depth: int) -> None:
        count = self.random.choice([1, 1, 2, 3])
        types = self.random.sample(TYPES, count)
        result["type"] = types[0] if count == 1 else types

    def _literals(self, result: dict[str, Any], _depth: int) -> None:
        if self.random.random() < 0.5:
            result["const"] = self.literal()
        else:
            result["enum"] = [self.literal() for _ in range(self.random.randint(1, 4))]

    def _logic(self, result: dict[str, Any], depth: int) -> None:
        keyword = self.random.choice(["allOf", "anyOf", "oneOf", "not"])
        if keyword == "not":
            result["not"] = self.schema(depth)
        else:
            result[keyword] = [self.schema(depth) for _ in range(self.random.randint(1, 3))]

    def _numbers(self, result: dict[str, Any], _depth: int) -> None:
        keyword = self.random.choice(
            ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
        )
        values = (1, 2, 3, 0.5, 1.5, 0.1) if keyword == "multipleOf" else (-1, 0, 1, 1.5, 2, 3)
        result[keyword] = self.random.choice(values)

    def _strings(self, result: dict[str, Any], _depth: int) -> None:
        keyword = self.random.choice(["minLength", "maxLength", "pattern", "pattern", "format"])
        if keyword == "pattern":
            result["pattern"] = self.random.choice(PATTERNS)
        elif keyword == "format":
            result["format"] = "date"
        else:
            result[keyword] = self.random.choice([0, 1, 2, 2.0, 3])

    def _object(self, result: dict[str, Any], depth: int) -> None:
        some = self.random.sample(NAMES, self.random.randint(1, 2))
        match self.random.randint(0, 9):
            case 0 | 1 | 2:
                result["properties"] = {name: self.schema(depth) for name in some}
            case 3:
                result["required"] = some
            case 4:
                result["additionalProperties"] = self.schema(depth)
            case 5:
                result["patternProperties"] = {
                    self.random.choice(PATTERNS): self.schema(depth) for _ in some
                }
            case 6:
                result["propertyNames"] = self.schema(1)
            case 7:
                result[self.random.choice(["minProperties", "maxProperties"])] = len(some)
            case 8:
                result["dependentRequired"] = {some[0]: some}
                if depth:
                    result["dependentSchemas"] = {some[-1]: self.schema(depth)}
            case _:
                result["unevaluatedProperties"] = self.schema(min(depth, 1))

    def _array(self, result: dict[str, Any], depth: int) -> None:
        match self.random.randint(0, 7):
            case 0 | 1:
                result["items"] = self.schema(depth)
            case 2:
                result["prefixItems"] = [
                    self.schema(depth) for _ in range(self.random.randint(1, 2))
                ]
            case 3 | 4:
                result["contains"] = self.schema(depth)
                if self.random.random() < 0.4:
                    result["minContains"] = self.random.randint(0, 2)
                if self.random.random() < 0.4:
                    result["maxContains"] = self.random.randint(0, 2)
            case 5:
                result[self.random.choice(["minItems", "maxItems"])] = self.random.randint(0, 3)
            case 6:
                result["uniqueItems"] = self.random.random() < 0.9
            case _:
                result["unevaluatedItems"] = self.schema(min(depth, 1))

    def _condition(self, result: dict[str, Any], depth: int) -> None:
        result["if"] = self.schema(depth)
        for keyword in ("then", "else"):
            if self.random.random() < 0.7:
                result[keyword] = self.schema(depth)

    def instance(self, seeds: list[Any], depth: int = 2) -> Any:
        """Return a value made of literals of the schemas, and near misses of the seeds."""
        match self.random.randint(0, 5):
            case 0 | 1 if seeds:
                return self._mutated(copy.deepcopy(self.random.choice(seeds)))
            case 2 | 3 if depth:
                names = self.random.sample((*NAMES, "x", "bb", "1"), self.random.randint(0, 3))
                return {name: self.instance(seeds, depth - 1) for name in names}
            case 4 if depth:
                return [self.instance(seeds, depth - 1) for _ in range(self.random.randint(0, 3))]
            case _:
                return self.random.choice([self.literal(), *PLAIN])

    def _mutated(self, value: Any) -> Any:
        if isinstance(value, dict) and value and self.random.random() < 0.7:
            name = self.random.choice(sorted(value))
            value[name] = self._mutated(value[name])
        elif isinstance(value, list) and value and self.random.random() < 0.7:
            index = self.random.randrange(len(value))
            value[index] = self._mutated(value[index])
            if self.random.random() < 0.3:
                value.append(copy.deepcopy(value[index]))
        elif isinstance(value, dict):
            value[self.random.choice((*NAMES, "x"))] = self.literal()
        elif isinstance(value, list):
            value.append(self.literal())
        else:
            return self.random.choice([self.literal(), *PLAIN])
        return value


class WideMaker(Maker):
    """Adds what published schemas have besides: look-around, big numbers, older dialects."""

    def __init__(self, random: random.Random) -> None:
        super().__init__(random)
        self.dialect = random.choice(DIALECTS)

    def schemas(self, count: int) -> list[Any]:
        found = super().schemas(count)
        return [
            schema | {"$schema": self.dialect} if isinstance(schema, dict) else schema
            for schema in found
        ]

    def literal(self) -> Any:
        if self.random.random() < 0.2:
            return copy.deepcopy(self.random.choice(WIDE_LITERALS))
        return super().literal()

    def _makers(self) -> list[Callable[[dict[str, Any], int], None]]:
        return [*super()._makers(), self._wide_strings, self._wide_strings, self._wide_numbers,
                self._wide_parts, self._notes]  # fmt: skip

    def _wide_strings(self, result: dict[str, Any], _depth: int) -> None:
        match self.random.randint(0, 3):
            case 0 | 1:
                result["pattern"] = self.random.choice(WIDE_PATTERNS)
            case 2:
                result["pattern"] = pattern_of(self.random.choice(FORMATS))
            case _:
                bound = self.random.choice(["minLength", "maxLength"])
                result[bound] = self.random.choice([4, 5000, 20_000])

    def _wide_numbers(self, result: dict[str, Any], _depth: int) -> None:
        keyword = self.random.choice(["minimum", "maximum", "exclusiveMinimum", "multipleOf"])
        values = (1e-8, 0.01, 2**40, 7.5) if keyword == "multipleOf" else WIDE_NUMBERS
        result[keyword] = self.random.choice(values)

    def _wide_parts(self, result: dict[str, Any], depth: int) -> None:
        some = self.random.sample(NAMES, 2)
        match self.random.randint(0, 4):
            case 0:
                result["dependencies"] = {some[0]: [some[1]], some[1]: self.schema(min(depth, 1))}
            case 1:
                result["items"] = [self.schema(min(depth, 1))] if self._is_old else False
                if self._is_old:
                    result["additionalItems"] = self.schema(min(depth, 1))
            case 2:
                result["patternProperties"] = {
                    self.random.choice(WIDE_PATTERNS): self.schema(min(depth, 1))
                }
            case 3:
                result["uniqueItems"] = True
                result["items"] = {"type": self.random.choice(["object", "array", "boolean"])}
                result["minItems"] = self.random.randint(1, 4)
            case _:
                result[self.random.choice(["minItems", "maxItems"])] = 300

    def _notes(self, result: dict[str, Any], _depth: int) -> None:
        result["contentEncoding"] = "base64"
        result["contentMediaType"] = "application/json"

    @property
    def _is_old(self) -> bool:
        return "2020" not in self.dialect


DIALECTS = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema#",
)
WIDE_LITERALS: tuple[Any, ...] = (
    *(2**53, 2**53 + 1, 2**63, -(2**63), 1e-8, 0.03, 1e300, "2024-02-30", "2024-02-29", "a b"),
    *("::1", "foo", "xfoo", "é", "a-b", [1, 2, 3], [[], []], [{}, {}], [{"a": 1}, {"b": 1}]),
)
WIDE_NUMBERS = (2**53 - 1, 2**53, 2**63 - 1, 2**64 - 1, -(2**63), 0.1, 1e-8, 1e20)
WIDE_PATTERNS = (
    *("^(?!a)", "(?<=a)b", r"\bfoo\b", r"^\p{Lu}", r"^\cC?$", "^(?=.*b)(?!.*a)", "(?<!a)b$"),
    *("^[a-z]{2,900}$", "^(?<y>a|b)+$", "^a{2,3}-b{1,2}$", "^(?!.*--)[a-z-]*$", r"^\B"),
)
FORMATS = ("date", "ipv4", "uuid", "duration", "json-pointer")

PLAIN: tuple[Any, ...] = (
    0.1,
    1.5,
    3,
    100,
    -2,
    "x",
    "xx",
    "xxx",
    "aa",
    "bb",
    "a1",
    "abc",
    "\U0001f600",
)


def shrunken(schemas: list[Any], fails: Callable[[list[Any]], bool]) -> list[Any]:
    """Return the smallest schemas found, by dropping and simplifying parts, that still fail."""
    improved = True
    while improved:
        improved = False
        for candidate in _simpler(schemas):
            if len(json.dumps(candidate)) < len(json.dumps(schemas)) and fails(candidate):
                schemas, improved = candidate, True
                break
    return schemas


def _simpler(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield value[:index] + value[index + 1 :]
            for simpler in _simpler(item):
                yield [*value[:index], simpler, *value[index + 1 :]]
    elif isinstance(value, dict):
        yield True
        for key, item in value.items():
            yield {k: v for k, v in value.items() if k != key}
            if isinstance(item, dict):
                yield item
            for simpler in _simpler(item):
                yield value | {key: simpler}
