"""How a run grows with its cases: time, memory and the size of what it writes.

The peer is jsonschema-rs alone, in a script that reads the same corpus into memory. Programs and
several processes are measured up to 10,000 cases. `python tests/benchmarks/run.py size [CASES…]`;
a million takes its time.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))

from bench_judging import RECORD, made_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES = (1_000, 10_000, 100_000)
CASES_A_FILE = 50_000
MOST_PARTS = 10_000
"""With more cases only a plain run is measured, and its page."""
PEER = """
import json, sys
from pathlib import Path
import jsonschema_rs
folder = Path(sys.argv[1])
schemas = [json.loads(x.read_text()) for x in sorted(folder.glob("variants/*/*.schema.json"))]
checks = [jsonschema_rs.validator_for(x) for x in schemas]
files = [json.loads(x.read_text()) for x in sorted(folder.glob("corpus/*.json"))]
values = [json.loads(case["input"]["text"]) for file in files for case in file["cases"]]
print(sum(check.is_valid(value) for value in values for check in checks))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Seconds of processor time and peak megabytes of a process and of those that it started."""

    seconds: float
    megabytes: float


def measured(command: Sequence[str]) -> Measured:
    """Run a command of which nothing is wanted but its figures."""
    fixed = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=fixed) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:  # 1: the made cases show what no baseline knows
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Measured(seconds=used.ru_utime + used.ru_stime, megabytes=used.ru_maxrss / 1024)


def grown(folder: Path, count: int, *, programs: bool) -> None:
    """Write the shipped record with made cases in place of its corpus.

    Args:
        folder: The new record's folder.
        count: The number of cases.
        programs: Whether the shipped cases and what programs did with them are there too.
    """
    folder.mkdir()
    shutil.copy(RECORD / "record.json", folder)
    for part in ("variants", *(("corpus", "observations") if programs else ())):
        shutil.copytree(RECORD / part, folder / part)
    (folder / "corpus").mkdir(exist_ok=True)
    cases = made_cases(count)
    for number in range(0, count, CASES_A_FILE):
        with (folder / f"corpus/grown-{number:07}.json").open("w", encoding="utf-8") as file:
            file.write(f'{{"format": 1, "record": {json.dumps(folder.name)}, "cases": [\n')
            file.write(",\n".join(json.dumps(case) for case in islice(cases, CASES_A_FILE)))
            file.write("]}\n")


def made_cases(count: int) -> Iterator[dict[str, Any]]:
    """Yield so many generated cases, the same at every call."""
    texts = made_texts(min(count, CASES_A_FILE))
    for index in range(count):
        text = texts[index % len(texts)]
        yield {
            "id": f"grown/{index}",
            "rev": 1,
            "title": f"Made for the benchmark, number {index}",
            "input": {"text": text.replace("item_", f"item_{index // len(texts)}_", 1)},
            "expect": {"verdict": "open", "because": "No source was asked."},
            "origin": {"tool": "benchmark", "seed": 1},
        }


def main(sizes: Sequence[int]) -> None:
    print("cases      what                        processor s   ratio    MB   results  page MB")
    for count in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / RECORD.name
            grown(folder, count, programs=False)
            peer = measured([sys.executable, "-c", PEER, str(folder)])
            _print(count, "jsonschema-rs alone", peer, peer)
            plain = Path(name) / "plain"
            _run(count, "a run, all reports", folder, plain, peer)
            report = (sys.executable, "-m", "conformance", "report", "--to", "html")
            page = measured([*report, str(plain / "results.jsonl"), "--out", f"{name}/page"])
            _print(count, "its page made again", page, peer)
            if count <= MOST_PARTS:
                jobs = Path(name) / "jobs"
                _run(count, "a run, --jobs 2", folder, jobs, peer, "--jobs", "2")
                same = all(x.read_bytes() == (jobs / x.name).read_bytes() for x in plain.iterdir())
                print(f"{'':>11}--jobs 2 writes {'the same bytes' if same else 'OTHER BYTES'}")
                shutil.rmtree(folder)
                grown(folder, count, programs=True)
                programs = len([*(folder / "observations").iterdir()])
                _run(count, f"a run, with {programs} programs", folder, plain, peer)


def _run(count: int, what: str, folder: Path, out: Path, peer: Measured, *more: str) -> None:
    run = (sys.executable, "-m", "conformance", "run", "--no-baseline", "--no-cache")
    found = measured([*run, "--record", str(folder), "--out", str(out), *more])
    sizes = [(out / x).stat().st_size / 1e6 for x in ("results.jsonl", "index.html")]
    _print(count, what, found, peer, *sizes)


def _print(count: int, what: str, found: Measured, peer: Measured, *sizes: float) -> None:
    ratio = found.seconds / peer.seconds
    shown = "  ".join(f"{size:7.1f}" for size in sizes)
    figures = f"{found.seconds:10.1f} {ratio:8.2f} {found.megabytes:6.0f}"
    print(f"{count:>9,}  {what:<26} {figures}  {shown}")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:] if argument.isdecimal()] or SIZES)
