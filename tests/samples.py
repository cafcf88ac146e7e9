"""Renews the sample report and the page of each shipped record: `tox run -e sample` does.

    python tests/samples.py [RECORD]...

The picture, which needs Chromium, is taken of the first one only.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from fakes.shipped import FIRST, RECORDS, ROOT, sample_of

if TYPE_CHECKING:
    from pathlib import Path


def main(wanted: list[str]) -> int:
    """Renew the samples of the records that are named, or of all; return the exit code."""
    codes = [_renewed(record) for record in RECORDS if not wanted or record.name in wanted]
    if FIRST.name in wanted or not wanted:
        sample = sample_of(FIRST)
        picture = [ROOT / "tests" / "browser" / "picture.py", sample / "index.html"]
        codes.append(_run(*map(str, picture), str(sample / "report.png")))
    return max(codes, default=0)


def _renewed(record: Path) -> int:
    sample = sample_of(record)
    # By the path from the root: it stands in the reports.
    folder = str(record.relative_to(ROOT))
    made = _run("-m", "conformance", "run", "--record", folder, "--out", str(sample))
    results = str(sample / "results.jsonl")
    page = _run("-m", "conformance", "report", results, "--to", "page", "--out", folder)
    return max(made, page)


def _run(*arguments: str) -> int:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
