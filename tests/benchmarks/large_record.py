"""Makes a record with as many cases as are wanted: the shipped one, with cases drawn from its own.

Run alone, `python tests/benchmarks/large_record.py FOLDER CASES` writes it into a folder.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORD = Path(__file__).parents[2] / "schemas/realtime-conversation-item"
CASES_A_FILE = 20_000
LONGEST = 200
"""Characters: the values of properties that are drawn are no longer than this as JSON."""


def write_record(folder: Path, cases: int, *, written: bool = False) -> None:
    """Write the shipped record with more cases into a new folder.

    Args:
        folder: The folder; its name is the record's.
        cases: The number of cases besides those that are shipped.
        written: Whether the cases count as written by hand.
    """
    shutil.copytree(RECORD, folder, ignore=shutil.ignore_patterns("adapters"))
    (folder / "baseline.json").unlink()
    for part in ("corpus", "observations"):
        for path in sorted((folder / part).glob("*.json")):
            content = path.read_text("utf-8")
            named = f'"record": {json.dumps(RECORD.name)}'
            path.write_text(
                content.replace(named, f'"record": {json.dumps(folder.name)}', 1), "utf-8"
            )
    drawn = drawn_cases(RECORD / "corpus", written=written)
    for number, start in enumerate(range(0, cases, CASES_A_FILE)):
        file = folder / "corpus" / f"bulk-{number:03}.json"
        with file.open("w", encoding="utf-8") as out:
            out.write(f'{{"format": 1, "record": {json.dumps(folder.name)}, "cases": [\n')
            for index, case in enumerate(islice(drawn, min(CASES_A_FILE, cases - start))):
                out.write(f"{',' if index else ''}{json.dumps(case)}\n")
            out.write("]}\n")


def drawn_cases(corpus: Path, *, written: bool) -> Iterator[dict[str, Any]]:
    """Yield cases without end, the same at every call."""
    known: dict[str, dict[str, Any]] = {}
    for path in sorted(corpus.glob("*.json")):
        for case in json.loads(path.read_text("utf-8"))["cases"]:
            value = case["input"].get("value")
            for name, part in value.items() if isinstance(value, dict) else ():
                text = json.dumps(part)
                if len(text) <= LONGEST:
                    known.setdefault(name, {})[text] = part
    names = [name for name in known if len(known[name]) > 1]
    values = {name: list(known[name].values()) for name in names}
    chance = random.Random(1)
    number = 0
    while True:
        chosen = chance.sample(names, chance.randrange(1, 6))
        value = {name: chance.choice(values[name]) for name in chosen}
        case = {
            "id": f"bulk/{number:07}",
            "rev": 1,
            "title": f"Drawn case, number {number}",
            "input": {"value": {**value, "id": f"item_{number}"}},
            "expect": {"verdict": "open", "because": "It was drawn."},
        }
        yield case if written else {**case, "origin": {"tool": "benchmark", "seed": 1}}
        number += 1


if __name__ == "__main__":
    write_record(Path(sys.argv[1]), int(sys.argv[2]))
