"""The command that explains the verdicts on a case."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import fakes
import jsonschema
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., fakes.Outcome]


def test_the_command_explains_in_words(project: Path, command: Command) -> None:
    outcome = command("explain", "state/idle")
    assert (outcome.code, outcome.err) == (0, "")
    assert (
        outcome.out
        == """\
state/idle: state/idle
  {
→   "state": "idle"
  }
Expected: open. No source decides.
✗ closed.declared: reject
    /state: "idle" is not one of "on", "off"
      enum, declared.schema.json#/properties/state/enum
✓ accepted by closed.documented, open.declared
The accepted twin, state/on, is accepted by closed.declared too:
  {
→   "state": "on"
  }
  at /state: "idle" here, "on" in the twin

Rerun: conformance judge - <<< '{"state": "idle"}'
"""
    )
    again = command("judge", "-", stdin=b'{"state": "idle"}\n')
    assert "closed.declared" in again.out
    assert (project / "schemas").is_dir()


@pytest.mark.usefixtures("project")
def test_the_command_says_what_is_expected_and_what_departs(
    command: Command, project: Path, make_record: Any
) -> None:
    about = {
        "format": 1,
        "claims": [
            {
                "id": "states",
                "at": "row state",
                "says": "It is on or off.",
                "strength": "stated",
                "keywords": ["declared.schema.json#/properties/state/enum"],
            }
        ],
    }
    schema = {"properties": {"state": {"enum": ["on", "off"]}}}
    must = {"verdict": "accept", "level": "must", "because": "It says so."}
    choices = {"accept": "new list", "reject": "old list"}
    either = {"verdict": "either", "choices": choices, "because": "They differ."}
    flags = {"Old": {"kind": "ambiguity", "means": "The list grew."}}
    make_record(
        project / "schemas/thing",
        variants={"closed": {"declared": schema, "about": about}},
        cases=[
            fakes.case_entry("state/must", [{"state": "x", "list": [], "o": {"a": [1, 2]}}]),
            fakes.case_entry("state/idle", {"state": "idle"}, expect=must),
            fakes.case_entry("state/either", {"state": "é" * 200}, expect=either, flags=["Old"]),
        ],
        flags=flags,
    )
    out = command("explain", "state/idle", "closed.declared").out
    assert "Expected: accept (must). It says so.\n" in out
    assert "✗ closed.declared: reject, against the expectation\n" in out
    assert "      states (stated; row state): It is on or off.\n" in out
    assert out.endswith('--columns closed.declared <<< \'{"state": "idle"}\'\n')
    out = command("explain", "state/either").out
    assert "Expected: either, accept: new list; reject: old list. They differ.\n" in out
    assert "é…\n" in out
    assert "  at /state:" in out
    out = command("explain", "state/must").out
    assert '      "o": {\n        "a": [\n          1,\n          2\n' in out


def test_the_command_shows_a_text_that_is_no_json_with_escapes(
    command: Command, project: Path, make_record: Any
) -> None:
    make_record(
        project / "schemas/thing",
        cases=[
            fakes.case_entry("a/text", 0, input={"text": "{\u202e"}),
            fakes.case_entry("a/bytes", 0, input={"base64": "/w=="}),
        ],
    )
    assert "  {\\u202e\n" in command("explain", "a/text").out
    assert "    not one well-formed JSON text\n" in command("explain", "a/text").out
    assert "  b'\\xff'\n" in command("explain", "a/bytes").out


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("case", ["state/idle", "state/on", "more/unlisted"])
def test_the_json_is_of_its_format(command: Command, case: str) -> None:
    outcome = command("explain", case, "--format", "json")
    found = json.loads(outcome.out)
    form = resources.files("conformance") / "formats" / "explain.schema.json"
    jsonschema.validate(found, json.loads(form.read_text("utf-8")))
    assert (outcome.code, found["case"], found["record"]) == (0, case, "thing")


@pytest.mark.usefixtures("project")
def test_the_json_holds_reasons_twin_and_command(command: Command) -> None:
    found = json.loads(command("explain", "state/idle", "--format", "json").out)
    assert found["columns"]["closed.declared"]["reasons"][0]["because"] == []
    assert found["twin"] == {
        "value": {"state": "on"},
        "near": "state/on",
        "differs": ["/state"],
        "accept": ["closed.declared"],
    }
    assert found["rerun"] == 'conformance judge - <<< \'{"state": "idle"}\''


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["state/idel"], "there is no case 'state/idel'; did you mean state/idle"),
        (["state/idle", "closed"], "there is no column 'closed'; did you mean closed.declared"),
        (["state/idle", "--record", "none"], "there is no record 'none'"),
        ([], "Missing argument 'CASE'"),
    ],
)
def test_bad_input_is_named(command: Command, arguments: list[str], words: str) -> None:
    outcome = command("explain", *arguments)
    assert outcome.code == 2
    assert words in outcome.err
