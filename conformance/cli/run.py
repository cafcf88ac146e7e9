"""`conformance run`: every column over every case, and all reports."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from conformance.cases import load_corpus
from conformance.cli.context import (
    chosen_record,
    columns_option,
    console,
    record_option,
    settings,
    watched,
)
from conformance.cli.gating import chosen_gate, gate_options, said
from conformance.errors import UsageError
from conformance.gate import gated, outcome
from conformance.outputs import staged, write_text
from conformance.pipeline import run as run_pipeline
from conformance.pipeline import schema_judges
from conformance.reporters import RESULTS, write_reports
from conformance.reporters.terminal import summary
from conformance.results import line_text, read_results

if TYPE_CHECKING:
    from conformance.cli.gating import Demands

_OUT = Path("reports")


@click.command(
    epilog="""\b
Examples:
  conformance run
  conformance run --columns '*.declared' --out /tmp/declared
  conformance run --record schemas/my-record
  conformance run --enforce 'mine.*' --vanished warn
"""
)
@record_option
@columns_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=True),
    metavar="FOLDER",
    help="Where the reports go. [default: reports]",
)
@gate_options
def run(
    record: str | None, columns: tuple[str, ...], out: Path | None, **demands: Unpack[Demands]
) -> None:
    """Judge the whole corpus by every column and write the conformance matrix.

    Writes results.jsonl, from which all reports are made, index.html and summary.md. What stood
    there before is replaced only when everything has been written.

    The findings are compared with the record's list of known disagreements: one that is new, is
    changed, is gone, or is past its expiry makes the exit code 1.
    """
    known = settings()
    folder = out or known.out or _OUT
    chosen = chosen_record(record, known)
    corpus = load_corpus(chosen.folder)
    judges = schema_judges(chosen, columns or known.columns)
    gate = chosen_gate(chosen, demands)
    lines = gated(run_pipeline(chosen, corpus, judges, made=_now()), gate)
    with staged(folder) as stage:
        results = stage / RESULTS
        write_text(results, map(line_text, watched(lines, len(corpus.cases))))
        write_reports(results, stage)
    console().print(summary(read_results(folder / RESULTS)))
    click.echo(f"\nReport: {folder / 'index.html'}")
    result = outcome(read_results(folder / RESULTS))
    for line in said(result, gate):
        click.echo(line)
    if result.exit_code:
        raise click.exceptions.Exit(result.exit_code)


def _now() -> str:
    """Return the time of the run; SOURCE_DATE_EPOCH fixes it, as reproducible builds ask."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.now(UTC) if epoch is None else datetime.fromtimestamp(int(epoch), UTC)
    except (OSError, OverflowError, ValueError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch!r}") from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
