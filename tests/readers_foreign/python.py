"""Compares the Python reader with the JSON Schemas that pydantic and msgspec make themselves.

Usage: python tests/readers_foreign/python.py [PACKAGE.MODULE ...]

Installs the published packages into an environment of their own. The types of each file are read
from its text, and compared exactly with what the converter makes of the imported ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from dataclasses import dataclass, field, is_dataclass, replace
from dataclasses import fields as fields_of
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.compare.sides import Side
from conformance.errors import ConformanceError
from conformance.exact import Limits, compare_columns, relate
from conformance.jsontext.text import canonical, pretty
from conformance.model import SchemaFile
from conformance.readers import python
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.emit import emit
from conformance.readers.emitted import FILE
from conformance.readers.facts import Field, Span
from conformance.schema.load import sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conformance.model import Json
    from conformance.readers.documents import Document
    from conformance.readers.facts import Facts

HERE = Path(__file__).parent
KEPT: Mapping[str, str] = json.loads((HERE / "python.json").read_text("utf-8"))
PACKAGES = (
    "pydantic==2.14.4", "openai==3.57.0", "anthropic==2.14.0", "mcp==2.3.0", "msgspec==0.22.0",
    "email-validator==2.4.0", "typing_extensions==4.16.0",
)  # fmt: skip
MODULES = ("openai.types", "anthropic.types", "mcp_types", "own")
"""What is compared, with all modules below; `own` lies beside this file."""
BAD = ("no schema", "different", "not decided", "not read", "listed, equal")
LIMITS = Limits(cells=400, states=20_000, samples=60)
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(slots=True)
class Tally:
    """The counts of one package."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    seconds: float = 0.0
    fields: int = 0
    silent: int = 0


def main() -> None:
    chosen = sys.argv[1:] or MODULES
    with tempfile.TemporaryDirectory() as folder:
        root = Path(os.environ.get("READERS_PYTHON", folder))
        interpreter, site = environment(root)
        bad = 0
        for name in chosen:
            tally = Tally()
            compare_package(name, interpreter, site, tally)
            show(name, tally)
            bad += sum(tally.counts[kind] for kind in BAD)
    sys.exit(1 if bad else 0)


