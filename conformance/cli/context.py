"""Shared by the commands: choosing the record and the columns, and printing."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

import conformance
from conformance.errors import UsageError
from conformance.files import input_bytes, limited
from conformance.jsontext.escape import terminal_output, terminal_text
from conformance.jsontext.text import visible
from conformance.readers.package_names import published
from conformance.record.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import Console

    from conformance.compare.sides import Side
    from conformance.model import Record
    from conformance.readers.read import Options


_SETTINGS = "conformance.settings"


def _only(context: click.Context, option: click.Parameter, names: tuple[str, ...]) -> str | None:
    """Return the one name that was given; None without one."""
    if len(names) > 1:
        raise click.BadParameter(
            f"this command takes one record, not {len(names)}: {', '.join(names)}", context, option
        )
    return names[0] if names else None


def _at_hand(context: click.Context, option: click.Parameter, names: tuple[str, ...]) -> str:
    """Return the folder of the one record that is named, or of the only one."""
    from conformance.record.choose import chosen_folder  # noqa: PLC0415  only few commands ask

    return str(chosen_folder(_only(context, option, names), settings()))


record_option = click.option(
    "--record",
    metavar="NAME|FOLDER",
    multiple=True,
    callback=_only,
    help="The record, if there are several: its folder, or its name.",
)
record_option_first = click.option(
    "--record",
    metavar="NAME|FOLDER",
    multiple=True,
    callback=_at_hand,
    help="The record, if there are several: its folder, or its name.",
)
"""The same for a command that asks questions: which record it is comes before them."""
records_option = click.option(
    "--record",
    metavar="NAME|FOLDER",
    multiple=True,
    help="A record: its folder, or its name. May be given several times. [default: all]",
)
columns_option = click.option(
    "--columns",
    metavar="PATTERN",
    multiple=True,
    help="Only the columns that match, for example 'a.*'. May be given several times.",
)
sources_option = click.option(
    "--sources",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CONFORMANCE_SOURCES",
    metavar="FOLDER",
    help="A folder with the documents that are not kept in the source tree.",
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the answer.",
)


def settings() -> Settings:
    """Return the settings of the project that the command was started in, read once."""
    context = click.get_current_context(silent=True)
    known = {} if context is None else context.meta
    if _SETTINGS not in known:
        known[_SETTINGS] = load_settings(Path.cwd())
    found: Settings = known[_SETTINGS]
    return found


def named_sides(
    record: str | None, names: Sequence[str], options: Options | None = None
) -> list[Side]:
    """Return the files, sources and columns that names mean; only columns need the record.

    Raises:
        UsageError: A name is neither a file nor matches a column, or means a program.
    """
    from conformance.compare.sides import (  # noqa: PLC0415  not all commands compare
        AS_IT_IS,
        chosen_sides,
        is_file_name,
        sides_of,
    )

    options = options or AS_IT_IS
    announce(*names)
    if record is None and all(map(is_file_name, names)):
        return chosen_sides(names, (), options=options)
    from conformance.programs.choose import program_ids  # noqa: PLC0415  only columns need a record
    from conformance.record.choose import chosen_record  # noqa: PLC0415

    chosen = chosen_record(record, settings())
    known = list(sides_of(chosen))
    return chosen_sides(names, known, programs=program_ids(chosen.folder), options=options)


def say(line: str, *, err: bool = False) -> None:
    """Print a line on standard output, or on standard error."""
    show(terminal_text(line), err=err)


def show(text: str, *, err: bool = False) -> None:
    """Print what has several lines, whose parts are escaped, or which is JSON.

    In JSON an escape stands for the same character.
    """
    click.echo(terminal_output(visible(text)), err=err)


def input_of(name: str) -> bytes:
    """Return the bytes of an input: of a file, or of standard input if it is named `-`.

    Raises:
        UsageError: It cannot be read, or standard input is closed.
        BrokenFileError: It has too many bytes.
    """
    if name != "-":
        announce(name)
        return input_bytes(Path(name))
    if sys.stdin.isatty():
        say("type the input, then Ctrl-D at the start of a line", err=True)
    return limited(sys.stdin.buffer, "standard input")


def refuse_installed(path: Path, hint: str) -> None:
    """Refuse to write into the installed package.

    Args:
        path: The file or folder that is to be written.
        hint: What to do instead.

    Raises:
        UsageError: It is in the package.
    """
    package = Path(conformance.__file__).parent.resolve()
    if package in path.resolve().parents:
        raise UsageError(
            "the record is part of the installed package, in which nothing is ever written",
            file=path.as_posix(),
            hint=hint,
        )


def announce(*names: str | Path) -> None:
    """Name on a terminal each pipe that the command waits for, and each package it fetches."""
    if not sys.stderr.isatty():
        return
    for name in names:
        if Path(name).is_fifo():
            say(f"waiting for input from the pipe {name}", err=True)
        package = published(str(name))
        if package is not None:
            from conformance.readers.published import is_kept  # noqa: PLC0415  slow, and seldom

            if not is_kept(package):
                say(f"fetching {package.package}", err=True)


def warn(texts: Iterable[str]) -> None:
    """Print warnings, each once."""
    for text in dict.fromkeys(texts):
        say(f"Warning: {text}", err=True)


def console() -> Console:
    """Return the console for a command's answer, with tables or wrapped lines."""
    from conformance.cli.consoles import SafeConsole  # noqa: PLC0415  rich takes long

    return SafeConsole(highlight=False, soft_wrap=False)


_Case = TypeVar("_Case")


def watched(cases: Iterable[_Case], total: int) -> Iterator[_Case]:
    """Yield the cases; on a terminal, show on stderr how many of them are judged."""
    if not sys.stderr.isatty():  # some versions of rich print an empty line there
        yield from cases
        return
    from conformance.cli.bars import counted  # noqa: PLC0415  rich takes long

    with counted() as progress:
        task = progress.add_task("", total=total)
        for case in cases:
            progress.advance(task)
            yield case


@contextmanager
def progress(first: str = "") -> Iterator[Callable[[str], None]]:
    """Yield a function that shows on a terminal what is done now, in place of `first`."""
    if not sys.stderr.isatty():  # some versions of rich print an empty line there
        yield lambda _: None
        return
    from conformance.cli.bars import spinning  # noqa: PLC0415  rich takes long

    with spinning() as shown:
        task = shown.add_task(first, total=None)
        yield lambda what: shown.update(task, description=what)


work_option = click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CONFORMANCE_WORK",
    metavar="FOLDER",
    help="The folder to build adapters in. [default: one in the user's cache]",
)


def work_folder(work: Path | None) -> Path:
    """Return the folder under which adapters are built, each record's in a folder of its id."""
    from platformdirs import user_cache_path  # noqa: PLC0415  only what builds needs it

    return (work or user_cache_path("conformance")).absolute()


def built_in(work: Path | None, record: Record) -> Path:
    """Return the folder in which a record's adapters are built."""
    return work_folder(work) / record.id
