"""Encodes a comparison of whole sources as JSON, in the format `formats/survey.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.results.encode import field_json, finding_json
from conformance.results.parts import witness_json
from conformance.surveys.results import KINDS

if TYPE_CHECKING:
    from conformance.model import Json
    from conformance.surveys.required import Demanded
    from conformance.surveys.results import Entry, Named, Own, Pair, Survey


def survey_json(survey: Survey, demanded: Demanded | None = None) -> dict[str, Json]:
    """Return a comparison of whole sources, with the answer to a demand if there is one."""
    shown: dict[str, Json] = {
        "format": 1,
        "interrupted": survey.interrupt > 0,
        "sources": [_source(source) for source in survey.sources],
        "notes": [*survey.notes],
        "counts": {state.value: number for state, number in survey.counts().items()},
        "types": [entry_json(entry) for entry in survey.entries],
    }
    if demanded is not None:
        shown["required"] = {
            "demand": demanded.demand,
            "answer": demanded.answer.value,
            "breaking": [*demanded.breaking],
            "why_not": [*demanded.why_not],
        }
    return shown


def entry_json(entry: Entry) -> dict[str, Json]:
    """Return a type; `differences` and `fields` only where something differs in it."""
    shown: dict[str, Json] = {
        "name": entry.name,
        "state": entry.state.value,
        "in": {source: [*names] for source, names in entry.types.items()},
        "importance": entry.importance,
        "used_by": entry.used_by,
        "proven": entry.proven,
        "why_not": [*entry.why_not],
        "relations": [_pair(pair) for pair in entry.pairs],
        "through": [*entry.through],
    }
    if entry.unlike:
        shown["unlike"] = True
    return shown if entry.own is None else {**shown, **_own(entry.own)}


def _own(own: Own) -> dict[str, Json]:
    return {
        "differences": [
            {
                **finding_json(line),
                "statements": [
                    {"claim": name, "file": claim.file, "line": claim.line, "says": claim.says}
                    for name in line.finding.claims
                    if (claim := own.claims.get(name)) is not None
                ],
            }
            for line in own.findings
        ],
        "fields": [field_json(field) for field in own.fields],
        "fields_cut": own.cut,
    }


def _pair(pair: Pair) -> dict[str, Json]:
    return {
        "a": pair.a,
        "b": pair.b,
        "relation": pair.relation,
        **{kind: witness_json(pair.witnesses.get(kind)) for kind in KINDS},
        "unsettled": [*pair.unsettled],
    }


def _source(source: Named) -> dict[str, Json]:
    return {
        "id": source.id,
        "source": source.name,
        "title": source.title,
        "notation": source.notation,
        "types": source.types,
        "files": dict(source.files),
    }
