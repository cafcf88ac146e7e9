"""`conformance run` and `conformance judge`, and how they choose what they are about."""

from __future__ import annotations

import io
import json
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import fakes
import pytest
from fakes.results import as_json
from jsonschema import Draft202012Validator

import conformance
from conformance.cli import context
from conformance.record import choose
from conformance.reporters import OF_A_RUN, REPORTERS, RESULTS
from conformance.results.lines import ORDER, FooterLine
from conformance.results.read import read_results

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeRecord, RunCommand

COLUMNS = ["closed.declared", "closed.documented", "open.declared"]


def validator(name: str, definition: str | None = None) -> Draft202012Validator:
    schema: Any = json.loads(
        (files("conformance") / "formats" / f"{name}.schema.json").read_text("utf-8")
    )
    if definition is not None:
        schema = {"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    return Draft202012Validator(schema)


DIGITS: Any = {
    "a": {"declared": {"patternProperties": {r"^\d$": {}}, "unevaluatedProperties": False}},
    "b": {"declared": True},
}


def test_a_fault_of_a_library_marks_the_verdict_and_the_run(
    project: Path, make_record: MakeRecord, command: RunCommand
) -> None:
    cases = [fakes.case_entry("digits/arabic", {"\u0663": 1})]
    make_record(project / "schemas" / "digits", variants=DIGITS, cases=cases)

    asked = command("judge", "--record", "digits", stdin='{"\u0663": 1}'.encode())
    ran = command("run", "--record", "digits", "--no-baseline", "--out", "out")

    words = "errs on patternProperties and unevaluatedProperties"
    assert (asked.code, ran.code) == (0, 0)
    assert f"{words}: the verdict is by the specification" in asked.out
    assert f"{words} in a.declared" in " ".join(ran.out.split())
    *_, footer = read_results(project / "out" / RESULTS)
    assert isinstance(footer, FooterLine)
    assert [words in fault for fault in footer.faults] == [True]


# --- judge ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("project")
def test_judge_says_what_every_column_makes_of_standard_input(command: RunCommand) -> None:
    outcome = command("judge", stdin=b'{"state": "idle", "more": 1}')

    assert outcome.code == 0
    assert outcome.err == ""
    assert outcome.out.splitlines() == [
        "✗ reject      closed.declared",
        '              /state: "idle" is not one of "on", "off"',
        "                declared.schema.json#/properties/state/enum · no claim",
        "○ silent      closed.documented",
        "              (root): the page does not say",
        "                documented.schema.json#/additionalProperties/x-silent · no claim",
        "✓ accept      open.declared",
    ]


def test_judge_names_the_claims_behind_a_reason(project: Path, command: RunCommand) -> None:
    fakes.write_json(
        project / "schemas/thing/variants/open/variant.json",
        {
            "format": 1,
            "claims": [
                {"id": "type", "at": "x", "says": "y", "strength": "stated",
                 "keywords": ["declared.schema.json#/properties/state/type"]}
            ],
        },
    )  # fmt: skip

    outcome = command("judge", "-", "--columns", "open.*", stdin=b'{"state": 1}')

    assert "declared.schema.json#/properties/state/type · type" in outcome.out


def test_the_answer_of_judge_as_json_is_what_its_format_says(
    project: Path, command: RunCommand
) -> None:
    fakes.write_json(project / "in.json", {"state": 1})

    outcome = command("judge", "in.json", "--format", "json")

    answer = json.loads(outcome.out)
    assert [error.message for error in validator("judge").iter_errors(answer)] == []
    assert answer["record"] == "thing"
    assert {name: found["verdict"] for name, found in answer["columns"].items()} == dict.fromkeys(
        COLUMNS, "reject"
    )
    assert answer["columns"]["open.declared"]["reasons"] == [
        {
            "instance": "/state",
            "keyword": "type",
            "file": "declared.schema.json",
            "schema": "/properties/state/type",
            "property": None,
            "claims": [],
            "message": "1 is not a string",
        }
    ]


@pytest.mark.usefixtures("project")
def test_what_has_no_exact_value_is_unsupported_with_a_note(command: RunCommand) -> None:
    shown = command("judge", "--columns", "open.*", stdin=b"1e400")
    data = command("judge", "--columns", "open.*", "--format", "json", stdin=b"1e400")

    assert shown.out.splitlines() == [
        "– unsupported open.declared",
        "              the number 1e400 cannot be held exactly",
    ]
    assert validator("judge").is_valid(json.loads(data.out))


# --- run -----------------------------------------------------------------------------------------


def test_any_number_of_processes_writes_the_same_bytes(project: Path, command: RunCommand) -> None:
    one, two = command("run", "--out", "one"), command("run", "--out", "two", "--jobs", "2")

    assert (one.code, one.out.replace("one/", "two/")) == (two.code, two.out)
    for file in sorted((project / "one").iterdir()):
        assert (project / "two" / file.name).read_bytes() == file.read_bytes()


def test_run_writes_all_lines_as_their_format_says(project: Path, command: RunCommand) -> None:
    one = next((project / "schemas").glob("*/variants/*/declared.schema.json"))
    (one.parent / "sent.schema.json").write_text('{"type": "object"}', "utf-8")
    outcome = command("run")

    assert "Report: reports/index.html" in outcome.out
    lines = as_json(read_results(project / "reports" / "results.jsonl"))
    assert [kind for kind in ORDER if kind in {line["kind"] for line in lines}] == list(ORDER)
    written = (project / "reports" / "results.jsonl").read_text("utf-8").splitlines()
    for line in map(json.loads, written):
        errors = validator("results", line["kind"]).iter_errors(line)
        assert [error.message for error in errors] == []
    assert lines[0]["made"] == "2023-11-14T22:13:20Z"
    assert lines[0]["tool"] == conformance.__version__
    assert [line["id"] for line in lines if line["kind"] == "column"] == COLUMNS
    assert {line["id"]: line["verdicts"] for line in lines if line["kind"] == "case"} == {
        "state/on": dict.fromkeys(COLUMNS, "accept"),
        "state/idle": dict(zip(COLUMNS, ["reject", "accept", "accept"], strict=True)),
        "state/else": dict(zip(COLUMNS, ["reject", "reject", "accept"], strict=True)),
        "more/unlisted": dict(zip(COLUMNS, ["silent", "silent", "accept"], strict=True)),
    }
    counts = lines[-1]["counts"]
    kinds = [kind for line in lines if line["kind"] == "finding" for kind in line["kinds"]]
    assert {kind: kinds.count(kind) for kind in counts} == counts


def test_the_findings_of_a_run_have_witness_twin_and_cases(
    project: Path, command: RunCommand
) -> None:
    command("run")

    lines = as_json(read_results(project / "reports" / "results.jsonl"))
    found = {line["id"]: line for line in lines if line["kind"] == "finding"}
    idle = found['/state = "idle"']
    assert idle["kinds"] == ["conflict", "contradiction"]
    assert idle["accept"] == ["closed.documented", "open.declared"]
    assert idle["reject"] == ["closed.declared"]
    assert idle["witness"] == {"value": {"state": "idle"}}
    assert idle["twin"] == {"value": {"state": "on"}}
    assert idle["cases"] == ["state/idle"]
    assert "(root) = an unlisted property" in found


def test_a_column_that_must_conform_and_departs_fails_the_run_after_the_reports(
    project: Path, command: RunCommand, make_record: MakeRecord
) -> None:
    expect = {"verdict": "accept", "level": "must"}
    make_record(
        project / "schemas" / "thing",
        cases=[fakes.case_entry("state/idle", {"state": "idle"}, expect=expect)],
    )

    failing = command("run", "--enforce", "closed.declared", "--out", "a")
    passing = command("run", "--enforce", "open.*", "--out", "b")

    assert (failing.code, passing.code) == (1, 0)
    assert "departs: closed.declared in state/idle" in failing.out
    assert (project / "a" / "index.html").exists()


@pytest.mark.untraced
def test_two_runs_of_the_same_files_write_the_same_bytes(
    project: Path, command: RunCommand
) -> None:
    command("run", "--out", "a")
    command("run", "--out", "b")

    one, other = (
        {path.name: path.read_bytes() for path in (project / name).iterdir()} for name in "ab"
    )
    assert one == other
    assert {"index.html", "results.jsonl", "summary.md"} <= one.keys()


def test_only_the_columns_asked_for_judge(project: Path, command: RunCommand) -> None:
    command("run", "--columns", "*.documented", "--columns", "open.*")

    lines = as_json(read_results(project / "reports" / "results.jsonl"))
    columns = [line["id"] for line in lines if line["kind"] == "column"]
    assert columns == ["closed.documented", "open.declared"]


def test_settings_choose_record_columns_and_folder(
    project: Path, command: RunCommand, make_record: MakeRecord
) -> None:
    make_record(project / "schemas" / "other")
    (project / "pyproject.toml").write_text(
        "[tool.conformance]\nrecords = ['schemas/ot*']\nout = 'built'\ncolumns = ['open.*']\n",
        "utf-8",
    )

    command("run")

    lines = as_json(read_results(project / "built" / "results.jsonl"))
    assert lines[0]["record"] == "other"
    assert [line["id"] for line in lines if line["kind"] == "column"] == ["open.declared"]


@pytest.mark.parametrize("name", ["other", "schemas/other", "elsewhere/third"])
def test_of_several_records_one_is_named_by_its_name_or_folder(
    project: Path, command: RunCommand, make_record: MakeRecord, name: str
) -> None:
    make_record(project / "schemas" / "other")
    make_record(project / "elsewhere" / "third")

    outcome = command("judge", "--record", name, "--format", "json", stdin=b"{}")

    assert json.loads(outcome.out)["record"] == name.rpartition("/")[2]


@pytest.fixture
def installed(tmp_path: Path, make_record: MakeRecord, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder; a record `travels` is part of the package, and is the only one."""
    make_record(tmp_path / "installed" / "shipped" / "travels")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.setattr(choose, "PACKAGE", tmp_path / "installed")
    return tmp_path / "empty"


def test_the_record_of_the_package_is_judged_when_it_is_named(
    installed: Path, command: RunCommand
) -> None:
    assert installed.is_dir()
    outcome = command("judge", "--record", "travels", "--format", "json", stdin=b"{}")

    assert json.loads(outcome.out)["record"] == "travels"


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("name", ["travels", "stays"])
def test_in_a_source_tree_that_holds_it_the_record_of_the_package_need_not_be_named(  # noqa: PLR0913  fixtures
    installed: Path,
    command: RunCommand,
    make_record: MakeRecord,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    *,
    deep: bool,
) -> None:
    make_record(installed / "schemas" / name)
    (installed / "deep").mkdir()
    monkeypatch.chdir(installed / ("deep" if deep else "."))

    outcome = command("judge", "--format", "json", stdin=b"{}")

    assert outcome.code == (5 if deep and name == "stays" else 0), outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["judge"],
        ["findings"],
        ["explain", "a/b"],
        ["relate", "a", "b"],
        ["cells"],
        ["corpus", "check"],
        ["corpus", "coverage"],
        ["corpus", "export", "bundle"],
        ["corpus", "new", "--id", "a", "--title", "b", "--input", "1", "--expect", "accept"],
        ["generate"],
        ["baseline", "update"],
        ["bug", "a"],
        ["adapter", "check", "--", "true"],
        ["adapter", "record"],
    ],
    ids=" ".join,
)
def test_a_command_that_needs_a_record_judges_no_other_one(
    installed: Path, command: RunCommand, arguments: list[str]
) -> None:
    outcome = command(*arguments)

    assert (outcome.code, outcome.out) == (5, ""), outcome.err
    assert outcome.err == (
        "Error: there is no record here; name one with --record (with the package comes travels), "
        "or write one with `conformance init`\n"
    )
    assert list(installed.iterdir()) == []


DECLARED = "declared.schema.json"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            [f"schemas/own/Variants/a/{DECLARED}"],
            "own has no folder variants: rename schemas/own/V",
        ),
        (
            ["schemas/own/corpus/a.json"],
            f"own has no folder variants: add variants/NAME/{DECLARED}",
        ),
        (
            ["schemas/own/a.schema.json"],
            "own has no folder variants: move each schema to variants/",
        ),
        (
            [f"variants/a/{DECLARED}"],
            "this folder is a record itself: name it with --record .; or ",
        ),
        (["schemas/.own/corpus/a.json", "schemas/own.json"], "here; name one with --record (with"),
        (["schemas/other/a.txt"], "here; name one with --record (with the package comes travels)"),
        (["schemas"], "here; name one with --record (with the package comes travels)"),
    ],
)
def test_a_folder_that_is_nearly_a_record_is_said_to_be(
    installed: Path, command: RunCommand, files: list[str], words: str
) -> None:
    for file in files:
        fakes.write_json(installed / file, True)

    outcome = command("run")

    assert outcome.code == 5, outcome.err
    assert words in outcome.err
    assert not (installed / "reports").exists()


def test_a_folder_of_the_name_comes_before_the_record_of_the_package(
    installed: Path, command: RunCommand
) -> None:
    fakes.write_json(installed / "schemas/travels/Variants/a" / DECLARED, True)

    outcome = command("run", "--record", "travels")

    assert outcome.code == 5
    assert "schemas/travels: the record holds no variant" in outcome.err


def test_a_wrong_name_is_told_what_there_is(installed: Path, command: RunCommand) -> None:
    fakes.write_json(installed / "schemas/own/variants/a" / DECLARED, True)

    outcome = command("run", "--record", "onw")

    assert outcome.code == 2
    assert "at hand are own; with the package comes travels\n" in outcome.err


def test_without_a_fixed_date_the_run_bears_the_time_of_now(
    project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")

    command("run")

    (header, *_) = as_json(read_results(project / "reports" / "results.jsonl"))
    assert header["made"] > "2023-11-14T22:13:20Z"


# --- what commands share -------------------------------------------------------------------------


@pytest.mark.usefixtures("project")
def test_columns_are_known_by_name_where_a_record_is_at_hand(command: RunCommand) -> None:
    outcome = command("relate", "closed.declared", "open.declared", "--format", "json")

    assert outcome.code == 0
    assert json.loads(outcome.out)["relation"] == "within"


def test_files_are_related_without_a_record_and_each_warning_stands_once(
    tmp_path: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(choose, "PACKAGE", tmp_path / "installed")
    fakes.write_json(tmp_path / "a.json", {"typ": "null"})

    outcome = command("relate", "a.json", "a.json")

    assert outcome.code == 0
    assert outcome.err.splitlines() == [
        (
            'Warning: a.json at /typ: "typ" is not a keyword of JSON Schema 2020-12; '
            'did you mean "type"?'
        )
    ]


# --- the terminal --------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, pipe = Terminal(), io.StringIO()
    monkeypatch.setenv("TERM", "xterm")
    for stream in (terminal, pipe):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(context.watched(["one", "two"], 2)) == ["one", "two"]

    assert "2 of 2 cases" in terminal.getvalue()
    assert pipe.getvalue() == ""


def test_colours_are_left_out_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = {}
    for name in ("FORCE_COLOR", "NO_COLOR"):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv(name, "1")
        console = context.console()
        console.print("x", style="red")
        shown[name] = "\x1b[31m" in terminal.getvalue()

    assert shown == {"FORCE_COLOR": True, "NO_COLOR": False}


def test_the_help_of_a_run_names_every_file_that_it_writes(command: RunCommand) -> None:
    told = command("run", "--help").out

    written = [RESULTS, *(REPORTERS[name][0] for name in OF_A_RUN)]
    assert [name for name in written if name not in told] == []


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["run", "--help"], ["--version"]])
@pytest.mark.usefixtures("project")
def test_help_and_version_exit_well(command: RunCommand, arguments: list[str]) -> None:
    outcome = command(*arguments)

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out != ""
