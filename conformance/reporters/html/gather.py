"""Gathers from the lines of a results file what the page shows, in one pass."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.reporters.html.packs import LETTERS, CasePack, pack
from conformance.reporters.views.entries import KINDS, FindingGroup, entries
from conformance.reporters.views.grid import Cell, compared, grid
from conformance.reporters.views.payload import compact
from conformance.reporters.views.releases import Upgrade, upgrades
from conformance.reporters.words.bug_report import pieces
from conformance.reporters.words.sentences import columns_of
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from conformance.model import Json

LOUD = ("error", "crash", "timeout", "not-run")
"""Verdicts that mean a column was not run in full."""

EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A column that could not be run in full.

    Attributes:
        why: Why nothing of it was run; None where only some cases failed.
        counts: Verdict -> number of cases, for the verdicts that tell of trouble.
        examples: Case id and what happened, a few.
    """

    column: str
    why: str | None
    counts: Mapping[str, int]
    examples: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Columns that stand under one heading."""

    id: str
    columns: Sequence[Mapping[str, Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the page shows.

    Attributes:
        header, footer: These lines of the results file.
        columns: The column lines.
        groups: The columns under their headings, in order.
        troubles: Columns that could not be run in full.
        entries: The findings, alike ones together.
        total: How many findings there are, those that vanished not counted.
        counts: Kind -> number of findings of that kind; a finding may be of several.
        states: State against the baseline -> number of findings.
        lenient: The programs that take nearly anything by design, in short: the grid has none
            of them.
        uncovered: The smallest value of each cell that no case is in, as text.
        compared: The columns that the grid is about.
        grid: The cells of the grid, a row a writer.
        upgrades: What changes from one release of a package to the next.
        model, index: Packed data for the script.
        texts, details: Packed blocks of the cases.
    """

    header: Mapping[str, Json]
    footer: Mapping[str, Json]
    columns: Sequence[Mapping[str, Json]]
    groups: Sequence[Group]
    troubles: Sequence[Trouble]
    entries: Sequence[FindingGroup]
    total: int
    counts: Mapping[str, int]
    states: Mapping[str, int]
    lenient: Sequence[str]
    uncovered: Sequence[str]
    compared: Sequence[Mapping[str, Json]]
    grid: Sequence[Sequence[Cell]]
    upgrades: Sequence[Upgrade]
    model: Markup
    index: Markup
    texts: Sequence[Markup]
    details: Sequence[Markup]

    @property
    def variants(self) -> list[Mapping[str, Json]]:
        """The variants of the record."""
        return _mappings(self.header.get("variants"))

    @property
    def described(self) -> int:
        """How many variants were asked: those of which some reading is a column."""
        return len({str(x["variant"]) for x in self.columns if x.get("reading")})

    @property
    def related(self) -> bool:
        """Whether anything is known of how the columns lie to each other."""
        return any(cell.state not in {"self", "unknown"} for row in self.grid for cell in row)

    @property
    def programs(self) -> int:
        """How many columns are no reading of a description."""
        return sum(1 for column in self.columns if not column.get("reading"))


def gather(lines: Iterable[Mapping[str, Json]]) -> Page:
    """Return the page's data; the lines come once, in the order of a results file.

    Cases are packed as they come, so that memory holds their compressed texts only.
    """
    read = _Lines()
    cases: _Cases | None = None
    for line in lines:
        match line["kind"]:
            case "header":
                read.header = line
            case "column":
                read.columns.append(line)
            case "case":
                cases = cases or _Cases(read)
                cases.add(line)
            case "finding":
                read.findings.append(line)
            case "relation":
                read.relations.append(line)
            case _:
                read.footer = line
    return _page(read, cases or _Cases(read))


@dataclass(slots=True, kw_only=True)
class _Lines:
    """The lines that are kept whole."""

    header: Mapping[str, Json] = field(default_factory=dict)
    columns: list[Mapping[str, Json]] = field(default_factory=list)
    findings: list[Mapping[str, Json]] = field(default_factory=list)
    relations: list[Mapping[str, Json]] = field(default_factory=list)
    footer: Mapping[str, Json] = field(default_factory=dict)


