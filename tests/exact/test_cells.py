from __future__ import annotations

import itertools
import json
from typing import Any

import bench_exact
import pytest

from conformance.errors import BrokenFileError, DefectError, IncompleteRunError
from conformance.exact import (
    DRAFT_07,
    DRAFT_2019_09,
    DRAFT_2020_12,
    Cells,
    Limits,
    Subject,
    ThreeValued,
    compare,
    compare_columns,
    judge_of,
)
from conformance.exact.causes import causes
from conformance.model import Verdict


def cells_of(*schemas: Any, dialect: str = DRAFT_2020_12) -> Cells:
    return compare([Subject(f"{n}.json", schema, dialect) for n, schema in enumerate(schemas)])


def shown(cells: Cells) -> dict[str, Any]:
    return {
        "".join("01"[valid] for valid in vector): witness.value
        for vector, witness in cells.vectors.items()
    }


DECIDED: list[tuple[str, list[Any], dict[str, Any]]] = [
    ("true", [True], {"1": 0}),
    ("false", [False], {"0": 0}),
    ("1.0 is an integer", [{"type": "integer"}, {"const": 1.0}], {"10": 0, "00": "", "11": 1}),
    ("true is not 1", [{"const": True}, {"const": 1}], {"00": 0, "01": 1, "10": True}),
    ("a type", [{"type": ["null", "string"]}], {"0": 0, "1": ""}),
    ("exact multiples", [{"multipleOf": 0.1, "minimum": 0.25}], {"0": 0, "1": 1}),
    ("open bounds", [{"exclusiveMinimum": 1, "exclusiveMaximum": 2, "type": "number"}],
     {"0": 0, "1": 1.1}),
    ("negative", [{"maximum": -3, "type": "number"}], {"0": 0, "1": -3}),
    ("lengths are whole", [{"minLength": 2.0, "type": "string"}], {"0": 0, "1": "xx"}),
    ("code points", [{"const": "\U0001f600"}, {"maxLength": 1, "type": "string"}],
     {"00": 0, "01": "", "11": "\U0001f600"}),
    ("required", [{"type": "object", "required": ["a"]}], {"0": 0, "1": {"a": 0}}),
    ("unlisted", [{"properties": {"a": True}, "additionalProperties": False}],
     {"1": 0, "0": {"x": 0}}),
    ("counted", [{"type": "object", "minProperties": 2, "maxProperties": 2}],
     {"0": 0, "1": {"x": 0, "y": 0}}),
    ("only two names match", [{"type": "object", "propertyNames": {"pattern": "^[ab]$"},
                               "minProperties": 3}], {"0": 0}),
    ("two names match", [{"type": "object", "propertyNames": {"pattern": "^[ab]$"},
                          "minProperties": 2}], {"0": 0, "1": {"a": 0, "b": 0}}),
    ("a rule for names that stands twice",
     [{"propertyNames": {"const": "a"}, "allOf": [{"propertyNames": {"const": "a"}}]}],
     {"1": 0, "0": {"x": 0}}),
    ("dependent", [{"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"b": False}}],
     {"1": 0, "0": {"a": 0}}),
    ("one of", [{"oneOf": [{"type": "integer"}, {"minimum": 2}]}], {"1": 0, "0": 2}),
    ("a condition",
     [{"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"type": "null"}}],
     {"0": 0, "1": "x"}),
    ("then alone", [{"then": False, "else": False}], {"1": 0}),
    ("tuple", [{"type": "array", "prefixItems": [{"const": 1}], "items": False, "minItems": 1}],
     {"0": 0, "1": [1]}),
    ("contains", [{"type": "array", "contains": {"const": 1}, "minContains": 2, "maxContains": 2}],
     {"0": 0, "1": [1, 1]}),
    ("distinct", [{"type": "array", "uniqueItems": True, "minItems": 3,
                   "items": {"type": "boolean"}}],
     {"0": 0}),
    ("distinct ones of two", [{"type": "array", "uniqueItems": True, "minItems": 2,
                               "items": {"type": "boolean"}}], {"0": 0, "1": [True, False]}),
    ("equal elements", [{"uniqueItems": True}], {"1": 0, "0": [0, 0]}),
    ("a pattern", [{"type": "string", "pattern": "^a+b$"}], {"0": 0, "1": "ab"}),
    ("patterns that exclude each other", [{"type": "string", "allOf": [{"pattern": "^a"},
                                           {"pattern": "^b"}]}], {"0": 0}),
    ("no pattern of a newline", [{"type": "string", "pattern": "^a$", "minLength": 2}], {"0": 0}),
    ("properties by pattern", [{"patternProperties": {"^a": False}}], {"1": 0, "0": {"a": 0}}),
    ("unevaluated properties", [{"allOf": [{"properties": {"a": True}}],
                                 "unevaluatedProperties": False}], {"1": 0, "0": {"x": 0}}),
    ("unevaluated items", [{"prefixItems": [True], "contains": {"const": 1},
                            "unevaluatedItems": False}], {"1": 0, "0": []}),
    ("what an inner unevaluatedProperties allows is evaluated",
     [{"type": "object", "allOf": [{"unevaluatedProperties": {"type": "null"}}],
       "unevaluatedProperties": False, "minProperties": 1}], {"0": 0, "1": {"x": None}}),
    ("what an inner unevaluatedItems allows is evaluated",
     [{"type": "array", "allOf": [{"unevaluatedItems": {"type": "null"}}],
       "unevaluatedItems": False, "minItems": 1}], {"0": 0, "1": [None]}),
    ("evaluated where another property is there",
     [{"type": "object", "required": ["b"], "properties": {"a": True},
       "dependentSchemas": {"a": {"properties": {"b": True}}}, "unevaluatedProperties": False}],
     {"0": 0, "1": {"a": 0, "b": 0}}),
    ("unevaluated under a condition",
     [{"if": {"required": ["a"]}, "then": {"properties": {"a": True}},
       "else": {"properties": {"b": True}}, "unevaluatedProperties": False}],
     {"1": 0, "0": {"x": 0}}),
    ("nothing describes under not", [{"not": {"not": {"properties": {"a": True}}},
                                      "unevaluatedProperties": False}], {"1": 0, "0": {"a": 0}}),
    ("recursion", [{"type": "object", "required": ["a"], "properties": {"a": {"anyOf": [
        {"$ref": "#"}, {"const": 5}]}}}], {"0": 0, "1": {"a": 5}}),
    ("recursion without an end", [{"type": "object", "required": ["a"],
                                   "properties": {"a": {"$ref": "#"}}}], {"0": 0}),
    ("recursion with different elements",
     [{"prefixItems": [{}], "allOf": [{"uniqueItems": True}], "items": {"$ref": "#"}}],
     {"1": 0, "0": [0, 0]}),
    ("a literal object", [{"const": {"a": [1, {"b": None}]}}],
     {"0": 0, "1": {"a": [1, {"b": None}]}}),
    ("an anchor", [{"$ref": "#it", "$defs": {"a": {"$anchor": "it", "type": "null"}}}],
     {"0": 0, "1": None}),
    ("a reference into a list", [{"$ref": "#/$defs/a/anyOf/1",
                                  "$defs": {"a": {"anyOf": [False, {"type": "null"}]}}}],
     {"0": 0, "1": None}),
    ("a dynamic reference to a plain anchor leads where it is written",
     [{"$id": "https://example.org/outer", "$ref": "inner",
       "$defs": {"it": {"$dynamicAnchor": "it", "type": "string"},
                 "inner": {"$id": "inner", "$dynamicRef": "#it",
                           "$defs": {"it": {"$anchor": "it", "type": "null"}}}}}],
     {"0": 0, "1": None}),
    ("a part of a published metaschema",
     [{"$ref": "http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger"}],
     {"0": "", "1": 0}),
    ("dynamic references",
     [{"$id": "https://example.org/strict", "$dynamicAnchor": "node", "type": "object",
       "$ref": "tree", "unevaluatedProperties": False,
       "$defs": {"tree": {"$id": "tree", "$dynamicAnchor": "node",
                          "properties": {"a": {"$dynamicRef": "#node"}}}}}],
     {"0": 0, "1": {}}),
]  # fmt: skip


@pytest.mark.parametrize(("schemas", "expected"), [row[1:] for row in DECIDED],
                         ids=[row[0] for row in DECIDED])  # fmt: skip
def test_every_vector_has_its_smallest_witness(schemas: Any, expected: Any) -> None:
    cells = cells_of(*schemas)

    assert shown(cells) == expected
    assert cells.complete
    assert json.dumps(shown(cells)) == json.dumps(shown(cells_of(*schemas)))


OLDER: list[tuple[str, str, Any, dict[str, Any]]] = [
    ("tuples", DRAFT_07, {"type": "array", "items": [{"const": 1}], "additionalItems": False,
                          "minItems": 1}, {"0": 0, "1": [1]}),
    ("tuples", DRAFT_2019_09, {"type": "array", "items": [{"const": 1}], "additionalItems": False,
                               "minItems": 1}, {"0": 0, "1": [1]}),
    ("open tuples", DRAFT_07, {"items": [{"type": "null"}]}, {"1": 0, "0": [0]}),
    ("one schema for all items", DRAFT_07, {"items": False, "additionalItems": True},
     {"1": 0, "0": [0]}),
    ("siblings of a reference", DRAFT_07, {"$ref": "#/definitions/a", "type": "null",
                                           "definitions": {"a": {"type": "string"}}},
     {"0": 0, "1": ""}),
    ("dependencies", DRAFT_07, {"dependencies": {"a": ["b"], "c": {"required": ["d"]}}},
     {"1": 0, "0": {"a": 0}}),
    ("what draft-07 does not know", DRAFT_07, {"dependentRequired": {"a": ["b"]}}, {"1": 0}),
    ("contains describes nothing", DRAFT_2019_09, {"contains": True, "unevaluatedItems": False},
     {"1": 0, "0": []}),
    ("recursive references", DRAFT_2019_09,
     {"$id": "https://example.org/a", "$recursiveAnchor": True, "type": "object",
      "allOf": [{"$ref": "b"}], "$defs": {"b": {"$id": "b", "$recursiveAnchor": True,
      "properties": {"x": {"$recursiveRef": "#"}}}}}, {"0": 0, "1": {}}),
    ("an anchor in $id", DRAFT_07, {"$ref": "#it", "definitions": {"a": {"$id": "#it",
                                    "type": "null"}}}, {"0": 0, "1": None}),
]  # fmt: skip


@pytest.mark.parametrize(("dialect", "schema", "expected"), [row[1:] for row in OLDER],
                         ids=[f"{row[0]}, {row[1][-15:]}" for row in OLDER])  # fmt: skip
def test_older_dialects_are_understood(dialect: str, schema: Any, expected: Any) -> None:
    assert shown(cells_of(schema, dialect=dialect)) == expected
    assert shown(cells_of({"$schema": dialect} | schema)) == expected


def test_references_reach_the_other_files_of_a_record() -> None:
    resources: Any = {"parts/one.json": {"$ref": "two.json#/$defs/it"},
                 "parts/two.json": {"$defs": {"it": {"type": "null"}}}}  # fmt: skip
    subject = Subject("main.json", {"$ref": "parts/one.json"}, resources=resources)
    with_id = Subject("main.json", {"$id": "https://example.org/s/main", "$ref": "parts/one.json"},
                      resources=resources)  # fmt: skip

    assert shown(compare([subject, with_id])) == {"00": 0, "11": None}


def test_all_vectors_over_a_small_universe_are_found() -> None:
    values: list[Any] = [None, True, False, 0, 1, "", "a", [], [0], {}, {"a": 0}, {"a": 1}]
    schemas: list[Any] = [{"const": 1}, {"type": "object"}, {"required": ["a"]},
                          {"properties": {"a": {"const": 0}}}, {"maxItems": 0}]  # fmt: skip
    subjects = [Subject(str(n), schema) for n, schema in enumerate(schemas)]
    judge = judge_of(subjects)

    assert {judge(value) for value in values} == set(compare(subjects).vectors)


@pytest.mark.parametrize("count", [2, 3])
def test_the_order_of_subjects_does_not_matter(count: int) -> None:
    schemas: list[Any] = [{"required": ["a"]}, {"properties": {"a": {"type": "string"}}},
                          {"maxProperties": 1}][:count]  # fmt: skip
    reference = {
        frozenset(zip(range(count), vector, strict=True)): witness.value
        for vector, witness in cells_of(*schemas).vectors.items()
    }
    for order in itertools.permutations(range(count)):
        cells = cells_of(*(schemas[index] for index in order))
        assert reference == {
            frozenset(zip(order, vector, strict=True)): witness.value
            for vector, witness in cells.vectors.items()
        }


BROKEN: list[tuple[str, Any, str]] = [
    ("no target", {"$ref": "#/$defs/no"}, '0.json at /$ref: $ref "#/$defs/no" leads nowhere'),
    ("no element", {"allOf": [{"$ref": "#/allOf/7"}]}, "at /allOf/0/$ref"),
    ("no schema", {"$ref": "#/title", "title": "x"}, "leads nowhere"),
    ("no anchor", {"properties": {"a": {"$ref": "#no"}}}, "at /properties/a/$ref"),
    ("no file", {"$ref": "other.json"}, "leads nowhere"),
    ("unsound", {"properties": {"a": {"type": 5}}}, "0.json at /properties/a/type: not a sound"),
    ("no schema at all", 5, "0.json at (root): not a sound schema"),
]


@pytest.mark.parametrize(("schema", "words"), [row[1:] for row in BROKEN],
                         ids=[row[0] for row in BROKEN])  # fmt: skip
def test_a_broken_schema_is_a_clear_error(schema: Any, words: str) -> None:
    with pytest.raises(BrokenFileError) as caught:
        cells_of(schema)

    assert words in str(caught.value)


def _nested(levels: int) -> Any:
    schema: Any = {"type": "null"}
    for _ in range(levels):
        schema = {"properties": {"a": schema}}
    return schema


def test_900_levels_are_a_clear_error() -> None:
    with pytest.raises(BrokenFileError, match="nested deeper than 128 levels"):
        cells_of(_nested(900))


def test_60_levels_are_decided() -> None:
    assert cells_of(_nested(60)).complete


def test_a_long_chain_of_references_is_decided() -> None:
    links: Any = {
        f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}, {"maxLength": 9}]} for n in range(150)
    }
    schema: Any = {"$ref": "#/$defs/d0", "$defs": {**links, "d150": {"type": "null"}}}
    one, other = Subject("0.json", schema), Subject("1.json", True)

    assert compare([one, other]).complete
    assert causes([ThreeValued("a", one, one), ThreeValued("b", other, other)]).complete


def test_what_a_long_chain_of_references_evaluates_is_a_clear_error() -> None:
    links: Any = {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(900)}
    defs: Any = {**links, "d900": {"properties": {"a": True}}}
    one = Subject("0.json", {"$ref": "#/$defs/d0", "$defs": defs, "unevaluatedProperties": False})

    with pytest.raises(IncompleteRunError, match="through too many levels"):
        compare([one])
    with pytest.raises(IncompleteRunError, match="through too many levels"):
        causes([ThreeValued("a", one, one)])


def test_a_loop_at_the_end_of_a_long_chain_is_not_decided() -> None:
    links: Any = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}]} for n in range(100)}
    schema: Any = {"$ref": "#/$defs/d0", "$defs": {**links, "d100": {"$ref": "#/$defs/d50"}}}

    found = compare([Subject("0.json", schema)])

    assert not found.complete
    assert found.others == {(True,): False, (False,): False}
    assert found.why_not == (
        "0.json at /$defs/d100: a reference that leads back to itself is not decided",
    )


