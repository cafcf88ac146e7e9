"""Chooses for each program's column whether it runs now or is shown as it was recorded.

No program runs unasked: what is neither recorded nor to be run now is not run, and says which
command runs it.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance.model import Judgement, Program, Verdict, unnamed_case
from conformance.programs.adapters import load_adapters
from conformance.programs.names import input_from, matches, recorded_ids
from conformance.programs.observations import load_observations

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from conformance.model import Column, Corpus
    from conformance.programs.adapters import Adapter


_NO_ADAPTER = "its adapter is not here, only what was recorded"
_UNRECORDED = "nothing is recorded of it; `conformance run --live` runs it"
_UNLIKE = "no recorded case tells what it does here; `conformance judge --live` asks it"
_UNASKED = "a program runs only when asked to; `conformance judge --live` asks it"


class Choice(StrEnum):
    """Whether programs are shown as they were recorded, or run now."""

    RECORDED = "recorded"
    LIVE = "live"


def program_ids(folder: Path) -> list[str]:
    """Return the ids of a record's program columns, those of adapters and those recorded."""
    named = {column.id for adapter in load_adapters(folder) for column in adapter.columns}
    return sorted(named | {*recorded_ids(folder)})


def chosen_programs(
    folder: Path,
    corpus: Corpus,
    *,
    patterns: Sequence[str] = (),
    choice: Choice = Choice.RECORDED,
    work: Path | None = None,
) -> list[Program]:
    """Return a record's program columns with their verdicts, sorted by id.

    Args:
        folder: The record's folder.
        corpus: Its cases.
        patterns: Patterns of column ids; none for all columns.
        choice: Which programs are run. An example is a column only where all that can run does,
            or where it is named.
        work: The folder under which programs are built.

    Raises:
        BrokenFileError: An adapter's file or an observation is broken.
    """
    wanted = recorded_ids(folder, patterns)
    recorded = load_observations(folder, corpus, columns=wanted)
    known = {program.column.id: program for program in recorded}
    examples = choice is Choice.LIVE
    adapters = {
        column.id: (adapter, column)
        for adapter in load_adapters(folder)
        for column in adapter.columns
        if examples or not adapter.example or column.id in patterns
    }
    found = []
    for name in sorted(adapters.keys() | known.keys()):
        if not matches(name, patterns):
            continue
        if name in known and choice is not Choice.LIVE:
            found.append(known[name])
        elif name not in adapters:
            found.append(_not_run(known[name].column, _NO_ADAPTER))
        elif choice is not Choice.LIVE:
            found.append(_not_run(adapters[name][1], _UNRECORDED))
        else:
            found.append(_run(*adapters[name], corpus, work=work))
    return found


def live_programs(
    folder: Path, corpus: Corpus, *, patterns: Sequence[str], work: Path
) -> list[Program]:
    """Run the adapters of a record's columns that match, and return these columns, sorted by id.

    Nothing else is built or started. An example is run only where it is named in full.

    Raises:
        BrokenFileError: An adapter's file is broken.
    """
    columns = {
        column.id: (adapter, column)
        for adapter in load_adapters(folder)
        for column in adapter.columns
        if column.id in patterns
        or not (patterns or adapter.example)
        or (not adapter.example and any(fnmatchcase(column.id, x) for x in patterns))
    }
    return [_run(*columns[name], corpus, work=work) for name in sorted(columns)]


def _run(adapter: Adapter, column: Column, corpus: Corpus, *, work: Path | None) -> Program:
    from conformance.programs.run import run_adapter  # noqa: PLC0415  processes, seldom

    return run_adapter(adapter, column, corpus, work=work)


def unasked(
    folder: Path, *, patterns: Sequence[str], unlike: Collection[str] = ()
) -> dict[str, Judgement]:
    """Return for each program that matches a pattern, by its column's id, that it was not run.

    Args:
        folder: The record's folder.
        patterns: Patterns of column ids.
        unlike: The programs of which no recorded case tells what they do with the input.

    Raises:
        BrokenFileError: An adapter's file is broken.
    """
    return {
        name: Judgement(verdict=Verdict.NOT_RUN, note=_UNLIKE if name in unlike else _UNASKED)
        for name in program_ids(folder)
        if matches(name, patterns)
    }


def asked_about(
    inputs: Sequence[bytes], folder: Path, corpus: Corpus, *, patterns: Sequence[str], work: Path
) -> list[dict[str, Judgement]]:
    """Return for each input the judgements of matching programs, by column id.

    Each program is started once, for all inputs. It also judges the cases that any decoder has to
    accept (all cases, if there are none), so that a program that accepts nothing is not believed.

    Args:
        inputs: The inputs.
        folder: The record's folder.
        corpus: Its cases.
        patterns: Patterns of column ids; none for all.
        work: The folder under which programs are built.

    Raises:
        BrokenFileError: An adapter's file is not what it has to be.
    """
    asked = [
        replace(unnamed_case(input_from(data)), id=f"#{number}")
        for number, data in enumerate(inputs)
    ]
    sure = [x for x in corpus.cases if (x.expect.verdict, x.expect.level) == ("accept", "must")]
    wanted = replace(corpus, cases=(*asked, *(sure or corpus.cases)))
    programs = live_programs(folder, wanted, patterns=patterns, work=work)
    absent = {*recorded_ids(folder, patterns)} - {x.column.id for x in programs}
    unheard = dict.fromkeys(absent, Judgement(verdict=Verdict.NOT_RUN, note=_NO_ADAPTER))
    return [
        dict(sorted({**{x.column.id: _answer(x, case.id) for x in programs}, **unheard}.items()))
        for case in asked
    ]


def _answer(program: Program, case: str) -> Judgement:
    not_run = Judgement(verdict=Verdict.NOT_RUN, note=program.not_run)
    return program.judgements.get(case, not_run)


def _not_run(column: Column, why: str) -> Program:
    return Program(column=column, judge="recorded", subject=None, not_run=why, judgements={})
