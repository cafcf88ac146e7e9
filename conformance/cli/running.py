"""Runs one record: what `conformance run` does for each, and what it says of it."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from conformance import interrupts
from conformance.cli.context import console, say, watched, work_folder
from conformance.cli.gate import chosen_gate, gate_lines
from conformance.cli.kept_run import LEAST, KeptRun, found_run, keep_run, run_name
from conformance.cli.report_size import warn_of_size
from conformance.dataclass import dataclass
from conformance.errors import IncompleteRunError, UsageError
from conformance.model import Verdict
from conformance.programs.choose import Choice
from conformance.record.origins import stale_variants
from conformance.reporters import REPORTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from conformance.baseline.gate import Gate, GateResult
    from conformance.cli.gate import Demands
    from conformance.model import Program
    from conformance.pipeline import Loaded
    from conformance.record.origins import Stale
    from conformance.record.settings import Settings
    from conformance.reporters.views.overview import Overview


UNCHANGED = "Unchanged since an earlier run: these are its reports (--no-cache runs anew)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a run is asked for, besides the record and the folder of the reports.

    Attributes:
        settings: The project's settings.
        columns: Patterns of columns; none for all.
        choice: Which programs run now.
        jobs: How many processes judge.
        work: The folder in which adapters are built; None for the usual one.
        sources: The folder with documents that are not in the source tree.
        check_sources: Whether a variant that is out of date fails the run.
        demands: The values of the gate's options.
    """

    settings: Settings
    columns: Sequence[str]
    choice: Choice
    jobs: int
    work: Path | None
    sources: Path | None
    check_sources: bool
    demands: Demands


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A record with everything that is read before a report is written.

    Attributes:
        loaded: The record.
        gate: What its run has to meet.
        name: The name under which the run is kept, as its files were before they were read; None
            if it is not to be kept.
    """

    loaded: Loaded
    gate: Gate
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A record whose reports are written.

    Attributes:
        overview: The run without its cases.
        gate: The gate's answer.
        listed: Whether it was compared with a list of known disagreements.
        programs: The programs; none of a run that was kept, since it starts none.
        stale: The variants that are or may be out of date.
        kept: Whether nothing has changed since an earlier run.
    """

    overview: Overview
    gate: GateResult
    listed: bool
    programs: Sequence[Program]
    stale: Sequence[Stale]
    kept: bool


def prepare(record: Path, asked: Asked) -> Prepared | KeptRun:
    """Return the run that is kept, if nothing has changed, or all that a run reads.

    Args:
        record: The record's folder.
        asked: What the run is asked for.
    """
    made = now()
    name = run_name(record, asked, made=made)
    return found_run(name, record, made=made) or _read(record, asked, name)


def run_record(prepared: Prepared | KeptRun, stage: Path, asked: Asked) -> Ran:
    """Write the reports of a record into a folder that is there: judge its corpus, or as kept."""
    if isinstance(prepared, KeptRun):
        prepared.write(stage)
        return Ran(
            overview=prepared.overview,
            gate=prepared.gate,
            listed=prepared.listed,
            programs=(),
            stale=[*stale_variants(prepared.record, asked.sources)],
            kept=True,
        )
    return _run(prepared, stage, asked)


def _read(record: Path, asked: Asked, name: str | None) -> Prepared:
    from conformance.pipeline import load  # noqa: PLC0415  all stages, not for what is kept

    loaded = load(
        asked.settings,
        record=str(record),
        columns=asked.columns,
        choice=asked.choice,
        work=work_folder(asked.work),
    )
    return Prepared(loaded=loaded, gate=chosen_gate(loaded, asked.demands), name=name)


