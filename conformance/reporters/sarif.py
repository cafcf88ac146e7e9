"""The findings as SARIF 2.1.0, for code scanning and for viewers in editors.

The format is the OASIS standard's, with its errata 01. Places are keywords of the schema files.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from conformance.jsontext.positions import positions
from conformance.jsontext.text import canonical, pretty, visible
from conformance.model import Verdict
from conformance.reporters.views.entries import entries
from conformance.reporters.views.payload import compact
from conformance.reporters.views.reasons import STANCES, Behind
from conformance.reporters.words import sentences as wording
from conformance.reporters.words.phrases import plain
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.jsontext.positions import Position
    from conformance.model import Json
    from conformance.reporters.views.reasons import Keyword
    from conformance.reporters.words.sentences import Columns

LIMIT = 5_000
"""There are fewer results than this: code scanning shows no more."""

ROOT, RECORD = "%SRCROOT%", "RECORD"
"""What paths are relative to: the root of the source tree, which code scanning takes for granted
whatever is said here; or the record's folder, where its place in a tree is not known."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_MAX_TEXT = 300
_RULES = {
    "conflict": ("error", "Some accept this, and others reject it."),
    "contradiction": ("error", "A source's prose allows what its own types forbid."),
    "loss": ("error", "A program accepts this and changes it."),
    "refinement": ("warning", "A source's prose forbids what its types allow."),
    "gap": ("note", "Some decide on this, and others do not say."),
}
_ORDER = tuple(_RULES)
_SAYS = {"reject": "rejects", "silent": "does not say", "accept": "accepts"}


