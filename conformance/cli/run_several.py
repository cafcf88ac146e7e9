"""`conformance run` over several records: each runs in turn, with a page over all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from conformance.cli.context import say
from conformance.cli.each import worst
from conformance.cli.running import check, prepare, run_record, tell
from conformance.errors import ConformanceError, IncompleteRunError, UsageError
from conformance.files import staged, write_text
from conformance.programs.choose import program_ids
from conformance.programs.names import matches
from conformance.record.load import load_record
from conformance.reporters import OF_A_RUN, REPORTERS, RESULTS
from conformance.reporters.records.data import data
from conformance.reporters.records.html import page
from conformance.reporters.records.markdown import summary as summary_of_all
from conformance.reporters.records.rows import RecordRow, row_of
from conformance.reporters.records.terminal import block
from conformance.reporters.sarif import joined
from conformance.reporters.terminal import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from conformance.cli.running import Asked, Ran

INDEX = "index.json"
"""The file over all records for other programs."""

_PAGE, _SUMMARY, _SARIF = (REPORTERS[name][0] for name in ("html", "md", "sarif"))
_OF_ONE = {RESULTS, *(REPORTERS[name][0] for name in OF_A_RUN)} - {_PAGE, _SUMMARY, _SARIF}
"""Files of an earlier run over one record, which this run does not replace."""


def run_several(folders: Sequence[Path], out: Path, asked: Asked, *, verbose: bool) -> None:
    """Run several records, and write the reports of each and the page over all.

    Args:
        folders: The records' folders.
        out: The folder of the reports; those of a record are in a folder of its id.
        asked: What each run is asked for.
        verbose: Whether to print every finding and every column.

    Raises:
        UsageError: A list of known disagreements is named, which is of one record only.
        Exit: Some record failed; with the worst exit code.
    """
    if asked.demands["baseline"] is not None:
        raise UsageError(
            f"--baseline names the list of one record, and there are {len(folders)}",
            hint="name the record with --record",
        )
    each = _each_asked(folders, asked)
    with staged(out) as stage:
        done = [_run(folder, stage, its) for folder, its in each.items()]
        rows = [row for row, _ in done]
        code = worst(row.exit_code for row in rows)
        _write_index(rows, stage, exit_code=code)
    for name in _OF_ONE:
        (out / name).unlink(missing_ok=True)
    for (row, ran), its in zip(done, each.values(), strict=True):
        if ran is not None:
            overview = ran.overview
            shown = summary(overview, verbose=True) if verbose else block(row)
            tell(ran, out / row.id, its, shown)
            say("")
        trouble = row.error or row.trouble
        if trouble is not None:
            say(f"Error: {row.id}: {trouble}", err=True)
    say(f"All {len(rows)} records: {out / _PAGE}")
    if code:
        raise click.exceptions.Exit(code)


def _each_asked(folders: Sequence[Path], asked: Asked) -> dict[Path, Asked]:
    """Return what the run of each record is asked for, without the names of others' columns.

    A record with none of the columns is passed over. A name that no record has stays, and is told
    where it is used.
    """
    wanted, enforced = asked.columns, asked.demands["enforce"]
    if not wanted and not enforced:
        return dict.fromkeys(folders, asked)
    known = {folder: _column_ids(folder) for folder in folders}

    def own(patterns: Sequence[str], folder: Path) -> tuple[str, ...]:
        others = [column for columns in known.values() for column in columns]
        return tuple(
            pattern
            for pattern in patterns
            if _some(known[folder], pattern) or not _some(others, pattern)
        )

    return {
        folder: replace(
            asked,
            columns=own(wanted, folder),
            demands={**asked.demands, "enforce": own(enforced, folder)},
        )
        for folder in folders
        if not wanted or own(wanted, folder)
    }


def _column_ids(folder: Path) -> list[str]:
    """Return the ids of a record's columns; none if it is broken, which its run will tell."""
    try:
        return [*load_record(folder).columns, *program_ids(folder)]
    except ConformanceError:
        return []


def _some(columns: Iterable[str], pattern: str) -> bool:
    return any(matches(column, [pattern]) for column in columns)


def _run(folder: Path, stage: Path, asked: Asked) -> tuple[RecordRow, Ran | None]:
    """Run a record into a folder of its id; return its row, and None if it could not be run."""
    name = folder.resolve().name
    try:
        prepared = prepare(folder, asked)
        (stage / name).mkdir()
        ran = run_record(prepared, stage / name, asked)
    except ConformanceError as error:
        _leave(stage / name)
        return RecordRow(id=name, title=name, error=str(error), exit_code=error.exit_code), None
    row = row_of(ran.overview, exit_code=0)
    try:
        check(ran, asked)
    except click.exceptions.Exit as error:
        row = replace(row, exit_code=error.exit_code)
    except IncompleteRunError as error:
        row = replace(row, exit_code=error.exit_code, trouble=str(error))
    return row, ran


def _leave(folder: Path) -> None:
    """Remove what was written of a record that could not be run: half a report is none."""
    for file in folder.glob("*"):
        file.unlink()
    if folder.is_dir():
        folder.rmdir()


def _write_index(rows: Sequence[RecordRow], stage: Path, *, exit_code: int) -> None:
    logs = [stage / row.id / _SARIF for row in rows if row.error is None]
    write_text(stage / _PAGE, page(rows))
    write_text(stage / _SUMMARY, summary_of_all(rows))
    write_text(stage / INDEX, [data(rows, exit_code=exit_code)])
    write_text(stage / _SARIF, joined(log.read_text("utf-8") for log in logs))
