"""`conformance report`: make reports from a results file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.context import announce, say, warn
from conformance.errors import UsageError
from conformance.files import staged
from conformance.reporters import OF_A_RUN, REPORTERS, fed, reporters, write_reports
from conformance.results.read import read_results

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    help="The folder for the reports. [default: beside the results file]",
)
def report(file: Path, formats: str, out: Path | None) -> None:
    """Make reports from a results file, without judging again."""
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    for name in wanted:
        if name not in REPORTERS:
            raise UsageError(
                f"there is no report format {name!r}", hint=f"there are {', '.join(REPORTERS)}"
            )
    announce(file)
    made = reporters(wanted)
    for _ in fed(read_results(file), made.values()):
        pass
    folder = out or file.parent
    with staged(folder) as stage:
        write_reports(made, stage)
    for name in wanted:
        say(str(folder / REPORTERS[name][0]))
    warn_of_size(folder, wanted)


LARGE_REPORT = 50_000_000
"""Bytes; a larger page gets a warning."""


def warn_of_size(folder: Path, formats: Iterable[str]) -> None:
    """Warn if the page in a folder is so large that a browser opens it slowly."""
    page = folder / REPORTERS["html"][0]
    if "html" not in formats:
        return
    size = page.stat().st_size
    if size >= LARGE_REPORT:
        text = (
            f"{page} is {size // 1_000_000:,} MB, which a browser opens slowly or not at all; "
            "judge fewer columns (--columns) or keep fewer generated cases, or read the findings "
            f"in {REPORTERS['md'][0]}"
        )
        warn([text])
