"""Compares the OpenAPI reader with openapi-schema-validator, by generated values.

Usage: python tests/readers_foreign/openapi.py [--quick] [PART OF A NAME ...]

Every component of OpenAI's official file, and of two files of our own, is read; its verdict on each
value has to be that of the validator of the file's version, or the reason stands in `openapi.json`.
The official file is in the folder CONFORMANCE_SOURCES; `--quick` takes a tenth of its components.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs
from openapi_schema_validator import (  # type: ignore[import-not-found,unused-ignore]
    OAS30ReadValidator,
    OAS30Validator,
    OAS30WriteValidator,
    OAS31Validator,
)
from summary import Summary, program, sources

from conformance.model import SchemaFile
from conformance.readers import openapi
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.facts import Direction
from conformance.readers.read import SchemaOptions
from conformance.readers.structured import structured
from conformance.schema.silence import Mode, compile_silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HERE = Path(__file__).parent
KEPT: dict[str, str] = json.loads((HERE / "openapi.json").read_text("utf-8"))
OFFICIAL = Path("openai-openapi/full/2026-08-21-f85dbe2.openapi.json")
OWN = (
    ("3.0", HERE / "openapi/3.0.yaml", OAS30Validator, Direction.RECEIVE),
    ("3.0-read", HERE / "openapi/3.0.yaml", OAS30ReadValidator, Direction.RECEIVE),
    ("3.0-write", HERE / "openapi/3.0.yaml", OAS30WriteValidator, Direction.SEND),
    ("swagger", HERE / "openapi/swagger.yaml", OAS30Validator, Direction.RECEIVE),
)
VALUES = 60
WORDS: tuple[Any, ...] = (
    None,
    True,
    0,
    1,
    -1,
    1.0,
    2.5,
    101,
    "",
    "a",
    "AB-1",
    [],
    [None],
    {},
    {"a": 1},
)


def compare_all(names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Compare the components whose names hold what is named, or all; print what differs."""
    summary = Summary()
    files = list(OWN)
    folder = sources()
    if folder is None:
        summary.left_out.append("the official file, which is in CONFORMANCE_SOURCES")
    else:
        files.append(("official", folder / OFFICIAL, OAS31Validator, Direction.RECEIVE))
    if quick and folder is not None:
        summary.left_out.append("nine tenths of the official file (quick)")
    counts: Counter[str] = Counter()
    met: set[str] = set()
    for label, path, validator, direction in files:
        document = opened(path)
        whole = structured(document).value
        options = SchemaOptions(decided=decisions("openapi"), direction=direction, formats=False)
        step = 10 if quick and label == "official" else 1
        for name in list(openapi.names(document))[::step]:
            title = f"{label} {name.rpartition('/')[2]}"
            if names and not any(part in title for part in names):
                continue
            found = openapi.schema(document, name, options)
            file = SchemaFile(
                path=path, name="a", text="", schema=found.schema, dialect=found.dialect
            )
            theirs = _foreign(validator, whole, name)
            wrong = list(_differences(file, theirs, title, counts))
            reason = next((key for key in KEPT if re.search(key, title)), None)
            met |= {reason} if wrong and reason else set()
            kind = "equal" if not wrong else "explained" if reason else "different"
            summary.counts.update(("types", kind))
            if kind == "different":
                value, ours, other = wrong[0]
                print(f"DIFFERENT {title}: {len(wrong)} values; {value[:150]}")
                print(f"  ours {ours}, theirs {other}", flush=True)
    stale = [] if names or quick else sorted(KEPT.keys() - met)
    stale = [key for key in stale if folder is not None or not key.startswith("^official")]
    for key in stale:
        print(f"{key} is listed, and explains nothing")
    print(", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    summary.failed = bool(stale or summary.counts["different"])
    return summary


def _foreign(validator: Any, whole: Any, name: str) -> Callable[[Any], bool | None]:
    """Return the other tool's verdict on a value; None if it cannot judge it."""
    holder = {key: whole[key] for key in ("components", "definitions") if key in whole}
    judge = validator({**holder, "allOf": [{"$ref": f"#/{name}"}]})

    def valid(value: Any) -> bool | None:
        try:
            return cast("bool", judge.is_valid(value))
        except Exception:  # noqa: BLE001  a schema that it cannot follow
            return None

    return valid


def _differences(
    file: SchemaFile, theirs: Callable[[Any], bool | None], title: str, counts: Counter[str]
) -> Iterator[tuple[str, str, bool | None]]:
    judges = [
        jsonschema_rs.validator_for(
            cast("dict[str, Any]", compile_silence(file, mode)), validate_formats=False
        )
        for mode in (Mode.STRICT, Mode.LENIENT)
    ]
    schema = cast("dict[str, Any]", file.schema)
    for text in _values(schema, Random(title)):
        value = json.loads(text)
        strict, lenient = (judge.is_valid(value) for judge in judges)
        counts["values"] += 1
        if strict is not lenient:
            counts["silent values"] += 1
        elif strict is not (other := theirs(value)):
            if strict is theirs(json.loads(text.replace("1.0", "1"))):
                counts["1.0 for an integer, which draft-04 refuses"] += 1
                continue
            yield text, "accepts" if strict else "rejects", other
        else:
            counts["accepted by both" if strict else "rejected by both"] += 1


def _values(schema: dict[str, Any], random: Random) -> list[str]:
    """Return values near a schema: some that it describes, and changes of them."""
    found = dict.fromkeys(json.dumps(value) for value in WORDS)
    for _ in range(VALUES):
        value = _drawn(schema, schema, random, 0)
        found[json.dumps(value)] = None
        found[json.dumps(_changed(value, random))] = None
    return list(found)


def _drawn(schema: Any, root: dict[str, Any], random: Random, depth: int) -> Any:  # noqa: C901, PLR0911, PLR0912
    if not isinstance(schema, dict) or depth > 7:
        return random.choice(WORDS)
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        target = root if schema["$ref"] == "#" else root["$defs"][name]
        return _drawn(target, root, random, depth + 1)
    for keyword in ("oneOf", "anyOf"):
        if keyword in schema:
            return _drawn(random.choice(schema[keyword]), root, random, depth + 1)
    if schema.get("enum"):
        return random.choice(schema["enum"])
    if "const" in schema:
        return schema["const"]
    types = schema.get("type", "object" if "properties" in schema else None)
    kind = random.choice(types) if isinstance(types, list) else types
    made: Any = {}
    for part in schema.get("allOf", ()):
        inner = _drawn(part, root, random, depth + 1)
        both = isinstance(inner, dict) and isinstance(made, dict)
        made = {**made, **inner} if both else inner
    if not isinstance(made, dict):
        return made
    match kind:
        case "object":
            required = schema.get("required", [])
            for name, part in schema.get("properties", {}).items():
                if name in required or (depth < 3 and random.random() < 0.4):
                    made[name] = _drawn(part, root, random, depth + 1)
            other = schema.get("additionalProperties")
            if other is not None and random.random() < 0.6:
                made["more"] = _drawn(other, root, random, depth + 1)
            return made
        case "array":
            count = random.choice((0, 1, 1, 2)) or schema.get("minItems", 0)
            return [_drawn(schema.get("items"), root, random, depth + 1) for _ in range(count)]
        case "integer" | "number":
            low, high = schema.get("minimum", 0), schema.get("maximum", 100)
            return random.choice((low, high, low - 1, high + 1, (low + high) // 2, low + 0.5))
        case "string":
            least = schema.get("minLength", 0)
            return random.choice(("a" * least, "a" * max(least - 1, 0), "AB-1", "2024-01-01"))
        case "boolean":
            return random.random() < 0.5
        case "null":
            return None
    return made or random.choice(WORDS)


def _changed(value: Any, random: Random) -> Any:
    """Return a value with one place changed."""
    if isinstance(value, dict) and value and random.random() < 0.85:
        name = random.choice([*value])
        if random.random() < 0.25:
            return {key: part for key, part in value.items() if key != name}
        return {**value, name: _changed(value[name], random)}
    if isinstance(value, list) and value and random.random() < 0.7:
        index = random.randrange(len(value))
        return [*value[:index], _changed(value[index], random), *value[index + 1 :]]
    if isinstance(value, dict) and random.random() < 0.5:
        return {**value, "unlisted": random.choice(WORDS)}
    return random.choice(WORDS)


if __name__ == "__main__":
    program("openapi", compare_all)
