"""Schema columns: the three verdicts, and why."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest
from fakes import ACCEPT, DECLARED, DIALECT, REJECT, SILENT, claim, schema_file, variant

from conformance.errors import BrokenFileError, DefectError
from conformance.jsontext.text import Parsed, Problem, parse
from conformance.judges.compiled import LibraryError
from conformance.judges.overrides import CHECKS, KNOWN_DIFFERENCES
from conformance.judges.reasons import Explainer
from conformance.judges.schema import SchemaJudge, schema_judge
from conformance.model import Column, Judgement, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Claim


def judge_of(schema: Any, claims: Sequence[Claim] = ()) -> SchemaJudge:
    one = variant("v", schema, claims=claims)
    return schema_judge(one, one.readings[0])


def judged(schema: Any, value: Any, claims: Sequence[Claim] = ()) -> Judgement:
    """Return the judgement of both validators, which have to agree."""
    return judge_of(schema, claims).judge(Parsed(value=value))


def reasons(schema: Any, value: Any) -> list[tuple[str, str, str | None, str]]:
    found = judged(schema, value)
    assert found.verdict is REJECT
    return [(x.instance, x.schema, x.property, x.message) for x in found.reasons]


def silences(schema: Any, value: Any) -> list[tuple[str, str, str | None, str]]:
    found = judged(schema, value)
    assert found.verdict is SILENT
    assert {x.keyword for x in found.reasons} == {"x-silent"}
    return [(x.instance, x.schema, x.property, x.message) for x in found.reasons]


def test_a_column_is_named_after_variant_and_reading() -> None:
    one = variant("v", True, documented=False)

    columns = [schema_judge(one, reading).column for reading in one.readings]

    assert columns == [
        Column(id="v.declared", group="v", reading="declared", variant="v"),
        Column(id="v.documented", group="v", reading="documented", variant="v"),
    ]


@pytest.mark.parametrize(
    ("value", "expected"), [({"a": 1}, ACCEPT), ({"a": "1"}, REJECT), ({"b": 1}, SILENT)]
)
def test_a_schema_column_has_three_verdicts(value: Any, expected: Verdict) -> None:
    schema = {"properties": {"a": {"type": "integer"}}, "additionalProperties": {"x-silent": "?"}}
    judge = judge_of(schema)

    assert judge.verdict(Parsed(value=value)) is expected
    assert judge.judge(Parsed(value=value)).verdict is expected


def test_a_text_without_a_value_is_unsupported_with_the_reason() -> None:
    problem = Problem(kind="depth", message="too deep")

    assert judge_of(True).verdict(problem) is Verdict.UNSUPPORTED
    assert judge_of(True).judge(problem) == Judgement(verdict=Verdict.UNSUPPORTED, note="too deep")


def test_a_reason_has_all_its_parts() -> None:
    schema = {"properties": {"a/b": {"items": {"enum": ["x", None]}}}}
    claims = [
        claim("first", "/properties/a~1b/items/enum"),
        claim("other", "/properties"),
        claim("second", "/properties/a~1b/items/enum"),
    ]

    found = judged(schema, {"a/b": ["x", "y"]}, claims)

    assert found == Judgement(
        verdict=REJECT,
        reasons=(
            Reason(
                instance="/a~1b/1",
                keyword="enum",
                file=DECLARED,
                schema="/properties/a~1b/items/enum",
                property=None,
                claims=("first", "second"),
                message='"y" is not one of "x", null',
            ),
        ),
    )


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": "integer"}, True, ("", "/type", None, "true is not an integer")),
        (
            {"type": ["string", "null"]},
            1.0,
            ("", "/type", None, "1 is not a string or null"),
        ),
        ({"const": {"b": 1}}, [], ("", "/const", None, '[] is not {"b":1}')),
        ({"maxLength": 1}, "ab", ("", "/maxLength", None, '"ab" does not satisfy maxLength 1')),
        ({"required": ["a"]}, {}, ("", "/required", "a", 'the property "a" is missing')),
        (
            {"dependentRequired": {"a": ["b"], "c": ["d"]}},
            {"a": 1},
            ("", "/dependentRequired", "b", 'the property "b" is missing'),
        ),
        (
            {"properties": {"a": True}, "additionalProperties": False},
            {"a": 1, "b": 1},
            ("", "/additionalProperties", "b", 'the property "b" is not listed'),
        ),
        (
            {"additionalProperties": {"type": "null"}},
            {"b": 1},
            ("/b", "/additionalProperties/type", None, "1 is not null"),
        ),
        (
            {"patternProperties": {"^b": {"type": "null"}}, "additionalProperties": False},
            {"b": 1},
            ("/b", "/patternProperties/^b/type", None, "1 is not null"),
        ),
        (
            {"properties": {"a": False}},
            {"a": 1},
            ("/a", "/properties/a", None, "nothing is allowed here"),
        ),
        (
            {"propertyNames": False},
            {"a": 1},
            ("", "/propertyNames", None, "nothing is allowed here"),
        ),
        (
            {"propertyNames": {"maxLength": 1}},
            {"ab": 1},
            ("", "/propertyNames/maxLength", None, '"ab" does not satisfy maxLength 1'),
        ),
        ({"items": False}, [1], ("", "/items", None, "[1] does not satisfy items false")),
        (
            {"unevaluatedProperties": False},
            {"a": 1},
            ("", "/unevaluatedProperties", None, ('{"a":1} does not satisfy unevaluatedProperties '
             "false")),
        ),
        (
            {"contains": {"type": "null"}},
            [],
            ("", "/contains", None, '[] does not satisfy contains {"type":"null"}'),
        ),
        (
            {"not": {"type": "null"}},
            None,
            ("", "/not", None, 'null does not satisfy not {"type":"null"}'),
        ),
        ({"not": {}}, 1, ("", "/not", None, "1 does not satisfy not {}")),
        (
            {"oneOf": [{"type": "null"}, {"const": None}]},
            None,
            ("", "/oneOf", None, 'null does not satisfy oneOf [{"type":"null"},{"const":null}]'),
        ),
        (
            {"$ref": "#/$defs/a", "$defs": {"a": {"type": "null"}}},
            1,
            ("", "/$defs/a/type", None, "1 is not null"),
        ),
        (
            {"if": {"type": "array"}, "then": {"minItems": 1}},
            [],
            ("", "/then/minItems", None, "[] does not satisfy minItems 1"),
        ),
        ({"enum": ["\u202e"]}, "\x00", ("", "/enum", None, '"\\u0000" is not one of "\\u202e"')),
        (
            {"type": "null"},
            "a" * 70,
            ("", "/type", None, f'"{"a" * 58}… is not null'),
        ),
    ],
)  # fmt: skip
def test_a_rejection_names_the_keyword_that_fails_as_the_file_has_it(
    schema: Any, value: Any, expected: tuple[str, str, str | None, str]
) -> None:
    assert reasons(schema, value) == [expected]


def test_a_whole_schema_that_is_false_rejects_at_the_root() -> None:
    assert reasons(False, 1) == [("", "", None, "nothing is allowed here")]


def test_every_missing_property_is_a_reason_of_its_own() -> None:
    found = reasons({"required": ["b", "a"]}, {})

    assert [name for _, _, name, _ in found] == ["b", "a"]


def test_reasons_stand_outermost_first_then_in_the_order_of_places_and_schema() -> None:
    schema = {
        "properties": {
            "b": {"minLength": 2, "maxLength": 0},
            "a": {"items": {"type": "null"}, "minItems": 2},
        },
        "required": ["c"],
    }

    assert [at for _, at, _, _ in reasons(schema, {"b": "x", "a": [1]})] == [
        "/required",
        "/properties/a/minItems",
        "/properties/b/minLength",
        "/properties/b/maxLength",
        "/properties/a/items/type",
    ]


def test_one_failing_keyword_is_one_reason_however_often_it_is_reached() -> None:
    reference = {"$ref": "#/$defs/a"}
    schema = {"allOf": [reference, reference], "$defs": {"a": {"type": "null"}}}

    assert [at for _, at, _, _ in reasons(schema, 1)] == ["/$defs/a/type"]


NULLABLE = {"anyOf": [{"type": "null"}, {"properties": {"a": {"enum": [1]}}, "type": "object"}]}
TAGGED = {
    "oneOf": [
        {"properties": {"kind": {"const": "x"}, "a": {"type": "string"}, "b": {"type": "null"}}},
        {"properties": {"kind": {"const": "y"}, "a": {"type": "null"}}},
    ]
}


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        (NULLABLE, {"a": 2}, ["/anyOf/1/properties/a/enum"]),
        (NULLABLE, 1, ["/anyOf/0/type", "/anyOf/1/type"]),
        (
            TAGGED,
            {"kind": "x", "a": 1, "b": 1},
            ["/oneOf/0/properties/a/type", "/oneOf/0/properties/b/type"],
        ),
        (TAGGED, {"kind": "y", "a": 1}, ["/oneOf/1/properties/a/type"]),
        ({"anyOf": [NULLABLE, {"type": "null"}]}, {"a": 2}, ["/anyOf/0/anyOf/1/properties/a/enum"]),
        ({"anyOf": [{"required": ["a"]}, False]}, {}, ["/anyOf/0/required", "/anyOf/1"]),
    ],
)
def test_of_a_union_the_branches_that_come_nearest_are_shown(
    schema: Any, value: Any, expected: list[str]
) -> None:
    assert [at for _, at, _, _ in reasons(schema, value)] == expected


UNKNOWN = {"x-silent": "the page does not say"}
WHY = "the page does not say"


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"properties": {"a": UNKNOWN}}, {"a": 1}, ("/a", "/properties/a/x-silent", None, WHY)),
        (
            {"additionalProperties": UNKNOWN},
            {"a": 1},
            ("", "/additionalProperties/x-silent", "a", WHY),
        ),
        (
            {
                "items": {"additionalProperties": {"$ref": "#/$defs/more"}},
                "$defs": {"more": UNKNOWN},
            },
            [{"a": 1}],
            ("/0", "/$defs/more/x-silent", "a", WHY),
        ),
        (
            {"properties": {"additionalProperties": UNKNOWN}},
            {"additionalProperties": 1},
            ("/additionalProperties", "/properties/additionalProperties/x-silent", None, WHY),
        ),
        (
            {"anyOf": [{"type": "null"}, {"items": UNKNOWN}]},
            [1],
            ("/0", "/anyOf/1/items/x-silent", None, WHY),
        ),
        (
            {"properties": {"b": UNKNOWN, "a": {"not": {"type": "array", "items": UNKNOWN}}}},
            {"a": [1]},
            ("/a", "/properties/a/not/items/x-silent", None, WHY),
        ),
        (
            {
                "properties": {"b": UNKNOWN},
                "allOf": [
                    {"if": {"properties": {"a": UNKNOWN}}, "then": {"required": ["c"]}},
                ],
            },
            {"a": 1},
            ("", "/allOf/0/if/properties/a/x-silent", None, WHY),
        ),
        (
            {"$ref": "#/$defs/a", "$defs": {"a": {"if": UNKNOWN, "then": {"type": "null"}}}},
            1,
            ("", "/$defs/a/if/x-silent", None, WHY),
        ),
        (
            {"if": UNKNOWN, "then": {"$ref": "#/$defs/a"}, "$defs": {"a": {"type": "null"}}},
            1,
            ("", "/if/x-silent", None, WHY),
        ),
        (
            {"oneOf": [{"items": UNKNOWN}, {"minItems": 1}]},
            [1],
            ("", "/oneOf/0/items/x-silent", None, WHY),
        ),
    ],
)  # fmt: skip
def test_silence_names_the_place_that_is_not_described(
    schema: Any, value: Any, expected: tuple[str, str, str | None, str]
) -> None:
    assert silences(schema, value) == [expected]


def test_a_reason_in_another_file_names_that_file_and_its_claims() -> None:
    file = schema_file(
        {"properties": {"a": {"$ref": "parts.json"}, "b": {"not": {"$ref": "parts.json"}}}},
        resources={"parts.json": {"x-silent": "?", "type": "null"}},
    )
    explainer = Explainer.of(
        file, [claim("said", "parts.json#/type"), claim("open", "parts.json#/x-silent")]
    )

    values: list[Any] = [{"a": 1}, {"a": None}, {"b": None}]
    found = [explainer.explain(value).reasons[0] for value in values]

    assert [(x.instance, x.file, x.schema, x.claims) for x in found] == [
        ("/a", "parts.json", "/type", ("said",)),
        ("/a", "parts.json", "/x-silent", ("open",)),
        ("/b", "parts.json", "/x-silent", ("open",)),
    ]


# --- the two validators --------------------------------------------------------------------------

DIFFERENCES = [
    ({"multipleOf": 0.1}, 0.3, ACCEPT),
    ({"multipleOf": 0.01}, 4.35, ACCEPT),
    ({"pattern": "^a$"}, "a\n", REJECT),
    ({"pattern": r"^\d$"}, "\u0663", REJECT),
    ({"pattern": r"^\w$"}, "\u00e9", REJECT),
    ({"patternProperties": {"^a$": False}}, {"a\n": 1}, ACCEPT),
    (
        {"patternProperties": {"^a$": True}, "additionalProperties": False},
        {"a\n": 1},
        REJECT,
    ),
]
BENEATH: dict[str, Any] = {
    "at the top": lambda schema: schema,
    "in a union": lambda schema: {"anyOf": [schema, {"type": "null"}]},
    "in one of": lambda schema: {"oneOf": [schema, {"type": "null"}]},
    "under two negations": lambda schema: {"not": {"not": schema}},
    "under a condition": lambda schema: {"if": schema, "else": False},
}


@pytest.mark.parametrize("beneath", BENEATH.values(), ids=BENEATH)
@pytest.mark.parametrize(("schema", "value", "expected"), DIFFERENCES)
def test_where_the_validators_are_known_to_differ_the_fast_one_is_believed(
    schema: Any, value: Any, expected: Verdict, beneath: Any
) -> None:
    found = judged(beneath(schema), value)

    assert found.verdict is expected
    assert bool(found.reasons) is (expected is REJECT)


def test_a_known_difference_that_rejects_says_where() -> None:
    assert reasons({"items": {"pattern": "^a$"}}, ["a\n"]) == [
        ("/0", "/items/pattern", None, '"a\\n" does not satisfy pattern "^a$"')
    ]


def test_every_check_that_stands_in_for_jsonschema_has_its_reason() -> None:
    assert CHECKS.keys() == KNOWN_DIFFERENCES.keys()


@pytest.mark.parametrize(
    "value", [1e22, 10**22, 1e23, 10**23, 2**53 + 1, 1.0, True, -0.0, [1, True], [1, 1.0], {"a": 1}]
)
@pytest.mark.parametrize(
    "schema",
    [
        {"const": 10**22},
        {"enum": [10**23, 1, 0]},
        {"maximum": 2**53},
        {"type": "integer"},
        {"uniqueItems": True},
        {"multipleOf": 3},
        {"additionalProperties": {"const": True}},
    ],
)
def test_both_validators_agree_on_numbers_that_invite_confusion(schema: Any, value: Any) -> None:
    parsed = parse(repr(value).replace("True", "true").replace("'", '"'))

    judge = judge_of(schema)

    assert judge.judge(parsed).verdict is judge.verdict(parsed)


def test_an_unknown_difference_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = judge_of({"patternProperties": {r"(?i:a)": False}})
    monkeypatch.setattr(Explainer, "verdict", lambda *_: ACCEPT)

    with pytest.raises(DefectError) as caught:
        judge.judge(Parsed(value={"a": 1}))

    assert str(caught.value) == (
        'jsonschema-rs says reject, jsonschema says accept of {"a":1} in column v.declared; '
        "please report this with the schema and the value"
    )


DRAFT_07 = "http://json-schema.org/draft-07/schema"
DRAFT_2019_09 = "https://json-schema.org/draft/2019-09/schema"
BOTH = ["jsonschema", "jsonschema-rs"]
FAULTS: list[tuple[str, Any, Any, Verdict, list[str], str]] = [
    (DRAFT_2019_09, {"contains": True, "unevaluatedItems": False}, [0], REJECT, BOTH,
     "contains and unevaluatedItems"),
    (DRAFT_2019_09, {"contains": True, "unevaluatedItems": {"x-silent": "?"}}, [0], SILENT, BOTH,
     "contains and unevaluatedItems"),
    (DRAFT_2019_09, {"additionalProperties": {}, "unevaluatedProperties": False}, {"x": 0}, ACCEPT,
     BOTH[:1], "additionalProperties and unevaluatedProperties"),
    (DIALECT, {"patternProperties": {r"^\d$": {}}, "unevaluatedProperties": False},
     {"\u0663": 1}, REJECT, BOTH[:1], "patternProperties and unevaluatedProperties"),
]  # fmt: skip
"""Dialect, schema, value, what is right, the libraries that err, and on what."""


@pytest.mark.parametrize(("dialect", "schema", "value", "verdict", "libraries", "words"), FAULTS)
def test_a_fault_of_a_library_is_said_and_ends_nothing(  # noqa: PLR0913, PLR0917  a row
    dialect: str, schema: Any, value: Any, verdict: Verdict, libraries: list[str], words: str
) -> None:
    one = variant("v", {"$schema": dialect, **schema}, dialect=dialect)
    judge = schema_judge(one, one.readings[0])
    known = judge.verdict(Parsed(value=value))

    found = judge.judge(Parsed(value=value))

    assert found.verdict is verdict is judge.settled(Parsed(value=value))
    assert (known is verdict) is (libraries == BOTH[:1])
    assert judge.verdict(Parsed(value=value)) is verdict, "the fast validator was found to err"
    said = "; ".join(f"{name} {version(name)} errs on {words}" for name in libraries)
    assert found.note == f"{said}: the verdict is by the specification"
    assert [fault.library for fault in judge.faults] == libraries
    assert judge.judge(Parsed(value=value)) == found


@pytest.mark.parametrize(
    ("dialect", "schema", "value", "verdict"),
    [
        (DRAFT_07, {"items": True, "additionalItems": False}, [0], ACCEPT),
        (DRAFT_07, {"items": [True], "additionalItems": False}, [0, 0], REJECT),
        (DRAFT_07, {"items": [True], "additionalItems": False}, [0], ACCEPT),
        (DRAFT_07, {"items": [True], "additionalItems": {"const": 1}}, [0, 1], ACCEPT),
        (DRAFT_07, {"items": [True], "additionalItems": {"const": 1}}, [0, 0], REJECT),
        (DRAFT_07, {"items": [True], "additionalItems": {"const": 1}}, {}, ACCEPT),
        (DRAFT_07, {"contentMediaType": "application/json"}, "{", ACCEPT),
        (DRAFT_07, {"dependentRequired": {"a": ["b"]}}, {"a": 0}, ACCEPT),
        (DRAFT_2019_09, {"dependencies": {"a": ["b"]}}, {"a": 0}, ACCEPT),
        (DIALECT, {"dependencies": {"a": ["b"]}}, {"a": 0}, ACCEPT),
        (DIALECT, {"multipleOf": 1.5}, 9007199254740991, REJECT),
        (DIALECT, {"pattern": "^(?=a)"}, "a", ACCEPT),
        (DIALECT, {"properties": {"": {"type": "null"}}}, {"": 0}, REJECT),
    ],
)
def test_known_faults_of_libraries_are_put_right(
    dialect: str, schema: Any, value: Any, verdict: Verdict
) -> None:
    one = variant("v", {"$schema": dialect, **schema}, dialect=dialect)
    judge = schema_judge(one, one.readings[0])

    found = judge.judge(Parsed(value=value))

    assert (found.verdict, found.note) == (verdict, None)
    assert judge.verdict(Parsed(value=value)) is verdict
    assert bool(found.reasons) is (verdict is REJECT)


def test_an_expression_that_is_not_decided_is_left_to_the_fast_validator() -> None:
    judge = judge_of({"pattern": r"^(?i:a)$"})

    assert [judge.judge(Parsed(value=x)).verdict for x in ("a", "b")] == [ACCEPT, REJECT]


def test_where_only_the_fast_validator_errs_the_reasons_are_those_of_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judge = judge_of({"type": "null"})
    monkeypatch.setattr(SchemaJudge, "_by_fast", lambda *_: ACCEPT)

    found = judge.judge(Parsed(value=1))

    assert found.verdict is REJECT
    assert [x.schema for x in found.reasons] == ["/type"]
    assert found.note is not None
    assert found.note.startswith("jsonschema-rs")


def test_any_error_of_the_reference_validator_is_one_of_the_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> object:
        raise TypeError

    monkeypatch.setattr("conformance.judges.reference.Whether.is_valid", fail)

    found = judge_of({"type": "null"}).judge(Parsed(value=None))

    assert found.verdict is ACCEPT
    assert found.note is not None
    assert found.note.startswith("jsonschema 4")
    assert "errs on type: the verdict is by the specification" in found.note


def test_a_library_that_fails_where_nothing_is_decided_leaves_it_to_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> Verdict:
        raise LibraryError("TypeError")

    judge = judge_of({"pattern": r"^(?i:a)"})
    monkeypatch.setattr(Explainer, "verdict", fail)

    found = judge.judge(Parsed(value="a"))

    assert found.verdict is ACCEPT
    assert found.note is not None
    assert "jsonschema" in found.note


def test_a_text_without_a_value_is_not_settled_either() -> None:
    assert judge_of(True).settled(Problem(kind="depth", message="x")) is Verdict.UNSUPPORTED


def test_a_value_too_deep_for_the_reference_validator_keeps_its_verdict() -> None:
    schema: dict[str, Any] = {"$ref": "#/$defs/list"}
    inner = schema
    for _ in range(12):
        inner = {"allOf": [inner]}
    judge = judge_of({**schema, "$defs": {"list": {"items": inner, "type": "array"}}})
    deep = parse("[" * 100 + "]" * 100)

    found = judge.judge(deep)

    assert sys.getrecursionlimit() <= 3000, "the value is deep for an ordinary limit"
    assert found == Judgement(
        verdict=ACCEPT, note="nested too deeply for the reference validator to give reasons"
    )


def test_a_schema_that_the_fast_validator_cannot_read_is_a_broken_file() -> None:
    with pytest.raises(BrokenFileError) as caught:
        judge_of({"properties": {"a": {"pattern": r"a\Z"}}})

    assert caught.value.file == f"variants/v/{DECLARED}"
    assert '"a\\\\Z" is not a "regex"' in caught.value.message


# --- an answer without jsonschema ----------------------------------------------------------------

ANSWERED: Any = {
    "properties": {"a": {"type": "integer"}, "b": {"x-silent": "the page does not say"}},
    "required": ["a"],
}


@pytest.mark.parametrize("value", [{"a": 1}, {"a": "1", "b": 1}, {"a": 1, "b": 1}, {}, 1])
def test_an_answer_is_that_of_both_validators(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = judged(ANSWERED, value)

    def refuse(*_: object) -> Any:
        raise AssertionError("jsonschema is asked")

    monkeypatch.setattr(Explainer, "verdict", refuse)
    monkeypatch.setattr(Explainer, "explain_by_reference", refuse)

    assert judge_of(ANSWERED).answer(Parsed(value=value)) == expected


def test_an_answer_to_a_text_without_a_value_is_unsupported() -> None:
    assert judge_of(ANSWERED).answer(parse(b"{")).verdict is Verdict.UNSUPPORTED


DOUBTFUL: Any = {
    "keywords on which libraries err": {"unevaluatedProperties": True},
    "an expression that is not decided": {"pattern": r"^(?i:x)$"},
}


@pytest.mark.parametrize("what", DOUBTFUL)
def test_in_doubt_jsonschema_is_asked_for_an_answer_too(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    real = SchemaJudge.judge

    def noted(judge: SchemaJudge, parsed: Parsed | Problem) -> Judgement:
        asked.append(parsed)
        return real(judge, parsed)

    monkeypatch.setattr(SchemaJudge, "judge", noted)
    value = Parsed(value="x")

    assert judge_of(DOUBTFUL[what]).answer(value).verdict is ACCEPT
    assert asked == [value]


@pytest.mark.parametrize(
    "said", [LibraryError("Error"), RecursionError(), Judgement(verdict=ACCEPT)], ids=repr
)
def test_an_answer_without_reasons_is_asked_of_both_validators(
    said: Exception | Judgement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> Any:
        if isinstance(said, Exception):
            raise said
        return said

    one = judge_of(ANSWERED)
    monkeypatch.setattr(Explainer, "explain", fail)
    monkeypatch.setattr(SchemaJudge, "judge", lambda *_: Judgement(verdict=REJECT, note="both"))

    assert one.answer(Parsed(value={})).note == "both"