def environment(root: Path) -> tuple[Path, Path]:
    """Return the interpreter of an environment with the packages, and the folder they lie in."""
    interpreter = root / "bin" / "python"
    if not interpreter.exists():
        venv.create(root, with_pip=True)
        subprocess.run([interpreter, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    found = subprocess.run(
        [interpreter, "-c", "import pydantic; print(pydantic.__path__[0])"],
        check=True,
        capture_output=True,
        text=True,
    )
    return interpreter, Path(found.stdout.strip()).parent


def files(name: str, site: Path) -> Iterator[tuple[str, Path]]:
    """Yield the modules of a package with their files."""
    base = HERE / "python" if name.startswith("own") else site
    top = base.joinpath(*name.split("."))
    found = sorted(top.rglob("*.py")) if top.is_dir() else [top.with_suffix(".py")]
    for path in found:
        steps = path.relative_to(base).with_suffix("").parts
        yield ".".join(steps).removesuffix(".__init__"), path


def compare_package(name: str, interpreter: Path, site: Path, tally: Tally) -> None:
    side = subprocess.Popen(
        [interpreter, HERE / "python" / "side.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(HERE / "python")},
    )
    with side:
        assert side.stdin is not None
        assert side.stdout is not None
        first: Document | None = None
        for module, path in files(name, site):
            first = first or opened(path)
            document = first.tree.file(path) or first
            for each in python.names(document):
                if path.stem == "__init__" and module != "own":
                    continue  # passed on from its neighbours, which are compared themselves
                side.stdin.write(json.dumps([module, each]) + "\n")
                side.stdin.flush()
                answer = json.loads(side.stdout.readline())
                row = f"{module}#{each}"
                start = time.perf_counter()
                try:
                    read = python.facts(document, each)
                    found = emit(read, decisions("python"))
                except ConformanceError as error:
                    tally.counts["not read"] += 1
                    say(f"not read   {row}: {error}")
                    continue
                seconds = time.perf_counter() - start
                tally.seconds += seconds
                tally.slowest = max(tally.slowest, (seconds, row))
                tally.fields += found.fields
                tally.silent += len(found.silent)
                compare(row, found.schema, answer, tally, partial(one_name, read))
        side.stdin.close()


def one_name(found: Facts) -> Json:
    """Return the schema with each field under one name: pydantic's schema says no second one."""

    def single(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(single, value))
        if not is_dataclass(value) or isinstance(value, type | Span):
            return value
        changed = {one.name: single(getattr(value, one.name)) for one in fields_of(value)}
        return type(value)(**changed | ({"aliases": ()} if isinstance(value, Field) else {}))

    types = {key: single(kind) for key, kind in found.types.items()}
    bare = replace(found, root=single(found.root), types=types)
    return emit(bare, decisions("python")).schema


def compare(
    row: str,
    ours: Json,
    answer: Mapping[str, Any],
    tally: Tally,
    again: Callable[[], Json],
) -> None:
    tally.counts["types"] += 1
    reason = next((why for pattern, why in KEPT.items() if fnmatchcase(row, pattern)), None)
    if "error" in answer:
        tally.counts["explained" if reason else "no schema"] += 1
        if reason is None:
            say(f"no schema  {row}: {answer['error'][:150]}")
        return
    theirs = answer["schema"]
    text, bare = canonical(plain(theirs)), again()
    kind, detail = "equal", "the same text"
    if canonical(plain(ours)) != text:
        if canonical(plain(bare)) == text:
            kind = "equal but for second names"
        else:
            kind, detail = relation(ours, theirs)
            if kind != "equal" and bare != ours and relation(bare, theirs)[0] == "equal":
                kind = "equal but for second names"
    if kind == "equal but for second names":
        tally.counts[kind] += 1
        return
    if kind != "equal" and reason is not None:
        tally.counts["explained"] += 1
        return
    if kind == "equal" and reason is not None:
        kind = "listed, equal"
    tally.counts[kind] += 1
    if kind != "equal":
        say(f"{kind:10} {row}: {detail}")


def relation(ours: Json, theirs: Json) -> tuple[str, str]:
    """Return whether two schemas are equal, and the smallest difference."""
    sides = [Side(id="ours", file=schema_file(ours)), Side(id="theirs", file=schema_file(theirs))]
    cells = compare_columns([side.column() for side in sides], limits=LIMITS)
    found = relate(cells, "ours", "theirs")
    if found.relation == "equal" and found.proven:
        return "equal", ""
    shown = [
        f"{name} {canonical(witness.value)[:160]}"
        for name, witness in (
            ("only ours", found.only_a),
            ("only theirs", found.only_b),
            ("theirs silent", found.gap_a),
            ("ours silent", found.gap_b),
        )
        if witness is not None
    ]
    if not shown:
        return "not decided", "; ".join(found.why_not)[:200]
    return "different", "; ".join(shown)


def schema_file(schema: Json) -> SchemaFile:
    made = SchemaFile(
        path=Path(FILE), name=FILE, text=pretty(schema), schema=schema, dialect=DIALECT
    )
    return sound(made)


COMBINED = {"$ref", "allOf", "anyOf", "enum", "not", "oneOf", "x-silent"}
OPEN = {"additionalProperties", "items", "properties", "required"}
"""Keywords that say nothing if they are empty."""
NO_MEANING = {
    "$schema", "contentEncoding", "contentMediaType", "default", "deprecated", "description",
    "discriminator", "examples", "format", "readOnly", "title", "writeOnly", "$defs",
}  # fmt: skip


def plain(schema: Json) -> Json:
    """Return a schema without annotations and differences of writing only."""
    found = Plain(schema if isinstance(schema, dict) else {})
    body = found.walk(schema)
    done: dict[str, Json] = {}
    while left := [ref for ref in found.names if ref not in done]:
        for ref in left:
            done[ref] = found.walk(found.target(ref))
    return {"body": body, "definitions": {found.names[ref]: done[ref] for ref in done}}


@dataclass(slots=True)
class Plain:
    """Writes schemas in one way, definitions named in the order in which they are met.

    Definitions that are no objects with properties stand where they are used; unions are flat.
    """

    schema: dict[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    inside: list[str] = field(default_factory=list)

    def target(self, ref: str) -> Any:
        if ref == "#":
            return {key: value for key, value in self.schema.items() if key != "$defs"}
        return self.schema["$defs"][ref.removeprefix("#/$defs/")]

    def walk(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.walk(each) for each in value]
        if not isinstance(value, dict):
            return value
        ref = value.get("$ref")
        if ref is not None:
            return self.reference(ref)
        found: dict[str, Any] = {}
        for key, inner in sorted(value.items()):
            if key in NO_MEANING or (key in OPEN and inner in ({}, [], True)):
                continue
            if key in {"properties", "patternProperties"}:
                found[key] = {name: self.walk(each) for name, each in sorted(inner.items())}
            elif key in {"enum", "const"}:
                values = inner if key == "enum" else [inner]
                found["enum"] = sorted(values, key=canonical)
            else:
                found[key] = sorted(inner) if key == "required" else self.walk(inner)
        if "enum" in found:
            found.pop("type", None)
        return joined_types(flat(found))

    def reference(self, ref: str) -> Any:
        target = self.target(ref)
        if target.get("properties") or ref in self.inside or ref == "#":
            return {"$ref": self.names.setdefault(ref, f"#{len(self.names)}")}
        self.inside.append(ref)
        found = self.walk(target)
        self.inside.pop()
        return found


def flat(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose `anyOf` has no schema twice, and none that is only `anyOf` again."""
    options: list[Any] = []
    for option in schema.get("anyOf", ()):
        inner = option["anyOf"] if set(option) == {"anyOf"} else [option]
        options += [x for x in inner if x not in options]
    return {**schema, "anyOf": options} if options else schema


def joined_types(schema: dict[str, Any]) -> dict[str, Any]:
    """Return `anyOf` of one type each as one schema with several types, as ours are written."""
    options = schema.get("anyOf", [])
    types = [
        option.get("type") if option.keys().isdisjoint(COMBINED) else None for option in options
    ]
    if not types or set(schema) != {"anyOf"} or not all(isinstance(x, str) for x in types):
        if isinstance(schema.get("type"), list):
            schema["type"] = sorted(schema["type"])
        return schema
    kinds = {"number" if name == "integer" else name for name in types}
    if len(kinds) < len(types):
        return schema
    merged = {key: value for option in options for key, value in option.items()}
    return {**merged, "type": sorted(types)}


def say(line: str) -> None:
    sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()


def show(name: str, tally: Tally) -> None:
    counts = ", ".join(f"{count} {kind}" for kind, count in tally.counts.most_common())
    sys.stdout.write(
        f"{name}: {counts}; {tally.fields} fields, {tally.silent} silent; read in"
        f" {tally.seconds:.1f} s, the slowest in {tally.slowest[0]:.2f} s ({tally.slowest[1]})\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
