"""Programs' columns in a run: recorded or live, chosen, reported, kept."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fakes
import jsonschema
import pytest
from fakes import results as fakes_results
from jsonschema import Draft202012Validator

import conformance
from conformance.compare.native_agreement import Differing, Native
from conformance.model import Verdict
from conformance.reporters.views.grid import compared
from conformance.reporters.views.overview import Overview, Tally
from conformance.reporters.words.programs import mark, native_words, program_lines
from conformance.results.read import read_results

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakes import Outcome

    RunCommand = Callable[..., Outcome]

BAD = Path(__file__).parents[1] / "adapters_bad" / "adapter.py"
LINE = json.loads(
    (Path(conformance.__file__).parent / "formats" / "results.schema.json").read_text("utf-8")
)


@pytest.fixture
def record(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a record with an adapter, test.one, of which nothing is recorded yet."""
    monkeypatch.setenv("CONFORMANCE_WORK", str(project / "work"))
    folder = project / "schemas" / "thing"
    adapt(folder, "good")
    return folder


def adapt(folder: Path, how: str, **more: Any) -> None:
    path = folder / "adapters" / "one" / "adapter.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "format": 1,
        "columns": ["test.one"],
        "targets": {"test.one": "things"},
        "command": [*fakes.PYTHON, str(BAD), how],
        "timeout": {"case": 0.5},
    }
    path.write_text(json.dumps(content | more), "utf-8")


def recorded_otherwise(record: Path, case: str | None = None, **changes: Any) -> None:
    """Change what is recorded of test.one, of a case if one is named."""
    path = record / "observations" / "test.one.json"
    content = json.loads(path.read_text("utf-8"))
    (content if case is None else content["cases"][case]).update(changes)
    path.write_text(json.dumps(content), "utf-8")


def refuses(record: Path, case: str, message: str) -> None:
    recorded_otherwise(record, case, verdict="reject", errors=[["/state", "enum", message]])


def results(project: Path) -> list[dict[str, Any]]:
    return fakes_results.as_json(read_results(project / "reports" / "results.jsonl"))


def column(project: Path) -> dict[str, Any]:
    return next(line for line in results(project) if line.get("id") == "test.one")


RUN = ("run", "--no-baseline")
LIVE = (*RUN, "--live")


def test_a_program_runs_when_it_is_asked_to(
    project: Path, record: Path, command: RunCommand
) -> None:
    assert record.is_dir()
    outcome = command(*LIVE, "--verbose")
    assert outcome.code == 0, outcome.err
    line = column(project)
    assert (line["judge"], line["not_run"]) == ("live", None)
    assert line["subject"] == {
        "name": "subject",
        "version": "2.0",
        "language": "python",
        "date": None,
    }
    cases = [x for x in results(project) if x["kind"] == "case"]
    assert {x["verdicts"]["test.one"] for x in cases} == {"accept"}
    assert "one (test): subject 2.0" in outcome.out


def test_what_is_recorded_is_shown_and_marked(
    project: Path, record: Path, command: RunCommand
) -> None:
    assert command("adapter", "record").code == 0
    adapt(record, "dies-at-start")
    outcome = command(*RUN, "--verbose")
    assert outcome.code == 0, outcome.err
    recorded = column(project)
    assert recorded["judge"] == "recorded"
    assert f"programs, recorded {recorded['subject']['date']}" in outcome.out
    assert f"Recorded on {recorded['subject']['date']}, did not run now: one (test)" in (
        project / "reports" / "index.html"
    ).read_text("utf-8")
    assert f"one (test) (recorded {recorded['subject']['date']})" in (
        project / "reports" / "summary.md"
    ).read_text("utf-8")


def test_live_runs_what_is_recorded_and_needs_it_to_run(
    project: Path, record: Path, command: RunCommand
) -> None:
    command("adapter", "record")
    assert command(*RUN, "--live").code == 0
    assert column(project)["judge"] == "live"
    adapt(record, "dies-at-start")
    outcome = command(*RUN, "--live", "--verbose")
    assert outcome.code == 3
    assert "test.one was not run: it ended with exit code 1 before its hello" in outcome.err
    assert column(project)["not_run"].startswith("it ended")
    assert "one (test) (not run)" in outcome.out


