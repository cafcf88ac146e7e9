"""What cases exercise: cells, findings, keywords and claims, by written and generated cases.

Three sorts of case show a claim: one satisfies it, one violates it, and to one it does not apply.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

import jsonschema_rs

from conformance.corpus.keys import Keys
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
"""At most this many generated cases are checked for keywords and claims; all count for cells."""

WRITTEN, GENERATED = "written", "generated"
STATES = ("satisfied", "violated", "not_applicable")
"""How a case shows a claim. A claim that makes its column silent counts as violated."""

_KINDS = {
    "array": ("contains", "items", "maxItems", "minItems", "prefixItems", "uniqueItems"),
    "number": ("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"),
    "object": (
        *("additionalProperties", "dependentRequired", "maxProperties", "minProperties"),
        *("patternProperties", "properties", "propertyNames", "required"),
    ),
    "string": ("maxLength", "minLength", "pattern"),
}
_REQUIRED = re.compile("/required/[0-9]+$")
"""One name in `required`; what a case shows of it, it shows of the whole keyword."""
_ONLY_FOR = {keyword: kind for kind, keywords in _KINDS.items() for keyword in keywords}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercised:
    """The number of exercised things of one sort.

    Attributes:
        of: The number of things.
        written: The number exercised by hand-written cases.
        generated: The number exercised by generated cases.
        both: The number exercised by both.
    """

    of: int
    written: int
    generated: int
    both: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimShown:
    """The number of cases that show a claim.

    Attributes:
        claim: `VARIANT:CLAIM`.
        shown: State -> number of hand-written cases, and of generated cases.
    """

    claim: str
    shown: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a corpus exercises.

    Attributes:
        cases: The number of hand-written cases, and of generated cases.
        traced: The number of cases that were checked for keywords and claims.
        cells: Vectors of verdicts.
        findings: Disagreements.
        keywords: Keywords that can reject, and marks of undescribed places.
        claims: Claims with effect that some case violates.
        by_claim: The cases of each claim with effect, in the order of the record.
        missing: The things that no case exercises, by sort: ids of findings, places of keywords.
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
    """Counts what the cases exercise while they are judged."""

    def __init__(self, record: Record, judges: Sequence[SchemaJudge]) -> None:
        """Start with no case; the judges are readings of the record."""
        self._judges = judges
        self._traces = {
            column: _Trace.of(variant, reading)
            for column, (variant, reading) in record.columns.items()
        }
        self._cases: Counter[str] = Counter()
        self._written = Keys()
        self._traced = 0
        self._vectors: defaultdict[str, set[tuple[Verdict, ...]]] = defaultdict(set)
        self._bitten: defaultdict[str, set[str]] = defaultdict(set)
        self._shown: Counter[tuple[str, str, str]] = Counter()

    def see(self, judged: JudgedCase) -> None:
        """Count a judged case."""
        by = WRITTEN if judged.case.origin is None else GENERATED
        self._cases[by] += 1
        if by == WRITTEN:
            self._written.add(judged.case.id)
        if not isinstance(judged.parsed, Parsed):
            return
        columns = [judge.column.id for judge in self._judges]
        self._vectors[by].add(tuple(judged.judgements[column].verdict for column in columns))
        if by == GENERATED and self._cases[by] > MAX_TRACED:
            return
        self._traced += 1
        shown: set[tuple[str, str, str]] = set()
        for judge in self._judges:
            trace = self._traces[judge.column.id]
            judgement = judged.judgements[judge.column.id]
            bitten = {f"{reason.file}#{reason.schema}" for reason in judgement.reasons}
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
                shown.add((f"{trace.variant}:{claim}", state, by))
        self._shown.update(shown)

    def coverage(self, findings: Iterable[Finding], cells: int) -> Coverage:
        """Return what the cases exercised.

        Args:
            findings: The findings, with the cases that show them.
            cells: The number of verdict vectors that some JSON value has.
        """
        shown = {finding.id: self._by_whom(finding.cases) for finding in findings}
        traces = [self._traces[judge.column.id] for judge in self._judges]
        keywords = {f"{trace.variant}/{place}" for trace in traces for place in trace.places}
        claims = dict.fromkeys(f"{t.variant}:{claim}" for t in traces for claim in t.claims)
        vectors = self._vectors[WRITTEN] | self._vectors[GENERATED]
        by_finding = (
            {name for name, whose in shown.items() if by in whose} for by in (WRITTEN, GENERATED)
        )
        by_keyword = (keywords & self._bitten[by] for by in (WRITTEN, GENERATED))
        by_claim = (
            {claim for claim in claims if self._shown[claim, "violated", by]}
            for by in (WRITTEN, GENERATED)
        )
        missed = keywords - self._bitten[WRITTEN] - self._bitten[GENERATED]
        return Coverage(
            cases=(self._cases[WRITTEN], self._cases[GENERATED]),
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
                            self._shown[claim, state, WRITTEN],
                            self._shown[claim, state, GENERATED],
                        )
                        for state in STATES
                    },
                )
                for claim in claims
            ),
            missing={
                "findings": tuple(sorted(name for name, whose in shown.items() if not whose)),
                "keywords": tuple(sorted(missed)),
            },
        )

    def _by_whom(self, cases: Iterable[str]) -> set[str]:
        return {WRITTEN if case in self._written else GENERATED for case in cases}


def coverage_json(coverage: Coverage) -> dict[str, Json]:
    """Return coverage in the shape of `results.jsonl` and `--format json`."""
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
    """Knows the keywords of a reading that a value satisfies and violates."""

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
            claim.id: frozenset(
                _REQUIRED.sub("/required", x)
                for x in claim.keywords
                if x.partition("#")[0] in names
            )
            for claim in variant.claims
        }
        document = compile_traced(file, Mode.LENIENT)
        validator = jsonschema_rs.validator_for(
            cast("dict[str, Any] | bool", document), validate_formats=False
        )
        own = {name: keywords for name, keywords in claims.items() if keywords}
        return cls(variant.id, own, frozenset(places), document, validator, {})

    def asked(self, value: Json) -> tuple[frozenset[str], frozenset[str]]:
        """Return the keywords that a value satisfies, and those that it violates.

        A keyword that does not apply to the value's type, as `minimum` to a string, is in neither.
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
        """Return the keyword at a place in the compiled schema; none if it is no keyword."""
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
