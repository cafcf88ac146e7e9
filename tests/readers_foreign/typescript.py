"""Compares what we read in published TypeScript with what an independent converter makes of it.

Usage: python tests/readers_foreign/typescript.py [--quick] [PACKAGE …]

Installs the packages with npm, converts their types with ts-json-schema-generator, and compares
each with ours exactly. The Model Context Protocol's types are compared with its own JSON Schema,
from the folder CONFORMANCE_SOURCES.

It exits with 1 if a difference has no reason in `typescript.json`, or a type there is equal.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from by_parts import Parts, definitions
from one_way import written
from summary import Summary, program, sources, work_folder

from conformance.compare.sides import Side
from conformance.errors import ConformanceError
from conformance.exact import compare_columns, relate
from conformance.jsontext.text import canonical, pretty
from conformance.model import SchemaFile
from conformance.readers import typescript
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.emit import emit
from conformance.readers.emitted import FILE
from conformance.schema.load import sound
from conformance.schema.silence import has_silence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.exact import Relation
    from conformance.readers.documents import Document

HERE = Path(__file__).parent
CONVERTER = "ts-json-schema-generator@2.4.0"
PROTOCOL = "@modelcontextprotocol/sdk"
PACKAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "openai": (
        "openai@6.49.0",
        (
            "resources/beta/realtime/*.d.ts",
            "resources/chat/completions/*.d.ts",
            "resources/responses/*.d.ts",
        ),
    ),
    "@anthropic-ai/sdk": ("@anthropic-ai/sdk@1.14.0", ("resources/messages/*.d.ts",)),
    "@slack/types": ("@slack/types@3.2.0", ("dist/*.d.ts", "dist/*/*.d.ts")),
    "vscode-languageserver-types": (
        "vscode-languageserver-types@3.18.5",
        ("lib/umd/main.d.ts",),
    ),
    "stripe": (
        "stripe@23.1.0",
        tuple(
            f"esm/{name}.d.ts"
            for name in (
                "shared",
                "resources/Balance",
                "resources/Coupons",
                "resources/ExchangeRates",
                "resources/FileLinks",
                "resources/Products",
                "resources/ShippingRates",
                "resources/TaxCodes",
                "resources/TaxRates",
                "resources/Tokens",
                "resources/WebhookEndpoints",
            )
        ),
    ),
    PROTOCOL: ("@modelcontextprotocol/sdk@1.32.2", ("dist/esm/spec.types.d.ts",)),
}
"""Package -> what npm installs, and the files whose types are compared."""
QUICK = ("@slack/types", "vscode-languageserver-types", PROTOCOL)
COLUMN = {"equal but for silence": "equal but", "not converted": "no schema"}
"""What the last table counts them under, where the name is another."""
LARGE = 12
"""Schemas with more definitions are first compared part by part."""
DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema"
DRAFT_07 = "http://json-schema.org/draft-07/schema#"


@dataclass(slots=True)
class Tally:
    """What became of the types of a package.

    Attributes:
        counts: Outcome -> the number of types.
        faults: What has to be looked at, a line each.
        slowest: The longest time that reading one type took, in seconds.
        met: The patterns of the kept list that explained a difference.
    """

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    met: set[str] = field(default_factory=set)


def compare_all(names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Compare the packages that are named, or all; print a table."""
    unknown = [name for name in names if name not in PACKAGES]
    if unknown:
        sys.exit(f"there is no package {unknown[0]!r}; there are {', '.join(PACKAGES)}")
    summary = Summary()
    wanted = list(names or (QUICK if quick else PACKAGES))
    if quick and not names:
        summary.left_out.append(f"{', '.join(x for x in PACKAGES if x not in QUICK)} (quick)")
    if PROTOCOL in wanted and sources() is None:
        wanted.remove(PROTOCOL)
        summary.left_out.append(f"{PROTOCOL}: its JSON Schema is in CONFORMANCE_SOURCES")
    reasons = json.loads((HERE / "typescript.json").read_text("utf-8"))
    with work_folder("typescript") as work:
        install(work, wanted)
        rows = [(name, package(name, reasons.get(name, {}), work)) for name in wanted]
    table(rows)
    for _, tally in rows:
        for kind, count in tally.counts.items():
            summary.counts[COLUMN.get(kind, kind)] += count
        summary.counts["types"] += tally.counts.total()
        summary.failed |= bool(tally.faults)
    return summary


