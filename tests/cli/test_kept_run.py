"""Runs that are kept: one of which nothing has changed is not made again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import fakes
import pytest

from conformance import pipeline
from conformance.cli import running
from conformance.cli.running import UNCHANGED
from conformance.proofs import store
from conformance.record.origins import Stale
from conformance.reporters import kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import RunCommand

SAID = f"{UNCHANGED}\n"


@pytest.fixture
def folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of what is kept; whatever runs is kept."""
    monkeypatch.setenv(store.FOLDER, str(project / "cache"))
    monkeypatch.setattr(running, "LEAST", 0.0)
    return project / "cache"


def written(project: Path) -> dict[str, bytes]:
    reports = (project / "reports").rglob("*")
    return {x.relative_to(project).as_posix(): x.read_bytes() for x in reports if x.is_file()}


def refuse(*_: object, **__: object) -> object:
    raise AssertionError("it runs again")


def kept_file(folder: Path) -> Path:
    (found,) = folder.glob("run-*.json")
    return found


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("more", [[], ["--no-baseline"], ["--enforce", "open.*"], ["--verbose"]])
def test_a_run_of_which_nothing_has_changed_is_not_made_again(
    more: list[str], project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = command("run", *more)
    reports = written(project)
    monkeypatch.setattr(pipeline, "load", refuse)

    warm = command("run", *more)

    assert UNCHANGED not in cold.out
    assert warm.out.replace(SAID, "") == cold.out
    assert (warm.code, warm.err) == (cold.code, cold.err)
    assert warm.out.count(SAID) == 1
    assert written(project) == reports


@pytest.mark.usefixtures("folder")
def test_the_reports_have_the_time_of_now(
    project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("run")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    fresh = command("run", "--no-cache")
    expected = written(project)

    assert SAID in command("run").out
    assert SAID not in fresh.out
    assert written(project) == expected
    assert sum(b"2027-01-15" in content for content in expected.values()) >= 3


@pytest.mark.usefixtures("folder")
def test_several_records_are_kept_one_by_one(
    project: Path, command: RunCommand, make_record: Any
) -> None:
    make_record(project / "schemas" / "other")
    cold = command("run")
    expected = written(project)
    (project / "schemas" / "other" / "notes.md").touch()

    warm = command("run")

    assert warm.out.count(SAID) == 1
    assert (warm.code, warm.out.replace(SAID, "")) == (cold.code, cold.out)
    assert written(project) == expected
    assert command("run").out.count(SAID) == 2


CHANGES: dict[str, Callable[[Path], object]] = {
    "a case": lambda project: (project / "schemas/thing/corpus/more.json").write_text(
        '{"format": 1, "cases": []}', encoding="utf-8"
    ),
    "a list of known ones": lambda project: fakes.write_json(
        project / "schemas/thing/baseline.json",
        {"format": 1, "record": "thing", "entries": []},
    ),
    "the place in the tree": lambda project: (project / "schemas" / ".git").mkdir(),
    "a case that holds the time": lambda project: (project / "schemas/thing/notes.md").write_text(
        "2023-11-14 22:13:20", encoding="utf-8"
    ),
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_run_is_made_again_once_something_has_changed(
    change: Callable[[Path], object], project: Path, command: RunCommand
) -> None:
    command("run")
    change(project)

    changed = command("run")
    reports = written(project)

    assert UNCHANGED not in changed.out
    assert changed == command("run", "--no-cache")
    assert written(project) == reports


OPTIONS = [
    ["--columns", "open.*"],
    ["--no-baseline"],
    ["--vanished", "warn"],
    ["--enforce", "open.*"],
    ["--live"],
    ["--no-cache"],
]


@pytest.mark.usefixtures("folder", "project")
@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_other_options_make_another_run(options: list[str], command: RunCommand) -> None:
    command("run")

    assert UNCHANGED not in command("run", *options).out


@pytest.mark.usefixtures("folder")
def test_a_named_list_counts_by_its_content(project: Path, command: RunCommand) -> None:
    command("baseline", "update")
    named = project / "known.json"
    (project / "schemas/thing/baseline.json").rename(named)
    command("run", "--baseline", "known.json")
    assert SAID in command("run", "--baseline", "known.json").out

    named.write_text(named.read_text("utf-8").replace("\n", "\n\n", 1), encoding="utf-8")
    assert UNCHANGED not in command("run", "--baseline", "known.json").out

    named.unlink()
    missing = command("run", "--baseline", "known.json")
    assert (missing.code, "known.json" in missing.err) == (2, True)


@pytest.mark.usefixtures("folder")
def test_a_list_with_an_expiry_counts_for_a_day(
    project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("baseline", "update")
    file = project / "schemas/thing/baseline.json"
    content = json.loads(file.read_text("utf-8"))
    for entry in content["entries"]:
        entry.update(reason="it is meant", expires="2023-11-15")
    fakes.write_json(file, content)
    assert command("run").code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000001")
    assert SAID in command("run").out

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700200000")
    later = command("run")

    assert (later.code, UNCHANGED in later.out, "past its expiry" in later.out) == (1, False, True)


def test_a_value_that_does_not_get_its_verdicts_is_not_believed(
    folder: Path, project: Path, command: RunCommand
) -> None:
    cold = command("run")
    reports = written(project)
    file = kept_file(folder)
    name, content = file.stem, json.loads(file.read_bytes().partition(b"\n")[2])
    content["witnesses"][0][1].reverse()
    store.use(kept=True)
    store.keep(name, content)

    assert command("run") == cold
    assert written(project) == reports
    assert SAID in command("run").out  # it was kept again


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "no witnesses": lambda content: content.pop("witnesses"),
    "no overview": lambda content: content.pop("overview"),
    "a line of no kind": lambda content: content["overview"]["lines"].insert(0, {"kind": "?"}),
    "a state of no kind": lambda content: content["gate"]["states"].update({"?": []}),
    "another day": lambda content: content.update(day="2000-01-01"),
    "a folder that is gone": lambda content: content["beside"].append("/nowhere/at/all"),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_what_is_kept_and_broken_changes_nothing(
    change: Callable[[dict[str, Any]], object], folder: Path, project: Path, command: RunCommand
) -> None:
    cold = command("run")
    reports = written(project)
    file = kept_file(folder)
    name, content = file.stem, json.loads(file.read_bytes().partition(b"\n")[2])
    change(content)
    store.use(kept=True)
    store.keep(name, content)

    assert command("run") == cold
    assert written(project) == reports


def test_folders_that_adapters_name_are_looked_at(
    folder: Path, project: Path, command: RunCommand
) -> None:
    (project / "shared").mkdir()
    adapter = project / "schemas/thing/adapters/one"
    adapter.mkdir(parents=True)
    fakes.write_json(
        adapter / "adapter.json",
        {
            "format": 1,
            "columns": ["sdk.one@1"],
            "command": ["true"],
            "shared": "../../../../shared",
        },
    )
    assert command("run").code in {0, 1}
    content = json.loads(kept_file(folder).read_bytes().partition(b"\n")[2])
    assert content["beside"] == [str((project / "shared").resolve())]
    assert SAID in command("run").out

    (project / "shared").rmdir()

    gone = command("run")
    assert (gone.code, "there is no folder" in gone.err) == (2, True)


@pytest.mark.parametrize(("owner", "name", "value"), [(running, "LEAST", 1e9), (kept, "MOST", 1)])
def test_a_run_that_is_quick_or_large_is_not_kept(  # noqa: PLR0913, PLR0917  fixtures
    owner: Any,
    name: str,
    value: float,
    folder: Path,
    command: RunCommand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(owner, name, value)
    command("run")

    assert [*folder.glob("run-*.json")] == []


def test_a_report_in_several_files_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()

    assert kept.packed(tmp_path, made="2023-11-14T22:13:20Z") is None


def test_the_name_changes_with_a_library(
    folder: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("run")
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0")

    assert UNCHANGED not in command("run").out
    assert len([*folder.glob("run-*.json")]) == 2


@pytest.mark.usefixtures("folder", "project")
def test_out_of_date_variants_are_told_of_a_kept_run_too(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Stale(variant="open", file="page.md", missing=False)]
    monkeypatch.setattr(running, "stale_variants", lambda *_: found)
    cold = command("run", "--check-sources")
    warm = command("run", "--check-sources")

    assert re.search(r"Out of date: open \(page.md\)", warm.out)
    assert (warm.code, warm.out.replace(SAID, "")) == (cold.code, cold.out)


def test_a_run_is_not_kept_if_a_file_changed_meanwhile(
    folder: Path, project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = pipeline.load

    def load(*arguments: Any, **named: Any) -> Any:
        found = right(*arguments, **named)
        (project / "schemas/thing/notes.md").touch()
        return found

    monkeypatch.setattr(pipeline, "load", load)
    command("run")

    assert [*folder.glob("run-*.json")] == []
