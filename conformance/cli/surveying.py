"""`conformance compare` on whole sources: all their types, paired by name."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from conformance.baseline.require import DEMANDS, Answer
from conformance.cli.context import announce, console, progress, say, show
from conformance.cli.gate import gate_lines
from conformance.cli.known import HOW_TO_UPDATE, known_gate, write_known_list
from conformance.cli.running import now
from conformance.dataclass import dataclass
from conformance.errors import IncompleteRunError, UsageError
from conformance.files import staged, write_text
from conformance.jsontext.text import compact, pretty
from conformance.readers.direction import Direction
from conformance.readers.read import opened_types, split

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from pathlib import Path

    from conformance.readers.read import Opened, Options
    from conformance.surveys.required import Demanded
    from conformance.surveys.results import Survey

_MAX_BREAKING = 5

PAGE, DATA, CHANGELOG = "index.html", "survey.json", "changelog.md"
"""The files of the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a comparison of whole sources.

    Attributes:
        out: The folder for the report.
        require: What is demanded, one of `DEMANDS`; None if nothing is.
        transitive: Whether it is demanded of all older and newer sources.
        pair: Pairs of types, each `A=B`.
        pairs: A file of such pairs; None for none.
        jobs: The number of processes.
        cluster: The scheduler of a Dask cluster; None to use processes.
        to: `changelog` to print that; None for a short answer.
        form: `text`, `json` or `github`.
        brief: Whether the report leaves out what takes most space.
        known: The list of known differences; None for none.
        write_known: Whether that list is to be brought up to date.
    """

    out: Path
    require: str | None = None
    transitive: bool = False
    pair: tuple[str, ...] = ()
    pairs: Path | None = None
    jobs: int = 1
    cluster: str | None = None
    to: str | None = None
    form: str = "text"
    brief: bool = False
    known: Path | None = None
    write_known: bool = False


def compared_whole(
    named: Mapping[str, str], options: Options, asked: Asked, *, verbose: bool
) -> bool:
    """Compare sources as a whole if that is meant; return whether it is.

    Args:
        named: The sources by their ids.
        options: How they are read.
        asked: What is asked.
        verbose: Whether all is to be printed, which is for one type.

    Raises:
        UsageError: An option is for the other kind of comparison, or a type is not there.
        BrokenFileError: A file cannot be read, with its line.
        IncompleteRunError: It is not decided whether the demand is met.
    """
    sources = whole_sources(named, options)
    if sources is None:
        _only_for_whole(asked)
        if asked.to is None:
            return False
        sources = _chosen(named, options)
    if verbose and asked.to is not None:
        raise UsageError(
            f"--verbose does not go with --to {asked.to}", hint="leave one of them out"
        )
    if verbose:
        raise UsageError("--verbose is for one type", hint="name a type of each source: PATH#TYPE")
    survey(sources, asked)
    return True


def whole_sources(named: Mapping[str, str], options: Options) -> dict[str, Opened] | None:
    """Return sources, open, if they are to be compared as a whole; else None.

    They are if none names a type, and some is a folder, or a file that holds several types and is
    no schema itself.

    Raises:
        UsageError: There is no such file, or no type in it.
        BrokenFileError: A file cannot be read, with its line.
    """
    if any(split(source)[1] is not None for source in named.values()):
        return None
    found = _opened(named, options)
    for opened in found.values():
        if not opened.types:
            opened.chosen(None)
    if all(not x.inside and (len(x.types) == 1 or x.types[0] == "#") for x in found.values()):
        return None
    return found


def _chosen(named: Mapping[str, str], options: Options) -> dict[str, Opened]:
    """Return sources, open, of each only the type that is named, or the only one."""
    return {
        name: replace(opened, types=(opened.chosen(split(opened.name)[1]),))
        for name, opened in _opened(named, options).items()
    }


def _opened(named: Mapping[str, str], options: Options) -> dict[str, Opened]:
    one_way = options
    if options.both:
        one_way = replace(options, both=False, direction=Direction.RECEIVE)
    return {name: opened_types(source, one_way) for name, source in named.items()}


def survey(sources: Mapping[str, Opened], asked: Asked) -> None:
    """Compare whole sources, write the report, and answer.

    Raises:
        UsageError: A given pair names a type that is not there.
        IncompleteRunError: It is not decided whether the demand is met.
    """
    from conformance.generate.executors import dask_cluster, processes  # noqa: PLC0415  seldom
    from conformance.reporters.surveys.changelog import changelog  # noqa: PLC0415
    from conformance.reporters.surveys.html import page  # noqa: PLC0415
    from conformance.surveys.encode import survey_json  # noqa: PLC0415
    from conformance.surveys.known import (  # noqa: PLC0415
        columns_of,
        judged,
        lines_of,
        without_known,
    )
    from conformance.surveys.pairing import given_pairs  # noqa: PLC0415
    from conformance.surveys.required import demanded  # noqa: PLC0415
    from conformance.surveys.survey import Running, surveyed  # noqa: PLC0415

    given = given_pairs(asked.pair, asked.pairs)
    announce(*([] if asked.pairs is None else [asked.pairs]))
    columns = columns_of(sources)
    gate = known_gate(asked.known, columns, write=asked.write_known)
    spread: AbstractContextManager[Executor | None] = (
        processes(asked.jobs) if asked.cluster is None else dask_cluster(asked.cluster)
    )
    with progress("reading") as tell:
        with spread as executor:
            running = Running(told=tell, executor=executor, ahead=2 * asked.jobs + 8)
            found = surveyed(sources, given, running)
        outcome = None
        if gate.baseline is not None and not asked.write_known:
            outcome = judged(found, gate.baseline, date.fromisoformat(now()[:10]))
        every = found
        answer = None
        if asked.require is not None:
            answer = demanded(asked.require, found, transitive=asked.transitive)
        if asked.brief:
            found = found.brief()
        tell("writing the report")
        with staged(asked.out) as stage:
            write_text(stage / PAGE, page(found))
            shown = compact if asked.brief else pretty
            write_text(stage / DATA, [shown(survey_json(found, answer)), "\n"])
            write_text(stage / CHANGELOG, changelog(found, answer))
    _print(found, asked, answer, every if outcome is None else without_known(every, outcome))
    if found.interrupt:
        say("interrupted; the types that were compared by then are kept", err=True)
        raise click.exceptions.Exit(found.interrupt)
    if asked.known is not None and asked.write_known:
        write_known_list(asked.known, gate, columns, lines_of(every))
    if outcome is not None:
        for line in gate_lines(outcome, listed=True, update=HOW_TO_UPDATE):
            say(line, err=asked.form != "text" or asked.to is not None)
        if outcome.exit_code:
            raise click.exceptions.Exit(outcome.exit_code)
    _end(answer)


def _print(found: Survey, asked: Asked, answer: Demanded | None, new: Survey) -> None:
    from conformance.reporters.annotations import survey_commands  # noqa: PLC0415
    from conformance.reporters.surveys.changelog import changelog  # noqa: PLC0415  as above
    from conformance.reporters.surveys.terminal import survey_lines  # noqa: PLC0415
    from conformance.surveys.encode import survey_json  # noqa: PLC0415

    is_text = asked.form == "text" and asked.to is None
    if asked.form == "json":
        show(pretty(survey_json(found, answer)))
    elif asked.form == "github":
        for line in survey_commands(new):
            click.echo(line)  # a command of GitHub Actions, on purpose
    elif asked.to is not None:
        show("".join(changelog(found, answer)).rstrip("\n"))
    else:
        console().print(survey_lines(found))
    if answer is not None and answer.answer is Answer.BROKEN:
        say(
            f"required: {answer.demand} ({DEMANDS[answer.demand]}); broken by "
            f"{_some(answer.breaking)}",
            err=not is_text,
        )
    if is_text:
        say(f"Report: {os.fspath(asked.out / PAGE)}")


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _MAX_BREAKING
    return ", ".join(names[:_MAX_BREAKING]) + (f" and {more:,} more types" if more > 0 else "")


def _end(answer: Demanded | None) -> None:
    if answer is not None and answer.answer is Answer.BROKEN:
        raise click.exceptions.Exit(1)
    if answer is not None and answer.answer is Answer.UNDECIDED:
        raise IncompleteRunError(
            f"whether the sources are as required is not decided: {answer.why_not[0]}"
        )


def _only_for_whole(asked: Asked) -> None:
    """Refuse what only the comparison of whole sources can do."""
    for is_asked, option in (
        (asked.pair, "--pair"),
        (asked.pairs, "--pairs"),
        (asked.jobs > 1, "--jobs"),
        (asked.cluster, "--cluster"),
        (asked.brief, "--brief"),
    ):
        if is_asked:
            raise UsageError(
                f"{option} is for whole sources",
                hint="name files with several types, without #TYPE",
            )
