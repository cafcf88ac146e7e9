"""Encodes the lines of a results file as JSON, in the format `formats/results.schema.json`.

The lines of cases, which refer to lines before them, are in `write`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from conformance.compare.covered import coverage_json
from conformance.model import NOT_WEIGHED, Kind
from conformance.results.lines import (
    FORMAT,
    ColumnLine,
    ExchangeLine,
    FieldLine,
    FindingLine,
    FooterLine,
    HeaderLine,
    RelationLine,
)
from conformance.results.parts import reason_json, relation_json, witness_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.compare.breaks import Break, Exchange
    from conformance.compare.fields import Field
    from conformance.compare.native_agreement import Native
    from conformance.model import (
        Cause,
        Claim,
        Flag,
        Implementation,
        Importance,
        Json,
        Judgement,
        Since,
    )
    from conformance.results.lines import Demands, Known, RunLine, VariantPart


def encode(line: RunLine) -> dict[str, Json]:  # noqa: PLR0911  one a kind
    """Return a line as JSON."""
    match line:
        case HeaderLine():
            return {"kind": "header", **_header(line)}
        case ColumnLine():
            return {"kind": "column", **_column(line)}
        case FindingLine():
            return {"kind": "finding", **finding_json(line)}
        case FieldLine():
            return {"kind": "field", **field_json(line.field)}
        case RelationLine():
            return {"kind": "relation", "a": line.a, "b": line.b, **relation_json(line.relation)}
        case ExchangeLine():
            return {"kind": "exchange", **exchange_json(line.exchange)}
        case FooterLine():
            return {"kind": "footer", **_footer(line)}
        case _:
            assert_never(line)


def notes_json(judgements: Mapping[str, Judgement]) -> dict[str, Json]:
    """Return the notes of judgements by column, for the columns that have one."""
    return {column: found.note for column, found in judgements.items() if found.note}


def exchange_json(exchange: Exchange) -> dict[str, Json]:
    """Return an exchange; A of its relation is what is written, B what is read."""
    return {
        "writer": exchange.writer,
        "reader": exchange.reader,
        **relation_json(exchange.relation),
        "breaks": [*map(break_json, exchange.breaks)],
    }


def break_json(one: Break) -> dict[str, Json]:
    """Return something that a writer may write and a reader rejects."""
    return {
        **cause_json(one.cause),
        "witness": witness_json(one.witness),
        "importance": one.importance,
        "reasons": [reason_json(reason) for reason in one.reasons],
        "claims": list(one.claims),
    }


def cause_json(cause: Cause) -> dict[str, Json]:
    """Return `place` and `special`: texts, or lists of the same length for an interaction."""
    if len(cause.facts) == 1:
        return {"place": cause.places[0], "special": cause.specials[0]}
    return {"place": list(cause.places), "special": list(cause.specials)}


def finding_json(line: FindingLine) -> dict[str, Json]:
    """Return a finding; the place and special of an interaction are lists."""
    finding = line.finding
    return {
        "id": finding.id,
        **cause_json(finding.cause),
        "kinds": [kind.value for kind in finding.kinds],
        "accept": list(line.accept),
        "reject": list(line.reject),
        "silent": list(line.silent),
        "witness": witness_json(finding.witness),
        "twin": witness_json(finding.twin),
        "cases": list(finding.cases),
        **({"more_cases": finding.more} if finding.more else {}),
        "claims": list(finding.claims),
        "skew": finding.skew,
        "proven": line.proven,
        **importance_json(finding.importance),
        **({"since": [*map(_since, finding.since)]} if finding.since else {}),
        **({"lossy": list(line.lossy)} if line.lossy else {}),
        **({"mistyped": dict(finding.mistyped)} if finding.mistyped else {}),
        **({"programs": dict(line.programs)} if line.programs else {}),
        "state": None if line.state is None else line.state.value,
        "known": None if line.known is None else known_json(line.known),
    }


def _since(since: Since) -> dict[str, Json]:
    return {
        "column": since.column,
        "version": since.version,
        "verdict": since.verdict.value,
        "again": since.again,
    }


def importance_json(importance: Importance) -> dict[str, Json]:
    """Return how much a finding matters, and why; nothing if it is not weighed."""
    if importance == NOT_WEIGHED:
        return {}
    return {
        "group": importance.group.value,
        "importance": importance.score,
        "because": list(importance.because),
    }


def field_json(field: Field) -> dict[str, Json]:
    """Return a place of the record with the verdicts on its values."""
    return {
        "place": field.place,
        "values": [
            {
                "special": value.special,
                "verdicts": {column: x.value for column, x in value.verdicts.items()},
                "finding": value.finding,
                "depends": list(value.depends),
                "sample": witness_json(value.sample),
            }
            for value in field.values
        ],
        "claims": list(field.claims),
    }


def known_json(known: Known) -> dict[str, Json]:
    """Return a finding's baseline entry."""
    return {
        "class": known.category,
        "reason": known.reason,
        "expires": known.expires,
        "link": known.link,
    }


