"""`conformance findings`: the disagreements, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.text import Text

from conformance.cli.context import (
    columns_option,
    console,
    format_option,
    record_option,
    settings,
    show,
)
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import pretty
from conformance.model import Kind, Verdict
from conformance.pipeline import lines_of, load
from conformance.reporters.words.signs import sign
from conformance.results.encode import finding_json
from conformance.results.lines import FindingLine, FooterLine

if TYPE_CHECKING:
    from conformance.model import Json


@click.command(
    epilog="""\b
Examples:
  conformance findings
  conformance findings --columns '*.declared' --format json
"""
)
@record_option
@columns_option
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in Kind]),
    help="Only findings of this kind. May be given several times.",
)
@format_option
def findings(
    record: str | None, columns: tuple[str, ...], kinds: tuple[str, ...], form: str
) -> None:
    """List every disagreement: what is special, where, and each column's stance on it."""
    chosen_settings = settings()
    loaded = load(chosen_settings, record=record, columns=columns or chosen_settings.columns)
    found: list[FindingLine] = []
    proof: dict[str, Json] = {}
    for line in lines_of(loaded):
        match line:
            case FindingLine() if not kinds or set(kinds) & {*line.finding.kinds}:
                found.append(line)
            case FooterLine():
                proof = {"complete": line.complete, "why_not": list(line.why_not)}
            case _:
                pass
    if form == "json":
        shown: list[Json] = [*map(_json, found)]
        show(pretty({"record": loaded.record.id, **proof, "findings": shown}))
        return
    terminal = console()
    for line in found:
        text = Text(f"{'+'.join(line.finding.kinds):<24} ")
        text.append(terminal_text(line.id), "bold")
        for side in (Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT):
            if line.sides[side]:
                text.append(f"  {sign(side)} {' '.join(line.sides[side])}", "dim")
        terminal.print(text, soft_wrap=True)


def _json(line: FindingLine) -> dict[str, Json]:
    """Return a finding as JSON, without the members that only a gate fills."""
    shown = finding_json(line)
    del shown["state"], shown["known"]
    return shown
