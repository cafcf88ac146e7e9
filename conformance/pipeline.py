"""The stages of a run in their order: load, judge, compare, report."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from conformance import __version__
from conformance.compare.coverage import Watch, coverage_json
from conformance.compare.disagreements import Comparison
from conformance.compare.native_agreement import natives
from conformance.compare.program_relations import program_relations
from conformance.errors import NothingSelectedError
from conformance.judges.panel import judge_corpus, place_of, schema_judges, with_programs
from conformance.programs.choose import Choice, chosen_programs, program_ids
from conformance.results.write import (
    case_line,
    column_line,
    finding_line,
    footer_line,
    header_line,
    program_line,
    relation_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from conformance.judges.panel import JudgedCase
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Corpus, Json, Program, Record


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
            hint="write one with `conformance corpus new`",
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
        whole = with_programs(judged, programs)
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
    programs = chosen_programs(record.folder, corpus, patterns=patterns, choice=choice, work=work)
    return judges, programs
