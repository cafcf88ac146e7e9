"""The engine's own validator: every keyword of every dialect, and three answers."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
import random_schemas

from conformance.errors import BrokenFileError
from conformance.exact import DRAFT_07, DRAFT_2019_09, DRAFT_2020_12, Evaluator, Subject
from conformance.exact.validators import Reference

OPEN: Any = {"pattern": r"(?i:a)"}
"""A schema of which no string is decided."""


def says(
    schema: Any, value: Any, dialect: str = DRAFT_2020_12, resources: Any = None
) -> bool | None:
    return Evaluator(Subject("s.json", schema, dialect, resources or {})).valid(value)


def _cases(*rows: tuple[Any, list[Any], list[Any]]) -> list[tuple[Any, Any, bool]]:
    """Return schema, value, answer of rows that name values that are valid, and that are not."""
    return [
        (schema, value, answer)
        for schema, valid, invalid in rows
        for values, answer in ((valid, True), (invalid, False))
        for value in values
    ]


SINCE_07 = _cases(
    (True, [0], []),
    (False, [], [0]),
    ({"type": "integer"}, [1, 1.0, 1e300], [0.5, True, "1"]),
    ({"type": ["number", "null"]}, [0.5, None], [False]),
    ({"const": {"a": [1, True]}}, [{"a": [1.0, True]}], [{"a": [1, 1]}, {"a": [True, True]}]),
    ({"enum": ["a", 10**400, [0, 1]]}, ["a", 10**400], [10**400 + 1, [1, 0]]),
    ({"multipleOf": 0.01}, [4.35, 10**400, "x"], [4.355]),
    ({"multipleOf": 1.5}, [9007199254740993], [9007199254740991]),
    ({"minimum": 0.1, "maximum": 10**400}, [0.1, 10**400], [0, 10**400 + 1]),
    ({"exclusiveMinimum": 0, "exclusiveMaximum": 1}, [0.5, "x"], [0, 1]),
    ({"minLength": 1, "maxLength": 2.0}, ["\U0001f600", 7], ["", "abc"]),
    ({"pattern": r"^\d$"}, ["1", 7], ["\u0663", "1\n"]),
    ({"minItems": 1, "maxItems": 2}, [[0], {}], [[], [0, 0, 0]]),
    ({"uniqueItems": True}, [[1, True], [[0], [0, 0]], "x"], [[1, 1.0], [{"a": 1}, {"a": 1.0}]]),
    ({"uniqueItems": False}, [[1, 1]], []),
    ({"minProperties": 1, "maxProperties": 1}, [{"": 0}, []], [{}, {"a": 0, "b": 0}]),
    ({"required": ["a"]}, [{"a": None}, 0], [{}]),
    ({"allOf": [{"minimum": 1}, {"maximum": 2}]}, [1], [0]),
    ({"anyOf": [{"const": 1}, {"const": 2}]}, [1, 2], [3]),
    ({"oneOf": [{"minimum": 1}, {"maximum": 2}]}, [0, 3], [1, 2]),
    ({"not": {"type": "null"}}, [0], [None]),
    ({"if": {"const": 1}, "then": False}, [0], [1]),
    ({"if": {"const": 1}, "else": False}, [1], [0]),
    ({"then": False, "else": False}, [0], []),
    ({"properties": {"": {"const": 1}}}, [{"": 1}, {}, []], [{"": 0}]),
    ({"patternProperties": {"": {"const": 1}}}, [{"a": 1}, []], [{"a": 0}]),
    ({"properties": {"a": True}, "patternProperties": {"^b": True}, "additionalProperties": False},
     [{"a": 0, "bc": 0}, 1], [{"cb": 0}]),
    ({"propertyNames": {"maxLength": 1}}, [{"a": 0}, "abc"], [{"ab": 0}]),
    ({"items": {"const": 1}}, [[1, 1], [], {}], [[1, 0]]),
    ({"items": False}, [[]], [[0]]),
    ({"contains": {"const": 1}}, [[0, 1], {}], [[], [0]]),
    ({"$ref": "#/definitions/a", "definitions": {"a": {"const": 1}}}, [1], [0]),
    ({"properties": {"a": {"$ref": "#"}}, "additionalProperties": False},
     [{"a": {"a": {}}}], [{"a": {"b": 0}}]),
    ({"$id": "http://e.x/a", "items": {"$ref": "b"},
      "definitions": {"b": {"$id": "b", "const": 1}}}, [[1]], [[0]]),
)  # fmt: skip
OLD = _cases(
    ({"items": [{"const": 1}]}, [[1, 7], [], {}], [[0]]),
    ({"items": [True], "additionalItems": False}, [[0]], [[0, 0]]),
    ({"items": True, "additionalItems": False}, [[0, 0]], []),
    ({"additionalItems": False}, [[0]], []),
    ({"prefixItems": [False]}, [[0]], []),
)
SINCE_2019 = _cases(
    ({"dependencies": {"a": ["b"]}}, [{"a": 0}], []),
    ({"dependentRequired": {"a": ["b"]}}, [{"a": 0, "b": 0}, {"c": 0}, []], [{"a": 0}]),
    ({"dependentSchemas": {"a": {"maxProperties": 1}}}, [{"a": 0}, 1], [{"a": 0, "b": 0}]),
    ({"contains": {"const": 1}, "minContains": 2}, [[1, 1]], [[1, 0]]),
    ({"contains": {"const": 1}, "minContains": 0, "maxContains": 1}, [[], [1]], [[1, 1]]),
    ({"minContains": 2, "maxContains": 0}, [[]], []),
    ({"properties": {"a": True}, "unevaluatedProperties": False}, [{"a": 0}, []], [{"b": 0}]),
    ({"patternProperties": {"^a": True}, "unevaluatedProperties": {"const": 1}},
     [{"ab": 0, "b": 1}], [{"b": 0}]),
    ({"additionalProperties": True, "unevaluatedProperties": False}, [{"a": 0}], []),
    ({"allOf": [{"unevaluatedProperties": True}], "unevaluatedProperties": False}, [{"a": 0}], []),
    ({"anyOf": [{"properties": {"a": {"const": 1}}, "required": ["a"]}, True],
      "unevaluatedProperties": False}, [{"a": 1}], [{"a": 0}]),
    ({"oneOf": [{"required": ["a"], "properties": {"a": True}}, {"required": ["b"]}],
      "unevaluatedProperties": False}, [{"a": 0}], [{"b": 0}]),
    ({"not": {"not": {"properties": {"a": True}}}, "unevaluatedProperties": False},
     [{}], [{"a": 0}]),
    ({"if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
      "then": {"properties": {"b": True}}, "else": {"properties": {"c": True}},
      "unevaluatedProperties": False},
     [{"a": 1, "b": 0}, {"c": 0}], [{"b": 0}, {"a": 1, "c": 0}]),
    ({"dependentSchemas": {"a": {"properties": {"a": True}}}, "unevaluatedProperties": False},
     [{"a": 0}], [{"b": 0}]),
    ({"$ref": "#/$defs/d", "$defs": {"d": {"properties": {"a": True}}},
      "unevaluatedProperties": False}, [{"a": 0}], [{"b": 0}]),
    ({"$ref": "#x", "$defs": {"d": {"$anchor": "x", "const": 1}}, "type": "integer"}, [1], [0]),
    ({"unevaluatedItems": {"const": 1}}, [[1], {}], [[0]]),
    ({"items": True, "unevaluatedItems": False}, [[0]], []),
)  # fmt: skip
ONLY_07 = _cases(
    ({"$ref": "#/definitions/a", "type": "null", "definitions": {"a": True}}, [0], []),
    ({"dependencies": {"a": ["b"], "c": {"maxProperties": 1}}},
     [{"a": 0, "b": 0}, {"c": 0}, 1], [{"a": 0}, {"c": 0, "d": 0}]),
    ({"dependentRequired": {"a": ["b"]}, "unevaluatedProperties": False}, [{"a": 0}], []),
    ({"contains": {"const": 1}, "minContains": 2}, [[1]], []),
)  # fmt: skip
ONLY_2019 = _cases(
    ({"contains": {"const": 1}, "unevaluatedItems": False}, [], [[1]]),
    ({"items": [True], "unevaluatedItems": False}, [[0]], [[0, 0]]),
    ({"$recursiveAnchor": True, "$id": "http://e.x/strict", "$ref": "tree",
      "unevaluatedProperties": False,
      "$defs": {"t": {"$id": "tree", "$recursiveAnchor": True,
                      "properties": {"in": {"$recursiveRef": "#"}}}}},
     [{"in": {"in": {}}}], [{"in": {"out": 0}}]),
    ({"$id": "http://e.x/strict", "$ref": "tree", "unevaluatedProperties": False,
      "$defs": {"t": {"$id": "tree", "properties": {"in": {"$recursiveRef": "#"}}}}},
     [{"in": {"out": 0}}], [{"out": 0}]),
)  # fmt: skip
ONLY_2020 = _cases(
    ({"prefixItems": [{"const": 1}], "items": {"const": 2}}, [[1, 2], [], {}], [[2], [1, 1]]),
    ({"prefixItems": [True], "unevaluatedItems": False}, [[0]], [[0, 0]]),
    ({"contains": {"const": 1}, "unevaluatedItems": False}, [[1, 1]], [[1, 0]]),
    ({"contains": {"const": 1}, "minContains": 0, "unevaluatedItems": False}, [[1], []], [[0]]),
    ({"$id": "http://e.x/strict", "$dynamicAnchor": "n", "$ref": "tree",
      "unevaluatedProperties": False,
      "$defs": {"t": {"$id": "tree", "$dynamicAnchor": "n",
                      "properties": {"in": {"$dynamicRef": "#n"}}}}},
     [{"in": {"in": {}}}], [{"in": {"out": 0}}]),
    ({"additionalItems": False, "items": True}, [[0]], []),
)  # fmt: skip


@pytest.mark.parametrize(("schema", "value", "expected"), [*SINCE_07, *ONLY_07, *OLD])
def test_draft_07(schema: Any, value: Any, expected: Any) -> None:
    assert says(schema, value, DRAFT_07) is expected


@pytest.mark.parametrize(
    ("schema", "value", "expected"), [*SINCE_07, *SINCE_2019, *ONLY_2019, *OLD]
)
def test_2019_09(schema: Any, value: Any, expected: Any) -> None:
    assert says(schema, value, DRAFT_2019_09) is expected


@pytest.mark.parametrize(("schema", "value", "expected"), [*SINCE_07, *SINCE_2019, *ONLY_2020])
def test_2020_12(schema: Any, value: Any, expected: Any) -> None:
    assert says(schema, value, DRAFT_2020_12) is expected


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        (OPEN, "a", None),
        (OPEN, 1, True),
        ({"not": OPEN}, "a", None),
        ({"allOf": [OPEN, False]}, "a", False),
        ({"allOf": [OPEN, True]}, "a", None),
        ({"anyOf": [OPEN, True]}, "a", True),
        ({"anyOf": [OPEN, False]}, "a", None),
        ({"oneOf": [OPEN, True, True]}, "a", False),
        ({"oneOf": [OPEN, True]}, "a", None),
        ({"if": OPEN, "then": False, "else": False}, "a", False),
        ({"if": OPEN, "then": True, "else": True}, "a", True),
        ({"if": OPEN, "then": False}, "a", None),
        ({"contains": OPEN}, ["a", 1], True),
        ({"contains": OPEN}, ["a"], None),
        ({"contains": OPEN, "maxContains": 0}, ["a"], None),
        ({"contains": OPEN, "unevaluatedItems": False}, ["a", 1], None),
        ({"contains": OPEN, "unevaluatedItems": True}, ["a", 1], True),
        ({"propertyNames": OPEN}, {"a": 1}, None),
        ({"patternProperties": {r"(?i:a)": False}}, {"a": 1}, None),
        ({"patternProperties": {r"(?i:a)": True}}, {"a": 1}, True),
        ({"patternProperties": {r"(?i:a)": True}, "additionalProperties": False}, {"a": 1}, None),
        ({"patternProperties": {r"(?i:a)": True, "^b": True}, "additionalProperties": False},
         {"b": 1}, True),
        ({"patternProperties": {r"(?i:a)": True}, "unevaluatedProperties": False}, {"a": 1}, None),
        ({"anyOf": [True, {"if": {"properties": {"a": OPEN}}, "else": False}],
          "unevaluatedProperties": False}, {"a": "a"}, None),
    ],
)  # fmt: skip
def test_what_is_not_decided_is_not_guessed(schema: Any, value: Any, expected: Any) -> None:
    assert says(schema, value) is expected


def test_a_reference_that_leads_back_to_itself_is_not_decided() -> None:
    assert says({"anyOf": [{"type": "null"}, {"$ref": "#"}]}, 0) is None
    assert says({"anyOf": [{"type": "null"}, {"$ref": "#"}]}, None) is True


def test_a_reference_that_leads_nowhere_is_a_clear_error() -> None:
    with pytest.raises(BrokenFileError, match=r's\.json: \$ref "other" leads nowhere'):
        says({"$ref": "other"}, 0)


def test_references_reach_other_files_and_the_dialects_own_schemas() -> None:
    other = {"other.json": {"$ref": "#/$defs/a", "$defs": {"a": {"type": "null"}}}}

    assert says({"$ref": "other.json"}, None, resources=other) is True
    assert says({"$ref": "other.json"}, 0, resources=other) is False
    assert says({"$ref": DRAFT_2020_12}, {"items": {"type": "null"}}) is True
    assert says({"$ref": DRAFT_2020_12}, {"items": {"type": "nothing"}}) is False


@pytest.mark.untraced
def test_deep_values_and_long_chains_of_references_are_nothing_special() -> None:
    links: Any = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}]} for n in range(3000)}
    chain = {"$ref": "#/$defs/d0", "$defs": {**links, "d3000": {"type": "null"}}}
    value: Any = 0
    for _ in range(900):
        value = [value]

    assert says(chain, None) is True
    assert says(chain, 0) is False
    assert says({"items": {"$ref": "#"}, "type": "array"}, value) is False


@pytest.mark.untraced
@pytest.mark.parametrize("first", range(0, 400, 100))
def test_it_agrees_with_jsonschema_on_random_schemas(first: int) -> None:
    for seed in range(first, first + 100):
        maker = random_schemas.Maker(random.Random(seed))
        subject = Subject("s.json", maker.schemas(1)[0])
        own, reference = Evaluator(subject), Reference(subject)
        for _ in range(30):
            value = maker.instance([])
            answer = own.valid(value)
            assert answer is None or answer is reference.says(value), (subject.schema, value)


FOLDER = os.environ.get("CONFORMANCE_SUITE")
NOT_ASSERTED = ("content.json", "dependencies-compatibility.json", "format-assertion.json")


@pytest.mark.untraced
@pytest.mark.skipif(FOLDER is None, reason="CONFORMANCE_SUITE does not name the folder")
@pytest.mark.parametrize(
    ("draft", "dialect"),
    [("draft2020-12", DRAFT_2020_12), ("draft2019-09", DRAFT_2019_09), ("draft7", DRAFT_07)],
)
def test_it_passes_the_official_suite(draft: str, dialect: str) -> None:
    folder = Path(FOLDER or "")
    remotes = {
        f"http://localhost:1234/{path.relative_to(folder / 'remotes').as_posix()}": json.loads(
            path.read_text("utf-8")
        )
        for path in sorted((folder / "remotes").rglob("*.json"))
    }
    own = folder / "tests" / draft
    wrong = []
    for path in (*sorted(own.glob("*.json")), *sorted((own / "optional").glob("*.json"))):
        if path.name in {"vocabulary.json", *NOT_ASSERTED}:
            continue
        for group in json.loads(path.read_text("utf-8")):
            needed = remotes if "localhost:1234" in json.dumps(group) else {}
            evaluator = Evaluator(Subject(path.name, group["schema"], dialect, needed))
            wrong += [
                (path.name, group["description"], test["description"])
                for test in group["tests"]
                if evaluator.valid(test["data"]) is not test["valid"]
            ]

    assert wrong == []


def test_what_stands_beside_a_reference_has_no_effect_in_draft_07() -> None:
    schema: Any = {"definitions": {"a": {"type": "string"}}}
    schema |= {"$ref": "#/definitions/a", "minLength": 2}
    subject = Subject("a.json", schema, DRAFT_07)

    assert [Evaluator(subject).valid(value) for value in ("", 1)] == [True, False]
