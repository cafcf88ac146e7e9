"""`conformance judge`: recorded programs, several inputs, and programs that are asked now."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fakes
import pytest
from fakes import ACCEPT, REJECT, reason
from fakes.recorded import ELSE, IDLE, MORE, ON, write_observation
from jsonschema import Draft202012Validator

import conformance
from conformance.model import Judgement

if TYPE_CHECKING:
    from conftest import RunCommand

FORM = Draft202012Validator(
    json.loads(
        (Path(conformance.__file__).parent / "formats" / "judge.schema.json").read_text("utf-8")
    )
)
BAD = Path(__file__).parents[1] / "adapters_bad" / "adapter.py"


@pytest.fixture
def recorded(project: Path) -> Path:
    """Give a project with two recorded programs, of which one refuses a state."""
    write_observation(project, {ON: ACCEPT, IDLE: ACCEPT, ELSE: ACCEPT, MORE: ACCEPT})
    why = Judgement(verdict=REJECT, reasons=(reason("/state", message="no such state"),))
    write_observation(project, {ON: ACCEPT, IDLE: why, ELSE: why, MORE: ACCEPT}, name="two")
    return project


def add_adapter(project: Path, name: str = "one", **more: Any) -> None:
    """Write an adapter that notes each start in the file `started`."""
    start = f"echo {name} $0 >> {project}/started; exec {sys.executable} -S {BAD} good"
    content = {
        "format": 1,
        "columns": [f"test.{name}"],
        "targets": {f"test.{name}": "things"},
        "command": ["sh", "-c", start],
    }
    path = project / "schemas" / "thing" / "adapters" / name / "adapter.json"
    fakes.write_json(path, {**content, **more})


def started(project: Path) -> list[str]:
    return (project / "started").read_text("utf-8").splitlines()


def programs(out: str) -> list[str]:
    """Return the lines after those of the schemas."""
    lines = out.splitlines()
    last = max(n for n, line in enumerate(lines) if "open.declared" in line)
    return lines[last + 1 :]


# --- recorded programs ---------------------------------------------------------------------------


@pytest.mark.usefixtures("recorded")
def test_a_recorded_case_answers_for_programs(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    outcome = command("judge", stdin=b'{"state": "!"}')

    assert (outcome.code, outcome.err) == (0, "")
    assert programs(outcome.out) == [
        "✓ accept      test.one as in case state/else (recorded 2026-01-02)",
        "✗ reject      test.two as in case state/else (recorded 2026-01-02)",
        "              /state: no such state",
        "              state/else differs from this input at /state",
        "",
        "Findings that it shows",
        "conflict      Any other string as a `state`",
        "              ✓ open, one (test)",
        "              ✗ closed, two (test)",
    ]


@pytest.mark.usefixtures("recorded")
def test_programs_that_say_the_same_of_one_case_stand_together(command: RunCommand) -> None:
    outcome = command("judge", stdin=b'{ "state": "on" }')

    assert programs(outcome.out) == [
        "✓ accept      it is case state/on (recorded 2026-01-02)",
        "              test.one, test.two",
    ]


@pytest.mark.usefixtures("recorded")
def test_the_answers_as_json_name_the_case(command: RunCommand) -> None:
    outcome = command("judge", "--format", "json", stdin=b'{"state": "!"}')

    answer = json.loads(outcome.out)
    assert [error.message for error in FORM.iter_errors(answer)] == []
    case = {"case": ELSE, "date": "2026-01-02", "same": False, "differs": ["/state"]}
    assert answer["columns"]["test.one"] == {"verdict": "accept", "reasons": [], "recorded": case}
    assert answer["columns"]["test.two"]["recorded"] == case
    assert answer["columns"]["test.two"]["reasons"][0]["message"] == "no such state"
    assert "recorded" not in answer["columns"]["open.declared"]
    assert answer["findings"] == [
        {
            "ids": ["/state = any other string"],
            "title": "Any other string as a `state`",
            "kinds": ["conflict"],
            "accept": ["open.declared", "test.one"],
            "reject": ["closed.declared", "closed.documented", "test.two"],
            "silent": [],
        }
    ]
    assert "live" not in answer


@pytest.mark.usefixtures("recorded")
def test_the_input_itself_is_said_to_be_the_case(command: RunCommand) -> None:
    outcome = command("judge", "--format", "json", stdin=b'{"state": "idle"}')

    case = json.loads(outcome.out)["columns"]["test.two"]["recorded"]
    assert case == {"case": IDLE, "date": "2026-01-02", "same": True, "differs": []}


@pytest.mark.usefixtures("recorded")
def test_a_program_without_a_case_like_the_input_is_not_known(command: RunCommand) -> None:
    payload = b'{"state": 1}'

    assert "· not known   no recorded case tells: test.one, test.two" in programs(
        command("judge", stdin=payload).out
    )
    answer = json.loads(command("judge", "--format", "json", stdin=payload).out)
    assert [x for x in answer["columns"] if x.startswith("test.")] == []


@pytest.mark.usefixtures("recorded")
def test_a_program_that_is_named_answers_or_is_not_run(command: RunCommand) -> None:
    known = command("judge", "--columns", "test.two", stdin=b'{"state": "?"}')
    unknown = command("judge", "--columns", "test.*", stdin=b'{"state": 1}')

    assert known.code == 0
    assert known.out.startswith("✗ reject      test.two it is case state/else (recorded 2026-01-02")
    assert "open" in known.out  # the others stand in the finding
    assert unknown.code == 3
    assert unknown.out.startswith("· not-run     test.one\n")
    assert "no recorded case tells what it does here; `conformance judge --live`" in unknown.err


@pytest.mark.usefixtures("recorded")
def test_schemas_alone_are_judged_without_the_cases(command: RunCommand, project: Path) -> None:
    (project / "schemas/thing/corpus/all.json").write_text("{", "utf-8")

    assert command("judge", "--columns", "*.declared", stdin=b"{}").code == 0
    assert command("judge", stdin=b"{}").code == 2


def test_only_the_first_reasons_of_a_program_are_printed(
    project: Path, command: RunCommand
) -> None:
    reasons = tuple(reason(f"/{n}", message="no") for n in range(5))
    said = Judgement(verdict=REJECT, reasons=reasons, note="odd", typed_as="Thing")
    write_observation(project, {ON: said})

    assert programs(command("judge", stdin=b'{"state": "on"}').out) == [
        "✗ reject      test.one it is case state/on (recorded 2026-01-02)",
        "              as Thing",
        "              odd",
        "              /0: no",
        "              /1: no",
        "              /2: no",
        "              and 2 more",
    ]


def test_only_the_first_places_at_which_a_case_differs_are_printed(
    project: Path, command: RunCommand
) -> None:
    write_observation(project, {MORE: ACCEPT})
    payload = json.dumps({"state": "on"} | dict.fromkeys("abcdefg", 1))

    assert "more/unlisted differs from this input at /a, /b, /c, /d, /e and 3 more" in (
        command("judge", stdin=payload.encode()).out
    )


# --- the command that asks now -------------------------------------------------------------------


def command_of(outcome: fakes.Outcome) -> str:
    return str(json.loads(outcome.out)["live"])


def test_the_command_that_asks_now_is_named(recorded: Path, command: RunCommand) -> None:
    add_adapter(recorded, "one")
    add_adapter(recorded, "two")
    add_adapter(recorded, "three", example=True)
    fakes.write_json(recorded / "a b.json", {"state": "!"})
    fakes.write_json(recorded / "-c.json", {"state": 1})
    asked = ("judge", "--format", "json")

    last = command("judge", "a b.json").out.splitlines()[-1]
    assert last == "Ask now: conformance judge 'a b.json' --columns test.two --live"
    assert command_of(command(*asked, "--columns", "*.one", "--columns", "open.*", "a b.json")) == (
        "conformance judge 'a b.json' --columns '*.one' --live"
    )
    assert command_of(command(*asked, "--record", "thing", "--", "-c.json")) == (
        "conformance judge ./-c.json --record thing --columns test.one --live"
    )
    assert command_of(command(*asked, stdin=b'{"state": "on"}')) == (
        'conformance judge - --columns test.one --live <<< \'{"state": "on"}\''
    )
    assert not (recorded / "started").exists()


# --- several inputs ------------------------------------------------------------------------------


def test_several_inputs_are_judged_one_document_a_line(project: Path, command: RunCommand) -> None:
    fakes.write_json(project / "a.json", {"state": "on"})
    fakes.write_json(project / "lines", '{"state": 1}\r\n\n{"state": "off"}\n')

    outcome = command(
        *("judge", "a.json", "-", "--lines", "lines", "--format", "json"), stdin=b'{"more": 1}'
    )

    answers = [json.loads(line) for line in outcome.out.splitlines()]
    assert [[*FORM.iter_errors(answer)] for answer in answers] == [[]] * 4
    assert [
        (answer["input"], answer["columns"]["closed.declared"]["verdict"]) for answer in answers
    ] == [("a.json", "accept"), ("-", "silent"), ("lines:1", "reject"), ("lines:3", "accept")]


def test_several_inputs_stand_under_their_names(project: Path, command: RunCommand) -> None:
    for name in "ab":
        fakes.write_json(project / f"{name}.json", {"state": "on"})

    outcome = command("judge", "a.json", "b.json", "--columns", "open.*")

    verdict = "✓ accept      open.declared"
    assert outcome.out.splitlines() == ["a.json:", verdict, "", "b.json:", verdict]


def test_one_line_is_one_of_several(project: Path, command: RunCommand) -> None:
    assert project.is_dir()
    outcome = command("judge", "--lines", "-", "--format", "json", stdin=b"{}")

    assert json.loads(outcome.out)["input"] == "-:1"


def test_sources_judge_several_inputs(project: Path, command: RunCommand) -> None:
    fakes.write_json(project / "s.json", {"type": "object"})

    outcome = command(
        "judge", "--lines", "-", "--against", "s.json", "--format", "json", stdin=b"{}\n1"
    )

    verdicts = [json.loads(line)["columns"] for line in outcome.out.splitlines()]
    assert [[x["verdict"] for x in columns.values()] for columns in verdicts] == [
        ["accept"],
        ["reject"],
    ]


# --- programs that are asked now -----------------------------------------------------------------


@pytest.fixture
def adapted(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project with an adapter of one column, and one of two."""
    monkeypatch.setenv("CONFORMANCE_WORK", str(project / "work"))
    add_adapter(project, "one", build=[["sh", "-c", f"echo one >> {project}/built"]])
    add_adapter(
        project,
        "two",
        build=[["sh", "-c", f"echo two >> {project}/built"]],
        columns=["test.two", "test.three"],
        targets={"test.two": "things", "test.three": "things"},
        arguments={"test.two": ["2"], "test.three": ["3"]},
    )
    return project


