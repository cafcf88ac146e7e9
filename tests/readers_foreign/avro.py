"""Compares the Avro reader with fastavro's decoder of Avro's JSON encoding.

Usage: python tests/readers_foreign/avro.py [--quick]

Values are decoded as each schema in `avro.json`, and what fastavro writes is judged too.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import fastavro
from by_values import by_values
from summary import Summary, program

from conformance.model import Verdict
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json

KEPT = json.loads((Path(__file__).parent / "avro.json").read_text("utf-8"))

WIDE = ("unlisted=accept",)
"""fastavro skips what a record does not have."""


def judge_of(schema: Any) -> Any:
    """Return a function that decodes texts, validates the values, and writes them again."""
    parsed = fastavro.parse_schema(schema)

    def ask(given: Sequence[str]) -> list[str]:
        return [_asked(parsed, text) for text in given]

    return ask


def _asked(parsed: Any, text: str) -> str:
    try:
        value = next(iter(fastavro.json_reader(io.StringIO(text), parsed)))
        fastavro.validate(value, parsed, strict=True)
        written = io.StringIO()
        fastavro.json_writer(written, parsed, [value])
    except Exception as error:  # noqa: BLE001  it raises whatever the value leads to
        return f"reject\t{type(error).__name__} {error}".replace("\n", " ")
    return f"accept\t{written.getvalue().strip()}"


def explain(text: str, value: Json, ours: Verdict, theirs: Verdict, words: str) -> str | None:
    """Return the kept reason, by its key, that explains a difference; None if there is none."""
    if theirs is Verdict.ACCEPT:
        return "changed" if words and json.loads(words) != value else None
    if "No key was set" in words:
        return "an empty name"
    if "is not in list" in words and ours is Verdict.ACCEPT:
        return "an unknown name inside"
    if re.search(r"[.eE]|-0\b", re.sub(r'"[^"]*"', '""', text)):
        return "1.0 for an integer"
    return None


def compare_all(_names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Compare the schemas; print a line."""
    summary, seen = Summary(), Counter[str]()
    bad: list[str] = []
    with TemporaryDirectory() as folder:
        for name, schema in list(KEPT["schemas"].items())[:: 4 if quick else 1]:
            path = Path(folder, f"{name}.avsc")
            path.write_text(json.dumps(schema), "utf-8")
            file = read(path.as_posix(), Options(changes=WIDE)).file
            tally = by_values(name, file, file, judge_of(schema), explain, 200)
            seen += tally.seen
            bad += tally.bad
            summary.counts.update(("types", tally.outcome))
    print(f"fastavro: {dict(seen)}")
    for line in bad[:200]:
        print(f"  {line}")
    summary.failed = bool(bad)
    return summary


if __name__ == "__main__":
    program("avro", compare_all)