@pytest.mark.parametrize("named", [[], ["--columns", "test.one"], ["--columns", "test.*"]])
def test_live_shows_no_program_from_its_recording(
    project: Path, record: Path, command: RunCommand, named: list[str]
) -> None:
    command("adapter", "record")
    shutil.rmtree(record / "adapters")
    assert command(*RUN, *named).code == 0
    outcome = command(*RUN, "--live", *named)
    assert outcome.code == 3
    why = "its adapter is not here, only what was recorded"
    assert f"test.one was not run: {why}" in outcome.err
    assert (column(project)["not_run"], column(project)["subject"]) == (why, None)
    cases = [line for line in results(project) if line["kind"] == "case"]
    assert {line["verdicts"]["test.one"] for line in cases} == {"not-run"}


UNASKED = [
    ("run",),
    ("run", "--recorded"),
    ("run", "--columns", "test.one"),
    ("run", "--enforce", "test.one"),
    ("judge", "-"),
    ("judge", "-", "--columns", "test.one"),
    ("findings",),
    ("explain", "state/idle"),
    ("explain", "state/idle", "test.one"),
    ("relate", "test.one", "open.declared"),
    ("relate", "open.declared", "closed.declared"),
    ("cells",),
    ("corpus", "check"),
    ("corpus", "coverage"),
    ("corpus", "export", "bundle", "--version", "2026.1"),
    ("generate", "--examples", "1"),
    ("baseline", "update"),
    ("bug", "test.one"),
    ("adapter", "check", "--", "true"),
]


@pytest.mark.untraced
@pytest.mark.parametrize("example", [False, True])
@pytest.mark.parametrize("arguments", UNASKED, ids=" ".join)
def test_nothing_is_built_or_started_unasked(
    project: Path, record: Path, command: RunCommand, arguments: tuple[str, ...], *, example: bool
) -> None:
    touch = ["sh", "-c", f"touch {project}/ran"]
    adapt(record, "good", build=[touch], command=touch, **({"example": True} if example else {}))

    outcome = command(*arguments, stdin=b"{}")

    assert outcome.code != 4, outcome.err
    assert not (project / "ran").exists()
    assert not (project / "work").exists()
    command("adapter", "record", "test.one")
    assert (project / "ran").exists()


def test_what_was_not_run_says_how_to_run_it(
    project: Path, record: Path, command: RunCommand
) -> None:
    assert record.is_dir()
    outcome = command(*RUN)
    assert outcome.code == 0
    line = column(project)
    assert (line["judge"], line["subject"]) == ("recorded", None)
    assert line["not_run"] == "nothing is recorded of it; `conformance run --live` runs it"
    assert "`conformance run --live` runs it" in outcome.out


def test_a_missing_toolchain_fails_no_ordinary_run(
    project: Path, record: Path, command: RunCommand
) -> None:
    adapt(record, "good", needs=["no-such-tool"])
    assert command(*RUN).code == 0
    assert command(*LIVE).code == 3
    assert column(project)["not_run"] == "no-such-tool is not installed"


def test_a_program_that_was_not_asked_about_every_case_makes_the_run_incomplete(
    project: Path, record: Path, command: RunCommand, make_record: Any
) -> None:
    cases = [
        {
            "id": f"many/{n}",
            "rev": 1,
            "title": "t",
            "input": {"value": {"state": "on", "crash": n} if n else {"state": "on"}},
            "expect": {"verdict": "open", "because": "a test"},
            "flags": [],
        }
        for n in range(30)
    ]
    make_record(project / "schemas" / "thing", cases=cases)
    adapt(record, "crashes")
    outcome = command(*LIVE)
    assert outcome.code == 3
    assert "test.one was not run on 10 cases: given up after 20 restarts" in outcome.err


@pytest.mark.parametrize(
    ("patterns", "columns"),
    [
        (["test.*"], ["test.one"]),
        (["*.declared"], ["open.declared", "shut.declared"]),
        (["test.one", "open.*"], None),
    ],
)
def test_columns_chooses_among_programs_too(
    patterns: list[str], columns: list[str] | None, project: Path, record: Path, command: RunCommand
) -> None:
    assert record.is_dir()
    chosen = [x for pattern in patterns for x in ("--columns", pattern)]
    outcome = command(*RUN, *chosen)
    assert outcome.code == 0, outcome.err
    names = [line["id"] for line in results(project) if line["kind"] == "column"]
    assert "test.one" in names if any("test" in x for x in patterns) else "test.one" not in names
    assert columns is None or "test.one" not in columns or names == columns


