from __future__ import annotations

from typing import Any

import bench_exact
import pytest

from conformance.errors import DefectError
from conformance.exact import Causes, Fact, Limits, Subject, ThreeValued
from conformance.exact.causes import causes
from conformance.exact.contexts import Contexts
from conformance.exact.judge import Referee
from conformance.exact.minimal import implied
from conformance.exact.primes import Primes
from conformance.exact.solver import Solver
from conformance.exact.sources import Library
from conformance.exact.values import UNMADE, sized, stand_in


def causes_of(*schemas: Any, limits: Limits | None = None) -> Causes:
    columns = []
    for number, schema in enumerate(schemas):
        strict, lenient = schema if isinstance(schema, tuple) else (schema, None)
        one = Subject(f"{number}.json", strict)
        other = one if lenient is None else Subject(f"{number}.json", lenient)
        columns.append(ThreeValued(str(number), one, other))
    return causes(columns, limits or Limits())


def shown(found: Causes) -> list[tuple[str, str, Any, Any]]:
    return [
        (
            " & ".join(f"{fact.place} = {fact.special}" for fact in cause.facts),
            "".join(stance[0] for stance in cause.stances),
            cause.witness.value,
            cause.twin and cause.twin.value,
        )
        for cause in found.causes
    ]


CLOSED: Any = {
    "type": "object",
    "properties": {"s": {"enum": ["a", "b"]}},
    "additionalProperties": False,
}
OPEN: Any = {"type": "object", "properties": {"s": {"type": "string"}}}
REFERENCE = {
    "type": "object",
    "if": {"required": ["kind"], "properties": {"kind": {"const": "ref"}}},
    "then": {"required": ["id"]},
}
WORDS = {
    "type": "object",
    "if": {
        "required": ["kind", "by"],
        "properties": {"kind": {"const": "m"}, "by": {"const": "u"}},
    },
    "then": {
        "properties": {
            "parts": {"items": {"properties": {"kind": {"const": "in"}}}},
        }
    },
}

