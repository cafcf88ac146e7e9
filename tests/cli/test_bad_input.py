"""What users get wrong: the exit code, and words of the message. Never a traceback."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import signal
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fakes
import pytest

from conformance import cli
from conformance.cli import context
from conformance.cli.judge import judge as judge_command
from conformance.errors import DefectError
from conformance.judges.reasons import Explainer
from conformance.model import Judgement, Verdict
from conformance.record import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import MakeRecord, RunCommand

CLOSED = "schemas/thing/variants/closed"
CORPUS = "schemas/thing/corpus/all.json"


def put(path: str, content: Any) -> Callable[[Path], object]:
    """Return what writes a file of the project."""
    return lambda project: fakes.write_json(project / path, content)


def take(path: str) -> Callable[[Path], object]:
    """Return what removes a file of the project."""
    return lambda project: (project / path).unlink()


def case_with(**parts: Any) -> Callable[[Path], object]:
    """Return what writes a corpus of one case."""
    entry = {**fakes.case_entry("a/b", 1), **parts}
    return put(CORPUS, {"format": 1, "record": "thing", "cases": [entry]})


def second_record(project: Path) -> None:
    put("schemas/other/variants/v/declared.schema.json", True)(project)


def replaced_by_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.touch()


def loop(project: Path) -> None:
    put(f"{CLOSED}/declared.schema.json", {"$ref": "#"})(project)


NOTHING: Callable[[Path], object] = lambda _: None  # noqa: E731  a row of the table

TABLE: list[tuple[str, Callable[[Path], object], list[str], int, list[str]]] = [
    # schemas
    ("a schema that is no JSON", put(f"{CLOSED}/declared.schema.json", "{"), ["run"], 2,
     [f"{CLOSED}/declared.schema.json at line 1", "not one well-formed JSON text"]),
    ("a schema with a misspelt keyword", put(f"{CLOSED}/declared.schema.json", {"requird": ["a"]}),
     ["judge"], 2, [f"{CLOSED}/declared.schema.json at /requird", 'did you mean "required"?']),
    ("a keyword of the wrong type", put(f"{CLOSED}/declared.schema.json", {"type": "text"}),
     ["run"], 2, ["declared.schema.json at /type", '"text"']),
    ("a reference to nothing", put(f"{CLOSED}/declared.schema.json", {"$ref": "#/$defs/x"}),
     ["run"], 2, ["declared.schema.json at /$ref", "leads to nothing that is a schema"]),
    ("a reference to itself", loop, ["judge"], 2, ["at /$ref", "leads back to itself"]),
    ("a dynamic reference beside silence",
     put(f"{CLOSED}/declared.schema.json",
         {"$dynamicAnchor": "a", "items": {"$dynamicRef": "#a"}, "not": {"x-silent": "?"}}),
     ["run"], 2, ["not understood in a record", 'name the schema with "$ref"']),
    ("a pattern of Python's", put(f"{CLOSED}/declared.schema.json", {"pattern": "a\\Z"}),
     ["run"], 2, [f"{CLOSED}/declared.schema.json", "ECMA-262"]),
    ("a variant without a schema", take(f"{CLOSED}/declared.schema.json"), ["run"], 2,
     [f"{CLOSED}: the folder holds no declared.schema.json"]),
    ("a broken variant.json", put(f"{CLOSED}/variant.json", {"format": 2}), ["judge"], 2,
     [f"{CLOSED}/variant.json at /format", "format 2"]),
    # the corpus
    ("a corpus that is no JSON", put(CORPUS, "[,"), ["run"], 2, [f"{CORPUS} at line 1"]),
    ("a case without an expectation", case_with(expect={}), ["run"], 2,
     [f"{CORPUS} at /cases/0/expect", '"verdict" is a required property']),
    ("a case near to nothing", case_with(near="a/none"), ["run"], 2,
     [f"{CORPUS} at /cases/0/near", "there is no case a/none"]),
    ("a corpus of another record",
     put(CORPUS, {"format": 1, "record": "else", "cases": []}), ["run"], 2,
     [f"{CORPUS} at /record", '"else"']),
    ("no corpus at all", take(CORPUS), ["run"], 5, ["schemas/thing/corpus: the corpus has no case",
     "conformance corpus new"]),
    ("a corpus without a case", put(CORPUS, {"format": 1, "record": "thing", "cases": []}),
     ["run"], 5, ["the corpus has no case"]),
    ("a folder that is a file", lambda project: replaced_by_file(project / "schemas/thing/corpus"),
     ["run"], 2, ["schemas/thing/corpus: this has to be a folder; make it a folder"]),
    # settings
    ("settings that are no TOML", put("pyproject.toml", "[tool"), ["run"], 2,
     ["pyproject.toml: not TOML"]),
    ("an unknown setting", put("pyproject.toml", "[tool.conformance]\ncolumn = ['a']"), ["judge"],
     2, ["pyproject.toml at [tool.conformance]", "unknown setting 'column'"]),
    ("a record setting that names nothing",
     put("pyproject.toml", "[tool.conformance]\nrecords = ['x']"), ["run"], 2,
     ["no folder matches 'x'"]),
    ("a column setting that matches nothing",
     put("pyproject.toml", "[tool.conformance]\ncolumns = ['x.*']"), ["run"], 2,
     ["no column matches 'x.*'; the columns are closed.declared, closed.documented, open.declared"
      ]),
    # the command line
    ("an unknown column", NOTHING, ["judge", "--columns", "rust.*"], 2, ["no column matches"]),
    ("an unknown record", NOTHING, ["run", "--record", "x"], 2,
     ["there is no record 'x'", "at hand are thing"]),
    ("a folder that is no record", NOTHING, ["run", "--record", "schemas"], 5,
     ["schemas: the record holds no variant"]),
    ("several records", second_record, ["run"], 2,
     ["there are several records: other, thing", "--record"]),
    ("an unknown option", NOTHING, ["run", "--colums", "x"], 2, ["No such option"]),
    ("an unknown command", NOTHING, ["rum"], 2, ["No such command"]),
    ("an unknown format", NOTHING, ["judge", "--format", "xml"], 2, ["'xml' is not one of"]),
    ("a missing input", NOTHING, ["judge", "none.json"], 2,
     ["none.json: cannot be read: No such file or directory"]),
    ("a folder as the input", NOTHING, ["judge", "schemas"], 2,
     ["schemas: cannot be read: Is a directory"]),
    ("a file in the place of the reports", put("out", "mine"), ["run", "--out", "out"], 2,
     ["out: cannot be written: File exists", "name a folder that you may write to"]),
    ("a file on the way to the reports", put("out", "mine"), ["run", "--out", "out/x"], 2,
     ["cannot be written: Not a directory"]),
    ("a folder in the place of a report",
     lambda project: (project / "reports" / "summary.md").mkdir(parents=True), ["run"], 2,
     ["reports: cannot be written: Is a directory: summary.md"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("prepare", "arguments", "code", "words"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_bad_input_ends_with_its_code_and_says_what_to_mend(  # noqa: PLR0913, PLR0917  a table
    project: Path,
    command: RunCommand,
    prepare: Callable[[Path], object],
    arguments: list[str],
    code: int,
    words: list[str],
) -> None:
    prepare(project)

    outcome = command(*arguments, stdin=b"{}")

    assert outcome.code == code, outcome.err
    assert [word for word in words if word not in outcome.err] == []
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    assert "our fault" not in outcome.err


LINKS = [
    ("schemas/thing/baseline.json", ["run"]),
    ("schemas/thing/baseline.json", ["baseline", "update"]),
    ("schemas/thing/named.json", ["run", "--baseline", "schemas/thing/named.json"]),
    ("schemas/thing/record.json", ["run"]),
    ("schemas/thing/variants", ["run"]),
    ("schemas/thing/variants/more", ["run"]),
    (f"{CLOSED}/variant.json", ["run"]),
    (f"{CLOSED}/declared.schema.json", ["run"]),
    (f"{CLOSED}/documented.schema.json", ["run"]),
    (f"{CLOSED}/spare.schema.json", ["run"]),
    ("schemas/thing/corpus", ["run"]),
    ("schemas/thing/corpus/more.json", ["run"]),
    ("schemas/thing/corpus/README.md", ["corpus", "export", "bundle", "--version", "2026.1"]),
    ("schemas/thing/corpus.digests.json", ["corpus", "check"]),
    ("schemas/thing/adapters", ["run"]),
    ("schemas/thing/adapters/one", ["run"]),
    ("schemas/thing/adapters/one/adapter.json", ["run"]),
    ("schemas/thing/observations", ["run"]),
    ("schemas/thing/observations/a.json", ["run"]),
    ("schemas/more", ["run"]),
    ("schemas", ["run"]),
    ("elsewhere", ["run", "--record", "elsewhere"]),
    ("pyproject.toml", ["run"]),
]


@pytest.mark.parametrize("loops", [False, True])
@pytest.mark.parametrize(("link", "arguments"), LINKS, ids=[f"{a} {b[0]}" for a, b in LINKS])
def test_a_link_that_leads_nowhere_is_no_missing_file(
    project: Path, command: RunCommand, link: str, arguments: list[str], *, loops: bool
) -> None:
    path = project / link
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(path.name if loops else "gone.json")

    outcome = command(*arguments)

    assert (outcome.code, outcome.out) == (2, ""), outcome.err
    leads, target = ("back to itself", path.name) if loops else ("nowhere", "gone.json")
    assert f"{link}: a link that leads {leads}: it points to {target}; make it" in outcome.err
    assert not (project / "reports").exists()


def test_a_setting_s_pattern_passes_over_no_link_that_leads_nowhere(
    project: Path, command: RunCommand
) -> None:
    (project / "pyproject.toml").write_text(
        "[tool.conformance]\nrecords = ['schemas/*']\n", "utf-8"
    )
    (project / "schemas" / "more").symlink_to("gone")

    outcome = command("run")

    assert outcome.code == 2
    assert "schemas/more: a link that leads nowhere: it points to gone" in outcome.err


@pytest.mark.parametrize("epoch", ["soon", "-99999999999999", "99999999999999", "9" * 5000, ""])
@pytest.mark.usefixtures("project")
def test_a_date_that_is_none_is_a_usage_error(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    outcome = command("run")

    assert outcome.code == 2
    assert "SOURCE_DATE_EPOCH is not a number of seconds" in outcome.err


def test_where_no_record_is_at_hand_the_mend_is_to_name_or_write_one(
    tmp_path: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(choose, "files", lambda _: tmp_path / "installed")

    assert [command("judge").code, command("judge", "--record", "x").code] == [5, 2]
    assert "there is no record here; name one with --record, or write one" in command("judge").err
    assert "at hand are none" in command("judge", "--record", "x").err


def test_two_records_of_one_name_are_not_mistaken_for_one_another(
    project: Path, make_record: MakeRecord, command: RunCommand
) -> None:
    make_record(project / "more" / "thing")
    (project / "pyproject.toml").write_text(
        "[tool.conformance]\nrecords = ['schemas/*', 'schemas/thing', 'more/thing']\n",
        "utf-8",
    )

    outcome = command("run")

    assert outcome.code == 2
    assert "two records are called thing" in outcome.err


# --- nothing old is lost -------------------------------------------------------------------------


def reports(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "reports").iterdir()}


def test_a_full_disk_keeps_the_old_reports(
    project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("run")
    old = reports(project)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    outcome = command("run")

    assert outcome.code == 3
    assert outcome.err == (
        "Error: reports: the disk is full; the old files are unchanged; "
        "free some space, or name another folder\n"
    )
    assert reports(project) == old


def test_a_defect_keeps_the_old_reports(
    project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("run")
    old = reports(project)
    monkeypatch.setattr(Explainer, "explain", lambda *_: Judgement(verdict=Verdict.REJECT))

    outcome = command("run")

    assert outcome.code == DefectError.exit_code == 4
    assert "jsonschema-rs says accept, jsonschema says reject" in outcome.err
    assert "please report this" in outcome.err
    assert reports(project) == old


def test_an_interrupt_keeps_the_old_reports(project: Path, make_record: MakeRecord) -> None:
    old = fakes.write_json(project / "reports" / "results.jsonl", "old")
    cases = [fakes.case_entry(f"n/{n}", {"state": str(n)}) for n in range(20_000)]
    make_record(project / "schemas" / "thing", cases=cases)
    running = fakes.start("run", cwd=project)
    end = time.monotonic() + 60
    while not list((project / "reports").glob(".partial-*")) and time.monotonic() < end:
        assert running.poll() is None, "it ended before it could be interrupted"
        time.sleep(0.01)

    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)

    assert running.returncode == 130
    assert out == b""
    assert err.strip() == b"interrupted; nothing was replaced"
    assert [path.name for path in old.parent.iterdir()] == ["results.jsonl"]
    assert old.read_text("utf-8") == "old"


# --- standard output -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_leaves_is_nobodys_fault(project: Path, form: str) -> None:
    payload = fakes.write_json(project / "payload.json", {})
    end, start = os.pipe()
    os.close(end)

    with fakes.start("judge", str(payload), "--format", form, cwd=project, stdout=start) as running:
        os.close(start)
        _, err = running.communicate(timeout=60)

    assert (running.returncode, err) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_under_standard_output_is_told(project: Path) -> None:
    payload = fakes.write_json(project / "payload.json", {})

    with (
        Path("/dev/full").open("wb") as full,
        fakes.start("judge", str(payload), cwd=project, stdout=full) as running,
    ):
        _, err = running.communicate(timeout=60)

    assert running.returncode == 3
    assert err == b"Error: standard output: the disk is full; free some space\n"


@pytest.mark.parametrize(
    ("number", "code", "message"),
    [
        (errno.EPIPE, 0, ""),
        (errno.ENOSPC, 3, "Error: standard output: the disk is full; free some space\n"),
        (errno.EIO, 4, "Error: this is our fault, not yours: OSError: [Errno 5] Input/output "),
    ],
)
@pytest.mark.usefixtures("project")
def test_an_output_that_fails_ends_by_what_failed(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    number: int,
    code: int,
    message: str,
) -> None:
    def fail(**_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("sys.argv", ["conformance", "judge"])
    monkeypatch.setattr(judge_command, "callback", fail)

    with pytest.raises(SystemExit) as end:
        cli.main()

    assert end.value.code == code
    assert capfd.readouterr().err.startswith(message)


def test_a_reader_that_leaves_the_console_is_told_of_as_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Closed())

    with pytest.raises(BrokenPipeError):
        context.console().print("x")


@pytest.mark.usefixtures("project")
def test_an_interrupted_command_says_that_nothing_was_replaced(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(judge_command, "callback", interrupt)

    outcome = command("judge")

    assert outcome.code == 130
    assert outcome.err.strip() == "interrupted; nothing was replaced"


def test_a_terminal_that_knows_ascii_only_shows_escapes(project: Path) -> None:
    payload = fakes.write_json(project / "payload.json", {})
    ascii_only = {"PYTHONIOENCODING": "ascii"}

    with fakes.start("judge", str(payload), cwd=project, env=ascii_only) as running:
        out, err = running.communicate(timeout=60)

    assert (running.returncode, err) == (0, b"")
    assert out.startswith(b"\\u2713 accept")


# --- our own fault -------------------------------------------------------------------------------


@pytest.mark.usefixtures("project")
def test_a_defect_of_ours_reads_as_one_and_shows_its_traceback_only_when_asked(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(Explainer, "explain", fail)
    plain = command("judge", stdin=b"{}")
    monkeypatch.setenv("CONFORMANCE_DEBUG", "1")
    asked = command("judge", stdin=b"{}")

    assert (plain.code, asked.code) == (4, 4)
    assert plain.err == (
        "Error: this is our fault, not yours: ZeroDivisionError: by zero; "
        "please report it with what CONFORMANCE_DEBUG=1 prints\n"
    )
    assert "Traceback" in asked.err


def test_an_input_that_is_no_json_is_an_answer_and_no_error(
    project: Path, command: RunCommand
) -> None:
    fakes.write_json(project / "bad.json", "[1,]")

    outcome = command("judge", "bad.json", "--format", "json")

    assert outcome.code == 0
    assert {
        (answer["verdict"], answer["note"])
        for answer in json.loads(outcome.out)["columns"].values()
    } == {("unsupported", "not one well-formed JSON text")}


@pytest.mark.usefixtures("project")
def test_the_module_is_the_command_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["conformance", "--version"])

    with pytest.raises(SystemExit) as end:
        import_module("conformance.__main__")

    assert end.value.code == 0
    assert "version" in capsys.readouterr().out


@pytest.mark.usefixtures("project")
def test_output_that_is_captured_in_memory_is_written_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = io.StringIO()
    monkeypatch.setattr(sys, "stdout", memory)
    monkeypatch.setattr(sys, "argv", ["conformance", "--version"])

    with pytest.raises(SystemExit):
        cli.main()

    assert "version" in memory.getvalue()
