"""Compares the Go reader with `encoding/json` itself, and with github.com/invopop/jsonschema.

Usage: python tests/readers_foreign/go.py [--quick] [own | github | invopop | modules ...]

`own` decodes values into the types in `go/` by encoding/json, `github` into structs of go-github,
`invopop` compares schemas, and `modules` reads published packages. Without a name all are done,
with `--quick` `own` and `invopop`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from summary import Summary, program

from conformance.compare.sides import Side
from conformance.errors import BrokenFileError
from conformance.exact import Evaluator, Limits, Subject, compare_columns, relate
from conformance.generate.classes import classes
from conformance.generate.draw import drawn_from_classes
from conformance.generate.mutate import Vocabulary, mutated
from conformance.jsontext.pointers import steps
from conformance.jsontext.text import Problem, canonical, parse, pretty
from conformance.jsontext.tree import spelt, tree_of
from conformance.model import SchemaFile, Verdict
from conformance.readers import go
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.emit import emit
from conformance.readers.emitted import FILE
from conformance.readers.facts import Direction
from conformance.schema.load import sound
from conformance.schema.silence import Mode, compile_silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from conformance.model import Json
    from conformance.readers.documents import Document
    from conformance.readers.emitted import Emitted

HERE = Path(__file__).parent
OWN = HERE / "go"
KEPT = json.loads((HERE / "go.json").read_text("utf-8"))
GITHUB = "github.com/google/go-github/v80"
MODULES = {
    "github.com/openai/openai-go/v3": ("realtime",),
    "github.com/modelcontextprotocol/go-sdk": ("mcp",),
    "k8s.io/api": ("apps/v1",),
}
"""Read whole. LEFT_OUT says which are not."""
LEFT_OUT = (
    "k8s.io/api but for apps/v1: each of its types is read with all that it leads to",
    "go-github but for eight of its files, for the same reason",
)
VERSIONS = {
    "github.com/openai/openai-go/v3": "v3.99.0",
    "github.com/modelcontextprotocol/go-sdk": "v1.8.0",
    GITHUB: "v80.0.0",
    "k8s.io/api": "v0.37.2",
    "github.com/invopop/jsonschema": "v0.14.0",
}
VALUES = 150
"""Values drawn for each type."""
LEAST = 300
"""Texts that are tried for each type; noise fills up what is missing."""
ENOUGH = 150
"""A type of which fewer texts have a JSON value is an error."""
USED: set[str] = set()
"""The kinds of differences in values that were met."""
DEEPEST = 3
"""Values are made for types within types down to this level."""
LIMITS = Limits(cells=200, states=20_000, samples=100)


# --- reading -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadType:
    """A type as the reader reads it, once for each way to decide that is compared."""

    name: str
    emitted: Emitted
    any_case: Emitted
    seconds: float

    @property
    def file(self) -> SchemaFile:
        return schema_file(self.emitted.schema)


def read_type(document: Document, name: str) -> ReadType:
    start = time.process_time()
    found = go.facts(document, name)
    emitted = emit(found, decisions("go"))
    seconds = time.process_time() - start
    any_case = emit(found, decisions("go", ["any-case=accept"]))
    return ReadType(name=name, emitted=emitted, any_case=any_case, seconds=seconds)


def schema_file(schema: Json) -> SchemaFile:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    made = SchemaFile(
        path=Path(FILE), name=FILE, text=pretty(schema), schema=schema, dialect=dialect
    )
    return sound(made)


# --- verdicts ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Judge:
    """The verdicts of a schema: accept, reject or silent."""

    file: SchemaFile
    _strict: Any = None
    _lenient: Any = None
    _slow: dict[Mode, Evaluator] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._strict, self._lenient = (
            jsonschema_rs.validator_for(_schema(self.file, mode), validate_formats=False)
            for mode in (Mode.STRICT, Mode.LENIENT)
        )

    def verdict(self, value: Json) -> Verdict:
        return _verdict(self._strict.is_valid(value), self._lenient.is_valid(value))

    def settled(self, value: Json) -> Verdict | None:
        """Return the verdict of the engine's own evaluator, for where the fast one errs."""
        said = []
        for mode in (Mode.STRICT, Mode.LENIENT):
            if mode not in self._slow:
                schema = compile_silence(self.file, mode)
                self._slow[mode] = Evaluator(Subject("it", schema, self.file.dialect))
            said.append(self._slow[mode].valid(value))
        strict, lenient = said
        return None if strict is None or lenient is None else _verdict(strict, lenient)


