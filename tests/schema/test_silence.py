"""The strict and the lenient schema, against a small evaluator with three truth values."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs
import pytest
from fakes import ACCEPT, REJECT, SILENT, schema_file, variant
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from conformance.errors import BrokenFileError
from conformance.jsontext.text import Parsed
from conformance.judges.reasons import Explainer
from conformance.judges.schema import schema_judge
from conformance.schema.silence import Mode, compile_silence, compile_traced, has_silence

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.model import SchemaFile, Verdict

UNKNOWN: Any = {"x-silent": "not said"}
DEFINED: Any = {
    "silent": UNKNOWN,
    "half": {"type": "object", "properties": {"a": {"x-silent": "half", "type": "string"}}},
    "list": {"anyOf": [{"type": "null"}, {"properties": {"a": {"$ref": "#/$defs/list"}}}]},
    "tree": {"type": ["object", "null"], "additionalProperties": {"$ref": "#/$defs/tree"}},
}
OTHER: Any = {
    "type": ["object", "string"],
    "properties": {"a": {"$ref": "#/$defs/deep"}, "b": {"$ref": "v.json#/$defs/half"}},
    "$defs": {"deep": {"not": {"x-silent": "deep", "type": "null"}}},
}


class Truth(IntEnum):
    NO = 0
    UNKNOWN = 1
    YES = 2


VERDICTS = {Truth.NO: REJECT, Truth.UNKNOWN: SILENT, Truth.YES: ACCEPT}


def truth(schema: Any, value: Any) -> Truth:
    """Return what a schema says of a value: the design's rules, keyword by keyword."""
    if isinstance(schema, bool):
        return Truth.YES if schema else Truth.NO
    whole = min((holds(name, schema, value) for name in schema), default=Truth.YES)
    return min(whole, Truth.UNKNOWN) if "x-silent" in schema else whole


def holds(keyword: str, schema: Any, value: Any) -> Truth:
    rule = RULES.get(keyword)
    return Truth.YES if rule is None else rule(schema[keyword], schema, value)


def members(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def elements(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def names(wanted: Any) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted


RULES: dict[str, Callable[[Any, Any, Any], Truth]] = {
    "type": lambda wanted, _, value: said(type_name(value) in names(wanted)),
    "const": lambda wanted, _, value: said(same(wanted, value)),
    "required": lambda wanted, _, value: said(
        not isinstance(value, dict) or all(name in value for name in wanted)
    ),
    "properties": lambda wanted, _, value: every(
        truth(wanted[name], item) for name, item in members(value).items() if name in wanted
    ),
    "additionalProperties": lambda wanted, schema, value: every(
        truth(wanted, item)
        for name, item in members(value).items()
        if name not in schema.get("properties", {})
    ),
    "propertyNames": lambda wanted, _, value: every(truth(wanted, x) for x in members(value)),
    "dependentSchemas": lambda wanted, _, value: every(
        truth(part, value) for name, part in wanted.items() if name in members(value)
    ),
    "prefixItems": lambda wanted, _, value: every(
        truth(part, item) for part, item in zip(wanted, elements(value), strict=False)
    ),
    "items": lambda wanted, schema, value: every(
        truth(wanted, item) for item in elements(value)[len(schema.get("prefixItems", [])) :]
    ),
    "allOf": lambda wanted, _, value: every(truth(part, value) for part in wanted),
    "anyOf": lambda wanted, _, value: max(truth(part, value) for part in wanted),
    "oneOf": lambda wanted, _, value: exactly_one([truth(part, value) for part in wanted]),
    "not": lambda wanted, _, value: Truth(2 - truth(wanted, value)),
    "if": lambda wanted, schema, value: branch(
        truth(wanted, value),
        truth(schema.get("then", True), value),
        truth(schema.get("else", True), value),
    ),
    "$ref": lambda wanted, _, value: truth(target(wanted), value),
}


def said(holds: object) -> Truth:
    return Truth.YES if holds else Truth.NO


def every(parts: Any) -> Truth:
    return min(parts, default=Truth.YES)


def exactly_one(branches: list[Truth]) -> Truth:
    others = [branches[:i] + branches[i + 1 :] for i in range(len(branches))]
    if any(
        one is Truth.YES and max(rest, default=Truth.NO) is Truth.NO
        for one, rest in zip(branches, others, strict=True)
    ):
        return Truth.YES
    possible = any(
        one > Truth.NO and Truth.YES not in rest for one, rest in zip(branches, others, strict=True)
    )
    return Truth.UNKNOWN if possible else Truth.NO


def branch(test: Truth, then: Truth, otherwise: Truth) -> Truth:
    if test is Truth.UNKNOWN:
        return then if then is otherwise else Truth.UNKNOWN
    return then if test is Truth.YES else otherwise


def target(reference: str) -> Any:
    file, _, fragment = reference.partition("#")
    if file == "other.json":
        here: Any = OTHER
    elif fragment == "/$defs/deep":
        here = OTHER
    else:
        here = {"$defs": DEFINED}
    for step in fragment.split("/")[1:]:
        here = here[step]
    return here


def type_name(value: Any) -> str:
    known = {bool: "boolean", dict: "object", int: "integer", list: "array", str: "string"}
    return "null" if value is None else known[type(value)]


def same(one: Any, other: Any) -> bool:
    return bool(one == other) and (isinstance(one, bool) is isinstance(other, bool))


values = st.recursive(
    st.sampled_from([None, True, 0, 1, "a", "b"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3)
    ),
    max_leaves=4,
)


def keywords_over(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    named = st.dictionaries(st.sampled_from(["a", "b"]), inner, min_size=1, max_size=2)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["object", "array", "string", ["object", "null"]]),
            "required": st.sampled_from([["a"], ["a", "b"]]),
            "properties": named,
            "additionalProperties": inner,
            "propertyNames": inner,
            "dependentSchemas": named,
            "prefixItems": some,
            "items": inner,
            "allOf": some,
            "anyOf": some,
            "oneOf": some,
            "not": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            "x-silent": st.just("not said"),
            "$ref": st.sampled_from([f"#/$defs/{name}" for name in DEFINED] + ["other.json"]),
        },
    )


