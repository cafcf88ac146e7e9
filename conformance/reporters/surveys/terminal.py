"""The answer of `conformance compare` on whole sources on a terminal: at most thirty lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.table import Table
from rich.text import Text

from conformance.jsontext.escape import terminal_text
from conformance.model import Verdict
from conformance.reporters.surveys.words import STATES, gist
from conformance.reporters.views.overview import plural
from conformance.reporters.words.signs import STYLES, sign
from conformance.surveys.results import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from conformance.surveys.results import Entry, Survey

MAX_TYPES = 10
"""At most this many types are printed."""

_ATTENTION = (State.UNDECIDED, State.SEVERAL, State.UNREAD)
_MAX_ATTENTION = 3
_MAX_NOTES = 5
_NAME = 30
"""Characters; longer names are cut."""


def survey_lines(survey: Survey) -> RenderableType:
    """Return what to print of a comparison of whole sources."""
    return Group(*_parts(survey))


def _parts(survey: Survey) -> Iterator[RenderableType]:
    names = " and ".join(source.title for source in survey.sources)
    counts = survey.counts()
    text = Text(terminal_text(names), "bold")
    text.append(f": {plural(len(survey.entries), 'type')}\n")
    shown = [
        f"{number:,} {STATES[state][number != 1]}" for state, number in counts.items() if number
    ]
    yield text.append(", ".join(shown))
    differing = [entry for entry in survey.entries if entry.state is State.DIFFERS]
    itself = sum(entry.own is not None for entry in differing)
    if itself < len(differing):
        left = len(differing) - itself
        yield Text(f"{itself:,} differ themselves, {left:,} only through types in them", "dim")
    for note in survey.notes[:_MAX_NOTES]:
        yield Text(terminal_text(note), "dim")
    if len(survey.notes) > _MAX_NOTES:
        yield Text(f"and {len(survey.notes) - _MAX_NOTES:,} more notes in the report", "dim")
    if differing:
        yield ""
        yield _table(differing[:MAX_TYPES])
        if len(differing) > MAX_TYPES:
            yield Text(f"and {len(differing) - MAX_TYPES:,} more in the report", "dim")
    for state in _ATTENTION:
        yield from _attention([entry for entry in survey.entries if entry.state is state], state)
    if survey.interrupt:
        yield Text("interrupted; the types that were compared by then are in the report", "yellow")


def _table(entries: list[Entry]) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False, show_header=False, expand=True)
    widest = max(cell_len(terminal_text(entry.name)) for entry in entries)
    table.add_column(no_wrap=True, min_width=1)
    table.add_column(no_wrap=True, overflow="ellipsis", min_width=min(widest, _NAME))
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    for entry in entries:
        verdict = Verdict.REJECT if entry.conflicts else Verdict.SILENT
        table.add_row(
            Text(sign(verdict), STYLES[verdict]),
            Text(terminal_text(entry.name), "bold"),
            Text(terminal_text(gist(entry, most=2))),
        )
    return table


def _attention(entries: list[Entry], state: State) -> Iterator[RenderableType]:
    if not entries:
        return
    yield ""
    yield Text(f"{len(entries):,} {STATES[state][len(entries) != 1]}:", "yellow")
    for entry in entries[:_MAX_ATTENTION]:
        text = Text(f"  {terminal_text(entry.name)}: {terminal_text(gist(entry))}")
        text.no_wrap, text.overflow = True, "ellipsis"
        yield text
