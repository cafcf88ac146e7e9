"""Judges the inputs of `conformance judge`: by sources, or by a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.cli.context import announce, built_in, warn
from conformance.cli.judge_inputs import inputs_of
from conformance.cli.judge_output import Judged
from conformance.dataclass import replace
from conformance.jsontext.text import parse
from conformance.judges.panel import schema_judges

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.cli.judge_inputs import Asked, Given
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Judgement, Record
    from conformance.readers.read import Options


def by_sources(
    files: Sequence[str], lines: str | None, against: Sequence[str], options: Options
) -> list[Judged]:
    """Return inputs judged by sources.

    Args:
        files: The files of inputs.
        lines: The file whose lines are inputs; None without one.
        against: The sources, some with a name.
        options: How they are read.
    """
    from conformance.readers.read import read  # noqa: PLC0415  a record is not read by it
    from conformance.record.sources import named_sources, record_of  # noqa: PLC0415

    named = named_sources(against)
    announce(*named.values())
    sources = {name: read(source, options) for name, source in named.items()}
    warn(text for source in sources.values() for text in source.file.warnings)
    record = record_of(sources)
    judges = schema_judges(record)
    return [
        Judged(given=given, record=record, judgements=_schema_verdicts(judges, given))
        for given in inputs_of(files, lines)
    ]


def by_record(inputs: Sequence[Given], folder: Path, asked: Asked) -> list[Judged]:
    """Return inputs judged by the columns of a record.

    Args:
        inputs: The inputs.
        folder: The record's folder.
        asked: What is asked of it.
    """
    # What judges by sources needs no record and no program.
    from conformance.programs.names import recorded_ids  # noqa: PLC0415
    from conformance.record.kept import described  # noqa: PLC0415

    chosen = described(folder, asked.state)
    patterns = asked.patterns
    judges = schema_judges(chosen, patterns, others=_programs(chosen) if patterns else ())
    found = [
        Judged(given=given, record=chosen, judgements=_schema_verdicts(judges, given))
        for given in inputs
    ]
    if asked.live:
        return _asked_now(found, asked)
    if recorded_ids(chosen.folder, patterns):
        from conformance.cli.judge_recorded import with_recorded  # noqa: PLC0415  not all have some

        every = schema_judges(chosen) if patterns else judges
        found = with_recorded(found, every, asked)
    if asked.columns:
        found = [_with_unasked(judged, asked.columns) for judged in found]
    return found


def _asked_now(found: Sequence[Judged], asked: Asked) -> list[Judged]:
    """Return judged inputs with the answers of programs that are built and asked now."""
    # Only live programs need them.
    from conformance.corpus.load import load_corpus  # noqa: PLC0415
    from conformance.programs.choose import asked_about  # noqa: PLC0415

    record = found[0].record
    answers = asked_about(
        [judged.given.data for judged in found],
        record.folder,
        load_corpus(record.folder),
        patterns=asked.patterns,
        work=built_in(asked.work, record),
    )
    return [
        replace(judged, judgements={**judged.judgements, **answer})
        for judged, answer in zip(found, answers, strict=True)
    ]


def _programs(record: Record) -> list[str]:
    from conformance.programs.choose import program_ids  # noqa: PLC0415  it takes long

    return program_ids(record.folder)


def _with_unasked(judged: Judged, columns: Sequence[str]) -> Judged:
    """Return a judged input with the programs that are named and have no answer."""
    from conformance.programs.choose import unasked  # noqa: PLC0415

    known = {*judged.answers}
    left = unasked(judged.record.folder, patterns=columns, unlike=judged.unknown)
    waiting = {column: found for column, found in left.items() if column not in known}
    return replace(judged, judgements={**judged.judgements, **waiting}, unknown=())


def _schema_verdicts(judges: Sequence[SchemaJudge], given: Given) -> dict[str, Judgement]:
    parsed = parse(given.data)
    return {judge.column.id: judge.answer(parsed) for judge in judges}