def render(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the SARIF log: a result a finding, at the keyword that refuses it.

    Where nobody refuses, the keyword is that of a column that is silent or accepts. The keywords of
    the other columns are related locations. What the baseline knows is suppressed, with its
    reason. What is listed and found no more is a notification, and so is a column that did not run.
    """
    header: Mapping[str, Any] = {}
    columns: list[Mapping[str, Any]] = []
    findings: list[Mapping[str, Any]] = []
    behind: Behind | None = None
    lossy: dict[str, Mapping[str, str]] = {}
    for line in lines:
        match line["kind"]:
            case "header":
                header = line
            case "column":
                columns.append(line)
            case "case":
                behind = behind or Behind(header, columns)
                behind.add(line)
                if Verdict.LOSSY.value in line["verdicts"].values():
                    lossy[line["id"]] = line["verdicts"]
            case "finding":
                findings.append(line)
    run = _Run(header, columns, behind or Behind(header, columns), lossy)
    yield pretty(_visible({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run.json(findings)]}))
    yield "\n"


class _Run:
    """Makes the run of a log, whose results share files and columns."""

    def __init__(
        self,
        header: Mapping[str, Any],
        columns: Sequence[Mapping[str, Any]],
        behind: Behind,
        lossy: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._header = header
        self._folder: str | None = header.get("folder")
        self._base = RECORD if self._folder is None else ROOT
        self._lines = columns
        self._columns: Columns = wording.columns_of(columns, header["variants"])
        self._behind = behind
        self._lossy = lossy
        self._compared = bool(header.get("gate", {}).get("baseline"))
        self._files = {file: index for index, file in enumerate(header["digests"])}
        texts = {
            f"variants/{variant['id']}/{name}": text
            for variant in header["variants"]
            for name, text in variant["schemas"].items()
        }
        self._positions = {file: positions(text) for file, text in texts.items()}

    def json(self, findings: Sequence[Mapping[str, Any]]) -> Json:
        """Return the run."""
        header = self._header
        present = [line for line in findings if line.get("state") != State.VANISHED]
        # What is news comes first, so that it is never cut.
        present.sort(key=lambda line: line.get("state") == State.KNOWN)
        shown, cut = present[: LIMIT - 1], present[LIMIT - 1 :]
        rules: list[Json] = [_rule(kind) for kind in _ORDER]
        results: list[Json] = [self._result(finding) for finding in shown]
        return {
            "tool": {"driver": {"name": "conformance", "version": header["tool"], "rules": rules}},
            "automationDetails": {"id": f"conformance/{quote(visible(header['record']))}/"},
            "originalUriBaseIds": {self._base: {"description": {"text": self._base_means()}}},
            "columnKind": "unicodeCodePoints",
            "artifacts": [
                {"location": self._artifact(file), "hashes": {"sha-256": digest}}
                for file, digest in header["digests"].items()
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
            return f"The folder of the record {self._header['record']}."
        return "The root of the source tree."

    def _not_run(self) -> list[Json]:
        return [
            _notification("warning", f"The column {line['id']} did not run: {line['not_run']}")
            for line in self._lines
            if line["not_run"]
        ]

    def _vanished(self, findings: Iterable[Mapping[str, Any]]) -> list[Json]:
        warns = self._header.get("gate", {}).get("vanished") == "warn"
        return [
            _notification(
                "warning" if warns else "error",
                f"{line['id']}: {plain(wording.vanished())}",
            )
            for line in findings
            if line.get("state") == State.VANISHED
        ]

    def _result(self, finding: Mapping[str, Any]) -> Json:
        kind = next(iter(finding["kinds"]), _ORDER[-1])
        identity = canonical([self._header["record"], finding["place"], finding["special"]])
        digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
        state = finding.get("state")
        properties: dict[str, Json] = {
            "finding": finding["id"],
            "kinds": finding["kinds"],
            **{stance: finding[stance] for stance in ("accept", "reject", "silent")},
            "cases": finding["cases"],
            "skew": finding["skew"],
            "proven": finding["proven"],
            **({} if state is None else {"state": state}),
        }
        result: dict[str, Json] = {
            "ruleId": kind,
            "ruleIndex": _ORDER.index(kind),
            "level": _RULES[kind][0],
            "message": {"text": self._message(finding)},
            **self._locations(finding),
            # Lines may move and columns may come and go: a finding stays the same by its identity.
            "fingerprints": {"finding/v1": digest},
            "partialFingerprints": {"primaryLocationLineHash": f"{digest[:16]}:1"},
            "properties": properties,
        }
        if self._compared:
            result["suppressions"] = _suppressions(finding)
        return result

    def _message(self, finding: Mapping[str, Any]) -> str:
        (entry,) = entries([finding], self._columns, {}, self._lossy)
        phrases = [*entry.effects, *([entry.skew] if entry.skew else [])]
        parts = [f"{plain(entry.title)}.", *map(plain, phrases)]
        if finding["witness"] is not None:
            payload = compact(finding["witness"]["value"])
            shown = payload if len(payload) <= _MAX_TEXT else f"{payload[: _MAX_TEXT - 1]}…"
            parts.append(f"The smallest input: {shown}")
        # `[words](target)` would be a link (SARIF, 3.11.6).
        return " ".join(parts).replace("](", "\\](")

    def _locations(self, finding: Mapping[str, Any]) -> dict[str, Json]:
        columns = self._ordered(finding)
        keywords = {
            (column, stance): self._behind.keywords(finding, column) for column, stance in columns
        }
        primary: Keyword | None = None
        related: dict[tuple[str, str], tuple[list[str], Keyword]] = {}
        for (column, stance), found in keywords.items():
            for keyword in found:
                primary = primary or keyword
                said, _ = related.setdefault((keyword.file, keyword.pointer), ([], keyword))
                said.append(f"{column} {_SAYS[stance]}")
        if primary is None:
            # Programs have no schema: what shows how they differ is a case.
            file = self._behind.corpus_file(finding)
            place: Json = {"artifactLocation": self._artifact(file)} if file else None
            return {} if place is None else {"locations": [{"physicalLocation": place}]}
        key = (primary.file, primary.pointer)
        others: list[Json] = [
            self._location(keyword, number=number, says=said)
            for number, (said, keyword) in enumerate(
                (item for other, item in related.items() if other != key), start=1
            )
        ]
        first = self._location(primary, number=0, says=related[key][0])
        return {"locations": [first], **({"relatedLocations": others} if others else {})}

    def _ordered(self, finding: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return columns and their stances: of a source that is at odds with itself first."""
        columns = [(column, stance) for stance in STANCES for column in finding[stance]]
        variant = self._columns.variant
        sides = {
            side: {variant.get(column) for column in finding[side]} - {None}
            for side in ("accept", "reject")
        }
        odd = sides["accept"] & sides["reject"] if "conflict" not in finding["kinds"] else set()
        return sorted(columns, key=lambda item: variant.get(item[0]) not in odd)

    def _location(self, keyword: Keyword, *, number: int, says: Sequence[str]) -> Json:
        text = f"{', '.join(says)}{f': {keyword.says}' if keyword.says else ''}"
        physical: dict[str, Json] = {"artifactLocation": self._artifact(keyword.file)}
        found = self._positions.get(keyword.file, {})
        position: Position | None = found.get(keyword.pointer) or found.get("")
        if position is not None:
            physical["region"] = {"startLine": position.line, "startColumn": position.column}
        return {
            **({"id": number} if number else {}),
            "physicalLocation": physical,
            "logicalLocations": [{"fullyQualifiedName": f"{keyword.file}#{keyword.pointer}"}],
            "message": {"text": text.replace("](", "\\](")},
        }

    def _artifact(self, file: str) -> Json:
        index = self._files.get(file)
        path = file if self._folder in {None, "."} else f"{self._folder}/{file}"
        return {
            "uri": quote(visible(path)),
            "uriBaseId": self._base,
            **({} if index is None else {"index": index}),
        }


def _rule(kind: str) -> Json:
    level, says = _RULES[kind]
    return {
        "id": kind,
        "name": kind.capitalize(),
        "shortDescription": {"text": says},
        "defaultConfiguration": {"level": level},
    }


def _suppressions(finding: Mapping[str, Any]) -> list[Json]:
    known = finding.get("known")
    if finding.get("state") != State.KNOWN or known is None:
        return []
    return [
        {
            "kind": "external",
            "status": "accepted",
            "justification": known["reason"],
            "properties": {name: known[name] for name in ("class", "expires", "link")},
        }
    ]


def _cut(findings: Sequence[Mapping[str, Any]]) -> list[Json]:
    if not findings:
        return []
    text = f"There are {len(findings):,} findings more, which would not be shown: see results.jsonl"
    return [_notification("warning", text)]


def _notification(level: str, text: str) -> Json:
    return {"level": level, "message": {"text": text}}


def _visible(value: Json) -> Json:
    """Return the value with invisible characters as escapes, so that every reader can hold it."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list):
        return [_visible(item) for item in value]
    if isinstance(value, dict):
        return {visible(name): _visible(item) for name, item in value.items()}
    return value
