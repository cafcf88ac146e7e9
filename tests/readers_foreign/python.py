"""Compares the Python reader with the JSON Schemas that pydantic and msgspec make themselves.

Usage: python tests/readers_foreign/python.py [--quick] [PACKAGE.MODULE ...]

Installs the published packages into an environment of their own. The types of each file are read
from its text, and compared exactly with what the converter makes of the imported ones.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from collections import Counter
from dataclasses import dataclass, field, is_dataclass, replace
from dataclasses import fields as fields_of
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from one_way import written
from summary import Summary, program, work_folder

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
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from conformance.model import Json
    from conformance.readers.documents import Document
    from conformance.readers.facts import Facts

HERE = Path(__file__).parent
KEPT: Mapping[str, str] = json.loads((HERE / "python.json").read_text("utf-8"))
PACKAGES = (
    "pydantic==2.14.4", "openai==3.57.0", "anthropic==2.14.0", "mcp==2.3.0", "msgspec==0.22.0",
    "email-validator==2.4.0", "typing_extensions==4.16.0",
)  # fmt: skip
MODULES = (
    "own",
    "mcp_types",
    "openai.types.*",
    "openai.types.audio",
    "openai.types.chat",
    "openai.types.realtime",
    "openai.types.shared",
    "anthropic.types.*",
    "anthropic.types.messages",
    "anthropic.types.organization",
    "anthropic.types.shared",
    "anthropic.types.skills",
    "anthropic.types.user_profiles",
)
"""What is compared, with all modules below, or without them (`.*`); `own` lies beside this file."""
LEFT_OUT = [
    "the other packages within openai.types: many of their types lead to hundreds of others",
    "anthropic.types.beta, for the same reason",
]
QUICK = ("own", "mcp_types", "openai.types.chat", "openai.types.shared", "anthropic.types.shared")
QUICK_LEFT_OUT = [f"all but {', '.join(QUICK)} (quick)"]
BAD = ("no schema", "different", "not decided", "not read", "listed, equal")
COLUMN = {
    "equal but for second names": "equal but",
    "not read": "different",
    "listed, equal": "different",
}
"""What the last table counts them under, where the name is another."""
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
    met: set[str] = field(default_factory=set)
    """The patterns of the kept list that explained a difference."""


def compare_all(names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Compare the modules that are named, or all; print a line each."""
    left_out = [] if names else QUICK_LEFT_OUT if quick else LEFT_OUT
    summary = Summary(left_out=list(left_out))
    with work_folder("python") as root:
        interpreter, site = environment(root)
        met: set[str] = set()
        for name in names or (QUICK if quick else MODULES):
            tally = Tally()
            compare_package(name, interpreter, site, tally)
            show(name, tally)
            met |= tally.met
            for kind, count in tally.counts.items():
                summary.counts[COLUMN.get(kind, kind)] += count
                summary.failed |= kind in BAD
    for pattern in () if names or quick else sorted(KEPT.keys() - met):
        say(f"{pattern} is listed, and explains nothing")
        summary.failed = True
    return summary


def environment(root: Path) -> tuple[Path, Path]:
    """Return the interpreter of an environment with the packages, and the folder they lie in."""
    interpreter, installed = root / "bin" / "python", root / "installed.txt"
    if not installed.exists() or installed.read_text("utf-8") != "\n".join(PACKAGES):
        venv.create(root, with_pip=True, clear=True)
        subprocess.run([interpreter, "-m", "pip", "install", "-q", *PACKAGES], check=True)
        installed.write_text("\n".join(PACKAGES), "utf-8")
    found = subprocess.run(
        [interpreter, "-c", "import pydantic; print(pydantic.__path__[0])"],
        check=True,
        capture_output=True,
        text=True,
    )
    return interpreter, Path(found.stdout.strip()).parent


def files(name: str, site: Path) -> Iterator[tuple[str, Path]]:
    """Yield the modules of a package with their files; `.*` leaves out packages within it."""
    base = HERE / "python" if name.startswith("own") else site
    top = base.joinpath(*name.removesuffix(".*").split("."))
    pattern = "*.py" if name.endswith(".*") else "**/*.py"
    found = sorted(top.glob(pattern)) if top.is_dir() else [top.with_suffix(".py")]
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
                    tally.counts["types"] += 1
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
    if "error" in answer:
        reason = kept(row) or kept(f"error: {answer['error']}")
        tally.counts["explained" if reason else "no schema"] += 1
        tally.met |= {reason} if reason else set()
        if reason is None:
            say(f"no schema  {row}: {answer['error'][:150]}")
        return
    reason = kept(row)
    theirs = answer["schema"]
    text, bare = canonical(written(theirs)), again()
    kind, detail = "equal", "the same text"
    if canonical(written(ours)) != text:
        if canonical(written(bare)) == text:
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
        tally.met.add(reason)
        return
    if kind == "equal" and reason is not None:
        kind = "listed, equal"
    tally.counts[kind] += 1
    if kind != "equal":
        say(f"{kind:10} {row}: {detail}")


def kept(text: str) -> str | None:
    """Return the pattern of the kept list that a row, or an error, matches."""
    return next((pattern for pattern in KEPT if fnmatchcase(text, pattern)), None)


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
    program("python", compare_all)
