"""What cases exercise: cells, findings, keywords and claims, by hand-written cases, generated ones.

A claim is shown by three sorts of case: one that keeps to it, one that does not, and one to which
it does not apply.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

import jsonschema_rs

from conformance.dialects import SILENT
from conformance.exact.values import kind_of
from conformance.jsontext.pointers import followed, joined, steps
from conformance.jsontext.text import Parsed
from conformance.judges.panel import MAX_EXPLAINED
from conformance.record.claims import rejecting
from conformance.schema.references import graph_of
from conformance.schema.silence import KEYWORD, ORIGIN, Mode, compile_traced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.exact.values import Kind
    from conformance.judges.panel import JudgedCase
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Finding, Json, Reading, Record, Variant, Verdict

MAX_TRACED = MAX_EXPLAINED
"""Of generated cases, only so many are looked at for keywords and claims; all are for cells."""

WRITTEN, GENERATED = "written", "generated"
STATES = ("satisfied", "violated", "not_applicable")
"""How a case can stand to a claim. What makes a column silent counts as violated."""

_KINDS = {
    "array": ("contains", "items", "maxItems", "minItems", "prefixItems", "uniqueItems"),
    "number": ("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"),
    "object": (
        *("additionalProperties", "dependentRequired", "maxProperties", "minProperties"),
        *("patternProperties", "properties", "propertyNames", "required"),
    ),
    "string": ("maxLength", "minLength", "pattern"),
}
_ONLY_FOR = {keyword: kind for kind, keywords in _KINDS.items() for keyword in keywords}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercised:
    """How many of some things are exercised.

    Attributes:
        of: How many there are.
        written: By hand-written cases.
        generated: By generated ones.
        both: By both.
    """

    of: int
    written: int
    generated: int
    both: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimShown:
    """By how many cases a claim is shown.

    Attributes:
        claim: `VARIANT:CLAIM`.
        shown: State -> how many hand-written cases, and how many generated ones.
    """

    claim: str
    shown: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a corpus exercises.

    Attributes:
        cases: How many hand-written cases there are, and how many generated ones.
        traced: How many cases were looked at for keywords and claims.
        cells: Vectors of verdicts.
        findings: Disagreements.
        keywords: Keywords that can reject, and marks of undescribed places.
        claims: Claims with effect that some case does not keep to.
        by_claim: How each claim with effect is shown, in the order of the record.
        missing: What nothing exercises: of findings their ids, of keywords their places.
    """

    cases: tuple[int, int]
    traced: int
    cells: Exercised
    findings: Exercised
    keywords: Exercised
    claims: Exercised
    by_claim: tuple[ClaimShown, ...]
    missing: Mapping[str, tuple[str, ...]]


class Watch:
    """Looks on while cases are judged."""

    def __init__(self, record: Record, judges: Sequence[SchemaJudge]) -> None:
        """Look at what these columns say, which are readings of the record."""
        self._judges = judges
        self._traces = {
            column: _Trace.of(variant, reading)
            for column, (variant, reading) in record.columns.items()
        }
        self._cases: dict[str, list[str]] = {WRITTEN: [], GENERATED: []}
        self._traced = 0
        self._vectors: defaultdict[str, set[tuple[Verdict, ...]]] = defaultdict(set)
        self._bitten: defaultdict[str, set[str]] = defaultdict(set)
        self._shown: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)

    def see(self, judged: JudgedCase) -> None:
        """Take in a judged case."""
        by = WRITTEN if judged.case.origin is None else GENERATED
        self._cases[by].append(judged.case.id)
        if not isinstance(judged.parsed, Parsed):
            return
        columns = [judge.column.id for judge in self._judges]
        self._vectors[by].add(tuple(judged.judgements[column].verdict for column in columns))
        if by == GENERATED and len(self._cases[by]) > MAX_TRACED:
            return
        self._traced += 1
        for judge in self._judges:
            trace = self._traces[judge.column.id]
            said = judged.judgements[judge.column.id]
            bitten = {f"{reason.file}#{reason.schema}" for reason in said.reasons}
            kept, broken = trace.asked(judged.parsed.value)
            self._bitten[by] |= {f"{trace.variant}/{keyword}" for keyword in bitten}
            for claim, keywords in trace.claims.items():
                if keywords & bitten:
                    state = "violated"
                elif keywords & kept:
                    state = "satisfied"
                elif keywords & broken:
                    continue  # a branch that is not to blame: it neither holds nor fails
                else:
                    state = "not_applicable"
                self._shown[f"{trace.variant}:{claim}", state, by].add(judged.case.id)

    def coverage(self, findings: Iterable[Finding], cells: int) -> Coverage:
        """Return what was exercised.

        Args:
            findings: The findings, with the cases that show them.
            cells: How many vectors of verdicts there are.
        """
        written, generated = (frozenset(self._cases[by]) for by in (WRITTEN, GENERATED))
        shown = {finding.id: frozenset(finding.cases) for finding in findings}
        traces = [self._traces[judge.column.id] for judge in self._judges]
        keywords = {f"{trace.variant}/{place}" for trace in traces for place in trace.places}
        claims = dict.fromkeys(f"{t.variant}:{claim}" for t in traces for claim in t.claims)
        vectors = self._vectors[WRITTEN] | self._vectors[GENERATED]
        by_finding = (
            {name for name, cases in shown.items() if cases & some} for some in (written, generated)
        )
        by_keyword = (keywords & self._bitten[by] for by in (WRITTEN, GENERATED))
        by_claim = (
            {claim for claim in claims if self._shown[claim, "violated", by]}
            for by in (WRITTEN, GENERATED)
        )
        missed = keywords - self._bitten[WRITTEN] - self._bitten[GENERATED]
        return Coverage(
            cases=(len(written), len(generated)),
            traced=self._traced,
            cells=_tally(
                max(cells, len(vectors)), self._vectors[WRITTEN], self._vectors[GENERATED]
            ),
            findings=_tally(len(shown), *by_finding),
            keywords=_tally(len(keywords), *by_keyword),
            claims=_tally(len(claims), *by_claim),
            by_claim=tuple(
                ClaimShown(
                    claim=claim,
                    shown={
                        state: (
                            len(self._shown[claim, state, WRITTEN]),
                            len(self._shown[claim, state, GENERATED]),
                        )
                        for state in STATES
                    },
                )
                for claim in claims
            ),
            missing={
                "findings": tuple(sorted(name for name, cases in shown.items() if not cases)),
                "keywords": tuple(sorted(missed)),
            },
        )