LOOPS: list[tuple[str, Any, list[tuple[bool, ...]], list[tuple[bool, ...]]]] = [
    ("alone", {"$ref": "#"}, [], [(True,), (False,)]),
    ("beside what is false", {"allOf": [{"$ref": "#"}, False]}, [(False,)], []),
    ("beside what is true", {"anyOf": [{"$ref": "#"}, True]}, [(True,)], []),
    ("in a branch", {"anyOf": [{"type": "null"}, {"$ref": "#"}]}, [(True,)], [(False,)]),
    ("in a property", {"type": "object", "properties": {"a": {"$ref": "#/properties/a"}}},
     [(True,), (False,)], []),
    ("in an element", {"items": {"$ref": "#/items"}, "type": "array", "minItems": 1},
     [(False,)], [(True,)]),
    ("in one enum", {"allOf": [{"$ref": "#"}], "enum": [[1], {}]}, [(False,)], [(True,)]),
    ("of two", {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"},
                                               "b": {"$ref": "#/$defs/a"}}},
     [], [(True,), (False,)]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "sure", "open_"), [row[1:] for row in LOOPS],
                         ids=[row[0] for row in LOOPS])  # fmt: skip
def test_a_loop_leaves_open_only_what_depends_on_it(
    schema: Any, sure: list[tuple[bool, ...]], open_: list[tuple[bool, ...]]
) -> None:
    found = compare([Subject("0.json", schema)], Limits(samples=20))

    assert sorted(found.vectors) == sorted(sure)
    assert sorted(found.others) == sorted(open_)


