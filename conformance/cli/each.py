"""Runs a command over several records, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from conformance.cli.context import say
from conformance.errors import ConformanceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

_WORST = (4, 2, 3, 5, 1, 0)
"""The exit codes, the worst first."""


def worst(codes: Iterable[int]) -> int:
    """Return the worst of some exit codes."""
    return min(codes, key=_WORST.index)


def each_record(folders: Sequence[Path], do: Callable[[Path], None]) -> None:
    """Do something for each record; what goes wrong in one does not keep the others from it.

    Args:
        folders: The records' folders.
        do: Takes a folder, and ends as a command does.

    Raises:
        Exit: Some record failed; with the worst exit code.
        ConformanceError: The only record failed.
    """
    if len(folders) == 1:
        do(folders[0])
        return
    codes = [_code(folder, do) for folder in folders]
    if any(codes):
        raise click.exceptions.Exit(worst(codes))


def _code(folder: Path, do: Callable[[Path], None]) -> int:
    try:
        do(folder)
    except click.exceptions.Exit as end:
        return end.exit_code
    except ConformanceError as error:
        say(f"Error: {folder.resolve().name}: {error}", err=True)
        return error.exit_code
    return 0
