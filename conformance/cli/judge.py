"""`conformance judge`: every column's verdict on one input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import click
from rich.text import Text

from conformance.cli.context import (
    announce,
    built_in,
    columns_option,
    console,
    format_option,
    input_of,
    record_option,
    settings,
    show,
    warn,
    work_option,
)
from conformance.cli.reading import behind, reading_of, reading_options
from conformance.corpus.load import load_corpus
from conformance.errors import IncompleteRunError, UsageError
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import parse, pretty
from conformance.judges.panel import schema_judges
from conformance.model import Verdict
from conformance.programs.choose import asked_about, program_ids, unasked
from conformance.readers.read import read
from conformance.record.choose import chosen_record
from conformance.record.sources import named_sources, record_of
from conformance.reporters.words.signs import STYLES, sign
from conformance.results.encode import reason_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from conformance.cli.reading import Reading
    from conformance.model import Json, Judgement, Record
    from conformance.readers.read import Options


@click.command(
    epilog="""\b
Examples:
  conformance judge payload.json
  echo '{"id": null}' | conformance judge -
  conformance judge payload.json --columns '*.declared' --format json
  conformance judge payload.json --columns sdk.my-client@2.1.0 --live
  conformance judge payload.json --against types.ts#Order --against api.yaml#Order
"""
)
@click.argument("file", default="-", metavar="[FILE|-]")
@record_option
@columns_option
@click.option("--live", is_flag=True, help="Build and ask programs too: all, or those named.")
@work_option
@click.option(
    "--against",
    metavar="[NAME=]SOURCE",
    multiple=True,
    help="Judge by this source, PATH#TYPE, or schema file, and by no record. May be given several "
    "times.",
)
@reading_options
@format_option
def judge(
    file: str,
    record: str | None,
    columns: tuple[str, ...],
    live: bool,
    work: Path | None,
    against: tuple[str, ...],
    form: str,
    **values: Unpack[Reading],
) -> None:
    """Print every column's verdict on one JSON input, and the reasons.

    The input is a file or standard input. The exit code is 0 whatever the verdicts are. Programs
    are asked only with --live; they are built first, which may take a while. One that --columns
    names is not run without it, and the exit code is 3.
    """
    if against:
        if record is not None or columns or live:
            raise UsageError(
                "--against needs no record", hint="leave --record, --columns and --live out"
            )
        found = _by_sources(file, against, reading_of(values))
    else:
        found = _by_record(file, record, columns, work, live=live)
    if form == "json":
        shown: dict[str, Json] = {
            column: {
                "verdict": judgement.verdict.value,
                "reasons": [reason_json(reason) for reason in judgement.reasons],
                **({"note": judgement.note} if judgement.note else {}),
                **({"typed_as": judgement.typed_as} if judgement.typed_as else {}),
            }
            for column, judgement in found.judgements.items()
        }
        show(pretty({"record": found.record.id, "columns": shown}))
    else:
        _print(found)
    for column, judgement in found.judgements.items():
        if judgement.verdict is Verdict.NOT_RUN:
            raise IncompleteRunError(f"{column} was not run: {judgement.note}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The verdicts on the input, by column, and the record that the columns are of."""

    record: Record
    judgements: Mapping[str, Judgement]


def _by_sources(file: str, against: Sequence[str], options: Options) -> _Found:
    named = named_sources(against)
    announce(*named.values())
    sources = {name: read(source, options) for name, source in named.items()}
    warn(text for source in sources.values() for text in source.file.warnings)
    record = record_of(sources)
    parsed = parse(input_of(file))
    return _Found(
        record=record,
        judgements={x.column.id: x.judge(parsed) for x in schema_judges(record)},
    )


def _by_record(
    file: str, record: str | None, columns: tuple[str, ...], work: Path | None, *, live: bool
) -> _Found:
    known = settings()
    chosen = chosen_record(record, known)
    patterns = columns or known.columns
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
    return _Found(record=chosen, judgements=judgements)


def _print(judged: _Found) -> None:
    terminal = console()
    readings = judged.record.columns
    for column, found in judged.judgements.items():
        claims = readings[column][0].claims if column in readings else ()
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
            for where in behind(reason, claims, none="no claim"):
                shown = f"{indent}  {where}"
                terminal.print(Text(terminal_text(shown), "dim"), soft_wrap=True)
