"""`conformance compare`, and the other commands on sources, as users call them."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

if TYPE_CHECKING:
    from conftest import RunCommand

API = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths: {}
components:
  schemas:
    Order:
      type: object
      required: [id, status]
      properties:
        id: {type: string}
        status: {type: string, enum: [open, paid]}
        note: {type: string, nullable: true}
    Line:
      type: object
"""
TYPES = """\
export interface Order {
  id: string;
  status: "open" | "paid" | "cancelled";
  note?: string;
}
"""
MODELS = """\
from pydantic import BaseModel, ConfigDict

class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    status: str
    note: str | None = None
"""
RUST = """\
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Order {
    pub id: String,
    pub status: String,
    pub note: Option<String>,
    pub made: Time,
}
"""
GO = """\
package shop

type Order struct {
\tID     string  `json:"id"`
\tStatus string  `json:"status"`
\tNote   *string `json:"note,omitempty"`
}
"""
FILES = {"api.yaml": API, "types.ts": TYPES, "models.py": MODELS, "order.rs": RUST, "order.go": GO}


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    monkeypatch.setenv("COLUMNS", "100")
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def compared(command: RunCommand, *arguments: str) -> Any:
    found = json.loads(command("compare", *arguments, "--format", "json").out)
    form = resources.files("conformance") / "formats" / "compare.schema.json"
    jsonschema_rs.validator_for(json.loads(form.read_text("utf-8"))).validate(found)
    return found


def test_two_sources_are_compared_with_no_set_up(command: RunCommand, shop: Path) -> None:
    outcome = command("compare", "api.yaml#Order", "types.ts")

    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "Order: 2 sources, 2 differences (2 conflicts); proven complete",
        "",
        "Field  Value     api.yaml types.ts",
        "──────────────────────────────────",
        "status cancelled    ✗        ✓    ",
        "note   null         ✓        ✗    ",
        "✓ accepts   ✗ rejects",
        "",
        "api.yaml#Order: OpenAPI. Read all 3 fields.",
        "types.ts: TypeScript. Read all 3 fields.",
        "Nothing was left unread.",
        "Report: reports/compare/index.html",
    ]
    made = sorted(path.name for path in (shop / "reports" / "compare").iterdir())
    assert made == [
        "badge.json", "index.html", "junit.xml", "results.jsonl", "results.sarif", "summary.md",
    ]  # fmt: skip


@pytest.mark.untraced
@pytest.mark.usefixtures("shop")
def test_in_full_each_difference_has_its_payload_and_its_statements(command: RunCommand) -> None:
    told = command("compare", "api.yaml#Order", "types.ts", "--verbose").out.splitlines()

    assert told[7:-4] == [
        "",
        "writes ↓  reads →  api.yaml   types.ts ",
        "api.yaml           —          ✗ not all",
        "types.ts           ✗ not all  —        ",
        "",
        "`cancelled` as a `status`  ✓ types.ts  ✗ api.yaml",
        '  {"id": "", "status": "cancelled"}',
        '  api.yaml:11: `status` is required: one of "open", "paid"',
        '  types.ts:3: `status` is required: one of "open", "paid", "cancelled"',
        "",
        "`null` for `note`  ✓ api.yaml  ✗ types.ts",
        '  {"id": "", "note": null, "status": "open"}',
        "  types.ts:4: `note` may be left out: a string",
        "  api.yaml:12: `note` may be left out: a string or null",
        "",
    ]


@pytest.mark.untraced
def test_five_notations_are_compared_at_once_and_what_was_not_read_is_said(
    command: RunCommand,
) -> None:
    found = compared(command, "api.yaml#Order", "types.ts", "models.py", "order.rs", "order.go")

    assert found["complete"] is True
    assert [x["notation"] for x in found["sources"]] == [
        "openapi", "typescript", "python", "rust", "go",
    ]  # fmt: skip
    assert [x["fields"] for x in found["sources"]] == [3, 3, 3, 4, 3]
    assert found["sources"][3]["silent"] == [
        {
            "place": "Order.made",
            "file": "order.rs",
            "line": 8,
            "why": "the source names the type Time, and does not define it",
        }
    ]
    assert {x["topic"]: x["verdict"] for x in found["sources"][4]["decisions"]}["null"] == "accept"
    by_id = {x["id"]: x for x in found["findings"]}
    unlisted = by_id["(root) = an unlisted property"]
    assert unlisted["reject"] == ["models-py.declared"]
    assert {
        "claim": "models-py:order-other-properties",
        "file": "models.py",
        "line": 4,
        "says": "no other property",
    } in unlisted["statements"]


