"""How much processor time the shipped run takes, with all reports, and in which parts.

Cold, nothing is kept of an earlier run; warm, that run is, and nothing has changed. The unit is a
fixed piece of Python, measured in turn with the runs: seconds of one machine are no facts.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from conformance.compare import disagreements
from conformance.compare.coverage import Watch
from conformance.judges.panel import with_programs
from conformance.judges.reasons import Explainer
from conformance.pipeline import judge, load
from conformance.record.settings import load_settings

T = TypeVar("T")

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.judges.panel import JudgedCase

AIM = 1.5
"""Units that the run may take."""

TIMES = 3
UNIT = """
import json
for i in range(60):
    json.loads(json.dumps([{"a": [n, str(n)]} for n in range(8000)]))
"""
RECORD = "schemas/realtime-conversation-item"
IMPORTED = "import conformance.cli.run"
RUN = "import sys; sys.argv[0] = 'conformance'; from conformance.__main__ import main; main()"


def main() -> None:
    units, cold, warm = [], [], []
    for _ in range(TIMES):
        with tempfile.TemporaryDirectory() as folder:
            run = ("-c", RUN, "run", "--record", RECORD, "--out", f"{folder}/reports")
            units.append(_user(("-c", UNIT), folder))
            cold.append(_user(run, folder))
            warm.append(_user(run, folder))
    unit = min(units)
    print(f"1 unit: {unit:.2f} s of user time")
    print(f"the shipped run, cold, all reports  {min(cold) / unit:6.2f} units   (aim: {AIM})")
    print(f"the same, warm                      {min(warm) / unit:6.2f}")
    with tempfile.TemporaryDirectory() as folder:
        imports = min(_user(("-c", IMPORTED), folder) for _ in range(TIMES))
    print(f"  imports alone                     {imports / unit:6.2f}")
    for name, seconds in _parts():
        print(f"  {name:<33} {seconds / unit:6.2f}")


def _each(see: Callable[[JudgedCase], None], cases: Sequence[JudgedCase]) -> None:
    for case in cases:
        see(case)


def _user(arguments: Sequence[str], folder: str) -> float:
    """Return the user time of a new interpreter that keeps what it keeps in a folder."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    kept = {**os.environ, "CONFORMANCE_CACHE": str(Path(folder) / "kept")}
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=kept)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def _parts() -> list[tuple[str, float]]:
    """Return the processor time of each part of a run, but for the reports."""
    found: list[tuple[str, float]] = []

    def timed(name: str, part: Callable[[], T]) -> T:
        start = time.process_time()
        result = part()
        found.append((name, time.process_time() - start))
        return result

    loaded = timed("reading the record", lambda: load(load_settings(Path.cwd()), record=RECORD))
    judged = timed("verdicts and reasons", lambda: list(judge(loaded)))
    values = [case.parsed.value for case in judged if hasattr(case.parsed, "value")]
    readings = loaded.record.columns.values()
    known = [Explainer.of(reading.file, variant.claims) for variant, reading in readings]
    timed("  of these the reasons", lambda: [x.explain(y) for x in known for y in values])
    timed("  and the check by jsonschema", lambda: [x.verdict(y) for x in known for y in values])
    watch = Watch(loaded.record, loaded.judges)
    timed("coverage", lambda: _each(watch.see, judged))
    proof = timed("exact comparison", lambda: disagreements.proved(loaded.record, loaded.judges))
    comparison = disagreements.Comparison(loaded.record, loaded.judges, proof)
    asked = [with_programs(case, loaded.programs) for case in judged]
    timed("causes in the cases", lambda: _each(comparison.see, judged))
    timed(
        "findings and fields",
        lambda: comparison.result(asked=asked, programs=loaded.programs),
    )
    return found


if __name__ == "__main__":
    main()