def package(name: str, kept: dict[str, str], work: Path) -> Tally:
    """Compare the types of a package; print what has no reason."""
    print(f"\n## {name}", flush=True)
    tally = Tally()
    root = work / "node_modules" / name
    others = protocol_schemas(root) if name == PROTOCOL else converted(root, name, work)
    for file, kind, theirs in others:
        compare(Question(root, file, kind, theirs), kept, tally)
    stale = sorted(kept.keys() - tally.met)
    tally.faults += [f"{pattern} is listed, and explains nothing" for pattern in stale]
    for fault in tally.faults:
        print(fault)
    return tally


def install(work: Path, wanted: list[str]) -> None:
    """Install the converter and the packages, with no script of theirs run."""
    (work / "package.json").write_text('{"private": true}', "utf-8")
    npm = shutil.which("npm") or sys.exit("npm is not installed")
    packages = [CONVERTER, *(PACKAGES[name][0] for name in wanted)]
    command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run([*command, *packages], cwd=work, check=True)
    shutil.copy(HERE / "typescript.mjs", work)


def converted(root: Path, name: str, work: Path) -> Iterator[tuple[Path, str, Any]]:
    """Yield each type of a package with its schema by the converter, or the error it gives."""
    questions = []
    for pattern in PACKAGES[name][1]:
        for file in sorted(root.glob(pattern)):
            types = [x for x in typescript.names(document(file)) if is_asked(file, x)]
            questions.append({"file": str(file), "types": types})
    answer = subprocess.run(
        [shutil.which("node") or "node", "typescript.mjs"],
        cwd=work,
        input="\n".join(map(json.dumps, questions)),
        capture_output=True,
        text=True,
        check=True,
    )
    for line in answer.stdout.splitlines():
        found = json.loads(line)
        if found["type"] is not None:
            yield Path(found["file"]), found["type"], found.get("schema", found.get("error"))
        else:
            sys.exit(f"{found['file']}: {found['error']}")


_DOCUMENTS: dict[Path, Document] = {}


def document(file: Path) -> Document:
    """Return a file of a package; each is opened once."""
    if file not in _DOCUMENTS:
        _DOCUMENTS[file] = opened(file)
    return _DOCUMENTS[file]


def is_asked(file: Path, name: str) -> bool:
    """Return whether a type is to be compared: it is declared in the file, and is no class."""
    text = document(file).text
    last = name.rpartition(".")[2]
    return f"interface {last} " in text or f"type {last} " in text or f"enum {last} " in text


def protocol_schemas(root: Path) -> Iterator[tuple[Path, str, Any]]:
    """Yield each type of the protocol that its own JSON Schema of the same version defines."""
    file = root / "dist/esm/spec.types.d.ts"
    folder = (sources() or Path()) / "mcp"
    known = set(typescript.names(document(file)))
    best: tuple[int, dict[str, Any]] = (-1, {})
    for path in sorted(folder.glob("*.schema.json")):
        whole = json.loads(path.read_text("utf-8"))
        definitions = whole.get("$defs") or whole.get("definitions") or {}
        shared = len(known & definitions.keys()) - len(definitions.keys() - known)
        best = max(best, (shared, whole), key=lambda each: each[0])
    whole = best[1]
    place = "$defs" if "$defs" in whole else "definitions"
    for name in whole.get(place, {}):
        if name in known:
            yield file, name, plain({**whole, "$ref": f"#/{place}/{name}"})