@pytest.mark.untraced
def test_sources_that_agree_are_equal_and_proven(command: RunCommand, shop: Path) -> None:
    shutil.copy(shop / "types.ts", shop / "same.ts")

    outcome = command("compare", "types.ts", "same.ts", "--require", "equal")
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "Order: 2 sources, equal, proven: all say the same of every JSON value",
        "",
        "types.ts: TypeScript. Read all 3 fields.",
        "same.ts: TypeScript. Read all 3 fields.",
        "Nothing was left unread.",
        "Report: reports/compare/index.html",
    ]
    full = command("compare", "types.ts", "same.ts", "--verbose").out
    assert "types.ts           —         = equal" in full


def test_what_was_not_read_is_said_of_equal_sources_too(command: RunCommand, shop: Path) -> None:
    shutil.copy(shop / "order.rs", shop / "same.rs")

    told = command("compare", "order.rs", "same.rs").out
    assert "equal, proven" in told
    assert "not read: Order.made (order.rs:8)" in told
    assert "Nothing was left unread" not in told


def test_files_of_one_name_are_told_apart_by_their_folders(command: RunCommand, shop: Path) -> None:
    for folder in ("old", "new"):
        (shop / folder).mkdir()
        shutil.copy(shop / "types.ts", shop / folder / "types.ts")

    told = command("compare", "old/types.ts", "new/types.ts", "--verbose").out
    assert "old/types.ts       —             = equal" in told


def test_reports_are_made_again_from_the_results_of_a_comparison(
    command: RunCommand, shop: Path
) -> None:
    command("compare", "api.yaml#Order", "types.ts#Order", "--out", str(shop / "out"))

    outcome = command(
        "report", str(shop / "out/results.jsonl"), "--to", "md", "--out", str(shop / "again")
    )

    assert outcome.code == 0, outcome.err
    summaries = {(shop / name / "summary.md").read_text("utf-8") for name in ("out", "again")}
    assert len(summaries) == 1


@pytest.mark.untraced
def test_a_comparison_is_the_same_byte_for_byte(command: RunCommand, shop: Path) -> None:
    for folder in ("one", "two"):
        command("compare", "api.yaml#Order", "types.ts", "order.rs", "--out", folder)

    one, two = ({x.name: x.read_bytes() for x in (shop / y).iterdir()} for y in ("one", "two"))
    assert one == two


def test_the_smallest_values_are_cases_beside_the_ones_that_fare_better(
    command: RunCommand, shop: Path
) -> None:
    command("compare", "api.yaml#Order", "types.ts", "--examples", "0")

    lines = (shop / "reports" / "compare" / "results.jsonl").read_text("utf-8").splitlines()
    cases = [x for x in map(json.loads, lines) if x["kind"] == "case"]
    named = {re.sub("-[0-9a-f]{6}", "", x["id"]): x["text"] for x in cases}
    assert named == {
        "differences/note-null-without": '{"id": "", "status": "open"}',
        "differences/note-null": '{"id": "", "note": null, "status": "open"}',
        "differences/status-cancelled": '{"id": "", "status": "cancelled"}',
        "cells/001": "0",
    }


@pytest.mark.untraced
def test_drawn_inputs_are_added_to_them(command: RunCommand, shop: Path) -> None:
    def cases(folder: str) -> int:
        text = (shop / folder / "results.jsonl").read_text("utf-8")
        return sum(json.loads(line)["kind"] == "case" for line in text.splitlines())

    command("compare", "api.yaml#Order", "types.ts", "--examples", "0", "--out", "few")
    command("compare", "api.yaml#Order", "types.ts", "--examples", "300", "--out", "many")
    assert cases("many") > cases("few")