CASES: list[tuple[str, list[Any], list[tuple[str, str, Any, Any]]]] = [
    ("closed and open", [CLOSED, OPEN], [
        (" = an unlisted property", "ra", {"x": 0}, {}),
        ("/s = any other string", "ra", {"s": ""}, {"s": "a"}),
    ]),
    ("a rule across fields", [REFERENCE, {"type": "object"}], [
        ('/id = absent & /kind = "ref"', "ra", {"kind": "ref"}, {"kind": ""}),
    ]),
    ("three fields", [WORDS, {"type": "object"}], [
        ('/by = "u" & /kind = "m" & /parts/*/kind = a boolean', "ra",
         {"by": "u", "kind": "m", "parts": [{"kind": False}]},
         {"by": "u", "kind": "m", "parts": [{}]}),
        ('/by = "u" & /kind = "m" & /parts/*/kind = a number', "ra",
         {"by": "u", "kind": "m", "parts": [{"kind": 0}]},
         {"by": "u", "kind": "m", "parts": [{}]}),
        ('/by = "u" & /kind = "m" & /parts/*/kind = an array', "ra",
         {"by": "u", "kind": "m", "parts": [{"kind": []}]},
         {"by": "u", "kind": "m", "parts": [{}]}),
        ('/by = "u" & /kind = "m" & /parts/*/kind = an object', "ra",
         {"by": "u", "kind": "m", "parts": [{"kind": {}}]},
         {"by": "u", "kind": "m", "parts": [{}]}),
        ('/by = "u" & /kind = "m" & /parts/*/kind = any other string', "ra",
         {"by": "u", "kind": "m", "parts": [{"kind": ""}]},
         {"by": "u", "kind": "m", "parts": [{"kind": "in"}]}),
        ('/by = "u" & /kind = "m" & /parts/*/kind = null', "ra",
         {"by": "u", "kind": "m", "parts": [{"kind": None}]},
         {"by": "u", "kind": "m", "parts": [{}]}),
    ]),
    ("nothing in common", [{"type": "null"}, {"type": "string"}], [
        (" = a string", "ra", "", None),
        (" = null", "ar", None, ""),
    ]),
    ("equal", [{"type": "null"}, {"const": None}], []),
    ("never", [False, {"type": "null"}], [(" = any value", "ra", None, None)]),
    ("a forbidden property", [{"properties": {"a": False}}, True], [
        ("/a = present", "ra", {"a": 0}, {}),
    ]),
    ("silence", [({"properties": {"a": False}}, {"properties": {"a": {"type": "null"}}}), True], [
        ("/a = a boolean", "ra", {"a": False}, {}),
        ("/a = a number", "ra", {"a": 0}, {}),
        ("/a = a string", "ra", {"a": ""}, {}),
        ("/a = an array", "ra", {"a": []}, {}),
        ("/a = an object", "ra", {"a": {}}, {}),
        ("/a = present", "sa", {"a": None}, {}),
    ]),
    ("bounds", [{"minimum": 0, "exclusiveMaximum": 3}, True], [
        (" = a number below 0", "ra", -1, 0),
        (" = a number of at least 3", "ra", 3, 0),
    ]),
    ("fractions", [{"multipleOf": 1}, {"multipleOf": 0.5}], [
        (" = a number with a fraction and that is a multiple of 0.5", "ra", 0.5, 0),
    ]),
    ("lengths", [{"minLength": 1, "maxLength": 2}, True], [
        (" = a string of at least 3 characters", "ra", "xxx", "x"),
        (" = a string shorter than 1", "ra", "", "x"),
    ]),
    ("patterns", [{"pattern": "^a"}, True], [
        (" = a string that does not match ^a", "ra", "", "a"),
    ]),
    ("names by pattern", [{"patternProperties": {"^a": {"type": "null"}}}, {"type": "object"}], [
        (" = a boolean", "ar", False, {}),
        (" = a number", "ar", 0, {}),
        (" = a string", "ar", "", {}),
        (" = an array", "ar", [], {}),
        (" = null", "ar", None, {}),
        ("/(unlisted property matching ^a) = a boolean", "ra", {"a": False}, {}),
        ("/(unlisted property matching ^a) = a number", "ra", {"a": 0}, {}),
        ("/(unlisted property matching ^a) = a string", "ra", {"a": ""}, {}),
        ("/(unlisted property matching ^a) = an array", "ra", {"a": []}, {}),
        ("/(unlisted property matching ^a) = an object", "ra", {"a": {}}, {}),
    ]),
    ("numbers of parts", [{"minItems": 1, "maxProperties": 0}, True], [
        (" = an array without elements", "ra", [], [0]),
        (" = an object of at least 1 property", "ra", {"x": 0}, {}),
    ]),
    ("no element", [{"items": False}, True], [(" = an element", "ra", [0], [])]),
    ("a nested place", [{"properties": {"a~/b": {"properties": {"c": {"type": "null"}}}}},
                        {"properties": {"a~/b": {"properties": {"c": {"type": "boolean"}}}}}], [
        ("/a~0~1b/c = a boolean", "ra", {"a~/b": {"c": False}}, {"a~/b": {}}),
        ("/a~0~1b/c = null", "ar", {"a~/b": {"c": None}}, {"a~/b": {}}),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("schemas", "expected"), [row[1:] for row in CASES],
                         ids=[row[0] for row in CASES])  # fmt: skip
def test_causes_are_the_smallest_sets_of_facts(schemas: Any, expected: Any) -> None:
    found = causes_of(*schemas)

    assert shown(found) == expected
    assert found.complete


def test_a_cause_names_the_columns_that_it_degrades() -> None:
    found = causes_of(CLOSED, OPEN, {"type": "object"})

    assert [cause.degraded for cause in found.causes][:1] == [("0",)]


@pytest.mark.parametrize(
    ("schema", "limits", "words"),
    [
        ({"contains": {"type": "null"}}, Limits(), "which elements together are a cause"),
        ({"type": "array", "minItems": 10**6}, Limits(), "an array of more than 100,000 elements"),
        ({"pattern": r"(?i:a)", "enum": ["a", "b"]}, Limits(), "a group of an unknown sort"),
        ({"uniqueItems": True}, Limits(), "which elements together are a cause"),
        ({"properties": {"a": {"$ref": "#"}}, "type": "object"}, Limits(),
         "which parts of a recursive schema are causes"),
        (WORDS, Limits(causes=3), "whether more facts together are a cause"),
        (WORDS, Limits(sets=1), "more than 1 sets of facts about the parts"),
        ({"properties": {"a": {"type": "string", "maxLength": 2_000_000}}}, Limits(),
         "/a: a string longer than 1,000,000 characters is not decided"),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, Limits(cells=1),
         "more than 1 cells"),
    ],
)  # fmt: skip
def test_what_is_not_decided_is_said(schema: Any, limits: Limits, words: str) -> None:
    everything = True
    found = causes_of(schema, everything, limits=limits)

    assert not found.complete
    assert words in " ".join(found.why_not)


def test_a_cause_whose_values_are_all_too_large_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Contexts, "witness", lambda *_: stand_in(sized([]), UNMADE))

    assert causes_of({"type": "null"}, {"type": "boolean"}).causes == ()


def with_part(part: Any, **more: Any) -> Any:
    properties = {"part": {"$ref": "#/$defs/Part"}, **more}
    return {"properties": properties, "$defs": {"Part": part}}