def test_a_program_is_started_once_for_all_inputs(adapted: Path, command: RunCommand) -> None:
    payloads = b'{"state": 1}\n{"reject": 1}\n{}\n'

    outcome = command(
        *("judge", "--lines", "-", "--live", "--columns", "test.*", "--format", "json"),
        stdin=payloads,
    )

    assert outcome.code == 0, outcome.err
    answers = [json.loads(line)["columns"] for line in outcome.out.splitlines()]
    assert [[x["verdict"] for x in columns.values()] for columns in answers] == [
        ["accept"] * 3,
        ["reject"] * 3,
        ["accept"] * 3,
    ]
    assert started(adapted) == ["one sh", "two 3", "two 2"]
    assert (adapted / "built").read_text("utf-8") == "one\ntwo\n"


@pytest.mark.parametrize(
    ("column", "starts", "builds"),
    [("test.one", ["one sh"], "one\n"), ("test.three", ["two 3"], "two\n")],
)
def test_only_the_programs_that_are_named_are_built_and_started(
    adapted: Path, command: RunCommand, column: str, starts: list[str], builds: str
) -> None:
    outcome = command("judge", "--live", "--columns", column, stdin=b"{}")

    assert (outcome.code, outcome.out) == (0, f"✓ accept      {column}\n")
    assert started(adapted) == starts
    assert (adapted / "built").read_text("utf-8") == builds


