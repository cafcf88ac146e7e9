"""What some columns write, by their send readings, against what other columns read.

A send reading is no column: a writer rejects nothing, so it judges no case and makes no finding.
The exact comparison lays it beside the schema of each reader; a program is asked by the cases that
the writer may write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.compare.breaks import Break, Exchange
from conformance.compare.differences import reasons_about
from conformance.compare.importance import Weigher
from conformance.compare.program_relations import asked_relations
from conformance.compare.sides import Side, sides_of
from conformance.exact import relate
from conformance.judges.schema import schema_judge
from conformance.model import (
    Cause,
    Column,
    Finding,
    Kind,
    Reading,
    Verdict,
)
from conformance.proofs.causes import KeptCauses
from conformance.proofs.cells import compare_columns
from conformance.record.load import SENT
from conformance.schema.places import described

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.exact import ProvenCause, Relation
    from conformance.judges.panel import JudgedCase
    from conformance.model import Program, Record, Variant

_BREAKS = (Verdict.ACCEPT, Verdict.REJECT)


def exchanges(
    record: Record,
    columns: Sequence[Column],
    *,
    asked: Sequence[JudgedCase] = (),
    programs: Sequence[Program] = (),
) -> Iterator[Exchange]:
    """Yield what each column writes against what each column reads, writer by writer.

    A column writes by the send reading of its variant if it is the declared one; a column without
    is left out, and so is one whose send reading accepts and rejects the same as its own. What
    those write is what they read, and that relation is known.

    Args:
        record: The record.
        columns: Its chosen columns that are schemas.
        asked: All judged cases with the programs' verdicts; unused without programs.
        programs: The columns that are programs.

    Raises:
        DefectError: The exact comparison contradicts a validator.
        IncompleteRunError: A chain of references is too long.
    """
    wanted = {column.id for column in columns}
    sides = {side.id: side for side in sides_of(record) if side.id in wanted}
    found = {
        name: (variant, sent, own)
        for variant in record.variants
        if variant.sent is not None and (name := variant.column("declared")) in sides
        for sent in (sent_side(variant),)
        if (own := _relation(sent, sides[name])).relation != "equal"
    }
    weighing = _Weighing(columns, [*sides.values(), *(sent for _, sent, _ in found.values())])
    for name, (variant, sent, own) in found.items():
        for reader, side in sides.items():
            relation = own if reader == name else _relation(sent, side)
            breaks = weighing.breaks(sent, side) if relation.only_a is not None else ()
            yield Exchange(writer=name, reader=reader, relation=relation, breaks=breaks)
        for reader, relation in _asked(variant, asked, programs).items():
            yield Exchange(writer=name, reader=reader, relation=relation)


def sent_side(variant: Variant) -> Side:
    """Return what a variant writes as a side of a comparison."""
    assert variant.sent is not None  # noqa: S101  only those that have one are asked for
    name = variant.column(SENT)
    return Side(id=name, file=variant.sent, claims=variant.claims, owner=variant.id)


def _relation(sent: Side, reader: Side) -> Relation:
    return relate(compare_columns([sent.column(), reader.column()]), sent.id, reader.id)


def _asked(
    variant: Variant, asked: Sequence[JudgedCase], programs: Sequence[Program]
) -> Mapping[str, Relation]:
    """Return, by the programs' columns, the relation of what a variant writes to what they read."""
    if not programs or variant.sent is None:
        return {}
    judge = schema_judge(variant, Reading(name=SENT, file=variant.sent))
    return asked_relations(asked, [judge.verdict(case.parsed) for case in asked], programs)


class _Weighing:
    """Finds what readers reject of what is written, and weighs it as findings are weighed."""

    def __init__(self, columns: Sequence[Column], sides: Sequence[Side]) -> None:
        listed = {
            text for side in sides for x in described(side.file).values() for text in x.literals
        }
        writers = [
            Column(id=side.id, group=side.owner or "", reading=SENT, variant=side.owner)
            for side in sides
            if side.id.endswith(f".{SENT}")
        ]
        self._weigher = Weigher([*columns, *writers], listed)

    def breaks(self, sent: Side, reader: Side) -> tuple[Break, ...]:
        kept = KeptCauses([sent.column(), reader.column()])
        kept.keep()
        found = kept.causes
        made = [self._break(sent, reader, one) for one in found.causes if one.stances == _BREAKS]
        return tuple(sorted(made, key=lambda x: (-x.importance, x.cause.facts)))

    def _break(self, sent: Side, reader: Side, one: ProvenCause) -> Break:
        cause = Cause(one.facts)
        reasons = reasons_about(one, reader.reasons(one.witness.value))
        behind = [f"{reader.owner}:{name}" for reason in reasons for name in reason.claims]
        return Break(
            cause=cause,
            witness=one.witness,
            importance=self._weigher.weigh(_as_finding(cause, sent, reader, one)).score,
            reasons=reasons,
            claims=tuple(dict.fromkeys([*behind, *_allowing(sent, cause)])),
        )


def _as_finding(cause: Cause, sent: Side, reader: Side, one: ProvenCause) -> Finding:
    return Finding(
        cause=cause,
        kinds=(Kind.CONFLICT,),
        stances=dict(zip((sent.id, reader.id), _BREAKS, strict=True)),
        witness=one.witness,
        twin=one.twin,
        cases=(),
        claims=(),
        skew=False,
    )


def _allowing(sent: Side, cause: Cause) -> Iterator[str]:
    """Yield the claims of the send reading on the keywords that stand at the places of a cause."""
    places = described(sent.file)
    schemas = {
        at
        for fact in cause.facts
        if (here := places.get(fact.part if fact.is_presence else fact.place)) is not None
        for at in here.schemas
    }
    for claim in sent.claims:
        if any(keyword.rpartition("/")[0] in schemas for keyword in claim.keywords):
            yield f"{sent.owner}:{claim.id}"
