"""The page on the rules for prose, `conformance/readers/prose.md`: every row of it is tried."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import conformance
from conformance.readers.prose.effects import prose_of
from conformance.readers.prose.statements import Effect, Prose
from conformance.readers.read import Options, read

PAGE = (Path(conformance.__file__).parent / "readers" / "prose.md").read_text("utf-8")
BESIDE = {"kind": {"enum": ["a", "b", "c"]}, "other": {"type": "string"}}


def rows(head: str) -> list[list[str]]:
    """Return the rows of the table whose heading starts with some words."""
    table = PAGE[PAGE.index(head) :].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table]


RULES = rows("| rule | type | comment |")
GUARDS = rows("| type | comment | what happens |")


def said(folder: Path, kind: str, comment: str) -> tuple[Prose, Any, Any]:
    """Return what is read of a field, its schema, and what is demanded of the object."""
    field = json.loads(kind.strip("`")) | {"description": comment.replace("<br>", "\n")}
    schema = {"title": "T", "type": "object", "properties": {"field": field, **BESIDE}}
    path = folder / "t.json"
    path.write_text(json.dumps(schema), "utf-8")
    source = read(str(path), Options())
    found = prose_of(source.file.schema, source.passages, source.tree.text)
    assert isinstance(found.schema, dict)
    properties: Any = found.schema["properties"]
    return found, properties["field"], found.schema.get("allOf", [])


@pytest.mark.parametrize(("rule", "kind", "comment", "becomes"), RULES)
def test_a_rule_reads_its_example(
    rule: str, kind: str, comment: str, becomes: str, tmp_path: Path
) -> None:
    found, field, demands = said(tmp_path, kind, comment)

    assert [(one.rule, one.effect) for one in found.stated] == [(rule, Effect.ADDS)]
    if rule != "required":
        assert (field, demands) == (json.loads(becomes.strip("`")), [])
        return
    values = re.findall(r'`"(\w)"`', becomes)
    condition = {"const": values[0]} if len(values) == 1 else {"enum": values}
    assert [{**one, "title": ""} for one in demands] == [
        {
            "title": "",
            "if": {"properties": {"kind": condition}, "required": ["kind"]},
            "then": {"required": ["field"]},
        }
    ]


@pytest.mark.parametrize(("kind", "comment", "happens"), GUARDS)
def test_a_guard_keeps_a_rule_from_its_example(
    kind: str, comment: str, happens: str, tmp_path: Path
) -> None:
    found, field, demands = said(tmp_path, kind, comment)

    whys = {f"{one.effect}: {one.why}" for one in found.stated} or {"nothing"}
    assert (whys, field, demands) == ({happens}, json.loads(kind.strip("`")), [])


def test_the_page_has_an_example_of_each_rule() -> None:
    assert {rule for rule, *_ in RULES} == {
        *("alone", "always", "brackets", "colon", "one of", "only", "points", "required"),
    }


def test_the_example_of_the_page_gives_the_schema_after_it(tmp_path: Path) -> None:
    (kind, source), (_, schema) = re.findall(
        r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )[:2]
    path = tmp_path / "example.ts"
    path.write_text(source, "utf-8")

    found = read(str(path), Options())
    documented = prose_of(found.file.schema, found.passages, found.tree.text).schema

    assert kind == "typescript"
    assert isinstance(documented, dict)
    body = {name: value for name, value in documented.items() if name not in {"$schema", "title"}}
    assert body == json.loads(schema)
