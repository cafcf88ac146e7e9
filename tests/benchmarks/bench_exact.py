"""How much CPU time the exact comparison takes: eight columns, perturbed ones, large schemas."""

from __future__ import annotations

import copy
import random
import time
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from conformance.exact import Subject, ThreeValued, compare, compare_columns
from conformance.exact.causes import causes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KINDS = ("note", "call", "result", "pointer")
STATES = ("done", "partial", "running")
OWNERS = ("one", "two", "three")
TEXTS = ("input", "key", "label", "output", "token")
SILENT = {"x-silent": "not described"}


def columns() -> list[ThreeValued]:
    """Return eight columns with silence: four descriptions of a record, each read in two ways."""
    return [
        *_described("open", KINDS, STATES[:2], null="reject", unlisted=True, part=SILENT),
        *_described("quiet", KINDS[:3], STATES[:2], null="silent", unlisted=SILENT, part=SILENT),
        *_described("loose", None, None, null="accept", unlisted=SILENT, part=SILENT),
        *_described("closed", KINDS[:3], STATES, null="accept", unlisted=False, part=_PART),
    ]


_PART: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sound": {"type": "string"},
        "token": {"type": "string"},
        "words": {"type": "string"},
        "kind": {"enum": ["sound_in", "text_in", "pointer", "text"]},
    },
    "additionalProperties": False,
}


def _described(  # noqa: PLR0913  what distinguishes the descriptions
    name: str,
    kinds: tuple[str, ...] | None,
    states: tuple[str, ...] | None,
    *,
    null: str,
    unlisted: Any,
    part: Any,
) -> Iterator[ThreeValued]:
    def field(schema: Any) -> Any:
        if null == "reject":
            return schema
        return {"anyOf": [schema, {"type": "null"} | (SILENT if null == "silent" else {})]}

    def closed(values: tuple[str, ...] | None) -> Any:
        return field({"type": "string"} if values is None else {"enum": list(values)})

    declared: dict[str, Any] = {
        "type": "object",
        "properties": {
            "kind": closed(kinds),
            "state": closed(states),
            "owner": closed(None if kinds is None else OWNERS),
            "sort": closed(None if kinds is None else ("record",)),
            "parts": field({"type": "array", "items": part}),
            **{text: field({"type": "string"}) for text in TEXTS},
        },
        "additionalProperties": unlisted,
    }
    rules: list[Any] = [_rule(owner, words) for owner, words in zip(OWNERS, _WORDS, strict=True)]
    if name != "quiet":
        rules.append(
            {
                "if": {"properties": {"kind": {"const": "pointer"}}, "required": ["kind"]},
                "then": {"required": ["key"], "properties": {"key": {"type": "string"}}},
            }
        )
    documented = copy.deepcopy(declared) | {"allOf": rules}
    documented["properties"] |= {"kind": closed(KINDS if name != "quiet" else KINDS[:3])}
    documented["properties"] |= {"state": closed(states or STATES[:2]), "owner": closed(OWNERS)}
    for reading, schema in (("declared", declared), ("documented", documented)):
        label = f"{name}.{reading}"
        yield ThreeValued(label, Subject(label, strict(schema)), Subject(label, schema))


_WORDS = (("text_in",), ("text_in", "sound_in"), ("text",))


def _rule(owner: str, words: tuple[str, ...]) -> Any:
    return {
        "if": {
            "properties": {"kind": {"const": "note"}, "owner": {"const": owner}},
            "required": ["kind", "owner"],
        },
        "then": {
            "properties": {
                "parts": {
                    "items": {
                        "if": {"type": "object"},
                        "then": {"properties": {"kind": {"enum": list(words)}}},
                    }
                }
            }
        },
    }