def _run(prepared: Prepared, stage: Path, asked: Asked) -> Ran:
    # All stages, and the processes that judge: not for what is kept.
    from conformance.generate.executors import processes  # noqa: PLC0415
    from conformance.pipeline import compare, judge, report  # noqa: PLC0415

    loaded, gate, started = prepared.loaded, prepared.gate, time.process_time()
    with processes(asked.jobs) as executor:
        judged = watched(judge(loaded, executor, jobs=asked.jobs), len(loaded.corpus.cases))
        reported = report(compare(loaded, judged, made=now()), stage, gate)
    interrupts.check()
    name, record = prepared.name, loaded.record
    now_named = None
    if name is not None and time.process_time() - started >= LEAST:
        now_named = run_name(record.folder, asked, made=reported.overview.header.made)
    # A file that changed meanwhile may have been read as it was, or as it is.
    if now_named is not None and now_named == name:
        keep_run(reported, record, stage, name, for_a_day=gate.has_expiry)
    return Ran(
        overview=reported.overview,
        gate=reported.gate,
        listed=gate.baseline is not None,
        programs=loaded.programs,
        stale=[*stale_variants(loaded.record, asked.sources)],
        kept=False,
    )


def tell(ran: Ran, folder: Path, asked: Asked, shown: RenderableType) -> None:
    """Print what came of a run, the gate's answer, and where the report is.

    Args:
        ran: The run.
        folder: The folder of its reports.
        asked: What the run was asked for.
        shown: The summary of the run.
    """
    console().print(shown)
    if ran.kept:
        say(UNCHANGED)
    for line in gate_lines(ran.gate, listed=ran.listed):
        say(line)
    for line in _stale_lines(ran.stale, whole=asked.check_sources):
        say(line)
    say(f"Report: {folder / REPORTERS['html'][0]}")
    warn_of_size(folder, REPORTERS)


def check(ran: Ran, asked: Asked) -> None:
    """End the command with the exit code of a run if that is not 0.

    Raises:
        Exit: A finding is not as listed, or a source has changed.
        IncompleteRunError: A source is not at hand, or a program was not run.
    """
    changed = asked.check_sources and any(not one.missing for one in ran.stale)
    if changed or ran.gate.exit_code:
        raise click.exceptions.Exit(ran.gate.exit_code or 1)
    _check_at_hand(ran.stale if asked.check_sources else ())
    if asked.choice is Choice.LIVE:
        _check_whole(ran.programs)


def _stale_lines(stale: Sequence[Stale], *, whole: bool) -> Iterator[str]:
    """Yield a line on the variants that are out of date, and one on those that may be.

    Args:
        stale: The variants.
        whole: Whether those are named whose source is not at hand.
    """
    changed = [f"{one.variant} ({one.file})" for one in stale if not one.missing]
    missing = [f"{one.variant} ({one.file})" for one in stale if one.missing]
    if changed:
        yield (
            f"Out of date: {', '.join(changed)}; `conformance variant refresh` reads the sources "
            "again"
        )
    if missing and whole:
        yield f"Not at hand: {', '.join(missing)}"


def _check_at_hand(stale: Sequence[Stale]) -> None:
    """Raise an error if a source is not at hand."""
    if stale:
        names = ", ".join(one.variant for one in stale)
        raise IncompleteRunError(
            f"the sources of some variants are not at hand: {names}",
            hint="name a folder that holds the documents with --sources",
        )


def _check_whole(programs: Iterable[Program]) -> None:
    """Raise an error if a program that was to run now was not asked about every case."""
    for program in programs:
        if program.not_run is not None:
            raise IncompleteRunError(f"{program.column.id} was not run: {program.not_run}")
        left = [
            judgement.note
            for judgement in program.judgements.values()
            if judgement.verdict is Verdict.NOT_RUN
        ]
        if left:
            raise IncompleteRunError(
                f"{program.column.id} was not run on {len(left)} cases: {left[0]}"
            )


def now() -> str:
    """Return the time of the run; SOURCE_DATE_EPOCH fixes it, as reproducible builds ask."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.now(UTC) if epoch is None else datetime.fromtimestamp(int(epoch), UTC)
    except (OSError, OverflowError, ValueError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}") from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
