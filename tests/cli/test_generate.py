"""`conformance generate`: what it prints, writes, and how it ends."""

from __future__ import annotations

import io
import json
import signal
import sys
import time
from dataclasses import replace
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import fakes
import pytest
from jsonschema import Draft202012Validator

from conformance.generate import executors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import RunCommand

    from conformance.generate.chunks import Chunk

command_module: Any = import_module("conformance.cli.generate")
"""The module; the package has the command of the same name."""

RULES: dict[str, Any] = {
    "a": {"declared": {"properties": {"x": {"if": {"type": "string"}, "then": {"minLength": 2}}}}},
    "b": {"declared": {"properties": {"x": {"if": {"type": "number"}, "then": {"minimum": 2}}}}},
}
"""Variants with conditions: nothing is drawn by hypothesis, which is slow."""


@pytest.fixture
def quick(project: Path) -> Path:
    fakes.write_record(project / "schemas" / "quick", RULES, [fakes.case_entry("x/none", {})])
    return project


def written(folder: Path) -> Path:
    return folder / "schemas/quick/corpus/generated.json"


def matches(name: str, content: Any) -> None:
    text = (files("conformance") / "formats" / f"{name}.schema.json").read_text("utf-8")
    Draft202012Validator(json.loads(text)).validate(content)


@pytest.mark.usefixtures("quick")
def test_cases_and_a_summary_are_printed(command: RunCommand) -> None:
    outcome = command("generate", "--record", "quick", "--examples", "250")
    lines = outcome.out.splitlines()

    assert (outcome.code, outcome.err) == (0, "")
    assert lines[0].startswith("generated/")
    assert lines[-4].startswith("300 examples of seed 1 in ")
    assert lines[-3] == "3 of 3 cells reached"
    assert lines[-2].endswith("with those generated before; the hand-written cases show 1")
    assert lines[-1].endswith("examples dropped, which show nothing new")


def test_they_are_written_where_that_is_asked_for(quick: Path, command: RunCommand) -> None:
    arguments = ("generate", "--record", "quick", "--examples", "300", "--write")
    outcome = command(*arguments)
    first = written(quick).read_bytes()

    assert outcome.code == 0
    assert outcome.out.splitlines()[-1].endswith(
        f"cases in {written(quick).as_posix()[len(quick.as_posix()) + 1 :]}"
    )
    assert command("corpus", "check", "--record", "quick", "--format", "json").code == 0
    assert command(*arguments).out.splitlines()[-3].startswith("0 new behaviours")
    assert written(quick).read_bytes() == first


def test_nothing_is_written_where_nothing_is_new(quick: Path, command: RunCommand) -> None:
    fakes.write_record(
        quick / "schemas" / "quick",
        {"a": {"declared": True}, "b": {"declared": True}},
        [fakes.case_entry("x/none", {})],
    )

    outcome = command("generate", "--record", "quick", "--time", "0", "--write")

    assert "written:" not in outcome.out
    assert not written(quick).exists()


@pytest.mark.untraced
def test_the_same_seed_prints_the_same_however_many_share_the_work(
    quick: Path, command: RunCommand
) -> None:
    arguments = ("generate", "--record", "quick", "--examples", "400", "--format", "json")
    alone = command(*arguments)
    together = command(*arguments, "--jobs", "2")
    other = command(*arguments, "--seed", "2")

    assert alone.out == together.out
    assert alone.out != other.out
    content = json.loads(alone.out)
    matches("generate", content)
    assert content["examples"] == 400
    assert content["cells"] == {"reached": 3, "of": 3, "complete": True}
    assert content["behaviours"]["new"] == len(content["cases"])
    assert not written(quick).exists()


