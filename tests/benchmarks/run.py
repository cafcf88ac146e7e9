"""Runs the benchmarks: `python tests/benchmarks/run.py [NAME…] [CASES…]`, all without a name.

Each prints ratios against named peers measured in the same run: times of one machine are no facts.
`size` and `report` take other numbers of cases: `size 1000000` takes its time.
"""

from __future__ import annotations

import runpy
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    known = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
    wanted = [name for name in sys.argv[1:] if not name.isdecimal()] or list(known)
    for name in wanted:
        if name not in known:
            sys.exit(f"there is no benchmark {name!r}; there are {', '.join(known)}")
        print(f"\n## {name}\n", flush=True)
        start = time.perf_counter()
        runpy.run_path(str(known[name]), run_name="__main__")
        print(f"\n{name} took {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
