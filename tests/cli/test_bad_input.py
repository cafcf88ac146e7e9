"""What users get wrong: the exit code, and words of the message. Never a traceback."""

from __future__ import annotations

import errno
import io
import json
import os
import select
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import fakes
import pytest

from conformance import cli
from conformance.cli.context import announce
from conformance.cli.judge import judge as judge_command
from conformance.compare.disagreements import Comparison
from conformance.errors import DefectError
from conformance.judges.reasons import Explainer
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


OF_ONE_RECORD = (
    ["judge", "-"],
    ["findings"],
    ["explain", "state/on"],
    ["relate", "open.declared", "closed.declared"],
    ["cells"],
    ["bug", "open.declared"],
    ["generate", "--examples", "100"],
    ["baseline", "update"],
    ["releases", "open.declared", "npm:a@{version}/a.ts#A"],
    ["corpus", "coverage"],
    ["corpus", "new", "--id", "a/b"],
    ["corpus", "export", "bundle"],
    ["corpus", "package", "bundle", "dist"],
    ["variant", "add", "a", "a.ts#A"],
    ["variant", "refresh"],
    ["variant", "show", "open"],
    ["adapter", "check", "--", "true"],
)
"""Every command that takes one record."""


def replaced_by_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.touch()


def loop(project: Path) -> None:
    put(f"{CLOSED}/declared.schema.json", {"$ref": "#"})(project)


def pipe(path: str) -> Callable[[Path], object]:
    """Return what puts a pipe in the place of a file."""

    def put_pipe(project: Path) -> None:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).unlink(missing_ok=True)
        os.mkfifo(project / path)

    return put_pipe


def adapter(**parts: Any) -> Callable[[Path], object]:
    """Return what writes an adapter."""
    content = {"format": 1, "columns": ["sdk.x"], "command": ["true"], **parts}
    return put("schemas/thing/adapters/x/adapter.json", content)


def adapter_with_pipe(project: Path) -> None:
    adapter()(project)
    pipe("schemas/thing/adapters/x/data")(project)


