"""Compares what the sources say of one type, exactly: a pure function, for any process."""

from __future__ import annotations

import gc
from dataclasses import field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from conformance.compare.disagreements import Comparison, Proof
from conformance.compare.sides import exact_columns
from conformance.dataclass import dataclass
from conformance.errors import ConformanceError
from conformance.exact import Limits, relate_all
from conformance.exact.facts import closure, name_of
from conformance.judges.panel import schema_judges
from conformance.model import ABSENT, Verdict
from conformance.proofs import store
from conformance.proofs.causes import KeptCauses
from conformance.proofs.cells import compare_columns
from conformance.results.build import finding_line
from conformance.results.lines import VariantPart
from conformance.surveys.results import Own

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from conformance.compare.disagreements import Disagreements
    from conformance.compare.fields import Field
    from conformance.exact import Causes, ProvenFields, Relation
    from conformance.model import Column, Finding, Json, Record


LIMITS = Limits(states=20_000, causes=5_000, sets=400, mixed=100)
"""How far a long type is followed: hundreds have to be compared, and more seldom proves all."""
WIDE = Limits(states=20_000, causes=100_000, sets=2_000, mixed=100)
"""How far the others are followed: few need as much, and then it proves all in seconds."""
LONG = 30_000
"""Characters; a type whose schemas have more together is a long one."""

GROWN = 20_000
"""Characters; what was made of schemas that have more together is looked for in all the memory.

The objects of a comparison refer to one another, so they go only when Python looks for them. Those
of a long one are with the oldest objects by then. There are the sources too: to look through these
takes longer than most comparisons.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A type that is to be compared.

    Attributes:
        number: The number of its entry.
        record: The sources, as a record.
        hidden: The places where values stand for parts, as in facts.
        largest: Characters; of schemas that have more together only the relations are found, with
            their smallest values, and not the causes. None for no limit.
        kept: Whether comparisons are kept, and taken from those that are.
    """

    number: int
    record: Record
    hidden: frozenset[str] = frozenset()
    largest: int | None = None
    kept: bool = False

    @property
    def characters(self) -> int:
        """The characters of all schemas together."""
        texts = [reading.file.text for x in self.record.variants for reading in x.readings]
        return sum(map(len, texts))

    @property
    def limits(self) -> Limits:
        """How far it is followed."""
        return LIMITS if self.characters > LONG else WIDE

    @property
    def is_large(self) -> bool:
        """Whether the causes are not to be found."""
        return self.largest is not None and self.characters > self.largest


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A type whose schemas were compared.

    Attributes:
        number: The number of its entry.
        relations: The ids of two sources -> their relation; none if nothing is decided.
        own: What differs; None if nothing does, or nothing is decided.
        complete: Whether that is proven to be all.
        why_not: What is not decided, a sentence each.
    """

    number: int
    relations: Mapping[tuple[str, str], Relation] = field(default_factory=dict)
    own: Own | None = None
    complete: bool = False
    why_not: tuple[str, ...] = ()


def compared(work: Work) -> Compared:
    """Return what differs between the sources of a type; an error of the comparison is a reason.

    Nothing else that was made of the type stays in memory.
    """
    store.use(kept=work.kept)
    try:
        return _compared(work)
    except (ConformanceError, RecursionError) as error:
        return Compared(number=work.number, why_not=(str(error) or "it is nested too deeply",))
    finally:
        closure.cache_clear()
        gc.collect(_OLD if work.characters > GROWN else _YOUNG)


_YOUNG, _OLD = 1, 2
"""The generations of objects, with the younger ones, in which Python looks for garbage."""


def _compared(work: Work) -> Compared:
    record = work.record
    judges = schema_judges(record)
    columns = exact_columns(record, [judge.column for judge in judges])
    cells = compare_columns(columns, work.limits)
    names = {judge.column.id: judge.column.variant or "" for judge in judges}
    relations = {
        (names[a], names[b]): relation
        for (a, b), relation in relate_all(columns, cells).items()
        if (a, b) in combinations(cells.columns, 2)
    }
    if all(x.relation == "equal" and x.proven for x in relations.values()):
        return Compared(number=work.number, relations=relations, complete=True)
    if work.is_large:
        return Compared(number=work.number, relations=relations, complete=cells.complete)
    proved = KeptCauses(columns, work.limits)
    near = replace(proved.causes, survey=_around(proved.causes))
    proof = Proof(columns=columns, cells=cells, causes=near, keep=proved.keep)
    found = Comparison(record, judges, proof).result()
    return Compared(
        number=work.number,
        relations=relations,
        own=_own(work, found, [judge.column for judge in judges]),
        complete=found.complete,
        why_not=found.why_not,
    )


def _around(causes: Causes) -> Callable[[Collection[str] | None], ProvenFields]:
    """Return what finds the fields near the causes: a whole type may have thousands."""
    places = {"", *(fact.place for cause in causes.causes for fact in cause.facts)}
    around = {above for place in places for above in _above(place)}
    return lambda _: causes.fields(around)


def _above(place: str) -> Iterator[str]:
    """Yield a place and those around it."""
    yield place
    while place:
        place = place.rpartition("/")[0]
        yield place


def _own(work: Work, found: Disagreements, columns: Sequence[Column]) -> Own:
    record = work.record
    listed = {
        f"{x.id}.declared": frozenset(_listed(x.readings[0].file.schema)) for x in record.variants
    }
    claims = {f"{x.id}:{claim.id}": claim for x in record.variants for claim in x.claims}
    named = {name for finding in found.findings for name in finding.claims}
    return Own(
        columns=tuple(columns),
        variants=tuple(
            VariantPart(id=x.id, title=x.title, language=x.language, readings={}, schemas={})
            for x in record.variants
        ),
        findings=tuple(
            finding_line(finding, proven=finding.id in found.proven, programs=())
            for finding in found.findings
        ),
        fields=tuple(_shown(found.fields.fields, work.hidden)),
        claims={name: claims[name] for name in sorted(named) if name in claims},
        cut=found.fields.cut,
        unlisted=frozenset(x.id for x in found.findings if _is_unlisted(x, listed)),
    )


def _is_unlisted(finding: Finding, listed: Mapping[str, frozenset[str]]) -> bool:
    """Return whether only those that reject a value list the properties that it is about."""
    facts = finding.cause.facts
    if any(fact.special == ABSENT for fact in facts):
        return False
    names = {name_of(fact.place.rpartition("/")[2]) for fact in facts}
    accept, reject = (finding.columns(x) for x in (Verdict.ACCEPT, Verdict.REJECT))
    return (
        bool(accept)
        and bool(reject)
        and all(names <= listed[x] for x in reject)
        and all(names.isdisjoint(listed[x]) for x in accept)
    )


def _listed(schema: Json) -> Iterator[str]:
    """Yield the names of all properties that a schema lists anywhere."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, dict) else ()
        for part in schema.values():
            yield from _listed(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _listed(part)


def _shown(fields: Iterable[Field], hidden: Collection[str]) -> Iterator[Field]:
    """Yield the fields; of a part that a value stands for, only what is a finding."""
    for one in fields:
        values = one.values
        if any(place in hidden for place in _above(one.place)):
            values = tuple(x for x in values if x.finding is not None or x.special == ABSENT)
        if values:
            yield replace(one, values=values, claims=())
