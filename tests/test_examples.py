"""The examples of other languages, as far as they can be checked without those languages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.cases import load_corpus
from conformance.known import known_failures

EXAMPLES = Path(__file__).parent / "examples"
RECORD = Path(__file__).parents[1] / "schemas" / "realtime-conversation-item"
LANGUAGES = sorted(path.parent.name for path in EXAMPLES.glob("*/known-failures.txt"))


def run(*languages: str, work: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run examples on a machine that has no tools."""
    return subprocess.run(
        [sys.executable, EXAMPLES / "run.py", *languages],
        env={**os.environ, "PATH": str(work), "EXAMPLES_WORK": str(work), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_there_is_an_example_for_each_language_that_is_promised() -> None:
    assert {"python", "javascript", "go", "rust", "java", "typescript", "elixir"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_known_failure_is_a_case_and_has_a_reason(language: str) -> None:
    ids = {case.id for case in load_corpus(RECORD).cases}

    assert known_failures(EXAMPLES / language / "known-failures.txt", ids=ids)


def test_a_language_without_its_tools_is_told_and_fails_only_in_ci(tmp_path: Path) -> None:
    ended = run("go", "java", work=tmp_path, CI="")

    assert ended.returncode == 0, ended.stderr
    assert "go: not run, there is no go\n" in ended.stdout
    assert "java: not run, there is no java, mvn\n" in ended.stdout
    assert (tmp_path / "bundle" / "manifest.json").is_file()
    in_ci = run("go", work=tmp_path, CI="true")
    assert (in_ci.returncode, in_ci.stdout.splitlines()[-1]) == (1, "failed: go")
