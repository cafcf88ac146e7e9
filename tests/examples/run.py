"""Exports the corpus, and runs the example of every language whose tools are at hand.

    python tests/examples/run.py [EXAMPLE]...

An example is a folder: `go` decodes the first shipped record, `go-RECORD` another one by its name.
A language without its tools is named; with CI=true it is an error. What is made while building goes
under the folder that EXAMPLES_WORK names. A bundle that CONFORMANCE_BUNDLE names is taken as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECORDS = HERE.parents[1] / "schemas"
RECORD = "realtime-conversation-item"
"""The record of an example that names none."""

PYTHON = sys.executable
SBT = (HERE / "scala" / "project" / "build.properties").read_text().strip().partition("=")[2]
SBT_PLAIN = ["-Dsbt.color=false", "-Dsbt.supershell=false"]
Way = tuple[list[str], list[list[str]]]  # the tools that it needs, its commands
LANGUAGES: dict[str, Way] = {
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
    "scala": (["java", "sbt"], [["sbt", *SBT_PLAIN, "--error", "test"]]),
}
# Where sbt is not installed, Maven gets its launcher.
OTHERWISE: dict[str, Way] = {
    "scala": (
        ["java", "mvn"],
        [
            [
                "mvn",
                "--batch-mode",
                "--quiet",
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                f"-Dartifact=org.scala-sbt:sbt-launch:{SBT}",
                "-DoutputDirectory=target",
            ],
            ["java", *SBT_PLAIN, "-jar", f"target/sbt-launch-{SBT}.jar", "--error", "test"],
        ],
    ),
}


def main(wanted: list[str]) -> int:
    """Run the examples that are named, or all; return the exit code."""
    work = Path(os.environ.get("EXAMPLES_WORK", ".examples")).resolve()
    given = os.environ.get("CONFORMANCE_BUNDLE")
    names = wanted or examples()
    records = dict.fromkeys(map(record_of, names))
    bundles = {x: Path(given).resolve() if given else _exported(x, work) for x in records}
    failed = [name for name in names if not _passes(name, work, bundles[record_of(name)])]
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def examples() -> list[str]:
    """Return the names of all examples, those of the first record first."""
    others = [f"{language}-{x.name}" for x in sorted(RECORDS.iterdir()) for language in LANGUAGES]
    return [*LANGUAGES, *(name for name in others if (HERE / name).is_dir())]


def record_of(example: str) -> str:
    """Return the name of the record that an example decodes."""
    return example.partition("-")[2] or RECORD


def _exported(record: str, work: Path) -> Path:
    bundle = work / ("bundle" if record == RECORD else f"bundle-{record}")
    export = [PYTHON, "-m", "conformance", "corpus", "export", str(bundle)]
    subprocess.run([*export, "--record", str(RECORDS / record)], check=True)
    return bundle


def _passes(name: str, work: Path, bundle: Path) -> bool:
    language = name.partition("-")[0]
    ways = [table[language] for table in (LANGUAGES, OTHERWISE) if language in table]
    missing = [[tool for tool in needs if shutil.which(tool) is None] for needs, _ in ways]
    if [] not in missing:
        lacking = "; nor ".join(", ".join(tools) for tools in missing)
        print(f"{name}: not run, there is no {lacking}", flush=True)
        return os.environ.get("CI") != "true"
    _, commands = ways[missing.index([])]
    folder = work / name
    ignored = shutil.ignore_patterns("node_modules", "target", "__pycache__")
    shutil.copytree(HERE / name, folder, ignore=ignored, dirs_exist_ok=True)
    environment = {
        **os.environ,
        "CONFORMANCE_BUNDLE": str(bundle),
        "NO_COLOR": "1",
        "PYTEST_ADDOPTS": f"--conformance-record={RECORDS / record_of(name)}",
    }
    for command in commands:
        print(f"{name}: {Path(command[0]).name} {' '.join(command[1:])}", flush=True)
        ended = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, check=False
        )
        if ended.returncode:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
