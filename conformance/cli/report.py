"""`conformance report`: reports made anew from a results file."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.checking import check_results
from conformance.cli.sizes import warn_of_size
from conformance.errors import UsageError
from conformance.outputs import staged
from conformance.reporters import OF_A_RUN, REPORTERS, write_reports


@click.command(
    epilog="""\b
Examples:
  conformance report reports/results.jsonl --to html
  conformance report results.jsonl --to md,html --out site
"""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "formats",
    default=",".join(OF_A_RUN),
    show_default=True,
    metavar="FORMAT,…",
    help=f"Which reports: {', '.join(REPORTERS)}.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where they go. [default: beside the results file]",
)
def report(file: Path, formats: str, out: Path | None) -> None:
    """Make reports from a results file, without judging again."""
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    for name in wanted:
        if name not in REPORTERS:
            raise UsageError(
                f"there is no report format {name!r}", mend=f"there are {', '.join(REPORTERS)}"
            )
    check_results(file)
    folder = out or file.parent
    with staged(folder) as stage:
        write_reports(file, stage, wanted)
    for name in wanted:
        click.echo(folder / REPORTERS[name][0])
    warn_of_size(folder, wanted)
