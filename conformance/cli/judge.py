"""`conformance judge`: every column's verdict on one input, or on several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

import click

from conformance.cli.caching import no_cache
from conformance.cli.context import (
    announce,
    built_in,
    columns_option,
    format_option,
    record_option,
    settings,
    show,
    warn,
    work_option,
)
from conformance.cli.judge_inputs import inputs_of
from conformance.cli.judge_output import Judged, as_json, as_line, print_text
from conformance.cli.reading import reading_of, reading_options
from conformance.errors import IncompleteRunError, UsageError
from conformance.jsontext.text import parse, pretty
from conformance.judges.panel import schema_judges
from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.cli.judge_inputs import Given
    from conformance.cli.reading import Reading
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Judgement
    from conformance.readers.read import Options

_KEPT = (
    "Read the cases and the recorded verdicts anew. Otherwise what was read before is taken from "
    "the cache while no file has changed."
)


@click.command(
    epilog="""\b
Examples:
  conformance judge payload.json
  echo '{"id": null}' | conformance judge -
  conformance judge payload.json --columns '*.declared' --format json
  conformance judge payload.json --columns sdk.my-client@2.1.0
  conformance judge payload.json --columns sdk.my-client@2.1.0 --live
  conformance judge a.json b.json --columns sdk.my-client@2.1.0 --live
  conformance judge --lines failed.jsonl --format json
  conformance judge payload.json --against types.ts#Order --against api.yaml#Order
"""
)
@click.argument("files", nargs=-1, metavar="[FILE|-]...")
@click.option(
    "--lines",
    metavar="FILE|-",
    help="Judge each line of this file, one JSON text a line. Empty lines are passed over.",
)
@record_option
@columns_option
@click.option("--live", is_flag=True, help="Build and ask programs now: all, or those named.")
@work_option
@click.option(
    "--against",
    metavar="[NAME=]SOURCE",
    multiple=True,
    help="Judge by this source, PATH#TYPE, or schema file, and by no record. May be given several "
    "times.",
)
@reading_options
@no_cache(_KEPT)
@format_option
def judge(
    files: tuple[str, ...],
    lines: str | None,
    record: str | None,
    columns: tuple[str, ...],
    live: bool,
    work: Path | None,
    against: tuple[str, ...],
    form: str,
    **values: Unpack[Reading],
) -> None:
    """Print every column's verdict on a JSON input, and the reasons.

    An input is a file or standard input. The exit code is 0 whatever the verdicts are.

    A recorded program does not run. It answers with its verdict on the recorded case that is most
    like the input: the input itself, or a case that the schemas object to for the same causes. The
    answer names the case. Where no case tells, the answer is not known; then the exit code is 3 if
    --columns names the program.

    With --live, programs are built, which may take a while, and asked now; with --columns only
    those named. Each is started once for all inputs.

    Of several inputs, and with --lines, the form json prints one document a line, which names its
    input.
    """
    if against:
        if record is not None or columns or live:
            raise UsageError(
                "--against needs no record", hint="leave --record, --columns and --live out"
            )
        found = _by_sources(files, lines, against, reading_of(values))
    else:
        found = _by_record(files, lines, record, columns, work, live=live)
    several = lines is not None or len(found) > 1
    if form == "text":
        print_text(found, several=several)
    elif several:
        for judged in found:
            show(as_line(judged))
    else:
        show(pretty(as_json(found[0])))
    for judged in found:
        for column, judgement in judged.judgements.items():
            if judgement.verdict is Verdict.NOT_RUN:
                where = f" on {judged.given.name}" if several else ""
                raise IncompleteRunError(f"{column} was not run{where}: {judgement.note}")


def _by_sources(
    files: Sequence[str], lines: str | None, against: Sequence[str], options: Options
) -> list[Judged]:
    from conformance.readers.read import read  # noqa: PLC0415  a record is not read by it
    from conformance.record.sources import named_sources, record_of  # noqa: PLC0415

    named = named_sources(against)
    announce(*named.values())
    sources = {name: read(source, options) for name, source in named.items()}
    warn(text for source in sources.values() for text in source.file.warnings)
    record = record_of(sources)
    judges = schema_judges(record)
    return [
        Judged(given=given, record=record, judgements=_schema_verdicts(judges, given))
        for given in inputs_of(files, lines)
    ]


def _by_record(
    files: Sequence[str],
    lines: str | None,
    record: str | None,
    columns: tuple[str, ...],
    work: Path | None,
    *,
    live: bool,
) -> list[Judged]:
    # What judges by sources needs no record and no program.
    from conformance.programs.choose import program_ids, recorded_ids  # noqa: PLC0415
    from conformance.record.choose import chosen_folder  # noqa: PLC0415
    from conformance.record.load import load_described  # noqa: PLC0415

    known = settings()
    chosen = load_described(chosen_folder(record, known))
    patterns = columns or known.columns
    others = program_ids(chosen.folder) if patterns else ()
    judges = schema_judges(chosen, patterns, others=others)
    inputs = inputs_of(files, lines)
    found = [
        Judged(given=given, record=chosen, judgements=_schema_verdicts(judges, given))
        for given in inputs
    ]
    if live:
        from conformance.corpus.load import load_corpus  # noqa: PLC0415
        from conformance.programs.choose import asked_about  # noqa: PLC0415

        answers = asked_about(
            [given.data for given in inputs],
            chosen.folder,
            load_corpus(chosen.folder),
            patterns=patterns,
            work=built_in(work, chosen),
        )
        return [
            replace(judged, judgements={**judged.judgements, **asked})
            for judged, asked in zip(found, answers, strict=True)
        ]
    if recorded_ids(chosen.folder, patterns):
        from conformance.cli.judge_recorded import with_recorded  # noqa: PLC0415

        every = schema_judges(chosen) if patterns else judges
        found = with_recorded(found, patterns, every, record=record)
    if columns:
        found = [_with_unasked(judged, columns) for judged in found]
    return found


def _with_unasked(judged: Judged, columns: Sequence[str]) -> Judged:
    """Return a judged input with the programs that are named and have no answer."""
    from conformance.programs.choose import unasked  # noqa: PLC0415

    known = {*judged.answers}
    left = unasked(judged.record.folder, patterns=columns, unlike=judged.unknown)
    waiting = {column: found for column, found in left.items() if column not in known}
    return replace(judged, judgements={**judged.judgements, **waiting}, unknown=())


def _schema_verdicts(judges: Sequence[SchemaJudge], given: Given) -> dict[str, Judgement]:
    parsed = parse(given.data)
    return {judge.column.id: judge.answer(parsed) for judge in judges}
