"""Exports the corpus, and runs the example of every language whose tools are at hand.

A language without its tools is named; with CI=true it is an error. What is made while building goes
under the folder that EXAMPLES_WORK names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECORD = HERE.parents[1] / "schemas" / "realtime-conversation-item"
PYTHON = sys.executable
EXAMPLES: dict[str, tuple[list[str], list[list[str]]]] = {
    "python": ([], [[PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider"]]),
    "javascript": (
        ["node", "npm"],
        [
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            ["node", "--test"],
        ],
    ),
    "typescript": (
        ["node", "npm"],
        [
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            ["node", "--test"],
        ],
    ),
    "elixir": (["elixir", "mix"], [["mix", "test"]]),
    "go": (["go"], [["go", "test", "./..."]]),
    "rust": (["cargo"], [["cargo", "test", "--locked", "--quiet"]]),
    "java": (["java", "mvn"], [["mvn", "--batch-mode", "--quiet", "test"]]),
}


def main(wanted: list[str]) -> int:
    """Run the examples that are named, or all; return the exit code."""
    work = Path(os.environ.get("EXAMPLES_WORK", ".examples")).resolve()
    bundle = work / "bundle"
    export = [PYTHON, "-m", "conformance", "corpus", "export", str(bundle), "--record", str(RECORD)]
    subprocess.run(export, check=True)
    failed = [name for name in wanted or EXAMPLES if not _passes(name, work, bundle)]
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(name: str, work: Path, bundle: Path) -> bool:
    needs, commands = EXAMPLES[name]
    missing = [tool for tool in needs if shutil.which(tool) is None]
    if missing:
        print(f"{name}: not run, there is no {', '.join(missing)}", flush=True)
        return os.environ.get("CI") != "true"
    folder = work / name
    ignored = shutil.ignore_patterns("node_modules", "target", "__pycache__")
    shutil.copytree(HERE / name, folder, ignore=ignored, dirs_exist_ok=True)
    environment = {
        **os.environ,
        "CONFORMANCE_BUNDLE": str(bundle),
        "PYTEST_ADDOPTS": f"--conformance-record={RECORD}",
    }
    for command in commands:
        print(f"{name}: {Path(command[0]).name} {' '.join(command[1:])}", flush=True)
        if subprocess.run(command, cwd=folder, env=environment, check=False).returncode:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