def _chained(length: int) -> Any:
    links: dict[str, Any] = {
        f"d{n}": {"type": "object", "required": ["a"],
                  "properties": {"a": {"$ref": f"#/$defs/d{n + 1}"}}} for n in range(length)
    }  # fmt: skip
    return {"$ref": "#/$defs/d0", "$defs": {**links, f"d{length}": {"type": "null"}}}


WIDE: list[tuple[str, Any, dict[str, Any]]] = [
    ("a oneOf of many literals", {"oneOf": [{"const": n} for n in range(72)]}, {"1": 0, "0": 72}),
    ("a oneOf that never holds", {"oneOf": [{"minimum": 0}] * 73}, {"0": 0}),
    ("many references", {"allOf": [{"$ref": f"#/$defs/d{n}"} for n in range(75)],
                         "$defs": {f"d{n}": {"properties": {"a": {"$ref": f"#/$defs/d{(n + 1) % 75}"}},  # noqa: E501
                                             "type": "object"} for n in range(75)}},
     {"1": {}, "0": 0}),
    ("a chain of references", _chained(100), {}),
    ("references in a circle", {"$ref": "#/$defs/d0", "$defs": {
        f"d{n}": {"type": "object", "properties": {"a": {"$ref": f"#/$defs/d{(n + 1) % 100}"}}}
        for n in range(100)}}, {"1": {}, "0": 0}),
]  # fmt: skip


