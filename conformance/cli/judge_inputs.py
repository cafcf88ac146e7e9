"""The inputs of `conformance judge`, and the command that judges one of them live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.cli.context import input_of
from conformance.dataclass import dataclass
from conformance.errors import NothingSelectedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from conformance.record.state import State

STDIN = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One input.

    Attributes:
        name: Its file; `-` for standard input; `FILE:LINE` for a line of a file.
        data: Its bytes.
        file: Its file, if it is the whole of one; else None.
    """

    name: str
    data: bytes
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a record.

    Attributes:
        record: The record as the user named it; None if it was not named.
        columns: The patterns of columns that the user gave.
        patterns: The patterns that count: those, or else those of the settings; none for all.
        live: Whether programs are asked now.
        work: The folder in which they are built; None for the usual one.
        state: The state of the record's files; None if nothing is kept of it.
    """

    record: str | None
    columns: tuple[str, ...]
    patterns: tuple[str, ...]
    live: bool
    work: Path | None
    state: State | None


def inputs_of(files: Sequence[str], lines: str | None) -> list[Given]:
    """Return the inputs: of files, then of the lines of a file; without any, standard input.

    Raises:
        UsageError: A file cannot be read, or standard input is named twice.
        BrokenFileError: A file has too many bytes.
        NothingSelectedError: The file of lines has none.
    """
    named = files or (() if lines is not None else (STDIN,))
    if [*named, lines].count(STDIN) > 1:
        raise UsageError("standard input can be read only once", hint="name - once")
    found = [
        Given(name=name, data=input_of(name), file=None if name == STDIN else name)
        for name in named
    ]
    return found if lines is None else [*found, *_lines(lines)]


def _lines(name: str) -> Iterator[Given]:
    """Yield the lines of a file that are not empty, without their ends."""
    texts = [line.removesuffix(b"\r") for line in input_of(name).split(b"\n")]
    if not any(map(bytes.strip, texts)):
        raise NothingSelectedError(
            "there is no line with an input",
            file="standard input" if name == STDIN else name,
            hint="write one JSON text a line",
        )
    for number, text in enumerate(texts, start=1):
        if text.strip():
            yield Given(name=f"{name}:{number}", data=text)


def live_command(given: Given, columns: Sequence[str], *, record: str | None) -> str:
    """Return the command that asks programs about an input now, for a shell such as bash.

    Args:
        given: The input. One that is no file of its own is part of the command.
        columns: Patterns of the columns to ask.
        record: The record as the user named it; None if it was not named.
    """
    # Only live commands need them.
    from conformance.programs.names import input_from  # noqa: PLC0415
    from conformance.reporters.explanation import rerun  # noqa: PLC0415

    if given.file is None:
        return rerun(input_from(given.data), columns, record=record, programs=columns)
    words = ["conformance", "judge"]
    words.append(f"./{given.file}" if given.file.startswith("-") else given.file)
    words += [] if record is None else ["--record", record]
    for column in columns:
        words += ["--columns", column]
    import shlex  # noqa: PLC0415  only the text of a command needs it

    return shlex.join([*words, "--live"])
