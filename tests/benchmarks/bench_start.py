"""How long short commands take, and what is saved by what they keep: processor time, in a unit.

The unit is a fixed piece of Python, measured in turn with the commands. Each row is the best of
several: a machine that does other things only adds.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 5
UNIT = (
    "import json\n"
    "for i in range(60):\n"
    "    json.loads(json.dumps([{'a': [n, str(n)]} for n in range(8000)]))"
)
ROOT = Path(__file__).parents[2]
ON_RECORD = "judge v.json on the shipped record"
MAIN = "from conformance.__main__ import main; main()"
PROVED = """
import sys, time
from pathlib import Path
from conformance.compare.disagreements import proved
from conformance.judges.panel import schema_judges
from conformance.proofs import store
from conformance.record.load import load_record
record = load_record(Path(sys.argv[1]))
judges = schema_judges(record)
store.use(kept=True)
start = time.process_time()
proof = proved(record, judges)
proof.causes.fields()
proof.keep()
print(time.process_time() - start)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        a = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
        b = {"type": "object", "properties": {"a": {"type": ["string", "null"]}}}
        for name, value in (("a", a), ("b", b), ("v", {"a": None})):
            (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
        record = str(ROOT / "schemas" / "realtime-conversation-item")
        judge = ["-c", MAIN, "judge", "v.json"]
        commands = {
            "bare Python": ["-c", "pass"],
            "click, jsonschema-rs": ["-c", "import click, jsonschema_rs"],
            "click, jsonschema": ["-c", "import click, jsonschema"],
            "--help": ["-c", MAIN, "--help"],
            "--version": ["-c", MAIN, "--version"],
            "relate a.json b.json": ["-c", MAIN, "relate", "a.json", "b.json"],
            "judge v.json --against a.json": [*judge, "--against", "a.json"],
            ON_RECORD: [*judge, "--record", record],
        }
        units, taken = [], {name: [9e9] for name in commands}
        first = []
        for _ in range(ROUNDS):
            units.append(_user(["-c", UNIT], folder))
            for name, arguments in commands.items():
                taken[name] += [_user(arguments, folder) for _ in range(2)]
            first.append(_user([*commands[ON_RECORD], "--no-cache"], folder))
        print(f"| command | units of user time (1 unit: {min(units):.2f} s) |\n|---|---|")
        for name, times in taken.items():
            print(f"| {name} | {min(times) / min(units):.2f} |")
        print(f"| the same where nothing is kept | {min(first) / min(units):.2f} |")
        proofs = [float(_output(["-c", PROVED, record], folder)) for _ in range(ROUNDS)]
        print(f"| the shipped record's proof, first time | {proofs[0] / min(units):.2f} |")
        print(f"| the same, kept and judged again | {min(proofs[1:]) / min(units):.2f} |")


def _user(arguments: list[str], folder: Path) -> float:
    """Return the seconds of user time of a Python process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    _output(arguments, folder)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def _output(arguments: list[str], folder: Path) -> str:
    # Modules are compiled once, as where the package is installed.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment |= {"CONFORMANCE_CACHE": str(folder / "cache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


if __name__ == "__main__":
    main()