@pytest.mark.untraced
@pytest.mark.parametrize(("schema", "vectors"), [row[1:] for row in WIDE],
                         ids=[row[0] for row in WIDE])  # fmt: skip
def test_many_branches_and_references_are_decided(schema: Any, vectors: dict[str, Any]) -> None:
    cells = cells_of(schema)

    assert cells.complete
    assert len(cells.vectors) == max(len(vectors), 1 + (not vectors))
    assert not vectors or shown(cells) == vectors


UNDECIDED: list[tuple[str, Any, str]] = [
    ("back-references", {"patternProperties": {r"(a)\1": False}},
     "0.json at /patternProperties: a back-reference in a regular expression is not decided"),
    ("names by what is not decided", {"propertyNames": {"pattern": "^(?i:a)"}},
     "0.json at /propertyNames/pattern: a group of an unknown sort"),
    ("many questions of unknown answers", {"allOf": [{"pattern": f"^(?i:{c})"} for c in "abcdefg"]},
     "a value with more than 6 questions of unknown answers"),
    ("huge repetitions", {"pattern": "^(a{900}){900}$"}, "so large a regular expression"),
    ("catastrophic expressions", {"pattern": "^(a|b)*a(a|b){30}$"},
     "so large a regular expression"),
    ("so many expressions",
     {"allOf": [{"pattern": f"^[^{c}]*{c}[^{c}]*$"} for c in "abcdefghijklmnop"]},
     "so large a combination"),
    ("long strings", {"type": "string", "minLength": 10**9},
     "a string longer than 1,000,000 characters"),
    ("long strings that match", {"type": "string", "minLength": 10**9, "pattern": "a"},
     "a string longer than 1,000,000 characters"),
    ("long arrays", {"type": "array", "minItems": 10**6}, "an array of more than 100,000 elements"),
    ("many properties", {"type": "object", "minProperties": 10**6},
     "an object with more than 10,000 properties"),
    ("many contains", {"allOf": [{"contains": {"const": n}} for n in range(6)],
                       "unevaluatedItems": False}, "the part of so many contains"),
    ("many steps", {"allOf": [{"multipleOf": n} for n in (2, 3, 5, 7, 11, 13, 17, 19, 23)]},
     "so many steps of multiples"),
    ("numbers that no float holds", {"multipleOf": 1e-8, "exclusiveMinimum": 1e15 + 0.5,
                                     "exclusiveMaximum": 4e15, "not": {"multipleOf": 1e-3}},
     "a number that no float holds"),
    ("many contains of one sort", {"minContains": 2_000, "contains": {"const": 1}},
     "an array with more than 1,000 elements of a sort"),
    ("long chains of references", _chained(150), "values nested deeper than 128 levels"),
    ("distinct strings", {"type": "array", "uniqueItems": True, "minItems": 3_000, "items": {
        "type": "string", "minLength": 2_000}}, "as many as 3001 different strings"),
]  # fmt: skip