# --- bad input -----------------------------------------------------------------------------------

TWICE = "standard input can be read only once; name - once"
BAD_INPUT: list[tuple[list[str], bytes, int, str, str]] = [
    (["a.json", "none.json"], b"", 2, "", "none.json: cannot be read: No such file"),
    (["a.json", "empty.json", "--columns", "test.*"], b"", 3, "empty.json:",
     "test.one was not run on empty.json: no recorded case tells what it does here"),
    (["empty.json"], b"", 0, "not one well-formed JSON text", ""),
    ([], b"{", 0, "no recorded case tells: test.one, test.two", ""),
    (["-"], b"\xff", 0, "no recorded case tells: test.one, test.two", ""),
    (["--columns", "test.two"], b"{", 3, "· not-run     test.two", "no recorded case tells"),
    (["--columns", "sdk.*"], b"{}", 2, "", "no column matches 'sdk.*'"),
    (["--live", "--columns", "test.one"], b"{}", 3, "· not-run     test.one",
     "its adapter is not here, only what was recorded"),
    (["--live", "--columns", "test.one", "a.json", "a.json"], b"", 3, "a.json:",
     "test.one was not run on a.json: its adapter is not here"),
    (["-", "-"], b"{}", 2, "", TWICE),
    (["-", "--lines", "-"], b"{}", 2, "", TWICE),
    (["--lines", "-"], b"\n \n", 5, "", "standard input: there is no line with an input"),
    (["--lines", "empty.json"], b"", 5, "", "empty.json: there is no line with an input; write"),
    (["--lines", "none"], b"", 2, "", "none: cannot be read"),
    (["a.json", "--against", "a.json", "--live"], b"", 2, "", "--against needs no record"),
]  # fmt: skip


@pytest.mark.parametrize("row", BAD_INPUT, ids=[" ".join(row[0]) for row in BAD_INPUT])
def test_bad_input_is_told(
    recorded: Path, command: RunCommand, row: tuple[list[str], bytes, int, str, str]
) -> None:
    arguments, stdin, code, out, err = row
    fakes.write_json(recorded / "a.json", {"state": "on"})
    (recorded / "empty.json").touch()

    outcome = command("judge", *arguments, stdin=stdin)

    assert outcome.code == code, outcome.err
    assert out in outcome.out
    assert err in outcome.err
    assert bool(outcome.out) == bool(out)


def test_a_record_without_observations_answers_as_its_schemas_do(
    project: Path, command: RunCommand
) -> None:
    add_adapter(project)

    outcome = command("judge", "--format", "json", stdin=b'{"state": "?"}')
    assert {*json.loads(outcome.out)} == {"record", "columns"}
    outcome = command("judge", "--columns", "test.one", stdin=b"{}")
    assert outcome.code == 3
    assert "a program runs only when asked to; `conformance judge --live` asks it" in outcome.err