NEW = ["--id", "a/b", "--title", "x", "--expect", "accept"]
JSON = ["judge", "payload.json", "--format", "json"]
NUL = "[tool.conformance]\n{}"
ENDLESS = ["more than 67,108,864 bytes", "conformance --max-bytes BYTES", "max_bytes under [tool."]
NO_FILE = "it is no regular file"

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
    *(
        (f"several records: {' '.join(arguments)}", second_record, arguments, 2,
         ["Error: there are several records: other, thing; name one with --record"])
        for arguments in OF_ONE_RECORD
    ),
    ("two records for one command", second_record,
     ["findings", "--record", "other", "--record", "thing"], 2,
     ["Invalid value for '--record': this command takes one record, not 2: other, thing"]),
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
    # numbers past the largest float
    ("a schema with an integer of 310 digits",
     put(f"{CLOSED}/declared.schema.json", {"maximum": 10**309}), ["run"], 2,
     [f"{CLOSED}/declared.schema.json at /maximum: an integer of 310 digits is larger than a"]),
    ("an integer of 400 digits deep in a schema that stands alone",
     put("a.json", {"anyOf": [{"enum": [-(10**399)]}]}), ["relate", "a.json", "a.json"], 2,
     ["a.json at /anyOf/0/enum/0: an integer of 400 digits is larger than a float can be"]),
    ("an integer of 4400 digits in a schema that stands alone",
     put("a.json", f'{{"maximum": {"9" * 4400}}}'), ["relate", "a.json", "a.json"], 2,
     ["a.json: an integer of 4400 characters cannot be held"]),
    ("a corpus with an integer of 4400 digits", put(CORPUS, f'{{"format": {"9" * 4400}}}'),
     ["run"], 2, [f"{CORPUS}: an integer of 4400 characters cannot be held"]),
    ("a results file with an integer of 4400 digits",
     put("r.jsonl", f'{{"kind": "run", "format": {"9" * 4400}}}'), ["report", "r.jsonl"], 2,
     ["r.jsonl at line 1: not JSON"]),
    # NUL characters
    ("a NUL in the folder of reports", put("pyproject.toml", NUL.format('out = "a\\u0000b"')),
     ["run"], 2, ["[tool.conformance] out: out is not a string without NUL characters"]),
    ("a NUL in a record's folder", put("pyproject.toml", NUL.format('records = ["a\\u0000b"]')),
     ["run"], 2, ["records is not a list of strings without NUL characters"]),
    ("a NUL in a column", put("pyproject.toml", NUL.format('columns = ["a\\u0000b"]')),
     ["judge"], 2, ["columns is not a list of strings without NUL characters"]),
    ("a NUL in the name of an input", NOTHING, ["judge", "a\0b"], 2,
     ["'a\\x00b': cannot be read: its name holds a NUL character"]),
    ("a NUL in an adapter's command", adapter(command=["a\0b"]), ["run", "--live"], 2,
     ["x/adapter.json at /command/0"]),
    ("a NUL in an adapter's argument", adapter(arguments={"sdk.x": ["a\0b"]}), ["run", "--live"],
     2, ["x/adapter.json at /arguments/sdk.x/0"]),
    # what never ends, or may
    ("an input without end", NOTHING, ["judge", "/dev/zero"], 2,
     ["/dev/zero: there are", *ENDLESS]),
    ("a schema without end", NOTHING, ["relate", "/dev/zero", "/dev/zero"], 2,
     ["/dev/zero: there are", *ENDLESS]),
    ("a list without end", NOTHING, ["run", "--baseline", "/dev/zero"], 2,
     ["/dev/zero: there are", *ENDLESS]),
    ("results without end", NOTHING, ["diff", "/dev/zero", "/dev/zero"], 2,
     ["/dev/zero at line 1: there are", *ENDLESS]),
    ("a case's input without end", NOTHING,
     ["corpus", "new", *NEW, "--input", "@/dev/zero"], 2,
     ["/dev/zero: there are", *ENDLESS]),
    ("an input past the limit of the command line", put("in.json", " " * 5000),
     ["--max-bytes", "4999", "judge", "in.json"], 2,
     ["in.json: there are more than 4,999 bytes"]),
    ("a record's file past the limit of the settings",
     put("pyproject.toml", "[tool.conformance]\nmax_bytes = 9"), ["run"], 2,
     ["schemas/thing/variants/closed/declared.schema.json: there are more than 9 bytes"]),
    ("a limit that is none", NOTHING, ["--max-bytes", "0", "run"], 2, ["0 is not in the range"]),
    # pipes in the place of a record's files
    ("a pipe as record.json", pipe("schemas/thing/record.json"), ["run"], 2,
     ["schemas/thing/record.json: the file cannot be read", NO_FILE]),
    ("a pipe as variant.json", pipe(f"{CLOSED}/variant.json"), ["run"], 2, [NO_FILE]),
    ("a pipe as a schema", pipe(f"{CLOSED}/declared.schema.json"), ["judge"], 2,
     [f"{CLOSED}/declared.schema.json: the file is no regular file"]),
    ("a pipe that a schema refers to", lambda project: (
        pipe(f"{CLOSED}/part.json")(project),
        put(f"{CLOSED}/declared.schema.json", {"$ref": "part.json"})(project)), ["judge"], 2,
     ["declared.schema.json at /$ref", "the file is no regular file"]),
    ("a pipe as a corpus file", pipe("schemas/thing/corpus/more.json"), ["run"], 2, [NO_FILE]),
    ("a pipe as the list", pipe("schemas/thing/baseline.json"), ["run"], 2, [NO_FILE]),
    ("a pipe as an observation", pipe("schemas/thing/observations/sdk.x.json"), ["run"], 2,
     [NO_FILE]),
    ("a pipe as an adapter.json", pipe("schemas/thing/adapters/x/adapter.json"),
     ["run", "--live"], 2, [NO_FILE]),
    ("a pipe among an adapter's sources", adapter_with_pipe, ["run", "--live", "--work", "work"],
     2, ["adapters/x/data: the file cannot be read", NO_FILE]),
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
    monkeypatch.setattr(choose, "PACKAGE", tmp_path / "installed")

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


