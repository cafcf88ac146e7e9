"""Says a run over one of several records in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import shortened
from conformance.reporters.words.phrases import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from conformance.reporters.records.rows import RecordRow

_MAX_PAYLOAD = 120


def block(row: RecordRow) -> RenderableType:
    """Return what to print of a record: the headline, what bites, and how far it is proven."""
    title = Text(terminal_text(row.title), "bold")
    parts: list[RenderableType] = [title.append(terminal_text(f": {row.headline}"), "not bold")]
    for bite in row.bites:
        line = Text(terminal_text(f"{plain(bite.title)}: "))
        line.append(terminal_text(plain(bite.who)))
        parts.append(Padding(line, (0, 0, 0, 2)))
        payload = terminal_text(shortened(bite.payload, _MAX_PAYLOAD))
        parts.append(Padding(Text(payload, "dim"), (0, 0, 0, 4)))
    parts.append(Text(terminal_text(row.proof), "green" if row.complete else "yellow"))
    return Group(*parts)
