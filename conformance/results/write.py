"""The results file: what a run found, one JSON object a line, and the only input of the reports.

Line by line: a header, then columns, cases, findings, relations, and a footer. A file without its
footer is an error, never a short run. The format is `formats/results.schema.json`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conformance.model import Kind, Verdict
from conformance.results.lines import FORMAT, input_json, reason_json, witness_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.compare.disagreements import Disagreements
    from conformance.compare.native_agreement import Native
    from conformance.exact import Relation
    from conformance.model import (
        Case,
        Column,
        Corpus,
        Finding,
        Flag,
        Json,
        Judgement,
        Program,
        Record,
        Variant,
        Witness,
    )


def header_line(record: Record, corpus: Corpus, *, tool: str, made: str) -> dict[str, Json]:
    """Return the line that says what was compared; `made` is its only part that tells runs apart.

    Args:
        record: The record.
        corpus: Its corpus.
        tool: This tool's version.
        made: The time of the run, ISO 8601 in UTC.
    """
    return {
        "kind": "header",
        "format": FORMAT,
        "tool": tool,
        "record": record.id,
        "title": record.title,
        "about": record.about,
        **({} if record.in_tree is None else {"folder": record.in_tree}),
        "fields": list(record.fields),
        "made": made,
        "digests": dict(sorted({**record.files, **corpus.files}.items())),
        "flags": [_flag(flag) for flag in corpus.flags],
        "variants": [_variant(variant) for variant in record.variants],
    }


def column_line(column: Column, *, judge: str, not_run: str | None) -> dict[str, Json]:
    """Return the line of one column; `judge` is `schema`, `live` or `recorded`."""
    return {
        "kind": "column",
        "id": column.id,
        "group": column.group,
        "reading": column.reading,
        "variant": column.variant,
        "judge": judge,
        "subject": None,
        "not_run": not_run,
    }


def program_line(program: Program) -> dict[str, Json]:
    """Return the line of a program's column, with what it asked and what was odd about the run."""
    subject = program.subject
    line: dict[str, Json] = {
        **column_line(program.column, judge=program.judge, not_run=program.not_run),
        "subject": None
        if subject is None
        else {
            "name": subject.name,
            "version": subject.version,
            "language": subject.language,
            "date": subject.date,
        },
    }
    if program.column.permissive:
        line["lenient"] = True
    if program.column.component is not None:
        line["describes"] = {
            "component": program.column.component,
            "as_of": program.column.as_of,
        }
    if program.warnings:
        line["warnings"] = list(program.warnings)
    return line


def case_line(
    case: Case,
    judgements: Mapping[str, Judgement],
    *,
    place: str,
    twin: Witness | None,
    departures: Iterable[str],
) -> dict[str, Json]:
    """Return the line of one case with every column's verdict."""
    notes = {column: found.note for column, found in judgements.items() if found.note}
    reasons: dict[str, Json] = {
        column: [reason_json(reason) for reason in found.reasons]
        for column, found in judgements.items()
        if found.reasons
    }
    typed = {column: found.typed_as for column, found in judgements.items() if found.typed_as}
    return {
        "kind": "case",
        "id": case.id,
        "rev": case.rev,
        "title": case.title,
        "why": case.why,
        "file": case.file,
        **input_json(case.input),
        "expect": case.expect.json(),
        "cites": list(case.cites),
        "flags": list(case.flags),
        "near": case.near,
        "direction": case.direction,
        "origin": None if case.origin is None else dict(case.origin),
        "place": place,
        "verdicts": {column: found.verdict.value for column, found in judgements.items()},
        "notes": dict(notes),
        "departures": list(departures),
        "reasons": reasons,
        "twin": witness_json(twin),
        **({"typed_as": dict(typed)} if typed else {}),
    }


