"""The findings as SARIF 2.1.0, for code scanning and for viewers in editors.

The format is the OASIS standard's, with its errata 01. Places are keywords of the schema files.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

import orjson

from conformance.jsontext.escape import sarif
from conformance.jsontext.positions import positions
from conformance.jsontext.text import canonical, compact, shortened, visible
from conformance.model import Kind, Verdict
from conformance.reporters.views.entries import effects_of, skew_of, title_of
from conformance.reporters.views.parts import Parts
from conformance.reporters.views.reasons import TELLING, Behind
from conformance.reporters.words import sentences as wording
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.results.encode import cause_json, known_json
from conformance.results.lines import CaseLine, ColumnLine, FindingLine, HeaderLine, State

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from conformance.jsontext.positions import Position
    from conformance.model import Json
    from conformance.reporters.views.reasons import Keyword
    from conformance.reporters.words.columns import Columns
    from conformance.results.lines import Line

LIMIT = 5_000
"""There are fewer results than this: code scanning shows no more."""

ROOT, RECORD = "%SRCROOT%", "RECORD"
"""What paths are relative to: the root of the source tree, which code scanning takes for granted
whatever is said here; or the record's folder, where its place in a tree is not known."""

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_MAX_TEXT = 300
_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
_RULES = {
    Kind.CONFLICT: ("error", "Some accept this, and others reject it."),
    Kind.CONTRADICTION: ("error", "A source's prose allows what its own types forbid."),
    Kind.LOSS: ("error", "A program accepts this and changes it."),
    Kind.REFINEMENT: ("warning", "A source's prose forbids what its types allow."),
    Kind.GAP: ("note", "Some decide on this, and others do not say."),
}
_ORDER = tuple(_RULES)
_SAYS = {
    Verdict.REJECT: "rejects",
    Verdict.SILENT: "does not say",
    Verdict.ACCEPT: "accepts",
}


class Sarif:
    """Makes the SARIF log: a result a finding, at the keyword that rejects.

    Where no column rejects, the keyword is that of a column that is silent or accepts. The keywords
    of the other columns are related locations. A known finding is suppressed, with its reason. A
    finding that is listed and no longer found is a notification, and so is a column that did not
    run.
    """

    def __init__(self, *, limit: int = LIMIT) -> None:
        """Start with nothing; the log has fewer results than `limit`."""
        self._limit = limit
        self._parts = Parts()
        self._behind: Behind | None = None

    def add(self, line: Line) -> None:
        """Take a line of the run."""
        if isinstance(line, CaseLine):
            self._reasons.add(line)
        self._parts.add(line)

    def pieces(self) -> Iterator[str]:
        """Yield the log."""
        parts = self._parts
        run = _Run(parts.header, parts.columns, self._reasons, limit=self._limit)
        log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run.json(parts.findings)]}
        yield _visibly_written(log)

    @property
    def _reasons(self) -> Behind:
        """What the cases show; by the first of them all columns are known."""
        self._behind = self._behind or Behind(self._parts.header, self._parts.columns)
        return self._behind


def joined(logs: Iterable[str]) -> Iterator[str]:
    """Yield one log with the runs of several; code scanning tells them apart by their ids."""
    runs: list[Json] = [run for log in logs for run in json.loads(log)["runs"]]
    yield _written({"$schema": SCHEMA, "version": "2.1.0", "runs": runs})


def _visibly_written(log: Json) -> str:
    """Return the log as text, invisible characters as escapes, so that every reader can hold it."""
    with suppress(TypeError):  # a lone surrogate cannot be written as it is
        text = _written(log)
        bare = text.replace("\\\\", "").replace("\n", "")
        if bare.isprintable() and not any(escape in bare for escape in _ESCAPES):
            return text
    return _written(_visible(log))


_ESCAPES = ("\\b", "\\f", "\\r", "\\t", "\\u")
"""How JSON writes invisible characters."""


def _written(log: Json) -> str:
    return orjson.dumps(log, option=_OPTIONS).decode()