def test_on_a_terminal_it_says_what_it_does(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")

    assert command("compare", "api.yaml#Order", "types.ts").code == 0
    assert "writing the report" in terminal.getvalue()


def test_many_differences_are_cut_with_their_number(command: RunCommand, shop: Path) -> None:
    fields = "\n".join(f"  f{n}: {n};" for n in range(14))
    (shop / "one.ts").write_text(f"export interface Order {{\n{fields}\n}}\n")
    (shop / "two.ts").write_text(
        "export interface Order {\n" + "\n".join(f"  f{n}?: {n + 1};" for n in range(14)) + "\n}\n"
    )

    told = command("compare", "one.ts", "two.ts").out
    assert re.search(r"and \d+ more: --verbose", told)
    full = command("compare", "one.ts", "two.ts", "--verbose").out
    assert re.search(r"and \d+ more statements", full)
    assert "--verbose" not in full


# --- as a gate -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sources", "demand", "code"),
    [
        (["api.yaml#Order", "types.ts"], "agree", 1),
        (["models.py", "types.ts"], "within", 1),
        (["types.ts", "order.go"], "within", 0),
        (["order.go", "types.ts"], "within", 1),
        (["types.ts", "order.go"], "equal", 1),
    ],
)
def test_a_demand_decides_the_exit_code(
    command: RunCommand, sources: list[str], demand: str, code: int
) -> None:
    outcome = command("compare", *sources, "--require", demand)

    assert outcome.code == code
    assert (f"required: {demand} (" in outcome.out) is (code == 1)


def test_many_findings_that_break_a_demand_are_summed_up(command: RunCommand, shop: Path) -> None:
    fields = "\n".join(f"  f{number}: string;" for number in range(12))
    (shop / "wide.ts").write_text(f"export interface Order {{\n{fields}\n}}\n")
    (shop / "none.ts").write_text("export interface Order {}\n")

    told = command("compare", "wide.ts", "none.ts", "--require", "agree").out
    assert "  /f0 = a boolean" in told or "  /f0 = " in told
    assert re.search(r"  and \d+ more\n", told)


def test_what_is_not_decided_is_no_pass(command: RunCommand, shop: Path) -> None:
    for name in ("a", "b"):
        text = json.dumps({"title": name, "type": "string", "pattern": "(?i:[lm]ong-a)"})
        (shop / f"{name}.json").write_text(text)
    (shop / "b.json").write_text('{"type": "string", "pattern": "(?i:[lm]ong-b)"}')

    outcome = command("compare", "a.json", "b.json", "--require", "agree")
    assert outcome.code == 3
    assert "whether the sources are as required is not decided: " in outcome.err
    assert "not proven complete" in outcome.out


def test_known_differences_are_written_once_and_need_reasons(
    command: RunCommand, shop: Path
) -> None:
    ask = ["compare", "api.yaml#Order", "types.ts", "--known", "known.json"]
    written = command(*ask, "--write-known")
    assert written.code == 1
    assert "known.json: 2 entries, 2 without a reason" in written.out
    assert command(*ask).code == 1

    known = json.loads((shop / "known.json").read_text("utf-8"))
    for entry in known["entries"]:
        entry["reason"] = "The shop is older."
    (shop / "known.json").write_text(json.dumps(known))
    passed = command(*ask, "--require", "equal")
    assert passed.code == 0
    assert "Known disagreements: 2 known" in passed.out
    again = command(*ask, "--write-known")
    assert (again.code, "2 entries, 0 without a reason" in again.out) == (0, True)

    (shop / "types.ts").write_text(TYPES.replace('"cancelled"', '"lost"'))
    failed = command(*ask)
    assert failed.code == 1
    assert '  new: /status = "lost" (not in the list' in failed.out
    assert "`conformance compare … --write-known` brings the list up to date" in failed.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["types.ts"], "one source is nothing to compare; name another one"),
        (["types.ts", "order.go", "--write-known"], "--write-known needs a file"),
        (["types.ts", "order.go", "--known", "none.json"], "there is no such file"),
        (["types.ts", "order.go", "--decide", "null"], "'null' is no decision"),
        (["types.ts", "types.ts"], "types.ts is there twice"),
        (["types.ts#Order", "api.yaml"], "the file holds 2 types; name one after #: "),
        (["types.ts#Ordr", "order.go"], "there is no type 'Ordr' in the file; it holds Order"),
        (["none.ts", "order.go"], "none.ts: there is no such file"),
        (["types.ts#Order", "."], ".: this is a folder; name a file, and the type after #"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    command: RunCommand, arguments: list[str], message: str
) -> None:
    outcome = command("compare", *arguments)

    assert outcome.code == 2
    assert message in outcome.err


