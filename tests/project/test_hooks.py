"""The hooks that others' pre-commit runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conformance.cli import COMMANDS

ROOT = Path(__file__).parents[2]
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")


def hooks() -> dict[str, dict[str, str]]:
    """Read the plain subset of YAML that the file is written in: a list of flat mappings."""
    found: dict[str, dict[str, str]] = {}
    for block in re.split(r"^- ", HOOKS, flags=re.MULTILINE)[1:]:
        pairs = dict(line.strip().split(": ", 1) for line in block.strip().splitlines())
        found[pairs["id"]] = pairs
    return found


@pytest.mark.parametrize("name", ["workflow.yml", "since.yml", "pre-commit-config.yaml"])
def test_the_readme_shows_the_files_that_lint_checks(name: str) -> None:
    shown = (ROOT / "tests" / "examples" / "ci" / name).read_text("utf-8")
    assert f"```yaml\n{shown}```\n" in (ROOT / "README.md").read_text("utf-8")


def test_the_files_that_the_readme_shows_name_what_is_there() -> None:
    examples = ROOT / "tests" / "examples" / "ci"
    config = (examples / "pre-commit-config.yaml").read_text("utf-8")
    assert set(re.findall(r"- id: (\S+)", config)) == set(hooks())
    for name in ("workflow.yml", "since.yml"):
        workflow = (examples / name).read_text("utf-8")
        (action,) = re.findall(r"uses: OWNER/cross-schema-conformance/(\S+)@", workflow)
        inputs, _, outputs = (ROOT / action / "action.yml").read_text("utf-8").partition("outputs:")
        step = workflow.partition(action)[2].partition("\n      - ")[0]
        given = re.findall(r"^ {10}(\S+):", step, flags=re.MULTILINE)
        assert given
        assert all(f"\n  {one}:\n" in inputs for one in given)
        used = re.findall(r"outputs\.(\w+)", workflow)
        assert all(f"\n  {one}:\n" in outputs for one in used)


def test_each_hook_runs_a_command_that_is_there() -> None:
    entries = [hook["entry"].split() for hook in hooks().values()]
    assert entries == [["conformance", "corpus", "check"], ["conformance", "run"]]
    assert {entry[1] for entry in entries} <= set(COMMANDS)


@pytest.mark.parametrize(
    ("hook", "file", "runs"),
    [
        ("conformance-corpus", "schemas/thing/corpus/state.json", True),
        ("conformance-corpus", "schemas/thing/variants/a/variant.json", True),
        ("conformance-corpus", "schemas/thing/baseline.json", False),
        ("conformance", "schemas/thing/baseline.json", True),
        ("conformance", "variants/a/declared.schema.json", True),
        ("conformance", "src/variants.py", False),
    ],
)
def test_a_hook_runs_where_its_files_changed(hook: str, file: str, *, runs: bool) -> None:
    assert (re.search(hooks()[hook]["files"], file) is not None) is runs
