"""Writes `summary.md`, for the step summary of a CI run.

The field table and the first findings come first; the rest is folded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext.escape import markdown, markdown_code
from conformance.jsontext.text import shortened
from conformance.model import SIDES, STANCES
from conformance.reporters.field_rows import in_markdown
from conformance.reporters.views.entries import entries
from conformance.reporters.views.folded import folded, heads
from conformance.reporters.views.grid import compared, grid, how_compared
from conformance.reporters.views.one_way import one_ways
from conformance.reporters.views.overview import Tally
from conformance.reporters.views.releases import upgrades
from conformance.reporters.views.sections import sections
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.programs import mark, program_lines
from conformance.reporters.words.signs import sign
from conformance.reporters.words.summary import headline, proof
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.reporters.views.entries import FindingGroup
    from conformance.reporters.views.fields import FieldTable
    from conformance.reporters.views.overview import Overview
    from conformance.reporters.views.releases import Upgrade
    from conformance.reporters.views.sections import Section
    from conformance.reporters.words.columns import Columns
    from conformance.results.lines import Line

MAX_BYTES = 900_000
"""Bytes: GitHub takes a step summary of 1 MiB."""

MAX_ROWS = 20
"""At most this many rows of the field table are shown."""

MAX_IN_GROUP = 5
"""At most this many of the others are listed in a group."""

_MAX_CODE = 120

_WIDEST = 16
"""A grid of more columns is too wide for a step summary; it then holds the readings only."""

_GRID = {"self": "·", "rejects": "✗", "unsaid": "○", "reads": "✓", "unknown": "?"}


class Markdown:
    """Makes the summary."""

    def __init__(self, *, limit: int = MAX_BYTES) -> None:
        """Start with nothing; the summary has at most `limit` bytes."""
        self._tally = Tally()
        self._limit = limit

    def add(self, line: Line) -> None:
        """Take a line of the run."""
        self._tally.add(line)

    def pieces(self) -> Iterator[str]:
        """Yield the summary piece by piece."""
        written = 0
        for piece in _pieces(self._tally.overview()):
            written += len(piece.encode("utf-8"))
            if written > self._limit:
                yield "\n*Cut here: the whole is in the HTML report.*\n"
                return
            yield piece


def _pieces(run: Overview) -> Iterator[str]:
    table = run.field_table
    yield f"# {as_text(run.header.title)}: conformance\n\n{as_text(headline(run, table))}.\n"
    yield f"\n{_proof(run)}\n"
    yield from field_section(run, table, more="in the HTML report.")
    columns = columns_of(run.columns, run.header.variants, run.header.fields)
    first, rest = sections(entries(run.findings, columns, {}))
    yield from first_findings(first, whole=not rest)
    yield from rejected_section(run, columns)
    if rest:
        others = sum(len(section.entries) for section in rest)
        yield from _folded(f"The other {others} findings", _by_group(rest))
    if run.relations:
        yield from _folded("Who accepts what others send", _grid(run))
    steps = upgrades(columns.families, run.relations)
    if steps:
        yield from _folded("From one release to the next", _steps(steps, columns))
    yield from _folded("How many cases each column accepts", _verdicts(run))


def field_section(run: Overview, table: FieldTable, *, more: str) -> Iterator[str]:
    """Yield the fields on which descriptions conflict, under a heading; nothing if none do."""
    rows = folded(table, run.findings)
    if rows:
        named = heads(table, run.columns, run.names)
        lines = in_markdown(rows, named, most=MAX_ROWS, more=more)
        yield "\n## Field by field\n\n" + "\n".join(lines) + "\n"


def first_findings(first: Sequence[FindingGroup], *, whole: bool) -> Iterator[str]:
    """Yield the first findings under a heading; nothing without any.

    Args:
        first: The findings.
        whole: Whether these are all.
    """
    if not first:
        return
    heading = "The findings" if whole else f"The first {len(first)} findings"
    yield f"\n## {heading}\n\n| What | What it means | Smallest payload |\n|---|---|---|\n"
    for entry in first:
        payload = entry.members[0].payload_text
        shown = "" if payload is None else as_code(payload)
        means = " ".join(as_text(plain(effect)) for effect in entry.effects[:2])
        yield f"| {_titled(entry)} | {means} | {shown} |\n"


def rejected_section(run: Overview, columns: Columns) -> Iterator[str]:
    """Yield what some columns write and others reject, under a heading; nothing if none does."""
    found = one_ways(run.exchanges, columns.fields, run.header.claims)
    if not found:
        return
    yield "\n## What one writes and another rejects\n\n"
    yield "| Writes | What | Rejected by | Smallest payload | Why |\n|---|---|---|---|---|\n"
    for one in found[:MAX_ROWS]:
        readers = ", ".join(columns.short(one.readers))
        cells = (columns.name(one.writer), plain(one.title), readers)
        why = as_text("; ".join(one.why))
        yield f"| {' | '.join(map(as_text, cells))} | {as_code(one.payload)} | {why} |\n"
    if len(found) > MAX_ROWS:
        yield f"\nAnd {len(found) - MAX_ROWS} more in the HTML report.\n"


def _titled(entry: FindingGroup) -> str:
    skew = " *(skew)*" if entry.skew else ""
    state = f" **{entry.state}**" if entry.state not in {None, State.KNOWN} else ""
    return f"{as_text(plain(entry.title))}{skew}{state}"


def _folded(title: str, pieces: Iterable[str]) -> Iterator[str]:
    yield f"\n<details><summary>{title}</summary>\n\n"
    yield from pieces
    yield "\n</details>\n"


def _by_group(rest: Sequence[Section]) -> Iterator[str]:
    for section in rest:
        yield f"- **{section.title}**\n"
        for entry in section.entries[:MAX_IN_GROUP]:
            sides = (
                f"{sign(side)} {as_text(', '.join(entry.brief[side]))}"
                for side in STANCES
                if entry.brief[side]
            )
            yield f"  - {_titled(entry)}: {'; '.join(sides)}\n"
        if len(section.entries) > MAX_IN_GROUP:
            more = len(section.entries) - MAX_IN_GROUP
            yield f"  - and {more} more in the HTML report\n"


def _proof(run: Overview) -> str:
    footer = run.footer
    why = f" ({as_text('; '.join(footer.why_not))})" if footer.why_not else ""
    faults = "".join(
        f"\n\n{as_text(fault)}; the verdicts are by the specification." for fault in footer.faults
    )
    return f"{as_text(proof(run))}{why}.{faults}"


def _steps(steps: Iterable[Upgrade], columns: Columns) -> Iterator[str]:
    yield "| Package | Older | Newer | Only the older accepts | Only the newer accepts |\n"
    yield "|---|---|---|---|---|\n"
    for step in steps:
        only = ("nothing" if x is None else as_code(x) for x in (step.rejected, step.accepted))
        cells = (*map(as_text, (columns.name(step.package), *step.versions)), *only)
        yield f"| {' | '.join(cells)} |\n"


def _grid(run: Overview) -> Iterator[str]:
    columns = compared(run.columns, run.relations)
    described = [column for column in columns if column.column.reading]
    shown = described if described and len(columns) > _WIDEST else columns
    rows = grid([column.id for column in shown], run.relations, run.exchanges)
    known = run.names
    names = [known[column.id] for column in shown]
    more = "" if shown is columns else " The grid of the programs is in the HTML report."
    sending = {line.exchange.writer for line in run.exchanges}
    yield f"{as_text(how_compared(sending))}: ✓ all, ✗ rejects something, ○ does not say.{more}\n\n"
    yield f"| writes \\ reads | {' | '.join(map(as_text, names))} |\n|---|{'---|' * len(names)}\n"
    for column, name, row in zip(shown, names, rows, strict=True):
        cells = " | ".join(_GRID[cell.state] for cell in row)
        mark_of = " (send reading)" if column.id in sending else ""
        yield f"| {as_text(name + mark_of)} | {cells} |\n"


def _verdicts(run: Overview) -> Iterator[str]:
    shown, names = (*SIDES, *run.unusual), run.names
    described = [column for column in run.columns if column.column.reading]
    columns = described if described and len(run.columns) > _WIDEST else run.columns
    yield f"| Column | {' | '.join(f'{sign(x)} {x.value}' for x in shown)} | departures |\n"
    yield f"|---|{'---:|' * len(shown)}---:|\n"
    for column in columns:
        counts = run.verdicts.get(column.id, {})
        numbers = " | ".join(str(counts.get(verdict, 0)) for verdict in shown)
        departures = run.departures.get(column.id, 0)
        yield f"| {as_text(names[column.id] + mark(column))} | {numbers} | {departures} |\n"
    lines = program_lines(run.columns, run.footer, names)
    yield "\n" if lines else ""
    yield from (f"- {as_text(line)}\n" for line in lines)


def as_text(words: str) -> str:
    """Return words for a table's cell, or elsewhere in a line."""
    return markdown(words, in_cell=True)


def as_code(text: str) -> str:
    """Return a code span for a table's cell; a long text is cut."""
    return markdown_code(shortened(text, _MAX_CODE), in_cell=True)
