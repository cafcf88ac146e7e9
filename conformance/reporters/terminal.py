"""The summary of a run on a terminal, in the width that is there.

In short it is one sentence, the fields on which descriptions conflict, and how far it is proven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from conformance.jsontext.escape import terminal_text
from conformance.model import SIDES, Kind, Verdict
from conformance.reporters.field_rows import FieldRows
from conformance.reporters.finding_lines import in_brief
from conformance.reporters.one_way_lines import one_way_lines
from conformance.reporters.views.entries import entries
from conformance.reporters.views.folded import folded, heads
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.programs import mark, program_lines, recorded
from conformance.reporters.words.signs import STYLES, sign
from conformance.reporters.words.summary import besides, headline, proof
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from conformance.reporters.views.entries import FindingGroup
    from conformance.reporters.views.fields import FieldTable
    from conformance.reporters.views.folded import FoldedRow
    from conformance.reporters.views.overview import Overview
    from conformance.results.lines import ColumnLine

MAX_ROWS = 9
"""At most this many rows of the field table are printed unless all is asked for."""

MAX_FIRST = 5
"""At most this many findings are named where the field table shows none."""

_ALL = 10_000

_WORDED = frozenset({Verdict.ERROR, Verdict.CRASH, Verdict.TIMEOUT, Verdict.NOT_RUN})
"""Verdicts that a column's head names in words, since their signs are alike, or rare."""

_DEPARTURE = "◥"

_KIND_STYLES = {
    Kind.CONFLICT: "bold red",
    Kind.CONTRADICTION: "bold magenta",
    Kind.LOSS: "bold red",
}


def summary(run: Overview, *, verbose: bool = False) -> RenderableType:
    """Return what to print of a run.

    Args:
        run: The run.
        verbose: Whether to add every finding, and the verdicts of every column.
    """
    table = run.field_table
    rows = folded(table, run.findings)
    title = Text(terminal_text(run.header.title), "bold")
    parts: list[RenderableType] = [title.append(f": {headline(run, table)}", "not bold"), ""]
    parts += _first(run, table, rows, most=_ALL if verbose else MAX_ROWS)
    columns = columns_of(run.columns, run.header.variants, run.header.fields)
    parts += one_way_lines(run, columns, most=None if verbose else MAX_FIRST)
    parts += [_proof(run)]
    told = [x for x in run.columns if verbose or x.not_run is not None or x.warnings]
    lines = program_lines(told, run.footer, run.names)
    if verbose:
        shown = entries(run.findings, columns, {})
        parts += [*([_findings(shown)] if shown else []), _columns(run)]
        lines = ["", *lines] if lines else []
    parts += [Text("\n".join(map(terminal_text, lines)))] if lines else []
    return Group(*parts)


def _first(
    run: Overview, table: FieldTable, rows: Sequence[FoldedRow], *, most: int
) -> Iterator[RenderableType]:
    """Yield the rows on which descriptions conflict, or the first findings; then what is left."""
    shown = [x for row in rows[:most] for x in row.findings]
    if rows:
        named = heads(table, run.columns, run.names)
        yield FieldRows(rows=rows, heads=named, most=most, more="--verbose")
    else:
        columns = columns_of(run.columns, run.header.variants, run.header.fields)
        present = [line for line in run.findings if not line.vanished]
        first = sorted(present, key=lambda line: line.state in {None, State.KNOWN})[:MAX_FIRST]
        shown = [line.id for line in first]
        for line in first:
            yield in_brief(line, columns)
    left = besides(run, shown)
    if left:
        yield Text(f"other findings: {left}; `conformance findings` lists all", "dim")
    if shown or left:
        yield ""


def _proof(run: Overview) -> Text:
    footer = run.footer
    text = Text(proof(run), "green" if footer.complete else "yellow")
    for why in footer.why_not:
        text.append(f"\n  {terminal_text(why)}", "yellow")
    for fault in footer.faults:
        text.append(f"\n{terminal_text(fault)}; the verdicts are by the specification", "yellow")
    return text


def _findings(shown: Sequence[FindingGroup]) -> RenderableType:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Finding", no_wrap=True)
    table.add_column("What is special, and where", ratio=5, overflow="fold")
    table.add_column("Verdicts", ratio=6, overflow="fold")
    for entry in shown:
        kind = entry.kinds[0]
        title = Text(terminal_text(plain(entry.title)))
        if entry.state not in {None, State.KNOWN}:
            title.append(f" [{entry.state}]", "bold yellow")
        table.add_row(Text(kind, _KIND_STYLES.get(kind, "")), title, _stances(entry))
    return table


def _stances(entry: FindingGroup) -> Text:
    lines = [
        Text(terminal_text(f"{sign(side)} {', '.join(entry.brief[side])}"), STYLES[side])
        for side in SIDES
        if entry.brief[side]
    ]
    return Text("\n").join(lines)


def _columns(run: Overview) -> RenderableType:
    from rich.columns import Columns  # noqa: PLC0415  only with --verbose

    shown, names = (*SIDES, *run.unusual), run.names
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Column", overflow="fold", min_width=18)
    for verdict in shown:
        head = f"{sign(verdict)}\n{verdict}" if verdict in _WORDED else sign(verdict)
        table.add_column(head, justify="right", no_wrap=True)
    if run.departures:
        table.add_column(_DEPARTURE, justify="right", no_wrap=True)
    group: str | None = ""
    for column in run.columns:
        if _age(column) != group:
            group = _age(column)
            table.add_section()
            table.add_row(Text(terminal_text(group), "dim italic"))
        counts = run.verdicts.get(column.id, {})
        cells = [Text(f"{counts.get(x, 0):,}", STYLES[x]) for x in shown]
        if run.departures:
            cells.append(Text(f"{run.departures.get(column.id, 0):,}"))
        ended = mark(column) if column.not_run else ""
        table.add_row(Text(terminal_text(names[column.id] + ended)), *cells)
    legend = [f"{sign(x)} {x}" for x in shown if x not in _WORDED]
    if run.departures:
        legend.append(f"{_DEPARTURE} departure")
    # A line may only end between two of them: a sign alone says nothing.
    signs = (Text(words, "dim", no_wrap=True) for words in legend)
    return Group(table, Columns(signs, padding=(0, 3)))


def _age(column: ColumnLine) -> str:
    """Return the heading of the columns that answered when this one did; schemas need none."""
    day = recorded(column)
    if day is None or column.not_run:
        return "" if column.column.reading else "programs"
    return f"programs, recorded {day}"
