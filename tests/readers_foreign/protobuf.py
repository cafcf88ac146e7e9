"""Compares the protobuf reader with Google's own ProtoJSON.

Usage: python tests/readers_foreign/protobuf.py [--quick] [types | published ...]

`types` has values parsed as the messages of `protobuf/types.proto` by Google's `json_format`, and
what it prints judged too; `published` does so with the messages of googleapis-common-protos.
Without a name both are done, with `--quick` every fourth message.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from functools import partial
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from by_values import by_values
from google.protobuf import descriptor_pool, json_format, message_factory
from rust import Judge
from summary import Summary, program

from conformance.errors import ConformanceError
from conformance.model import Verdict
from conformance.readers.documents import opened
from conformance.readers.facts import Direction
from conformance.readers.protobuf.compiled import compiled, described
from conformance.readers.protobuf.files import imported
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.model import Json

OWN = Path(__file__).parent / "protobuf" / "types.proto"
KEPT = json.loads((Path(__file__).parent / "protobuf.json").read_text("utf-8"))


def judge_of(path: Path, full: str) -> Any:
    """Return a function that parses texts as a message, and prints them again."""
    pool = descriptor_pool.DescriptorPool()
    for one in described(imported(opened(path))).file:
        pool.AddSerializedFile(one.SerializeToString())
    made = message_factory.GetMessageClass(pool.FindMessageTypeByName(full))

    def ask(given: Sequence[str]) -> list[str]:
        return [_asked(made, text) for text in given]

    return ask


def _asked(made: Any, text: str) -> str:
    message = made()
    try:
        json_format.Parse(text, message)
    except (json_format.ParseError, ValueError, TypeError, AttributeError, KeyError) as error:
        return f"reject\t{type(error).__name__} {error}".replace("\n", " ")
    try:
        printed = json_format.MessageToDict(message)
    except (json_format.SerializeToJsonError, ValueError, TypeError):
        return "accept"
    return f"accept\t{json.dumps(printed)}"


def explain(
    judge: Judge, text: str, value: Json, _ours: Verdict, theirs: Verdict, words: str
) -> str | None:
    """Return the kept reason, by its key, that explains a difference; None if there is none.

    A reason holds if the value is accepted once what it is about is taken out.
    """
    if theirs is Verdict.ACCEPT and words != "written":
        left: Json = {} if value in ("", []) else value
        for reason, is_meant in REPAIRS.items():
            left = _without(left, is_meant)
            if judge.verdict(left) is not Verdict.REJECT:
                return reason
    if re.search(r"e\+38|3402823466\d{29}", text):
        return "the largest float"
    if "Timestamp" in words or "day is out of range" in words or "FieldMask" in words:
        return "format"
    return None


def _camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


ENUMS, BYTES = set(KEPT["enums"]), set(KEPT["bytes"])
REPAIRS: dict[str, Callable[[dict[str, Any], str], bool]] = {
    "both names": lambda around, name: (
        (_camel(name) != name and _camel(name) in around)
        or ({"given", "other"} <= around.keys() and name == "given")
    ),
    "empty for a message": lambda around, name: around[name] in ("", []),
    "an enumeration's number": lambda _, name: name in ENUMS,
    "base64": lambda _, name: name in BYTES,
    "a boolean for a number": lambda around, name: isinstance(around[name], bool),
    "any case": lambda around, name: str(around[name]).lower() in {"nan", "inf", "-inf"},
}


def _without(value: Json, is_meant: Callable[[dict[str, Any], str], bool]) -> Json:
    """Return a value without the members that are meant, and without empty elements of lists."""
    if isinstance(value, list):
        return [_without(each, is_meant) for each in value if each not in ("", [])]
    if isinstance(value, dict):
        return {
            name: _without(each, is_meant) if isinstance(each, dict | list) and each else each
            for name, each in value.items()
            if not is_meant(value, name)
        }
    return value


def types(summary: Summary, quick: bool) -> bool:  # noqa: FBT001
    """Compare own messages; return whether all is explained."""
    return compared(summary, [OWN], 300, 4 if quick else 1)


def published(summary: Summary, quick: bool) -> bool:  # noqa: FBT001
    """Compare the messages of a published package; return whether all is explained."""
    listed = [x for x in files("googleapis-common-protos") or [] if x.name.endswith(".proto")]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, ".git").mkdir()  # the root of a project
        for one in listed:
            Path(folder, one).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, one).write_bytes(one.read_binary())
        paths = sorted(Path(folder, one) for one in listed)
        return compared(summary, paths, 40, 4 if quick else 1)


def compared(summary: Summary, paths: Sequence[Path], count: int, step: int) -> bool:
    seen: Counter[str] = Counter()
    bad: list[str] = []
    wanted = [(path, x) for path in paths for x in compiled(opened(path)).declared]
    for path, found in [x for x in wanted if not x[1].is_enum][::step]:
        source = f"{path.as_posix()}#{found.path}"
        try:
            received = read(source, Options())
            sent = read(source, Options(direction=Direction.SEND))
        except ConformanceError as error:
            bad.append(str(error))
            continue
        ask = judge_of(path, found.full)
        known = partial(explain, Judge(received.file))
        tally = by_values(found.full, received.file, sent.file, ask, known, count)
        if found.full in KEPT["types"]:
            bad += [] if tally.bad else [f"{found.full} is listed, and has no difference"]
            tally.seen[f"explained: {KEPT['types'][found.full]}"] += len(tally.bad)
            tally.bad.clear()
        seen += tally.seen
        bad += tally.bad
        summary.counts.update(("types", tally.outcome))
    print(f"json_format: {sum(1 for _ in wanted)} types, {dict(seen)}")
    for line in bad[:300]:
        print(f"  {line}")
    return not bad


PARTS = {"types": types, "published": published}


def compare_all(names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Compare the parts that are named, or all; print a line each."""
    summary = Summary()
    if quick:
        summary.left_out.append("three quarters of the messages (quick)")
    for name in names or PARTS:
        summary.failed |= not PARTS[name](summary, quick)
    return summary


if __name__ == "__main__":
    program("protobuf", compare_all)
