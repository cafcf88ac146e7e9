"""`conformance findings KEY`, and its lines on a terminal and in a pipe."""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from conformance.cli import findings
from conformance.results.lines import FindingLine

if TYPE_CHECKING:
    from conftest import RunCommand

IDLE = '/state = "idle"'


class FakeTerminal:
    """Standard output that says it is a terminal."""

    @staticmethod
    def isatty() -> bool:
        return True


class FakeSystem:
    stdout = FakeTerminal()


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def found(command: RunCommand, *arguments: str) -> Any:
    return json.loads(command("findings", *arguments, "--format", "json").out)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("start", [7, 6, 12, 64])
def test_a_key_or_its_start_shows_one_finding_in_full(command: RunCommand, start: int) -> None:
    (idle,) = [x for x in found(command)["findings"] if x["id"] == IDLE]
    whole = command("findings", IDLE)

    assert whole.code == 0
    lines = whole.out.splitlines()
    assert lines[:2] == ["`idle` as a `state`", f"{idle['key']}  conflict + contradiction  {IDLE}"]
    assert 'Payload: {"state": "idle"}' in lines
    assert 'Accepted twin: {"state": "on"}' in lines
    assert "Cases: state/idle" in lines
    assert lines[-1].startswith("Importance 0.")
    key = digest(IDLE)[:start]
    assert command("findings", key.upper()).out == whole.out


@pytest.mark.usefixtures("project")
def test_as_json_a_key_gives_that_finding_only(command: RunCommand) -> None:
    answer = found(command, IDLE)

    assert [x["id"] for x in answer["findings"]] == [IDLE]
    assert answer["findings"][0]["key"] == digest(IDLE)[:7]
    schema = json.loads(
        (resources.files("conformance") / "formats" / "findings.schema.json").read_text("utf-8")
    )
    jsonschema_rs.validator_for(schema).validate(answer)
    del answer["findings"][0]["key"]
    assert not jsonschema_rs.validator_for(schema).is_valid(answer)


@pytest.mark.usefixtures("project")
def test_the_most_important_finding_is_first(command: RunCommand) -> None:
    listed = found(command)["findings"]

    scores = [x["importance"] for x in listed]
    assert listed[0]["id"] == IDLE
    assert scores == sorted(scores, reverse=True)
    assert {"group", "because"} <= listed[0].keys()


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["/state = idle"], ["no finding '/state = idle'", f"did you mean {IDLE}", "lists them"]),
        (["zzzzzzz"], ["no finding 'zzzzzzz'", "none alike"]),
        ([""], ["no finding ''"]),
        ([IDLE, "--kind", "gap"], ["KEY and --kind exclude each other", "keep one"]),
    ],
)
def test_a_bad_key_is_told_with_the_nearest(
    command: RunCommand, arguments: list[str], words: list[str]
) -> None:
    outcome = command("findings", *arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert [word for word in words if word not in outcome.err] == []


@pytest.mark.usefixtures("project")
def test_a_start_that_several_keys_have_names_them(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [x["key"] for x in found(command)["findings"]]
    monkeypatch.setattr(FindingLine, "digest", "abc" * 20)

    outcome = command("findings", "ab")

    assert outcome.code == 2
    assert f"{len(keys)} findings have a key that starts with 'ab'" in outcome.err
    assert f"write more of it: abcabcabcabc ({IDLE})" in outcome.err


@pytest.mark.usefixtures("project")
def test_a_line_is_cut_on_a_terminal_and_whole_in_a_pipe(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    piped = command("findings").out.splitlines()
    monkeypatch.setattr(findings, "sys", FakeSystem)
    shown = command("findings").out.splitlines()

    assert {len(line) for line in shown} == {50}
    assert any(len(line) > 50 for line in piped)
    assert not any("…" in line for line in piped)


@pytest.mark.usefixtures("project")
def test_wide_names_the_columns(command: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "sys", FakeSystem)

    first = command("findings", "--wide").out.splitlines()[0]

    assert first.endswith("  ✓ closed (documented), open  ✗ closed (declared)")
