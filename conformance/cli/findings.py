"""`conformance findings`: the disagreements, one line each."""

from __future__ import annotations

import click
from rich.text import Text

from conformance.cli.context import columns_option, console, format_option, record_option, settings
from conformance.corpus.load import load_corpus
from conformance.jsontext.text import pretty, visible
from conformance.pipeline import chosen_judges, run
from conformance.record.choose import chosen_record


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
    type=click.Choice(["conflict", "contradiction", "loss", "refinement", "gap"]),
    help="Only findings of this kind. May be given several times.",
)
@format_option
def findings(
    record: str | None, columns: tuple[str, ...], kinds: tuple[str, ...], form: str
) -> None:
    """List every disagreement: what is special, where, and who stands how."""
    known = settings()
    chosen = chosen_record(record, known)
    corpus = load_corpus(chosen.folder)
    judges, programs = chosen_judges(chosen, corpus, columns or known.columns)
    lines = list(run(chosen, corpus, judges, programs=programs, made=""))
    found = [
        line
        for line in lines
        if line["kind"] == "finding" and (not kinds or set(kinds) & set(_texts(line["kinds"])))
    ]
    footer = lines[-1]
    if form == "json":
        whole = {name: footer[name] for name in ("complete", "why_not")}
        shown = [{name: x for name, x in line.items() if name != "kind"} for line in found]
        click.echo(pretty({"record": chosen.id, **whole, "findings": [*shown]}))
        return
    terminal = console()
    for line in found:
        text = Text(f"{'+'.join(_texts(line['kinds'])):<24} ")
        text.append(visible(str(line["id"])), "bold")
        for sign, side in (("✓", "accept"), ("✗", "reject"), ("○", "silent")):
            if line[side]:
                text.append(f"  {sign} {' '.join(_texts(line[side]))}", "dim")
        terminal.print(text, soft_wrap=True)


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
