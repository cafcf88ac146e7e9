"""Compares schemas that packages on PyPI ship: `python tests/wild/wild.py [PART OF A NAME…]`.

Each is compared with itself and with changed copies, in a process of its own. The exit code is 1 if
a bar is not met.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
PACKAGES = {
    "check_jsonschema": "builtin_schemas",
    "validate_pyproject_schema_store": "resources",
    "nbformat": "",
    "cyclonedx": "schema",
    "openapi_spec_validator": "resources",
    "altair": "vegalite",
}
"""Each package with the folder of its schemas."""
SECONDS, MEGABYTES, SHARE = 10, 1_000, 0.98


def main() -> None:
    results = {}
    for name, path in _schemas():
        if not sys.argv[1:] or any(part in name for part in sys.argv[1:]):
            results[name] = _result(path)
            print(_row(name, results[name]), flush=True)
    sys.exit(_met(results))


def _schemas() -> Iterator[tuple[str, Path]]:
    for package, folder in PACKAGES.items():
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            sys.exit(f"the package {package} is not installed")
        root = Path(spec.origin).parent
        for path in sorted((root / folder).rglob("*.json")):
            body = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(body, dict) and "json-schema.org/" in str(body.get("$schema")):
                yield f"{package}/{path.relative_to(root / folder).as_posix()}", path


def _result(path: Path) -> dict[str, Any]:
    command = (sys.executable, str(HERE / "one.py"), str(path), str(SECONDS))
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        error = done.stderr.strip().rpartition("\n")[2]
        return {"load": "", "mb": 0, "pairs": [_broken(f"ended with {done.returncode}: {error}")]}
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _broken(why: str) -> dict[str, Any]:
    return {"change": "itself", "relation": why, "proven": False, "seconds": 0.0}


def _row(name: str, result: dict[str, Any]) -> str:
    if result["load"]:
        return f"{name[-58:]:58} refused: {result['load'][-200:]}"
    pairs = result["pairs"]
    decided = sum(pair["proven"] for pair in pairs)
    slowest = max(pair["seconds"] for pair in pairs)
    lines = [
        (
            f"{name[-58:]:58} {pairs[0]['relation'][:9]:9} {decided}/{len(pairs)} decided "
            f"{slowest:6.2f} s {result['mb']:5} MB"
        )
    ]
    for pair in pairs:
        if not pair["proven"]:
            why = "; ".join(pair.get("why_not", ()))
            lines.append(f"    {pair['change']}: {pair['relation'][:120]} {why[-200:]}")
        lines += [f"    {pair['change']}: WRONG {what[:200]}" for what in pair.get("wrong", ())]
    return "\n".join(lines)


def _met(results: dict[str, dict[str, Any]]) -> int:
    """Print the bars, and return the exit code."""
    loaded = [result for result in results.values() if not result["load"]]
    pairs = [pair for result in loaded for pair in result["pairs"]]
    same = [result["pairs"][0]["relation"] == "equal" for result in loaded]
    figures = {
        "loaded": (len(loaded), len(results), SHARE),
        "equal to themselves": (sum(same), len(same), SHARE),
        "decided": (sum(pair["proven"] for pair in pairs), len(pairs), SHARE),
        "fast enough": (sum(p["relation"] != "too slow" for p in pairs), len(pairs), 1),
        "not wrong": (sum(not pair.get("wrong") for pair in pairs), len(pairs), 1),
        "small enough": (sum(r["mb"] <= MEGABYTES for r in loaded), len(loaded), 1),
    }
    missed = 0
    print()
    for name, (count, of, share) in figures.items():
        is_met = count >= share * of
        missed += not is_met
        print(f"{name:20} {count:4} of {of:4} {'' if is_met else f'  below {share:.0%}'}")
    return int(missed > 0)


if __name__ == "__main__":
    main()
