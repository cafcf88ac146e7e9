"""`conformance corpus coverage`: what the cases exercise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from conformance.cli.caching import cache_option
from conformance.cli.context import (
    columns_option,
    console,
    format_option,
    record_option,
    settings,
    show,
)
from conformance.compare.covered import coverage_json
from conformance.errors import NothingSelectedError
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import pretty
from conformance.pipeline import lines_of, load
from conformance.results.lines import FooterLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.compare.covered import ClaimShown, Coverage
    from conformance.pipeline import Loaded

_STATES = (
    ("satisfied", "satisfied"),
    ("violated", "violated"),
    ("not_applicable", "does not apply"),
)


@click.command(
    epilog="""\b
Examples:
  conformance corpus coverage
  conformance corpus coverage --format json
"""
)
@record_option
@columns_option
@cache_option
@format_option
def coverage(record: str | None, columns: tuple[str, ...], form: str) -> None:
    """Count what hand-written and generated cases exercise, and how each claim is shown.

    A case satisfies a claim, violates it (making a column silent counts as violating), or is not
    affected by it. A claim is exercised if some case violates it.
    """
    chosen_settings = settings()
    loaded = load(chosen_settings, record=record, columns=columns or chosen_settings.columns)
    found = _coverage(replace(loaded, programs=()))
    if form == "json":
        show(pretty({"record": loaded.record.id, "coverage": coverage_json(found)}))
        return
    terminal = console()
    written, generated = found.cases
    terminal.print(f"{written:,} hand-written and {generated:,} generated cases exercise")
    terminal.print(_things(found))
    terminal.print("Cases that show each claim (hand-written + generated)")
    terminal.print(_claims(found.by_claim))
    for thing, names in found.missing.items():
        for name in names:
            terminal.print(
                Text(f"no case: {thing} {terminal_text(name)}", "yellow"), soft_wrap=True
            )


def _coverage(loaded: Loaded) -> Coverage:
    footer = next(line for line in lines_of(loaded) if isinstance(line, FooterLine))
    if footer.coverage is None:
        raise NothingSelectedError(
            "no column is a schema, and only schemas have keywords and claims",
            hint="name other columns with --columns",
        )
    return footer.coverage


def _things(found: Coverage) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column()
    for name in ("of", "hand-written", "generated", "both"):
        table.add_column(name, justify="right")
    for exercised, what in (
        (found.cells, "verdict vectors that some JSON value has"),
        (found.findings, "disagreements"),
        (found.keywords, "keywords that reject, and undescribed places"),
        (found.claims, "claims that some case does not keep to"),
    ):
        numbers = (exercised.of, exercised.written, exercised.generated, exercised.both)
        table.add_row(what, *(f"{number:,}" for number in numbers))
    return table


def _claims(claims: Iterable[ClaimShown]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("claim")
    for _, title in _STATES:
        table.add_column(title, justify="right")
    for one in claims:
        shown = []
        for state, _ in _STATES:
            written, generated = one.shown[state]
            style = "" if written or generated else "yellow"
            shown.append(Text(f"{written:,} + {generated:,}", style))
        table.add_row(Text(terminal_text(one.claim)), *shown)
    return table
