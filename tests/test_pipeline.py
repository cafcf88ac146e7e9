"""A run as a whole: its memory does not grow with its cases, but for a little of each."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import fakes
import pytest

if TYPE_CHECKING:
    from pathlib import Path

SMALL, LARGE = 4_000, 12_000
A_CASE = 600
"""Bytes of memory that a case may take, whatever its length: half of what its text has here."""


RUN = """
import sys
from pathlib import Path
from conformance.cli import main
try:
    main()
finally:
    status = Path("/proc/self/status").read_text()
    print(*[line for line in status.splitlines() if line.startswith("VmHWM")], flush=True)
"""
"""Runs the command and prints its peak; the system's own count includes the parent's memory."""


def peak(folder: Path, count: int) -> int:
    """Run a record with so many cases of 1,200 characters; return the peak of its memory."""
    text = {"properties": {"n": {"type": "string"}}}
    variants: dict[str, dict[str, object]]
    variants = {"one": {"declared": text}, "two": {"declared": True}}
    record = fakes.write_record(folder / "thing", variants)
    (record / "corpus").mkdir()
    origin = {"tool": "t", "seed": 1}
    cases = (
        fakes.case_entry(f"n/{n}", {"n": n % 7 or "x", "m": f"{n} " * 150}, origin=origin)
        for n in range(count)
    )
    file = record / "corpus/all.json"
    with file.open("w", encoding="utf-8") as out:
        out.write('{"format": 1, "record": "thing", "cases": [')
        out.write(",".join(json.dumps(case) for case in cases))
        out.write("]}")
    arguments = ["run", "--no-baseline", "--record", str(record), "--out", str(folder / "out")]
    command = [sys.executable, "-c", RUN, *arguments]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(told.split()[-2]) * 1024


@pytest.mark.untraced
@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory otherwise")
def test_cases_go_through_a_run_and_are_not_held(tmp_path: Path) -> None:
    small, large = (peak(tmp_path / str(count), count) for count in (SMALL, LARGE))

    assert (large - small) / (LARGE - SMALL) < A_CASE
