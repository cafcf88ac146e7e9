"""The HTML report's speed in headless Chromium, beside the figures of a prototype.

Run with the dependency group `browser`; `python tests/benchmarks/bench_report.py [CASES…]`.
"""

from __future__ import annotations

import importlib.util
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import pytest
from fakes import browser as fakes_browser
from fakes import results as fakes_results

from conformance.reporters.html import Html

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = 20
PATTERNS = 24
"""So many distinct verdict vectors had 50,000 real cases."""
WARN_BYTES = 50_000_000
PROTOTYPE = {
    "file, MB": "2.1",
    "rows on screen, s": "0.25 to 0.40",
    "filter to painted frame, ms": "23 to 66",
    "opening a row, ms": "45",
    "memory, MB": "187",
}
VERDICTS = ("accept", "reject", "silent")
PLACES = ("", "/kind", "/state", "/state/reason", "/tags/*", "/weight")
QUERIES = ("is:split", "v3.declared:reject", "place:/state is:gap", "number 77", "accepts:>=12", "")


def lines(cases: int) -> Iterator[dict[str, Any]]:
    """Yield results of 20 columns and so many cases, the same at every call."""
    chance = random.Random(1)
    ids = [f"v{n // 2}.{('declared', 'documented')[n % 2]}" for n in range(COLUMNS)]
    head = fakes_results.header(
        variants=[fakes_results.variant(f"v{n}", "2025-01-01") for n in range(COLUMNS // 2)]
    )
    yield head
    template = fakes_results.columns()[0]
    for name in ids:
        group, _, reading = name.partition(".")
        yield {**template, "id": name, "group": group, "variant": group, "reading": reading}
    vectors = [
        dict(zip(ids, chance.choices(VERDICTS, (5, 4, 1), k=COLUMNS), strict=True))
        for _ in range(PATTERNS)
    ]
    blank = fakes_results.case("", "", "aaaaa")
    for number in range(cases):
        value = {
            "kind": chance.choice(("box", "bag")),
            "state": chance.choice(("sent", "lost")),
            "weight": chance.randrange(10**6),
            "tags": [chance.randrange(999) for _ in range(chance.randrange(4))],
        }
        verdicts = chance.choice(vectors)
        refuser = next((name for name in ids if verdicts[name] == "reject"), ids[0])
        reason = fakes_results.state_reason(f"{value['state']!r} is not one of sent")
        yield {
            **blank,
            "id": f"generated/{number:06}",
            "title": f"Generated case, number {number}",
            "text": json.dumps(value),
            "place": chance.choice(PLACES),
            "verdicts": verdicts,
            "reasons": {refuser: [reason]},
        }
    yield fakes_results.footer([], cases=cases)


PAINTED = """() => new Promise(done => requestAnimationFrame(() => setTimeout(
    () => done(performance.now()), 0)))"""


FILTER = """async query => {
    const notes = document.getElementById('query-notes');
    const seen = {childList: true};
    const changed = new Promise(done => new MutationObserver(done).observe(notes, seen));
    const input = document.getElementById('query');
    const start = performance.now();
    input.value = query;
    input.dispatchEvent(new Event('input'));
    await changed;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    return performance.now() - start;
}"""
OPEN = """async number => {
    const panel = document.querySelector('#matrix .detail');
    const seen = {childList: true};
    const changed = new Promise(done => new MutationObserver(done).observe(panel, seen));
    const start = performance.now();
    document.querySelectorAll('tr.row th')[number].click();
    await changed;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    return performance.now() - start;
}"""


def measured(browser: Any, file: Path) -> dict[str, float]:
    """Return the figures of one report."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(file.as_uri() + "#matrix")
    page.wait_for_selector("tr.row")
    shown = page.evaluate(PAINTED) / 1000
    filters = [page.evaluate(FILTER, query) for query in QUERIES * 2]
    opens = [page.evaluate(OPEN, number) for number in (3, 12, 20)]
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    memory = max(resident(p["id"]) for p in processes if p["type"] == "renderer")
    page.context.close()
    return {
        "file, MB": file.stat().st_size / 1e6,
        "rows on screen, s": shown,
        "filter to painted frame, ms": statistics.median(filters),
        "slowest filter, ms": max(filters),
        "opening a row, ms": statistics.median(opens),
        "memory, MB": memory,
    }


def resident(process: int) -> float:
    """Return a process's memory that is its own, in MB; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return 0.0
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1000


def missing() -> str | None:
    """Return what this machine lacks for the benchmark."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed; the dependency group `browser` brings it"
    try:
        fakes_browser.chromium()
    except pytest.fail.Exception as error:
        return str(error)
    return None


def main(sizes: list[int]) -> None:
    """Print a table of figures for each size."""
    lacking = missing()
    if lacking is not None:
        print(f"left out: {lacking}")
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only in this environment

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for size in sizes:
            file = Path(folder) / f"{size}.html"
            start = time.perf_counter()
            with file.open("w", encoding="utf-8") as output:
                output.writelines(fakes_results.rendered(Html(), lines(size)))
            print(f"\n{COLUMNS} columns x {size:,} cases")
            print(f"  {'rendering, s':32}{time.perf_counter() - start:8.2f}")
            browser = playwright.chromium.launch(
                executable_path=fakes_browser.chromium(), args=fakes_browser.FLAGS
            )
            for name, figure in measured(browser, file).items():
                beside = f"   prototype at 50,000: {PROTOTYPE[name]}" if name in PROTOTYPE else ""
                print(f"  {name:32}{figure:8.2f}{beside}")
            if file.stat().st_size > WARN_BYTES:
                print(f"  over {WARN_BYTES // 10**6} MB: too large to pass around")
            browser.close()


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:] if argument.isdecimal()] or [50_000, 100_000])