LONG = {"catastrophic expressions", "so many expressions"}
"""They take seconds, and end where others do that take less."""


@pytest.mark.parametrize("schema", [{"type": "string", "maxLength": 10**9}, {"minLength": 10**9}])
def test_strings_too_long_to_be_made_matter_only_if_no_other_value_stands_for_them(
    schema: Any,
) -> None:
    cells = compare([Subject("0.json", schema)])

    assert cells.complete
    assert set(cells.vectors) == {(True,), (False,)}


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        pytest.param(*row[1:], id=row[0], marks=[pytest.mark.untraced] * (row[0] in LONG))
        for row in UNDECIDED
    ],
)
def test_what_is_not_decided_is_said(schema: Any, words: str) -> None:
    cells = compare([Subject("0.json", schema)], Limits(samples=200))

    assert words in " ".join(cells.why_not)
    assert not cells.complete
    judge = judge_of([Subject("0.json", schema)])
    for vector, witness in cells.vectors.items():
        assert judge(witness.value) == vector


def test_undecided_witnesses_are_filed_under_what_the_judge_says() -> None:
    cells = cells_of({"pattern": "(?i:a)b", "type": "string"}, {"enum": ["xab", "xac"]})

    assert not cells.complete
    assert shown(cells) == {"00": 0, "11": "xab", "01": "xac"} | shown(cells)