def test_what_both_sides_share_is_not_searched_even_behind_references() -> None:
    one, other = with_part(WORDS, more={"type": "string"}), with_part(WORDS)
    apart = with_part({**WORDS, "maxProperties": 9})

    shared = causes_of(one, other, limits=Limits(causes=20))
    assert shared.complete
    assert shared.causes == causes_of(one, other).causes
    assert not causes_of(one, apart, limits=Limits(causes=20)).complete


def test_what_both_sides_share_counts_where_it_decides_about_another_part() -> None:
    shared = {"properties": {"a": {"const": 1}}, "required": ["a"]}
    one = {"if": shared, "then": {"required": ["b"]}, "type": "object"}
    other = {"if": shared, "then": {}, "type": "object"}

    found = causes_of(one, other)
    assert [cause.facts for cause in found.causes] == [(Fact("/a", "1"), Fact("/b", "absent"))]


def test_references_that_lead_elsewhere_are_not_shared() -> None:
    one, other = with_part({"const": 1}), with_part({"const": 2})
    moved = {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"const": 1}}}
    changed = {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"const": 2}}}

    assert causes_of(one, other).causes
    assert causes_of(moved, changed).causes
    assert not causes_of(moved, moved | {"title": "again"}).causes


def test_sets_of_more_facts_than_the_limit_are_left_out_and_it_is_said() -> None:
    schema = {"if": {"required": ["a"], "properties": {"a": {"const": 1}}},
              "then": {"properties": {"in": REFERENCE}}, "type": "object"}  # fmt: skip

    few, all_of_them = (causes_of(schema, OPEN, limits=Limits(facts=facts)) for facts in (2, 3))

    assert max(len(cause.facts) for cause in few.causes) == 2
    assert few.why_not == ("causes of more than 2 facts are not listed",)
    assert max(len(cause.facts) for cause in all_of_them.causes) == 3
    assert all_of_them.complete


def test_an_evaluator_that_contradicts_a_cause_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Referee, "judge_one", lambda *_: True)

    with pytest.raises(DefectError, match="the causes say"):
        causes_of(CLOSED, OPEN)


def test_facts_that_no_value_has_are_a_defect() -> None:
    library = Library()
    solver = Solver(library, Limits())
    root = (library.root(Subject("a", CLOSED)),)
    contexts = Contexts(solver, Primes(solver), root)

    for special, place in (("an element", "/s"), ("a word", ""), ("absent", "/no")):
        facts = frozenset({Fact(place, special), Fact("/s/x", "absent"), Fact("/s/*", "null")})
        with pytest.raises(DefectError, match="no value has the facts"):
            contexts.witness(facts, set(), bool)


def test_absence_says_more_than_nothing_about_presence() -> None:
    there, absent = Fact("/a", "present"), Fact("/a", "absent")

    assert not implied(frozenset({there}), frozenset({absent, Fact("/b", "null")}))
    assert implied(frozenset({there}), frozenset({Fact("/a/b", "null")}))


@pytest.mark.untraced
def test_the_benchmarks_columns_have_causes_of_up_to_three_facts() -> None:
    found = causes(bench_exact.columns())

    assert found.complete
    assert {len(cause.facts) for cause in found.causes} == {1, 2, 3}
    assert all(cause.stances == cause.best for cause in found.causes)
    assert all(cause.twin is not None for cause in found.causes)


MANY: Any = {
    "properties": {
        "n": {"minimum": 0},
        "*": {"const": 1},
        "flag": {"const": True},
        "word": {"pattern": "^a", "minLength": 2},
        "parts": {"items": {"properties": {"kind": {"enum": ["in", "out"]}}}, "minItems": 1},
    },
    "patternProperties": {"^x": {"type": "string"}},
    "additionalProperties": False,
    "maxProperties": 2,
}


@pytest.mark.parametrize(
    ("value", "facts"),
    [
        ({"n": -0.5}, ["/n = a number below 0"]),
        ({"n": 0}, []),
        ({"*": 1.0}, []),
        ({"*": 2}, ["/(property *) = any other number"]),
        ({"flag": False}, ["/flag = false"]),
        ({"word": "b"}, ["/word = a string shorter than 2 and that does not match ^a"]),
        ({"parts": []}, ["/parts = an array without elements"]),
        ({"parts": [{"kind": "in"}, {"kind": "on"}]}, ["/parts/*/kind = any other string"]),
        ({"x1": 0}, ["/(unlisted property matching ^x) = a number"]),
        ({"y": "", "x2": ""}, [" = an unlisted property matching no pattern"]),
        ({"x1": "", "x2": "", "n": 1}, [" = an object of at least 3 properties"]),
        ([], []),
    ],
)  # fmt: skip
def test_a_value_shows_the_causes_whose_facts_hold_of_it(value: Any, facts: list[str]) -> None:
    found = causes_of(MANY, True)

    said = [
        f"{fact.place} = {fact.special}" for cause in found.shown_by(value) for fact in cause.facts
    ]

    assert said == facts