class _Run:
    """Makes the run of a log, whose results share files and columns."""

    def __init__(
        self, header: HeaderLine, columns: Sequence[ColumnLine], behind: Behind, *, limit: int
    ) -> None:
        self._header = header
        self._limit = limit
        self._folder = header.folder
        self._base = RECORD if self._folder is None else ROOT
        self._lines = columns
        self._columns: Columns = columns_of(columns, header.variants, header.fields)
        self._behind = behind
        self._compared = header.demands.baseline
        self._files = {file: index for index, file in enumerate(header.digests)}
        self._positions = {file: positions(text) for file, text in header.schemas.items()}

    def json(self, findings: Sequence[FindingLine]) -> Json:
        """Return the run."""
        header = self._header
        present = [line for line in findings if not line.vanished]
        # What is news comes first, so that it is never cut.
        present.sort(key=lambda line: line.state is State.KNOWN)
        shown, cut = present[: self._limit - 1], present[self._limit - 1 :]
        rules: list[Json] = [_rule(kind) for kind in _ORDER]
        results: list[Json] = [self._result(finding) for finding in shown]
        return {
            "tool": {"driver": {"name": "conformance", "version": header.tool, "rules": rules}},
            "automationDetails": {"id": f"conformance/{quote(visible(header.record))}/"},
            "originalUriBaseIds": {self._base: {"description": {"text": self._base_means()}}},
            "columnKind": "unicodeCodePoints",
            "artifacts": [
                {"location": self._artifact(file), "hashes": {"sha-256": digest}}
                for file, digest in header.digests.items()
            ],
            "invocations": [
                {
                    "executionSuccessful": True,
                    "toolExecutionNotifications": [*self._not_run(), *_cut(cut)],
                    "toolConfigurationNotifications": self._vanished(findings),
                }
            ],
            "results": results,
        }

    def _base_means(self) -> str:
        if self._folder is None:
            return f"The folder of the record {self._header.record}."
        return "The root of the source tree."

    def _not_run(self) -> list[Json]:
        return [
            _notification("warning", f"{self._columns.name(line.id)} did not run: {line.not_run}")
            for line in self._lines
            if line.not_run
        ]

    def _vanished(self, findings: Iterable[FindingLine]) -> list[Json]:
        warns = self._header.demands.vanished == "warn"
        return [
            _notification(
                "warning" if warns else "error",
                f"{line.id}: {plain(wording.vanished())}",
            )
            for line in findings
            if line.vanished
        ]

    def _result(self, line: FindingLine) -> Json:
        kind = next(iter(line.finding.kinds), _ORDER[-1])
        named = cause_json(line.cause)
        identity = canonical([self._header.record, named["place"], named["special"]])
        digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
        properties: dict[str, Json] = {
            "finding": line.id,
            "kinds": [kind.value for kind in line.finding.kinds],
            "accept": list(line.accept),
            "reject": list(line.reject),
            "silent": list(line.silent),
            "cases": list(line.finding.cases),
            "skew": line.finding.skew,
            "proven": line.proven,
            **({} if line.state is None else {"state": line.state.value}),
        }
        result: dict[str, Json] = {
            "ruleId": kind.value,
            "ruleIndex": _ORDER.index(kind),
            "level": _RULES[kind][0],
            "message": {"text": self._message(line)},
            **self._locations(line),
            # Lines may move and columns may come and go: a finding stays the same by its identity.
            "fingerprints": {"finding/v1": digest},
            "partialFingerprints": {"primaryLocationLineHash": f"{digest[:16]}:1"},
            "properties": properties,
        }
        if self._compared:
            result["suppressions"] = _suppressions(line)
        return result

    def _message(self, line: FindingLine) -> str:
        skew = skew_of(line, self._columns)
        phrases = [*effects_of(line, self._columns), *([skew] if skew else [])]
        parts = [f"{plain(title_of([line], self._columns))}.", *map(plain, phrases)]
        if line.finding.witness is not None:
            payload = compact(line.finding.witness.value)
            shown = shortened(payload, _MAX_TEXT)
            parts.append(f"The smallest input: {shown}")
        return sarif(" ".join(parts))

    def _locations(self, line: FindingLine) -> dict[str, Json]:
        columns = self._ordered(line)
        keywords = {
            (column, stance): self._behind.keywords(line, column) for column, stance in columns
        }
        primary: Keyword | None = None
        related: dict[Hashable, tuple[list[str], Keyword]] = {}
        for (column, stance), found in keywords.items():
            for keyword in found:
                primary = primary or keyword
                phrases, _ = related.setdefault(_spot(keyword), ([], keyword))
                phrases.append(f"{self._columns.name(column)} {_SAYS[stance]}")
        if primary is None:
            # Programs have no schema: what shows how they differ is a case.
            file = self._behind.corpus_file(line)
            place: Json = {"artifactLocation": self._artifact(file)} if file else None
            return {} if place is None else {"locations": [{"physicalLocation": place}]}
        key = _spot(primary)
        others: list[Json] = [
            self._location(keyword, number=number, says=phrases)
            for number, (phrases, keyword) in enumerate(
                (item for other, item in related.items() if other != key), start=1
            )
        ]
        first = self._location(primary, number=0, says=related[key][0])
        return {"locations": [first], **({"relatedLocations": others} if others else {})}

    def _ordered(self, line: FindingLine) -> list[tuple[str, Verdict]]:
        """Return columns and their stances, those of a source that contradicts itself first."""
        sides = line.sides
        columns = [(column, stance) for stance in TELLING for column in sides[stance]]
        variant = self._columns.variant
        accept, reject = (
            {variant[column] for column in side if column in variant}
            for side in (line.accept, line.reject)
        )
        odd = set() if Kind.CONFLICT in line.finding.kinds else accept & reject
        return sorted(columns, key=lambda item: variant.get(item[0]) not in odd)

    def _location(self, keyword: Keyword, *, number: int, says: Sequence[str]) -> Json:
        text = f"{', '.join(says)}{f': {keyword.says}' if keyword.says else ''}"
        physical: dict[str, Json] = {"artifactLocation": self._artifact(keyword.file)}
        found = self._positions.get(keyword.file, {})
        position: Position | None = found.get(keyword.pointer) or found.get("")
        if keyword.line is not None:
            physical["region"] = {"startLine": keyword.line}
        elif position is not None:
            physical["region"] = {"startLine": position.line, "startColumn": position.column}
        named = f"{keyword.file}:{keyword.line}"
        if keyword.line is None:
            named = f"{keyword.file}#{keyword.pointer}"
        return {
            **({"id": number} if number else {}),
            "physicalLocation": physical,
            "logicalLocations": [{"fullyQualifiedName": named}],
            "message": {"text": sarif(text)},
        }

    def _artifact(self, file: str) -> Json:
        index = self._files.get(file)
        path = posixpath.normpath(posixpath.join(self._folder or ".", file))
        return {
            "uri": quote(visible(path)),
            "uriBaseId": self._base,
            **({} if index is None else {"index": index}),
        }


