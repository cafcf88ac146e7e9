"""How fast verdicts come, beside the two validators alone, and how the time of a run grows."""

from __future__ import annotations

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs
from jsonschema import Draft202012Validator

from conformance.jsontext.text import Parsed, parse
from conformance.judges.panel import schema_judges
from conformance.record.load import load_record
from conformance.schema.silence import Mode, compile_silence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RECORD = Path("schemas/realtime-conversation-item")
CASES = 50_000
SIZES = (1_000, 10_000, 100_000)


def main() -> None:
    record = load_record(RECORD)
    texts = made_texts(CASES)
    print(f"{CASES:,} inputs, verdicts of {len(schema_judges(record))} columns")
    ours = _ours(record, texts)
    lenient = [
        cast("dict[str, Any]", compile_silence(reading.file, mode))
        for variant in record.variants
        for reading in variant.readings
        for mode in (Mode.LENIENT, Mode.STRICT)
    ]
    values = [parsed.value for parsed in map(parse, texts) if isinstance(parsed, Parsed)]
    bare = _timed(lambda: _loop([jsonschema_rs.validator_for(x).is_valid for x in lenient], values))
    few = values[:: len(values) // 1000]
    loops = [Draft202012Validator(schema) for schema in lenient]
    slow = _timed(lambda: _errors(loops, few)) * len(values) / len(few)
    print(f"  conformance, from text to verdict   {ours:8.2f} s   1")
    print(f"  jsonschema-rs alone, parsed values  {bare:8.2f} s   {bare / ours:.2f}")
    print(f"  a loop over jsonschema iter_errors  {slow:8.2f} s   {slow / ours:.1f}   (sample)")
    print("\nthe whole run, cold process, all reports")
    for count in (None, *SIZES):
        seconds, megabytes = _run(count)
        label = "the shipped corpus" if count is None else f"{count:>7,} generated cases"
        print(f"  {label:<26} {seconds:7.2f} s   {megabytes:5.0f} MB")


def made_texts(count: int) -> list[str]:
    """Return that many different inputs: items put together from what the schemas name."""
    draw = random.Random(1)
    types = ["message", "function_call", "function_call_output", "item_reference", "other", None]
    roles = ["user", "assistant", "system", "systems", None]
    parts = ["input_text", "input_audio", "text", "item_reference", "other"]
    made = []
    for index in range(count):
        item: dict[str, Any] = {"id": f"item_{index}"}
        for name, values in (
            ("type", types),
            ("role", roles),
            ("status", ["completed", "incomplete", "in_progress", 1]),
            ("object", ["realtime.item", "other"]),
            ("output", ["done", None]),
        ):
            if draw.random() < 0.6:
                item[name] = draw.choice(values)
        if draw.random() < 0.5:
            item["content"] = [
                {"type": draw.choice(parts), "text": "hello"} for _ in range(draw.randrange(3))
            ]
        made.append(json.dumps(item))
    return made


def _ours(record: Any, texts: Sequence[str]) -> float:
    judges = schema_judges(record)

    def work() -> None:
        for text in texts:
            parsed = parse(text)
            for judge in judges:
                judge.verdict(parsed)

    return _timed(work)


def _loop(checks: Sequence[Callable[[Any], bool]], values: Sequence[Any]) -> None:
    for value in values:
        for check in checks:
            check(value)


def _errors(validators: Sequence[Any], values: Sequence[Any]) -> None:
    for value in values:
        for validator in validators:
            list(validator.iter_errors(value))


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _run(count: int | None) -> tuple[float, float]:
    """Return seconds and peak megabytes of `conformance run` in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        record = RECORD if count is None else _grown(Path(folder) / RECORD.name, count)
        command = [
            *(sys.executable, "-m", "conformance", "run"),
            *("--record", str(record), "--out", f"{folder}/reports"),
        ]
        before = time.perf_counter()
        code = subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode
        seconds = time.perf_counter() - before
    if code > 1:  # 1: the made cases show what no baseline knows
        sys.exit(f"the run over {count or 'the shipped'} cases ended with {code}")
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _grown(folder: Path, count: int) -> Path:
    (folder / "corpus").mkdir(parents=True)
    shutil.copy(RECORD / "record.json", folder)
    shutil.copytree(RECORD / "variants", folder / "variants")
    cases = [
        {
            "id": f"grown/{index}",
            "rev": 1,
            "title": "Made for the benchmark",
            "input": {"text": text},
            "expect": {"verdict": "open", "because": "No source was asked."},
            "origin": {"tool": "bench_judging", "seed": 1},
        }
        for index, text in enumerate(made_texts(count))
    ]
    content = {"format": 1, "record": folder.name, "cases": cases}
    (folder / "corpus/grown.json").write_text(json.dumps(content))
    return folder


if __name__ == "__main__":
    main()
