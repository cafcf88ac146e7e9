"""The examples of other languages, as far as they can be checked without those languages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import fakes
import pytest

from conformance.corpus.known_failures import known_failures
from conformance.corpus.load import load_corpus

EXAMPLES = Path(__file__).parents[1] / "examples"
RECORD = Path(__file__).parents[2] / "schemas" / "realtime-conversation-item"
README = (RECORD / "corpus" / "README.md").read_text("utf-8")
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/known-failures.txt"))


def run(
    *names: str, work: Path, script: Path = EXAMPLES / "run.py", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run examples on a machine that has only the work folder's tools."""
    return subprocess.run(
        [sys.executable, script, *names],
        env={**os.environ, "PATH": str(work / "bin"), "EXAMPLES_WORK": str(work), **environment},
        input="typed\n",
        capture_output=True,
        text=True,
        check=False,
    )


def fake_tools(work: Path, *names: str) -> None:
    """Make tools that only say how they are called, and what they can read."""
    (work / "bin").mkdir()
    for name in names:
        tool = work / "bin" / name
        tool.write_text(f'#!/bin/sh\nread -r it\necho "call: {name} $* NO_COLOR=$NO_COLOR $it"\n')
        tool.chmod(0o755)


def calls(ended: subprocess.CompletedProcess[str]) -> list[list[str]]:
    """Return the words of each call of a tool."""
    lines = ended.stdout.splitlines()
    return [line.split()[1:] for line in lines if line.startswith("call: ")]


def test_there_is_an_example_for_each_language_that_is_promised() -> None:
    promised = {"python", "javascript", "go", "rust", "java", "typescript", "elixir", "scala"}

    assert promised <= set(NAMES)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give the bundle of a run that had no tools, and what that run printed."""
    work = tmp_path_factory.mktemp("work")
    ended = run("go", "java", work=work, CI="", CONFORMANCE_BUNDLE="")
    assert ended.returncode == 0, ended.stderr
    return work / "bundle", ended.stdout


@pytest.fixture
def _at_hand(exported: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have examples run on the bundle that is there, for it takes seconds to export."""
    monkeypatch.setenv("CONFORMANCE_BUNDLE", str(exported[0]))


@pytest.mark.parametrize("name", NAMES)
def test_each_known_failure_is_a_case_and_has_a_reason(name: str) -> None:
    record = RECORD.parent / (name.partition("-")[2] or RECORD.name)
    ids = {case.id for case in load_corpus(record).cases}

    assert known_failures(EXAMPLES / name / "known-failures.txt", ids=ids)


def test_an_example_of_another_record_gets_that_record_s_bundle_and_its_own_folder(
    tmp_path: Path,
) -> None:
    """A made-up project whose second record has an example in Go."""
    root = tmp_path / "root"
    shutil.copytree(
        EXAMPLES, root / "tests/examples", ignore=shutil.ignore_patterns("node_modules", "target")
    )
    cases = [fakes.case_entry("a/b", {}, expect={"verdict": "accept", "level": "must"})]
    for name in (RECORD.name, "other-thing"):
        variants = {"v": {"declared": {"type": "object"}}}
        fakes.write_record(root / "schemas" / name, variants, cases, version="2027.1")
    (root / "tests/examples/go-other-thing").mkdir()
    (root / "tests/examples/go-other-thing/known-failures.txt").touch()
    work = tmp_path / "work"
    work.mkdir()
    fake_tools(work, "go")

    ended = run(work=work, script=root / "tests/examples/run.py", CI="", CONFORMANCE_BUNDLE="")

    assert "go: go test ./...\n" in ended.stdout, ended.stderr
    assert "go-other-thing: go test ./...\n" in ended.stdout
    for folder, record in (("bundle", RECORD.name), ("bundle-other-thing", "other-thing")):
        manifest = json.loads((work / folder / "manifest.json").read_text("utf-8"))
        assert manifest["record"] == record
    assert (work / "go-other-thing/known-failures.txt").is_file()


def test_the_example_in_python_is_whole_with_what_the_corpus_says_to_install() -> None:
    project = tomllib.loads((EXAMPLES / "python" / "pyproject.toml").read_text("utf-8"))
    needed = [*project["project"]["dependencies"], *project["dependency-groups"]["tests"]]

    (said,) = re.findall(r"`python/` \| `pip install ([^`]*) && pytest`", README)
    assert sorted(said.split()) == sorted(text.partition(">")[0] for text in needed)
    settings = project["tool"]["pytest"]["ini_options"]
    assert settings == {
        "pythonpath": ["."],
        "conformance_record": RECORD.name,
        "conformance_known": "known-failures.txt",
    }


def test_the_corpus_s_readme_is_true_wherever_it_travels() -> None:
    cases = load_corpus(RECORD).cases

    assert README.splitlines()[2].startswith(f"About {round(len(cases), -2)} inputs for ")
    assert re.findall(r"\]\((?!https:)[^)]*\)", README) == []


@pytest.mark.usefixtures("_at_hand")
def test_a_language_without_its_tools_is_told_and_fails_only_in_ci(
    exported: tuple[Path, str], tmp_path: Path
) -> None:
    bundle, told = exported

    assert "go: not run, there is no go\n" in told
    assert "java: not run, there is no java, mvn\n" in told
    assert (bundle / "manifest.json").is_file()
    in_ci = run("go", work=tmp_path, CI="true")
    assert (in_ci.returncode, in_ci.stdout.splitlines()[-1]) == (1, "failed: go")


@pytest.mark.usefixtures("_at_hand")
@pytest.mark.parametrize(
    ("tools", "called"),
    [
        (["java", "sbt"], ["sbt"]),
        (["java", "sbt", "mvn"], ["sbt"]),
        (["java", "mvn"], ["mvn", "java"]),
    ],
)
def test_scala_runs_by_sbt_or_where_there_is_none_by_its_launcher_from_maven(
    tmp_path: Path, tools: list[str], called: list[str]
) -> None:
    fake_tools(tmp_path, *tools)

    ended = run("scala", work=tmp_path, CI="true")

    assert ended.returncode == 0, ended.stderr
    assert [call[0] for call in calls(ended)] == called


@pytest.mark.usefixtures("_at_hand")
def test_the_launcher_of_sbt_is_that_of_the_version_that_the_build_names(tmp_path: Path) -> None:
    properties = EXAMPLES / "scala" / "project" / "build.properties"
    version = properties.read_text().strip().removeprefix("sbt.version=")
    fake_tools(tmp_path, "java", "mvn")

    fetch, start = calls(run("scala", work=tmp_path))

    assert f"-Dartifact=org.scala-sbt:sbt-launch:{version}" in fetch
    assert f"target/sbt-launch-{version}.jar" in start


@pytest.mark.usefixtures("_at_hand")
def test_tools_are_asked_for_no_colours_and_have_nobody_to_ask(tmp_path: Path) -> None:
    fake_tools(tmp_path, "go")

    assert calls(run("go", work=tmp_path)) == [["go", "test", "./...", "NO_COLOR=1"]]


@pytest.mark.usefixtures("_at_hand")
def test_scala_without_sbt_is_told_what_else_would_do(tmp_path: Path) -> None:
    fake_tools(tmp_path, "java")

    ended = run("scala", work=tmp_path)

    assert "scala: not run, there is no sbt; nor mvn\n" in ended.stdout
