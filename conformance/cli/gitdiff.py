"""`conformance gitdiff`: a diff driver of Git, which tells what a file accepts now."""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

import click
from rich.text import Text

from conformance.cli.context import console, say
from conformance.errors import ConformanceError, UsageError
from conformance.files import input_bytes
from conformance.history.comparing import Stopped, differences
from conformance.history.contents import Contents, contents
from conformance.readers.documents import holding
from conformance.readers.read import Options, types_of
from conformance.reporters.history.terminal import type_lines
from conformance.reporters.history.words import breaks
from conformance.reporters.views.overview import plural
from conformance.surveys.survey import Running

_LARGEST = 16_000
"""Characters; of larger types the smallest values are told, and no causes."""
_UNMERGED, _PLAIN, _RENAMED = 1, 7, 9
"""The numbers of arguments that Git gives."""


@click.command(
    epilog="""\b
Set up, once in a repository:
  echo 'api.yaml diff=conformance' >> .gitattributes
  git config diff.conformance.command 'conformance gitdiff'

\b
Then:
  git diff main -- api.yaml
  git log -p --ext-diff -- api.yaml
  git diff --no-ext-diff            the text, as ever
""",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("given", nargs=-1, type=click.UNPROCESSED, metavar="PATH OLD HEX MODE NEW HEX MODE")
def gitdiff(given: tuple[str, ...]) -> None:
    """Show what a file accepts now and did not before, as a diff driver of Git.

    Git gives the file's path, both contents and their ids. All types are compared, exactly; of each
    that changed the smallest value is shown that is rejected now or accepted now. Other files that
    it refers to are taken as they are on the disk. A file that cannot be read is shown as text.
    """
    if len(given) == _UNMERGED:
        say(f"{given[0]}: not merged")
        return
    if len(given) not in {_PLAIN, _RENAMED}:
        raise UsageError(
            f"Git gives a diff driver 7 or 9 arguments, and here are {len(given)}",
            hint="`git config diff.conformance.command 'conformance gitdiff'`, then `git diff`",
        )
    path, old, new = given[0], given[1], given[4]
    target = given[7] if len(given) == _RENAMED else path
    say(f"diff --conformance a/{path} b/{target}")
    if os.devnull in {old, new}:
        _alone(target, new if old == os.devnull else old, is_new=old == os.devnull)
    else:
        _both(path, target, [input_bytes(Path(old)), input_bytes(Path(new))])


def _alone(path: str, file: str, *, is_new: bool) -> None:
    """Say how many types a file has that is new or gone."""
    words = "the file is new" if is_new else "the file is gone"
    try:
        count = len(_contents(path, input_bytes(Path(file))).types)
    except (ConformanceError, RecursionError) as error:
        say(f"{words}; it cannot be read: {error}")
    else:
        say(f"{words}: {plural(count, 'type')}")


def _both(path: str, target: str, data: list[bytes]) -> None:
    """Show what two contents of a file accept differently."""
    try:
        old, new = (_contents(target, content) for content in data)
        found = differences(old, new, Running(told=lambda _: None, largest=_LARGEST))
    except Stopped as stop:
        raise click.exceptions.Exit(stop.code) from stop
    except (ConformanceError, RecursionError) as error:
        say(f"cannot be read: {error}")
        before, after = (content.decode("utf-8", "replace").splitlines() for content in data)
        for line in unified_diff(before, after, f"a/{path}", f"b/{target}", lineterm=""):
            say(line)
        return
    terminal = console()
    if not found:
        terminal.print(Text("the text changed; it accepts the same as before", "dim"))
    elif who := breaks(found):
        terminal.print(Text(who, "red"))
    for shown in type_lines(found):
        terminal.print(shown)


def _contents(path: str, data: bytes) -> Contents:
    return contents(types_of(holding(Path(path), data, path), path, Options()), None)
