"""The summary on a terminal: the answer, the findings, the columns, in the width that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.columns import Columns
from rich.console import Group
from rich.table import Table
from rich.text import Text

from conformance.jsontext.escape import terminal_text
from conformance.model import SIDES, Kind, Verdict
from conformance.reporters.views.entries import entries
from conformance.reporters.views.overview import counted, plural
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.programs import mark, program_lines, recorded
from conformance.reporters.words.sentences import columns_of
from conformance.reporters.words.signs import STYLES, sign
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from conformance.reporters.views.entries import FindingGroup
    from conformance.reporters.views.overview import Overview
    from conformance.results.lines import ColumnLine

MAX_FINDINGS = 20
"""At most this many findings are printed; the report has them all."""

_WORDED = frozenset({Verdict.ERROR, Verdict.CRASH, Verdict.TIMEOUT, Verdict.NOT_RUN})
"""Verdicts that a column's head names in words, since their signs are alike, or rare."""

_DEPARTURE = "◥"

_KIND_STYLES = {
    Kind.CONFLICT: "bold red",
    Kind.CONTRADICTION: "bold magenta",
    Kind.LOSS: "bold red",
}


def summary(run: Overview) -> RenderableType:
    """Return what to print of a run."""
    parts: list[RenderableType] = [_headline(run)]
    columns = columns_of(run.columns, run.header.variants, run.header.fields)
    shown = entries(run.findings, columns, {})
    if shown:
        parts.append(_findings(shown))
    parts.append(_columns(run))
    lines = program_lines(run.columns, run.footer, run.names)
    if lines:
        parts.append(Text("\n".join(("", *map(terminal_text, lines)))))
    return Group(*parts)


def _headline(run: Overview) -> Text:
    footer = run.footer
    text = Text()
    text.append(terminal_text(run.header.title), "bold")
    text.append(
        f": {plural(len(run.columns), 'column')}, {plural(footer.cases, 'case')}, "
        f"{plural(footer.findings, 'finding')}\n"
    )
    text.append(counted(footer) or "no disagreement")
    if footer.complete:
        text.append(f"; proven complete over {plural(footer.cells or 0, 'cell')}", "green")
        if run.programs:
            text.append(" (programs: tested only)", "green")
    else:
        text.append("; tested only, not proven complete", "yellow")
        for why in footer.why_not:
            text.append(
                f"\
  {terminal_text(why)}",
                "yellow",
            )
    for fault in footer.faults:
        text.append(
            f"\
{terminal_text(fault)}; the verdicts are by the specification",
            "yellow",
        )
    return text


def _findings(shown: Sequence[FindingGroup]) -> RenderableType:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Finding", no_wrap=True)
    table.add_column("What is special, and where", ratio=5, overflow="fold")
    table.add_column("Verdicts", ratio=6, overflow="fold")
    for entry in shown[:MAX_FINDINGS]:
        kind = entry.kinds[0]
        title = Text(terminal_text(plain(entry.title)))
        if entry.state not in {None, State.KNOWN}:
            title.append(f" [{entry.state}]", "bold yellow")
        table.add_row(Text(kind, _KIND_STYLES.get(kind, "")), title, _stances(entry))
    if len(shown) > MAX_FINDINGS:
        more = f"and {len(shown) - MAX_FINDINGS} more: `conformance findings`\n"
        return Group(table, Text(more, "dim"))
    return table


def _stances(entry: FindingGroup) -> Text:
    lines = [
        Text(terminal_text(f"{sign(side)} {', '.join(entry.brief[side])}"), STYLES[side])
        for side in SIDES
        if entry.brief[side]
    ]
    return Text("\n").join(lines)


def _columns(run: Overview) -> RenderableType:
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