@pytest.mark.parametrize("arguments", OF_ONE_RECORD, ids=" ".join)
@pytest.mark.parametrize("named", ["thing", "schemas/thing"])
def test_with_the_name_of_one_of_several_records_a_command_does_its_work(
    project: Path, command: RunCommand, arguments: list[str], named: str
) -> None:
    second_record(project)

    with_name = [*arguments[:2], "--record", named, *arguments[2:]]
    outcome = command(*with_name, stdin=b"{}")

    assert "several records" not in outcome.err
    assert "no record" not in outcome.err


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

    def contradict(*_: object, **__: object) -> None:
        raise DefectError("two of our own answers contradict each other")

    monkeypatch.setattr(Comparison, "result", contradict)

    outcome = command("run")

    assert outcome.code == DefectError.exit_code == 4
    assert outcome.err == "Error: two of our own answers contradict each other\n"
    assert reports(project) == old


# --- standard input, output and error ------------------------------------------------------------

RED = ["run", "--baseline", "schemas/thing/baseline.json"]
FULL = "Error: standard output: the disk is full; free some space\n"

STREAMS: list[tuple[str, list[str], str, int, str]] = [
    # what is asked, how it is redirected, the exit code, and the words on standard error
    ("a closed input", ["judge", "-"], "<&-", 2, "standard input is closed; pipe the input in"),
    ("a closed input of questions", ["corpus", "new"], "<&-", 2, "standard input is closed"),
    ("an input that is not needed", ["judge", "payload.json"], "<&-", 0, ""),
    ("an input without end", ["judge", "-"], "</dev/zero", 2,
     "standard input: there are more than 67,108,864 bytes"),
    ("a closed output", ["judge", "payload.json"], ">&-", 0, ""),
    ("a closed output of a red gate", RED, ">&-", 1, ""),
    ("a closed error", ["judge", "none.json"], "2>&-", 2, ""),
    ("a closed error of a red gate", RED, "2>&-", 1, ""),
    ("everything closed", RED, "<&- >&- 2>&-", 1, ""),
    ("a full disk", ["judge", "payload.json"], ">/dev/full", 3, FULL),
    (
        "a full disk under json",
        ["judge", "payload.json", "--format", "json"],
        ">/dev/full",
        3,
        FULL,
    ),
    ("a full disk under the help", ["--help"], ">/dev/full", 3, FULL),
    ("a full disk under a red gate", RED, ">/dev/full", 1, FULL),
    ("a full disk under the error", ["judge", "none.json"], "2>/dev/full", 2, ""),
    ("a reader that leaves", ["judge", "payload.json"], "| true", 0, ""),
    (
        "a reader of json that leaves",
        ["judge", "payload.json", "--format", "json"],
        "| true",
        0,
        "",
    ),
    ("a reader that leaves a red gate", RED, "| true", 1, ""),
]  # fmt: skip


TRACED = {"a closed input", "a closed output", "a closed error", "a full disk"}
"""One row of each sort; the others repeat it under other commands, each in two processes."""