def coverage_json(coverage: Coverage) -> dict[str, Json]:
    """Return coverage as `results.jsonl` and `--format json` have it."""
    written, generated = coverage.cases
    return {
        "cases": {"written": written, "generated": generated, "traced": coverage.traced},
        "cells": _tally_json(coverage.cells),
        "findings": _tally_json(coverage.findings),
        "keywords": _tally_json(coverage.keywords),
        "claims": _tally_json(coverage.claims),
        "by_claim": [
            {
                "claim": one.claim,
                **{
                    state: {"written": hand, "generated": drawn}
                    for state, (hand, drawn) in one.shown.items()
                },
            }
            for one in coverage.by_claim
        ],
        "missing": {name: [*items] for name, items in coverage.missing.items()},
    }


def _tally(of: int, written: set[Any], generated: set[Any]) -> Exercised:
    return Exercised(
        of=of, written=len(written), generated=len(generated), both=len(written & generated)
    )


def _tally_json(tally: Exercised) -> dict[str, Json]:
    return {
        "of": tally.of,
        "written": tally.written,
        "generated": tally.generated,
        "both": tally.both,
    }


@dataclass(frozen=True, slots=True)
class _Trace:
    """Says which keywords of a reading a value keeps to."""

    variant: str
    claims: Mapping[str, frozenset[str]]
    places: frozenset[str]
    _document: Json
    _validator: Any
    _known: dict[str, frozenset[str]]

    @classmethod
    def of(cls, variant: Variant, reading: Reading) -> _Trace:
        file = reading.file
        graph = graph_of(file)
        places = {str(place) for place in rejecting(file)}
        places |= {
            str(place.child(SILENT))
            for place in graph.reached(graph.root)
            if isinstance(schema := graph.schemas[place], dict) and SILENT in schema
        }
        names = {file.name, *file.resources}
        claims = {
            claim.id: frozenset(x for x in claim.keywords if x.partition("#")[0] in names)
            for claim in variant.claims
        }
        document = compile_traced(file, Mode.LENIENT)
        validator = jsonschema_rs.validator_for(
            cast("dict[str, Any] | bool", document), validate_formats=False
        )
        own = {name: keywords for name, keywords in claims.items() if keywords}
        return cls(variant.id, own, frozenset(places), document, validator, {})

    def asked(self, value: Json) -> tuple[frozenset[str], frozenset[str]]:
        """Return the keywords that a value keeps to, and those that it does not.

        What says nothing of values of its type, as `minimum` of a string, is in neither.
        """
        kept: set[str] = set()
        broken: set[str] = set()
        kinds: dict[str, Kind] = {}
        for detail in self._validator.evaluate(value).list()["details"]:
            place = detail["instanceLocation"]
            if place not in kinds:
                kinds[place] = kind_of(followed(value, place))
            kind = kinds[place]
            (kept if detail["valid"] else broken).update(
                keyword
                for keyword in self._keywords(detail["schemaLocation"])
                if _ONLY_FOR.get(keyword.rpartition("/")[2], kind) == kind
            )
        return frozenset(kept), frozenset(broken)

    def _keywords(self, location: str) -> frozenset[str]:
        """Return the keyword that a place in the compiled schema stands for, where it is one."""
        found = self._known.get(location)
        if found is None:
            above = steps(unquote(location))
            found = frozenset()
            if above:
                keyword = above.pop()
                holder = followed(self._document, joined("", *above))
                if isinstance(holder, dict) and ORIGIN in holder:
                    found = frozenset({f"{holder[ORIGIN]}/{holder.get(KEYWORD, keyword)}"})
            self._known[location] = found
        return found
