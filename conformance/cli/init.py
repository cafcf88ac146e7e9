"""`conformance init`: a record of your own, ready to run."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.context import say, show
from conformance.record.scaffold import scaffold


@click.command(
    epilog="""\b
Examples:
  conformance init parcels && cd parcels && conformance run
"""
)
@click.argument("directory", type=click.Path(path_type=Path))
def init(directory: Path) -> None:
    """Start a record of your own in DIRECTORY: two variants, their cases, known disagreements.

    The example runs as it is; replace its schemas with yours, piece by piece.
    """
    for name in scaffold(directory):
        say(f"written: {directory / name}")
    show("")
    say(f"Next: cd {directory} && conformance run")
