"""How fast verdicts come, beside the two validators alone."""

from __future__ import annotations

import json
import random
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


if __name__ == "__main__":
    main()