leaves = st.sampled_from(
    [True, False, UNKNOWN, {"x-silent": "?", "type": "string"}]
    + [{"type": name} for name in ("array", "integer", "null", "object", "string")]
    + [{"const": 1}, {"const": "a"}, {"required": ["a"]}, {"$ref": "#/$defs/half"}]
)
schemas = st.recursive(leaves, keywords_over, max_leaves=8)


def file_of(schema: Any) -> SchemaFile:
    """Return a schema file whose references lead into itself and into a second one."""
    whole = {**(schema if isinstance(schema, dict) else {"allOf": [schema]}), "$defs": DEFINED}
    return schema_file(whole, name="v.json", resources={"other.json": OTHER})


def valid(schema: Any, value: Any) -> bool:
    return jsonschema_rs.validator_for(schema).is_valid(value)


def verdict(file: SchemaFile, value: Any) -> Verdict:
    lenient = valid(compile_silence(file, Mode.LENIENT), value)
    strict = valid(compile_silence(file, Mode.STRICT), value)
    assert lenient or not strict, "strict was laxer than lenient"
    return ACCEPT if strict else SILENT if lenient else REJECT


@pytest.mark.untraced
@settings(max_examples=400)
@given(schemas, values)
def test_strict_and_lenient_together_give_the_three_valued_answer(schema: Any, value: Any) -> None:
    assert verdict(file_of(schema), value) == VERDICTS[truth(schema, value)]


@given(schemas, values)
def test_the_traced_compile_judges_like_the_plain_one(schema: Any, value: Any) -> None:
    file = file_of(schema)

    found = Explainer.of(file, ()).explain(value)

    assert found.verdict == VERDICTS[truth(schema, value)]
    assert bool(found.reasons) is (found.verdict is not ACCEPT)


@given(schemas, values)
def test_both_validators_give_the_same_reasons(schema: Any, value: Any) -> None:
    explainer = Explainer.of(file_of(schema), ())

    found = explainer.explain_by_reference(value)

    assert explainer.explain(value) == found
    assert explainer.verdict(value) is found.verdict


@given(schemas, values)
def test_a_double_negation_changes_nothing(schema: Any, value: Any) -> None:
    assert verdict(file_of({"not": {"not": schema}}), value) == verdict(file_of(schema), value)


@given(schemas, values)
def test_a_negation_swaps_accept_and_reject_and_keeps_silence(schema: Any, value: Any) -> None:
    swapped = {ACCEPT: REJECT, REJECT: ACCEPT, SILENT: SILENT}

    assert verdict(file_of({"not": schema}), value) == swapped[verdict(file_of(schema), value)]


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(
    "schema",
    [True, False, {}, {"type": "null"}, {"$ref": "#/$defs/a", "$defs": {"a": {"not": {}}}}],
)
def test_a_schema_in_which_nothing_is_silent_is_the_same_object(schema: Any, mode: Mode) -> None:
    file = schema_file(schema)

    assert not has_silence(file)
    assert compile_silence(file, mode) is file.schema


