"""A history on a terminal: a timeline, the oldest version first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import shortened
from conformance.reporters.history.words import (
    against_lines,
    breaking_for,
    changes,
    day,
    equal_after,
    headline,
    summary,
)
from conformance.reporters.views.overview import plural
from conformance.reporters.words.signs import STYLES, sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from conformance.history.results import Held, History, Step

MAX_STEPS = 30
"""At most this many steps are printed, the newest; the report has all."""
_MAX_TYPES = 6
_MAX_CHANGES = 3
_MAX_VALUE = 100


def history_lines(history: History) -> RenderableType:
    """Return what to print of a history."""
    return Group(*_parts(history))


def type_lines(types: Sequence[Held]) -> Iterator[Text]:
    """Yield what changed in types, at most a few lines each."""
    for held in types[:_MAX_TYPES]:
        yield from _type(held)
    if len(types) > _MAX_TYPES:
        yield Text(f"  and {plural(len(types) - _MAX_TYPES, 'more type')}", "dim")


def _parts(history: History) -> Iterator[RenderableType]:
    text = Text(terminal_text(history.title), "bold")
    yield text.append(f": {terminal_text(summary(history))}", "default")
    if len(history.steps) > MAX_STEPS:
        left = len(history.steps) - MAX_STEPS
        yield Text(f"{plural(left, 'older change')} in the report", "dim")
    for step in history.steps[-MAX_STEPS:]:
        yield ""
        yield from _step(step)
    if history.against is not None:
        yield ""
        yield from (Text(terminal_text(x)) for x in against_lines(history, history.against))
    if history.interrupt:
        yield Text("interrupted; what was compared by then is told", "yellow")


def _step(step: Step) -> Iterator[Text]:
    version = step.version
    line = Text(f"{day(version)}  ".lstrip(), "dim")
    line.append(terminal_text(version.label), "bold")
    line.append(f"  {terminal_text(headline(step))}", "red" if breaking_for(step) else "default")
    if version.subject:
        line.append(f"  {terminal_text(version.subject)}", "dim")
    line.no_wrap, line.overflow = True, "ellipsis"
    yield line
    yield from type_lines(step.types)
    if step.equal:
        yield Text(f"  {equal_after(step)}", "dim")


def _type(held: Held) -> Iterator[Text]:
    found = changes(held.entry)
    name = terminal_text(held.entry.name)
    used = f", in {plural(held.held_by, 'type')}" if held.held_by else ""
    for one in found[:_MAX_CHANGES]:
        line = Text("  ")
        line.append(sign(one.verdict), STYLES[one.verdict])
        line.append(f" {name}", "bold")
        said = f"{one.title}: {one.says}" if one.title else one.says
        line.append(f"{used}: {terminal_text(said)}")
        yield line
        if one.value:
            yield Text(f"    {terminal_text(shortened(one.value, _MAX_VALUE))}", "dim")
    if len(found) > _MAX_CHANGES:
        yield Text(f"    and {len(found) - _MAX_CHANGES:,} more in {name}", "dim")
