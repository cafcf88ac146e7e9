"""What changed between two results files."""

from __future__ import annotations

import copy
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner
from fakes import results as fake

from conformance.cli.diff import diff
from conformance.errors import UsageError
from conformance.jsontext.diff import Difference
from conformance.results.diff import (
    Changes,
    Listed,
    Move,
    ProgramChange,
    SchemaChange,
    Turned,
    changes,
    results_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conformance.model import Json

    Lines = list[dict[str, Any]]
    Edit = Callable[[Lines], object]

SCHEMA = '{"enum": [1, 2]}'


def variant(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "readings": {"declared": "declared.schema.json", "documented": "documented.schema.json"},
        "schemas": {"declared.schema.json": SCHEMA, "documented.schema.json": SCHEMA},
    }


def column(name: str, *, reading: str | None = "declared", subject: Any = None) -> dict[str, Any]:
    return {
        "kind": "column",
        "id": name,
        "variant": name.partition(".")[0],
        "reading": reading,
        "subject": subject,
    }


def results() -> Lines:
    return [
        {
            "kind": "header",
            "record": "r",
            "tool": "1",
            "made": "2026-11-21T10:00:00Z",
            "digests": {
                "corpus/x.json": "0",
                "variants/a/declared.schema.json": "0",
                "variants/a/documented.schema.json": "0",
                "variants/a/shared.json": "0",
                "variants/a/variant.json": "0",
                "variants/b/declared.schema.json": "0",
            },
            "variants": [variant("a"), variant("b")],
        },
        column("a.declared"),
        column("a.documented", reading="documented"),
        column("b.declared"),
        column("p.x", reading=None, subject={"name": "x", "version": "1"}),
        {
            "kind": "case",
            "id": "one",
            "rev": 1,
            "text": "1",
            "verdicts": {
                "a.declared": "accept",
                "a.documented": "accept",
                "b.declared": "reject",
                "p.x": "accept",
            },
        },
        {"kind": "case", "id": "two", "rev": 1, "base64": "/w==", "verdicts": {"p.x": "reject"}},
        {
            "kind": "finding",
            "id": "(root) = 1",
            "place": "",
            "special": "1",
            "accept": ["a.declared", "a.documented", "p.x"],
            "reject": ["b.declared"],
            "silent": [],
            "cases": ["one"],
            "state": None,
        },
        {"kind": "footer"},
    ]


HEADER, A, A2, B, P, ONE, TWO, FINDING = range(8)


def edited(*edits: Edit) -> Lines:
    lines = copy.deepcopy(results())
    for edit in edits:
        edit(lines)
    return lines


def changed(*edits: Edit) -> Changes:
    return changes(results_of(fake.typed(*results())), results_of(fake.typed(*edited(*edits))))


def put(*path: Any) -> Edit:
    """Return an edit that puts its last argument at the path of the others."""

    def edit(lines: Lines) -> None:
        here: Any = lines
        for step in path[:-2]:
            here = here[step]
        here[path[-2]] = path[-1]

    return edit


def drop(index: int) -> Edit:
    return lambda lines: lines.pop(index)


def schema(text: str, *, file: str = "declared.schema.json") -> tuple[Edit, Edit]:
    return (
        put(HEADER, "variants", 0, "schemas", file, text),
        put(HEADER, "digests", f"variants/a/{file}", "1"),
    )


def rejects(name: str) -> Edit:
    return put(ONE, "verdicts", name, "reject")


def verdict(name: str, *moved: str) -> Changes:
    return Changes(verdicts=(Move(id="one", column=name, old="accept", new="reject", moved=moved),))


REMOVED_2 = Difference(pointer="/enum", kind="removed", old=2, new=None)
A_CHANGED = SchemaChange(
    file="variants/a/declared.schema.json", kind="changed", differences=(REMOVED_2,)
)


@pytest.mark.parametrize(
    "edits",
    [
        (),
        (put(HEADER, "made", "2026-11-22T10:00:00Z"),),
        (put(HEADER, "tool", "2"),),
        (put(HEADER, "digests", "corpus/x.json", "1"),),
        (put(HEADER, "digests", "variants/a/variant.json", "1"),),
        (put(FINDING, "state", "known"),),
        schema('{"enum": [2, 1]}'),
    ],
)
def test_what_says_nothing_else_is_the_same(edits: tuple[Edit, ...]) -> None:
    assert changed(*edits).same


@pytest.mark.parametrize(
    ("edits", "moved"),
    [
        ((), ()),
        (schema('{"enum": [1]}'), ("schema",)),
        (schema('{"enum": [2, 1]}'), ()),
        (schema('{"enum": [1]}', file="documented.schema.json"), ()),
        ((put(HEADER, "digests", "variants/a/shared.json", "1"),), ("schema",)),
        ((put(HEADER, "digests", "variants/a/new.json", "1"),), ("schema",)),
        ((put(HEADER, "digests", "variants/b/declared.schema.json", "1"),), ()),
        ((put(ONE, "text", "1.0"),), ("corpus",)),
        ((put(ONE, "rev", 2),), ("corpus",)),
        ((put(TWO, "rev", 2),), ()),
        ((put(P, "subject", None),), ()),
        ((put(HEADER, "tool", "2"),), ("tool",)),
        ((*schema('{"enum": [1]}'), put(ONE, "rev", 2)), ("schema", "corpus")),
    ],
)
def test_a_verdict_that_changed_says_what_moved(
    edits: tuple[Edit, ...], moved: tuple[str, ...]
) -> None:
    assert changed(*edits, rejects("a.declared")).verdicts == verdict("a.declared", *moved).verdicts


def test_a_program_that_moved_is_named_with_its_versions() -> None:
    old: Json = {"name": "x", "version": "1", "language": None, "date": None}
    new: Json = {"name": "x", "version": "2", "language": None, "date": None}
    found = changed(put(P, "subject", new), rejects("p.x"))
    assert found.programs == (ProgramChange(column="p.x", old=old, new=new),)
    assert found.verdicts == verdict("p.x", "program").verdicts


def test_schemas_that_moved_are_shown_by_their_differences() -> None:
    found = changed(
        *schema('{"enum": [1]}'),
        *schema(' {"enum": [1, 2]}', file="documented.schema.json"),
        put(HEADER, "digests", "variants/a/new.json", "1"),
        put(HEADER, "digests", "variants/a/shared.json", "1"),
        lambda lines: lines[HEADER]["digests"].pop("variants/b/declared.schema.json"),
    )
    assert found.schemas == (
        A_CHANGED,
        SchemaChange(file="variants/a/documented.schema.json", kind="layout"),
        SchemaChange(file="variants/a/new.json", kind="added"),
        SchemaChange(file="variants/a/shared.json", kind="changed"),
        SchemaChange(file="variants/b/declared.schema.json", kind="removed"),
    )
    assert not found.same


def test_columns_and_cases_of_one_file_only_are_listed_and_not_compared() -> None:
    found = changed(
        drop(TWO),
        drop(B),
        lambda lines: lines.insert(1, column("c.declared")),
        lambda lines: lines.insert(5, {**results()[TWO], "id": "three"}),
        put(6, "verdicts", {**results()[ONE]["verdicts"], "c.declared": "accept"}),
        put(7, "reject", ["c.declared"]),
    )
    assert found == Changes(
        columns=Listed(added=("c.declared",), removed=("b.declared",)),
        cases=Listed(added=("three",), removed=("two",)),
    )


def test_a_case_that_was_edited_is_a_change_even_where_no_verdict_is() -> None:
    assert changed(put(TWO, "base64", "/g==")) == Changes(edited=("two",))


def test_a_stance_that_changed_says_what_moved() -> None:
    found = changed(
        put(FINDING, "reject", []), put(FINDING, "silent", ["b.declared"]), put(ONE, "rev", 2)
    )
    assert found.stances == (
        Move(id="(root) = 1", column="b.declared", old="reject", new="silent", moved=("corpus",)),
    )


def test_a_column_that_gives_no_verdict_any_more_has_none() -> None:
    found = changed(put(FINDING, "accept", ["a.declared", "a.documented"]))
    assert found.stances == (Move(id="(root) = 1", column="p.x", old="accept", new=None, moved=()),)


@pytest.mark.parametrize(
    ("edits", "moved"),
    [
        ((), ()),
        (schema('{"enum": [1]}'), ("schema",)),
        ((put(P, "subject", None),), ("program",)),
        ((drop(ONE),), ("corpus",)),
        ((drop(P),), ("columns",)),
    ],
)
def test_a_finding_that_came_or_went_says_what_moved(
    edits: tuple[Edit, ...], moved: tuple[str, ...]
) -> None:
    old, new = (
        results_of(fake.typed(*results())),
        results_of(fake.typed(*edited(drop(FINDING), *edits))),
    )
    turned = (Turned(id="(root) = 1", moved=moved),)
    assert changes(old, new).vanished == turned
    assert changes(new, old).appeared == turned


def test_a_finding_that_is_only_listed_as_vanished_is_none() -> None:
    assert changed(put(FINDING, "state", "vanished")).vanished == (
        Turned(id="(root) = 1", moved=()),
    )


def test_results_of_two_records_are_not_compared() -> None:
    with pytest.raises(UsageError, match="the results are of two records: r and s"):
        changed(put(HEADER, "record", "s"))


# --- the command ---------------------------------------------------------------------------------


BOX = {"title": "", "notes": [], "claims": []}
VARIANT: dict[str, Any] = {
    "language": None,
    "component": None,
    "as_of": None,
    "source": None,
    "notation": [],
}
WHOLE: dict[str, dict[str, Any]] = {
    "header": {"format": 1, "title": "", "about": "", "fields": [], "flags": []},
    "column": {"group": "", "judge": "schema", "not_run": None},
    "case": {
        "title": "",
        "why": None,
        "file": "",
        "cites": [],
        "flags": [],
        "near": None,
        "direction": "both",
        "origin": None,
        "place": "",
        "notes": {},
        "departures": [],
        "reasons": {},
        "twin": None,
        "expect": {"verdict": "open", "level": None, "choices": {}, "because": None},
    },
    "finding": {
        "kinds": ["conflict"],
        "witness": None,
        "twin": None,
        "claims": [],
        "skew": False,
        "proven": True,
    },
    "footer": {
        "cases": 0,
        "findings": 0,
        "cells": None,
        "complete": True,
        "why_not": [],
        "uncovered": [],
        "separating": [],
        "counts": dict.fromkeys(("conflict", "contradiction", "loss", "refinement", "gap"), 0),
    },
}
"""The members that a file has besides, and that do not matter here."""


def whole(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line with all the members that its format demands."""
    line = {**WHOLE[line["kind"]], **line}
    if line["kind"] == "header":
        line["digests"] = {file: digest.ljust(64, "0") for file, digest in line["digests"].items()}
        line["variants"] = [
            {**BOX, **VARIANT, "native_names": [], **variant} for variant in line["variants"]
        ]
    return line


def printed(folder: Path, lines: Lines, *options: str) -> tuple[int, str]:
    for name, content in (("old", results()), ("new", lines)):
        text = "".join(json.dumps(whole(line)) + "\n" for line in content)
        (folder / f"{name}.jsonl").write_text(text, "utf-8")
    arguments = [str(folder / "old.jsonl"), str(folder / "new.jsonl"), *options]
    result = CliRunner().invoke(diff, arguments)
    return result.exit_code, result.output


def test_the_command_exits_0_where_nothing_changed(tmp_path: Path) -> None:
    assert printed(tmp_path, results()) == (0, "nothing changed\n")


def test_the_command_shows_each_change_with_what_moved(tmp_path: Path) -> None:
    lines = edited(
        *schema(json.dumps({"enum": [1, "x" * 200], "type": ["string"]})),
        *schema('{"enum": [2, 1]}', file="documented.schema.json"),
        put(P, "subject", None),
        rejects("a.declared"),
        rejects("a.documented"),
        put(TWO, "rev", 2),
        lambda lines: lines[TWO]["verdicts"].pop("p.x"),
        put(FINDING, "special", "\u202e"),
        lambda lines: lines.insert(TWO, {**results()[TWO], "id": "three"}),
    )
    assert printed(tmp_path, lines) == (
        1,
        f"""\
schema changed: variants/a/declared.schema.json
  /enum: added "{"x" * 98}…
  /enum: removed 2
  /type: added ["string"]
schema new layout only: variants/a/documented.schema.json
program p.x: {{"date":null,"language":null,"name":"x","version":"1"}} → null
finding appeared: (root) = \\u202e (schema, program changed)
finding vanished: (root) = 1 (schema, program changed)
case added: three
case edited: two
verdict: one: a.declared accept → reject (schema changed)
verdict: one: a.documented accept → reject (nothing behind it changed)
verdict: two: p.x reject → no verdict (program, corpus changed)
""",
    )


def test_the_command_shows_what_was_removed_and_what_moved(tmp_path: Path) -> None:
    lines = edited(
        *schema('{"enum": [1, 2], "type": "null"}'),
        drop(TWO),
        put(TWO, "reject", []),
    )
    _, old = printed(tmp_path, lines)
    assert old.splitlines() == [
        "schema changed: variants/a/declared.schema.json",
        '  /type: added "null"',
        ("finding moved: (root) = 1: b.declared reject → no verdict (nothing behind it changed)"),
        "case removed: two",
    ]
    _, changed_type = printed(tmp_path, edited(*schema("false")))
    assert changed_type.splitlines()[1] == '  (root): {"enum":[1,2]} → false'


def test_the_json_is_of_its_format(tmp_path: Path) -> None:
    lines = edited(
        *schema('{"enum": [1]}'), rejects("a.declared"), drop(FINDING), put(P, "subject", None)
    )
    code, output = printed(tmp_path, lines, "--format", "json")
    form = resources.files("conformance") / "formats" / "diff.schema.json"
    found = json.loads(output)
    jsonschema.validate(found, json.loads(form.read_text("utf-8")))
    assert code == 1
    assert found == {
        "same": False,
        "columns": {"added": [], "removed": []},
        "cases": {
            "added": [],
            "removed": [],
            "edited": [],
            "verdicts": [
                {
                    "id": "one",
                    "column": "a.declared",
                    "old": "accept",
                    "new": "reject",
                    "moved": ["schema"],
                }
            ],
        },
        "findings": {
            "appeared": [],
            "vanished": [{"id": "(root) = 1", "moved": ["schema", "program"]}],
            "stances": [],
        },
        "schemas": [
            {
                "file": "variants/a/declared.schema.json",
                "kind": "changed",
                "differences": [{"pointer": "/enum", "kind": "removed", "old": 2, "new": None}],
            }
        ],
        "programs": [
            {
                "column": "p.x",
                "old": {"name": "x", "version": "1", "language": None, "date": None},
                "new": None,
            }
        ],
    }