def test_silence_in_another_file_counts() -> None:
    file = schema_file({"$ref": "b.json"}, resources={"b.json": UNKNOWN})

    assert has_silence(file)
    assert valid(compile_silence(file, Mode.LENIENT), 1)
    assert not valid(compile_silence(file, Mode.STRICT), 1)


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"x-silent": "?", "type": "string"}, "a", SILENT),
        ({"x-silent": "?", "type": "string"}, 1, REJECT),
        ({"not": {"x-silent": "?", "type": "string"}}, 1, ACCEPT),
        ({"oneOf": [UNKNOWN, {"type": "string"}]}, "a", SILENT),
        ({"oneOf": [UNKNOWN, {"type": "string"}]}, 1, SILENT),
        ({"oneOf": [{"x-silent": "?", "type": "null"}, {"type": "string"}]}, "a", ACCEPT),
        ({"oneOf": [{"type": "string"}, {"const": "a"}, UNKNOWN]}, "a", REJECT),
        ({"if": UNKNOWN, "then": {"type": "string"}}, "a", ACCEPT),
        ({"if": UNKNOWN, "then": {"type": "string"}}, 1, SILENT),
        ({"if": UNKNOWN, "else": {"type": "string"}}, 1, SILENT),
        ({"if": UNKNOWN, "then": {"type": "null"}, "else": {"const": 1}}, "a", REJECT),
        ({"if": UNKNOWN}, "a", ACCEPT),
        ({"if": {"type": "string"}, "then": UNKNOWN}, "a", SILENT),
        ({"if": {"type": "string"}, "then": UNKNOWN}, 1, ACCEPT),
        ({"properties": {"x-silent": {"type": "string"}}}, {"x-silent": "a"}, ACCEPT),
        ({"anyOf": [{"type": "null"}, UNKNOWN]}, None, ACCEPT),
        ({"contains": {"type": "null"}, "items": UNKNOWN}, [None], SILENT),
    ],
)
def test_silence_follows_polarity(schema: Any, value: Any, expected: Verdict) -> None:
    parsed = Parsed(value=value)

    assert verdict(schema_file(schema), value) == expected
    judge = schema_judge(variant("v", schema), variant("v", schema).readings[0])
    assert judge.judge(parsed).verdict == expected


def test_a_recursive_reference_is_compiled_once_for_each_polarity() -> None:
    node: Any = {
        "properties": {"next": {"$ref": "#/$defs/node"}, "bad": {"not": {"$ref": "#/$defs/node"}}},
        "x-silent": "?",
    }
    file = schema_file({"$ref": "#/$defs/node", "$defs": {"node": node, "unused": UNKNOWN}})

    compiled = cast("dict[str, Any]", compile_silence(file, Mode.LENIENT))

    assert sorted(compiled["$defs"]) == [
        "lenient declared.schema.json#/$defs/node",
        "strict declared.schema.json#/$defs/node",
    ]


def test_a_traced_schema_says_where_each_part_came_from() -> None:
    file = schema_file({"items": {"$ref": "b.json#/$defs/a~1b"}, "not": False}, resources={
        "b.json": {"$defs": {"a/b": {"oneOf": [UNKNOWN, False]}}}
    })  # fmt: skip

    compiled = cast("dict[str, Any]", compile_traced(file, Mode.STRICT))

    place = "b.json#/$defs/a~1b"
    silent = {"x-origin": f"{place}/oneOf/0"}
    never = {"not": {}, "x-origin": f"{place}/oneOf/1"}
    stands = {"x-origin": place, "x-keyword": "oneOf"}
    assert compiled == {
        "$schema": file.dialect,
        "items": {
            "$ref": "#/$defs/strict%20b.json%23~1%24defs~1a~01b",
            "x-origin": "declared.schema.json#/items",
        },
        "not": {"not": {}, "x-origin": "declared.schema.json#/not"},
        "x-origin": "declared.schema.json#",
        "$defs": {
            f"strict {place}": {
                "allOf": [
                    {
                        "anyOf": [
                            {"allOf": [{**silent, **UNKNOWN}, {"not": never, **stands}]},
                            {"allOf": [never, {"not": silent, **stands}]},
                        ],
                        **stands,
                    }
                ],
                "x-origin": place,
            }
        },
    }


@pytest.mark.parametrize("keyword", ["$dynamicRef", "$recursiveRef"])
def test_a_dynamic_reference_is_refused(keyword: str) -> None:
    file = schema_file({"items": {keyword: "#"}, "x-silent": "?"})

    with pytest.raises(BrokenFileError, match="not understood in a record") as caught:
        compile_silence(file, Mode.LENIENT)

    assert caught.value.place == "/items"
    assert caught.value.hint == 'name the schema with "$ref"'


def test_an_older_dialect_keeps_the_meaning_of_its_own_keywords() -> None:
    file = schema_file(
        {
            "items": [{"$ref": "b.json"}],
            "additionalItems": {"$ref": "b.json"},
            "dependencies": {"a": ["b"], "b": {"properties": {"b": {"$ref": "b.json"}}}},
        },
        resources={"b.json": {"type": "null"}},
        dialect="http://json-schema.org/draft-07/schema",
    )

    compiled = cast("dict[str, Any]", compile_silence(file, Mode.LENIENT))

    answers = {
        str(value): Draft7Validator(compiled).is_valid(value)
        for value in ([None, None], [1], [None, 1], {"a": 1}, {"b": None}, {"b": 1})
    }
    assert answers == {
        "[None, None]": True,
        "[1]": False,
        "[None, 1]": False,
        "{'a': 1}": False,
        "{'b': None}": True,
        "{'b': 1}": False,
    }


def test_a_reference_under_content_schema_is_not_followed() -> None:
    file = schema_file(
        {"contentSchema": {"$ref": "b.json"}, "items": UNKNOWN}, resources={"b.json": True}
    )

    assert valid(compile_silence(file, Mode.LENIENT), [1])
    assert not valid(compile_silence(file, Mode.STRICT), [1])