GENERIC = "export interface Page<T> { items: T[] }\n"


@pytest.mark.parametrize(
    "case",
    [
        ("a.ts", "interface A {\n  id: string;\n", "a.ts#A", "a.ts at line "),
        ("a.py", "class A:\n  x = = 1\n", "a.py#A", "a.py at line 2: "),
        ("a.rs", "pub struct A {\n    id: ,\n}\n", "a.rs#A", "a.rs at line 2: "),
        ("a.go", "package a\n\ntype A struct {\n\tID string `json:\n}\n", "a.go#A",
         "a.go at line "),
        ("a.yaml", "openapi: 3.0.0\na: [\n", "a.yaml#A", "a.yaml at line 3: "),
        ("a.json", '{\n"a": 1,,\n}', "a.json#A", "a.json at line 2: "),
        ("a.ts", "type A = B;\ntype B = A | string;\n", "a.ts#A", "is defined by itself"),
        ("a.ts", GENERIC, "a.ts#Page", "a.ts at line 1: "),
        ("a.ts", "interface A {}\n" * 40 + "interface Ordering {}\n", "a.ts#Orderin",
         "there is no type 'Orderin' in the file; it holds A, Ordering"),
        ("a.rs", "mod x { pub struct A { a: u8 } }\nmod y { pub struct A { b: u8 } }\n", "a.rs#A",
         "2 types are called A; name one of x::A, y::A"),
        ("a.yaml", "$ref: 'https://example.com/a.json'\n", "a.yaml", "a.yaml at line 1: "),
        ("a.json", '{"$ref": "../outside.json"}', "a.json", "is outside"),
        ("a.thrift", "struct A {}\n", "a.thrift#A", "the notation of 'a.thrift' is not known"),
        ("package.json", '{"name": "a", "version": "1", "type": "module"}', "package.json",
         "package.json"),
        ("a.yaml", API, "a.yaml#Nothing", "there is no type 'Nothing' in the file; it holds "),
    ],
)  # fmt: skip
def test_bad_input_is_told_with_its_file_and_what_to_do(
    command: RunCommand, shop: Path, case: tuple[str, str, str, str]
) -> None:
    name, text, source, message = case
    (shop / "package.json").write_text("{}")
    (shop.parent / "outside.json").write_text("{}")
    (shop / "sub").mkdir()
    (shop / name).write_text(text)

    for asked in (["compare", source, "types.ts"], ["relate", source, "types.ts"]):
        outcome = command(*asked)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.startswith(f"Error: {name}")
        assert message in outcome.err
        assert "; " in outcome.err


def test_a_file_with_too_many_bytes_is_refused_before_it_is_read(
    command: RunCommand, shop: Path
) -> None:
    with (shop / "big.ts").open("wb") as file:
        file.truncate(300 * 1024 * 1024)

    outcome = command("compare", "big.ts#A", "types.ts")
    assert outcome.code == 2
    assert "big.ts" in outcome.err
    assert "bytes" in outcome.err


def test_other_reports_lead_to_the_line_of_the_source(command: RunCommand, shop: Path) -> None:
    (shop / ".git").mkdir()
    (shop / "web").mkdir()
    shutil.move(shop / "types.ts", shop / "web" / "types.ts")
    command("compare", "api.yaml#Order", "web/types.ts")

    log = json.loads((shop / "reports" / "compare" / "results.sarif").read_text("utf-8"))
    results = log["runs"][0]["results"]
    places = [
        (where["artifactLocation"]["uri"], where["region"])
        for result in results
        for where in (result["locations"][0]["physicalLocation"],)
    ]
    assert places == [("api.yaml", {"startLine": 11}), ("web/types.ts", {"startLine": 4})]
    related = results[0]["relatedLocations"][0]
    assert related["logicalLocations"] == [{"fullyQualifiedName": "web/types.ts:3"}]
    tests = ET.parse(shop / "reports" / "compare" / "junit.xml").getroot()  # noqa: S314  our own
    assert len(list(tests.iter("testcase"))) >= len(results)


