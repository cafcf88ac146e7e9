"""What cases exercise: cells, findings, keywords and claims, by written and generated cases.

Three sorts of case show a claim: one satisfies it, one violates it, and to one it does not apply.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from urllib.parse import unquote

import jsonschema_rs

from conformance.compare.covered import STATES, ClaimShown, Coverage, Exercised
from conformance.corpus.keys import Keys
from conformance.dialects import SILENT, rebuilt
from conformance.exact.values import kind_of
from conformance.jsontext.pointers import followed, joined, steps
from conformance.jsontext.text import Parsed
from conformance.judges.panel import MAX_EXPLAINED
from conformance.record.claims import rejecting
from conformance.schema.references import graph_of
from conformance.schema.silence import KEYWORD, ORIGIN, Mode, compile_traced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.exact.values import Kind
    from conformance.judges.panel import JudgedCase
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Finding, Json, Reading, Reason, Record, Variant, Verdict

MAX_TRACED = MAX_EXPLAINED
"""At most this many generated cases are checked for keywords and claims; all count for cells."""

WRITTEN, GENERATED = "written", "generated"

_KINDS: dict[Kind, tuple[str, ...]] = {
    "array": ("contains", "items", "maxItems", "minItems", "prefixItems", "uniqueItems"),
    "number": ("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"),
    "object": (
        *("additionalProperties", "dependentRequired", "maxProperties", "minProperties"),
        *("patternProperties", "properties", "propertyNames", "required"),
    ),
    "string": ("maxLength", "minLength", "pattern"),
}
_Shown: TypeAlias = tuple[str, str]
"""`VARIANT:CLAIM`, and how it is shown."""

_REQUIRED = re.compile("/required/[0-9]+$")
"""One name in `required`; what a case shows of it, it shows of the whole keyword."""
_ONLY_FOR: dict[str, Kind] = {
    keyword: kind for kind, keywords in _KINDS.items() for keyword in keywords
}


class Watch:
    """Counts what the cases exercise while they are judged."""

    def __init__(self, record: Record, judges: Sequence[SchemaJudge]) -> None:
        """Start with no case; the judges are readings of the record."""
        self._judges = judges
        self._traces = {
            column: _Trace(variant, reading)
            for column, (variant, reading) in record.columns.items()
        }
        self._cases: Counter[str] = Counter()
        self._written = Keys()
        self._traced = 0
        self._vectors: defaultdict[str, set[tuple[Verdict, ...]]] = defaultdict(set)
        self._shown: defaultdict[str, Counter[_Shown]] = defaultdict(Counter)

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
        value = _Kinds(judged.parsed.value)
        shown: set[_Shown] = set()
        for column in columns:
            shown |= self._traces[column].shown(value, judged.judgements[column].reasons, by)
        self._shown[by].update(shown)

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
        bitten = {
            by: {f"{trace.variant}/{place}" for trace in traces for place in trace.bitten(by)}
            for by in (WRITTEN, GENERATED)
        }
        by_keyword = (keywords & bitten[by] for by in (WRITTEN, GENERATED))
        by_claim = (
            {claim for claim in claims if self._shown[by][claim, "violated"]}
            for by in (WRITTEN, GENERATED)
        )
        missed = keywords - bitten[WRITTEN] - bitten[GENERATED]
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
                            self._shown[WRITTEN][claim, state],
                            self._shown[GENERATED][claim, state],
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


def _tally(of: int, written: set[Any], generated: set[Any]) -> Exercised:
    return Exercised(
        of=of, written=len(written), generated=len(generated), both=len(written & generated)
    )


class _Kinds(dict[str, "Kind"]):
    """The kinds of the parts of a value, by their pointers; each is found once for all readings."""

    def __init__(self, whole: Json) -> None:
        super().__init__()
        self.whole = whole

    def __missing__(self, place: str) -> Kind:
        found = self[place] = kind_of(followed(self.whole, place))
        return found


class _Trace:
    """Knows the keywords of a reading that a value satisfies and violates: a bit for each.

    Attributes:
        variant: The id of the variant.
        claims: The claims with effect -> their keywords.
        places: The places of the keywords that can reject, and of the marks of undescribed places.
    """

    def __init__(self, variant: Variant, reading: Reading) -> None:
        file = reading.file
        graph = graph_of(file)
        self.variant = variant.id
        self.places = {str(place) for place in rejecting(file)}
        self.places |= {
            str(place.child(SILENT))
            for place in graph.reached(graph.root)
            if isinstance(schema := graph.schemas[place], dict) and SILENT in schema
        }
        names = {file.name, *file.resources}
        self._bits: dict[str, int] = {}
        claims = {
            claim.id: self._mask(
                {_REQUIRED.sub("/required", x) for x in claim.keywords if x.split("#")[0] in names}
            )
            for claim in variant.claims
        }
        self.claims = {claim: keywords for claim, keywords in claims.items() if keywords}
        self._claimed = reduce(or_, self.claims.values(), 0)
        self._document = compile_traced(file, Mode.LENIENT)
        self._validator = jsonschema_rs.validator_for(
            cast("dict[str, Any] | bool", _without_origins(self._document)), validate_formats=False
        )
        self._known: dict[str, tuple[int, Kind | None]] = {}
        self._bitten: defaultdict[str, int] = defaultdict(int)
        self._states: dict[tuple[int, int, int], frozenset[_Shown]] = {}

    def shown(self, value: _Kinds, reasons: Iterable[Reason], by: str) -> frozenset[_Shown]:
        """Return how a value shows each claim, and note the keywords of the reasons."""
        bitten = self._mask({f"{reason.file}#{reason.schema}" for reason in reasons})
        self._bitten[by] |= bitten
        key = (bitten & self._claimed, *self._asked(value))
        if key not in self._states:
            self._states[key] = frozenset(self._claims_shown(*key))
        return self._states[key]

    def bitten(self, by: str) -> list[str]:
        """Return the keywords that were among the reasons."""
        return [keyword for keyword, bit in self._bits.items() if self._bitten[by] & bit]

    def _claims_shown(self, bitten: int, kept: int, broken: int) -> Iterator[_Shown]:
        for claim, keywords in self.claims.items():
            name = f"{self.variant}:{claim}"
            if keywords & bitten:
                yield name, "violated"
            elif keywords & kept:
                yield name, "satisfied"
            elif not keywords & broken:
                yield name, "not_applicable"
            # Else it stands in a branch that is not to blame: it neither holds nor fails.

    def _asked(self, value: _Kinds) -> tuple[int, int]:
        """Return the keywords of claims that a value satisfies, and those that it violates.

        A keyword that does not apply to the value's type, as `minimum` to a string, is in neither.
        """
        kept = broken = 0
        for detail in self._validator.evaluate(value.whole).list()["details"]:
            location = detail["schemaLocation"]
            bit, kind = self._known.get(location) or self._keyword(location)
            if not bit:
                continue
            if kind is not None and value[detail["instanceLocation"]] != kind:
                continue
            if detail["valid"]:
                kept |= bit
            else:
                broken |= bit
        return kept, broken

    def _keyword(self, location: str) -> tuple[int, Kind | None]:
        """Return the bit of the keyword at a place in the compiled schema, and its only kind.

        There is no bit if the place is no keyword of a claim, and no kind if the keyword applies to
        all kinds.
        """
        found: tuple[int, Kind | None] = (0, None)
        above = steps(unquote(location))
        if above:
            keyword = above.pop()
            holder = followed(self._document, joined("", *above))
            if isinstance(holder, dict) and ORIGIN in holder:
                means = str(holder.get(KEYWORD, keyword))
                found = (
                    self._mask({f"{holder[ORIGIN]}/{means}"}) & self._claimed,
                    _ONLY_FOR.get(means),
                )
        self._known[location] = found
        return found

    def _mask(self, keywords: Iterable[str]) -> int:
        mask = 0
        for keyword in keywords:
            mask |= self._bits.setdefault(keyword, 1 << len(self._bits))
        return mask


def _without_origins(schema: Json) -> Json:
    """Return a traced schema without its origins, which the validator would copy for each part."""
    if not isinstance(schema, dict):
        return schema
    kept = {keyword: part for keyword, part in schema.items() if keyword not in {ORIGIN, KEYWORD}}
    return rebuilt(kept, _without_origins)
