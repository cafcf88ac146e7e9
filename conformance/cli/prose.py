"""The option on what comments say, and what is shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from conformance.jsontext.text import shortened
from conformance.readers.prose.mode import Mode
from conformance.readers.prose.statements import Effect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from conformance.model import Json
    from conformance.readers.prose.statements import Prose, Stated

_HELP = (
    "What is done with what comments say of values: nothing, show what the documented reading "
    "would be, or make it."
)
_MAX_SHOWN = 160
_MAX_LINES = 40
_VERBS = {Mode.SUGGEST: "would add", Mode.APPLY: "added"}


def prose_option(default: Mode | None = Mode.SUGGEST) -> Callable[..., Any]:
    """Return the option; without a default, what was decided before is repeated."""
    return click.option(
        "--prose",
        type=click.Choice([mode.value for mode in Mode]),
        default=None if default is None else default.value,
        show_default="as before" if default is None else True,
        help=_HELP,
    )


def prose_lines(prose: Prose | None, mode: Mode) -> Iterator[str]:
    """Yield what comments say: what is added, what a person has to decide, and what is unread."""
    if prose is None:
        return
    told = [one for one in prose.stated if one.effect is not Effect.AGREES]
    for one in told[:_MAX_LINES]:
        what = _VERBS[mode] if one.effect is Effect.ADDS else "suggested only"
        why = f" ({one.why})" if one.why else ""
        yield f"  prose, {what}: {one.place}: {one.says}{why}"
        yield f"    {_place(one)}: {shortened(one.text, _MAX_SHOWN)}"
    if len(told) > _MAX_LINES:
        yield f"  and {len(told) - _MAX_LINES} more statements of prose"
    counts = {effect: sum(one.effect is effect for one in prose.stated) for effect in Effect}
    if prose.stated or prose.unread:
        yield (
            f"  prose: statements beyond the types: {counts[Effect.ADDS]}, equal to them: "
            f"{counts[Effect.AGREES]}, only suggested: {counts[Effect.SUGGESTED]}; sentences that "
            f"no rule reads: {len(prose.unread)}"
        )


def prose_json(prose: Prose | None, mode: Mode) -> dict[str, Json]:
    """Return what comments say, as a member `prose`; none if they were not read."""
    if prose is None:
        return {}
    stated: list[Json] = [
        {
            "place": one.place,
            "file": one.span.file,
            "line": one.span.line,
            "column": one.span.column,
            "sentence": one.sentence,
            "text": one.text,
            "rule": one.rule,
            "says": one.says,
            "effect": one.effect.value,
            "why": one.why or None,
        }
        for one in prose.stated
    ]
    unread: list[Json] = [
        {
            "place": one.place,
            "file": one.span.file,
            "line": one.span.line,
            "column": one.span.column,
            "sentence": one.sentence,
            "text": one.text,
            "why": one.why,
        }
        for one in prose.unread
    ]
    return {"prose": {"mode": mode.value, "stated": stated, "unread": unread}}


def _place(one: Stated) -> str:
    return f"{one.span.file}:{one.span.line}:{one.span.column}, sentence {one.sentence}"
