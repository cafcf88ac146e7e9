"""What short commands import: nothing that takes long and that they do without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conformance import exact, model

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
HEAVY = (
    *("asyncio", "deepdiff", "difflib", "distributed", "google.protobuf", "hypothesis"),
    *("importlib.metadata", "jinja2", "jsonschema", "jsonschema_specifications", "referencing"),
    *("rich", "subprocess", "tarfile", "tempfile", "tree_sitter", "urllib.request"),
    *("xml.sax", "zipfile", "conformance.pipeline", "conformance.readers.typescript"),
)
WATCH = (
    "import atexit, sys\n"
    "atexit.register(lambda: print(*sorted(sys.modules), file=open('modules.txt', 'w')))\n"
    "sys.argv[0] = 'conformance'\n"
    "from conformance.__main__ import main\n"
    "main()\n"
)
COMMANDS: dict[str, tuple[list[str], int, str]] = {
    "the help": (["--help"], 0, "Commands:"),
    "the version": (["--version"], 0, "version"),
    "a wrong command": (["juge"], 2, ""),
    "a comparison": (["relate", "a.json", "b.json"], 0, "overlap"),
    "a comparison as JSON": (["relate", "a.json", "b.json", "--format", "json"], 0, '"overlap"'),
    "a value": (["judge", "v.json", "--against", "a.json", "--against", "b.json"], 0, "reject"),
}


@pytest.mark.parametrize("what", COMMANDS)
def test_a_short_command_imports_nothing_that_takes_long(what: str, tmp_path: Path) -> None:
    arguments, code, words = COMMANDS[what]
    a = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    b = {"type": "object", "properties": {"a": {"enum": ["x", 1]}}}
    for name, value in (("a", a), ("b", b), ("v", {"a": 1})):
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", WATCH, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, words in done.stdout) == (code, True), done.stderr
    modules = (tmp_path / "modules.txt").read_text("utf-8").split()
    before = subprocess.run(
        [sys.executable, "-c", "import sys, click, jsonschema_rs; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert [x for x in modules if x.startswith(HEAVY) and x not in before] == []


@pytest.mark.parametrize("package", [exact, model], ids=["the exact comparison", "the model"])
def test_every_name_of_a_package_is_found_when_it_is_asked_for(package: ModuleType) -> None:
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = package.nothing