def test_every_line_of_a_run_with_programs_is_of_the_results_format(
    project: Path, record: Path, command: RunCommand
) -> None:
    adapt(record, "round-trips", variant="open")
    assert command(*LIVE).code == 0
    validator = Draft202012Validator(LINE)
    written = (project / "reports" / "results.jsonl").read_text("utf-8").splitlines()
    for line in map(json.loads, written):
        definition = LINE["$defs"][line["kind"]]
        errors = validator.evolve(schema={**definition, "$defs": LINE["$defs"]}).iter_errors(line)
        assert [error.message for error in errors] == []


def test_typed_as_and_warnings_stand_in_the_results(
    project: Path, record: Path, command: RunCommand
) -> None:
    adapt(record, "round-trips")
    assert command(*LIVE).code == 0
    cases = [line for line in results(project) if line["kind"] == "case"]
    assert cases[0]["typed_as"] == {"test.one": "Thing"}
    adapt(record, "lenient")
    assert command(*LIVE).code == 0
    assert column(project)["lenient"] is True
    adapt(record, "noise-first")
    outcome = command(*LIVE)
    assert column(project)["warnings"] == ["stdout has a line that is not a reply: Loading…"]
    assert "Loading" in outcome.out


def test_programs_stand_in_the_grid_only_where_a_relation_names_them() -> None:
    run = overview(
        {"kind": "column", "id": "a.declared", "judge": "schema"},
        {"kind": "column", "id": "b.declared"},
        {"kind": "column", "id": "n.a", "judge": "recorded"},
        {"kind": "column", "id": "n.b", "judge": "live"},
        {"kind": "relation", "a": "a.declared", "b": "n.b"},
    )
    names = [column.id for column in compared(run.columns, run.relations)]
    assert names == ["a.declared", "b.declared", "n.b"]


def test_what_a_program_describes_stands_in_the_results_and_is_kept(
    project: Path, record: Path, command: RunCommand
) -> None:
    describes = {"test.*": {"component": "Thing", "as_of": "2025-01-01"}}
    adapt(record, "good", describes=describes)
    assert command("adapter", "record").code == 0
    assert command(*RUN).code == 0
    assert column(project)["judge"] == "recorded"
    assert column(project)["describes"] == describes["test.*"]


@pytest.mark.parametrize(
    ("options", "runs"),
    [
        ([], False),
        (["--recorded"], False),
        (["--columns", "*"], False),
        (["--columns", "test.*"], False),
        (["--live"], True),
        (["--columns", "test.one", "--columns", "open.*"], True),
    ],
)
def test_an_example_is_a_column_only_live_or_by_its_name(
    options: list[str], project: Path, record: Path, command: RunCommand, *, runs: bool
) -> None:
    adapt(record, "good", example=True)
    command(*RUN, *options)
    names = [line["id"] for line in results(project) if line["kind"] == "column"]
    assert ("test.one" in names) == runs


# --- adapter record ------------------------------------------------------------------------------

NAMED = "name one of the columns test.one\n"


@pytest.mark.parametrize(
    ("named", "outcomes"),
    [
        ([], (2, f"Error: the only adapters are examples; {NAMED}")),
        (["test.*"], (2, f"Error: no adapter answers for this column; {NAMED}")),
        (["test.one"], (0, "")),
    ],
)
def test_an_example_is_recorded_only_by_its_name(
    named: list[str], outcomes: tuple[int, str], record: Path, command: RunCommand
) -> None:
    adapt(record, "good", example=True)
    outcome = command("adapter", "record", *named)
    assert (outcome.code, outcome.err) == outcomes


def test_record_keeps_what_a_program_says(record: Path, command: RunCommand) -> None:
    outcome = command("adapter", "record", "test.*")
    path = record / "observations" / "test.one.json"
    assert (outcome.code, outcome.out) == (0, "schemas/thing/observations/test.one.json: 4 cases\n")
    assert json.loads(path.read_text("utf-8"))["column"] == "test.one"


def test_record_check_passes_while_nothing_has_drifted(record: Path, command: RunCommand) -> None:
    command("adapter", "record")
    assert record.is_dir()
    outcome = command("adapter", "record", "--check")
    assert (outcome.code, outcome.out) == (0, "test.one: as recorded\n")


def test_record_check_fails_on_drift(record: Path, command: RunCommand) -> None:
    command("adapter", "record")
    adapt(record, "claims-the-runners-verdicts")
    path = record / "observations" / "test.one.json"
    path.write_text(path.read_text("utf-8").replace('"accept"', '"reject"', 1), "utf-8")
    outcome = command("adapter", "record", "--check")
    assert outcome.code == 1
    assert "recorded reject, now accept" in outcome.out


