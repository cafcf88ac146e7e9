"""`conformance run`: every column over every case, and all reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from conformance.cli.caching import cache_option
from conformance.cli.context import (
    columns_option,
    records_option,
    settings,
    sources_option,
    warn,
    work_option,
)
from conformance.cli.gate import gate_options
from conformance.cli.running import Asked, check, prepare, run_record, tell
from conformance.files import staged
from conformance.programs.choose import Choice
from conformance.record.choose import chosen_folders, unfinished_records
from conformance.reporters.terminal import summary

if TYPE_CHECKING:
    from conformance.cli.gate import Demands

_OUT = Path("reports")


@click.command(
    epilog="""\b
Examples:
  conformance run
  conformance run --columns '*.declared' --out /tmp/declared
  conformance run --record my-record
  conformance run --record my-record --record schemas/other
  conformance run --enforce 'mine.*' --vanished warn
  conformance run --jobs 4
"""
)
@records_option
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
    record: tuple[str, ...],
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

    Of several records, each runs in turn: all those of the settings, or in the folder `schemas`, if
    none is named. The reports of each are in a folder of its name, beside an index.html and a
    summary.md over all of them; those of one record are in FOLDER itself. A record that cannot be
    run is named, and the others run. The exit code is the worst, in the order 4, 2, 3, 5, 1, 0.
    Columns are chosen and enforced in the records that have them.

    Writes results.jsonl, from which all reports are made, and the reports: index.html, summary.md,
    junit.xml, results.sarif and badge.json. Earlier reports in the folder are replaced only
    when everything has been written.

    Prints the fields on which descriptions conflict, the outcome, and where the report is; with
    --verbose every finding too, and the number of verdicts of every column.

    The findings are compared with the record's list of known disagreements: one that is new,
    changed, gone or past its expiry makes the exit code 1. A variant whose source has changed since
    it was read is named.
    """
    known = settings()
    folders = chosen_folders(record, known)
    if not record and not known.records:
        warn(unfinished_records())
    asked = Asked(
        settings=known,
        columns=columns or known.columns,
        choice=Choice(programs_from or Choice.RECORDED),
        jobs=jobs,
        work=work,
        sources=sources,
        check_sources=check_sources,
        demands=demands,
    )
    folder = out or known.out or _OUT
    if len(folders) > 1:
        from conformance.cli.run_several import run_several  # noqa: PLC0415  seldom

        run_several(folders, folder, asked, verbose=verbose)
        return
    prepared = prepare(folders[0], asked)
    with staged(folder) as stage:
        ran = run_record(prepared, stage, asked)
    tell(ran, folder, asked, summary(ran.overview, verbose=verbose))
    check(ran, asked)