class _Cases:
    """Packs the cases and keeps what the summary wants of them."""

    def __init__(self, read: _Lines) -> None:
        self.columns = [str(column["id"]) for column in read.columns]
        self.pack = CasePack(self.columns, _strings(read.header.get("fields")))
        self.vector_of: dict[str, str] = {}
        self.examples: dict[str, list[tuple[str, str]]] = {}
        self._not_run = {str(c["id"]) for c in read.columns if c.get("not_run")}

    def add(self, line: Mapping[str, Json]) -> None:
        vector = self.pack.add(line)
        name = str(line["id"])
        self.vector_of[name] = vector
        if not _TROUBLE.isdisjoint(vector):
            notes = line.get("notes")
            for column, letter in zip(self.columns, vector, strict=True):
                shown = self.examples.setdefault(column, [])
                wanted = letter in _TROUBLE and column not in self._not_run
                if wanted and len(shown) < EXAMPLES:
                    note = notes.get(column) if isinstance(notes, dict) else None
                    shown.append((name, str(note or "")))

    def verdicts(self, case: str) -> Mapping[str, str]:
        vector = self.vector_of.get(case, "")
        return {c: _NAMES[v] for c, v in zip(self.columns, vector, strict=False)}

    def counts(self) -> list[Counter[str]]:
        counted: list[Counter[str]] = [Counter() for _ in self.columns]
        for vector, number in self.pack.vectors.values.items():
            for column, letter in zip(counted, vector, strict=True):
                column[_NAMES[letter]] += self.pack.used[number]
        return counted


_NAMES = {letter: name for name, letter in LETTERS.items()}
_TROUBLE = {LETTERS[name] for name in LOUD}


def _page(read: _Lines, cases: _Cases) -> Page:
    header, columns, findings = read.header, read.columns, read.findings
    variants = _mappings(header.get("variants"))
    claims = {
        f"{variant['id']}:{claim['id']}": claim
        for variant in variants
        for claim in _mappings(variant.get("claims"))
    }
    named = {case for finding in findings for case in _strings(finding.get("cases"))}
    wording = columns_of(columns, variants)
    shown = entries(
        findings,
        wording,
        claims,
        {case: cases.verdicts(case) for case in named},
    )
    related = compared(columns, read.relations)
    cells, pairs = grid([str(column["id"]) for column in related], read.relations)
    present = [finding for finding in findings if finding.get("state") != State.VANISHED]
    counts = Counter(kind for finding in present for kind in _strings(finding["kinds"]))
    states = Counter(str(finding["state"]) for finding in findings if finding.get("state"))
    model: dict[str, Json] = {
        "bug": pieces(columns, variants),
        "record": {name: header.get(name) for name in ("record", "title", "tool", "made")},
        "columns": [dict(column) for column in columns],
        "variants": [dict(variant) for variant in variants],
        "flags": header.get("flags") or [],
        "entries": [entry.data() for entry in shown],
        "pairs": pairs,
    }
    return Page(
        header=header,
        footer=read.footer,
        columns=columns,
        groups=_groups(columns),
        troubles=_troubles(columns, cases),
        entries=shown,
        total=len(present),
        counts={kind: counts[kind] for kind in KINDS if counts[kind]},
        states=dict(sorted(states.items())),
        lenient=wording.short([str(x["id"]) for x in columns if x.get("lenient")]),
        uncovered=[compact(w["value"]) for w in _mappings(read.footer.get("uncovered"))],
        compared=related,
        grid=cells,
        upgrades=upgrades(wording.families, read.relations),
        model=pack(model),
        index=pack(cases.pack.index(_strings(read.footer.get("separating")))),
        texts=cases.pack.texts.packed,
        details=cases.pack.details.packed,
    )


def _groups(columns: Sequence[Mapping[str, Json]]) -> list[Group]:
    groups: list[tuple[str, list[Mapping[str, Json]]]] = []
    for column in columns:
        name = str(column["group"])
        if not groups or groups[-1][0] != name:
            groups.append((name, []))
        groups[-1][1].append(column)
    return [Group(id=name, columns=members) for name, members in groups]


def _troubles(columns: Sequence[Mapping[str, Json]], cases: _Cases) -> list[Trouble]:
    troubles = []
    for column, counted in zip(columns, cases.counts(), strict=True):
        name = str(column["id"])
        why = column.get("not_run")
        counts = {verdict: counted[verdict] for verdict in LOUD if counted[verdict]}
        if why or counts:
            troubles.append(
                Trouble(
                    column=name,
                    why=str(why) if why else None,
                    counts=counts,
                    examples=cases.examples.get(name, []),
                )
            )
    return troubles


def _mappings(value: Json) -> list[Mapping[str, Json]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _strings(value: Json) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
