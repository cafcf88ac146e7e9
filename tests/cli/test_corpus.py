"""`conformance corpus check` and `new`, as users call them."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import fakes
import jsonschema_rs
import pytest

from conformance.corpus.load import load_corpus

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeRecord, RunCommand


@pytest.fixture
def project(project: Path, make_record: MakeRecord) -> Path:
    make_record(project / "schemas/thing", cases=CASES)
    return project


CASES = [
    fakes.case_entry("state/on", {"state": "on"}, expect={"verdict": "accept", "level": "should"}),
    fakes.case_entry("state/idle", {"state": "idle"}, near="state/on"),
]
NEW = ("corpus", "new", "--id", "state/lost", "--title", "A state nobody lists")


def test_a_corpus_out_of_its_layout_is_warned_of_and_mended(
    command: RunCommand, project: Path
) -> None:
    file = project / "schemas/thing/corpus/all.json"
    before = command("corpus", "check")

    fixed = command("corpus", "check", "--fix")

    assert before.code == 0
    assert "not in the corpus's layout" in before.out
    assert f"put into its layout: {file.relative_to(project).as_posix()}" in fixed.out
    assert "kept the digests" in fixed.out
    assert command("corpus", "check").out == "2 cases: 0 errors, 0 warnings\n"
    assert command("corpus", "check", "--fix").out == "2 cases: 0 errors, 0 warnings\n"


def test_a_changed_input_under_the_same_rev_stays_an_error(
    command: RunCommand, project: Path
) -> None:
    file = project / "schemas/thing/corpus/all.json"
    command("corpus", "check", "--fix")
    file.write_text(file.read_text("utf-8").replace('"idle"', '"idle!"'), encoding="utf-8")

    outcome = command("corpus", "check", "--fix")

    assert outcome.code == 2
    assert "rev" in outcome.out
    assert "1 error," in outcome.out


def test_problems_are_told_as_json(command: RunCommand, project: Path) -> None:
    assert project.is_dir()

    found = json.loads(command("corpus", "check", "--format", "json").out)

    assert (found["record"], found["cases"]) == ("thing", 2)
    assert [problem["level"] for problem in found["problems"]] == ["warning"]
    assert_format("corpus-check", found)


def test_an_empty_corpus_is_nothing_to_check(command: RunCommand, project: Path) -> None:
    (project / "schemas/thing/corpus/all.json").unlink()

    outcome = command("corpus", "check")

    assert outcome.code == 5
    assert "conformance corpus new" in outcome.err


@pytest.mark.parametrize(
    ("options", "expectation"),
    [
        (("--expect", "accept"), {"verdict": "accept", "level": "should"}),
        (("--expect", "reject", "--level", "may"), {"verdict": "reject", "level": "may"}),
        (("--expect", "open", "--because", "Why."), {"verdict": "open", "because": "Why."}),
    ],
)
def test_a_new_case_stands_in_the_file_of_its_topic(
    command: RunCommand, project: Path, options: tuple[str, ...], expectation: dict[str, str]
) -> None:
    outcome = command(*NEW, "--input", '{"state": "lost"}', *options)

    file = project / "schemas/thing/corpus/state.json"
    assert outcome.code == 0, outcome.err
    assert outcome.out == "written: state/lost in schemas/thing/corpus/state.json\n"
    (entry,) = json.loads(file.read_text("utf-8"))["cases"]
    assert (entry["id"], entry["input"]) == ("state/lost", {"value": {"state": "lost"}})
    assert entry["expect"] == expectation


def test_a_new_case_is_asked_for_what_is_not_given(command: RunCommand, project: Path) -> None:
    outcome = command("corpus", "new", stdin=b"state/lost\nA state\n{}\naccept\n")

    assert outcome.code == 0, outcome.err
    assert "Title, one line" in outcome.out
    assert len(load_corpus(project / "schemas/thing").cases) == 3


def test_an_input_can_be_read_from_a_file(command: RunCommand, project: Path) -> None:
    (project / "payload").write_text('{"state":', encoding="utf-8")

    outcome = command(*NEW, "--input", "@payload", "--expect", "reject")

    assert outcome.code == 0, outcome.err
    (case,) = (c for c in load_corpus(project / "schemas/thing").cases if c.id == "state/lost")
    assert case.input.text == '{"state":'


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--input", "@nowhere", "--expect", "accept"), ("nowhere", "cannot be read")),
        (("--input", "{}", "--expect", "either"), ("choices",)),
        (("--input", "{}", "--expect", "accept", "--flag", "Nowhere"), ("Nowhere",)),
        (("--input", "{}", "--expect", "accept", "--near", "no/where"), ("no/where",)),
        (("--input", "{}", "--expect", "perhaps"), ("perhaps",)),
        (("--input", "{}", "--expect", "accept", "--title", "two\nlines"), ("title",)),
    ],
)
def test_a_case_that_cannot_be_is_refused_and_nothing_is_written(
    command: RunCommand, project: Path, options: tuple[str, ...], words: tuple[str, ...]
) -> None:
    outcome = command(*NEW, *options)

    assert outcome.code == 2
    assert all(word in outcome.err for word in words), outcome.err
    assert not (project / "schemas/thing/corpus/state.json").exists()


def assert_format(name: str, found: Any) -> None:
    schema = (
        resources.files("conformance").joinpath(f"formats/{name}.schema.json").read_text("utf-8")
    )
    assert [error.message for error in jsonschema_rs.iter_errors(json.loads(schema), found)] == []
