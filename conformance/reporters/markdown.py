"""Writes `summary.md`: findings and the grid first, for the step summary of a CI run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext.escape import markdown, markdown_code
from conformance.jsontext.text import shortened
from conformance.model import SIDES
from conformance.reporters.views.entries import entries
from conformance.reporters.views.grid import compared, grid
from conformance.reporters.views.overview import Tally, counted, plural
from conformance.reporters.views.releases import upgrades
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.programs import mark, program_lines
from conformance.reporters.words.sentences import columns_of
from conformance.reporters.words.signs import sign
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.reporters.views.entries import FindingGroup
    from conformance.reporters.views.overview import Overview
    from conformance.results.lines import Line

MAX_BYTES = 900_000
"""Bytes: GitHub takes a step summary of 1 MiB."""

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
    yield f"# {as_text(run.header.title)}: conformance\n\n{_counts(run)}\n"
    columns = columns_of(run.columns, run.header.variants, run.header.fields)
    shown = entries(run.findings, columns, {})
    if shown:
        yield "\n## Findings\n\n| | What | ✓ accept | ✗ reject | ○ silent | Smallest payload |\n"
        yield "|---|---|---|---|---|---|\n"
    for entry in shown:
        yield _entry(entry)
    if run.relations:
        yield "\n## Who accepts what others send\n\n"
        yield from _grid(run)
    steps = upgrades(columns.families, run.relations)
    if steps:
        yield "\n## From one release to the next\n\n"
        yield "| Package | Older | Newer | Only the older accepts | Only the newer accepts |\n"
        yield "|---|---|---|---|---|\n"
    for step in steps:
        only = ("nothing" if x is None else as_code(x) for x in (step.rejected, step.accepted))
        cells = (*map(as_text, (columns.name(step.package), *step.versions)), *only)
        yield f"| {' | '.join(cells)} |\n"
    yield "\n## Verdicts\n\n"
    yield from _verdicts(run)


def _counts(run: Overview) -> str:
    footer = run.footer
    kinds = counted(footer)
    proven = "proven complete" if footer.complete else "**tested only, not proven complete**"
    if footer.complete and run.programs:
        proven = f"{proven} (of programs: tested only)"
    why = f" ({as_text('; '.join(footer.why_not))})" if footer.why_not else ""
    return (
        f"{plural(len(run.columns), 'column')}, {plural(footer.cases, 'case')}, "
        f"{plural(footer.findings, 'finding')} "
        f"({kinds or 'none'}); the list is {proven}{why}."
        + "".join(
            f"\n\n{as_text(fault)}; the verdicts are by the specification."
            for fault in footer.faults
        )
    )


def _entry(entry: FindingGroup) -> str:
    title = as_text(plain(entry.title))
    skew = " *(skew)*" if entry.skew else ""
    state = f" **{entry.state}**" if entry.state not in {None, State.KNOWN} else ""
    sides = " | ".join(as_text(", ".join(entry.brief[side])) for side in SIDES)
    payload = entry.members[0].payload_text
    shown = "" if payload is None else as_code(payload)
    return f"| {' + '.join(entry.kinds)} | {title}{skew}{state} | {sides} | {shown} |\n"


def _grid(run: Overview) -> Iterator[str]:
    columns = compared(run.columns, run.relations)
    described = [column for column in columns if column.column.reading]
    shown = described if described and len(columns) > _WIDEST else columns
    rows, _ = grid([column.id for column in shown], run.relations)
    known = run.names
    names = [known[column.id] for column in shown]
    more = "" if shown is columns else " The grid of the programs is in the HTML report."
    yield f"A row writes, a column reads: ✓ all, ✗ rejects something, ○ does not say.{more}\n\n"
    yield f"| writes \\ reads | {' | '.join(map(as_text, names))} |\n|---|{'---|' * len(names)}\n"
    for name, row in zip(names, rows, strict=True):
        cells = " | ".join(_GRID[cell.state] for cell in row)
        yield f"| {as_text(name)} | {cells} |\n"


def _verdicts(run: Overview) -> Iterator[str]:
    shown, names = (*SIDES, *run.unusual), run.names
    yield f"| Column | {' | '.join(f'{sign(x)} {x.value}' for x in shown)} | departures |\n"
    yield f"|---|{'---:|' * len(shown)}---:|\n"
    for column in run.columns:
        counts = run.verdicts.get(column.id, {})
        numbers = " | ".join(str(counts.get(verdict, 0)) for verdict in shown)
        departures = run.departures.get(column.id, 0)
        yield f"| {as_text(names[column.id] + mark(column))} | {numbers} | {departures} |\n"
    for line in program_lines(run.columns, run.footer, names):
        yield f"\n- {as_text(line)}"


def as_text(words: str) -> str:
    """Return words for a table's cell, or elsewhere in a line."""
    return markdown(words, in_cell=True)


def as_code(text: str) -> str:
    """Return a code span for a table's cell; a long text is cut."""
    return markdown_code(shortened(text, _MAX_CODE), in_cell=True)
