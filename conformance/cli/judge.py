"""`conformance judge`: every column's verdict on one input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.text import Text

from conformance.cli.context import (
    built_in,
    columns_option,
    console,
    format_option,
    input_of,
    record_option,
    settings,
    show,
    work_option,
)
from conformance.corpus.load import load_corpus
from conformance.errors import IncompleteRunError
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import parse, pretty
from conformance.judges.panel import schema_judges
from conformance.model import Verdict
from conformance.programs.choose import asked_about, program_ids, unasked
from conformance.record.choose import chosen_record
from conformance.reporters.words.signs import STYLES, sign
from conformance.results.encode import reason_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.model import Json, Judgement


@click.command(
    epilog="""\b
Examples:
  conformance judge payload.json
  echo '{"id": null}' | conformance judge -
  conformance judge payload.json --columns '*.declared' --format json
  conformance judge payload.json --columns sdk.my-client@2.1.0 --live
"""
)
@click.argument("file", default="-", metavar="[FILE|-]")
@record_option
@columns_option
@click.option("--live", is_flag=True, help="Build and ask programs too: all, or those named.")
@work_option
@format_option
def judge(
    file: str,
    record: str | None,
    columns: tuple[str, ...],
    live: bool,
    work: Path | None,
    form: str,
) -> None:
    """Print every column's verdict on one JSON input, and the reasons.

    The input is a file or standard input. The exit code is 0 whatever the verdicts are. Programs
    are asked only with --live; they are built first, which may take a while. One that --columns
    names is not run without it, and the exit code is 3.
    """
    chosen_settings = settings()
    chosen = chosen_record(record, chosen_settings)
    patterns = columns or chosen_settings.columns
    judges = schema_judges(
        chosen, patterns, others=program_ids(chosen.folder) if columns or live else ()
    )
    data = input_of(file)
    parsed = parse(data)
    judgements = {judge.column.id: judge.judge(parsed) for judge in judges}
    if live:
        corpus = load_corpus(chosen.folder)
        judgements |= asked_about(
            data, chosen.folder, corpus, patterns=patterns, work=built_in(work, chosen)
        )
    elif columns:
        judgements |= unasked(chosen.folder, patterns=columns)
    if form == "json":
        shown: dict[str, Json] = {
            column: {
                "verdict": found.verdict.value,
                "reasons": [reason_json(reason) for reason in found.reasons],
                **({"note": found.note} if found.note else {}),
                **({"typed_as": found.typed_as} if found.typed_as else {}),
            }
            for column, found in judgements.items()
        }
        show(pretty({"record": chosen.id, "columns": shown}))
    else:
        _print(judgements)
    for column, found in judgements.items():
        if found.verdict is Verdict.NOT_RUN:
            raise IncompleteRunError(f"{column} was not run: {found.note}")


def _print(judgements: Mapping[str, Judgement]) -> None:
    terminal = console()
    for column, found in judgements.items():
        line = Text(f"{sign(found.verdict)} {found.verdict.value:<11}", STYLES[found.verdict])
        terminal.print(line.append(f" {column}", "bold"))
        if found.typed_as:
            terminal.print(Text(terminal_text(f"{' ' * 14}as {found.typed_as}")), soft_wrap=True)
        indent = " " * 14
        if found.note:
            terminal.print(Text(indent + terminal_text(found.note)), soft_wrap=True)
        for reason in found.reasons:
            text = f"{indent}{reason.instance or '(root)'}: {reason.message}"
            terminal.print(Text(terminal_text(text)), soft_wrap=True)
            if reason.file:  # a program has none
                claims = ", ".join(reason.claims) or "no claim"
                where = f"{indent}  {reason.file}#{reason.schema} · {claims}"
                terminal.print(Text(terminal_text(where), "dim"), soft_wrap=True)
