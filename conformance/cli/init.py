"""`conformance init`: a record of your own, ready to run."""

from __future__ import annotations

from pathlib import Path

import click

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
        click.echo(f"written: {directory / name}")
    click.echo(f"\nNext: cd {directory} && conformance run")