@pytest.mark.usefixtures("quick")
def test_columns_are_chosen(command: RunCommand) -> None:
    outcome = command(
        "generate", "--record", "quick", "--columns", "a.*", "--examples", "100", "--format", "json"
    )

    assert json.loads(outcome.out)["columns"] == ["a.declared"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--write", "--columns", "a.*"], 2, "--write needs every column; leave --columns out"),
        (["--columns", "none"], 2, "no column matches 'none'"),
        (["--examples", "0"], 2, "--examples"),
        (["--jobs", "0"], 2, "--jobs"),
        (["--cluster", "tcp://x:1"], 2, "cross-schema-conformance[dask]"),
    ],
)
def test_what_cannot_be_done_is_said(
    command: RunCommand,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    outcome = command("generate", "--record", "quick", *arguments)

    assert outcome.code == code
    assert words in outcome.err


@pytest.mark.usefixtures("quick")
def test_a_run_may_end_by_the_clock(command: RunCommand) -> None:
    before = time.monotonic()
    outcome = command("generate", "--record", "quick", "--time", "0.3", "--format", "json")

    assert json.loads(outcome.out)["examples"] > 0
    assert time.monotonic() - before < 20


@pytest.mark.usefixtures("quick")
def test_without_a_number_it_draws_a_few_thousand(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_module, "EXAMPLES", 200)

    outcome = command("generate", "--record", "quick", "--format", "json")

    assert json.loads(outcome.out)["examples"] == 200


def test_an_interrupted_run_keeps_what_it_found(
    quick: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = command_module.chunks

    def broken(*arguments: Any, **more: Any) -> Iterator[Chunk]:
        for chunk in right(*arguments, **more):
            yield chunk
            if chunk.number == 1:
                raise KeyboardInterrupt

    monkeypatch.setattr(command_module, "chunks", broken)
    outcome = command("generate", "--record", "quick", "--write", "--format", "json")
    content = json.loads(outcome.out)

    assert outcome.code == 130
    assert outcome.err == "interrupted; the cases found until then are kept\n"
    assert (content["examples"], content["interrupted"]) == (200, True)
    assert len(json.loads(written(quick).read_bytes())["cases"]) == content["behaviours"]["kept"]


def test_an_interrupt_of_a_run_over_processes_ends_it_cleanly(
    quick: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = command_module.chunks

    def interrupted(*arguments: Any, **more: Any) -> Iterator[Chunk]:
        for chunk in right(*arguments, **more):
            yield chunk
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(command_module, "chunks", interrupted)
    before = time.monotonic()
    outcome = command("generate", "--record", "quick", "--jobs", "2", "--time", "600", "--write")

    assert outcome.code == 130
    assert outcome.err == "interrupted; the cases found until then are kept\n"
    assert json.loads(written(quick).read_bytes())["cases"] != []
    assert time.monotonic() - before < 120


@pytest.mark.usefixtures("quick")
def test_on_a_terminal_it_says_how_it_stands(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")

    outcome = command("generate", "--record", "quick", "--examples", "200")

    assert outcome.code == 0
    assert "200 examples, " in terminal.getvalue()
    assert " of 3 cells, " in terminal.getvalue()


def test_what_could_not_be_drawn_from_is_said(project: Path, command: RunCommand) -> None:
    tree = {"properties": {"below": {"$ref": "#"}}}
    fakes.write_record(
        project / "schemas" / "tree", {"t": {"declared": tree}}, [fakes.case_entry("x/none", {})]
    )

    outcome = command("generate", "--record", "tree", "--examples", "2100")

    assert outcome.code == 0
    assert outcome.err.startswith("Warning: nothing is drawn from t.declared: ")


@pytest.mark.usefixtures("quick")
def test_an_incomplete_list_is_not_called_proven(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = command_module.judged_cells
    monkeypatch.setattr(
        command_module, "judged_cells", lambda *x: replace(right(*x), complete=False)
    )

    outcome = command("generate", "--record", "quick", "--examples", "100")

    assert "cells reached (not proven to be all)" in outcome.out


def test_a_cluster_shares_the_work(
    quick: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_module, "dask_cluster", lambda _: executors.processes(2))
    arguments = ("generate", "--record", "quick", "--examples", "300", "--format", "json")

    assert command(*arguments, "--cluster", "tcp://x:1").out == command(*arguments).out
    assert not written(quick).exists()