def shell(project: Path, script: str, *arguments: str, **more: Any) -> fakes.Outcome:
    """Run a script of the shell in which `"$@"` is the command."""
    with fakes.start(
        *arguments, cwd=project, through=["bash", "-o", "pipefail", "-c", script, "bash"], **more
    ) as running:
        out, err = running.communicate(timeout=60)
    return fakes.Outcome(code=running.returncode, out=out.decode(), err=err.decode())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize(
    ("arguments", "redirection", "code", "words"),
    [
        pytest.param(*row[1:], id=row[0], marks=[pytest.mark.untraced] * (row[0] not in TRACED))
        for row in STREAMS
    ],
)
def test_a_stream_that_is_closed_or_broken_ends_with_its_code(  # noqa: PLR0913, PLR0917  a table
    project: Path,
    command: RunCommand,
    arguments: list[str],
    redirection: str,
    code: int,
    words: str,
) -> None:
    fakes.write_json(project / "payload.json", {})
    command("baseline", "update")
    command("run")
    whole = reports(project)

    # The sleep lets a reader leave before there is anything to read.
    outcome = shell(project, f'{{ sleep 0.3; "$@"; }} {redirection}', *arguments)

    assert outcome.code == code, outcome.err
    assert words in outcome.err
    assert bool(outcome.err) is bool(words)
    assert "Traceback" not in outcome.err
    assert reports(project) == whole


def test_a_pipe_that_is_full_for_a_while_gets_everything(project: Path) -> None:
    payload = fakes.write_json(project / "payload.json", {})
    end, start = os.pipe()
    os.set_blocking(start, False)
    filled = 0
    with suppress(BlockingIOError):
        while True:
            filled += os.write(start, b"x" * 4096)

    with fakes.start("judge", str(payload), cwd=project, stdout=start) as running:
        os.close(start)
        time.sleep(1)
        with open(end, "rb") as file:  # noqa: PTH123  a descriptor
            out = file.read()
        _, err = running.communicate(timeout=60)

    assert (running.returncode, err) == (0, b"")
    assert "✓ accept" in out[filled:].decode()


def test_a_folder_that_is_gone_is_a_usage_error(project: Path) -> None:
    (project / "gone").mkdir()

    outcome = shell(project, 'cd gone && rmdir "$PWD" && "$@"', "run")

    assert outcome.code == 2
    assert outcome.err == ("Error: the current folder is no longer there; change to one that is\n")


def test_a_folder_that_is_gone_is_named_by_the_command_too(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "cwd", gone)

    assert command("judge", "x.json").err.startswith("Error: the current folder is no longer there")


def test_an_input_named_by_an_option_has_to_be_utf_8(project: Path, command: RunCommand) -> None:
    (project / "in.json").write_bytes(b"\xff")

    outcome = command("corpus", "new", *NEW, "--input", "@in.json")

    assert outcome.code == 2
    assert "in.json: the input cannot be read" in outcome.err


# --- inputs that a command waits for -------------------------------------------------------------


def told(terminal: int, words: str) -> str:
    """Return what a terminal shows, up to some words that come within a minute."""
    shown = ""
    while words not in shown:
        assert select.select([terminal], [], [], 60)[0], f"only {shown!r}"
        shown += os.read(terminal, 1000).decode()
    return shown


def test_on_a_terminal_it_says_which_pipe_it_waits_for(project: Path) -> None:
    pipe("in.json")(project)
    terminal, end = os.openpty()

    with fakes.start("judge", "in.json", cwd=project, stderr=end) as running:
        os.close(end)
        told(terminal, "waiting for input from the pipe in.json")
        (project / "in.json").write_text("{}", "utf-8")
        out, _ = running.communicate(timeout=60)

    os.close(terminal)
    assert running.returncode == 0
    assert "closed.declared" in out.decode()


