"""What the commands share: choosing the record, the columns, and printing."""

from __future__ import annotations

import errno
import os
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from conformance.comparison import chosen_sides, is_file_name, sides_of
from conformance.errors import UsageError
from conformance.programs import program_ids
from conformance.records import load_record
from conformance.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.comparison import Side
    from conformance.model import Json, Record

record_option = click.option(
    "--record",
    metavar="NAME|FOLDER",
    help="The record, if there are several: its folder, or its name among those at hand.",
)
columns_option = click.option(
    "--columns",
    metavar="PATTERN",
    multiple=True,
    help="Only the columns that match, for example 'a.*'. May be given several times.",
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What to print.",
)


def settings() -> Settings:
    """Return the settings of the project that the command was started in."""
    return load_settings(Path.cwd())


def chosen_record(name: str | None, known: Settings) -> Record:
    """Return the record that a command is about.

    Named, it is a folder or the name of one at hand. Unnamed, it is the only one at hand: of the
    settings, of the folder `schemas` here, or else the one that is shipped.

    Raises:
        UsageError: There is no such record or none at all, several and none is named, or two of
            one name.
        BrokenFileError: Its folder is broken.
    """
    at_hand: dict[str, Path] = {}
    for folder in _folders(known):
        other = at_hand.setdefault(folder.name, folder)
        if other.resolve() != folder.resolve():
            raise UsageError(
                f"two records are called {folder.name}: {other} and {folder}",
                mend="rename one of the folders, or leave one out of the settings",
            )
    if name is not None:
        folder = at_hand.get(name, Path(name))
        if not folder.is_dir():
            raise UsageError(
                f"there is no record {name!r}",
                mend=f"at hand are {', '.join(sorted(at_hand)) or 'none'}",
            )
        return load_record(folder)
    if not at_hand:
        raise UsageError(
            "there is no record here",
            mend="name its folder with --record, or write one with `conformance init`",
        )
    if len(at_hand) > 1:
        raise UsageError(
            f"there are several records: {', '.join(sorted(at_hand))}",
            mend="name one with --record",
        )
    return load_record(next(iter(at_hand.values())))


def named_sides(record: str | None, names: Sequence[str]) -> list[Side]:
    """Return what names mean: schema files, and columns, for which the record is looked at.

    Raises:
        UsageError: A name is neither a file nor matches a column, or means a program.
    """
    if record is None and all(map(is_file_name, names)):
        return chosen_sides(names, ())
    chosen = chosen_record(record, settings())
    return chosen_sides(names, list(sides_of(chosen)), programs=program_ids(chosen.folder))


def warn(texts: Iterable[str]) -> None:
    """Print warnings, each once."""
    for text in dict.fromkeys(texts):
        click.echo(f"Warning: {text}", err=True)


def _folders(known: Settings) -> list[Path]:
    if known.records:
        return list(known.records)
    package = Path(str(files("conformance")))
    places = (Path("schemas"), package / "shipped", package.parent / "schemas")
    found = ([path.parent for path in sorted(place.glob("*/variants/"))] for place in places)
    return next(filter(None, found), [])


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command line's end: rich would exit with 1."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def console() -> Console:
    """Return the console for what was asked for."""
    return _Console(highlight=False, soft_wrap=False)


def watched(lines: Iterable[dict[str, Json]], total: int) -> Iterator[dict[str, Json]]:
    """Yield the lines of a run; on a terminal, show on stderr how many cases are judged."""
    progress = Progress(
        TextColumn("judging"),
        BarColumn(),
        TextColumn("{task.completed:,} of {task.total:,} cases"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    with progress:
        task = progress.add_task("", total=total)
        for line in lines:
            yield line
            if line["kind"] == "case":
                progress.advance(task)