def plain(schema: Any) -> Any:
    """Return the protocol's schema without what stands in comments only: integers and bounds."""
    if isinstance(schema, list):
        return [plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    types = schema.get("type")
    named = types if isinstance(types, list) else [types]
    is_number = not {"number", "integer"}.isdisjoint(x for x in named if isinstance(x, str))
    found = {
        name: plain(each)
        for name, each in schema.items()
        if not (is_number and name in {"minimum", "maximum"})
    }
    if is_number:
        found["type"] = list(dict.fromkeys("number" if x == "integer" else x for x in named))
    return found


@dataclass(frozen=True, slots=True)
class Question:
    """A type of a package, and its schema by the converter, or the error that it gave."""

    root: Path
    file: Path
    kind: str
    theirs: Any


def compare(asked: Question, kept: dict[str, str], tally: Tally) -> None:
    """Compare one type, and note the outcome."""
    file, kind, theirs = asked.file, asked.kind, asked.theirs
    where = f"{file.relative_to(asked.root).as_posix()}#{kind}"
    reason = next((pattern for pattern in kept if fnmatchcase(where, pattern)), None)
    if isinstance(theirs, str):
        tally.counts["not converted"] += 1
        return
    start = time.perf_counter()
    try:
        emitted = emit(typescript.facts(document(file), kind), decisions("typescript"))
        ours = schema_file("ours", emitted.schema, emitted.dialect)
    except ConformanceError as error:
        outcome(tally, where, f"not read: {error}", reason)
        return
    tally.slowest = max(tally.slowest, time.perf_counter() - start)
    is_same = canonical(written(emitted.schema)) == canonical(written(theirs))
    is_large = len(definitions(theirs)) > LARGE
    if is_same or (is_large and PARTS.are_equal(emitted.schema, theirs)):
        silent = not is_same and has_silence(ours)
        tally.counts["equal but for silence" if silent else "equal"] += 1
        tally.faults += [f"{where}: equal, though a reason is kept"] if reason else []
        return
    found = related(ours, schema_file("theirs", theirs, theirs.get("$schema", DRAFT_07)))
    if isinstance(found, str):
        outcome(tally, where, f"not compared: {found}", reason)
    elif found.relation == "equal" and found.proven:
        tally.counts["equal"] += 1
        if reason is not None:
            tally.faults.append(f"{where}: equal, though a reason for a difference is kept")
    elif found.relation == "agree" and found.proven and has_silence(ours):
        tally.counts["equal but for silence"] += 1
    elif not found.proven:
        tally.counts["not decided"] += 1
        tally.faults.append(f"{where}: not decided: {'; '.join(found.why_not)[:200]}")
    else:
        outcome(tally, where, shown(found), reason)


def outcome(tally: Tally, where: str, what: str, reason: str | None) -> None:
    tally.counts["different" if reason is None else "explained"] += 1
    if reason is None:
        tally.faults.append(f"{where}: {what}")
    else:
        tally.met.add(reason)


def schema_file(name: str, schema: Any, dialect: str) -> SchemaFile:
    text = pretty(schema)
    return SchemaFile(path=Path(name) / FILE, name=FILE, text=text, schema=schema, dialect=dialect)


def related(ours: SchemaFile, theirs: SchemaFile) -> Relation | str:
    """Return the relation of the two, or why they cannot be compared."""
    try:
        first = Side(id="ours", file=sound(ours)).column()
        second = Side(id="theirs", file=sound(theirs)).column()
        return relate(compare_columns([first, second]), "ours", "theirs")
    except ConformanceError as error:
        return str(error)


def whole_equal(ours: Any, theirs: Any) -> bool:
    """Return whether two schemas without references to each other never contradict, proven."""
    found = related(schema_file("ours", ours, DRAFT_2020), schema_file("theirs", theirs, DRAFT_07))
    return not isinstance(found, str) and found.relation in {"equal", "agree"} and found.proven


PARTS = Parts(whole_equal)


def shown(found: Relation) -> str:
    witnesses = [
        f"{name} {json.dumps(witness.value, ensure_ascii=False)[:160]}"
        for name, (_, witness) in found.apart.items()
    ]
    return f"{found.relation}: {'; '.join(witnesses)}"


def table(rows: list[tuple[str, Tally]]) -> None:
    columns = (
        *("equal", "equal but for silence", "explained", "not decided", "different"),
        "not converted",
    )
    print(f"\n{'package':<28}{'types':>7}{''.join(f'{c:>23}' for c in columns)}{'slowest':>9}")
    for name, tally in rows:
        counts = "".join(f"{tally.counts[column]:>23}" for column in columns)
        print(f"{name:<28}{tally.counts.total():>7}{counts}{tally.slowest:>8.2f}s")


if __name__ == "__main__":
    program("typescript", compare_all)
