"""What `conformance judge` keeps of a record: the cases that inputs are compared with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import fakes
import pytest
from fakes.recorded import ELSE, IDLE, MORE, ON, write_observation

from conformance.corpus import load
from conformance.proofs import inputs, store
from conformance.record import state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import RunCommand

ACCEPT, REJECT = fakes.ACCEPT, fakes.REJECT
INPUT = '{"state": "gone"}'
OTHER = '{"state": "on"}'
KEPT = ["described", "record", "shown", "tool"]


@pytest.fixture
def folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of what is kept, beside a record with a recorded program."""
    monkeypatch.setenv(store.FOLDER, str(project / "cache"))
    write_observation(project, {ON: ACCEPT, IDLE: REJECT, ELSE: REJECT, MORE: ACCEPT})
    (project / "v.json").write_text(INPUT, encoding="utf-8")
    (project / "w.json").write_text(OTHER, encoding="utf-8")
    return project / "cache"


def kept(folder: Path) -> list[str]:
    return sorted(path.name.partition("-")[0] for path in folder.glob("*.json"))


def refused(*_: object, **__: object) -> Any:
    raise AssertionError("it is worked out again")


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("given", ["v.json", "w.json"])
def test_an_answer_is_the_same_anew_and_from_the_cases_that_are_kept(
    form: str, given: str, folder: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew = command("judge", given, "--format", form, "--no-cache")
    assert not folder.exists()
    first = command("judge", "v.json", "--format", form)
    assert kept(folder) == KEPT

    monkeypatch.setattr(load, "load_corpus", refused)
    again = command("judge", given, "--format", form)

    assert (anew.code, "it is case" in anew.out or '"recorded"' in anew.out) == (
        0,
        form == "json" or given == "w.json",
    )
    assert again == anew
    assert given != "v.json" or first == anew


def more_cases(project: Path) -> None:
    path = project / "schemas" / "thing" / "corpus" / "more.json"
    fakes.write_json(path, {"format": 1, "record": "thing", "cases": []})


def other_verdict(project: Path) -> None:
    write_observation(project, {ON: ACCEPT, IDLE: ACCEPT, ELSE: ACCEPT, MORE: ACCEPT})


def other_schema(project: Path) -> None:
    path = next((project / "schemas" / "thing" / "variants").glob("*/declared.schema.json"))
    path.write_text("{}", encoding="utf-8")


@pytest.mark.parametrize("change", [more_cases, other_verdict, other_schema])
def test_what_is_kept_of_files_that_changed_is_not_used(
    change: Callable[[Path], None], folder: Path, project: Path, command: RunCommand
) -> None:
    command("judge", "v.json")
    change(project)

    assert command("judge", "v.json") == command("judge", "v.json", "--no-cache")
    assert kept(folder).count("described") == kept(folder).count("record") == 2


def test_a_record_is_kept_once_all_its_programs_are_read(
    folder: Path, project: Path, command: RunCommand
) -> None:
    write_observation(project, {ON: ACCEPT, IDLE: REJECT}, name="two")
    one = command("judge", "v.json", "--columns", "test.one")
    assert "record" not in kept(folder)
    both = command("judge", "v.json")

    assert "test.two" in both.out
    assert "test.two" not in one.out
    assert command("judge", "w.json", "--columns", "test.one").out.count("test.two") == 0
    assert kept(folder) == KEPT


@pytest.mark.parametrize("broken", [{}, [], {"facts": 3}, {"facts": [["a"]]}, 7])
def test_what_is_kept_and_not_as_it_should_be_is_as_good_as_none(
    broken: Any, folder: Path, command: RunCommand
) -> None:
    right = command("judge", "v.json")
    for path in folder.glob("*.json"):
        store.keep(path.stem, broken, libraries=())

    assert command("judge", "v.json") == right
    assert kept(folder) == KEPT
    whole = [json.loads(path.read_bytes().partition(b"\n")[2]) for path in folder.iterdir()]
    assert broken not in whole


def test_nothing_is_kept_of_a_record_that_is_too_large(
    folder: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = command("judge", "v.json", "--no-cache")
    monkeypatch.setattr(state, "MAX_BYTES", 10)

    assert command("judge", "v.json") == right
    assert not folder.exists()


def test_nothing_is_kept_of_a_record_with_files_elsewhere(
    folder: Path, project: Path, command: RunCommand
) -> None:
    record = project / "schemas" / "thing"
    schema = next((record / "variants").glob("*/declared.schema.json"))
    (record / "parts").mkdir()
    (record / "parts" / "all.json").write_text("true", encoding="utf-8")
    fakes.write_json(schema, {"$ref": "../../parts/all.json"})

    outcome = command("judge", "v.json")

    assert outcome.code == 0
    assert outcome == command("judge", "v.json")
    assert kept(folder) == ["tool"]


def test_nothing_is_kept_of_a_record_with_a_file_that_cannot_be_read(
    folder: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise PermissionError

    right = command("judge", "v.json", "--no-cache")
    monkeypatch.setattr(inputs, "_digest", broken)

    assert command("judge", "v.json") == right
    assert not folder.exists()


def test_an_input_that_is_no_json_is_compared_with_what_is_kept(
    folder: Path, project: Path, command: RunCommand
) -> None:
    path = project / "schemas" / "thing" / "corpus" / "bytes.json"
    given = {"format": 1, "record": "thing", "cases": []}
    cases: Any = given["cases"]
    for name, what in (("text/none", {"text": "{"}), ("text/bytes", {"base64": "/w=="})):
        cases.append(
            {
                "id": name,
                "rev": 1,
                "title": "No JSON",
                "input": what,
                "expect": {"verdict": "open", "because": "It is no JSON."},
            }
        )
    fakes.write_json(path, given)
    write_observation(project, {ON: ACCEPT, "text/none": REJECT, "text/bytes": REJECT})
    command("judge", "v.json")

    for data in ("{", b"\xff"):
        (project / "v.json").write_bytes(data if isinstance(data, bytes) else data.encode())
        found = command("judge", "v.json")
        assert "it is case text/" in found.out
        assert found == command("judge", "v.json", "--no-cache")
    assert kept(folder).count("record") == 1
