"""`conformance run`: every column over every case, and all reports."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from conformance.cli.caching import cache_option
from conformance.cli.context import (
    columns_option,
    console,
    record_option,
    say,
    settings,
    sources_option,
    watched,
    work_folder,
    work_option,
)
from conformance.cli.gate import chosen_gate, gate_lines, gate_options
from conformance.cli.report import warn_of_size
from conformance.errors import IncompleteRunError, UsageError
from conformance.files import staged
from conformance.generate.executors import processes
from conformance.model import Verdict
from conformance.pipeline import compare, judge, load
from conformance.pipeline import report as write_report
from conformance.programs.choose import Choice
from conformance.record.origins import stale_variants
from conformance.reporters import REPORTERS
from conformance.reporters.terminal import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.cli.gate import Demands
    from conformance.model import Program
    from conformance.record.origins import Stale

_OUT = Path("reports")


@click.command(
    epilog="""\b
Examples:
  conformance run
  conformance run --columns '*.declared' --out /tmp/declared
  conformance run --record schemas/my-record
  conformance run --enforce 'mine.*' --vanished warn
  conformance run --jobs 4
"""
)
@record_option
@columns_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=True),
    metavar="FOLDER",
    help="The folder for the reports. [default: reports]",
)
@click.option(
    "--live",
    "programs_from",
    flag_value="live",
    help="Build and run every program now, recorded or not; one without an adapter is not "
    "run, and the exit code is 3.",
)
@click.option(
    "--recorded",
    "programs_from",
    flag_value="recorded",
    help="Show every program as recorded; start none. [default]",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes that judge; the reports are the same with any number.",
)
@click.option("--verbose", is_flag=True, help="Print every finding, and every column.")
@work_option
@sources_option
@click.option(
    "--check-sources",
    is_flag=True,
    help="Exit 1 if the source of a variant is not as it was read, 3 if it is not at hand.",
)
@cache_option
@gate_options
def run(
    record: str | None,
    columns: tuple[str, ...],
    out: Path | None,
    programs_from: str | None,
    jobs: int,
    verbose: bool,
    work: Path | None,
    sources: Path | None,
    check_sources: bool,
    **demands: Unpack[Demands],
) -> None:
    """Judge the whole corpus with every column and write the conformance matrix.

    Columns of programs are shown as they were recorded, and one of which nothing is recorded is
    not run: no program is built or started without --live.

    Writes results.jsonl, from which all reports are made, and the reports: index.html, summary.md,
    junit.xml, results.sarif and badge.json. Earlier reports in the folder are replaced only
    when everything has been written.

    Prints the fields on which descriptions conflict, the outcome, and where the report is; with
    --verbose every finding too, and the number of verdicts of every column.

    The findings are compared with the record's list of known disagreements: one that is new,
    changed, gone or past its expiry makes the exit code 1. A variant whose source has changed since
    it was read is named.
    """
    chosen_settings = settings()
    folder = out or chosen_settings.out or _OUT
    loaded = load(
        chosen_settings,
        record=record,
        columns=columns or chosen_settings.columns,
        choice=Choice(programs_from or Choice.RECORDED),
        work=work_folder(work),
    )
    gate = chosen_gate(loaded, demands)
    with staged(folder) as stage, processes(jobs) as executor:
        judged = watched(judge(loaded, executor, jobs=jobs), len(loaded.corpus.cases))
        reported = write_report(compare(loaded, judged, made=now()), stage, gate)
    console().print(summary(reported.overview, verbose=verbose))
    for line in gate_lines(reported.gate, gate):
        say(line)
    stale = [*stale_variants(loaded.record, sources)]
    for line in _stale_lines(stale, whole=check_sources):
        say(line)
    say(f"Report: {folder / 'index.html'}")
    warn_of_size(folder, REPORTERS)
    changed = check_sources and any(not one.missing for one in stale)
    if changed or reported.gate.exit_code:
        raise click.exceptions.Exit(reported.gate.exit_code or 1)
    _check_at_hand(stale if check_sources else ())
    if programs_from == Choice.LIVE:
        _check_whole(loaded.programs)


def _stale_lines(stale: Sequence[Stale], *, whole: bool) -> Iterator[str]:
    """Yield a line on the variants that are out of date, and one on those that may be.

    Args:
        stale: The variants.
        whole: Whether those are named whose source is not at hand.
    """
    changed = [f"{one.variant} ({one.file})" for one in stale if not one.missing]
    missing = [f"{one.variant} ({one.file})" for one in stale if one.missing]
    if changed:
        yield (
            f"Out of date: {', '.join(changed)}; `conformance variant refresh` reads the sources "
            "again"
        )
    if missing and whole:
        yield f"Not at hand: {', '.join(missing)}"


def _check_at_hand(stale: Sequence[Stale]) -> None:
    """Raise an error if a source is not at hand."""
    if stale:
        names = ", ".join(one.variant for one in stale)
        raise IncompleteRunError(
            f"the sources of some variants are not at hand: {names}",
            hint="name a folder that holds the documents with --sources",
        )


def _check_whole(programs: Iterable[Program]) -> None:
    """Raise an error if a program that was to run now was not asked about every case."""
    for program in programs:
        if program.not_run is not None:
            raise IncompleteRunError(f"{program.column.id} was not run: {program.not_run}")
        left = [
            judgement.note
            for judgement in program.judgements.values()
            if judgement.verdict is Verdict.NOT_RUN
        ]
        if left:
            raise IncompleteRunError(
                f"{program.column.id} was not run on {len(left)} cases: {left[0]}"
            )


def now() -> str:
    """Return the time of the run; SOURCE_DATE_EPOCH fixes it, as reproducible builds ask."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.now(UTC) if epoch is None else datetime.fromtimestamp(int(epoch), UTC)
    except (OSError, OverflowError, ValueError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}") from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