def test_differences_annotate_the_lines_in_github_actions(command: RunCommand, shop: Path) -> None:
    ask = ["compare", "api.yaml#Order", "types.ts", "--known", "known.json"]
    command(*ask, "--write-known")
    known = json.loads((shop / "known.json").read_text("utf-8"))
    known["entries"][0]["reason"] = "It is known."
    (shop / "known.json").write_text(json.dumps(known))

    outcome = command(*ask, "--format", "github")
    assert outcome.out == (
        "::error file=api.yaml,line=11,title=Order%3A `cancelled` as a `status`::`cancelled` as a "
        "`status`. Accepted by types.ts; rejected by api.yaml. "
        'For example {"id": "", "status": "cancelled"}\n'
    )
    assert "Known disagreements" in outcome.err


def test_a_gap_is_a_notice(command: RunCommand) -> None:
    decided = ["--decide", "typescript.unlisted=silent", "--format", "github"]
    outcome = command("compare", "types.ts", "order.go", *decided)

    assert "left open by" in outcome.out


# --- other commands ------------------------------------------------------------------------------


def test_relate_takes_sources_and_locates_what_differs(command: RunCommand) -> None:
    outcome = command("relate", "api.yaml#Order", "types.ts#Order")

    assert outcome.out.splitlines()[3:] == [
        "api.yaml#Order: OpenAPI. Read all 3 fields.",
        "types.ts#Order: TypeScript. Read all 3 fields.",
        "overlap, proven: each accepts something that the other rejects",
        "",
        'both accept:  {"id": "", "status": "open"}',
        "",
        'A accepts, B rejects:  {"id": "", "note": null, "status": "open"}',
        "  /note: null is not a string",
        "    types.ts:4: `note` may be left out: a string",
        "",
        'B accepts, A rejects:  {"id": "", "status": "cancelled"}',
        '  /status: "cancelled" is not one of "open", "paid"',
        '    api.yaml:11: `status` is required: one of "open", "paid"',
    ]


def test_relate_as_json_says_what_was_read(command: RunCommand) -> None:
    found = json.loads(command("relate", "order.rs", "types.ts", "--format", "json").out)

    form = resources.files("conformance") / "formats" / "relate.schema.json"
    jsonschema_rs.validator_for(json.loads(form.read_text("utf-8"))).validate(found)
    assert [x["fields"] for x in found["sources"]] == [4, 3]
    assert len(found["sources"][0]["silent"]) == 1


def test_a_source_that_was_not_read_whole_says_so(command: RunCommand, shop: Path) -> None:
    fields = "\n".join(f"  f{number}?: Other{number};" for number in range(8))
    (shop / "far.ts").write_text(f"export interface Order {{\n{fields}\n}}\n")

    told = command("relate", "far.ts", "types.ts").out
    assert "far.ts: TypeScript. Read 0 of 8 fields; 8 parts are silent." in told
    assert "  not read: Order.f0 (far.ts:2): the source names the type Other0, and does" in told
    assert "  and 3 more parts" in told


def test_cells_takes_sources(command: RunCommand) -> None:
    told = command("cells", "api.yaml#Order", "types.ts#Order").out

    assert "4 cells; proven: no JSON value has another vector" in told
    assert "api.yaml#Order: OpenAPI. Read all 3 fields." in told


def test_formats_are_compared_if_they_are_asserted(command: RunCommand, shop: Path) -> None:
    text = API.replace("id: {type: string}", "id: {type: string, format: uuid}")
    (shop / "api.yaml").write_text(text)
    ask = ["api.yaml#Order", "types.ts#Order"]

    for name in ("relate", "cells", "compare"):
        told = " ".join(command(name, *ask).out.split())
        assert "formats are not compared: /id is uuid in api.yaml" in told
        assert "(--formats assert compares them)" in told
    found = json.loads(command("relate", *ask, "--format", "json").out)
    assert found["formats"].startswith("formats are not compared: /id is uuid")
    asserted = command("relate", *ask, "--formats", "assert").out
    assert "formats are not compared" not in asserted
    assert 'B accepts, A rejects:  {"id": "", "status": ' in asserted


