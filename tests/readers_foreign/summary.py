"""What the comparisons with foreign converters have in common: options, folders, the last line."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

COLUMNS = ("types", "equal", "equal but", "explained", "no schema", "not decided", "different")
"""`equal but` counts types that are equal but for silence or second names; `no schema` those that
the converter makes none of; `different` all that has no reason."""


@dataclass(slots=True)
class Summary:
    """What became of the types of one notation.

    Attributes:
        counts: One of COLUMNS -> the number of types.
        failed: Whether something is left without a reason.
        left_out: What was not compared, and why, a sentence each.
    """

    counts: Counter[str] = field(default_factory=Counter)
    failed: bool = False
    left_out: list[str] = field(default_factory=list)


Compare = Callable[[Sequence[str], bool], Summary]
"""Compares the parts that are named, or all; the second is whether only a fixed subset is meant."""


def program(name: str, compare: Compare) -> None:
    """Run one comparison by the arguments of the command line, and exit."""
    names = [each for each in sys.argv[1:] if each != "--quick"]
    start = time.monotonic()
    summary = compare(names, len(names) < len(sys.argv) - 1)
    table([(name, summary, time.monotonic() - start)])
    sys.exit(summary.failed)


def table(rows: Sequence[tuple[str, Summary, float]]) -> None:
    """Print a row a notation, and what was left out."""
    print(f"\n{'notation':<12}{''.join(f'{each:>13}' for each in COLUMNS)}{'seconds':>10}")
    for name, summary, seconds in rows:
        counts = "".join(f"{summary.counts[each]:>13}" for each in COLUMNS)
        print(f"{name:<12}{counts}{seconds:>10.0f}{'  FAILED' if summary.failed else ''}")
    for name, summary, _ in rows:
        for line in summary.left_out:
            print(f"{name}, left out: {line}")
    sys.stdout.flush()


@contextmanager
def work_folder(name: str) -> Iterator[Path]:
    """Give a folder for downloads under CONFORMANCE_WORK, or one that is removed."""
    kept = os.environ.get("CONFORMANCE_WORK")
    if kept:
        path = Path(kept).resolve() / f"readers-{name}"
        path.mkdir(parents=True, exist_ok=True)
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def sources() -> Path | None:
    """Return the folder of published sources that are no package; None if it is not at hand."""
    given = os.environ.get("CONFORMANCE_SOURCES")
    folder = Path(given) / "sources" if given else None
    return folder if folder is not None and folder.is_dir() else None
