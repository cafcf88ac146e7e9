"""`conformance findings`: the disagreements, one line each; or one of them in full."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from conformance.cli.caching import cache_option
from conformance.cli.context import (
    columns_option,
    console,
    format_option,
    record_option,
    settings,
    show,
)
from conformance.errors import UsageError, nearest
from conformance.jsontext.text import pretty
from conformance.model import Kind
from conformance.pipeline import lines_of, load
from conformance.reporters.finding_lines import in_brief, in_full, with_names
from conformance.reporters.views.overview import Tally
from conformance.reporters.words.columns import columns_of
from conformance.results.encode import finding_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json
    from conformance.results.lines import FindingLine

_LONGER = 12
"""Digits of a digest that tell findings with the same key apart."""

_LISTED = 3


@click.command(
    epilog="""\b
Examples:
  conformance findings
  conformance findings 3f9a0c1
  conformance findings --wide
  conformance findings --columns '*.declared' --format json
"""
)
@click.argument("key", required=False)
@record_option
@columns_option
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in Kind]),
    help="Only findings of this kind. May be given several times.",
)
@click.option("--wide", is_flag=True, help="Name the columns on each side, however long the line.")
@cache_option
@format_option
def findings(
    key: str | None,
    record: str | None,
    columns: tuple[str, ...],
    kinds: tuple[str, ...],
    wide: bool,
    form: str,
) -> None:
    """List every disagreement, the most important first; with KEY, show that one in full.

    Each line has the finding's key, its importance from 0 to 1, what is special and where, and how
    many columns accept (✓), reject (✗) and do not say (○). On a terminal, a line is cut to its
    width. KEY is the key of a finding, the start of it, or the whole id.
    """
    if key is not None and kinds:
        raise UsageError("KEY and --kind exclude each other", hint="keep one of them")
    chosen_settings = settings()
    loaded = load(chosen_settings, record=record, columns=columns or chosen_settings.columns)
    tally = Tally()
    for line in lines_of(loaded):
        tally.add(line)
    run = tally.overview()
    found = [x for x in run.findings if not kinds or set(kinds) & {*x.finding.kinds}]
    if key is not None:
        found = [_named(key, found)]
    if form == "json":
        proof: dict[str, Json] = {
            "complete": run.footer.complete,
            "why_not": list(run.footer.why_not),
        }
        shown: list[Json] = [*map(_json, found)]
        show(pretty({"record": loaded.record.id, **proof, "findings": shown}))
        return
    terminal = console()
    known = columns_of(run.columns, run.header.variants, run.header.fields)
    if key is not None:
        for text in in_full(found[0], known, run.header.claims):
            terminal.print(text, soft_wrap=not sys.stdout.isatty())
        return
    width = terminal.width if sys.stdout.isatty() else None
    for line in found:
        text = with_names(line, known) if wide else in_brief(line, known, width)
        terminal.print(text, soft_wrap=True)


def _named(key: str, found: Sequence[FindingLine]) -> FindingLine:
    """Return the finding of a key, of the start of one, or of an id.

    Raises:
        UsageError: There is none, or there are several.
    """
    named = [line for line in found if line.id == key]
    named = named or [line for line in found if key and line.digest.startswith(key.lower())]
    if len(named) == 1:
        return named[0]
    if named:
        several = [f"{line.digest[:_LONGER]} ({line.id})" for line in named[:_LISTED]]
        more = f" and {len(named) - _LISTED} more" if len(named) > _LISTED else ""
        raise UsageError(
            f"{len(named)} findings have a key that starts with {key!r}",
            hint=f"write more of it: {', '.join(several)}{more}",
        )
    names = {x: line for line in found for x in (line.key, line.id)}
    raise UsageError(
        f"there is no finding {key!r}",
        hint=f"{nearest(key, [*names])}; `conformance findings` lists them",
    )


def _json(line: FindingLine) -> dict[str, Json]:
    """Return a finding as JSON, without the members that only a gate fills."""
    shown = finding_json(line)
    del shown["state"], shown["known"]
    return {"key": line.key, **shown}
