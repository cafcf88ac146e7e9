"""How much processor time and memory the comparison of two whole sources takes.

The sources are made here: an API of some hundred types that hold one another, and a copy in which
every sixth type is changed. The unit is a fixed piece of Python, measured in turn with the
comparison: seconds of one machine are no facts.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

AIMS = {100: 10.0, 400: 35.0}
"""The number of types -> units that the comparison may take."""
MEMORY = 200
"""MB that it may take."""

TIMES = 3
EVERY = 6
FAMILY = 10
"""So many types hold only one another."""
UNIT = """
import json
for i in range(60):
    json.loads(json.dumps([{"a": [n, str(n)]} for n in range(8000)]))
"""
RUN = "import sys; sys.argv[0] = 'conformance'; from conformance.__main__ import main; main()"
MEASURED = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime, used.ru_maxrss / 1000)
"""


def main() -> None:
    units: list[float] = []
    found: dict[int, list[tuple[float, float]]] = {types: [] for types in AIMS}
    for _ in range(TIMES):
        with tempfile.TemporaryDirectory() as folder:
            units.append(_used(("-c", UNIT), folder)[0])
        for types, runs in found.items():
            with tempfile.TemporaryDirectory() as folder:
                named = _written(Path(folder), types)
                arguments = ("-c", RUN, "compare", *named, "--out", f"{folder}/reports")
                runs.append(_used(arguments, folder))
    unit = min(units)
    print(f"1 unit: {unit:.2f} s of user time\n")
    print(f"{'types':>6} {'units':>8} {'aim':>6} {'MB':>6}   (at most {MEMORY})")
    for types, runs in found.items():
        units_, memory = min(x for x, _ in runs) / unit, max(x for _, x in runs)
        print(f"{types:>6} {units_:>8.2f} {AIMS[types]:>6.1f} {memory:>6.0f}")


def _used(arguments: tuple[str, ...], folder: str) -> tuple[float, float]:
    """Return the user time and the MB of a new interpreter that keeps nothing of earlier ones."""
    kept = {**os.environ, "CONFORMANCE_CACHE": str(Path(folder) / "kept")}
    command = [sys.executable, "-c", MEASURED, *arguments]
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=kept).stdout
    seconds, memory = map(float, told.split())
    return seconds, memory


# --- the sources ---------------------------------------------------------------------------------


def _written(folder: Path, types: int) -> tuple[str, str]:
    """Write two versions of an API; return how the command names them."""
    draw = random.Random(types)
    old = {f"Type{number}": _type(number, draw) for number in range(types)}
    new = json.loads(json.dumps(old))
    for name in [*new][::EVERY]:
        _change(new[name], draw)
    named = []
    for version, schemas in {"old": old, "new": new}.items():
        path = folder / f"{version}.json"
        whole = {
            "openapi": "3.1.0",
            "info": {"title": "Made", "version": version},
            "paths": {},
            "components": {"schemas": schemas},
        }
        path.write_text(json.dumps(whole), "utf-8")
        named.append(f"{version}={path}")
    old_one, new_one = named
    return old_one, new_one


def _type(number: int, draw: random.Random) -> dict[str, Any]:
    """Return a type: a union of earlier ones of its family, or an object that may hold some."""
    family = [f"#/components/schemas/Type{x}" for x in range(number - number % FAMILY, number)]
    earlier = [{"$ref": x} for x in draw.sample(family, 2)] if len(family) > 1 else []
    if earlier and number % FAMILY == FAMILY - 1:
        return {"anyOf": earlier}
    properties: dict[str, Any] = {
        "type": {"enum": [f"type_{number}"]},
        "id": {"type": "string", "maxLength": draw.randint(8, 64)},
        "count": {"type": "integer", "minimum": 0, "maximum": draw.randint(1, 99)},
        "labels": {"type": "array", "items": {"type": "string"}, "maxItems": draw.randint(1, 20)},
        "state": {"enum": [f"state_{x}" for x in range(draw.randint(2, 6))]},
        "note": {"type": ["string", "null"]},
    }
    if earlier:
        properties |= {"part": earlier[0], "parts": {"type": "array", "items": earlier[1]}}
    return {"type": "object", "properties": properties, "required": ["type", "id"]}


def _change(schema: dict[str, Any], draw: random.Random) -> None:
    """Change a type in one place."""
    properties = schema.get("properties")
    if properties is None:
        schema["anyOf"].pop()
        return
    match draw.randrange(4):
        case 0:
            properties["id"]["maxLength"] += 1
        case 1:
            properties["state"]["enum"].append("new")
        case 2:
            schema["required"].append("count")
        case _:
            properties["note"]["type"] = "string"


if __name__ == "__main__":
    main()
