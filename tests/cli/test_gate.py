"""A run with its list of known disagreements, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fakes
import pytest

import conformance

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., fakes.Outcome]

LIST = "schemas/thing/baseline.json"


def edit_list(project: Path, change: Callable[[Any], object]) -> None:
    path = project / LIST
    content = json.loads(path.read_text("utf-8"))
    change(content["entries"])
    path.write_text(json.dumps(content), "utf-8")


def explain_all(entries: Any) -> None:
    for number, entry in enumerate(entries):
        entry["reason"] = entry["reason"] or f"reason {number}"


@pytest.fixture
def known(project: Path, command: Command) -> Path:
    """Give a project whose disagreements are all listed with reasons."""
    command("baseline", "update")
    edit_list(project, explain_all)
    return project


def test_without_a_list_a_run_passes_and_says_nothing_of_one(
    project: Path, command: Command
) -> None:
    outcome = command("run")
    assert (outcome.code, "Known" in outcome.out) == (0, False)
    assert json.loads((project / "reports/badge.json").read_text("utf-8"))["color"] == "blue"


@pytest.mark.usefixtures("project")
def test_an_update_writes_the_list_and_names_the_reasons_to_write(command: Command) -> None:
    outcome = command("baseline", "update")
    assert outcome.code == 1
    assert outcome.out.splitlines()[0] == f"{LIST}: 0 kept, 0 moved, 3 added, 0 struck; 3 entries"
    assert (
        f"{LIST} at /entries/0/reason: write why this is known, and check its class: (root) = "
        in (outcome.out)
    )
    assert command("run").code == 1


def test_an_update_with_all_reasons_written_changes_nothing(known: Path, command: Command) -> None:
    assert command("baseline", "update").code == 0
    before = (known / LIST).read_bytes()
    outcome = command("baseline", "update", "--check")
    assert (outcome.code, (known / LIST).read_bytes()) == (0, before)
    assert outcome.out == f"{LIST}: 3 kept, 0 moved, 0 added, 0 struck; 3 entries\n"


def test_a_check_says_what_would_change_and_writes_nothing(project: Path, command: Command) -> None:
    assert command("baseline", "update", "--check").code == 1
    assert not (project / LIST).exists()


def test_a_check_fails_where_only_something_would_be_struck(known: Path, command: Command) -> None:
    edit_list(known, lambda entries: entries[0].update(places=["/gone"]))
    edit_list(known, lambda entries: entries.append({**entries[0], "places": [""]}))
    outcome = command("baseline", "update", "--check")
    assert (outcome.code, outcome.out.splitlines()[1:]) == (
        1,
        ["struck: /gone = an unlisted property"],
    )


def test_entries_that_share_a_reason_are_named_by_their_first(
    project: Path, command: Command
) -> None:
    variants: dict[str, dict[str, Any]] = {
        "a": {"declared": {"properties": {"x": {"type": "string"}, "y": {"type": "string"}}}},
        "b": {"declared": {}},
    }
    cases = [fakes.case_entry("a/x", {"x": 1}), fakes.case_entry("a/y", {"y": 1})]
    fakes.write_record(project / "other", variants, cases)
    outcome = command("baseline", "update", "--record", "other")
    assert "/x = a boolean and 9 more" in outcome.out


def test_a_run_passes_with_all_disagreements_known(known: Path, command: Command) -> None:
    outcome = command("run")
    assert (outcome.code, outcome.out.splitlines()[-2:]) == (
        0,
        ["Known disagreements: 3 known", "Report: reports/index.html"],
    )
    assert json.loads((known / "reports/badge.json").read_text("utf-8")) == {
        "schemaVersion": 1,
        "label": "conformance",
        "message": "3 findings, all known",
        "color": "brightgreen",
    }


@pytest.mark.untraced
@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"title": "Another title", "properties": {"state": {"type": "string"}}}, []),
        (
            {"properties": {"state": {"type": "string"}}, "additionalProperties": False},
            ["changed: (root) = an unlisted property"],
        ),
        (
            {"properties": {"state": {"type": ["string", "null"]}}},
            ["new: /state = null"],
        ),
        (
            {"properties": {"state": {"enum": ["on", "off", "?"]}}},
            [
                'new: /state = "?"',
                'changed: /state = "idle"',
                "vanished: /state = any other string",
            ],
        ),
    ],
)
def test_a_schema_edit_that_makes_or_moves_a_disagreement_fails_the_run(
    known: Path, command: Command, schema: Any, said: list[str]
) -> None:
    fakes.write_json(known / "schemas/thing/variants/open/declared.schema.json", schema)
    outcome = command("run")
    lines = outcome.out.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("Known disagreements: "))
    found = [line.strip().rpartition(" (")[0] for line in lines[start + 1 :] if line[0] == " "]
    assert found == said
    assert outcome.code == (1 if said else 0)
    assert "`conformance baseline update` brings the list up to date" in outcome.out or not said


@pytest.mark.untraced
def test_a_schema_edit_that_removes_a_disagreement_fails_the_run_unless_it_only_warns(
    known: Path, command: Command
) -> None:
    closed = known / "schemas/thing/variants/closed/declared.schema.json"
    documented = known / "schemas/thing/variants/closed/documented.schema.json"
    closed.write_bytes(documented.read_bytes())
    outcome = command("run")
    assert outcome.code == 1
    vanished = '  vanished: /state = "idle" (in the list, but no longer found)'
    assert vanished in outcome.out.splitlines()
    softened = command("run", "--vanished", "warn")
    assert (softened.code, vanished in softened.out.splitlines()) == (0, True)
    partial = command("run", "--columns", "closed.*")
    assert (partial.code, "vanished" in partial.out) == (0, False)


def test_the_list_can_be_another_one_or_none(known: Path, command: Command) -> None:
    (known / LIST).rename(known / "elsewhere.json")
    edited = json.loads((known / "elsewhere.json").read_text("utf-8"))
    (known / LIST).write_text(json.dumps({**edited, "entries": []}), "utf-8")
    assert command("run").code == 1
    assert command("run", "--no-baseline").code == 0
    assert command("run", "--baseline", "elsewhere.json").code == 0


def test_a_departure_fails_the_run_where_its_column_is_enforced(
    project: Path, command: Command, make_record: Any
) -> None:
    must = {"verdict": "accept", "level": "must", "because": "It says so."}
    make_record(
        project / "schemas/thing",
        cases=[fakes.case_entry("state/idle", {"state": "idle"}, expect=must)],
    )
    assert command("run").code == 0
    outcome = command("run", "--enforce", "closed.*", "--no-baseline")
    assert (outcome.code, outcome.out.splitlines()[-2:]) == (
        1,
        ["  departs: closed.declared in state/idle", "Report: reports/index.html"],
    )
    assert command("run", "--enforce", "open.*").code == 0


@pytest.mark.parametrize(
    ("arguments", "content", "code", "words"),
    [
        (["--baseline", "none.json"], None, 2, "none.json: the baseline cannot be read"),
        (["--baseline", LIST, "--no-baseline"], None, 2, "exclude each other"),
        (["--enforce", "z.*"], None, 2, "'z.*', which is to be enforced"),
        (["--vanished", "no"], None, 2, "'no' is not one of 'fail', 'warn'"),
        ([], "[]", 2, f"{LIST} at (root): the file holds no JSON object"),
        ([], '{"format": 1, "record": "no", "entries": []}', 2, f"{LIST} at /record"),
    ],
)
def test_bad_input_is_named(  # noqa: PLR0913, PLR0917  a table's columns
    project: Path,
    command: Command,
    arguments: list[str],
    content: str | None,
    code: int,
    words: str,
) -> None:
    if content is not None:
        fakes.write_json(project / LIST, content)
    outcome = command("run", *arguments)
    assert outcome.code == code
    assert words in outcome.err
    assert not (project / "reports/results.jsonl").exists()


@pytest.mark.usefixtures("project")
def test_nothing_is_written_into_the_installed_package(command: Command) -> None:
    inside = Path(conformance.__file__).parent / "shipped" / "baseline.json"
    outcome = command("baseline", "update", "--baseline", str(inside))
    assert (outcome.code, inside.exists()) == (2, False)
    assert "name a file of your own with --baseline" in outcome.err


def test_a_broken_list_is_not_overwritten(project: Path, command: Command) -> None:
    fakes.write_json(project / LIST, "{")
    outcome = command("baseline", "update")
    assert (outcome.code, (project / LIST).read_text("utf-8")) == (2, "{")
    assert "not one well-formed JSON text" in outcome.err