def _schema(file: SchemaFile, mode: Mode) -> Any:
    return compile_silence(file, mode)


def _verdict(strict: bool, lenient: bool) -> Verdict:  # noqa: FBT001  two of one kind
    if strict:
        return Verdict.ACCEPT
    return Verdict.SILENT if lenient else Verdict.REJECT


# --- values --------------------------------------------------------------------------------------


def values_of(one: ReadType, judge: Judge, seed: str) -> list[str]:
    """Return JSON texts that tell the parts of a type apart, and near misses of them."""
    random = Random(seed)
    file = one.file
    places = classes([schema_file(unrolled(file.schema))])
    found: dict[str, None] = {}
    cells = compare_columns([Side(id="it", file=file).column()], LIMITS)
    for witness in cells.vectors.values():
        found[json.dumps(witness.value)] = None
    for listed in places.values():
        for value in listed:
            found[json.dumps(value)] = None
    for place, listed in list(places.items())[: VALUES // 8]:
        for value in listed:
            placed: Json = value
            for step in reversed(steps(place)):
                placed = [placed] if step == "*" else {step: placed}
            found[json.dumps(placed)] = None
    _walk(found, places, judge, random)
    _mutate(found, places, random)
    keys = [place.strip("/") for place in places if place.count("/") == 1] or ["extra"]
    while len(found) < LEAST:  # a small type has few classes: plain noise beside them
        noise = random.choice((random.randint(-300, 300), f"{random.random()}"))
        found[json.dumps(random.choice((noise, {random.choice(keys): noise}, [noise])))] = None
    return list(found)


def _walk(
    found: dict[str, None], places: Mapping[str, tuple[Json, ...]], judge: Judge, random: Random
) -> None:
    """Add values combined step by step, as long as the schema accepts the result."""
    start: Json = {}
    for _ in range(VALUES):
        value = drawn_from_classes(random, places, start)
        found[json.dumps(value)] = None
        if random.random() < 0.1:
            start = {}
        elif judge.verdict(value) is Verdict.ACCEPT:
            start = value


def _mutate(found: dict[str, None], places: Mapping[str, tuple[Json, ...]], random: Random) -> None:
    """Add near misses of the values so far."""
    bases = [tree for text in found if (tree := tree_of(text)) is not None]
    names: dict[str, tuple[str, ...]] = {}
    for place in places:
        outer, _, name = place.rpartition("/")
        names[outer] = (*names.get(outer, ()), name)
    words = Vocabulary(values=places, names=names)
    for _ in range(10 * VALUES):
        if len(found) >= 3 * VALUES:
            break
        found[spelt(mutated(random.choice(bases), random, words))] = None


def unrolled(schema: Any) -> Json:
    """Return a schema with its definitions in place, down to a few levels: it has few places."""

    def at(part: Any, level: int) -> Any:
        if isinstance(part, list):
            return [at(one, level) for one in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            if level == DEEPEST:
                return {"type": ["object", "null"]}
            name = part["$ref"].rpartition("/")[2]
            return at(schema if name == "#" else schema["$defs"][name], level + 1)
        return {name: at(value, level) for name, value in part.items() if name != "$defs"}

    return at(schema, 0)  # type: ignore[no-any-return]


# --- Go ------------------------------------------------------------------------------------------

DRIVER = """package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	target {path}
)

var types = map[string]func() any{{
{entries}
}}

func main() {{
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {{
		line, err := in.ReadBytes('\\n')
		if err != nil {{
			return
		}}
		var asked struct{{ Type, Text string }}
		if err := json.Unmarshal(line, &asked); err != nil {{
			panic(err)
		}}
		err = json.Unmarshal([]byte(asked.Text), types[asked.Type]())
		said, _ := json.Marshal(fmt.Sprint(err))
		fmt.Fprintln(out, string(said))
	}}
}}
"""


def go_tool(folder: Path, *arguments: str, text: str = "") -> str:
    done = subprocess.run(
        ["go", *arguments],  # noqa: S607  the tool of the path is meant
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "GOFLAGS": "-mod=mod"},
    )
    if done.returncode:
        raise SystemExit(f"go {' '.join(arguments)}: {done.stderr[-3000:]}")
    return done.stdout


def built(folder: Path, path: str, names: Iterable[str], source: str = DRIVER) -> Path:
    """Return a program that decodes into the types of a package."""
    (folder / "driver").mkdir(exist_ok=True)
    entries = "\n".join(
        f'\t"{name}": func() any {{ return new(target.{name}) }},' for name in names
    )
    text = source.format(path=json.dumps(path), entries=entries)
    (folder / "driver" / "main.go").write_text(text)
    go_tool(folder, "build", "-o", "decode", "./driver")
    return folder / "decode"


def decoded(program: Path, asked: Sequence[tuple[str, str]]) -> list[str]:
    """Return what Go says to each value: `<nil>` or the error."""
    lines = "".join(f"{json.dumps({'Type': name, 'Text': text})}\n" for name, text in asked)
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


# --- kinds of differences that are known, each shown by undoing it --------------------------------

_DAY = r"(?:0[1-9]|1[0-9]|2[0-8])"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DATE = (
    f"(?:[0-9]{{4}}-(?:(?:0[1-9]|1[0-2])-{_DAY}|(?:0[13-9]|1[0-2])-(?:29|30)"
    f"|(?:0[13578]|1[02])-31)|{_LEAP}-02-29)"
)
DATE_TIME = (
    rf"^{_DATE}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.,][0-9]+)?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-4]):[0-5][0-9])$"
)
_TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?')
_LARGEST = 2**1024 - 2**970


def asserted(schema: Json) -> Json:
    """Return a schema whose texts of `date-time` are checked."""
    if isinstance(schema, list):
        return [asserted(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: asserted(value) for name, value in schema.items()}
    return {**made, "pattern": DATE_TIME} if made.get("format") == "date-time" else made


def respelt(text: str) -> str:
    """Return a text whose whole numbers have no fraction and no exponent."""

    def one(match: Any) -> str:
        number = str(match[0])
        if number.startswith('"') or not (set(number) & set(".eE") or number == "-0"):
            return number
        value = Decimal(number)
        is_whole = value.adjusted() < 400 and value == value.to_integral_value()
        return str(int(value)) if is_whole else number

    return _TOKENS.sub(one, text)


def within_float64(text: str) -> str:
    """Return a text whose numbers beyond `float64` are within it."""

    def one(match: Any) -> str:
        token = match[0]
        if token.startswith('"'):
            return str(token)
        mantissa, _, exponent = token.lower().partition("e")
        size = len(mantissa.partition(".")[0].lstrip("-0")) + int(exponent or 0)
        return "1e300" if size > 308 else str(token)

    return _TOKENS.sub(one, text)


@dataclass(slots=True)
class Tally:
    """The outcome on one type."""

    values: int = 0
    accepted: int = 0
    rejected: int = 0
    silent: int = 0
    explained: Counter[str] = field(default_factory=Counter)
    different: list[str] = field(default_factory=list)


def compared(
    one: ReadType, texts: Sequence[str], ask: Callable[[Sequence[str]], list[str]]
) -> Tally:
    """Return how the verdicts of a type's schema and of Go compare."""
    judge = Judge(one.file)
    strict = Judge(schema_file(asserted(one.any_case.schema)))
    dated = Judge(schema_file(asserted(one.emitted.schema)))
    tally = Tally()
    left: list[tuple[str, Json, str]] = []
    for text, answer in zip(texts, ask(texts), strict=True):
        parsed = parse(text)
        if isinstance(parsed, Problem):
            tally.explained[f"no value: {parsed.kind}"] += 1
            continue
        tally.values += 1
        ours, theirs = judge.verdict(parsed.value), _of_go(answer)
        tally.accepted += theirs is Verdict.ACCEPT
        tally.rejected += theirs is Verdict.REJECT
        if ours is Verdict.SILENT:
            tally.silent += 1
        elif ours is not theirs:
            found = strict.verdict(parsed.value)
            if found in {theirs, Verdict.SILENT}:
                by_date = dated.verdict(parsed.value) in {theirs, Verdict.SILENT}
                tally.explained["date-time" if by_date else "any-case"] += 1
            else:
                left.append((text, parsed.value, answer))
    for kind, change in (("1.0 for an integer", respelt), ("beyond float64", within_float64)):
        left = _undone(left, kind, change, strict, ask, tally)
    for text, value, answer in left:
        if judge.settled(value) in {_of_go(answer), Verdict.SILENT} or (
            strict.settled(value) is _of_go(answer)
        ):
            tally.explained["jsonschema-rs errs"] += 1
        else:
            said = f"schema {judge.verdict(value)}, Go {answer[:200]}"
            tally.different.append(f"{text[:300]}: {said}")
    return tally


def _undone(  # noqa: PLR0913, PLR0917  all that a kind is shown with
    left: Sequence[tuple[str, Json, str]],
    kind: str,
    change: Callable[[str], str],
    strict: Judge,
    ask: Callable[[Sequence[str]], list[str]],
    tally: Tally,
) -> list[tuple[str, Json, str]]:
    """Return the differences that remain if a kind is undone in each; count the others."""
    changed = [change(respelt(text)) for text, _, _ in left]
    remaining = []
    for item, text, answer in zip(left, changed, ask(changed), strict=True):
        parsed = parse(text)
        known = {_of_go(answer), Verdict.SILENT}
        if text == item[0] or isinstance(parsed, Problem):
            remaining.append(item)
        elif strict.verdict(parsed.value) in known:
            tally.explained[kind] += 1
        else:
            remaining.append(item)
    return remaining


def _of_go(answer: str) -> Verdict:
    return Verdict.ACCEPT if answer == "<nil>" else Verdict.REJECT


def decode_all(
    title: str,
    document: Document,
    names: Sequence[str],
    decoder: Path,
    summary: Summary,
) -> bool:
    """Compare the types of a file with encoding/json; print a table; return whether all is well."""
    total, good, types = Tally(), True, 0
    slowest = 0.0
    for name in names:
        one = read_type(document, name)
        slowest = max(slowest, one.seconds)
        texts = values_of(one, Judge(one.file), f"{title}/{name}")

        def ask(asked: Sequence[str], name: str = name) -> list[str]:
            return decoded(decoder, [(name, text) for text in asked])

        tally = compared(one, texts, ask)
        is_plain = all(kind.startswith("no value") for kind in tally.explained)
        by_kind = "equal" if is_plain else "explained"
        summary.counts.update(("types", "different" if tally.different else by_kind))
        types += 1
        total.values += tally.values
        total.accepted += tally.accepted
        total.rejected += tally.rejected
        total.silent += tally.silent
        total.explained += tally.explained
        total.different += tally.different
        if tally.values < ENOUGH:
            print(f"  {name}: only {tally.values} values")
            good = False
        for difference in tally.different[:3]:
            print(f"  {name}: {difference}")
        good &= not tally.different
    print(
        f"{title}: {types} types, {total.values} values ({total.accepted} accepted and"
        f" {total.rejected} rejected by Go; {total.silent} where the schema is silent),"
        f" {len(total.different)} different, slowest read {slowest:.2f} s of processor time"
    )
    for kind, count in sorted(total.explained.items()):
        print(f"  {count:6} {kind}: {KEPT['values'].get(kind.partition(':')[0], 'NOT LISTED')}")
        good &= kind.partition(":")[0] in KEPT["values"]
        USED.add(kind.partition(":")[0])
    return good


def exported(names: Iterable[str], document: Document) -> list[str]:
    """Return the types that a program can name: exported, without parameters, no constraint."""
    generic = set(re.findall(r"^\s*(?:type )?(\w+)\[\w+[ ,]", document.text, re.MULTILINE))
    return [name for name in names if name[0].isupper() and name not in generic]


def own(work: Path, summary: Summary) -> bool:
    """Compare our own types with encoding/json."""
    folder = work / "own"
    shutil.copytree(OWN, folder)
    document = opened(folder / "types.go")
    names = exported(go.names(document), document)
    decoder = built(folder, "example.com/record", names)
    return decode_all("own types", document, names, decoder, summary)


# --- published modules ----------------------------------------------------------------------------


def module(work: Path, path: str) -> Path:
    """Return the folder of a published module, fetched by the Go tool."""
    said = go_tool(work, "mod", "download", "-json", f"{path}@{VERSIONS[path]}")
    return Path(json.loads(said)["Dir"])


def driver_module(work: Path, name: str, path: str) -> Path:
    folder = work / name
    folder.mkdir()
    (folder / "go.mod").write_text(f"module example.com/{name}\n\ngo 1.24\n")
    go_tool(folder, "get", f"{path}@{VERSIONS[path]}")
    return folder


def github(work: Path, summary: Summary) -> bool:
    """Compare structs of go-github with encoding/json."""
    source = module(work, GITHUB) / "github"
    folder = driver_module(work, "github", GITHUB)
    wanted = [
        "issues",
        "pulls",
        "repos",
        "users",
        "orgs",
        "gists",
        "git_commits",
        "git_trees",
    ]
    good = True
    for file in wanted:
        document = opened(source / f"{file}.go")
        names = [
            name
            for name in exported(go.names(document), document)
            if re.search(rf"^type {name} struct", document.text, re.MULTILINE)
        ]
        decoder = built(folder, f"{GITHUB}/github", names)
        good &= decode_all(f"go-github {file}.go", document, names, decoder, summary)
    return good


def modules(work: Path, _summary: Summary) -> bool:
    """Read every type of published packages; print how much of each is read."""
    good = True
    for path, packages in MODULES.items():
        root = module(work, path)
        for package in packages:
            types = fields = silent = whole = 0
            slowest, name_of_slowest = 0.0, ""
            for file in sorted((root / package).glob("*.go")):
                if file.name.endswith("_test.go"):
                    continue
                document = opened(file)
                generic = set(
                    re.findall(r"^\s*(?:type )?(\w+)\[\w+[ ,]", document.text, re.MULTILINE)
                )
                for name in go.names(document):
                    if name in generic:
                        continue
                    start = time.process_time()
                    emitted = emit(go.facts(document, name), decisions("go"))
                    seconds = time.process_time() - start
                    types += 1
                    fields += emitted.fields
                    silent += len(emitted.silent)
                    whole += not emitted.silent
                    if seconds > slowest:
                        slowest, name_of_slowest = seconds, name
            print(
                f"{path}/{package} {VERSIONS[path]}: {types} types, {whole} without silence,"
                f" {fields} fields, {silent} silent parts,"
                f" slowest {name_of_slowest} {slowest:.2f} s"
            )
            good &= slowest < 1
    return good


# --- invopop/jsonschema ---------------------------------------------------------------------------

SCHEMAS = """package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/invopop/jsonschema"
	target {path}
)

var types = map[string]func() any{{
{entries}
}}

func main() {{
	reflector := jsonschema.Reflector{{Anonymous: true}}
	out, err := json.Marshal(reflector.Reflect(types[os.Args[1]]()))
	if err != nil {{
		panic(err)
	}}
	fmt.Println(string(out))
}}
"""


def invopop(work: Path, summary: Summary) -> bool:
    """Compare what is written, as this reader and as invopop/jsonschema describe it."""
    folder = work / "invopop"
    shutil.copytree(OWN, folder)
    go_tool(
        folder, "get", f"github.com/invopop/jsonschema@{VERSIONS['github.com/invopop/jsonschema']}"
    )
    document = opened(folder / "types.go")
    names = exported(go.names(document), document)
    decoder = built(folder, "example.com/record", names, SCHEMAS)
    theirs: dict[str, Json] = {}
    for name in names:
        done = subprocess.run([decoder, name], capture_output=True, text=True, check=False)
        theirs[name] = json.loads(done.stdout) if done.returncode == 0 else "it does not end"
    counts: Counter[str] = Counter()
    good = True
    for name in names:
        try:
            outcome, shown = _against(document, name, theirs[name])
        except BrokenFileError as error:
            outcome, shown = "different", f"its schema is broken: {error}"
        kept = [why for pattern, why in KEPT["invopop"].items() if fnmatchcase(name, pattern)]
        if outcome == "equal" and kept:
            outcome = "listed, and equal"
            print(f"  {name}: {outcome}")
        elif outcome == "different" and kept:
            outcome = "explained"
        elif outcome != "equal":
            print(f"  {name}: {outcome} {shown}")
        counts[outcome] += 1
        good &= outcome in {"equal", "explained"}
        is_known = outcome in {"equal", "explained", "not decided"}
        summary.counts.update(("types", outcome if is_known else "different"))
    for pattern in KEPT["invopop"]:
        if not any(fnmatchcase(name, pattern) for name in names):
            print(f"  {pattern} is listed, and there is no such type")
            good = False
    print(f"invopop/jsonschema: {len(names)} types, {dict(counts)}")
    return good


def _against(document: Document, name: str, theirs: Json) -> tuple[str, str]:
    if isinstance(theirs, str):
        return "different", theirs
    decided = decisions("go", ["range=accept"])
    ours = emit(go.facts(document, name), decided, direction=Direction.SEND).schema
    sides = [
        Side(id=side, file=schema_file(schema))
        for side, schema in (("ours", plain(ours)), ("theirs", plain(theirs)))
    ]
    cells = compare_columns([side.column() for side in sides], LIMITS)
    relation = relate(cells, "ours", "theirs")
    shown = [
        f"{which}: {canonical(witness.value)[:160]}"
        for which, witness in (
            ("only ours", relation.only_a),
            ("only theirs", relation.only_b),
            ("ours silent", relation.gap_b),
        )
        if witness is not None
    ]
    if relation.relation == "equal":
        return "equal" if relation.proven else "not decided", "; ".join(relation.why_not)
    return "different", "; ".join(shown)


def plain(schema: Json) -> Json:
    """Return a schema without what one of the two never says, by the kinds in the kept list."""
    if isinstance(schema, list):
        return [plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    left = {name: plain(value) for name, value in schema.items() if name != "format"}
    kind = left.get("type")
    if isinstance(kind, list):  # null for nil
        others = [one for one in kind if one != "null"]
        left["type"] = others[0] if len(others) == 1 else [*others]
    options = left.get("anyOf")
    if isinstance(options, list):
        others = [one for one in options if one != {"type": "null"}]
        if len(others) == 1 and isinstance(others[0], dict):
            del left["anyOf"]
            left |= others[0]
    return left


PARTS = {"own": own, "github": github, "invopop": invopop, "modules": modules}


def compare_all(names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Compare the parts that are named, or all; print a table each."""
    quickly = ("own", "invopop")
    left_out = [] if names else ["go-github, and `modules` (quick)"] if quick else [*LEFT_OUT]
    summary = Summary(left_out=left_out)
    with tempfile.TemporaryDirectory() as folder:
        for name in names or (quickly if quick else PARTS):
            summary.failed |= not PARTS[name](Path(folder), summary)
    for kind in sorted(KEPT["values"].keys() - USED) if not names and not quick else ():
        print(f"  {kind} is listed, and explains nothing")
        summary.failed = True
    return summary


if __name__ == "__main__":
    program("go", compare_all)
