"""Compares the readers with foreign converters, one notation after the other.

Usage: python tests/readers_foreign/compare.py [--quick] [--if-at-hand] [NOTATION ...]

Each prints its own table, and a summary of all comes last. `--quick` compares a fixed subset.
A toolchain that is not at hand is an error; with `--if-at-hand` its notation is left out.
It exits with 1 if one failed.
"""

from __future__ import annotations

import importlib
import shutil
import sys
import time
import traceback
from typing import TYPE_CHECKING, cast

from summary import Summary, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summary import Compare

NEEDS: dict[str, tuple[str, ...]] = {
    "python": (),
    "openapi": (),
    "rust": ("cargo",),
    "go": ("go",),
    "java": ("javac", "mvn"),
    "kotlin": ("mvn",),
    "protobuf": (),
    "avro": (),
    "graphql": (),
    "typescript": ("node", "npm"),
    "prose": ("npm",),
}
"""Notation, which is the name of its program, and the tools that it needs."""
PROGRAMS = {"graphql": "graphql_inputs"}
"""Notations whose program has another name: a library has theirs."""


def main(arguments: Sequence[str]) -> int:
    """Compare the notations that are named, or all; return the exit code."""
    options = {each for each in arguments if each.startswith("-")}
    wanted = [each for each in arguments if each not in options] or list(NEEDS)
    unknown = sorted((options - {"--quick", "--if-at-hand"}) | (set(wanted) - NEEDS.keys()))
    if unknown:
        print(f"there is no {', '.join(unknown)}; there are {', '.join(NEEDS)}")
        return 2
    rows = []
    for name in wanted:
        print(f"\n# {name}", flush=True)
        start = time.monotonic()
        summary = one(name, options)
        rows.append((name, summary, time.monotonic() - start))
    table(rows)
    return 1 if any(summary.failed for _, summary, _ in rows) else 0


def one(name: str, options: set[str]) -> Summary:
    missing = [tool for tool in NEEDS[name] if shutil.which(tool) is None]
    if missing:
        why = f"not run, there is no {', '.join(missing)}"
        return Summary(failed="--if-at-hand" not in options, left_out=[why])
    try:
        compare = cast("Compare", importlib.import_module(PROGRAMS.get(name, name)).compare_all)
        return compare((), "--quick" in options)
    except (Exception, SystemExit) as error:  # noqa: BLE001  the others are run all the same
        traceback.print_exc()
        return Summary(failed=True, left_out=[f"it broke off: {error}"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