PAIR: Any = {
    "items": {
        "not": {"properties": {"k": {"const": 1}, "l": {"const": 2}}, "required": ["k", "l"]}
    },
    "additionalProperties": {
        "not": {"properties": {"k": {"const": 1}}, "required": ["k", "m"]},
    },
}


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ([{"k": 1}, {"l": 2}], 0),
        ([{"k": 1}, {"l": 2, "k": 1}], 1),
        ({"a": {"k": 1}, "b": {"m": 0}}, 0),
        ({"a": {"k": 1}, "b": {"m": 0, "k": 1}}, 1),
        ({"a": [], "b": 0}, 2),
        (0, 0),
    ],
)  # fmt: skip
def test_facts_about_one_part_must_hold_of_the_same_one(value: Any, count: int) -> None:
    assert len(causes_of(PAIR, True).shown_by(value)) == count


ONE_OF_TWO: dict[str, Any] = {
    "an element in each": {"anyOf": [{"properties": {name: {"items": False}}} for name in "ab"]},
    "an unlisted property in each": {
        "anyOf": [{"properties": {name: {"additionalProperties": False}}} for name in "ab"]
    },
    "a class in each": {
        "items": {"anyOf": [{"properties": {name: {"type": "null"}}} for name in "ab"]}
    },
    "absent in each": {"items": {"anyOf": [{"required": [name]} for name in "ab"]}},
}


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        ("an element in each", {"a": [0], "b": [0]}, ["/a = an element & /b = an element"]),
        ("an element in each", {"a": [0], "b": []}, []),
        ("an unlisted property in each", {"a": {"x": 0}, "b": {"x": 0}},
         ["/a = an unlisted property & /b = an unlisted property"]),
        ("an unlisted property in each", {"a": {"x": 0}, "b": {}}, []),
        ("a class in each", [None, {"a": 0, "b": ""}], ["/*/a = a number & /*/b = a string"]),
        ("a class in each", [{"a": 0, "b": None}, {"a": None, "b": ""}], []),
        ("absent in each", [{}], ["/*/a = absent & /*/b = absent"]),
        ("absent in each", [{"a": 0}, {"b": 0}], []),
        ("absent in each", [0], []),
    ],
)  # fmt: skip
def test_all_facts_about_shared_parts_must_hold_at_once(
    rule: str, value: Any, said: list[str]
) -> None:
    found = causes_of(ONE_OF_TWO[rule], True).shown_by(value)

    assert [
        " & ".join(f"{fact.place} = {fact.special}" for fact in cause.facts) for cause in found
    ] == said


def test_two_sets_that_hide_the_same_classes_name_each_cause_once() -> None:
    schema = {
        "type": "object",
        "properties": {name: {"not": {"const": 2}} for name in "ab"},
        "dependentSchemas": {
            "a": {"properties": {"b": {"not": {"const": 1}}}},
            "b": {"properties": {"a": {"not": {"const": 1}}}},
        },
    }
    others = ["null", "a boolean", "1", "any other number", "a string", "an array", "an object"]

    found = causes_of(schema, {"type": "object"})

    assert found.complete
    said = [tuple(f"{fact.place} = {fact.special}" for fact in c.facts) for c in found.causes]
    assert sorted(said) == sorted(
        {("/a = 2",), ("/b = 2",)}
        | {(f"/a = {other}", "/b = 1") for other in others}
        | {("/a = 1", f"/b = {other}") for other in others}
    )


def test_each_independent_part_is_searched_by_a_property_of_its_own() -> None:
    tagged = {
        "type": "object",
        "properties": {"kind": {"enum": ["x", "y"]}, "other": {"type": "string"}},
        "allOf": [
            {"anyOf": [{"properties": {"kind": {"const": "x"}}}, {"required": ["a"]}]},
            {"anyOf": [{"properties": {"other": {"const": "p"}}}, {"required": ["b"]}]},
        ],
    }

    few = causes_of(tagged, {"type": "object"}, limits=Limits(mixed=0))

    assert shown(few) == shown(causes_of(tagged, {"type": "object"}))


def test_the_twin_of_a_long_array_is_found_quickly() -> None:
    short = {"type": "array", "items": {"type": "string"}, "maxItems": 300}
    (cause,) = causes_of(short, {"type": "array", "items": {"type": "string"}}).causes

    assert cause.twin is not None
    assert (len(cause.witness.value), len(cause.twin.value)) == (301, 300)  # type: ignore[arg-type]
