"""Pairs of schemas of the sorts that people publish, each with its relation."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.exact import (
    DRAFT_07,
    DRAFT_2019_09,
    Evaluator,
    Limits,
    Subject,
    ThreeValued,
    compare,
    relate,
)
from conformance.exact.cells import compare_columns
from conformance.model import Verdict

WORDS = [f"w{n}" for n in range(14)]
BIG = 2**63
OBJECTS = {"type": "array", "uniqueItems": True, "items": {"type": "object"}}
NESTED = {"type": "array", "uniqueItems": True, "items": {"type": "array"}}
BLANK = {"type": "object", "additionalProperties": False}


def related(a: Any, b: Any) -> tuple[str, bool]:
    columns = [
        ThreeValued(name, one, one)
        for name, one in (("a", Subject("a", a)), ("b", Subject("b", b)))
    ]
    found = relate(compare_columns(columns), "a", "b")
    return found.relation, found.proven


def contained(names: range) -> dict[str, Any]:
    return {"type": "array", "allOf": [{"contains": {"const": n}} for n in names]}


def tagged(count: int) -> dict[str, Any]:
    """Each part is also met by what is no object."""
    parts = [{"required": ["t"], "properties": {"t": {"const": f"p{n}"}}} for n in range(count)]
    contains: list[Any] = [{"contains": part} for part in parts]
    return {"type": "array", "items": {"type": "object"}, "allOf": contains}


def dependent(count: int) -> dict[str, Any]:
    return {"type": "object", "dependentRequired": {f"a{n}": [f"b{n}"] for n in range(count)}}


def wide(count: int, odd: int = -1) -> dict[str, Any]:
    types = {n: "integer" if n == odd else "string" for n in range(count)}
    return {"properties": {f"p{n}": {"type": kind} for n, kind in types.items()}}


PAIRS: list[tuple[str, Any, Any, str]] = [
    ("a foreign keyword", {"dependencies": {"a": ["b"]}, "pattern": "(?!q)"},
     {"enum": [{"a": 3}, 2]}, "contains"),
    ("a foreign annotation", {"$schema": DRAFT_07, "contentMediaType": "application/json"},
     {"$schema": DRAFT_07, "const": "{"}, "contains"),
    ("no items", True, {"$schema": DRAFT_07, "items": False}, "contains"),
    ("no items in 2019-09", True, {"$schema": DRAFT_2019_09, "items": False}, "contains"),
    ("many branches", {"oneOf": [{"const": n} for n in range(80)]},
     {"oneOf": [{"const": n} for n in range(81)]}, "within"),
    ("zod's integers", {"type": "integer", "maximum": 2**53 - 1}, {"type": "integer"}, "within"),
    ("int64", {"type": "integer", "minimum": -BIG, "maximum": BIG - 1},
     {"type": "integer", "minimum": -BIG, "maximum": BIG}, "within"),
    ("one integer past every float", {"type": "number", "exclusiveMinimum": 2**53,
                                      "exclusiveMaximum": 2**53 + 2},
     {"const": 2**53 + 1}, "equal"),
    ("numbers that no float holds", {"exclusiveMinimum": 4503599627370494.5, "type": "number",
                                     "exclusiveMaximum": 4503599627370495}, False, "equal"),
    ("numbers between two floats", {"type": "number", "exclusiveMinimum": 0.1,
                                    "maximum": 0.10000000000000002},
     {"const": 0.10000000000000002}, "equal"),
    ("small multiples", {"type": "integer", "multipleOf": 1e-8}, {"type": "integer"}, "equal"),
    ("smaller multiples", {"type": "number", "multipleOf": 1e-20}, {"type": "number"}, "within"),
    ("large multiples", {"type": "integer", "multipleOf": 10_000_019},
     {"type": "integer", "multipleOf": 7}, "overlap"),
    ("tied multiples", {"multipleOf": 6}, {"allOf": [{"multipleOf": 2}, {"multipleOf": 3}]},
     "equal"),
    ("multiples in a gap", {"type": "number", "multipleOf": 0.3, "exclusiveMinimum": 0.3,
                            "exclusiveMaximum": 0.6}, False, "equal"),
    ("tiny bounds", {"type": "number", "minimum": 1e-300},
     {"type": "number", "exclusiveMinimum": 0}, "within"),
    ("different objects", {**OBJECTS, "minItems": 2}, {**OBJECTS, "minItems": 1}, "within"),
    ("different objects with ids",
     {**OBJECTS, "items": {"type": "object", "required": ["id"]}, "minItems": 3}, OBJECTS,
     "within"),
    ("different arrays", {**NESTED, "minItems": 4}, NESTED, "within"),
    ("a literal of the same arrays", {"const": [[2], [2]]}, {"uniqueItems": True}, "disjoint"),
    ("too few literals", {**OBJECTS, "items": {"enum": [{"a": 1}, {"a": 2}]}, "minItems": 3}, False,
     "equal"),
    ("a long literal", {"const": WORDS},
     {"type": "array", "uniqueItems": True, "items": {"type": "string"}}, "within"),
    ("literals that are smallest", {"enum": [[], [0], [0, 0], {}]},
     {"type": ["array", "object"]}, "within"),
    ("all literals of a closed object", {**BLANK, "properties": {"a": {"enum": [1, 2, 3]}}},
     {"enum": [{}, {"a": 1}, {"a": 2}, {"a": 3}]}, "equal"),
    ("more literals than rounds", {**BLANK, "properties": {"a": {"enum": list(range(9))}}},
     {"enum": [{}, *({"a": n} for n in range(8))]}, "contains"),
    ("literals in literals", {"enum": [{"a": [{"b": 1}]}, {"a": [{"b": 2}]}]},
     {"properties": {"a": {"contains": {"const": {"b": 1}}}}, "required": ["a"]}, "overlap"),
    ("the same look-around", {"pattern": "^(?!x).*$"}, {"pattern": "^(?!x).*$"}, "equal"),
    ("look-around", {"type": "string", "pattern": "^(?!x)"}, {"type": "string"}, "within"),
    ("look-around as a class", {"pattern": "^(?!x)."}, {"pattern": r"^(?:[^x\n\r\u2028\u2029])"},
     "equal"),
    ("a password", {"type": "string", "pattern": "^(?=.*[a-z])(?=.*[0-9]).{8,64}$"},
     {"type": "string", "pattern": "^(?=.*[0-9])(?=.*[a-z]).*$", "minLength": 8}, "within"),
    ("word boundaries", {"pattern": r"\bfoo\b"}, {"pattern": "foo"}, "within"),
    ("names that look around", {"patternProperties": {"^(?!x-)": {"type": "string"}}},
     {"patternProperties": {"^(?!x-)": {"type": ["string", "null"]}, "^x-": True}}, "within"),
    ("long strings", {"type": "string", "maxLength": 100_000}, {"type": "string"}, "within"),
    ("very long strings elsewhere", {"type": "string", "maxLength": 2**31 - 1},
     {"type": ["string", "null"]}, "within"),
    ("long strings that match", {"type": "string", "maxLength": 4096, "pattern": "^[a-z]+$"},
     {"type": "string"}, "within"),
    ("long repetitions", {"type": "string", "pattern": "^.{1,2000}$"}, {"type": "string"},
     "within"),
    ("a repetition as lengths", {"pattern": "^[a-z]{2,9}$"},
     {"pattern": "^[a-z]*$", "minLength": 2, "maxLength": 9}, "equal"),
    ("an open repetition as lengths", {"pattern": "^[a-z]{2,}$"},
     {"pattern": "^[a-z]*$", "minLength": 2}, "equal"),
    ("a repetition of more", {"pattern": "^(?:ab){2,9}$"}, {"pattern": "^(?:ab){2,10}$"}, "within"),
    ("long arrays", {"type": "array", "minItems": 2000}, {"type": "array"}, "within"),
    ("long arrays without equals", {"type": "array", "maxItems": 1500, "uniqueItems": True},
     {"type": "array", "uniqueItems": True}, "within"),
    ("long arrays of few", {"type": "array", "minItems": 3, "uniqueItems": True,
                            "items": {"type": "boolean"}}, False, "equal"),
    ("long arrays and contains", {"type": "array", "maxItems": 5000, "contains": {"const": 1}},
     {"type": "array", "contains": {"const": 1}}, "within"),
    ("elements that fill up", {"type": "array", "minItems": 5, "items": {"const": 1},
                               "contains": {"const": 1}, "maxContains": 3}, False, "equal"),
    ("large objects", {"minProperties": 2000, "type": "object"},
     {"minProperties": 100, "type": "object"}, "within"),
    ("large objects whose members tell", {"type": "object", "minProperties": 40,
                                          "additionalProperties": {"type": "string"}},
     {"type": "object", "minProperties": 30, "additionalProperties": {"type": ["string", "null"]}},
     "within"),
    ("closed objects are not filled up", {**BLANK, "properties": {"a": True}, "minProperties": 30},
     False, "equal"),
    ("many contains", contained(range(16)), contained(range(17)), "contains"),
    ("many contains that a string meets", tagged(14), tagged(15), "contains"),
    ("many dependencies", dependent(24), dependent(25), "contains"),
    ("many properties", wide(300), wide(300, 7), "overlap"),
]  # fmt: skip


LONG = {"long arrays without equals"}
"""It takes seconds, with the code that short arrays have."""


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        pytest.param(*row[1:], id=row[0], marks=[pytest.mark.untraced] * (row[0] in LONG))
        for row in PAIRS
    ],
)
def test_pairs_are_decided(a: Any, b: Any, relation: str) -> None:
    assert related(a, b) == (relation, True)


def test_a_large_object_that_a_schema_names_is_not_the_only_one_of_its_size() -> None:
    large: Any = {"type": "object", "minProperties": 200}
    subject = Subject("a", large)
    (smallest,) = [
        witness.value
        for vector, witness in compare_columns([ThreeValued("a", subject, subject)]).vectors.items()
        if vector == (Verdict.ACCEPT,)
    ]

    assert related({"const": smallest}, large) == ("within", True)


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "array", "uniqueItems": True, "items": {"type": "string", "minLength": 2_000},
          "minItems": 3_000}, "as many as 3001 different strings of 2000 characters"),
        ({"type": "array", "minItems": 200_000}, "an array of more than 100,000 elements"),
        ({"type": "object", "minProperties": 20_000},
         "an object with more than 10,000 properties"),
        ({"type": "string", "minLength": 2_000_000, "pattern": "a"},
         "a string longer than 1,000,000 characters"),
    ],
)  # fmt: skip
def test_what_is_too_large_is_said(schema: Any, words: str) -> None:
    found = compare([Subject("a.json", schema)], Limits(samples=50))

    assert not found.complete
    assert found.why_not == (f"a.json at (root): {words} is not decided",)


def test_every_literal_is_in_a_cell() -> None:
    literals: list[Any] = [[], [1], [1, 1], {}, {"a": [1]}, {"a": [2], "b": 1}, {"q": {}}]
    schemas: list[Any] = [
        {"enum": literals},
        {"uniqueItems": True, "maxProperties": 1},
        {"prefixItems": [{"const": 1}], "properties": {"a": {"contains": {"const": 1}}}},
        {"required": ["b"], "minItems": 2},
        {"patternProperties": {"^q": False}},
    ]
    subjects = [Subject(str(number), schema) for number, schema in enumerate(schemas)]

    found = compare(subjects)

    assert found.complete
    evaluators = [Evaluator(subject) for subject in subjects]
    for literal in literals:
        assert tuple(each.valid(literal) for each in evaluators) in found.vectors
