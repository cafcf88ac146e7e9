"""How the sources are read, row by row."""

from __future__ import annotations

import copy
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.jsontext.text import Parsed, canonical
from conformance.judges.schema import SchemaJudge, schema_judge
from conformance.model import Record, Verdict
from conformance.record.claims import rejecting
from conformance.record.load import load_record

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).parents[2] / "schemas" / "realtime-conversation-item"
VARIANTS = ("typescript", "scala", "rust", "elixir", "openapi")
LETTERS = {"A": Verdict.ACCEPT, "R": Verdict.REJECT, "S": Verdict.SILENT}

STRINGS = ("id", "call_id", "name", "arguments", "output")
LISTS = ("type", "object", "status", "role")
PART_STRINGS = ("audio", "id", "text", "transcript")
PARTS = ("input_audio", "input_text", "item_reference", "text")
NO_PART_TYPES: list[Any] = ["audio", None, 0, []]
NO_PARTS: list[Any] = [None, "a", [], 0]
ALLOWED = {"system": {"input_text"}, "user": {"input_text", "input_audio"}, "assistant": {"text"}}


def message(role: str, *parts: Any) -> dict[str, Any]:
    return {"type": "message", "role": role, "content": list(parts)}


def rows(letters: str, values: Iterable[Any]) -> list[tuple[Any, str]]:
    return [(value, letters) for value in values]


def fields(letters: str, names: Iterable[str], values: Iterable[Any]) -> list[tuple[Any, str]]:
    return [({name: value}, letters) for name, value in product(names, values)]


def parts(letters: str, values: Iterable[Any]) -> list[tuple[Any, str]]:
    return [({"content": [value]}, letters) for value in values]


# Two letters a variant, in the order of VARIANTS: its declared reading, then its documented one.
NULL = "RR SS AA AA RR"
UNLISTED_VALUE = "RR RR AR RR RR"
WRONG = "RR RR RR RR RR"
RIGHT = "AA AA AA AA AA"
PART = "SS SS SS AA AA"
WRONG_PART = "SS SS SS RR RR"
OPEN_PART = "SS SS SS RR AA"
WRONG_UNDER_ROLE = "SR SR SR RR RR"

ROWS = [
    # an item is an object, and nothing is required
    ({}, RIGHT),
    *rows(WRONG, [[], [{}], "", "message", 0, None, True]),
    # strings, an array
    *fields(WRONG, STRINGS, [0, True, [], {}]),
    *fields(RIGHT, STRINGS, ["", "a"]),
    *fields(WRONG, ["content"], ["", 0, True, {}]),
    *fields(RIGHT, ["content"], [[]]),
    # null, and a property that is not listed
    *fields(NULL, [*STRINGS, *LISTS, "content"], [None]),
    *fields("AA SS SS RR AA", ["Type", "callId", "_type", ""], [0, None]),
    # closed lists
    *fields(RIGHT, ["type"], ["message", "function_call", "function_call_output"]),
    ({"type": "item_reference", "id": "a"}, "AA RR AA RA RA"),
    *fields(RIGHT, ["status"], ["completed", "incomplete"]),
    *fields("RR RR AR AA AA", ["status"], ["in_progress"]),
    *fields(RIGHT, ["role"], ALLOWED),
    *fields(RIGHT, ["object"], ["realtime.item"]),
    *fields(UNLISTED_VALUE, LISTS, ["", "systems", "Message"]),
    *fields(WRONG, LISTS, [0, False, [], {}]),
    # a reference needs an id
    ({"type": "item_reference"}, "AR RR AR RR RR"),
    ({"type": "item_reference", "id": None}, "RR RR AR RR RR"),
    ({"type": "message", "id": None}, NULL),
    # an element of content
    *parts(PART, [{}, {"type": "text", "text": "a"}]),
    *parts(PART, [{"type": name} for name in PARTS]),
    *parts(PART, [{key: ""} for key in PART_STRINGS]),
    *parts(WRONG_PART, [{key: value} for key in PART_STRINGS for value in [None, 0]]),
    *parts(WRONG_PART, [None, "", 0, [], {"type": "a"}, {"type": None}]),
    *parts(OPEN_PART, [{"a": 0}, {"a": None, "type": "text"}]),
    ({"content": [{}, {"a": 0}]}, OPEN_PART),
    ({"content": [{}, {"a": 0}, 0]}, WRONG_PART),
    # the type of a part under each role
    *(
        (message(role, {"type": name}), PART if name in allowed else "SR SR SR AR AR")
        for role, allowed in ALLOWED.items()
        for name in PARTS
    ),
    *rows(
        WRONG_UNDER_ROLE,
        [message(role, {"type": bad}) for role in ALLOWED for bad in NO_PART_TYPES],
    ),
    *rows(PART, [message(role, {"text": "a"}) for role in ALLOWED]),
    *rows(WRONG_PART, [message(role, bad) for role in ALLOWED for bad in NO_PARTS]),
    *rows(RIGHT, [message(role) for role in ALLOWED]),
    (message("system", {"type": "input_text"}, {"type": "text"}), "SR SR SR AR AR"),
    # just outside the condition: another type, none, another role, none
    ({"role": "system", "content": [{"type": "text"}]}, PART),
    ({"type": None, "role": "system", "content": [{"type": "text"}]}, "RR SS SS AA RR"),
    ({"type": "function_call", "role": "system", "content": [{"type": "text"}]}, PART),
    ({"type": "message", "content": [{"type": "text"}]}, PART),
    ({"type": "message", "role": None, "content": [{"type": "text"}]}, "RR SS SS AA RR"),
    ({"type": "message", "role": "tool", "content": [{"type": "text"}]}, "RR RR SR RR RR"),
    # a null content has no parts
    ({"type": "message", "role": "system", "content": None}, NULL),
]


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(FOLDER)


