from __future__ import annotations

from typing import Any

import pytest

from conformance.exact import Subject, ThreeValued, compare_columns, relate

CLOSED = {"type": "object", "additionalProperties": False}
ONE = {"type": "object", "maxProperties": 1, "additionalProperties": {"type": "null"}}
LONG = {**ONE, "propertyNames": {"pattern": "^[ab]{9}$"}}
PAIR = {"prefixItems": [{"enum": [1, 2]}, {"enum": [1, 2]}], "minItems": 2, "maxItems": 2}


def unique(items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "array", "uniqueItems": True, "items": items, **more}


def of(**properties: Any) -> dict[str, Any]:
    return {**CLOSED, "required": sorted(properties), "properties": properties}


PAIRS: list[tuple[str, Any, Any, str]] = [
    ("one empty array", unique({"type": "array", "maxItems": 0}, minItems=2), False, "equal"),
    ("one empty object", unique({"type": "object", "maxProperties": 0}, minItems=2), False,
     "equal"),
    ("one null in an array", unique({"type": "array", "items": {"type": "null"}, "maxItems": 1},
                                    minItems=2),
     {"const": [[], [None]]}, "contains"),
    ("two booleans", unique(of(a={"type": "boolean"}), minItems=3), False, "equal"),
    ("two booleans are enough", unique(of(a={"type": "boolean"}), minItems=2),
     unique(of(a={"type": "boolean"})), "within"),
    ("four pairs", unique({"type": "array", **PAIR}, minItems=5), False, "equal"),
    ("four pairs are enough", unique({"type": "array", **PAIR}, minItems=4),
     {"type": "array", "minItems": 4}, "within"),
    ("any number of members", unique({"type": "object"}, minItems=40), {"type": "array"},
     "within"),
    ("objects of any one name", unique(ONE, minItems=50), {"type": "array", "minItems": 50},
     "within"),
    ("objects of any one name in others", unique(of(a=ONE), minItems=50),
     {"type": "array", "minItems": 50}, "within"),
    ("open parts", unique(of(a={"type": "integer"}), minItems=6), unique(of(a=True)), "within"),
    ("open parts of one name", unique({**CLOSED, "properties": {"a": {"type": "string"}}},
                                      minItems=5),
     unique({"type": "object"}), "within"),
    ("enough arrays of few", unique({"type": "array", "items": {"type": "boolean"}}, minItems=20),
     unique({"type": "array"}), "within"),
    ("literals among them", {"anyOf": [{"const": [{"a": True}]}, unique(of(a={"const": True}),
                                                                        minItems=2)]},
     {"const": [{"a": True}]}, "equal"),
    ("arrays inside themselves", unique({"$ref": "#"}, minItems=1), {"type": "array"}, "within"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "relation"), [row[1:] for row in PAIRS],
                         ids=[row[0] for row in PAIRS])  # fmt: skip
def test_different_elements_are_counted_to_the_last_one(a: Any, b: Any, relation: str) -> None:
    columns = [ThreeValued(n, s, s) for n, s in (("a", Subject("a", a)), ("b", Subject("b", b)))]
    found = relate(compare_columns(columns), "a", "b")

    assert (found.relation, found.proven) == (relation, True)


@pytest.mark.parametrize(
    "items",
    [
        of(a={"type": "string", "pattern": "^(?i:a)$"}),
        {"type": "array", "maxItems": 1, "items": {"type": "string", "pattern": "^(?i:a)$"}},
        of(a=unique({"enum": [*range(4)]}, minItems=4), b={"enum": [*range(9)]}),
        LONG,
        of(a=LONG),
        {"type": "array", "maxItems": 1, "items": LONG},
    ],
)
def test_parts_that_are_not_all_known_leave_the_question_open(items: Any) -> None:
    subject = Subject("a.json", unique(items, minItems=1_000))
    found = compare_columns([ThreeValued("a", subject, subject)])

    assert not found.complete


def test_a_list_that_would_be_too_long_leaves_the_question_open() -> None:
    inner = {"type": "array", "items": {"enum": [*range(9)]}, "maxItems": 5, "minItems": 5}
    subject = Subject("a.json", unique(inner, minItems=6_000))
    column = ThreeValued("a", subject, subject)

    found = compare_columns([column])

    assert not found.complete
    assert found.why_not == (
        "a.json at (root): whether enough different elements exist is not decided",
    )
