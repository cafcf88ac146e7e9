"""`conformance judge`: every column's verdict on one input, or on several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from conformance.cli.caching import no_cache
from conformance.cli.context import (
    columns_option,
    format_option,
    record_option,
    settings,
    show,
    work_option,
)
from conformance.cli.judge_inputs import Asked, inputs_of
from conformance.cli.judge_output import as_json, as_line, print_text
from conformance.cli.judging import by_record, by_sources
from conformance.cli.reading import reading_of, reading_options
from conformance.errors import IncompleteRunError, UsageError
from conformance.jsontext.text import pretty
from conformance.model import Verdict
from conformance.proofs import store
from conformance.record.choose import chosen_folder
from conformance.record.state import state_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.cli.judge_output import Judged
    from conformance.cli.reading import Reading

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
        found = by_sources(files, lines, against, reading_of(values))
        _print(found, form, several=lines is not None or len(found) > 1)
        return
    known = settings()
    folder = chosen_folder(record, known)
    inputs = inputs_of(files, lines)
    several = lines is not None or len(inputs) > 1
    state = state_of(folder) if store.is_used() and not live else None
    asked = Asked(
        record=record,
        columns=columns,
        patterns=columns or known.columns,
        live=live,
        work=work,
        state=state,
    )
    found = by_record(inputs, folder, asked)
    _print(found, form, several=several)
    _check_asked(found, several=several)


def _print(found: Sequence[Judged], form: str, *, several: bool) -> None:
    """Print answers in a form."""
    if form == "text":
        print_text(found, several=several)
    elif several:
        for judged in found:
            show(as_line(judged))
    else:
        show(pretty(as_json(found[0])))


def _check_asked(found: Sequence[Judged], *, several: bool) -> None:
    """Raise an error if a program that was named has no answer."""
    for judged in found:
        for column, judgement in judged.judgements.items():
            if judgement.verdict is Verdict.NOT_RUN:
                where = f" on {judged.given.name}" if several else ""
                raise IncompleteRunError(f"{column} was not run{where}: {judgement.note}")
