"""`conformance adapter renew`, with registries that only pretend."""

from __future__ import annotations

import json
import signal
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from fakes.renewal import write_adapter

from conformance import interrupts
from conformance.cli import adapter_renew as module
from conformance.errors import BrokenFileError
from conformance.programs.renewal import tried

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import RunCommand

    Publish = Callable[..., None]

RENEW = ("adapter", "renew")


@pytest.fixture
def record(project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a record whose program is recorded of release 1.0, and named in the baseline."""
    monkeypatch.setenv("CONFORMANCE_WORK", str(project / "work"))
    folder = project / "schemas" / "thing"
    write_adapter(folder)
    assert command("adapter", "record", "sdk.left@1.0").code == 0
    command("baseline", "update")
    return folder


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Give what sets the newest release of each package; an error is raised."""

    def set_newest(**newest: str | Exception | int) -> None:
        def newest_of(kind: str, name: str, since: str) -> str:
            assert (kind, since) == ("npm", "1.0")
            found = newest[name]
            if isinstance(found, Exception):
                raise found
            if isinstance(found, int):
                signal.raise_signal(found)
            return str(found)

        monkeypatch.setattr(module, "newest_of", newest_of)

    return set_newest


def text(path: Path) -> str:
    return path.read_text("utf-8")


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_newer_release_takes_the_place_of_the_older_one(
    record: Path, publish: Publish, command: RunCommand
) -> None:
    publish(left="2.0")

    outcome = command(*RENEW)

    assert outcome.code == 1
    assert outcome.out.splitlines()[:4] == [
        "package   has  newest           columns",
        "npm:left  1.0  2.0     renewed  sdk.left@2.0",
        "",
        "What changed between the two results:",
    ]
    assert '  program sdk.left@2.0: {"date":' in outcome.out
    assert "  verdict: state/idle: sdk.left@2.0 accept → reject (program changed)" in outcome.out
    assert "renewing npm:left 1.0 to 2.0" in outcome.err
    assert not observed(record, "1.0").exists()
    assert text(record / "adapters/left/version.txt") == "2.0\n"
    baseline = text(record / "baseline.json")
    assert "sdk.left@2.0" in baseline
    assert "sdk.left@1.0" not in baseline


def observed(record: Path, version: str) -> Path:
    return record / "observations" / f"sdk.left@{version}.json"


def test_where_all_is_newest_nothing_is_built_or_written(
    record: Path, publish: Publish, command: RunCommand
) -> None:
    publish(left="1.0")
    before = everything(record)

    outcome = command(*RENEW)

    assert outcome.code == 0
    assert outcome.out.splitlines()[1:] == ["npm:left  1.0  1.0     is the newest  sdk.left@1.0"]
    assert everything(record) == before


def test_a_dry_run_says_what_is_newer_and_writes_nothing(
    record: Path, publish: Publish, command: RunCommand
) -> None:
    publish(left="2.0")
    before = everything(record.parents[1])

    outcome = command(*RENEW, "--dry-run")

    assert outcome.code == 1
    assert outcome.out.splitlines()[1:] == [
        "npm:left  1.0  2.0     there is a newer one  sdk.left@1.0"
    ]
    assert everything(record.parents[1]) == before


def test_a_release_that_cannot_be_built_is_named_and_the_others_go_on(
    record: Path, publish: Publish, command: RunCommand
) -> None:
    write_adapter(record, "other")
    publish(left="5.0", other="2.0")
    files = everything(record / "adapters/left")

    outcome = command(*RENEW)

    assert outcome.code == 1
    assert [line.split()[:4] for line in outcome.out.splitlines()[1:3]] == [
        ["npm:left", "1.0", "5.0", "not"],
        ["npm:other", "1.0", "2.0", "renewed"],
    ]
    assert "npm:left in left: not built: " in outcome.out
    assert everything(record / "adapters/left") == files
    assert observed(record, "1.0").is_file()
    assert (record / "observations/sdk.other@2.0.json").is_file()


@pytest.mark.parametrize("broken", [{"files": ["gone.txt"]}, {"files": ["../left/version.txt"]}])
def test_an_adapter_that_names_no_file_of_its_own_is_told(
    record: Path, publish: Publish, command: RunCommand, broken: dict[str, list[str]]
) -> None:
    package = {"package": "npm:third", "version": "1.0", **broken}
    write_adapter(record, "third", packages=[package])
    publish(left="1.0", third="2.0")

    outcome = command(*RENEW)

    assert outcome.code == 1
    assert "which is not there; name the files beside this one" in outcome.out
    assert f"npm:third has the file {broken['files'][0]}" in outcome.out


def test_a_package_that_cannot_be_asked_for_makes_the_answer_incomplete(
    record: Path, publish: Publish, command: RunCommand
) -> None:
    publish(left=BrokenFileError("npm cannot fetch it: no network"))
    before = everything(record)

    outcome = command(*RENEW)

    assert outcome.code == 3
    assert "npm:left  1.0  ?       not known  sdk.left@1.0" in outcome.out
    assert "npm:left in left: npm cannot fetch it: no network" in outcome.out
    assert "some packages could not be asked for" in outcome.err
    assert everything(record) == before


def test_only_chooses_by_the_adapter_s_name_or_a_column(
    record: Path, publish: Publish, command: RunCommand
) -> None:
    write_adapter(record, "other")
    publish(left="1.0", other="1.0")

    by_name = command(*RENEW, "--only", "oth*")
    by_column = command(*RENEW, "--only", "sdk.left@0.9")

    assert [x.split()[0] for x in by_name.out.splitlines()[1:]] == ["npm:other"]
    assert [x.split()[0] for x in by_column.out.splitlines()[1:]] == ["npm:left"]


@pytest.mark.parametrize(
    ("packages", "arguments", "words"),
    [
        (None, ["--only", "lefd"], "no adapter with a package is called lefd; did you mean left?"),
        ([], [], 'no adapter here lists its packages; write them under "packages"'),
        ([], ["--only", "left"], 'no adapter here lists its packages; write them under "packages"'),
        (None, ["--record", "nothing"], "nothing"),
        ([{"package": "left", "version": "1.0"}], [], "adapter.json at /packages/0/package"),
        ([{"package": "npm:left", "version": "^1"}], [], "adapter.json at /packages/0/version"),
    ],
)
def test_bad_input_is_told(
    project: Path,
    command: RunCommand,
    packages: list[dict[str, str]] | None,
    arguments: list[str],
    words: str,
) -> None:
    parts: dict[str, Any] = {} if packages is None else {"packages": packages}
    write_adapter(project / "schemas" / "thing", **parts)

    outcome = command(*RENEW, *arguments)

    assert outcome.code == 2
    assert words in outcome.err


def test_the_answer_is_written_in_every_form(
    record: Path, publish: Publish, command: RunCommand
) -> None:
    publish(left="2.0")

    outcome = command(*RENEW, "--format", "markdown", "--out", "told")

    told = record.parents[1] / "told"
    assert outcome.code == 1
    assert sorted(x.name for x in told.iterdir()) == [
        "renewal.json",
        "renewal.md",
        "renewal.txt",
    ]
    assert text(told / "renewal.md") == outcome.out
    assert "| npm:left | 1.0 | 2.0 | renewed | ` sdk.left@2.0 ` |" in outcome.out
    form = resources.files("conformance") / "formats" / "renewal.schema.json"
    found = json.loads(text(told / "renewal.json"))
    jsonschema.validate(found, json.loads(form.read_text("utf-8")))
    assert found["packages"] == [
        {
            "adapter": "left",
            "package": "npm:left",
            "columns": ["sdk.left@2.0"],
            "has": "1.0",
            "newest": "2.0",
            "outcome": "renewed",
            "problem": None,
        }
    ]
    assert found["changes"]["cases"]["verdicts"][0]["column"] == "sdk.left@2.0"


def test_json_of_a_dry_run_has_no_changes(
    record: Path, publish: Publish, command: RunCommand
) -> None:
    publish(left="2.0")

    found = json.loads(command(*RENEW, "--dry-run", "--format", "json").out)

    assert record.is_dir()
    assert (found["record"], found["changes"]) == ("thing", None)


def test_interrupted_what_is_renewed_stays_so(
    record: Path, publish: Publish, command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_adapter(record, "other")
    publish(left="2.0", other="2.0")
    monkeypatch.setattr(module, "tried", interrupting(tried))
    files = everything(record / "adapters/other")

    outcome = command(*RENEW)

    assert outcome.code == 130
    assert "interrupted; what is renewed stays so" in outcome.err
    assert [line.split()[3] for line in outcome.out.splitlines()[1:3]] == ["renewed", "there"]
    assert "verdict: state/idle: sdk.left@2.0 accept → reject" in outcome.out
    assert observed(record, "2.0").is_file()
    assert everything(record / "adapters/other") == files


def interrupting(trying: Callable[..., object]) -> Callable[..., object]:
    """Return what tries the first adapter, and is interrupted at the second."""
    done: list[object] = []

    def maybe(*arguments: object, **more: object) -> object:
        if done:
            raise interrupts.Interrupted
        done.append(arguments)
        return trying(*arguments, **more)

    return maybe


def test_a_record_without_a_baseline_gets_none(
    record: Path, publish: Publish, command: RunCommand
) -> None:
    (record / "baseline.json").unlink()
    publish(left="2.0")

    assert command(*RENEW).code == 1
    assert not (record / "baseline.json").exists()