def test_judge_takes_sources_and_needs_no_record(command: RunCommand) -> None:
    payload = b'{"id": "1", "status": "cancelled"}'
    outcome = command(
        "judge", "-", "--against", "server=api.yaml#Order", "--against", "types.ts", stdin=payload
    )

    assert outcome.out.splitlines() == [
        "✗ reject      server.declared",
        '              /status: "cancelled" is not one of "open", "paid"',
        '                api.yaml:11: `status` is required: one of "open", "paid"',
        "✓ accept      types-ts.declared",
    ]


def test_judging_by_sources_and_by_a_record_exclude_each_other(command: RunCommand) -> None:
    outcome = command("judge", "-", "--against", "types.ts", "--live", stdin=b"1")

    assert outcome.code == 2
    assert "--against needs no record; leave --record, --columns and --live out" in outcome.err


def test_the_notation_of_an_unknown_ending_can_be_named(command: RunCommand, shop: Path) -> None:
    (shop / "types.txt").write_text(TYPES)

    refused = command("relate", "types.txt#Order", "types.ts")
    assert refused.code == 2
    assert "the notation of 'types.txt' is not known; name it with --as: typescript" in refused.err
    assert command("relate", "types.txt#Order", "types.ts", "--as", "typescript").out.count(
        "equal, proven"
    )


def test_a_plain_schema_file_is_read_as_a_source_where_something_is_decided(
    command: RunCommand, shop: Path
) -> None:
    (shop / "a.json").write_text('{"type": "object"}')

    plain = command("relate", "a.json", "a.json").out
    closed = command("relate", "a.json", "types.ts", "--decide", "json-schema.unlisted=reject").out
    assert "Read" not in plain
    assert "a.json: JSON Schema. Read." in closed


def test_what_is_sent_is_compared_where_it_is_asked_for(command: RunCommand) -> None:
    received = compared(command, "types.ts", "order.go")
    sent = compared(command, "types.ts", "order.go", "--direction", "send")

    assert len(received["findings"]) != len(sent["findings"])
    assert compared(command, "types.ts", "order.go", "--require", "within")["required"] == {
        "answer": "met",
        "breaking": [],
        "why_not": [],
    }


def test_what_one_writes_is_compared_with_what_others_read(command: RunCommand) -> None:
    found = compared(command, "types.ts", "order.go", "order.rs")

    ways = {(x["writer"], x["reader"]): x["relation"] for x in found["exchanges"]}
    go, rust, types = "order-go.declared", "order-rs.declared", "types-ts.declared"
    assert ways == {
        (go, types): "overlap",
        (go, go): "within",
        (go, rust): "contains",
        (rust, types): "within",
        (rust, go): "within",
        (rust, rust): "agree",
    }
    (broken,) = found["exchanges"][0]["breaks"]
    assert (broken["place"], broken["special"]) == ("/status", "any other string")
    assert broken["witness"] == {"value": {"id": "", "status": ""}}
    assert [(x["file"], x["line"]) for x in broken["statements"]] == [
        ("types.ts", 3),
        ("order.go", 5),
    ]
    one_way = compared(command, "types.ts", "order.go", "--direction", "receive")
    assert "exchanges" not in one_way
    assert one_way["findings"] == compared(command, "types.ts", "order.go")["findings"]


def test_sources_that_write_what_they_read_have_no_list_of_it(command: RunCommand) -> None:
    outcome = command("compare", "api.yaml#Order", "types.ts", "--verbose")

    assert "send reading" not in outcome.out
    assert "another rejects" not in outcome.out


def test_the_readme_s_first_example_is_what_is_printed(
    command: RunCommand, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(__file__).parents[2]
    shutil.copytree(root / "tests" / "readers" / "shop", shop / "readme")
    monkeypatch.chdir(shop / "readme")

    readme = (root / "README.md").read_text("utf-8")
    shown = re.search(r"```text\n(.*?)```", readme, re.DOTALL)
    asked = re.search(r"^conformance (compare .*)$", readme, re.MULTILINE)
    assert shown is not None
    assert asked is not None
    told = command(*asked[1].split()).out.splitlines()
    assert [line.rstrip() for line in told[:-1]] == shown[1].rstrip().splitlines()
