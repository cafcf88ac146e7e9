"""Comparisons that are kept: the answers are the same, and `--no-cache` does without them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import fakes
import pytest
from fakes.apis import api, ref, thing

from conformance.proofs import causes as kept_causes
from conformance.proofs import cells as kept_cells
from conformance.proofs import judged, store

if TYPE_CHECKING:
    from conftest import RunCommand

COMMANDS = [
    ["run", "--no-baseline"],
    ["compare", "a.json", "b.json", "--examples", "0"],
    ["compare", "old.json", "new.json"],
    ["relate", "a.json", "b.json", "--all"],
    ["cells", "a.json", "b.json", "--format", "json"],
    ["findings"],
    ["corpus", "coverage"],
]


@pytest.fixture
def folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of what is kept; whatever is compared is kept."""
    monkeypatch.setenv(store.FOLDER, str(project / "cache"))
    monkeypatch.setattr(judged, "LEAST", 0.0)
    monkeypatch.setattr(kept_cells, "SMALL", 0)
    fakes.write_json(project / "a.json", {"properties": {"a": {"type": "string"}}})
    fakes.write_json(project / "b.json", {"properties": {"a": {"enum": ["x", "y"]}}})
    api(project / "old.json", A=thing(a={"type": "string"}), B=thing(b=ref("A")))
    api(project / "new.json", A=thing(a={"enum": ["x", "y"]}), B=thing(b=ref("A")))
    return project / "cache"


def written(project: Path) -> dict[str, bytes]:
    reports = (project / "reports").rglob("*")
    return {x.as_posix(): x.read_bytes() for x in reports if x.is_file()}


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda x: "-".join(x[:2]))
def test_the_answer_is_the_same_from_the_cache_and_without_it(
    arguments: list[str],
    folder: Path,
    project: Path,
    command: RunCommand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without = command(*arguments, "--no-cache")
    reports = written(project)
    assert not folder.exists()
    cold = command(*arguments)
    assert written(project) == reports
    assert len(list(folder.glob("*.json"))) > 0

    def refuse(*_: object) -> object:
        raise AssertionError("it is compared again")

    monkeypatch.setattr(kept_cells, "prove_cells", refuse)
    monkeypatch.setattr(kept_causes, "prove_causes", refuse)
    warm = command(*arguments)

    assert without.code == 0
    assert without == cold == warm
    assert written(project) == reports


def test_a_cache_that_is_broken_or_cannot_be_written_changes_nothing(
    folder: Path, command: RunCommand
) -> None:
    right = command("relate", "a.json", "b.json")
    for path in folder.iterdir():
        path.write_text("broken", encoding="utf-8")

    assert command("relate", "a.json", "b.json") == right
    assert [path.read_text("utf-8")[:1] for path in folder.iterdir()] == ["{"]
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.touch()
    assert command("relate", "a.json", "b.json") == right


def test_the_environment_turns_the_cache_off(
    folder: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFORMANCE_NO_CACHE", "1")

    assert command("cells", "a.json", "b.json").code == 0
    assert not folder.exists()


def test_help_says_where_comparisons_are_kept(folder: Path, command: RunCommand) -> None:
    outcome = command("run", "--help")

    assert outcome.code == 0
    assert f"[folder:{folder}]" in "".join(outcome.out.split())


def test_tests_keep_nothing_in_the_users_folder() -> None:
    assert Path(os.environ[store.FOLDER]).parent.name == "caches"
