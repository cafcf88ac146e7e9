"""The steps of the GitHub Action that are shell scripts, run as GitHub runs them.

That the file is what GitHub takes is checked against its schema by `tox run -e lint`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

ACTION = Path(__file__).parents[2] / ".github" / "actions" / "conformance" / "action.yml"
BASH = shutil.which("bash")
COMMAND = """#!/bin/sh
printf '%s\\n' "$@" > asked
mkdir -p reports && echo '# Conformance' > reports/summary.md
exit 1
"""

pytestmark = pytest.mark.skipif(BASH is None, reason="there is no bash")


def script(step: str) -> str:
    """Return the script of a step; it ends where the next step starts."""
    text = ACTION.read_text("utf-8").partition(f"- name: {step}\n")[2].partition("\n    - ")[0]
    return textwrap.dedent(re.split(r" run: (?:\|\n)?", text)[1])


def run(step: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step's script in a folder; commands that stand there or above are found first."""
    return subprocess.run(
        [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", script(step)],
        cwd=cwd,
        env={
            "PATH": os.pathsep.join([str(cwd), str(cwd.parent), os.environ["PATH"]]),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Give a project with a record, in which `conformance` writes down how it is called."""
    (tmp_path / "conformance").write_text(COMMAND, "utf-8")
    (tmp_path / "conformance").chmod(0o755)
    (tmp_path / "schemas" / "order" / "variants").mkdir(parents=True)
    return tmp_path


def test_without_a_package_the_action_installs_the_project_that_it_is_part_of(
    workspace: Path,
) -> None:
    (workspace / "python").write_text(COMMAND.replace("exit 1", ""), "utf-8")
    (workspace / "python").chmod(0o755)
    installed = []
    for package in ("", "some-package==1 2"):
        run("Install", workspace, PACKAGE=package, GITHUB_ACTION_PATH=str(ACTION.parent))
        installed.append((workspace / "asked").read_text("utf-8").splitlines())

    (*before, project), named = installed
    assert before == ["-m", "pip", "install", "--quiet"]
    assert Path(project).resolve() == ACTION.parents[3]
    assert (ACTION.parents[3] / "pyproject.toml").is_file()
    assert named == [*before, "some-package==1 2"]


def test_the_steps_of_others_are_named_by_their_commits() -> None:
    files = (ACTION, ACTION.parents[3] / "README.md")
    used = [x for file in files for x in re.findall(r"uses: (.+)", file.read_text("utf-8"))]
    others = [x for x in used if not x.startswith("OWNER/")]

    assert len(others) == 5
    assert [x for x in others if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", x)] == []


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ("", "::error::since needs the input sources"),
        ("don't.yaml", "::error::the input sources cannot be read; close each quote"),
    ],
)
def test_sources_that_are_missing_or_cannot_be_read_end_the_step(
    workspace: Path, sources: str, words: str
) -> None:
    ended = run("Since", workspace, SINCE="v1", SOURCES=sources, REQUIRE="")

    assert ended.returncode == 2
    assert words in ended.stdout
    assert not (workspace / "asked").exists()


def test_each_source_is_compared_since_a_revision_and_the_worst_is_the_steps(
    workspace: Path,
) -> None:
    command = COMMAND.replace("> asked", ">> asked").replace("&& echo '# Conformance' > reports/"
        "summary.md\nexit 1", "&& echo \"# $2\"\n[ \"$2\" != 'b c.ts#T' ]")  # fmt: skip
    (workspace / "conformance").write_text(command, "utf-8")
    sources = "a.yaml 'b c.ts#T'"

    ended = run("Since", workspace, SINCE="last-tag", SOURCES=sources, REQUIRE="backward")
    told = run("Since", workspace, SINCE="v1", SOURCES="a.yaml", REQUIRE="")

    rest = ["--since", "last-tag", "--to", "changelog", "--out"]
    need = ["--require", "backward"]
    assert (ended.returncode, told.returncode) == (1, 0), ended.stderr
    assert (workspace / "asked").read_text("utf-8").splitlines() == [
        *("compare", "a.yaml", *rest, "reports/since-1", *need),
        *("compare", "b c.ts#T", *rest, "reports/since-2", *need),
        *("compare", "a.yaml", "--since", "v1", *rest[2:], "reports/since-1"),
    ]
    assert (workspace / "reports/summary.md").read_text("utf-8") == "# a.yaml\n\n"


@pytest.mark.parametrize("arguments", ["--enforce don't", '--columns "a.*'])
def test_arguments_that_cannot_be_read_end_the_step(workspace: Path, arguments: str) -> None:
    ended = run("Run", workspace, RECORD="", ARGUMENTS=arguments)

    assert ended.returncode == 2
    assert "::error::the input arguments cannot be read; close each quote" in ended.stdout
    assert not (workspace / "asked").exists()


@pytest.mark.parametrize(
    ("record", "arguments", "asked"),
    [
        ("", "", []),
        ("thing", "", ["--record", "thing"]),
        ("", "--enforce 'my thing.*' --vanished warn", ["--enforce", "my thing.*", "--vanished",
                                                        "warn"]),
        ("a b; touch x", "--columns $(touch x)", ["--record", "a b; touch x", "--columns",
                                                  "$(touch", "x)"]),
    ],
)  # fmt: skip
def test_the_run_gets_what_was_asked_for_and_its_failure_is_the_steps(
    workspace: Path, record: str, arguments: str, asked: list[str]
) -> None:
    ended = run("Run", workspace, RECORD=record, ARGUMENTS=arguments)

    assert ended.returncode == 1, ended.stderr
    told = (workspace / "asked").read_text("utf-8").splitlines()
    assert told == ["run", "--out", "reports", *asked]
    assert not (workspace / "x").exists()


def test_the_summary_is_appended_where_there_is_one(workspace: Path) -> None:
    summary = workspace / "step-summary"
    summary.write_text("before\n", "utf-8")

    without = run("Step summary", workspace, GITHUB_STEP_SUMMARY=str(summary))
    run("Run", workspace, RECORD="", ARGUMENTS="")
    run("Step summary", workspace, GITHUB_STEP_SUMMARY=str(summary))

    assert without.returncode == 0
    assert summary.read_text("utf-8") == "before\n# Conformance\n"


def test_no_value_of_a_user_is_put_into_a_script() -> None:
    for step in ("Install", "Run", "Since", "Step summary"):
        assert "${{" not in script(step)
