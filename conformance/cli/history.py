"""`conformance history`: what a source accepted, commit by commit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from conformance.cli.caching import cache_option
from conformance.cli.context import announce, console, progress, say, show
from conformance.cli.executing import executed
from conformance.cli.reading import reading_of, reading_options
from conformance.cli.since import LAST_TAG
from conformance.errors import UsageError
from conformance.files import staged, write_text
from conformance.history.versions import Range, tracked
from conformance.jsontext.text import pretty

if TYPE_CHECKING:
    from conformance.cli.reading import Reading
    from conformance.history.results import History
    from conformance.readers.read import Options

PAGE, DATA, TIMELINE = "index.html", "history.json", "history.md"
"""The files of the report."""

_OUT = Path("reports", "history")
_LARGEST = 16_000
"""Characters; of larger types of a whole source the smallest values are told, and no causes."""


@click.command(
    epilog="""\b
A file of a Git repository, at each commit that touched it:
  conformance history api.yaml#Order
  conformance history api.yaml --since v1.4 --limit 100 --jobs 4
  conformance history main:api.yaml#Order --since last-tag --format md

\b
Versions in place of commits, the oldest first:
  conformance history old.yaml#Order newer.yaml#Order newest.yaml#Order
  conformance history npm:left@1.4.0/types.d.ts#Order npm:left@2.0.0/types.d.ts#Order

\b
Where two sources parted, and which of them moved:
  conformance history api.yaml#Order --against web/types.ts#Order

\b
Exit code: 0 if it is told; 2 for a source that is not there; 130 and 143 if it was interrupted,
with what was compared by then.
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option(
    "--against", metavar="SOURCE", help="Tell too where this second source and the first parted."
)
@click.option(
    "--since",
    metavar="REVISION",
    help=f"Only the commits after this Git revision; {LAST_TAG} is the last tag before the commit "
    "that is checked out.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the newest N commits.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=True),
    default=_OUT,
    metavar="FOLDER",
    help=f"The folder for the report. [default: {_OUT.as_posix()}]",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes to use; the result is the same.",
)
@cache_option
@reading_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "md"]),
    default="text",
    show_default=True,
    help="The form of the answer; md is Markdown, short enough for a comment.",
)
def history(
    sources: tuple[str, ...],
    against: str | None,
    since: str | None,
    limit: int | None,
    out: Path,
    jobs: int,
    form: str,
    **values: Unpack[Reading],
) -> None:
    """Tell what SOURCE accepted over time: each change with its commit, and who it breaks.

    A file is read by git as each commit has it that touched it, or that touched a file it leads to,
    along the first parents: a merged branch is one commit. A renamed file is followed. Nothing is
    checked out. Neighbours are compared exactly; those that accept the same are one. Without #TYPE,
    all types of the file are told, and only those are compared whose text changed.

    What is rejected now and was accepted is breaking for senders. What is accepted now and was
    rejected is breaking for older readers: those that still read by the version before.
    """
    options = reading_of(values)
    if len(sources) > 1 and (since is not None or limit is not None):
        raise UsageError(
            "--since and --limit choose commits, and here the versions are named",
            hint="name one source, or leave them out",
        )
    announce(*sources, *([] if against is None else [against]))
    options = executed([*sources, *([] if against is None else [against])], options)
    found = _found(sources, options, against, _span(sources[0], since, limit), jobs)
    _written(found, out)
    _print(found, form)
    if form == "text":
        say(f"Report: {os.fspath(out / PAGE)}")
    if found.interrupt:
        say("interrupted; what was compared by then is kept", err=True)
        raise click.exceptions.Exit(found.interrupt)


def _span(source: str, since: str | None, limit: int | None) -> Range:
    file = None if since is None else tracked(source)
    if since is None or file is None:
        return Range(limit=limit)
    revision = since if since != LAST_TAG else file.repository.last_tag()
    return Range(since=file.repository.commit(revision), limit=limit)


def _found(
    sources: tuple[str, ...], options: Options, against: str | None, span: Range, jobs: int
) -> History:
    from conformance.generate.executors import processes  # noqa: PLC0415  not for the help
    from conformance.history.walk import history as walked  # noqa: PLC0415
    from conformance.surveys.survey import Running  # noqa: PLC0415

    with progress("reading") as tell, processes(jobs) as executor:
        running = Running(told=tell, executor=executor, ahead=2 * jobs + 8, largest=_LARGEST)
        return walked(sources, options, span, running, against)


def _written(found: History, out: Path) -> None:
    from conformance.history.encode import history_json  # noqa: PLC0415
    from conformance.reporters.history.html import page  # noqa: PLC0415
    from conformance.reporters.history.markdown import timeline  # noqa: PLC0415

    with staged(out) as stage:
        write_text(stage / PAGE, page(found))
        write_text(stage / DATA, [pretty(history_json(found)), "\n"])
        write_text(stage / TIMELINE, timeline(found))


def _print(found: History, form: str) -> None:
    from conformance.history.encode import history_json  # noqa: PLC0415
    from conformance.reporters.history.markdown import timeline  # noqa: PLC0415
    from conformance.reporters.history.terminal import history_lines  # noqa: PLC0415

    if form == "json":
        show(pretty(history_json(found)))
    elif form == "md":
        show("".join(timeline(found)).rstrip("\n"))
    else:
        console().print(history_lines(found))
