"""A history as Markdown, short enough for a comment: what breaks is first, the rest is folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext.escape import markdown, markdown_code
from conformance.jsontext.text import shortened
from conformance.reporters.comment import cut
from conformance.reporters.history.words import (
    against_lines,
    breaking,
    changes,
    day,
    equal_after,
    headline,
    summary,
)
from conformance.reporters.views.overview import plural
from conformance.reporters.words.signs import sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.history.results import Held, History, Step

_MAX_FIRST = 10
_MAX_TYPES = 12
_MAX_CHANGES = 4
_MAX_CODE = 100


def timeline(history: History) -> Iterator[str]:
    """Yield the history, line by line, at most `MAX_BYTES` bytes; the newest comes first."""
    return cut(_lines(history))


def _lines(history: History) -> Iterator[str]:
    yield f"# {markdown(history.title)}"
    yield ""
    yield f"{markdown(summary(history))}."
    if history.against is not None:
        yield ""
        yield from (f"- {markdown(x)}" for x in against_lines(history, history.against))
    steps = history.steps[::-1]
    first = [step for step in steps if any(step.breaks)]
    if first:
        yield ""
        yield "## Breaking"
        for step in first[:_MAX_FIRST]:
            yield from _step(step)
    yield from _folded("Older breaking versions", first[_MAX_FIRST:])
    yield from _folded("Other versions", [step for step in steps if not any(step.breaks)])
    if history.interrupt:
        yield ""
        yield "**Interrupted**: what was compared by then is told."


def _folded(title: str, steps: Sequence[Step]) -> Iterator[str]:
    if not steps:
        return
    yield ""
    yield f"<details><summary>{title} ({len(steps):,})</summary>"
    for step in steps:
        yield from _step(step)
    yield ""
    yield "</details>"


def _step(step: Step) -> Iterator[str]:
    version = step.version
    when = f"{day(version)} {markdown_code(version.label)}".strip()
    subject = f" {markdown(version.subject)}" if version.subject else ""
    yield ""
    yield f"**{when}**{subject}: {markdown(headline(step))}"
    yield ""
    for held in step.types[:_MAX_TYPES]:
        yield from _type(held)
    if len(step.types) > _MAX_TYPES:
        yield f"- and {plural(len(step.types) - _MAX_TYPES, 'more type')}"
    if step.equal:
        yield f"- {equal_after(step)}"


def _type(held: Held) -> Iterator[str]:
    used = f", in {plural(held.held_by, 'type')}" if held.held_by else ""
    who = breaking(held)
    yield f"- {markdown_code(held.entry.name)}{used}{f': {who}' if who else ''}"
    found = changes(held.entry)
    for one in found[:_MAX_CHANGES]:
        value = f": {markdown_code(shortened(one.value, _MAX_CODE))}" if one.value else ""
        said = f"{one.title} {one.says}" if one.title else one.says
        yield f"  - {sign(one.verdict)} {markdown(said)}{value}"
    if len(found) > _MAX_CHANGES:
        yield f"  - and {len(found) - _MAX_CHANGES:,} more"