def strict(schema: Any) -> Any:
    """Return a schema that refuses what is not described; silence stands under no `not` here."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if isinstance(schema, dict):
        if "x-silent" in schema:
            return False
        return {key: strict(value) for key, value in schema.items()}
    return schema


def perturbed(count: int, seed: int = 1) -> list[Subject]:
    """Return so many variants of one description, each with a few changes."""
    rng = random.Random(seed)
    base = columns()[1].lenient.schema
    result = []
    for number in range(count):
        schema: Any = copy.deepcopy(base)
        name = rng.choice(["kind", "state", "owner", "sort"])
        values = schema["properties"][name]["enum"]
        values[rng.randrange(len(values))] = rng.choice(["other", "another"])
        if rng.random() < 0.3:
            schema["properties"][rng.choice(TEXTS)] = {"type": ["string", "null"]}
        if rng.random() < 0.2:
            schema["required"] = rng.sample(TEXTS, 1)
        result.append(Subject(f"variant-{number}", schema))
    return result


def main() -> None:
    """Print one line for each question."""
    some = columns()
    cells = _timed("8 columns with silence: cells", lambda: len(compare_columns(some).vectors))
    found = _timed("8 columns with silence: causes", lambda: len(causes(some).causes))
    known = causes(some)
    values: list[Any] = [
        {"kind": kind, "key": key} for kind in (*KINDS, "new") for key in range(100)
    ]
    shown = _timed(
        "500 values: which causes they show",
        lambda: sum([len(known.shown_by(value)) for value in values]),
    )
    print(  # what it was when each set of facts was searched for by itself, for comparison
        f"causes : cells = {found / cells:.1f} (25.3 when each set was); "
        f"500 values : causes = {shown / found:.2f}"
    )
    for count in (8, 16, 32, 64):
        variants = perturbed(count)
        _timed(f"{count} perturbed variants", lambda: len(compare(variants).vectors))  # noqa: B023
    for count in (10, 100, 1000, 3000):
        wide: Any = {"properties": {f"p{n}": {"type": "string"} for n in range(count)}}
        narrow: Any = {"properties": {"p0": {"type": "integer"}}, "additionalProperties": wide}
        pair = [Subject("wide", wide), Subject("narrow", narrow)]
        _timed(f"{count} properties", lambda: len(compare(pair).vectors))  # noqa: B023
    for count in (10, 1000, 100_000):
        long: Any = {"enum": [f"value {n}" for n in range(count)]}
        short: Any = {"enum": [f"value {n}" for n in range(1, count)]}
        pair = [Subject("long", long), Subject("short", short)]
        texts = _timed(f"enum of {count} texts", lambda: len(compare(pair).vectors))  # noqa: B023
        pair = [
            Subject("long", {"enum": [*range(count)]}),
            Subject("short", {"enum": [*range(1, count)]}),
        ]
        numbers = _timed(f"enum of {count} numbers", lambda: len(compare(pair).vectors))  # noqa: B023
        print(f"numbers : texts = {numbers / texts:.1f}")

    _growing()


def _growing() -> None:
    """Print what grew quadratically or worse, in ratio to a peer: jsonschema-rs compiling both."""
    for count in (8, 12):
        print(f"overlapping patternProperties, {count}: {_against_peer(*_patterns(count)):.0f}")
    for count in (12, 24):
        print(f"dependentRequired, {count}: {_against_peer(*_dependent(count)):.0f}")
    for count in (8, 16):
        print(f"contains, {count}: {_against_peer(*_contains(count)):.0f}")


def _against_peer(one: Any, other: Any) -> float:
    pair = [Subject("one", one), Subject("other", other)]
    ours = min(_once(lambda: len(compare(pair).vectors)) for _ in range(3))[0]

    def peer() -> int:
        validators = [jsonschema_rs.validator_for(each) for each in (one, other) * 50]
        return sum(validator.is_valid({}) for validator in validators)

    return 100 * ours / min(_once(peer) for _ in range(3))[0]


def _patterns(count: int) -> tuple[Any, Any]:
    every = {chr(97 + n): {"minimum": n} for n in range(count)}
    return {"patternProperties": every}, {"patternProperties": every | {"d": True}}


def _dependent(count: int) -> tuple[Any, Any]:
    every = {f"a{n}": [f"b{n}"] for n in range(count)}
    return {"dependentRequired": every}, {"dependentRequired": every | {"a3": []}}


def _contains(count: int) -> tuple[Any, Any]:
    every = [{"contains": {"const": n}} for n in range(count)]
    return {"allOf": every}, {"allOf": every[1:]}


def _timed(what: str, run: Callable[[], int]) -> float:
    best, found = min(_once(run) for _ in range(3))
    print(f"{what:36} {best * 1000:9.1f} ms   {found:6} found")
    return best


def _once(run: Callable[[], int]) -> tuple[float, int]:
    start = time.process_time()
    found = run()
    return time.process_time() - start, found


if __name__ == "__main__":
    main()
