"""The peers' own tests, answered by the exact comparison: `python tests/peers/run.py [FOLDER]`.

The tests come from the source distributions that PyPI holds; they are unpacked into FOLDER, or into
a folder that is removed again. jsonsubschema's tests are pairs of schemas with a demanded answer.
JSON Schema's official suite is in the distribution of jsonschema: its valid instances have to lie
within their schema, and its invalid ones outside. `kept.json` has the reason for each answer that
differs, with the side that is right. The exit code is 1 if an answer is wrong, if a pair is not
decided, or if `kept.json` is out of date.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.dialects import DIALECTS, DRAFT_04, DRAFT_06, DRAFT_07, OLDER
from conformance.errors import BrokenFileError
from conformance.exact import Subject, ThreeValued, compare_columns, relate
from conformance.schema.older import effective

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.exact import Relation

HERE = Path(__file__).parent
PACKAGES = {"jsonsubschema": "0.0.8", "jsonschema": "4.26.0"}
DRAFTS = {"draft4": DRAFT_04, "draft6": DRAFT_06, "draft7": DRAFT_07} | {
    f"draft{dialect.name}": dialect for dialect in DIALECTS.values() if dialect is not DRAFT_07
}
MEETS = {
    "within": {"equal", "agree", "within"},
    "equal": {"equal"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two schemas, a question, and the answer that a test demands."""

    source: str
    question: str
    a: Any
    b: Any
    expected: bool
    dialect: str = DRAFT_07.uri
    remotes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        text = json.dumps([self.question, self.a, self.b], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def main() -> None:
    if len(sys.argv) > 1:
        answered(Path(sys.argv[1]))  # ends
    with tempfile.TemporaryDirectory() as folder:
        answered(Path(folder))


def answered(folder: Path) -> None:
    """Answer all pairs, print the table and what is left, and end."""
    kept = json.loads((HERE / "kept.json").read_text("utf-8"))
    tallies: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    met: set[str] = set()
    for pair in (*subschema_pairs(folder), *suite_pairs(folder)):
        tally = tallies.setdefault(pair.source, Counter())
        tally["pairs"] += 1
        said = answer(pair)
        if isinstance(said, bool) and said is not pair.expected and pair.key in kept:
            met.add(pair.key)
            tally["differ, kept"] += 1
            continue
        tally["agree" if said is pair.expected else "wrong" if said is not None else "open"] += 1
        if said is not pair.expected:
            shown = json.dumps({"a": pair.a, "b": pair.b})[:400]
            wrong.append(f"{pair.source} {pair.key}: {pair.question} is {said}: {shown}")
    columns = ("pairs", "agree", "differ, kept", "open", "wrong")
    print(f"| tests | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for source, tally in tallies.items():
        print(f"| {source} | {' | '.join(str(tally[column]) for column in columns)} |")
    stale = sorted(kept.keys() - met)
    print("\n".join([*wrong, *(f"kept.json: {key} does not differ any more" for key in stale)]))
    sys.exit(1 if wrong or stale else 0)


def answer(pair: Pair) -> bool | None:
    """Return the answer to a pair; None if it is not decided, or refused."""
    try:
        relation = _relation(pair)
    except BrokenFileError:
        return None
    if pair.question == "apart":
        return False if relation.both is not None else True if relation.proven else None
    if relation.proven:
        return relation.relation in MEETS[pair.question]
    if pair.question == "within" and relation.only_a is not None:
        return False
    return None


def _relation(pair: Pair) -> Relation:
    subjects = [
        Subject(name, body, pair.dialect, resources=pair.remotes if name == "b" else {})
        for name, body in (("a", pair.a), ("b", pair.b))
    ]
    columns = [ThreeValued(one.name, one, one) for one in subjects]
    return relate(compare_columns(columns), "a", "b")


def subschema_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the pairs of jsonsubschema's tests, which are about draft-04."""
    tests = unpacked(folder, "jsonsubschema") / "test"
    command = (sys.executable, str(HERE / "harvest.py"), str(tests))
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    for line in found.stdout.splitlines():
        if not line.startswith('{"question"'):
            continue  # a test prints something of its own
        pair = json.loads(line)
        a, b = (_read(pair[side]) for side in ("a", "b"))
        yield Pair(
            source="jsonsubschema",
            question=pair["question"],
            a=a,
            b=b,
            expected=pair["expected"],
        )


def _read(schema: Any) -> Any:
    dialect = {**DIALECTS, **OLDER}.get(str(_named(schema)).rstrip("#"), DRAFT_04)
    body = effective(schema, dialect)
    if isinstance(body, dict) and dialect is not DRAFT_07:
        body = {**body, "$schema": DRAFT_07.uri if dialect in OLDER.values() else dialect.uri}
    return body


def suite_pairs(folder: Path) -> Iterator[Pair]:
    """Yield a pair for the valid and one for the invalid instances of each schema of the suite."""
    suite = unpacked(folder, "jsonschema") / "json"
    for draft, dialect in DRAFTS.items():
        remotes = {
            f"http://localhost:1234/{path.relative_to(suite / 'remotes').as_posix()}": effective(
                json.loads(path.read_text("utf-8")), dialect
            )
            for path in sorted((suite / "remotes").rglob("*.json"))
            if draft in path.parts or not any(part.startswith("draft") for part in path.parts)
        }
        for path in sorted((suite / "tests" / draft).glob("*.json")):
            for group in json.loads(path.read_text("utf-8")):
                if "localhost" in str(_named(group["schema"])):
                    continue  # a meta-schema of its own, which no file here may name
                used = remotes if "localhost:1234" in json.dumps(group["schema"]) else {}
                yield from _of_group(draft, dialect, group, used)


def _named(schema: Any) -> Any:
    return schema.get("$schema") if isinstance(schema, dict) else None


def _of_group(draft: str, dialect: Any, group: Any, remotes: Mapping[str, Any]) -> Iterator[Pair]:
    schema = effective(group["schema"], dialect)
    uri = DRAFT_07.uri if dialect in OLDER.values() else dialect.uri
    if isinstance(schema, dict):
        schema = {**schema, "$schema": schema.get("$schema", uri)}
    for valid, question in ((True, "within"), (False, "apart")):
        values = [test["data"] for test in group["tests"] if test["valid"] is valid]
        if values:
            yield Pair(
                source=f"the official suite, {draft}",
                question=question,
                a={"$schema": uri, "enum": values},
                b=schema,
                expected=True,
                dialect=uri,
                remotes=remotes,
            )


def unpacked(folder: Path, name: str) -> Path:
    """Return the folder of a source distribution; it is fetched and unpacked if it is not there."""
    root = folder / f"{name}-{PACKAGES[name]}"
    if not root.is_dir():
        wanted = f"{name}=={PACKAGES[name]}"
        pip = (sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:")
        environment = {**os.environ, "PYTHONSAFEPATH": ""}
        command = (*pip, "--dest", str(folder), wanted)
        subprocess.run(command, check=True, env=environment)
        with tarfile.open(folder / f"{root.name}.tar.gz") as archive:
            archive.extractall(folder, filter="data")
    return root


if __name__ == "__main__":
    main()
