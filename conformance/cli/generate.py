"""`conformance generate`: cases that nobody thought of."""

from __future__ import annotations

import time
from contextlib import contextmanager
from itertools import count, islice, takewhile
from typing import TYPE_CHECKING

import click

from conformance import interrupts
from conformance.cli.caching import cache_option
from conformance.cli.context import (
    columns_option,
    format_option,
    progress,
    record_option,
    say,
    settings,
    show,
    warn,
)
from conformance.corpus.load import load_corpus
from conformance.corpus.write import entry_of
from conformance.errors import UsageError
from conformance.files import write_whole
from conformance.generate.chunks import CHUNK, chunks
from conformance.generate.executors import dask_cluster, processes
from conformance.generate.keep import Collection
from conformance.generate.plan import judged_cells, planned
from conformance.jsontext.text import pretty
from conformance.judges.panel import schema_judges
from conformance.record.choose import chosen_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from conformance.exact import ColumnCells
    from conformance.generate.keep import Tally
    from conformance.model import Json

EXAMPLES = 3000


@click.command(
    epilog="""\b
Examples:
  conformance generate
  conformance generate --seed 7 --examples 100000 --jobs 4 --write
  conformance generate --time 60 --columns '*.declared'

The same seed and number of examples give the same cases, however many processes share the work;
--time ends a run by the clock, and two such runs need not be equal.
"""
)
@record_option
@columns_option
@click.option("--seed", type=int, default=1, show_default=True, help="The seed of the draws.")
@click.option(
    "--examples",
    type=click.IntRange(min=1),
    help=f"How many inputs to draw, rounded up to hundreds. [default: {EXAMPLES}, or what --time "
    "allows]",
)
@click.option(
    "--time", "seconds", type=click.FloatRange(min=0), help="Draw for at most this many seconds."
)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use."
)
@click.option("--cluster", metavar="ADDRESS", help="The scheduler of a Dask cluster to use.")
@click.option("--write", is_flag=True, help="Add the cases to the corpus, in generated.json.")
@cache_option
@format_option
def generate(
    *,
    record: str | None,
    columns: tuple[str, ...],
    seed: int,
    examples: int | None,
    seconds: float | None,
    jobs: int,
    cluster: str | None,
    write: bool,
    form: str,
) -> None:
    """Draw inputs, judge them with every column, and keep those that show something new.

    Inputs are drawn from the schemas, combined from the values that schemas tell apart, and made
    from accepted ones by small mistakes. An input with a behaviour that no hand-written case shows
    is shrunk and kept once. An input that contradicts the exact comparison ends the run as our
    error, with the numbers that draw it again.
    """
    if write and columns:
        raise UsageError("--write needs every column", hint="leave --columns out")
    chosen_settings = settings()
    chosen = chosen_record(record, chosen_settings)
    judges = schema_judges(chosen, columns if write else columns or chosen_settings.columns)
    corpus = load_corpus(chosen.folder)
    cells = judged_cells(chosen, judges)
    work = planned(chosen, corpus, judges, cells, seed=seed)
    found = Collection(chosen, corpus, judges, seed=seed)
    spread: AbstractContextManager[Executor | None] = (
        processes(jobs) if cluster is None else dask_cluster(cluster)
    )
    began = time.monotonic()
    code = None
    try:
        with spread as executor, _progress(cells) as tell:
            numbers = _numbers(examples, seconds)
            for chunk in chunks(work, numbers, executor, ahead=2 * jobs + 8):
                found.add(chunk)
                tell(found.tally)
    except KeyboardInterrupt:
        code = interrupts.answered()
    tally = found.tally
    warn(tally.notes)
    written = found.file()
    writes = write and (tally.kept > 0 or written.path.exists())
    if writes:
        write_whole(written.path, written.text)
    if form == "json":
        shown = _json(tally, cells, interrupted=code is not None)
        head: dict[str, Json] = {"record": chosen.id, "seed": seed, "columns": [*work.columns]}
        show(pretty({**head, **shown, "cases": [entry_of(case) for case in found.cases()]}))
    else:
        for case in () if write else found.cases():
            say(case.id)
            say(f"    {case.input.text or ''}")
        show(_summary(tally, cells, seed, time.monotonic() - began))
        if writes:
            say(f"written: {tally.kept} cases in {written.path.as_posix()}")
    if code is not None:
        say("interrupted; the cases found until then are kept", err=True)
        raise click.exceptions.Exit(code)


def _numbers(examples: int | None, seconds: float | None) -> Iterator[int]:
    """Yield the numbers of the chunks to draw until the time is over."""
    if examples is None and seconds is None:
        examples = EXAMPLES
    numbers = islice(count(), None if examples is None else -(-examples // CHUNK))
    if seconds is None:
        return numbers
    end = time.monotonic() + seconds
    return takewhile(lambda _: time.monotonic() < end, numbers)


@contextmanager
def _progress(cells: ColumnCells) -> Iterator[Callable[[Tally], None]]:
    """Yield a function that shows the run's progress on a terminal."""
    began = time.monotonic()
    with progress("drawing") as show_now:

        def tell(tally: Tally) -> None:
            rate = tally.draws / max(time.monotonic() - began, 0.001)
            show_now(
                f"{tally.draws:,} examples, {tally.new} new behaviours, "
                f"{_reached(tally, cells)} of {len(cells.vectors)} cells, {rate:,.0f} a second"
            )

        yield tell


def _reached(tally: Tally, cells: ColumnCells) -> int:
    return len(tally.reached & cells.vectors.keys())


def _summary(tally: Tally, cells: ColumnCells, seed: int, seconds: float) -> str:
    rate = tally.draws / max(seconds, 0.001)
    proven = "" if cells.complete else " (not proven to be all)"
    return (
        f"{tally.draws:,} examples of seed {seed} in {seconds:.1f} s, {rate:,.0f} a second\n"
        f"{_reached(tally, cells)} of {len(cells.vectors)} cells reached{proven}\n"
        f"{tally.new} new behaviours, {tally.kept} with those generated before; the hand-written "
        f"cases show {tally.known}\n"
        f"{tally.dropped:,} examples dropped, which show nothing new"
    )


def _json(tally: Tally, cells: ColumnCells, *, interrupted: bool) -> dict[str, Json]:
    return {
        "examples": tally.draws,
        "interrupted": interrupted,
        "cells": {
            "reached": _reached(tally, cells),
            "of": len(cells.vectors),
            "complete": cells.complete,
        },
        "behaviours": {"known": tally.known, "kept": tally.kept, "new": tally.new},
        "dropped": tally.dropped,
        "notes": [*tally.notes],
    }
