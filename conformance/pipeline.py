"""The stages of a run: load, judge, compare, report. Each returns the input of the next."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from conformance import __version__, interrupts
from conformance.baseline.gate import Gate, GateTally, gated
from conformance.compare.coverage import Watch
from conformance.compare.disagreements import Comparison, proved
from conformance.compare.exchanges import exchanges
from conformance.compare.kept import Kept
from conformance.compare.mistyped import with_mistyped
from conformance.compare.native_agreement import NativeTally
from conformance.compare.program_relations import ProgramRelations
from conformance.corpus.load import load_corpus
from conformance.dataclass import dataclass
from conformance.errors import NothingSelectedError
from conformance.files import write_text
from conformance.generate.witnesses import corpus_from
from conformance.judges.panel import (
    judge_corpus,
    place_of,
    schema_judges,
    was_asked,
    with_programs,
)
from conformance.programs.choose import Choice, chosen_programs, program_ids
from conformance.record.choose import chosen_record
from conformance.record.sources import record_of
from conformance.reporters import OF_A_RUN, RESULTS, fed, reporters, write_reports
from conformance.reporters.views.overview import Tally
from conformance.results.build import (
    case_line,
    finding_line,
    footer_line,
    header_line,
    program_line,
)
from conformance.results.lines import ColumnLine, ExchangeLine, FieldLine, RelationLine
from conformance.results.write import line_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from conformance.baseline.gate import GateResult
    from conformance.compare.disagreements import Proof
    from conformance.judges.panel import JudgedCase
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Corpus, Program, Record
    from conformance.readers.read import Source
    from conformance.record.settings import Settings
    from conformance.reporters.views.overview import Overview
    from conformance.results.lines import Line

ANY_TIME = "1970-01-01T00:00:00Z"
"""The time in the lines of a run that is shown and not written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Everything that a run reads.

    Attributes:
        record: The record.
        corpus: Its cases.
        judges: The chosen columns that are schemas.
        programs: The chosen columns that are programs, with their verdicts.
        columns: The ids of all columns of the record, chosen or not, schemas first.
        proof: The exact comparison of the schemas, if it was needed to make the cases.
    """

    record: Record
    corpus: Corpus
    judges: Sequence[SchemaJudge]
    programs: Sequence[Program]
    columns: Sequence[str]
    proof: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The outcome of a run whose reports are written."""

    overview: Overview
    gate: GateResult


def load(
    settings: Settings,
    *,
    record: str | None = None,
    columns: Sequence[str] = (),
    choice: Choice = Choice.RECORDED,
    work: Path | None = None,
) -> Loaded:
    """Read a record, its corpus and its columns.

    Args:
        settings: The project's settings.
        record: The record's folder or name; None for the only record.
        columns: Patterns of column ids; none for all columns.
        choice: Which programs run now.
        work: The folder under which adapters are built; needed if programs may run.

    Raises:
        UsageError: There is no such record, or a pattern matches no column.
        BrokenFileError: A file of the record is broken.
    """
    found = chosen_record(record, settings)
    interrupts.check()
    corpus = load_corpus(found.folder)
    others = program_ids(found.folder)
    judges = schema_judges(found, columns, others=others)
    programs = chosen_programs(
        found.folder, corpus, patterns=columns, choice=choice, work=work and work / found.id
    )
    return Loaded(
        record=found,
        corpus=corpus,
        judges=judges,
        programs=with_mistyped(programs, corpus, found, judges),
        columns=(*found.columns, *others),
    )


def with_record(loaded: Loaded, record: Record) -> Loaded:
    """Return what was read of a record, with other readings of it in place of its own."""
    others = [column for column in loaded.columns if column not in loaded.record.columns]
    judges = schema_judges(record)
    columns = (*record.columns, *others)
    return replace(loaded, record=record, judges=judges, columns=columns, proof=None)


