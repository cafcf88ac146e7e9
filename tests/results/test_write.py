"""The results file: written, read back, and refused where it is damaged."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from fakes import ACCEPT, REJECT, SILENT, case, claim, reason, variant
from jsonschema import Draft202012Validator

from conformance.errors import BrokenFileError
from conformance.exact import Relation
from conformance.model import (
    Column,
    Corpus,
    Decision,
    Expectation,
    Finding,
    Flag,
    Input,
    Judgement,
    Kind,
    NativeName,
    Record,
    Source,
    Verdict,
    Witness,
)
from conformance.results.lines import ORDER, input_json, line_text
from conformance.results.read import read_results
from conformance.results.write import (
    case_line,
    column_line,
    finding_line,
    header_line,
    relation_line,
)
from conformance.schema.dialects import subschemas

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.model import Json

FULL = replace(
    variant("v", {"type": "null"}, documented=True, claims=[claim("said", "/type")]),
    language="zig",
    component="Thing",
    as_of="2024-01-02",
    source=Source(project="p", version="1", document="d", sha256="0" * 64, retrieved="2026-01-02"),
    notation=(Decision(topic="null", verdict=SILENT, why="It does not say."),),
    native_names=(NativeName(native="theThing", wire="the_thing", inferred=True),),
    notes=("A note.",),
)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(
        folder=tmp_path,
        id="thing",
        title="The thing",
        about="",
        fields=("b", "a"),
        traced=False,
        variants=(FULL, variant("w", True)),
        files={"variants/v/declared.schema.json": "1" * 64},
    )


def header(record: Record) -> dict[str, Json]:
    flag = Flag(id="F", kind="topic", means="It.", effect=None, links=("https://example.org",))
    corpus = Corpus(cases=(), flags=(flag,), retired={}, files={"corpus/a.json": "2" * 64})
    return header_line(record, corpus, tool="1.0.0", made="2026-01-02T03:04:05Z")


COLUMN = Column(id="v.declared", group="v", reading="declared", variant="v")
CASE = replace(
    case("a/b", '"\ud800"', expect=Expectation(verdict="accept", level="must"), near="a/c"),
    origin={"tool": "t", "seed": 1},
)
FINDING = Finding(
    places=("/a/*",),
    specials=('"x"',),
    kinds=(Kind.CONFLICT, Kind.GAP),
    stances={"v.declared": REJECT, "w.declared": ACCEPT, "x.declared": SILENT},
    witness=Witness(value={"a": ["x"]}),
    twin=None,
    cases=("a/b",),
    claims=("v:said",),
    skew=True,
)
RELATION = Relation(
    relation="within",
    proven=True,
    why_not=(),
    both=Witness(value=None),
    only_a=None,
    only_b=Witness(value=1),
    gap_a=None,
    gap_b=None,
)
FOOTER: dict[str, Json] = {
    "kind": "footer",
    "cases": 1,
    "findings": 2,
    "cells": None,
    "complete": False,
    "why_not": ["something"],
    "counts": {kind.value: 0 for kind in Kind},
    "uncovered": [{"value": None}],
    "separating": ["a/case"],
}


def lines(record: Record) -> list[dict[str, Json]]:
    judgements = {
        "v.declared": Judgement(verdict=REJECT, reasons=(reason("/a", claims=("said",)),)),
        "w.declared": Judgement(verdict=Verdict.UNSUPPORTED, note="no value"),
    }
    many = replace(FINDING, places=("/a", "/b"), specials=("absent", "null"))
    return [
        header(record),
        column_line(COLUMN, judge="schema", not_run=None),
        case_line(
            CASE, judgements, place="/a", twin=Witness(value=None), departures=["v.declared"]
        ),
        finding_line(FINDING, proven=False),
        finding_line(many, proven=True),
        relation_line("v.declared", "w.declared", RELATION),
        FOOTER,
    ]


def test_a_results_file_reads_back_as_it_was_written(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    written = lines(record)
    file.write_text("".join(map(line_text, written)), encoding="ascii")

    assert list(read_results(file)) == written


def test_a_lone_surrogate_survives(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text("".join(map(line_text, lines(record))), encoding="ascii")

    assert [line["text"] for line in read_results(file) if line["kind"] == "case"] == ['"\ud800"']


def test_every_line_is_what_the_format_says(record: Record) -> None:
    schema = json.loads(
        (files("conformance") / "formats" / "results.schema.json").read_text("utf-8")
    )
    Draft202012Validator.check_schema(schema)

    for line in lines(record):
        form = {**schema, "oneOf": [{"$ref": f"#/$defs/{line['kind']}"}]}
        errors = [error.message for error in Draft202012Validator(form).iter_errors(line)]
        assert errors == []


@pytest.mark.parametrize("name", ["judge", "results"])
def test_every_part_of_a_format_is_described(name: str) -> None:
    schema = json.loads(
        (files("conformance") / "formats" / f"{name}.schema.json").read_text("utf-8")
    )

    parts = [(at, part) for at, part in subschemas(schema) if isinstance(part, dict)]

    assert [at for at, part in parts if not part.get("description")] == []


def test_a_header_holds_all_that_a_report_needs_to_know_of_the_variants(record: Record) -> None:
    found: Any = header(record)

    assert found["digests"] == {
        "corpus/a.json": "2" * 64,
        "variants/v/declared.schema.json": "1" * 64,
    }
    assert found["flags"] == [
        {
            "id": "F",
            "kind": "topic",
            "means": "It.",
            "effect": None,
            "links": ["https://example.org"],
        }
    ]
    full, plain = found["variants"]
    assert full["source"]["project"] == "p"
    assert full["claims"][0]["keywords"] == ["declared.schema.json#/type"]
    assert full["readings"] == {
        "declared": "declared.schema.json",
        "documented": "documented.schema.json",
    }
    assert full["schemas"] == {
        "declared.schema.json": '{"type": "null"}',
        "documented.schema.json": "true",
    }
    assert plain["source"] is None


def test_an_input_is_written_as_text_or_as_base64() -> None:
    assert input_json(Input(text="1")) == {"text": "1"}
    assert input_json(Input(data=b"\xff")) == {"base64": "/w=="}


def test_a_finding_in_one_place_has_no_lists_and_an_interaction_has() -> None:
    single = finding_line(FINDING, proven=False)
    several = finding_line(
        replace(FINDING, places=("/a", ""), specials=("absent", "null")), proven=True
    )

    assert (single["id"], single["place"], single["special"]) == ('/a/* = "x"', "/a/*", '"x"')
    assert (several["id"], several["place"], several["special"]) == (
        "/a = absent & (root) = null",
        ["/a", ""],
        ["absent", "null"],
    )
    assert [single[side] for side in ("accept", "reject", "silent")] == [
        ["w.declared"],
        ["v.declared"],
        ["x.declared"],
    ]


HEAD = '{"kind": "header", "format": 1}\n'
CASE_LINE, END = '{"kind": "case"}\n', '{"kind": "footer"}\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ": the file is cut short: its footer is missing; make it anew"),
        (HEAD + CASE_LINE, ": the file is cut short: its footer is missing; make it anew"),
        (
            HEAD + CASE_LINE + '{"kind": "fo',
            " at line 3: not JSON; the file is cut short or damaged: make it anew",
        ),
        (HEAD + "\n" + END, " at line 2: not JSON; the file is cut short or damaged: make it anew"),
        (HEAD + "[" * 100_000, (" at line 2: not JSON; the file is cut short or damaged: make it "
         "anew")),
        (HEAD + "[]\n" + END, " at line 2: no line of a results file"),
        (HEAD + '{"kind": "other"}\n', " at line 2: no line of a results file"),
        (HEAD + '{"kind": []}\n', " at line 2: no line of a results file"),
        (CASE_LINE + END, " at line 1: a case stands where none may"),
        (HEAD + HEAD + END, " at line 2: a header stands where none may"),
        (HEAD + '{"kind": "finding"}\n' + CASE_LINE, " at line 3: a case stands where none may"),
        (HEAD + END + END, " at line 3: a footer stands where none may"),
        (
            HEAD.replace("1", "2") + END,
            (": results of format 2, this is a reader of format 1; "
            "make the file anew with this version"),
        ),
        (
            '{"kind": "header"}\n',
            (": results of format None, this is a reader of format 1; "
            "make the file anew with this version"),
        ),
    ],
)  # fmt: skip
def test_a_damaged_file_is_an_error_that_names_the_line(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BrokenFileError) as caught:
        list(read_results(file))

    assert str(caught.value) == f"{file}{message}"


def test_a_file_cut_anywhere_is_never_taken_for_a_short_run(record: Record, tmp_path: Path) -> None:
    whole = "".join(map(line_text, lines(record)))
    file = tmp_path / "results.jsonl"

    for end in range(0, len(whole) - 1, 97):
        file.write_text(whole[:end], encoding="ascii")
        with pytest.raises(BrokenFileError):
            list(read_results(file))


def test_a_missing_file_says_what_writes_one(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError) as caught:
        list(read_results(tmp_path / "x.jsonl"))

    assert str(caught.value) == (
        f"{tmp_path}/x.jsonl: the results file cannot be read: No such file or directory; "
        "`conformance run` writes one"
    )


def test_bytes_that_are_no_utf_8_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    file.write_bytes(b"\xff")

    with pytest.raises(BrokenFileError, match="not UTF-8"):
        list(read_results(file))


def test_the_order_of_lines_is_the_one_that_the_format_lists() -> None:
    schema = json.loads(
        (files("conformance") / "formats" / "results.schema.json").read_text("utf-8")
    )

    assert [part["$ref"] for part in schema["oneOf"]] == [f"#/$defs/{kind}" for kind in ORDER]