def test_on_a_terminal_nothing_is_said_of_files(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    announce(tmp_path, tmp_path / "pipe", tmp_path / "missing")

    assert capsys.readouterr().err == f"waiting for input from the pipe {tmp_path / 'pipe'}\n"


def test_on_a_terminal_it_says_how_an_input_is_typed(project: Path) -> None:
    terminal, end = os.openpty()

    with fakes.start("judge", cwd=project, stdin=end, stderr=end) as running:
        os.close(end)
        told(terminal, "type the input, then Ctrl-D at the start of a line")
        os.write(terminal, b"{}\n\x04")
        out, _ = running.communicate(timeout=60)

    os.close(terminal)
    assert running.returncode == 0
    assert "closed.declared" in out.decode()


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["judge", "one"], {"one": "{}"}),
        (["relate", "one", "two"], {"one": "true", "two": "true"}),
        (["corpus", "new", *NEW, "--input", "@one"], {"one": "{}"}),
        (["run", "--baseline", "one"], {"one": '{"format": 1, "record": "thing", "entries": []}'}),
        (["report", "one", "--out", "out"], {"one": "reports/results.jsonl"}),
    ],
)  # fmt: skip
def test_files_that_the_user_names_may_be_pipes(
    project: Path, command: RunCommand, arguments: list[str], files: dict[str, str]
) -> None:
    command("run")
    for name, content in files.items():
        file = project / content
        text = file.read_text("utf-8") if content.endswith(".jsonl") else content
        pipe(name)(project)
        Thread(target=(project / name).write_text, args=(text, "utf-8")).start()

    outcome = command(*arguments)

    assert outcome.code == (1 if "--baseline" in arguments else 0), outcome.err


@pytest.mark.parametrize(
    ("settings", "options", "code"),
    [
        ("", [], 2),
        ("", ["--max-bytes", "6000"], 0),
        ("[tool.conformance]\nmax_bytes = 6000", [], 0),
        ("[tool.conformance]\nmax_bytes = 6000", ["--max-bytes", "5000"], 2),
        ("[tool", ["--max-bytes", "6000"], 2),
    ],
)
def test_the_limit_is_that_of_the_command_line_or_else_of_the_settings(  # noqa: PLR0913, PLR0917
    project: Path,
    command: RunCommand,
    monkeypatch: pytest.MonkeyPatch,
    settings: str,
    options: list[str],
    code: int,
) -> None:
    monkeypatch.setattr(cli, "MAX_BYTES", 5000)
    (project / "pyproject.toml").write_text(settings, "utf-8")
    (project / "in.json").write_text("{}" + " " * 5500, "utf-8")

    assert command(*options, "judge", "in.json").code == code


@pytest.mark.untraced
@pytest.mark.parametrize("digits", [310, 400, 4000])
def test_an_input_with_an_integer_past_the_largest_float_is_judged(
    project: Path, make_record: MakeRecord, command: RunCommand, digits: int
) -> None:
    text = f'{{"state": {10 ** (digits - 1)}}}'
    (project / "in.json").write_text(text, "utf-8")
    numbers = {"multipleOf": 0.5, "minimum": 1.5, "not": {"enum": [2.5, 1e300]}}
    make_record(
        project / "schemas" / "thing",
        variants={
            "taking": {"declared": {"properties": {"state": numbers}}},
            "refusing": {"declared": {"properties": {"state": {"maximum": 1e300}}}},
        },
        cases=[fakes.case_entry("state/many-digits", {"state": 10 ** (digits - 1)})],
    )

    assert command("run").code == 0
    assert command("report", "reports/results.jsonl").code == 0
    found = json.loads(command("judge", "in.json", "--format", "json").out)["columns"]
    assert [found["taking.declared"]["verdict"], found["refusing.declared"]["verdict"]] == [
        "accept",
        "reject",
    ]


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
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(Explainer, "explain", fail)
    plain = command("judge", stdin=b'{"state": "gone"}')
    monkeypatch.setenv("CONFORMANCE_DEBUG", "1")
    asked = command("judge", stdin=b'{"state": "gone"}')

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


def test_the_module_is_the_command_too(project: Path) -> None:
    with fakes.start("--version", cwd=project) as running:
        out, err = running.communicate(timeout=60)

    assert (running.returncode, err) == (0, b"")
    assert b"version" in out


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