def test_record_check_passes_over_another_version_that_says_the_same(
    record: Path, command: RunCommand
) -> None:
    command("adapter", "record")
    path = record / "observations" / "test.one.json"
    path.write_text(path.read_text("utf-8").replace('"2.0"', '"1.9"'), "utf-8")
    outcome = command("adapter", "record", "--check")
    assert outcome.code == 0
    assert "test.one: recorded of subject 1.9, now it is subject 2.0" in outcome.out


def test_record_check_fails_where_nothing_is_recorded(record: Path, command: RunCommand) -> None:
    assert record.is_dir()
    outcome = command("adapter", "record", "--check")
    assert (outcome.code, outcome.out) == (1, "test.one: nothing is recorded of it\n")


def test_record_keeps_nothing_of_a_program_that_did_not_run(
    record: Path, command: RunCommand
) -> None:
    adapt(record, "always-yes")
    outcome = command("adapter", "record")
    assert outcome.code == 3
    assert "test.one: vacuous: it accepts a top-level array" in outcome.out
    assert not (record / "observations").exists()


def test_record_refuses_a_column_that_no_adapter_answers_for(
    record: Path, command: RunCommand
) -> None:
    assert record.is_dir()
    outcome = command("adapter", "record", "nothing.*")
    assert outcome.code == 2
    assert outcome.err == f"Error: no adapter answers for this column; {NAMED}"


@pytest.mark.parametrize("named", [[], ["test.one"]])
def test_record_says_where_there_is_no_adapter_at_all(
    named: list[str], record: Path, command: RunCommand
) -> None:
    shutil.rmtree(record / "adapters")
    outcome = command("adapter", "record", "--check", *named)
    assert outcome.code == 2
    assert "schemas/thing/adapters: there is no adapter here; write one, or take " in outcome.err


def test_without_a_work_folder_adapters_are_built_in_the_user_s_cache(
    project: Path, record: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert record.is_dir()
    monkeypatch.delenv("CONFORMANCE_WORK")
    monkeypatch.setenv("XDG_CACHE_HOME", str(project / "cache"))
    assert command(*LIVE).code == 0
    assert (project / "cache" / "conformance" / "thing" / "one").is_dir()


# --- words ---------------------------------------------------------------------------------------


def overview(*lines: dict[str, Any]) -> Overview:
    """Return the overview of a run that has these lines beside its header and footer."""
    tally = Tally()
    for line in fakes_results.typed({"kind": "header"}, *lines, {"kind": "footer"}):
        tally.add(line)
    return tally.overview()


def native(agree: int, both: int, *why: str | None) -> Native:
    return Native(
        column="n.a",
        declared="a.declared",
        agree=agree,
        both=both,
        differing=tuple(
            Differing(case=f"a/{n}", schema=Verdict.ACCEPT, native=Verdict.REJECT, why=text)
            for n, text in enumerate(why)
        ),
    )


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            native(1200, 1200),
            "schema and native agree on 1,200 of 1,200",
        ),
        (
            native(1, 3, "a", "b"),
            "schema and native agree on 1 of 3; the other 2 are explained",
        ),
        (
            native(1, 3, "a", None),
            "schema and native agree on 1 of 3; not explained: a/1",
        ),
    ],
)
def test_how_far_a_schema_is_confirmed_is_said(found: Native, words: str) -> None:
    assert native_words(found) == words


def test_each_program_has_a_line_and_schemas_have_none() -> None:
    subject = {"name": "lib", "version": "1", "date": "2026-01-02"}
    run = overview(
        {"kind": "column", "id": "a.declared", "judge": "schema"},
        {"kind": "column", "id": "n.a", "judge": "recorded", "subject": subject},
        {"kind": "column", "id": "n.b", "judge": "live", "subject": subject, "warnings": ["odd"]},
        {"kind": "column", "id": "n.c", "judge": "live", "not_run": "gone"},
    )
    assert program_lines(run.columns, replace(run.footer, natives=(native(1, 1),)), run.names) == [
        "n (a): lib 1, recorded 2026-01-02, schema and native agree on 1 of 1",
        "n (b): lib 1; odd",
        "n (c): not run: gone",
    ]
    assert [mark(column) for column in run.columns] == [
        "",
        " (recorded 2026-01-02)",
        "",
        " (not run)",
    ]


# --- one program, asked about --------------------------------------------------------------------


