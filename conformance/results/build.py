"""Builds the lines of a results file from the values of a run's stages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conformance.results.lines import (
    CaseLine,
    ColumnLine,
    FindingLine,
    FooterLine,
    HeaderLine,
    VariantPart,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.compare.covered import Coverage
    from conformance.compare.disagreements import Disagreements
    from conformance.compare.native_agreement import Native
    from conformance.judges.panel import JudgedCase
    from conformance.model import Corpus, Finding, Program, Record, Variant


def header_line(record: Record, corpus: Corpus, *, tool: str, made: str) -> HeaderLine:
    """Return the header: what is compared, when, and with what.

    Args:
        record: The record.
        corpus: Its corpus.
        tool: This tool's version.
        made: The time of the run, ISO 8601 in UTC.
    """
    return HeaderLine(
        tool=tool,
        record=record.id,
        title=record.title,
        about=record.about,
        made=made,
        fields=record.fields,
        digests=dict(sorted({**record.files, **corpus.files}.items())),
        flags=corpus.flags,
        variants=tuple(map(variant_part, record.variants)),
        folder=record.in_tree,
        official=record.official,
    )


def program_line(program: Program) -> ColumnLine:
    """Return the line of a program's column."""
    return ColumnLine(
        column=program.column,
        judge=program.judge,
        subject=program.subject,
        not_run=program.not_run,
        warnings=program.warnings,
    )


def case_line(judged: JudgedCase, *, place: str) -> CaseLine:
    """Return the line of a judged case that is about a place of the record."""
    return CaseLine(
        case=judged.case,
        judgements=judged.judgements,
        place=place,
        twin=judged.near,
        departures=judged.departures,
    )


def finding_line(finding: Finding, *, proven: bool, programs: Iterable[Program]) -> FindingLine:
    """Return the line of a finding.

    Args:
        finding: The finding.
        proven: Whether the exact comparison found it.
        programs: The columns that are programs; those with a stance are named with their version.
    """
    return FindingLine(
        finding=finding,
        proven=proven,
        programs={
            program.column.id: f"{program.subject.name} {program.subject.version}"
            for program in programs
            if program.subject is not None and program.column.id in finding.stances
        },
    )


def footer_line(
    found: Disagreements, *, cases: int, natives: Iterable[Native], coverage: Coverage | None
) -> FooterLine:
    """Return the last line, with the totals."""
    return FooterLine(
        cases=cases,
        findings=len(found.findings),
        cells=found.cells,
        complete=found.complete,
        why_not=found.why_not,
        fields_cut=found.fields.cut,
        faults=found.faults,
        counts=Counter(kind for finding in found.findings for kind in finding.kinds),
        uncovered=found.uncovered,
        separating=found.separating,
        natives=tuple(natives),
        coverage=coverage,
    )


def variant_part(variant: Variant) -> VariantPart:
    """Return a variant as the header names it."""
    return VariantPart(
        id=variant.id,
        title=variant.title,
        language=variant.language,
        component=variant.component,
        as_of=variant.as_of,
        source=variant.source,
        notation=variant.notation,
        native_names=variant.native_names,
        claims=variant.claims,
        readings={reading.name: reading.file.name for reading in variant.readings},
        schemas={
            file.name: file.text
            for file in (*(reading.file for reading in variant.readings), variant.sent)
            if file is not None
        },
        notes=variant.notes,
        sent=None if variant.sent is None else variant.sent.name,
    )
