"""Gathers what the page shows, from the lines of a run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.text import compact
from conformance.model import Kind, Verdict
from conformance.reporters.html.packs import LETTERS, CasePack, pack
from conformance.reporters.views.entries import FindingGroup, entries
from conformance.reporters.views.fields import FieldTable, field_table
from conformance.reporters.views.folded import heads
from conformance.reporters.views.grid import Cell, compared, grid, pair_data
from conformance.reporters.views.one_way import exchange_data
from conformance.reporters.views.parts import Parts
from conformance.reporters.views.releases import Upgrade, upgrades
from conformance.reporters.views.sections import Section, sections
from conformance.reporters.words.bug_report import pieces
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.results.encode import encode, flag_json, variant_json
from conformance.results.lines import (
    CaseLine,
    ColumnLine,
    FooterLine,
    HeaderLine,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from markupsafe import Markup

    from conformance.model import Json
    from conformance.results.lines import Line, VariantPart

LOUD = (Verdict.ERROR, Verdict.CRASH, Verdict.TIMEOUT, Verdict.NOT_RUN)
"""Verdicts that mean a column was not run in full."""

EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A column that could not be run in full.

    Attributes:
        why: Why nothing of it was run; None if only some cases failed.
        counts: Verdict -> number of cases, for the verdicts in `LOUD`.
        examples: Case id and what happened, a few.
    """

    column: str
    why: str | None
    counts: Mapping[Verdict, int]
    examples: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Columns that stand under one heading."""

    id: str
    columns: Sequence[ColumnLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the page shows.

    Attributes:
        header, footer: These lines of the run.
        columns: The columns.
        names: Id of a column or of a package -> its name for people.
        groups: The columns under their headings, in order.
        troubles: Columns that could not be run in full.
        table: The field table; None where the results have no fields.
        heads: Variant -> its name over the field table.
        entries: The findings, alike ones together.
        first, rest: The same as they are shown: the first few, the rest in sections.
        total: The number of findings, without those that vanished.
        counts: Kind -> number of findings of that kind; a finding may be of several.
        states: State against the baseline -> number of findings.
        permissive: The programs that accept nearly anything by design, in short; the grid leaves
            them out.
        uncovered: The smallest value of each cell that no case is in, as text.
        compared: The columns that the grid is about.
        grid: The cells of the grid, a row a writer.
        sending: The columns whose row is about their send reading.
        upgrades: What changes from one release of a package to the next.
        model, index: Packed data for the script.
        numbers: Packed numbers, one for each case, by what they are about.
        blocks: Packed blocks of the cases, by what is in them; they are gone through once.
    """

    header: HeaderLine
    footer: FooterLine
    columns: Sequence[ColumnLine]
    names: Mapping[str, str]
    groups: Sequence[Group]
    troubles: Sequence[Trouble]
    table: FieldTable | None
    heads: Mapping[str, str]
    entries: Sequence[FindingGroup]
    first: Sequence[FindingGroup]
    rest: Sequence[Section]
    total: int
    counts: Mapping[Kind, int]
    states: Mapping[str, int]
    permissive: Sequence[str]
    uncovered: Sequence[str]
    compared: Sequence[ColumnLine]
    grid: Sequence[Sequence[Cell]]
    sending: Collection[str]
    upgrades: Sequence[Upgrade]
    model: Markup
    index: Markup
    numbers: Mapping[str, Markup]
    blocks: Mapping[str, Iterator[Markup]]

    @property
    def variants(self) -> Sequence[VariantPart]:
        """The variants of the record."""
        return self.header.variants

    @property
    def described(self) -> int:
        """The number of variants with a reading among the columns."""
        return len({x.column.variant for x in self.columns if x.column.reading})

    @property
    def differing(self) -> int:
        """The number of fields on which columns disagree."""
        return sum(field.differs for field in self.table.fields) if self.table else 0

    @property
    def pressing(self) -> Sequence[FindingGroup]:
        """The entries that the page names first; none that vanished."""
        return [entry for entry in self.entries if entry.state is not State.VANISHED][:2]

    @property
    def related(self) -> bool:
        """Whether the relation of any two columns is known."""
        return any(cell.state not in {"self", "unknown"} for row in self.grid for cell in row)

    @property
    def programs(self) -> int:
        """The number of columns that are no reading of a description."""
        return sum(1 for line in self.columns if not line.column.reading)


