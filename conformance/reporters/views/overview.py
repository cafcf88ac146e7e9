"""A run without its cases, for reports that only count them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.model import SIDES, Kind, Verdict
from conformance.reporters.views.fields import field_table
from conformance.reporters.views.parts import Parts
from conformance.reporters.words.names import names_of
from conformance.results.lines import (
    CaseLine,
    ColumnLine,
    ExchangeLine,
    FindingLine,
    FooterLine,
    HeaderLine,
    RelationLine,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.compare.fields import Field
    from conformance.reporters.views.fields import FieldTable
    from conformance.results.lines import Line


_PLURALS = {kind: f"{kind.value}s" for kind in Kind} | {Kind.LOSS: "losses"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A run without its cases.

    Attributes:
        header: The header.
        columns: The columns.
        verdicts: Column id -> verdict -> number of cases.
        departures: Column id -> number of cases on which it departs from a `must`.
        findings: The findings.
        fields: The fields of the record.
        relations: The relations.
        exchanges: What columns write against what others read, where that is told apart.
        footer: The footer.
    """

    header: HeaderLine
    columns: Sequence[ColumnLine]
    verdicts: Mapping[str, Mapping[Verdict, int]]
    departures: Mapping[str, int]
    findings: Sequence[FindingLine]
    fields: Sequence[Field]
    relations: Sequence[RelationLine]
    exchanges: Sequence[ExchangeLine]
    footer: FooterLine

    @property
    def names(self) -> Mapping[str, str]:
        """Column id -> its name for people."""
        return names_of(self.columns, self.header.variants)

    @property
    def field_table(self) -> FieldTable:
        """The fields with the verdicts on their values."""
        return field_table(self.fields, self.columns, cut=self.footer.fields_cut)

    @property
    def programs(self) -> bool:
        """Whether some column is a program."""
        return not all(column.is_schema for column in self.columns)

    @property
    def unusual(self) -> list[Verdict]:
        """The verdicts besides accept, reject and silent that some column gave."""
        given = {verdict for counts in self.verdicts.values() for verdict in counts}
        return [verdict for verdict in Verdict if verdict in given - set(SIDES)]


class Tally:
    """Collects the overview of a run, line by line."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._parts = Parts()
        self._verdicts: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
        self._departures: Counter[str] = Counter()

    @property
    def header(self) -> HeaderLine:
        """The header, which is the first line."""
        return self._parts.header

    @property
    def columns(self) -> Sequence[ColumnLine]:
        """The columns so far."""
        return self._parts.columns

    def add(self, line: Line) -> None:
        """Take a line; a case is only counted."""
        if isinstance(line, CaseLine):
            self._departures.update(line.departures)
            for column, found in line.judgements.items():
                self._verdicts[column][found.verdict] += 1
        self._parts.add(line)

    def overview(self) -> Overview:
        """Return the overview of the whole run."""
        return Overview(
            header=self._parts.header,
            columns=self._parts.columns,
            verdicts=self._verdicts,
            departures=self._departures,
            findings=self._parts.findings,
            fields=self._parts.fields,
            relations=self._parts.relations,
            exchanges=self._parts.exchanges,
            footer=self._parts.footer,
        )


def counted(footer: FooterLine) -> str:
    """Return the number of findings of each kind, most pressing first; may be empty."""
    counts = footer.counts
    numbers = ", ".join(
        f"{counts[kind]:,} {kind.value if counts[kind] == 1 else _PLURALS[kind]}"
        for kind in Kind
        if counts.get(kind)
    )
    several = sum(counts.values()) > footer.findings
    return f"{numbers}; some are of several kinds" if several else numbers


def plural(number: int, one: str) -> str:
    """Return `1 case`, `1,234 cases`."""
    return f"{number:,} {one if number == 1 else f'{one}s'}"
