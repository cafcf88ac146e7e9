"""What short commands import: nothing that takes long and that they do without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes import ACCEPT, REJECT
from fakes.recorded import IDLE, ON, write_observation

from conformance import exact, model
from conformance.proofs import store

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
HEAVY = (
    *("asyncio", "deepdiff", "difflib", "distributed", "google.protobuf", "hypothesis"),
    *("importlib.metadata", "jinja2", "jsonschema", "jsonschema_specifications", "referencing"),
    *("rich", "subprocess", "tarfile", "tempfile", "tree_sitter", "urllib.request"),
    *("xml.sax", "zipfile", "conformance.pipeline", "conformance.readers.typescript"),
)
JUDGING = (
    *("conformance.exact.automaton", "conformance.exact.backreferences", "conformance.exact.judge"),
    *("conformance.exact.nfa", "conformance.exact.regex"),
    *("bz2", "gzip", "lzma", "platformdirs", "shutil", "textwrap"),
)
"""What reads expressions, blames libraries and packs files: few values need it."""
KNOWN = (
    *("conformance.corpus.load", "conformance.programs.adapters"),
    *("conformance.record.load", "conformance.schema.load", "conformance.schema.soundness"),
)
"""What reads and checks the files of a record, of which everything is kept."""
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


def modules_of(arguments: list[str], folder: Path) -> tuple[int, str, list[str]]:
    """Return a command's exit code, what it prints, and the modules that it imports.

    Those that two libraries bring, without which there is no command, are left out.
    """
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    modules = (folder / "modules.txt").read_text("utf-8").split()
    before = subprocess.run(
        [sys.executable, "-c", "import sys, click, jsonschema_rs; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return done.returncode, done.stdout + done.stderr, [x for x in modules if x not in before]


@pytest.mark.parametrize("what", COMMANDS)
def test_a_short_command_imports_nothing_that_takes_long(what: str, tmp_path: Path) -> None:
    arguments, code, words = COMMANDS[what]
    a = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    b = {"type": "object", "properties": {"a": {"enum": ["x", 1]}}}
    for name, value in (("a", a), ("b", b), ("v", {"a": 1})):
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")

    done, said, modules = modules_of(arguments, tmp_path)

    assert (done, words in said) == (code, True), said
    left_out = HEAVY + (JUDGING if what == "a value" else ())
    assert [x for x in modules if x.startswith(left_out)] == []


def test_an_input_is_compared_with_a_record_that_is_kept_without_reading_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.FOLDER, str(project / "cache"))
    write_observation(project, {ON: ACCEPT, IDLE: REJECT})
    (project / "v.json").write_text('{"state": "gone"}', encoding="utf-8")
    first = modules_of(["judge", "v.json"], project)

    again = modules_of(["judge", "v.json"], project)

    assert again[:2] == first[:2]
    assert [x for x in KNOWN if x not in first[2]] == []
    assert [x for x in again[2] if x.startswith((*HEAVY, *JUDGING, *KNOWN))] == []


@pytest.mark.parametrize("package", [exact, model], ids=["the exact comparison", "the model"])
def test_every_name_of_a_package_is_found_when_it_is_asked_for(package: ModuleType) -> None:
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = package.nothing
