"""`conformance releases`, with a client that only pretends to fetch."""

from __future__ import annotations

import io
import json
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest
from fakes import write_record

from conformance.cli.context import announce
from conformance.readers import published as module
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

SOURCE = "npm:left@{version}/types.d.ts#Order"
TYPES = {
    "0.9.0": "export interface Other { id: string }",
    "1.0.0": 'export interface Order { state: "a" }',
    "1.1.0": 'export type Order = { state: "a" };',
    "1.2.0": 'export interface Order { state: "a" | "b" }',
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a record; npm has the releases in `TYPES` and a prerelease."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(module, "user_cache_path", lambda _: tmp_path / "cache")
    (tmp_path / "bin").mkdir()
    publish(tmp_path, TYPES)
    npm = tmp_path / "bin/npm"
    npm.write_text(
        f"#!{sys.executable} -S\nimport json, os, shutil, sys\nhere = {str(tmp_path)!r}\n"
        "if sys.argv[1] == 'view':\n"
        "    print(open(here + '/versions.json').read())\n"
        "else:\n"
        "    version = sys.argv[-1].partition('@')[2]\n"
        "    shutil.copy(here + '/left-' + version + '.tgz', '.')\n",
        encoding="utf-8",
    )
    npm.chmod(0o755)
    return write_record(tmp_path / "thing", {"a": {"declared": True}}, [])


def publish(folder: Path, types: dict[str, str]) -> None:
    for version, text in types.items():
        with tarfile.open(folder / f"left-{version}.tgz", "w:gz") as archive:
            entry = tarfile.TarInfo("package/types.d.ts")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    (folder / "versions.json").write_text(json.dumps([*types, "2.0.0-beta.1"]), encoding="utf-8")


def test_the_releases_that_changed_a_type_are_kept(command: RunCommand, project: Path) -> None:
    outcome = command("releases", "sdk.left", SOURCE, "--record", "thing")

    assert outcome.code == 0, outcome.err
    assert outcome.out.splitlines() == [
        "sdk.left: 4 releases, 0.9.0 to 1.2.0",
        "  0.9.0  not there",
        "  1.0.0  changed",
        "  1.2.0  changed",
    ]
    kept = json.loads((project / "releases/sdk.left.json").read_text("utf-8"))
    assert kept["versions"] == ["0.9.0", "1.0.0", "1.1.0", "1.2.0"]
    assert [shape["since"] for shape in kept["shapes"]] == ["0.9.0", "1.0.0", "1.2.0"]


def test_older_releases_are_left_out(command: RunCommand, project: Path) -> None:
    outcome = command("releases", "sdk.left", SOURCE, "--record", "thing", "--since", "1.0.0")

    assert outcome.out.splitlines()[:2] == [
        "sdk.left: 3 releases, 1.0.0 to 1.2.0",
        "  1.0.0  there",
    ]
    again = command("releases", "--record", "thing")
    assert again.out == outcome.out
    assert project.is_dir()


def test_a_check_writes_nothing_and_tells_by_its_exit_code(
    command: RunCommand, project: Path
) -> None:
    asked = ("releases", "sdk.left", SOURCE, "--record", "thing")
    assert command(*asked, "--check").code == 1
    assert not (project / "releases").exists()
    command(*asked)
    assert command("releases", "sdk.left", "--record", "thing", "--check").code == 0
    publish(project.parent, {**TYPES, "1.3.0": "export interface Order { state: string }"})

    outcome = command("releases", "--record", "thing", "--check")

    assert outcome.code == 1
    assert outcome.out.splitlines()[-1] == "  1.3.0  changed"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "this record keeps no releases; name a column and its source"),
        (["sdk.left"], "no releases of sdk.left are kept; name its source"),
        (
            ["sdk.left", "npm:left@1.0.0/x.ts"],
            "not say where the version goes; write {version}",
        ),
        (["sdk.left", "x{version}.ts"], "x{version}.ts is in no package; write npm:NAME@{version}"),
        (["sdk.left", SOURCE, "--since", "1.0.9"], "1.0.9 is no release; did you mean 1.0.0"),
        (["sdk.left", "crate:left@{version}/x.rs"], "crate has no client that lists versions"),
        (["sdk.left", "pypi:left@{version}/x.py"], "pip is not installed"),
    ],
)
def test_bad_input_is_refused_with_its_mend(
    command: RunCommand,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)

    outcome = command("releases", *arguments, "--record", str(project))

    assert outcome.code in {2, 3}
    assert words in outcome.err


def test_on_a_terminal_a_package_that_is_fetched_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    source = SOURCE.replace("{version}", "1.0.0")

    announce(source, "types.ts")
    read(source, Options())
    announce(source)

    assert capsys.readouterr().err == "fetching npm:left@1.0.0\n"
    assert project.is_dir()
