"""`conformance report`: make reports from a results file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.context import announce, say
from conformance.cli.report_size import warn_of_size
from conformance.errors import UsageError
from conformance.files import staged
from conformance.reporters import (
    OF_A_RUN,
    REPORTERS,
    SCORECARD,
    fed,
    reporters,
    write_reports,
    write_scorecards,
)
from conformance.reporters.scorecard import Scorecards
from conformance.results.read import read_results

if TYPE_CHECKING:
    from conformance.reporters import Listener

FORMATS = (*REPORTERS, SCORECARD)
"""The formats that can be asked for."""


@click.command(
    epilog="""\b
Examples:
  conformance report reports/results.jsonl --to html
  conformance report results.jsonl --to md,html --out site
  conformance report results.jsonl --to scorecard --columns 'a.*'
"""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "formats",
    default=",".join(OF_A_RUN),
    show_default=True,
    metavar="FORMAT,…",
    help=f"Which reports: {', '.join(FORMATS)}.",
)
@click.option(
    "--columns",
    "--column",
    "columns",
    metavar="PATTERN",
    multiple=True,
    help="Scorecards only of the columns that match, for example 'a.*'. May be given several "
    "times.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The folder for the reports. [default: beside the results file]",
)
def report(file: Path, formats: str, columns: tuple[str, ...], out: Path | None) -> None:
    """Make reports from a results file, without judging again.

    A scorecard is for the maintainers of a column, in scorecards/COLUMN.md: what it rejects that
    others accept and the other way round, the most important first, what to change in its source,
    what changed since its last release, and a ready-made bug report.
    """
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    for name in wanted:
        if name not in FORMATS:
            raise UsageError(
                f"there is no report format {name!r}", hint=f"there are {', '.join(FORMATS)}"
            )
    if columns and SCORECARD not in wanted:
        raise UsageError("--columns chooses scorecards", hint=f"ask for them with --to {SCORECARD}")
    announce(file)
    single = [name for name in wanted if name != SCORECARD]
    made, cards = reporters(single), Scorecards(columns)
    listeners: list[Listener] = [*made.values(), *([cards] if SCORECARD in wanted else [])]
    for _ in fed(read_results(file), listeners):
        pass
    folder = out or file.parent
    with staged(folder) as stage:
        write_reports(made, stage)
        written = write_scorecards(cards, stage) if SCORECARD in wanted else []
    for path in (*(Path(REPORTERS[name][0]) for name in single), *written):
        say(str(folder / path))
    warn_of_size(folder, single)
