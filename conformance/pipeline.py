"""The stages of a run in their order: load, judge, compare, report."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import chain
from typing import TYPE_CHECKING

from conformance import __version__
from conformance.attribution import joined
from conformance.coverage import Watch, coverage_json
from conformance.disagreements import Comparison
from conformance.errors import NothingSelectedError, UsageError
from conformance.judges.schema import schema_judge
from conformance.judging import judge_corpus
from conformance.natives import natives
from conformance.places import place_of
from conformance.relations import program_relations
from conformance.results import (
    case_line,
    column_line,
    finding_line,
    footer_line,
    header_line,
    program_line,
    relation_line,
)
from conformance.suggesting import columns_near

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.judges.schema import SchemaJudge
    from conformance.judging import JudgedCase
    from conformance.model import Corpus, Json, Program, Record


def schema_judges(
    record: Record, patterns: Sequence[str] = (), *, others: Sequence[str] = ()
) -> list[SchemaJudge]:
    """Return the judges of a record's readings whose column ids match a pattern; all without one.

    Args:
        record: The record.
        patterns: Patterns of column ids.
        others: Ids of columns that are no readings, which a pattern may match instead.

    Raises:
        UsageError: A pattern matches no column.
        BrokenFileError: A schema cannot be compiled.
    """
    readings = [(variant, reading) for variant in record.variants for reading in variant.readings]
    known = column_ids(record)
    every = [*known, *others]
    for pattern in patterns:
        if not any(fnmatchcase(column, pattern) for column in every):
            raise UsageError(f"no column matches {pattern!r}", mend=columns_near(pattern, every))
    return [
        schema_judge(variant, reading)
        for column, (variant, reading) in zip(known, readings, strict=True)
        if not patterns or any(fnmatchcase(column, pattern) for pattern in patterns)
    ]


def column_ids(record: Record) -> list[str]:
    """Return the ids of all columns of a record, in column order."""
    return [
        f"{variant.id}.{reading.name}"
        for variant in record.variants
        for reading in variant.readings
    ]


def run(
    record: Record,
    corpus: Corpus,
    judges: Sequence[SchemaJudge],
    *,
    programs: Sequence[Program] = (),
    made: str,
) -> Iterator[dict[str, Json]]:
    """Yield the lines of the results file, case by case as they are judged.

    Args:
        record: The record.
        corpus: Its cases.
        judges: The columns that are schemas.
        programs: The columns that are programs, with their verdicts.
        made: The time of the run, ISO 8601 in UTC.

    Raises:
        NothingSelectedError: The corpus is empty.
        DefectError: Two of our own answers contradict each other.
    """
    if not corpus.cases:
        raise NothingSelectedError(
            "the corpus has no case",
            file=str(record.folder / "corpus"),
            mend="write one with `conformance corpus new`",
        )
    yield header_line(record, corpus, tool=__version__, made=made)
    for judge in judges:
        yield column_line(judge.column, judge="schema", not_run=None)
    for program in programs:
        yield program_line(program)
    comparison = Comparison(record, judges)
    watch = Watch(record, judges)
    asked: list[JudgedCase] = []
    for judged in judge_corpus(corpus, judges):
        comparison.see(judged)
        watch.see(judged)
        whole = joined(judged, programs)
        if programs:
            asked.append(whole)
        yield case_line(
            whole.case,
            whole.judgements,
            place=place_of(judged, record.fields),
            twin=whole.near,
            departures=whole.departures,
        )
    found = comparison.result(asked=asked, programs=programs)
    for finding in found.findings:
        yield finding_line(finding, proven=finding.id in found.proven, programs=programs)
    schemas = [judge.column.id for judge in judges]
    tested = program_relations(asked, schemas, programs)
    for (one, other), relation in chain(found.relations.items(), tested.items()):
        yield relation_line(one, other, relation)
    compared = natives(asked, programs, record.variants)
    footer = footer_line(found, cases=len(corpus.cases), natives=compared)
    if found.cells is not None:
        footer["coverage"] = coverage_json(watch.coverage(found.findings, found.cells))
    yield footer
