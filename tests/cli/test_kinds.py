"""Pairs of schemas of the kinds that people publish, compared as files by `relate`.

Those in `kinds.jsonl` are written out, a line each; those here are too long for that.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import RunCommand

DRAFT_07 = "http://json-schema.org/draft-07/schema#"
TEXT = {"type": "string"}


def consts(count: int) -> Any:
    return {"oneOf": [{"const": f"k{n}"} for n in range(count)]}


def chain(count: int, last: Any) -> Any:
    links: dict[str, Any] = {
        f"d{n}": {"type": "object", "properties": {"x": {"$ref": f"#/$defs/d{n + 1}"}}}
        for n in range(count)
    }
    return {"$defs": {**links, f"d{count}": last}, "$ref": "#/$defs/d0"}


def in_place(count: int, last: Any) -> Any:
    links: dict[str, Any] = {
        f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}]} for n in range(count)
    }
    return {"$defs": {**links, f"d{count}": last}, "$ref": "#/$defs/d0"}


def siblings(count: int, **more: Any) -> Any:
    names = {f"p{n}": {"default": n, "allOf": [{"$ref": "#"}]} for n in range(count)}
    return {"$schema": DRAFT_07, "type": "object", "properties": names, **more}


def contained(count: int) -> Any:
    return {"type": "array", "allOf": [{"contains": {"const": n}} for n in range(count)]}


def dependent(count: int) -> Any:
    return {"type": "object", "dependentRequired": {f"a{n}": [f"b{n}"] for n in range(count)}}


def guarded(count: int) -> Any:
    rules = [{"if": {"required": [f"a{n}"]}, "then": {"required": [f"b{n}"]}} for n in range(count)]
    return {"type": "object", "allOf": rules}


def ranges(count: int) -> Any:
    parts = [{"type": "number", "minimum": n, "exclusiveMaximum": n + 1} for n in range(count)]
    return {"oneOf": parts}


LONG: list[tuple[str, Any, Any, str]] = [
    ("72 branches", consts(72), consts(73), "within"),
    ("120 branches", consts(120), {"enum": [f"k{n}" for n in range(120)]}, "equal"),
    ("80 ranges", ranges(80), {"type": "number", "minimum": 0, "exclusiveMaximum": 80}, "equal"),
    ("a chain of 71", chain(71, TEXT), chain(71, TEXT), "equal"),
    ("a chain of 100", chain(100, TEXT), chain(100, {"type": ["string", "null"]}), "within"),
    ("a chain in place", in_place(100, TEXT), TEXT, "equal"),
    ("20 siblings", siblings(20), siblings(20, required=["q"]), "contains"),
    ("12 contains", contained(12), contained(13), "contains"),
    ("16 contains", contained(16), contained(16), "equal"),
    ("16 dependencies", dependent(16), dependent(17), "contains"),
    ("16 conditions", guarded(16), dependent(16), "equal"),
    ("a literal of 60 words", {"const": [f"w{n}" for n in range(60)]},
     {"type": "array", "uniqueItems": True, "items": TEXT}, "within"),
    ("a literal of 40 numbers", {"const": [*range(40)]},
     {"type": "array", "uniqueItems": True, "items": {"type": "integer"}, "minItems": 40},
     "within"),
]  # fmt: skip
WRITTEN = [
    json.loads(line)
    for line in Path(__file__).with_name("kinds.jsonl").read_text("utf-8").splitlines()
]
PAIRS = [*((row["kind"], row["a"], row["b"], row["expect"]) for row in WRITTEN), *LONG]


@pytest.mark.filterwarnings("ignore::FutureWarning")  # sets of sets, for Python's `re`
@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [row[1:] for row in PAIRS],
    ids=[f"{row[0]} {number}" for number, row in enumerate(PAIRS)],
)
def test_a_pair_is_decided(  # noqa: PLR0913, PLR0917  a row of the table
    command: RunCommand,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    a: Any,
    b: Any,
    relation: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, schema in (("a", a), ("b", b)):
        Path(f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")

    found = json.loads(command("relate", "a.json", "b.json", "--format", "json").out)

    assert (found["relation"], found["proven"]) == (relation, True)