def variant_json(variant: VariantPart) -> dict[str, Json]:
    """Return a variant in the form of the header."""
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
        "claims": [*map(claim_json, variant.claims)],
        "readings": dict(variant.readings),
        "schemas": dict(variant.schemas),
        "notes": list(variant.notes),
        **({} if variant.sent is None else {"sent": variant.sent}),
    }


def claim_json(claim: Claim) -> dict[str, Json]:
    """Return a claim; its file and line only if a reader found it."""
    shown: dict[str, Json] = {
        "id": claim.id,
        "at": claim.at,
        "says": claim.says,
        "strength": claim.strength,
        "keywords": list(claim.keywords),
        "no_effect": claim.no_effect,
    }
    if claim.file is not None:
        shown |= {"file": claim.file, "line": claim.line, "found": claim.found}
    return shown


def flag_json(flag: Flag) -> dict[str, Json]:
    """Return an entry of the dictionary of flags."""
    return {
        "id": flag.id,
        "kind": flag.kind,
        "means": flag.means,
        "effect": flag.effect,
        "links": list(flag.links),
    }


def implementation_json(implementation: Implementation | None) -> dict[str, Json] | None:
    """Return the program behind a column; None if it is not known."""
    if implementation is None:
        return None
    return {
        "name": implementation.name,
        "version": implementation.version,
        "language": implementation.language,
        "date": implementation.date,
    }


def _header(line: HeaderLine) -> dict[str, Json]:
    return {
        "format": FORMAT,
        "tool": line.tool,
        "record": line.record,
        "title": line.title,
        "about": line.about,
        **({} if line.folder is None else {"folder": line.folder}),
        **({"official": list(line.official)} if line.official else {}),
        "fields": list(line.fields),
        "made": line.made,
        "digests": dict(line.digests),
        "flags": [flag_json(flag) for flag in line.flags],
        "variants": [variant_json(variant) for variant in line.variants],
        **({} if line.gate is None else {"gate": _demands(line.gate)}),
    }


def _demands(gate: Demands) -> dict[str, Json]:
    return {"baseline": gate.baseline, "vanished": gate.vanished, "enforce": list(gate.enforce)}


def _column(line: ColumnLine) -> dict[str, Json]:
    column = line.column
    described: dict[str, Json] = {"component": column.component, "as_of": column.as_of}
    return {
        "id": column.id,
        "group": column.group,
        "reading": column.reading,
        "variant": column.variant,
        "judge": line.judge,
        "subject": implementation_json(line.subject),
        "not_run": line.not_run,
        **({"lenient": True} if column.permissive else {}),
        **({} if column.component is None else {"describes": described}),
        **({"warnings": list(line.warnings)} if line.warnings else {}),
    }


def _footer(line: FooterLine) -> dict[str, Json]:
    return {
        "cases": line.cases,
        "findings": line.findings,
        "cells": line.cells,
        "complete": line.complete,
        "why_not": list(line.why_not),
        **({"fields_cut": True} if line.fields_cut else {}),
        **({"faults": list(line.faults)} if line.faults else {}),
        "counts": {kind.value: line.counts.get(kind, 0) for kind in Kind},
        "uncovered": [witness_json(witness) for witness in line.uncovered],
        "separating": list(line.separating),
        "natives": [_native(native) for native in line.natives],
        **({} if line.coverage is None else {"coverage": coverage_json(line.coverage)}),
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
