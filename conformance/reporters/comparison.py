"""The answer of `conformance compare` on a terminal: the fields that differ, or that none does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from conformance.jsontext.escape import terminal_text
from conformance.model import SIDES, Verdict
from conformance.reporters.field_rows import FieldRows
from conformance.reporters.one_way_lines import one_way_lines
from conformance.reporters.views.entries import entries
from conformance.reporters.views.folded import DIFFERENCES, folded, heads
from conformance.reporters.views.grid import grid, how_compared
from conformance.reporters.views.overview import counted, plural
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.signs import STYLES, sign
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from conformance.reporters.views.entries import FindingGroup
    from conformance.reporters.views.overview import Overview

MAX_ROWS = 12
"""At most this many rows of the field table are printed unless all is asked for."""

MAX_OTHERS = 5
"""At most this many entries that the field table does not show are named."""

MAX_STATEMENTS = 4
"""At most this many statements of sources are printed of each entry."""

_STATES = {
    "self": ("—", "dim"),
    "reads": ("✓ all", "green"),
    "rejects": ("✗ not all", "red"),
    "unsaid": ("○ left open", "yellow"),
    "unknown": ("? not known", "yellow"),
}
"""The state of a cell of the grid -> what is shown, and its style."""


def comparison(run: Overview, *, verbose: bool = False) -> RenderableType:
    """Return what to print of a comparison of sources.

    Args:
        run: The comparison.
        verbose: Whether to add who reads what others write, and every difference with its
            statements.
    """
    table = run.field_table
    rows = folded(table, run.findings, DIFFERENCES)
    columns = columns_of(run.columns, run.header.variants, run.header.fields)
    found = entries(run.findings, columns, run.header.claims)
    names = run.names
    parts: list[RenderableType] = [_headline(run)]
    if rows:
        shown_heads = heads(table, run.columns, names)
        most = len(rows) if verbose else MAX_ROWS
        parts += [FieldRows(rows=rows, heads=shown_heads, most=most, more="--verbose"), ""]
    if verbose:
        parts += [_grid(run), *one_way_lines(run, columns, most=None)]
        parts += [_entry(entry, names).append("\n") for entry in found]
    else:
        parts += _others(found, {x for row in rows for x in row.findings}, names)
        parts += one_way_lines(run, columns, most=MAX_OTHERS)
    return Group(*parts)


def _headline(run: Overview) -> Text:
    footer = run.footer
    text = Text()
    text.append(terminal_text(run.header.title), "bold")
    text.append(f": {plural(len(run.columns), 'source')}, ")
    if not footer.findings and footer.complete:
        text.append("equal", "bold green")
        text.append(", proven: all say the same of every JSON value", "green")
    else:
        kinds = counted(footer)
        text.append(plural(footer.findings, "difference") + (f" ({kinds})" if kinds else ""))
        proven = (
            ("; proven complete", "green")
            if footer.complete
            else ("; not proven complete", "yellow")
        )
        text.append(*proven)
    for why in (*footer.why_not, *footer.faults):
        text.append(f"\n  {terminal_text(why)}", "yellow")
    return text.append("\n")


def _others(
    found: Sequence[FindingGroup], shown: Collection[str], names: Mapping[str, str]
) -> Iterator[RenderableType]:
    """Yield the entries that no row shows, in one line each."""
    others = [x for x in found if any(member.id not in shown for member in x.members)]
    for entry in others[:MAX_OTHERS]:
        yield _who(entry, names)
    if len(others) > MAX_OTHERS:
        yield Text(f"and {len(others) - MAX_OTHERS} more: --verbose", "dim")
    if others:
        yield ""


def _grid(run: Overview) -> RenderableType:
    """Return who reads what others write: a row a writer, a column a reader."""
    ids = [column.id for column in run.columns]
    cells = grid(ids, run.relations, run.exchanges)
    sending = {line.exchange.writer for line in run.exchanges}
    names = run.names
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column(Text("writes ↓  reads →", "dim", no_wrap=True))
    for column in ids:
        table.add_column(Text(terminal_text(names[column])), overflow="fold")
    for writer, row in zip(ids, cells, strict=True):
        shown = [
            Text("= equal", "green") if cell.relation == "equal" else Text(*_STATES[cell.state])
            for cell in row
        ]
        name = Text(terminal_text(names[writer]))
        table.add_row(name.append(" (send reading)", "dim") if writer in sending else name, *shown)
    if not sending:
        return Group(table, Text(""))
    return Group(Text(f"{how_compared(sending)}.", "dim"), table, Text(""))


def _who(entry: FindingGroup, names: Mapping[str, str]) -> Text:
    text = Text()
    text.append(terminal_text(plain(entry.title)), "bold")
    if entry.state not in {None, State.KNOWN}:
        text.append(f" [{entry.state}]", "bold yellow")
    for side in SIDES:
        if entry.stances[side]:
            who = ", ".join(names[column] for column in entry.stances[side])
            text.append(f"  {sign(side)} {terminal_text(who)}", STYLES[side])
    return text


def _entry(entry: FindingGroup, names: Mapping[str, str]) -> Text:
    text = _who(entry, names)
    member = entry.members[0]
    if member.payload_text is not None:
        text.append(f"\n  {terminal_text(member.payload_text)}")
    ordered = sorted(entry.claims, key=lambda x: x.side == Verdict.ACCEPT.value)
    for claim in ordered[:MAX_STATEMENTS]:
        text.append(f"\n  {terminal_text(f'{claim.at}: {claim.says}')}", "dim")
    if len(ordered) > MAX_STATEMENTS:
        more = plural(len(ordered) - MAX_STATEMENTS, "more statement")
        text.append(f"\n  and {more}", "dim")
    return text