@pytest.fixture(scope="module")
def judges(record: Record) -> dict[str, SchemaJudge]:
    return {
        f"{variant.id}.{reading.name}": schema_judge(variant, reading)
        for variant in record.variants
        for reading in variant.readings
    }


@pytest.mark.parametrize(("value", "letters"), [pytest.param(*r, id=canonical(r[0])) for r in ROWS])
def test_a_value_is_read_as_the_table_says(
    judges: dict[str, SchemaJudge], value: Any, letters: str
) -> None:
    observed = {
        column: judge.judge(Parsed(value=copy.deepcopy(value))).verdict
        for column, judge in judges.items()
    }
    expected = {
        f"{variant}.{reading}": LETTERS[letter]
        for variant, pair in zip(VARIANTS, letters.split(), strict=True)
        for reading, letter in zip(("declared", "documented"), pair, strict=True)
    }
    assert observed == expected


@pytest.mark.parametrize(("value", "letters"), [pytest.param(*r, id=canonical(r[0])) for r in ROWS])
def test_every_reason_rests_on_a_claim(
    judges: dict[str, SchemaJudge], value: Any, letters: str
) -> None:
    untraced = [
        (column, reason)
        for column, judge in judges.items()
        for reason in judge.judge(Parsed(value=value)).reasons
        if not reason.claims
    ]
    assert (letters, untraced) == (letters, [])


def test_the_record_is_complete(record: Record) -> None:
    assert record.id == "realtime-conversation-item"
    assert record.traced
    assert tuple(variant.id for variant in record.variants) == tuple(sorted(VARIANTS))
    for variant in record.variants:
        assert [reading.name for reading in variant.readings] == ["declared", "documented"]
        assert [reading.file.warnings for reading in variant.readings] == [(), ()]
        assert {"null", "unlisted"} <= {decision.topic for decision in variant.notation}
        assert None not in (variant.source, variant.component, variant.as_of)


def test_the_fields_are_those_that_every_schema_lists(record: Record) -> None:
    listed = {
        f"{variant.id}.{reading.name}": sorted(schema["properties"])
        for variant in record.variants
        for reading in variant.readings
        if isinstance(schema := reading.file.schema, dict)
        and isinstance(schema["properties"], dict)
    }
    assert len(listed) == 2 * len(VARIANTS)
    for column, properties in listed.items():
        assert properties == sorted(record.fields), column


def test_documented_is_declared_but_for_lists_and_rules(record: Record) -> None:
    """The two files repeat each other, so that either can be used alone; they may not drift."""
    for variant in record.variants:
        declared, documented = (copy.deepcopy(reading.file.schema) for reading in variant.readings)
        assert isinstance(declared, dict)
        assert isinstance(documented, dict)
        for schema in (declared, documented):
            for keyword in ("title", "$comment", "allOf"):
                schema.pop(keyword, None)
            properties = schema["properties"]
            assert isinstance(properties, dict)
            for field in LISTS:
                properties[field] = {}
        assert documented == declared, variant.id


def test_no_keyword_of_the_prose_rules_rests_on_the_types(record: Record) -> None:
    """What a rule demands comes from a sentence: such claims touch no declared schema."""
    rules = {
        claim.id: {keyword.partition("#")[0] for keyword in claim.keywords}
        for variant in record.variants
        for claim in variant.claims
        if any("/allOf/" in keyword for keyword in claim.keywords)
    }
    assert set(rules) == {
        "assistant-content",
        "reference-needs-id",
        "system-content",
        "user-content",
    }
    assert set().union(*rules.values()) == {"documented.schema.json"}


def test_only_the_word_only_makes_a_content_rule_stated(record: Record) -> None:
    strengths = {
        (claim.id, claim.strength)
        for variant in record.variants
        for claim in variant.claims
        if claim.id in {"system-content", "user-content", "assistant-content"}
    }
    assert strengths == {
        ("system-content", "stated"),
        ("user-content", "implied"),
        ("assistant-content", "implied"),
    }


def test_native_names_are_mapped_and_said_to_be_inferred(record: Record) -> None:
    names = {
        variant.id: [(name.native, name.wire, name.inferred) for name in variant.native_names]
        for variant in record.variants
    }
    assert names == {
        "elixir": [],
        "openapi": [],
        "rust": [("_type", "type", True)],
        "scala": [("callId", "call_id", True)],
        "typescript": [],
    }


def test_every_claim_with_effect_is_behind_some_verdict_of_the_table(
    record: Record, judges: dict[str, SchemaJudge]
) -> None:
    cited = {
        (column.partition(".")[0], claim)
        for value, _ in ROWS
        for column, judge in judges.items()
        for reason in judge.judge(Parsed(value=value)).reasons
        for claim in reason.claims
    }
    assert cited == {
        (variant.id, claim.id)
        for variant in record.variants
        for claim in variant.claims
        if claim.keywords
    }


def test_every_schema_has_keywords_that_reject(record: Record) -> None:
    for variant in record.variants:
        for reading in variant.readings:
            assert len(rejecting(reading.file)) > len(record.fields)
