"""What the commands share that run columns: choosing them, and where programs are built."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.pipeline import schema_judges
from conformance.programs import Choice, chosen_programs, program_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.judges.schema import SchemaJudge
    from conformance.model import Corpus, Program, Record

work_option = click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CONFORMANCE_WORK",
    metavar="FOLDER",
    help="Where adapters are built. [default: a folder in the user's cache]",
)


def chosen_judges(
    record: Record,
    corpus: Corpus,
    patterns: Sequence[str],
    *,
    choice: Choice = Choice.RECORDED,
    work: Path | None = None,
) -> tuple[list[SchemaJudge], list[Program]]:
    """Return the columns that match a pattern: those that are schemas, and those of programs.

    Raises:
        UsageError: A pattern matches no column.
        BrokenFileError: A schema, an adapter or an observation is not what it has to be.
    """
    judges = schema_judges(record, patterns, others=program_ids(record.folder))
    programs = chosen_programs(
        record.folder, corpus, patterns=patterns, choice=choice, work=built_in(work, record)
    )
    return judges, programs


def built_in(work: Path | None, record: Record) -> Path:
    """Return the folder in which a record's adapters are built."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return (work or Path(cache) / "conformance").absolute() / record.id
