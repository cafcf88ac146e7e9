"""An adapter that asks a package, for what renews it.

Release 2.0 of the package rejects what 1.0 accepts, an idle state. 3.0 does not start, 4.0 has no
lock file, and 5.0 is not built.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fakes import PYTHON

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import json, sys
version = open("version.txt").read().strip()
assert open(version + ".lock").read() == version and open("built.txt").read() == version
assert version != "3.0"
for line in sys.stdin:
    asked = json.loads(line)
    if asked["op"] == "hello":
        said = {
            "op": "hello", "protocol": 1, "adapter": {"name": "left", "version": "1"},
            "subject": {"name": "left", "version": version, "language": "python"},
            "targets": ["thing"], "modes": ["decode"], "max_inflight": 4,
        }
    elif asked["op"] == "case":
        text = asked["text"]
        takes = text.startswith("{") and not (version == "2.0" and "idle" in text)
        said = {"n": asked["n"], "verdict": "accept" if takes else "reject"}
    else:
        break
    print(json.dumps(said), flush=True)
"""
MAKE = """
import sys
version = open("version.txt").read().strip()
assert version != sys.argv[1]
open(sys.argv[2].format(version), "w").write(version)
"""
NEW = "sdk.left@1.0"
PACKAGE = {
    "package": "npm:left",
    "version": "1.0",
    "files": ["version.txt"],
    "lock": [[*PYTHON, "make.py", "4.0", "{}.lock"]],
}


def write_adapter(record: Path, name: str = "left", **parts: Any) -> Path:
    """Write an adapter into a record's folder; return its own folder.

    It has a column of the newest release of a package, and one of an older release.
    """
    folder = record / "adapters" / name
    folder.mkdir(parents=True)
    columns = [f"sdk.{name}@1.0", f"sdk.{name}@0.9"]
    content = {
        "format": 1,
        "columns": columns,
        "describes": {
            "sdk.*@1.0": {"component": "Thing", "as_of": "2020-01-01"},
            "sdk.*": {"component": "Thing", "as_of": "2019-01-01"},
        },
        "packages": [{**PACKAGE, "package": f"npm:{name}"}],
        "build": [[*PYTHON, "make.py", "5.0", "built.txt"]],
        "command": [*PYTHON, "program.py"],
        "timeout": {"start": 20, "case": 20},
        **parts,
    }
    (folder / "adapter.json").write_text(json.dumps(content, indent=1), "utf-8")
    (folder / "program.py").write_text(PROGRAM, "utf-8")
    (folder / "make.py").write_text(MAKE, "utf-8")
    (folder / "version.txt").write_text("1.0\n", "utf-8")
    (folder / "1.0.lock").write_text("1.0", "utf-8")
    return folder
