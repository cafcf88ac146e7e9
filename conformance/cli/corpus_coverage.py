"""`conformance corpus coverage`: what the cases exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import click
from rich.table import Table
from rich.text import Text

from conformance.cli.context import columns_option, console, format_option, record_option, settings
from conformance.corpus.load import load_corpus
from conformance.jsontext.text import pretty, visible
from conformance.judges.panel import schema_judges
from conformance.pipeline import run
from conformance.record.choose import chosen_record

if TYPE_CHECKING:
    from collections.abc import Mapping

_THINGS = (
    ("cells", "verdict vectors that some JSON value has"),
    ("findings", "disagreements"),
    ("keywords", "keywords that reject, and undescribed places"),
    ("claims", "claims that some case does not keep to"),
)
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
@format_option
def coverage(record: str | None, columns: tuple[str, ...], form: str) -> None:
    """Count what hand-written and generated cases exercise, and how each claim is shown.

    A claim is shown satisfied, violated (which includes what makes a column silent), and where it
    does not apply. It counts as exercised where it is violated.
    """
    known = settings()
    chosen = chosen_record(record, known)
    judges = schema_judges(chosen, columns or known.columns)
    *_, footer = run(chosen, load_corpus(chosen.folder), judges, made="")
    found = cast("Mapping[str, Any]", footer["coverage"])
    if form == "json":
        click.echo(pretty({"record": chosen.id, "coverage": footer["coverage"]}))
        return
    terminal = console()
    cases = found["cases"]
    terminal.print(
        f"{cases['written']:,} hand-written and {cases['generated']:,} generated cases exercise"
    )
    terminal.print(_things(found))
    terminal.print("Cases that show each claim (hand-written + generated)")
    terminal.print(_claims(found["by_claim"]))
    for thing, names in found["missing"].items():
        for name in names:
            terminal.print(Text(f"no case: {thing} {visible(name)}", "yellow"), soft_wrap=True)


def _things(found: Mapping[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column()
    for name in ("of", "hand-written", "generated", "both"):
        table.add_column(name, justify="right")
    for thing, what in _THINGS:
        tally = found[thing]
        numbers = (tally["of"], tally["written"], tally["generated"], tally["both"])
        table.add_row(what, *(f"{number:,}" for number in numbers))
    return table


def _claims(claims: list[Mapping[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("claim")
    for _, title in _STATES:
        table.add_column(title, justify="right")
    for one in claims:
        shown = []
        for state, _ in _STATES:
            counts = one[state]
            text = f"{counts['written']:,} + {counts['generated']:,}"
            shown.append(Text(text, "" if any(counts.values()) else "yellow"))
        table.add_row(visible(one["claim"]), *shown)
    return table
