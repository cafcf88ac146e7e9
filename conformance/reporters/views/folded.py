"""The rows of the field table that matter: alike rows of several fields are one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.reporters.views.fields import RowState

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence

    from conformance.model import Verdict
    from conformance.reporters.views.fields import FieldRow, FieldTable
    from conformance.reporters.words.phrases import Phrase
    from conformance.results.lines import ColumnLine, FindingLine

CONFLICTS = frozenset({RowState.CONFLICT})
"""The rows on which descriptions conflict."""

DIFFERENCES = CONFLICTS | {RowState.GAP}
"""The rows on which descriptions differ, silence included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedRow:
    """A value on which the descriptions differ alike at one or more fields.

    Attributes:
        fields: The paths of the fields for readers, the most important one first; the record
            itself is empty.
        label: The value for readers.
        cells: For each variant its verdicts, one a reading where its readings differ; none where
            it was not asked.
        accept: The least and the most programs that accept it at one of the fields.
        asked: The least and the most programs that were asked at one of the fields.
        findings: Ids of the findings about it.
    """

    fields: tuple[str, ...]
    label: Phrase
    cells: tuple[tuple[Verdict, ...], ...]
    accept: tuple[int, int]
    asked: tuple[int, int]
    findings: tuple[str, ...]


def folded(
    table: FieldTable,
    findings: Sequence[FindingLine],
    states: Collection[RowState] = CONFLICTS,
) -> list[FoldedRow]:
    """Return the rows of some states, the most important first.

    Args:
        table: The field table.
        findings: The findings of the run, by importance.
        states: The states.
    """
    ranks = {line.id: rank for rank, line in enumerate(findings)}
    last = len(ranks)
    chosen = [
        (field.path, row) for field in table.fields for row in field.rows if row.state in states
    ]
    chosen.sort(key=lambda one: min((ranks.get(x, last) for x in one[1].findings), default=last))
    alike: dict[Hashable, list[tuple[str, FieldRow]]] = {}
    for path, row in chosen:
        alike.setdefault((row.label, _cells(row), _asked(row) > 0), []).append((path, row))
    return [_joined(members) for members in alike.values()]


def heads(table: FieldTable, columns: Sequence[ColumnLine], names: Mapping[str, str]) -> list[str]:
    """Return the heading of each variant: its name, or that of its only column.

    Args:
        table: The field table.
        columns: The columns of the run.
        names: Column id -> its name for people.
    """
    found = []
    for variant in table.variants:
        own = [x.id for x in columns if x.column.reading and x.column.variant == variant]
        found.append(names[own[0]] if len(own) == 1 else variant)
    return found


def _joined(members: Sequence[tuple[str, FieldRow]]) -> FoldedRow:
    first = members[0][1]
    counts = [sum(cell.accept for cell in row.programs) for _, row in members]
    asked = [_asked(row) for _, row in members]
    return FoldedRow(
        fields=tuple(path for path, _ in members),
        label=first.label,
        cells=_cells(first),
        accept=(min(counts), max(counts)),
        asked=(min(asked), max(asked)),
        findings=tuple(x for _, row in members for x in row.findings),
    )


def _cells(row: FieldRow) -> tuple[tuple[Verdict, ...], ...]:
    return tuple(tuple(cell.verdicts.values()) for cell in row.variants)


def _asked(row: FieldRow) -> int:
    return sum(cell.asked for cell in row.programs)
