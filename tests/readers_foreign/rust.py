"""Compares the Rust reader with what Rust does: serde_json itself, and schemars.

Usage: python tests/readers_foreign/rust.py [--quick] [serde | schemars | crate ...]

`serde` has values decoded into the types in `rust/` by serde_json, and what it writes judged too;
`schemars` compares schemas; `crate` reads a published crate. Without a name all are done, with
`--quick` `schemars` and every fourth type of `serde`.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from summary import Summary, program, work_folder

from conformance.compare.sides import Side
from conformance.errors import ConformanceError
from conformance.exact import Evaluator, Limits, Subject, compare_columns, relate
from conformance.generate.mutate import Vocabulary, mutated
from conformance.jsontext.text import Problem, canonical, parse, pretty
from conformance.jsontext.tree import spelt, tree_of
from conformance.model import SchemaFile, Verdict
from conformance.readers import rust
from conformance.readers.documents import opened
from conformance.readers.facts import Direction
from conformance.readers.read import Options, read
from conformance.readers.rust.foreign import RANGES
from conformance.schema.load import sound
from conformance.schema.silence import Mode, compile_silence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.model import Json
    from conformance.readers.read import Source

HERE = Path(__file__).parent
OWN = HERE / "rust"
KEPT = json.loads((HERE / "rust.json").read_text("utf-8"))
FILES = ("model", "beyond")
CRATE = ("async-openai", "0.43.0")
WIDE = ("array-for-struct=accept", "object-for-unit=accept")
"""The decisions under which the reader says all that serde reads."""
VALUES = 600
LEAST = 200
"""Values tried for each type, and the least of them that must differ."""
LIMITS = Limits(cells=200, states=20_000, samples=100)
PROGRAM: list[Path] = []
"""The built program."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"


# --- the program in Rust -------------------------------------------------------------------------


def build(target: Path) -> None:
    """Build the program into a folder."""
    command = ["cargo", "build", "--quiet", "--locked", "--target-dir", str(target)]
    subprocess.run(command, cwd=OWN, check=True)
    PROGRAM.append(target / "debug" / "readers-foreign")


