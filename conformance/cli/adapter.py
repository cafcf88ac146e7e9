"""`conformance adapter`: try the programs that judge, and record their verdicts."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from conformance.cli.adapter_renew import renew
from conformance.cli.context import (
    built_in,
    console,
    format_option,
    record_option,
    records_option,
    say,
    settings,
    show,
    work_option,
)
from conformance.cli.each import each_record
from conformance.corpus.load import load_corpus
from conformance.errors import ConformanceError, IncompleteRunError, UsageError
from conformance.files import write_whole
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import pretty
from conformance.model import Verdict
from conformance.programs.adapters import FOLDER, load_adapters
from conformance.programs.choose import live_programs
from conformance.programs.names import matches
from conformance.programs.observations import (
    drift,
    load_observations,
    observation_path,
    observation_text,
    subject_text,
)
from conformance.programs.process import Answers, Timeouts
from conformance.programs.run import NEVER, Failing, asked, vacuous
from conformance.record.choose import chosen_folders, chosen_record
from conformance.record.load import load_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json
    from conformance.programs.process import Answers

_LISTED = 5


@click.group()
def adapter() -> None:
    """Try a program that judges cases over stdin and stdout."""


adapter.add_command(renew)


@adapter.command(
    epilog="""\b
Examples:
  conformance adapter check -- python3 my_adapter.py
  conformance adapter check --target my-record -- node adapter.js
  conformance adapter check --exec -- ./decode-stdin
"""
)
@click.argument("command", nargs=-1, required=True)
@record_option
@click.option("--target", metavar="NAME", help="The type to decode. [default: the record's id]")
@click.option(
    "--exec",
    "by_exit",
    is_flag=True,
    help="The program is run once for each case: stdin is the input, exit code 0 accepts, "
    "1 rejects.",
)
@click.option(
    "--start",
    type=click.FloatRange(min=0, min_open=True),
    default=30,
    show_default=True,
    help="Seconds from its start to its hello.",
)
@click.option(
    "--case",
    "seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=5,
    show_default=True,
    help="Seconds it may take for a reply.",
)
@format_option
def check(
    command: tuple[str, ...],
    record: str | None,
    target: str | None,
    by_exit: bool,
    start: float,
    seconds: float,
    form: str,
) -> None:
    """Try an adapter on the whole corpus: handshake, canaries, crashes and speed.

    COMMAND starts the adapter; write `--` before it. The exit code is 0 where its verdicts would
    be counted, and all cases got one.
    """
    chosen = chosen_record(record, settings())
    cases = load_corpus(chosen.folder).cases
    inputs = [NEVER, *(case.input for case in cases)]
    limits = Timeouts(start=start, case=seconds)
    began = time.perf_counter()
    outcome = asked(
        command,
        inputs,
        folder=Path.cwd(),
        target=None if by_exit else target or chosen.id,
        limits=limits,
    )
    took = time.perf_counter() - began
    permissive = outcome.hello is not None and outcome.hello.permissive
    failing = None if outcome.not_run else vacuous(outcome.judgements, cases, permissive=permissive)
    problem = outcome.not_run or (None if failing is None else failing.value)
    counts: dict[str, int] = {}
    for judgement in outcome.judgements[1:]:
        counts[judgement.verdict.value] = counts.get(judgement.verdict.value, 0) + 1
    faults = [
        (case.id, judgement.verdict.value, judgement.note or "")
        for case, judgement in zip(cases, outcome.judgements[1:], strict=True)
        if judgement.verdict.value in {"crash", "timeout", "error"}
    ]
    hints = advice(outcome, failing, by_exit=by_exit)
    if form == "json":
        shown: dict[str, Json] = {
            "usable": problem is None,
            "problem": problem,
            "hello": _hello(outcome),
            "cases": len(cases),
            "verdicts": dict(sorted(counts.items())),
            "faults": [{"case": c, "verdict": v, "note": n} for c, v, n in faults],
            "restarts": outcome.restarts,
            "warnings": list(outcome.warnings),
            "advice": list(hints),
        }
        show(pretty(shown))
    else:
        _print(outcome, counts, faults, took)
        for hint in hints:
            console().print(Text(f"- {terminal_text(hint)}"), soft_wrap=True)
    if problem is not None:
        raise IncompleteRunError(f"its verdicts are not counted: {problem}")
    if not outcome.complete:
        raise IncompleteRunError("not every case could be asked")


@adapter.command(
    epilog="""\b
Examples:
  conformance adapter record
  conformance adapter record 'native.*' --check
