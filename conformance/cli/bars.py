"""The progress of a command on a terminal, shown by rich."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


def counted() -> Progress:
    """Return the progress of judging cases, for standard error."""
    return Progress(
        TextColumn("judging"),
        BarColumn(),
        TextColumn("{task.completed:,} of {task.total:,} cases"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def spinning() -> Progress:
    """Return the progress of work without a measure, for standard error."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
