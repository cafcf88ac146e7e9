"""A record whose variants are written in the dialects of JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import fakes
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

OPEN: dict[str, Any] = {"x-silent": "the source does not say"}
NEW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "size": {"type": "number", "exclusiveMinimum": 0},
        "place": {"type": "array", "prefixItems": [{"type": "string"}, OPEN], "items": False},
        "to": {"$ref": "#/$defs/address"},
        "kind": {"oneOf": [{"enum": ["a", "b"]}, {"enum": ["b"], **OPEN}]},
    },
    "dependentRequired": {"size": ["to"]},
    "$defs": {
        "address": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "additionalProperties": OPEN,
        }
    },
}
LATER: dict[str, Any] = {
    key: value for key, value in NEW.items() if key not in {"$defs", "dependentRequired"}
} | {
    "definitions": NEW["$defs"],
    "dependencies": {"size": ["to"]},
    "properties": {
        **NEW["properties"],
        "place": {"type": "array", "items": [{"type": "string"}, OPEN], "additionalItems": False},
        "to": {"$ref": "#/definitions/address", "type": "null"},
    },
}
IN_2019 = LATER | {
    "$defs": NEW["$defs"],
    "dependentRequired": {"size": ["to"]},
    "dependencies": {"city": ["to"]},
    "properties": {**LATER["properties"], "to": {"$ref": "#/$defs/address"}},
}
FIRST = LATER | {
    "properties": {
        **LATER["properties"],
        "size": {"type": "number", "minimum": 0, "exclusiveMinimum": True, "const": 5},
    },
}
DIALECTS = {
    "http://json-schema.org/draft-04/schema#": FIRST,
    "http://json-schema.org/draft-06/schema#": {**LATER, "if": False, "else": False},
    "http://json-schema.org/draft-07/schema#": {**LATER, "dependentRequired": {"kind": ["x"]}},
    "https://json-schema.org/draft/2019-09/schema": IN_2019,
}
VALUES: list[Any] = [
    {}, {"size": 1}, {"size": 1, "to": {}}, {"size": 0, "to": {}}, {"place": ["a"]},
    {"place": ["a", 1]}, {"place": [1]}, {"place": ["a", "b", "c"]}, {"to": None},
    {"to": {"city": "a"}}, {"to": {"zip": "a"}}, {"to": {"city": 1}}, {"kind": "a"}, {"kind": "b"},
    {"kind": "c"}, [],
]  # fmt: skip


@pytest.fixture
def record(project: Path, uri: str) -> Path:
    variants = {"old": {"declared": {"$schema": uri, **DIALECTS[uri]}}, "new": {"declared": NEW}}
    cases = [fakes.case_entry(f"x/{index}", value) for index, value in enumerate(VALUES)]
    fakes.write_record(project / "schemas" / "mixed", variants, cases)
    return project


@pytest.mark.untraced
@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("uri", DIALECTS)
def test_a_variant_may_be_of_any_dialect(command: RunCommand) -> None:
    outcome = command("run", "--record", "mixed", "--out", "out", "--verbose")

    assert outcome.code == 0, outcome.err
    counts = {
        line.split()[0]: line.split()[1:] for line in outcome.out.splitlines() if line.strip()
    }
    assert counts["old"] == counts["new"] == ["5", "8", "3"]
    assert "0 findings; proven complete over 3 cells" in outcome.out


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("uri", DIALECTS)
def test_its_relation_to_the_same_in_2020_12_is_proven(command: RunCommand) -> None:
    outcome = command("relate", "old.declared", "new.declared", "--record", "mixed")

    assert outcome.code == 0, outcome.err
    assert "equal, proven" in outcome.out


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("uri", DIALECTS)
def test_what_has_no_effect_is_warned_of(command: RunCommand) -> None:
    outcome = command("relate", "old.declared", "new.declared", "--record", "mixed")

    assert "has no effect" in outcome.err
