"""Variants that disagree, and their findings and explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fakes
from conformance.compare.alike import Cases
from conformance.compare.case_causes import Observer
from conformance.compare.explanation import explain
from conformance.compare.findings import findings_of
from conformance.compare.seen import seen_cases
from conformance.judges.panel import judge_corpus
from conformance.judges.schema import schema_judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.compare.explanation import Explanation
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Case, Finding, Program, Variant

STATE = fakes.claim("states", "/properties/state/enum")
CLOSED = fakes.variant(
    "closed",
    {
        "properties": {"state": {"enum": ["on", "off"]}, "note": {"type": "string"}},
        "required": ["state"],
        "additionalProperties": {"x-silent": "the page does not say"},
    },
    claims=[STATE],
)
OPEN = fakes.variant("open", {"type": ["object", "array"]})


def judges(*variants: Variant) -> list[SchemaJudge]:
    return [schema_judge(variant, reading) for variant in variants for reading in variant.readings]


def cases_of(variants: Sequence[Variant], *cases: Case) -> Cases:
    """Return the cases of a record, of which some may be like an input."""
    record, known = fakes.record(*variants), judges(*variants)
    return Cases(record, known, seen_cases(record, known, cases))


def found(variants: Sequence[Variant], *cases: Case) -> list[Finding]:
    """Return the findings that cases show between the readings of variants."""
    chosen = judges(*variants)
    judged = list(judge_corpus(fakes.corpus(*cases), chosen))
    shown = Observer(variants).shown(judged)
    return findings_of(shown, [judge.column for judge in chosen], variants)


def explained(
    *cases: Case,
    column: str | None = None,
    variants: Sequence[Variant] = (CLOSED, OPEN),
    programs: Sequence[Program] = (),
) -> Explanation:
    """Explain the first of the cases."""
    return explain(
        fakes.record(*variants),
        fakes.corpus(*cases),
        judges(*variants),
        programs,
        case=cases[0].id,
        column=column,
    )