@pytest.mark.untraced
def test_too_many_cells_are_not_listed() -> None:
    schemas: list[Any] = [{"required": [f"p{n}"]} for n in range(12)]
    subjects = [Subject(str(n), schema) for n, schema in enumerate(schemas)]

    cells = compare(subjects, Limits(cells=100, samples=50))

    assert cells.why_not == ("more than 100 cells are not listed",)
    assert len(compare(subjects).vectors) == 2**12


def test_too_many_states_are_not_searched() -> None:
    objects: list[Any] = [{"required": [f"p{n}"]} for n in range(12)]
    arrays: list[Any] = [{"contains": {"const": n}} for n in range(12)]
    for schemas in (objects, arrays):
        subjects = [Subject(str(n), schema) for n, schema in enumerate(schemas)]
        cells = compare(subjects, Limits(states=50, samples=50))
        assert "to tell apart is not decided" in cells.why_not[0]


@pytest.mark.untraced
@pytest.mark.parametrize("extra", [{}, {"type": "integer"}, {"multipleOf": 0.5}])
def test_many_numbers_are_told_apart(extra: Any) -> None:
    numbers = list(range(5000))
    found = cells_of({"enum": numbers, **extra}, {"enum": numbers[1:], **extra})

    assert shown(found).keys() == {"00", "10", "11"}


@pytest.mark.untraced
def test_large_schemas_take_bounded_time() -> None:
    names = [f"value {n}" for n in range(10_000)]
    wide = {"properties": {f"p{n}": {"type": "string"} for n in range(300)}}

    assert shown(cells_of({"enum": names}, {"enum": names[1:]})) == {
        "00": 0, "10": "value 0", "11": "value 1",
    }  # fmt: skip
    assert shown(cells_of(wide)) == {"1": 0, "0": {"p0": 0}}


def test_a_strict_schema_that_is_laxer_is_a_defect() -> None:
    column = ThreeValued("a", Subject("strict", {}), Subject("lenient", {"type": "null"}))

    with pytest.raises(DefectError, match="the strict schema of a accepts what the lenient one"):
        compare_columns([column])


def test_columns_answer_one_of_three() -> None:
    both = Subject("b", {"type": "object"})
    silent = ThreeValued(
        "a",
        Subject("strict", {"type": "object", "additionalProperties": False}),
        Subject("lenient", {"type": "object"}),
    )

    cells = compare_columns([silent, ThreeValued("b", both, both)])

    assert cells.columns == ("a", "b")
    assert {vector: witness.value for vector, witness in cells.vectors.items()} == {
        (Verdict.REJECT, Verdict.REJECT): 0,
        (Verdict.ACCEPT, Verdict.ACCEPT): {},
        (Verdict.SILENT, Verdict.ACCEPT): {"x": 0},
    }


def test_the_benchmarks_columns_are_decided() -> None:
    assert compare_columns(bench_exact.columns()).complete
    assert compare(bench_exact.perturbed(8)).complete
