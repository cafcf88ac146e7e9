"""What is shown by rich: consoles, and progress on a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from conformance.jsontext.escape import terminal_output


class SafeConsole(Console):
    """Prints the output of rich: wrapping makes lines, and only then they have a start."""

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401  rich's own
        """Print objects, as rich does."""
        with self.capture() as captured:
            super().print(*objects, **options)
        self.file.write(terminal_output(captured.get()))


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