def load_sources(
    sources: Mapping[str, Source], *, chunks_drawn: int, told: Callable[[str], None]
) -> Loaded:
    """Return sources as a record with cases, which the exact comparison makes.

    Args:
        sources: The sources by the ids of their variants.
        chunks_drawn: How many chunks of inputs are drawn besides.
        told: Receives what is done now, for a progress line.

    Raises:
        DefectError: Two of our own answers contradict each other.
        IncompleteRunError: A chain of references is too long.
    """
    record = record_of(sources)
    judges = schema_judges(record)
    interrupts.check()
    told("comparing exactly")
    proof = proved(record, judges)
    interrupts.check()
    told("making cases")
    corpus = corpus_from(record, judges, proof, chunks_drawn=chunks_drawn)
    return Loaded(
        record=record,
        corpus=corpus,
        judges=judges,
        programs=(),
        columns=tuple(record.columns),
        proof=proof,
    )


def judge(
    loaded: Loaded, executor: Executor | None = None, *, jobs: int = 1
) -> Iterator[JudgedCase]:
    """Yield every case with the schemas' judgements.

    Args:
        loaded: The record and its columns.
        executor: The processes that judge; None for this process.
        jobs: Their number.

    Raises:
        NothingSelectedError: The corpus is empty.
        DefectError: Two of our own answers contradict each other.
    """
    if not loaded.corpus.cases:
        raise NothingSelectedError(
            "the corpus has no case",
            file=str(loaded.record.folder / "corpus"),
            hint="write one with `conformance corpus new`",
        )
    judging = None
    if executor is not None:
        from conformance.judges.ahead import Ahead  # noqa: PLC0415  with processes only

        judging = Ahead(executor=executor, jobs=jobs, record=loaded.record)
    yield from judge_corpus(loaded.corpus, loaded.judges, judging)


def compare(
    loaded: Loaded, judged: Iterable[JudgedCase], *, made: str = ANY_TIME
) -> Iterator[Line]:
    """Yield the lines of a run: the cases as they are judged, then the result of comparing.

    Args:
        loaded: The record and its columns.
        judged: All cases, judged.
        made: The time of the run, ISO 8601 in UTC.

    Raises:
        DefectError: Two of our own answers contradict each other.
    """
    record, judges, programs = loaded.record, loaded.judges, loaded.programs
    yield header_line(record, loaded.corpus, tool=__version__, made=made)
    yield from (ColumnLine(column=judge.column) for judge in judges)
    yield from map(program_line, programs)
    comparison, watch = Comparison(record, judges, loaded.proof), Watch(record, judges)
    tested = ProgramRelations([judge.column.id for judge in judges], programs)
    natives, kept = NativeTally(programs, record.variants), Kept()
    for case in judged:
        interrupts.check()
        comparison.see(case)
        watch.see(case)
        whole = with_programs(case, programs)
        if programs and (was_asked(whole, programs) or not comparison.decided):
            kept.add(whole)
            tested.see(whole)
            natives.see(whole)
        yield case_line(whole, place=place_of(case, record.fields))
    asked = kept.cases()
    found = comparison.result(asked=asked, programs=programs)
    interrupts.check()
    for finding in found.findings:
        yield finding_line(finding, proven=finding.id in found.proven, programs=programs)
    yield from (FieldLine(field=field) for field in found.fields.fields)
    for (a, b), relation in chain(found.relations.items(), tested.result().items()):
        yield RelationLine(a=a, b=b, relation=relation)
    columns = [judge.column for judge in judges]
    for exchange in exchanges(record, columns, asked=asked, programs=programs):
        interrupts.check()
        yield ExchangeLine(exchange=exchange)
    yield footer_line(
        found,
        cases=len(loaded.corpus.cases),
        natives=natives.result(),
        coverage=None if found.cells is None else watch.coverage(found.findings, found.cells),
    )


def report(lines: Iterable[Line], folder: Path, gate: Gate) -> Reported:
    """Write the results file and all reports of a run into a folder, in one pass over its lines.

    Raises:
        UsageError: The gate enforces a column that the run does not have.
    """
    made, tally, answer = reporters(OF_A_RUN), Tally(), GateTally()
    passed = fed(gated(lines, gate), [*made.values(), tally, answer])
    write_text(folder / RESULTS, line_texts(passed))
    interrupts.check()
    write_reports(made, folder)
    return Reported(overview=tally.overview(), gate=answer.result())


def lines_of(loaded: Loaded) -> Iterator[Line]:
    """Yield the lines of a run that is shown and not written."""
    return compare(loaded, judge(loaded))