class Gathering:
    """Collects the page's data, line by line.

    Cases are packed as they come, so that memory holds only their compressed texts.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self._parts = Parts()
        self._packing: _Cases | None = None

    def add(self, line: Line) -> None:
        """Take a line of the run."""
        if isinstance(line, CaseLine):
            self._cases.add(line)
        self._parts.add(line)

    def page(self) -> Page:
        """Return the page's data."""
        header, footer, columns = self._parts.header, self._parts.footer, self._parts.columns
        findings, cases = self._parts.findings, self._cases
        wording = columns_of(columns, header.variants, header.fields)
        shown = entries(findings, wording, header.claims)
        first, rest = sections(shown)
        table = field_table(self._parts.fields, columns, cut=footer.fields_cut)
        names = heads(table, columns, wording.names)
        named = dict(zip(table.variants, names, strict=True))
        related = compared(columns, self._parts.relations)
        exchanges = self._parts.exchanges
        cells = grid([column.id for column in related], self._parts.relations, exchanges)
        present = [line.finding for line in findings if not line.vanished]
        counts = Counter(kind for finding in present for kind in finding.kinds)
        states = Counter(line.state.value for line in findings if line.state is not None)
        model: dict[str, Json] = {
            "bug": pieces(columns, header.variants),
            "record": {
                "record": header.record,
                "title": header.title,
                "tool": header.tool,
            },
            "columns": [{**encode(column), "name": wording.name(column.id)} for column in columns],
            "variants": [variant_json(variant) for variant in header.variants],
            "flags": [flag_json(flag) for flag in header.flags],
            "entries": [entry.data() for entry in shown],
            "fields": _fields(table, [column.id for column in columns]),
            "heads": {**named},
            "families": {name: [*members] for name, members in wording.families.items()},
            "pairs": pair_data(self._parts.relations),
            "exchanges": exchange_data(exchanges, wording.fields, header.claims),
        }
        return Page(
            header=header,
            footer=footer,
            columns=columns,
            names=wording.names,
            groups=_groups(columns),
            troubles=_troubles(columns, cases),
            table=table if table.fields else None,
            heads=named,
            entries=shown,
            first=first,
            rest=rest,
            total=len(present),
            counts={kind: counts[kind] for kind in Kind if counts[kind]},
            states=dict(sorted(states.items())),
            permissive=wording.short([x.id for x in columns if x.column.permissive]),
            uncovered=[compact(witness.value) for witness in footer.uncovered],
            compared=related,
            grid=cells,
            sending={line.exchange.writer for line in exchanges},
            upgrades=upgrades(wording.families, self._parts.relations),
            model=pack(model),
            index=pack(cases.pack.index(footer.separating)),
            numbers=cases.pack.numbers(),
            blocks={
                "name": cases.pack.names.packed(),
                "text": cases.pack.texts.packed(),
                "detail": cases.pack.details.packed(),
            },
        )

    @property
    def _cases(self) -> _Cases:
        """The cases; by the first of them header and columns are known."""
        if self._packing is None:
            self._packing = _Cases(self._parts.columns, self._parts.header.fields)
        return self._packing


class _Cases:
    """Packs the cases and keeps what the summary needs of them."""

    def __init__(self, columns: Sequence[ColumnLine], fields: Sequence[str]) -> None:
        self.columns = [column.id for column in columns]
        self.pack = CasePack(self.columns, fields)
        self.examples: dict[str, list[tuple[str, str]]] = {}
        self._not_run = {column.id for column in columns if column.not_run}

    def add(self, line: CaseLine) -> None:
        vector = self.pack.add(line)
        if _TROUBLE.isdisjoint(vector):
            return
        for column, letter in zip(self.columns, vector, strict=True):
            shown = self.examples.setdefault(column, [])
            wanted = letter in _TROUBLE and column not in self._not_run
            if wanted and len(shown) < EXAMPLES:
                found = line.judgements.get(column)
                shown.append((line.id, (found.note if found else None) or ""))

    def counts(self) -> list[Counter[Verdict]]:
        counted: list[Counter[Verdict]] = [Counter() for _ in self.columns]
        for vector, number in self.pack.vectors.values.items():
            for column, letter in zip(counted, vector, strict=True):
                column[_VERDICTS[letter]] += self.pack.used[number]
        return counted


_VERDICTS = {letter: verdict for verdict, letter in LETTERS.items()}
_TROUBLE = {LETTERS[verdict] for verdict in LOUD}


def _fields(table: FieldTable, columns: Sequence[str]) -> list[Json]:
    """Return what the script needs of each field; a row's verdicts as one letter a column."""
    return [
        {
            "place": field.place,
            "path": field.path,
            "claims": [*field.claims],
            "rows": [
                {
                    "anchor": row.anchor,
                    "label": plain(row.label),
                    "state": row.state.value,
                    "verdicts": "".join(
                        LETTERS[row.verdicts[x]] if x in row.verdicts else "." for x in columns
                    ),
                    "findings": [*row.findings],
                    "depends": [*row.depends],
                }
                for row in field.rows
            ],
        }
        for field in table.fields
    ]


def _groups(columns: Sequence[ColumnLine]) -> list[Group]:
    groups: list[tuple[str, list[ColumnLine]]] = []
    for line in columns:
        name = line.column.group
        if not groups or groups[-1][0] != name:
            groups.append((name, []))
        groups[-1][1].append(line)
    return [Group(id=name, columns=members) for name, members in groups]


def _troubles(columns: Sequence[ColumnLine], cases: _Cases) -> list[Trouble]:
    troubles = []
    for line, counted in zip(columns, cases.counts(), strict=True):
        counts = {verdict: counted[verdict] for verdict in LOUD if counted[verdict]}
        if line.not_run or counts:
            troubles.append(
                Trouble(
                    column=line.id,
                    why=line.not_run or None,
                    counts=counts,
                    examples=cases.examples.get(line.id, []),
                )
            )
    return troubles
