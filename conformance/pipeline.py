"""The stages of a run in their order: load, judge, compare, report."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance import __version__
from conformance.disagreements import disagreements
from conformance.errors import NothingSelectedError, UsageError
from conformance.judges.schema import schema_judge
from conformance.judging import judge_corpus
from conformance.places import place_of
from conformance.results import (
    case_line,
    column_line,
    finding_line,
    footer_line,
    header_line,
    relation_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.judges.schema import SchemaJudge
    from conformance.judging import JudgedCase
    from conformance.model import Corpus, Json, Record, Verdict


def schema_judges(record: Record, patterns: Sequence[str] = ()) -> list[SchemaJudge]:
    """Return the judges of a record's readings whose column ids match a pattern; all without one.

    Raises:
        UsageError: A pattern matches no column.
        BrokenFileError: A schema cannot be compiled.
    """
    readings = [(variant, reading) for variant in record.variants for reading in variant.readings]
    known = column_ids(record)
    for pattern in patterns:
        if not any(fnmatchcase(column, pattern) for column in known):
            raise UsageError(f"no column matches {pattern!r}; the columns are {', '.join(known)}")
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
    record: Record, corpus: Corpus, judges: Sequence[SchemaJudge], *, made: str
) -> Iterator[dict[str, Json]]:
    """Yield the lines of the results file, case by case as they are judged.

    Args:
        record: The record.
        corpus: Its cases.
        judges: The columns.
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
    cases: list[JudgedCase] = []
    vectors: dict[tuple[Verdict, ...], str] = {}
    for judged in judge_corpus(corpus, judges):
        vectors.setdefault(judged.vector, judged.case.id)
        cases.append(judged)
        yield case_line(
            judged.case,
            judged.judgements,
            place=place_of(judged, record.fields),
            twin=judged.near,
            departures=judged.departures,
        )
    found = disagreements(record, judges, cases, vectors)
    for finding in found.findings:
        yield finding_line(finding, proven=found.complete)
    for (one, other), relation in found.relations.items():
        yield relation_line(one, other, relation)
    yield footer_line(found, cases=len(corpus.cases))
