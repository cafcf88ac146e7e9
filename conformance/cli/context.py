"""Shared by the commands: choosing the record and the columns, and printing."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from conformance.compare.sides import chosen_sides, is_file_name, sides_of
from conformance.jsontext.escape import terminal_output, terminal_text
from conformance.jsontext.text import visible
from conformance.programs.choose import program_ids
from conformance.record.choose import chosen_record
from conformance.record.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.compare.sides import Side
    from conformance.model import Record

record_option = click.option(
    "--record",
    metavar="NAME|FOLDER",
    help="The record, if there are several: its folder, or its name.",
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


def named_sides(record: str | None, names: Sequence[str]) -> list[Side]:
    """Return the schema files and columns that names stand for; only columns need the record.

    Raises:
        UsageError: A name is neither a file nor matches a column, or means a program.
    """
    if record is None and all(map(is_file_name, names)):
        return chosen_sides(names, ())
    chosen = chosen_record(record, settings())
    return chosen_sides(names, list(sides_of(chosen)), programs=program_ids(chosen.folder))


def say(line: str, *, err: bool = False) -> None:
    """Print a line on standard output, or on standard error."""
    show(terminal_text(line), err=err)


def show(text: str, *, err: bool = False) -> None:
    """Print what has several lines, whose parts are escaped, or which is JSON.

    In JSON an escape stands for the same character.
    """
    click.echo(terminal_output(visible(text)), err=err)


def warn(texts: Iterable[str]) -> None:
    """Print warnings, each once."""
    for text in dict.fromkeys(texts):
        say(f"Warning: {text}", err=True)


class _Console(Console):
    """Prints what rich has laid out: lines come about there, and only then have a start."""

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401  rich's own
        """Print objects, as rich does."""
        with self.capture() as captured:
            super().print(*objects, **options)
        self.file.write(terminal_output(captured.get()))

    def on_broken_pipe(self) -> None:
        """Let the command line handle it: rich would exit with 1."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def console() -> Console:
    """Return the console for a command's answer."""
    return _Console(highlight=False, soft_wrap=False)


_Case = TypeVar("_Case")


def watched(cases: Iterable[_Case], total: int) -> Iterator[_Case]:
    """Yield the cases; on a terminal, show on stderr how many of them are judged."""
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
        for case in cases:
            progress.advance(task)
            yield case


work_option = click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CONFORMANCE_WORK",
    metavar="FOLDER",
    help="Where adapters are built. [default: a folder in the user's cache]",
)


def work_folder(work: Path | None) -> Path:
    """Return the folder under which adapters are built, each record's in a folder of its id."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return (work or Path(cache) / "conformance").absolute()


def built_in(work: Path | None, record: Record) -> Path:
    """Return the folder in which a record's adapters are built."""
    return work_folder(work) / record.id