"""
)
@click.argument("columns", nargs=-1)
@records_option
@work_option
@click.option(
    "--check",
    "checking",
    is_flag=True,
    help="Write nothing; fail if a verdict differs from the recorded one.",
)
def record(
    columns: tuple[str, ...], record: tuple[str, ...], work: Path | None, checking: bool
) -> None:
    """Run adapters and record their verdicts in the record's folder `observations`.

    COLUMNS are ids or patterns; without one all adapters run. With --check, the exit code is 1
    where a program's verdict now differs from the recorded one.

    Of several records, those without an adapter for COLUMNS are passed over.
    """
    folders = chosen_folders(record, settings())
    asked = [folder for folder in folders if _answers(folder, columns)] or folders
    each_record(asked, lambda folder: _record(folder, columns, work, checking=checking))


def _answers(folder: Path, columns: Sequence[str]) -> bool:
    """Return whether adapters of a record answer for a column that is asked for.

    A broken one may; what is wrong with it is told when it is to run.
    """
    try:
        adapters = load_adapters(folder)
    except ConformanceError:
        return True
    asked_for = [one for one in adapters if columns or not one.example]
    return any(matches(column.id, columns) for one in asked_for for column in one.columns)


def _record(folder: Path, columns: Sequence[str], work: Path | None, *, checking: bool) -> None:
    chosen = load_record(folder)
    corpus = load_corpus(chosen.folder)
    programs = live_programs(chosen.folder, corpus, patterns=columns, work=built_in(work, chosen))
    if not programs:
        raise _none_run(columns, chosen.folder)
    known = {one.column.id: one for one in load_observations(chosen.folder, corpus)}
    today = datetime.now(UTC).date().isoformat()
    moved = False
    for program in programs:
        name = program.column.id
        if checking and name in known:
            lines = list(drift(known[name], program))
            moved = moved or bool(lines)
            if subject_text(known[name]) != subject_text(program):
                then, now = subject_text(known[name]), subject_text(program)
                say(f"{name}: recorded of {then}, now it is {now}")
            for line in lines or [f"{name}: as recorded"]:
                say(line)
        elif checking or program.not_run is not None:
            moved = True
            say(f"{name}: {program.not_run or 'nothing is recorded of it'}")
        else:
            path = observation_path(chosen.folder, name)
            write_whole(path, observation_text(program, corpus, record=chosen.id, date=today))
            say(f"{path.as_posix()}: {len(program.judgements)} cases")
    if moved:
        raise click.exceptions.Exit(1 if checking else IncompleteRunError.exit_code)


def _none_run(columns: Sequence[str], folder: Path) -> UsageError:
    """Return the error for columns that no adapter answers for."""
    known = sorted(column.id for one in load_adapters(folder) for column in one.columns)
    if not known:
        return UsageError(
            "there is no adapter here",
            file=(folder / FOLDER).as_posix(),
            hint="write one, or take the record from its project's repository: installed, it has "
            "only what was recorded",
        )
    return UsageError(
        "no adapter answers for this column" if columns else "the only adapters are examples",
        hint=f"name one of the columns {', '.join(known)}",
    )


def _hello(outcome: Answers) -> dict[str, Json] | None:
    hello = outcome.hello
    if hello is None:
        return None
    return {
        "adapter": hello.name,
        "subject": f"{hello.subject.name} {hello.subject.version}",
        "targets": list(hello.targets),
        "modes": ["decode", "roundtrip"] if hello.roundtrip else ["decode"],
        "max_inflight": hello.max_inflight,
        "lenient": hello.permissive,
    }


def _print(
    outcome: Answers,
    counts: dict[str, int],
    faults: Sequence[tuple[str, str, str]],
    took: float,
) -> None:
    terminal = console()
    for name, value in (_hello(outcome) or {}).items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        terminal.print(Text(terminal_text(f"{name:<13} {shown}")), soft_wrap=True)
    given = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    terminal.print(Text(f"{'verdicts':<13} {given}, in {took:.2f} s"), soft_wrap=True)
    for case, verdict, note in faults[:_LISTED]:
        terminal.print(Text(terminal_text(f"{verdict:<13} {case}: {note}"), "red"), soft_wrap=True)
    if len(faults) > _LISTED:
        terminal.print(Text(f"{'':<13} and {len(faults) - _LISTED} more"))
    for warning in outcome.warnings:
        terminal.print(Text(terminal_text(f"{'warning':<13} {warning}"), "yellow"), soft_wrap=True)


def advice(outcome: Answers, failing: Failing | None, *, by_exit: bool) -> list[str]:
    """Return advice that would make a program a better adapter, a sentence each.

    Args:
        outcome: Its answers.
        failing: The canary that it fails; None if it passes both.
        by_exit: Whether it answers by its exit code.
    """
    found = []
    verdicts = {judgement.verdict for judgement in outcome.judgements}
    if by_exit and failing is None and outcome.not_run is None:
        found.append("a program that speaks the protocol is started once, not once for each case")
    if outcome.hello is None and not by_exit:
        found.append(
            "write the hello on stdout as the first line and flush it; a library that prints "
            "while it is loaded should print on stderr"
        )
    if failing is Failing.ACCEPTS_ANYTHING:
        found.append(
            "have it reject what the decoder rejects; if it accepts nearly anything, by design, "
            'say "lenient": true in the hello'
        )
    if failing is Failing.ACCEPTS_NOTHING:
        found.append(
            "look at the errors of its first replies: often the decoder is asked for another type, "
            "or the text is decoded twice"
        )
    if Verdict.CRASH in verdicts:
        found.append(
            "a crash costs two restarts, and after twenty the rest is not run: catch what the "
            "decoder throws and reply reject, or error where the adapter itself is at fault"
        )
    if Verdict.TIMEOUT in verdicts:
        found.append("flush stdout after every reply; else give the slow case more time")
    if any("no reply" in warning for warning in outcome.warnings):
        found.append("keep stdout for replies: let logging go to stderr")
    if outcome.hello is not None and outcome.hello.max_inflight == 1:
        found.append('say "max_inflight": 64 in the hello: the runner then need not wait')
    if outcome.hello is not None and not outcome.hello.roundtrip:
        found.append(
            'if the library can encode too, say "modes": ["decode", "roundtrip"] and reply with '
            "the output: the report then shows what is lost on the way"
        )
    return found