def finding_line(
    finding: Finding, *, proven: bool, programs: Iterable[Program] = ()
) -> dict[str, Json]:
    """Return the line of one finding; an interaction's place and special are lists.

    Args:
        finding: The finding.
        proven: Whether the exact comparison found it, and not the cases alone.
        programs: The columns that are programs; those that take a stance are named with version.
    """
    lossy = finding.columns(Verdict.LOSSY)
    asked: dict[str, Json] = {
        program.column.id: f"{program.subject.name} {program.subject.version}"
        for program in programs
        if program.subject is not None and program.column.id in finding.stances
    }
    single = len(finding.places) == 1
    return {
        "kind": "finding",
        "id": finding.id,
        "place": finding.places[0] if single else list(finding.places),
        "special": finding.specials[0] if single else list(finding.specials),
        "kinds": [kind.value for kind in finding.kinds],
        "accept": list(finding.columns(Verdict.ACCEPT, Verdict.LOSSY)),
        "reject": list(finding.columns(Verdict.REJECT)),
        "silent": list(finding.columns(Verdict.SILENT)),
        "witness": witness_json(finding.witness),
        "twin": witness_json(finding.twin),
        "cases": list(finding.cases),
        "claims": list(finding.claims),
        "skew": finding.skew,
        "proven": proven,
        **({"lossy": list(lossy)} if lossy else {}),
        **({"programs": asked} if asked else {}),
    }


def relation_line(a: str, b: str, relation: Relation) -> dict[str, Json]:
    """Return the line of one pair of columns, in the shape that `relate` prints too."""
    return {
        "kind": "relation",
        "a": a,
        "b": b,
        "relation": relation.relation,
        "proven": relation.proven,
        "why_not": list(relation.why_not),
        "both": witness_json(relation.both),
        "only_a": witness_json(relation.only_a),
        "only_b": witness_json(relation.only_b),
        "gap_a": witness_json(relation.gap_a),
        "gap_b": witness_json(relation.gap_b),
    }


def footer_line(
    found: Disagreements, *, cases: int, natives: Iterable[Native] = ()
) -> dict[str, Json]:
    """Return the last line: what the run comes to.

    A finding counts under each of its kinds. `uncovered` has the smallest value of every cell that
    no case is in; `separating` names the fewest cases that tell all columns apart.
    """
    kinds = Counter(kind for finding in found.findings for kind in finding.kinds)
    return {
        "kind": "footer",
        "cases": cases,
        "findings": len(found.findings),
        "cells": found.cells,
        "complete": found.complete,
        "why_not": list(found.why_not),
        "counts": {kind.value: kinds[kind] for kind in Kind},
        "uncovered": [witness_json(witness) for witness in found.uncovered],
        "separating": list(found.separating),
        "natives": [_native(native) for native in natives],
    }


def _native(native: Native) -> dict[str, Json]:
    return {
        "column": native.column,
        "declared": native.declared,
        "agree": native.agree,
        "both": native.both,
        "differing": [
            {"case": x.case, "schema": x.schema.value, "native": x.native.value, "why": x.why}
            for x in native.differing
        ],
    }


def _flag(flag: Flag) -> dict[str, Json]:
    return {
        "id": flag.id,
        "kind": flag.kind,
        "means": flag.means,
        "effect": flag.effect,
        "links": list(flag.links),
    }


def _variant(variant: Variant) -> dict[str, Json]:
    source = variant.source
    return {
        "id": variant.id,
        "title": variant.title,
        "language": variant.language,
        "component": variant.component,
        "as_of": variant.as_of,
        "source": None
        if source is None
        else {
            "project": source.project,
            "version": source.version,
            "document": source.document,
            "sha256": source.sha256,
            "retrieved": source.retrieved,
        },
        "notation": [
            {"topic": x.topic, "verdict": x.verdict.value, "why": x.why} for x in variant.notation
        ],
        "native_names": [
            {"native": x.native, "wire": x.wire, "inferred": x.inferred}
            for x in variant.native_names
        ],
        "claims": [
            {
                "id": claim.id,
                "at": claim.at,
                "says": claim.says,
                "strength": claim.strength,
                "keywords": list(claim.keywords),
                "no_effect": claim.no_effect,
            }
            for claim in variant.claims
        ],
        "readings": {reading.name: reading.file.name for reading in variant.readings},
        "schemas": {reading.file.name: reading.file.text for reading in variant.readings},
        "notes": list(variant.notes),
    }
