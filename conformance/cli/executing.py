"""Runs the commands among sources, `exec:COMMAND`: only those commands do that ask for it here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.cli.context import say
from conformance.readers.read import command_of, is_command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.readers.read import Options


def executed(sources: Iterable[str], options: Options) -> Options:
    """Return how sources are read, with what the commands among them print.

    Each command is printed before it runs.

    Raises:
        UsageError: A command is none.
        IncompleteRunError: One cannot be run to its end.
        BrokenFileError: One prints no text.
    """
    found: dict[str, str] = {}
    commands = dict.fromkeys(command_of(one) for one in sources if is_command(one))
    if not commands:
        return options
    from conformance.programs.printed import printed  # noqa: PLC0415  only commands need it

    for command in commands:
        say(f"Running: {command}", err=True)
        found[command] = printed(command)
    return replace(options, printed=found)
