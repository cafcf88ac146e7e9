"""Sources that a command prints: `exec:COMMAND`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from conformance.errors import UsageError
from conformance.readers.read import Options, read, split

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

TEXT = {"type": "object", "properties": {"a": {"type": "string"}}}
OPEN = {"type": "object", "properties": {"a": {"type": ["string", "null"]}}}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a program that prints a schema, and a schema."""
    body = {**TEXT, "$defs": {"Name": {"type": "string"}}}
    (tmp_path / "show.py").write_text(f"print({json.dumps(body)!r})", "utf-8")
    (tmp_path / "open.json").write_text(json.dumps(OPEN), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


COMMAND = f"exec:{sys.executable} -S show.py"


def test_a_command_is_shown_before_it_runs_and_its_schema_is_compared(
    files: Path, command: RunCommand
) -> None:
    assert files.is_dir()

    done = command("relate", COMMAND, "open.json", "--format", "json")

    assert done.code == 0
    assert done.err == f"Running: {sys.executable} -S show.py\n"
    assert json.loads(done.out)["relation"] == "within"


def test_a_type_of_a_printed_schema_may_be_meant(files: Path, command: RunCommand) -> None:
    (files / "name.json").write_text('{"type": "string"}', "utf-8")

    done = command("relate", f"{COMMAND} #Name", "name.json", "--require", "equal")

    assert done.code == 0


def test_commands_are_compared_in_a_report(files: Path, command: RunCommand) -> None:
    arguments = ["compare", f"zod={COMMAND}", "open.json", "--format", "json"]

    done = command(*arguments, "--out", str(files / "out"))

    assert done.code == 0
    sources = json.loads(done.out)["sources"]
    assert [one["column"] for one in sources] == ["zod.declared", "open-json.declared"]
    assert list(sources[0]["files"]) == [COMMAND]


BAD = [
    (["relate", "exec:false", "open.json"], 3, "`false` ended with exit code 1"),
    (["relate", "exec:", "open.json"], 2, "exec: names no command"),
    (["relate", "exec:echo {", "open.json"], 2, "exec:echo {"),
    (["cells", COMMAND, "open.json"], 2, "only `compare` and `relate` run one"),
    (["compare", COMMAND, COMMAND], 2, "is there twice"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), BAD)
def test_a_command_that_cannot_be_used_is_told(
    arguments: list[str],
    code: int,
    words: str,
    files: Path,
    command: RunCommand,
) -> None:
    assert files.is_dir()

    done = command(*arguments)

    assert done.code == code
    assert words in done.err


def test_reading_runs_no_command() -> None:
    with pytest.raises(UsageError, match="is a command"):
        read("exec:rm -r x", Options())


def test_a_command_is_parted_from_its_type() -> None:
    path, wanted = split("exec:show --x #Order")

    assert (str(path), wanted) == ("exec:show --x", "Order")
    assert split("exec:show a#b")[1] is None