def test_a_program_is_explained_as_it_was_recorded(record: Path, command: RunCommand) -> None:
    assert record.is_dir()
    command("adapter", "record")
    told = command("explain", "state/idle", "test.one")
    assert told.code == 0, told.err
    assert "✓ test.one: accept" in told.out
    assert "Rerun: conformance judge - --columns test.one --live <<< " in told.out

    refuses(record, "state/idle", "no such \u202estate")
    alone = command("explain", "state/idle", "test.one").out.splitlines()
    first = alone.index("✗ test.one: reject")
    assert alone[first + 1] == "    /state: no such \\u202estate"
    assert not alone[first + 2].startswith("      ")
    assert "The accepted twin, state/on, is accepted by test.one too:" in alone
    brief = command("explain", "state/idle").out.splitlines()
    assert "✗ reject, as recorded: test.one" in brief
    assert "    /state: no such \\u202estate" not in brief


def test_which_type_a_program_took_it_for_is_said(record: Path, command: RunCommand) -> None:
    assert record.is_dir()
    command("adapter", "record")
    recorded_otherwise(record, "state/idle", verdict="accept", typed_as="Switch")
    assert "✓ test.one: accept, as Switch\n" in command("explain", "state/idle", "test.one").out


def test_a_program_of_which_nothing_is_recorded_is_told_of_only_when_asked_for(
    record: Path, command: RunCommand
) -> None:
    assert record.is_dir()
    assert "test.one" not in command("explain", "state/idle").out
    assert "· test.one: not-run" in command("explain", "state/idle", "test.one").out
    related = command("relate", "test.one", "open.declared")
    assert related.code == 3
    assert "test.one was not run: nothing is recorded of it" in related.err


def test_a_program_is_related_by_the_cases(record: Path, command: RunCommand) -> None:
    assert record.is_dir()
    command("adapter", "record")
    found = json.loads(command("relate", "test.one", "closed.decl*", "--format", "json").out)
    back = json.loads(command("relate", "closed.declared", "test.one", "--format", "json").out)

    assert (found["relation"], found["proven"]) == ("contains", False)
    assert (back["relation"], back["proven"]) == ("within", False)
    assert found["why_not"] == ["a program is compared by the cases alone, here by 4"]
    assert found["only_a"] == back["only_b"] == {"value": {"state": "?"}}
    (reason,) = found["reasons"]["only_a"]
    assert (reason["instance"], reason["keyword"]) == ("/state", "enum")
    form = Path(conformance.__file__).parent / "formats" / "relate.schema.json"
    jsonschema.validate(found, json.loads(form.read_text("utf-8")))
    told = command("relate", "closed.declared", "test.one").out
    assert "within, not proven: " in told
    assert "a program is compared by the cases alone" in told


@pytest.mark.parametrize(
    ("a", "b", "code", "words"),
    [
        ("test.one", "closed.declared", 1, "required: within; found: contains"),
        ("closed.declared", "test.one", 3, "whether A is within B is not decided: a program is"),
        ("test.one", "test.one", 3, "whether A is within B is not decided: a program is compared"),
        ("test.oen", "test.one", 2, "'test.oen' is neither a schema file nor a column"),
        ("test.one", "closed", 2, "'closed' is neither a schema file nor a column"),
        ("test.one", "open.json", 2, "can be compared with a column of its record only"),
        ("test.*", "open.json", 2, "'test.*' is a program: only schemas can be compared exactly"),
    ],
)
def test_what_only_cases_tell_is_no_proof(  # noqa: PLR0913, PLR0917  a table's columns
    record: Path, command: RunCommand, a: str, b: str, code: int, words: str
) -> None:
    assert record.is_dir()
    command("adapter", "record")
    outcome = command("relate", a, b, "--require", "within")
    assert outcome.code == code
    assert words in outcome.err


def test_a_program_says_the_same_as_itself(record: Path, command: RunCommand) -> None:
    assert record.is_dir()
    command("adapter", "record")
    found = json.loads(command("relate", "test.one", "test.one", "--format", "json").out)
    assert (found["a"], found["b"]) == ("test.one", "test.one")
    assert (found["relation"], found["proven"]) == ("equal", False)
    assert found["why_not"] == ["a program is compared by the cases alone, here by 4"]


def test_programs_are_among_the_columns_that_a_wrong_name_is_told(
    record: Path, command: RunCommand
) -> None:
    assert record.is_dir()
    told = command("relate", "test.oen", "closed.declared").err
    assert "the columns are closed.declared, closed.documented, open.declared, test.one" in told