def asked(what: str, given: str = "") -> str:
    """Return what the program prints."""
    done = subprocess.run(
        [PROGRAM[-1], what], input=given, stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    return done.stdout


@cache
def sources() -> dict[str, str]:
    """Return the types that are compared, with the file of each."""
    held = {name: file for file in FILES for name in rust.names(opened(OWN / "src" / f"{file}.rs"))}
    return {name: held[name] for name in asked("names").split()}


def read_type(
    name: str, *, direction: Direction = Direction.RECEIVE, changes: tuple[str, ...] = ()
) -> Source:
    """Return a type of our own as the reader reads it."""
    source = f"{(OWN / 'src' / sources()[name]).as_posix()}.rs#{name}"
    return read(source, Options(direction=direction, changes=changes))


# --- verdicts ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Judge:
    """The verdicts of a schema."""

    file: SchemaFile
    _fast: dict[Mode, Any] = field(default_factory=dict)
    _slow: dict[Mode, Evaluator] = field(default_factory=dict)

    def verdict(self, value: Json) -> Verdict:
        """Return the verdict of the fast validator."""
        for mode in Mode:
            if mode not in self._fast:
                schema: Any = compile_silence(self.file, mode)
                self._fast[mode] = jsonschema_rs.validator_for(schema, validate_formats=False)
        strict, lenient = (self._fast[x].is_valid(value) for x in (Mode.STRICT, Mode.LENIENT))
        return _verdict(strict=strict, lenient=lenient)

    def settled(self, value: Json) -> Verdict | None:
        """Return the verdict of the engine's own evaluator; None if it has none."""
        said = []
        for mode in (Mode.STRICT, Mode.LENIENT):
            if mode not in self._slow:
                schema = compile_silence(self.file, mode)
                self._slow[mode] = Evaluator(Subject("it", schema, self.file.dialect))
            said.append(self._slow[mode].valid(value))
        strict, lenient = said
        if strict is None or lenient is None:
            return None
        return _verdict(strict=strict, lenient=lenient)


def _verdict(*, strict: bool, lenient: bool) -> Verdict:
    if strict:
        return Verdict.ACCEPT
    return Verdict.SILENT if lenient else Verdict.REJECT


# --- values --------------------------------------------------------------------------------------


def texts(file: SchemaFile, judge: Judge, random: Random, name: str) -> Iterator[str]:
    """Yield texts: the engine's witnesses, drawn values, near misses of accepted ones."""
    column = Side(id="it", file=file).column()
    kept = [canonical(w.value) for w in compare_columns([column], LIMITS).vectors.values()]
    yield from kept
    for _ in range(VALUES):
        value = drawn(file.schema, file.schema, random, 0)
        yield canonical(value)
        if judge.verdict(value) is Verdict.ACCEPT:
            kept.append(canonical(value))
    written = [
        line.partition("\t")[2]
        for line in decoded(name, kept)
        if line.startswith("accept\t") and len(line) > len("accept\t")
    ]
    trees = [tree_of(one) for one in dict.fromkeys([*kept, *written])]
    known = [one for one in trees if one is not None]
    for _ in range(2 * LEAST):
        yield canonical(anything(random, 0))
    for _ in range(VALUES):
        yield spelt(mutated(random.choice(known), random, Vocabulary()))


NAMES = ("1", "-1", "256", "a", "é", "One", "2", "true", "zz", "type", "id", "x", "")
ANY: tuple[Json, ...] = (None, True, 0, -1, 1.5, "", "a", [], {}, [1], {"a": 1}, {"a": None})


def drawn(schema: Json, whole: Json, random: Random, depth: int) -> Json:  # noqa: C901, PLR0911
    """Return a value that a schema of the reader may accept, now and then with a fault."""
    if not isinstance(schema, dict) or random.random() < 0.03:
        return random.choice(ANY)
    if "$ref" in schema:
        return drawn(_at(whole, str(schema["$ref"])), whole, random, depth + 1)
    for keyword in ("const", "enum"):
        if keyword in schema:
            values = schema[keyword]
            return random.choice(values) if isinstance(values, list) else values
    if "anyOf" in schema and isinstance(schema["anyOf"], list):
        options = schema["anyOf"]
        if depth > DEEP:
            options = sorted(options, key=lambda x: len(json.dumps(x)))[:1]
        return drawn(random.choice(options), whole, random, depth + 1)
    parts = schema.get("allOf", [])
    if isinstance(parts, list) and parts and "type" not in schema:
        found = [drawn(part, whole, random, depth + 1) for part in parts]
        objects = [one for one in found if isinstance(one, dict)]
        return {k: v for one in objects for k, v in one.items()} if objects else found[-1]
    types = schema.get("type", "null")
    kind = random.choice(types) if isinstance(types, list) else types
    if kind == "object":
        return _object(schema, whole, random, depth)
    if kind == "array":
        return _array(schema, whole, random, depth)
    if kind in {"integer", "number"}:
        ends = [schema[end] for end in ("minimum", "maximum") if end in schema]
        near = [end + step for end in ends for step in (-1, 0, 1)]  # type: ignore[operator]
        return random.choice([0, 1, 2, -1, *near, *([0.5, 1e300] if kind == "number" else [])])
    if kind == "boolean":
        return random.choice([True, False])
    if kind == "string":
        return random.choice(["a", "é", "b", "", "aa", "\U0001f600", "A", "type", "2020-01-01"])
    return None


def anything(random: Random, depth: int) -> Json:
    """Return any JSON value."""
    kind = random.randrange(8 if depth < 3 else 6)
    if kind < 2:
        return random.choice([random.randrange(-300, 300), random.randrange(-(2**65), 2**65)])
    if kind < 4:
        return "".join(random.choice("aé0😀 ") for _ in range(random.randrange(5)))
    if kind < 6:
        return random.choice([None, True, False, random.random(), random.randrange(-9, 9)])
    inner = [anything(random, depth + 1) for _ in range(random.randrange(4))]
    if kind == 6:
        return inner
    return {random.choice(NAMES): one for one in inner}


DEEP = 6


def _object(schema: dict[str, Json], whole: Json, random: Random, depth: int) -> Json:
    found: dict[str, Json] = {}
    properties = schema.get("properties", {})
    required = schema.get("required", [])
    assert isinstance(properties, dict)
    assert isinstance(required, list)
    for name, inner in properties.items():
        if random.random() < (0.96 if name in required else 0.3 if depth > DEEP else 0.7):
            found[name] = drawn(inner, whole, random, depth + 1)
    other = schema.get("additionalProperties", True)
    for _ in range(random.choice((0, 0, 0, 1, 2)) if depth <= DEEP else 0):
        keys = schema.get("propertyNames")
        key = str(drawn(keys, whole, random, depth)) if keys and random.random() < 0.5 else ""
        found[key or random.choice(NAMES)] = drawn(other, whole, random, depth + 1)
    items = [*found.items()]
    random.shuffle(items)
    return dict(items)


def _array(schema: dict[str, Json], whole: Json, random: Random, depth: int) -> Json:
    places = schema.get("prefixItems", [])
    assert isinstance(places, list)
    found = [drawn(inner, whole, random, depth + 1) for inner in places]
    least = schema.get("minItems", 0)
    assert isinstance(least, int)
    if "items" in schema or "maxItems" not in schema:
        left = max(0, least - len(found))
        more = left + (random.choice((0, 0, 1, 2)) if "maxItems" not in schema else 0)
        inner = schema.get("items", True)
        found += [drawn(inner, whole, random, depth + 1) for _ in range(more if depth < 9 else 0)]
    if random.random() < 0.05:
        return [*found, random.choice(ANY)]
    return found[:-1] if random.random() < 0.07 else found


def _at(whole: Json, reference: str) -> Json:
    found = whole
    for step in reference.removeprefix("#").split("/")[1:]:
        assert isinstance(found, dict)
        found = found[step]
    return found


def decoded(name: str, given: Sequence[str]) -> list[str]:
    """Return what serde_json says of texts: `reject`, or `accept` and what it writes."""
    lines = "".join(f"{name}\t{text}\n" for text in given)
    return asked("read", lines).split("\n")[: len(given)]


INTEGRAL = re.compile(r"-?[0-9]+(?:\.0+)?(?:[eE]\+?[0-9]+)?(?![0-9.eE])|-0")


def kind_of(name: str, text: str, value: Json, ours: Verdict, theirs: Verdict) -> str | None:
    """Return the kept reason, by its key, that explains a difference; None if there is none."""
    numbers = re.findall(r"-?[0-9][0-9.eE+-]*", re.sub(r'"(?:[^"\\]|\\.)*"', '""', text))
    if name in KEPT["formats"]:
        return "format"
    if theirs is Verdict.REJECT and any(_beyond(one) for one in numbers):
        return "beyond f64"
    if theirs is Verdict.REJECT and any(re.search(r"[.eE]|^-0$", one) for one in numbers):
        return "1.0 for an integer"
    if name in KEPT["indexed"] and theirs is Verdict.ACCEPT and _has_index(value):
        return "a variant by its number"
    for reason, names in KEPT["types"].items():
        if name in names and ours is Verdict.ACCEPT:
            return str(reason)
    return None


def _has_index(value: Json) -> bool:
    """Return whether a tag is a number somewhere."""
    if isinstance(value, dict):
        tags = {"type", "second", "outer"} & value.keys()
        return any(isinstance(value[tag], int) for tag in tags) or any(
            map(_has_index, value.values())
        )
    return isinstance(value, list) and any(map(_has_index, value))


def _beyond(number: str) -> bool:
    try:
        return abs(float(number)) == float("inf")
    except ValueError:
        return False


def serde(summary: Summary, quick: bool) -> bool:  # noqa: C901, FBT001, PLR0915
    """Compare verdicts on values; return whether all is explained."""
    seen: Counter[str] = Counter()
    unexplained: list[str] = []
    used: set[str] = set()
    wanted = list(sources())[:: 4 if quick else 1]
    for name in wanted:
        before = len(unexplained), sum(seen[each] for each in seen if each.startswith("explained"))
        wide = read_type(name, changes=WIDE)
        judge = Judge(wide.file)
        sends = Judge(read_type(name, direction=Direction.SEND).file)
        given = list(dict.fromkeys(texts(wide.file, judge, Random(name), name)))
        given = [one for one in given if "\n" not in one and "\r" not in one]
        parsed = [(one, parse(one.encode("utf-8", "surrogatepass"))) for one in given]
        usable = [(one, it.value) for one, it in parsed if not isinstance(it, Problem)]
        usable = [(one, it) for one, it in usable if not _has_surrogate(it)]
        if len(usable) < LEAST and name not in KEPT["few values"]:
            unexplained.append(f"{name}: only {len(usable)} values")
        for (text, value), line in zip(
            usable, decoded(name, [one for one, _ in usable]), strict=True
        ):
            seen["values"] += 1
            said, _, written = line.partition("\t")
            theirs = Verdict(said)
            seen[f"serde {theirs}s"] += 1
            back = parse(written.encode())
            if written and not isinstance(back, Problem):
                seen["written"] += 1
                if sends.verdict(back.value) is Verdict.REJECT:
                    if name in KEPT["floats"]:
                        seen["explained: no finite float"] += 1
                        used.add("no finite float")
                        continue
                    unexplained.append(f"{name}: written, but rejected by 'send': {written}")
            ours = judge.verdict(value)
            if ours is theirs:
                seen["equal"] += 1
                continue
            if ours is Verdict.SILENT:
                seen["silent"] += 1
                continue
            if judge.settled(value) is theirs:
                seen["jsonschema-rs errs"] += 1
                continue
            kind = kind_of(name, text, value, ours, theirs)
            if kind is None:
                unexplained.append(f"{name}: we {ours}, serde {theirs}s: {text[:200]}")
            else:
                seen[f"explained: {kind}"] += 1
                used.add(kind)
        after = len(unexplained), sum(seen[each] for each in seen if each.startswith("explained"))
        is_bad, is_explained = (new > old for new, old in zip(after, before, strict=True))
        outcome = "different" if is_bad else "explained" if is_explained else "equal"
        summary.counts.update(("types", outcome))
    stale = set() if quick else set(KEPT["values"]) - used
    print(f"serde_json: {len(wanted)} types, {dict(seen)}")
    return _told(unexplained, [f"the kind {kind!r} explains nothing" for kind in sorted(stale)])


def _has_surrogate(value: Json) -> bool:
    return any("\ud800" <= each <= "\udfff" for each in json.dumps(value, ensure_ascii=False))


# --- schemas -------------------------------------------------------------------------------------


def schemars(summary: Summary, _quick: bool) -> bool:  # noqa: FBT001
    """Compare schemas; return whether all is explained."""
    found: Counter[str] = Counter()
    bad: list[str] = []
    reasons = {name: reason for reason, names in KEPT["schemars"].items() for name in names}
    given = json.loads(asked("schemas"))
    unknown = sorted(reasons.keys() - given.keys())
    bad += [f"{name} is listed, and there is no such type" for name in unknown]
    for name, schema in given.items():
        ours = read_type(name).file
        _bounded(schema)
        theirs = sound(
            SchemaFile(
                path=Path(f"{name}.json"),
                name=f"{name}.json",
                text=pretty(schema),
                schema=schema,
                dialect=DIALECT,
            )
        )
        columns = [Side(id="ours", file=ours).column(), Side(id="schemars", file=theirs).column()]
        relation = relate(compare_columns(columns, LIMITS), "ours", "schemars")
        if not relation.proven:
            found["not decided"] += 1
            bad += [] if name in reasons else [f"{name}: not decided: {relation.why_not[:1]}"]
        elif relation.relation == "equal":
            found["equal"] += 1
            bad += [f"{name} is listed, and equal"] if name in reasons else []
        elif name in reasons:
            found["explained"] += 1
        else:
            found["different"] += 1
            for side in ("only_a", "only_b", "gap_a", "gap_b"):
                witness = getattr(relation, side)
                if witness is not None:
                    bad.append(f"{name}: {side} {json.dumps(witness.value)[:200]}")
    summary.counts.update(found)
    summary.counts["types"] += sum(found.values())
    print(f"schemars: {sum(found.values())} types, {dict(found)}")
    return _told(bad, [])


def _bounded(schema: Json) -> None:
    """Put bounds where schemars names an integer type as a format only."""
    if isinstance(schema, dict):
        name = str(schema.get("format"))
        short = {"int": "isize", "uint": "usize"}.get(
            name, name.replace("int", "i").replace("ui", "u")
        )
        found = RANGES.get(short) if "int" in name else None
        if found is not None:
            schema.setdefault("minimum", found[0])
            schema.setdefault("maximum", found[1])
        for inner in schema.values():
            _bounded(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _bounded(inner)


# --- a published crate ---------------------------------------------------------------------------


def crate(_summary: Summary, _quick: bool) -> bool:  # noqa: FBT001
    """Read every type of a published crate; return whether all can be read."""
    name, version = CRATE
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        manifest = (
            '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n'
            '[lib]\npath = "l.rs"\n'
            f'[dependencies]\n{name} = "={version}"\n'
        )
        (root / "Cargo.toml").write_text(manifest, "utf-8")
        (root / "l.rs").write_text("", "utf-8")
        vendor = ["cargo", "vendor", "--quiet", "vendor"]
        subprocess.run(vendor, cwd=root, check=True, capture_output=True)
        where = root / "vendor" / name / "src"
        seen: Counter[str] = Counter()
        why: Counter[str] = Counter()
        bad: list[str] = []
        for path in sorted(where.rglob("types/*/**/*.rs")):
            if not {"chat", "realtime"} & {*path.relative_to(where).parts}:
                continue
            for one in rust.names(opened(path)):
                seen["types"] += 1
                for direction in Direction:
                    try:
                        got = read(f"{path.as_posix()}#{one}", Options(direction=direction))
                    except ConformanceError as error:
                        bad.append(f"{path.relative_to(where)}#{one}: {error}")
                        break
                    if direction is Direction.RECEIVE:
                        seen["fields"] += got.fields
                        seen["silent"] += len(got.silent)
                        why.update(re.sub(r"`[^`]*`|[A-Z]\S*", "…", x.why) for x in got.silent)
    print(f"{name} {version}: {dict(seen)}; silent: {dict(why.most_common(8))}")
    return _told(bad, [])


def _told(bad: Sequence[str], stale: Sequence[str]) -> bool:
    shown = 400
    for line in [*bad[:shown], *stale]:
        print(f"  {line}")
    if len(bad) > shown:
        print(f"  and {len(bad) - shown} more")
    return not bad and not stale


PARTS = {"serde": serde, "schemars": schemars, "crate": crate}


def compare_all(names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Compare the parts that are named, or all; print a line each."""
    summary = Summary()
    if quick and not names:
        summary.left_out.append("`crate`, and three quarters of the types of `serde` (quick)")
    with work_folder("rust") as work:
        build(work / "target")
        for name in names or (("schemars", "serde") if quick else PARTS):
            summary.failed |= not PARTS[name](summary, quick)
    return summary


if __name__ == "__main__":
    program("rust", compare_all)
