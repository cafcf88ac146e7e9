"""The results file: encoded, read back, and refused where it is damaged."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from fakes import ACCEPT, REJECT, SILENT, case, claim, reason, variant
from jsonschema import Draft202012Validator

from conformance.compare.breaks import Break, Exchange
from conformance.compare.covered import STATES, ClaimShown, Coverage, Exercised
from conformance.compare.fields import Field, FieldValue
from conformance.compare.native_agreement import Differing, Native
from conformance.dialects import subschemas
from conformance.exact import Relation
from conformance.model import (
    Cause,
    Column,
    Corpus,
    Decision,
    Expectation,
    Finding,
    Flag,
    Group,
    Implementation,
    Importance,
    Input,
    Judgement,
    Kind,
    NativeName,
    Record,
    Since,
    Source,
    Verdict,
    Witness,
)
from conformance.results.build import header_line
from conformance.results.encode import _since, encode, finding_json
from conformance.results.lines import (
    ORDER,
    REFERRED,
    CaseLine,
    ColumnLine,
    Demands,
    ExchangeLine,
    FieldLine,
    FindingLine,
    FooterLine,
    HeaderLine,
    Known,
    RelationLine,
    State,
)
from conformance.results.read import read_results
from conformance.results.write import line_texts

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.results.lines import Line

FULL = replace(
    variant("v", {"type": "null"}, True, claims=[claim("said", "/type")], sent=False),
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


def header(record: Record) -> HeaderLine:
    flag = Flag(id="F", kind="topic", means="It.", effect=None, links=("https://example.org",))
    corpus = Corpus(cases=(), flags=(flag,), retired={}, files={"corpus/a.json": "2" * 64})
    return header_line(record, corpus, tool="1.0.0", made="2026-01-02T03:04:05Z")


COLUMN = Column(id="v.declared", group="v", reading="declared", variant="v")
CASE = replace(
    case("a/b", '"\ud800"', expect=Expectation(verdict="accept", level="must"), near="a/c"),
    origin={"tool": "t", "seed": 1},
)
FINDING = Finding(
    cause=Cause.of("/a/*", '"x"'),
    kinds=(Kind.CONFLICT, Kind.GAP),
    stances={"v.declared": REJECT, "w.declared": ACCEPT, "x.declared": SILENT},
    witness=Witness(value={"a": ["x"]}),
    twin=None,
    cases=("a/b",),
    claims=("v:said",),
    skew=True,
)
FIELD = Field(
    place="/a/*",
    values=(
        FieldValue(
            special='"x"',
            verdicts={"v.declared": REJECT, "x.declared": Verdict.LOSSY},
            finding='/a/* = "x"',
            depends=("/a = absent & /b = null",),
            sample=Witness(value="x"),
        ),
        FieldValue(special="an object", verdicts={"v.declared": SILENT}),
    ),
    claims=("v:said",),
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
NATIVE = Native(
    column="native.v",
    declared="v.declared",
    agree=1,
    both=2,
    differing=(Differing(case="a/b", schema=REJECT, native=ACCEPT, why=None),),
)
FOOTER = FooterLine(
    cases=1,
    findings=2,
    cells=None,
    complete=False,
    why_not=("something",),
    fields_cut=True,
    faults=("a library errs",),
    counts=dict.fromkeys(Kind, 0),
    uncovered=(Witness(value=None),),
    separating=("a/case",),
    natives=(NATIVE,),
    coverage=Coverage(
        cases=(1, 2),
        traced=3,
        cells=Exercised(of=4, written=3, generated=2, both=1),
        findings=Exercised(of=4, written=3, generated=2, both=0),
        keywords=Exercised(of=9, written=3, generated=2, both=1),
        claims=Exercised(of=8, written=3, generated=2, both=1),
        by_claim=(ClaimShown(claim="v:said", shown=dict.fromkeys(STATES, (1, 2))),),
        missing={"findings": ("/x = 1",), "keywords": ()},
    ),
)


def lines(record: Record) -> list[Line]:
    judgements = {
        "v.declared": Judgement(verdict=REJECT, reasons=(reason("/a", claims=("said",)),)),
        "w.declared": Judgement(verdict=Verdict.UNSUPPORTED, note="no value"),
        "x.declared": Judgement(verdict=Verdict.LOSSY, typed_as="X"),
    }
    many = replace(
        FINDING,
        cause=Cause.of(("/a", "/b"), ("absent", "null")),
        importance=Importance(Group.COMBINATIONS, 0.25, ("descriptions disagree",)),
    )
    return [
        replace(header(record), gate=Demands(baseline=True, enforce=("v.*",))),
        ColumnLine(column=COLUMN),
        ColumnLine(column=replace(COLUMN, id="w.declared", group="w", variant="w")),
        ColumnLine(
            column=Column(
                id="x.declared",
                group="x",
                reading=None,
                variant=None,
                permissive=True,
                component="X",
                as_of="2026-01-01",
            ),
            judge="recorded",
            subject=Implementation(name="x", version="1", language="zig", date="2026-01-02"),
            warnings=("It is slow.",),
        ),
        CaseLine(
            case=CASE,
            judgements=judgements,
            place="/a",
            twin=Witness(value=None),
            departures=("v.declared",),
        ),
        CaseLine(case=replace(CASE, id="a/c", input=Input(data=b"\xff")), judgements={}),
        FindingLine(finding=FINDING, proven=False),
        FindingLine(
            finding=many,
            programs={"x.declared": "x 1"},
            state=State.KNOWN,
            known=Known(category="bug", reason="It is.", expires="2027-01-01", link="https://x"),
        ),
        FieldLine(field=FIELD),
        RelationLine(a="v.declared", b="w.declared", relation=RELATION),
        ExchangeLine(
            exchange=Exchange(
                writer="v.declared",
                reader="w.declared",
                relation=RELATION,
                breaks=(
                    Break(
                        cause=Cause.of(("/a", "/b"), ("absent", "null")),
                        witness=Witness(value={"b": None}),
                        importance=0.25,
                        reasons=(reason("/a", claims=("said",)),),
                        claims=("w:said", "v:sent"),
                    ),
                ),
            )
        ),
        ExchangeLine(
            exchange=Exchange(writer="v.declared", reader="x.declared", relation=RELATION)
        ),
        FOOTER,
    ]


def test_a_results_file_reads_back_as_it_was_written(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    written = lines(record)
    file.write_text("".join(line_texts(written)), encoding="ascii")

    assert list(read_results(file)) == written


def test_a_lone_surrogate_survives(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text("".join(line_texts(lines(record))), encoding="ascii")

    cases = [line.case for line in read_results(file) if isinstance(line, CaseLine)]
    assert [case.input.text for case in cases] == ['"\ud800"', None]


def test_every_line_is_what_the_format_says(record: Record) -> None:
    schema = json.loads(
        (files("conformance") / "formats" / "results.schema.json").read_text("utf-8")
    )
    Draft202012Validator.check_schema(schema)

    for line in map(json.loads, line_texts(lines(record))):
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
    found: Any = encode(header(record))

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
        "sent.schema.json": "false",
    }
    assert full["sent"] == "sent.schema.json"
    assert "sent" not in plain
    assert plain["source"] is None


def test_an_input_is_written_as_text_or_as_base64() -> None:
    assert Input(text="1").json() == {"text": "1"}
    assert Input(data=b"\xff").json() == {"base64": "/w=="}


def test_a_finding_in_one_place_has_no_lists_and_an_interaction_has() -> None:
    many = replace(FINDING, cause=Cause.of(("/b", "/a"), ("absent", "null")))
    single = finding_json(FindingLine(finding=FINDING))
    several = finding_json(FindingLine(finding=many))

    assert (single["id"], single["place"], single["special"]) == ('/a/* = "x"', "/a/*", '"x"')
    assert (several["id"], several["place"], several["special"]) == (
        "/a = null & /b = absent",
        ["/a", "/b"],
        ["null", "absent"],
    )
    assert [single[side] for side in ("accept", "reject", "silent")] == [
        ["w.declared"],
        ["v.declared"],
        ["x.declared"],
    ]


def test_the_order_of_lines_is_the_one_that_the_format_lists() -> None:
    schema = json.loads(
        (files("conformance") / "formats" / "results.schema.json").read_text("utf-8")
    )

    kinds = [part["$ref"].removeprefix("#/$defs/") for part in schema["oneOf"]]
    assert [kind for kind in kinds if kind not in (*REFERRED, "older_case")] == [*ORDER]
    assert {*kinds} == {*ORDER, *REFERRED, "older_case"}


def test_the_last_change_of_a_package_is_written() -> None:
    since = Since(column="sdk.a", version="2", verdict=Verdict.ACCEPT, again=True)

    assert _since(since) == {"column": "sdk.a", "version": "2", "verdict": "accept", "again": True}