def _spot(keyword: Keyword) -> Hashable:
    """Return what tells the place of a keyword from others."""
    return keyword.file, keyword.pointer, keyword.line


def _rule(kind: Kind) -> Json:
    level, says = _RULES[kind]
    return {
        "id": kind.value,
        "name": kind.capitalize(),
        "shortDescription": {"text": says},
        "defaultConfiguration": {"level": level},
    }


def _suppressions(line: FindingLine) -> list[Json]:
    if line.state is not State.KNOWN or line.known is None:
        return []
    known = known_json(line.known)
    return [
        {
            "kind": "external",
            "status": "accepted",
            "justification": known.pop("reason"),
            "properties": known,
        }
    ]


def _cut(findings: Sequence[FindingLine]) -> list[Json]:
    if not findings:
        return []
    text = f"There are {len(findings):,} findings more, which would not be shown: see results.jsonl"
    return [_notification("warning", text)]


def _notification(level: str, text: str) -> Json:
    return {"level": level, "message": {"text": sarif(text)}}


def _visible(value: Json) -> Json:
    """Return the value with invisible characters as escapes, so that every reader can hold it."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list):
        return [_visible(item) for item in value]
    if isinstance(value, dict):
        return {visible(name): _visible(item) for name, item in value.items()}
    return value