def test_programs_are_not_listed_exactly(record: Path, command: RunCommand) -> None:
    assert record.is_dir()
    outcome = command("cells", "test.one")
    assert outcome.code == 2
    assert "'test.one' is a program: only schemas can be compared exactly" in outcome.err
    assert "closed.declared" in command("cells").out


def test_a_program_that_takes_anything_is_not_related(record: Path, command: RunCommand) -> None:
    assert record.is_dir()
    command("adapter", "record")
    recorded_otherwise(record, lenient=True)
    outcome = command("relate", "test.one", "open.declared")
    assert outcome.code == 2
    assert "test.one accepts nearly anything, by design" in outcome.err


def test_programs_alone_have_no_coverage(record: Path, command: RunCommand) -> None:
    assert record.is_dir()
    command("adapter", "record")
    outcome = command("corpus", "coverage", "--columns", "test.*")
    assert outcome.code == 5
    assert "no column is a schema, and only schemas have keywords and claims" in outcome.err


def test_a_program_that_refuses_shows_why_in_a_relation(record: Path, command: RunCommand) -> None:
    assert record.is_dir()
    command("adapter", "record")
    refuses(record, "state/on", "no such state")
    told = command("relate", "test.one", "open.declared").out.splitlines()
    first = told.index('B accepts, A rejects:  {"state": "on"}')
    assert told[first + 1] == "  /state: no such state"
    assert told[first + 2 :] == []


def test_a_program_judges_an_input_when_it_is_named(record: Path, command: RunCommand) -> None:
    assert record.is_dir()
    payload = b'{"state": "brand new"}'
    told = command("judge", "-", "--live", "--columns", "test.one", stdin=payload)
    assert (told.code, told.out) == (0, "✓ accept      test.one\n"), told.err
    beside = command(
        "judge", "-", "--live", "--columns", "test.*", "--columns", "open.*", stdin=payload
    )
    assert [line.split() for line in beside.out.splitlines()] == [
        ["✓", "accept", "open.declared"],
        ["✓", "accept", "test.one"],
    ]
    assert "test.one" not in command("judge", "-", stdin=payload).out
    assert "✓ accept      test.one\n" in command("judge", "-", "--live", stdin=payload).out
    unasked = command("judge", "-", "--columns", "test.one", stdin=payload)
    assert (unasked.code, unasked.out.splitlines()[0]) == (3, "· not-run     test.one")
    assert "`conformance judge --live` asks it" in unasked.err
    bytes_ = command("judge", "-", "--live", "--columns", "test.one", stdin=b"\xff")
    assert bytes_.code == 0, bytes_.err


def test_what_a_program_says_of_an_input_is_told_whole(record: Path, command: RunCommand) -> None:
    adapt(record, "says-why")
    asked = ("judge", "-", "--live", "--columns", "test.one")
    refused, taken = b'{"reject": 1}', b"{}"
    told = command(*asked, stdin=refused).out.splitlines()
    assert told == ["✗ reject      test.one", "              /reject: it is \\u202e there"]
    told = command(*asked, stdin=taken).out.splitlines()
    assert told == ["✓ accept      test.one", "              as Switch\\u202e"]

    form = Path(conformance.__file__).parent / "formats" / "judge.schema.json"
    for payload in (refused, taken):
        found = json.loads(command(*asked, "--format", "json", stdin=payload).out)
        jsonschema.validate(found, json.loads(form.read_text("utf-8")))
    assert found["columns"] == {
        "test.one": {"verdict": "accept", "reasons": [], "typed_as": "Switch\u202e"}
    }


def test_a_program_that_cannot_be_asked_makes_the_answer_incomplete(
    project: Path, record: Path, command: RunCommand
) -> None:
    command("adapter", "record")
    asked = ("judge", "-", "--live", "--columns", "test.one")
    adapt(record, "good", needs=["no-such-tool"])
    outcome = command(*asked, stdin=b"{}")
    assert outcome.code == 3
    assert "· not-run     test.one\n" in outcome.out
    assert "test.one was not run: no-such-tool is not installed" in outcome.err
    shutil.rmtree(record / "adapters")
    outcome = command(*asked, stdin=b"{}")
    assert outcome.code == 3
    assert "its adapter is not here, only what was recorded" in outcome.err
    outcome = command("judge", "-", "--live", "--columns", "test.two", stdin=b"{}")
    assert (outcome.code, outcome.out) == (2, "")
    assert (project / "schemas/thing/observations/test.one.json").is_file()
