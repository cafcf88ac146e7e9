"""Writes the page of a history: one file, which loads nothing and has no script."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from markupsafe import Markup

from conformance.dataclass import dataclass
from conformance.history.results import OTHER, OWN
from conformance.reporters.history import words
from conformance.reporters.html.look import allowed, environment, read
from conformance.reporters.html.templates import compiled
from conformance.reporters.words.signs import sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.history.results import History, Step
    from conformance.reporters.history.words import Change

MAX_CHANGES = 12
"""At most this many changes of a type are shown; the data file has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type in which something changed.

    Attributes:
        name: Its name.
        held_by: The number of types that hold it.
        breaking: Who that breaks, in words; empty if nobody.
        changes: What changed, with the sign for each.
        more: How many changes are left out.
    """

    name: str
    held_by: int
    breaking: str
    changes: Sequence[tuple[str, Change]]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A step as it is shown.

    Attributes:
        step: The step.
        headline: What it is.
        is_breaking: Whether it breaks anybody.
        equal: How many versions after it changed nothing, in words.
        types: The types in which something changed.
    """

    step: Step
    headline: str
    is_breaking: bool
    equal: str
    types: Sequence[Type]


def page(history: History) -> Iterator[str]:
    """Yield the page piece by piece; the newest version comes first."""
    style = Markup(read("base.css") + read("report.css") + _read("history.css"))  # noqa: S704  our own files
    template = compiled(environment(), __name__, "history.html.j2")
    against = history.against
    titles = {OWN: history.title, OTHER: "" if against is None else against.title}
    partings = () if against is None else against.partings
    yield from template.generate(
        history=history,
        summary=words.summary(history),
        rows=[_row(step) for step in reversed(history.steps)],
        against=[] if against is None else [*words.against_lines(history, against)],
        apart=[
            (parting.version, entry.name, [*words.sides(entry, titles)])
            for parting in partings
            for entry in (*parting.parted, *parting.changed)
        ],
        policy=allowed(style=style),
        style=style,
    )


def _read(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text("utf-8")


def _row(step: Step) -> Row:
    types = []
    for held in step.types:
        found = words.changes(held.entry)
        types.append(
            Type(
                name=held.entry.name,
                held_by=held.held_by,
                breaking=words.breaking(held),
                changes=[(sign(x.verdict), x) for x in found[:MAX_CHANGES]],
                more=max(len(found) - MAX_CHANGES, 0),
            )
        )
    return Row(
        step=step,
        headline=words.headline(step),
        is_breaking=any(step.breaks),
        equal=words.equal_after(step),
        types=types,
    )
