"""Makes findings from causes: the columns' stances, the kind, and the claims behind it.

A cause says what is special, and where; the stances are the columns' verdicts on its witness.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.compare.importance import Weigher
from conformance.dataclass import dataclass
from conformance.model import STANCES, Cause, Finding, Kind, Verdict
from conformance.programs.decoded_type import MISTYPED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from conformance.model import Column, Judgement, Variant, Witness

_KIND_ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A cause with the input that shows it best.

    Attributes:
        cause: The cause.
        judgements: Column id -> its judgement of the witness, in column order.
        witness: The input's value; None if only a text that is not JSON shows it.
        twin: The nearest value that more columns accept; None if there is none.
        cases: Ids of the cases that show it.
        claims: `VARIANT:CLAIM` of the claims that reject it and of those that allow it.
        more: The number of further cases that show it.
    """

    cause: Cause
    judgements: Mapping[str, Judgement]
    witness: Witness | None
    twin: Witness | None
    cases: tuple[str, ...]
    claims: tuple[str, ...]
    more: int = 0


def findings_of(
    shown: Iterable[Evidence],
    columns: Sequence[Column],
    variants: Sequence[Variant],
    *,
    listed: Collection[str] = (),
) -> list[Finding]:
    """Return the findings, the most important first; a cause on which all columns agree is none.

    Args:
        shown: The causes with their evidence.
        columns: The columns.
        variants: The variants that some columns read.
        listed: The literals that some description lists, as canonical JSON.
    """
    by_id = {column.id: column for column in columns}
    ages: dict[str | None, tuple[str | None, str | None]] = {
        # Where two types were read and nothing says when they held, two names are no two versions.
        variant.id: (variant.component if variant.as_of or variant.source else None, variant.as_of)
        for variant in variants
    }
    found = []
    for one in shown:
        stances = {
            column: judgement.verdict
            for column, judgement in one.judgements.items()
            if judgement.verdict in STANCES and not _idle(by_id[column], judgement.verdict)
        }
        kinds = kinds_of({by_id[column]: stance for column, stance in stances.items()})
        if kinds:
            found.append(
                Finding(
                    cause=one.cause,
                    kinds=kinds,
                    stances=stances,
                    witness=one.witness,
                    twin=one.twin,
                    cases=one.cases,
                    claims=one.claims,
                    skew=_skewed(
                        {by_id[column]: x for column, x in stances.items()},
                        ages,
                        named=names_a_value(one.cause.specials),
                    ),
                    mistyped=_mistyped(one),
                    more=one.more,
                )
            )
    weigher = Weigher(columns, listed)
    return sorted(
        (replace(finding, importance=weigher.weigh(finding)) for finding in found), key=_rank
    )


def _mistyped(one: Evidence) -> dict[str, str]:
    """Return the columns that decode the cause as another value's type, with this type."""
    return {
        column: found.typed_as
        for column, found in one.judgements.items()
        if found.verdict is Verdict.LOSSY
        and found.typed_as is not None
        and any(
            reason.keyword == MISTYPED and reason.instance in one.cause.places
            for reason in found.reasons
        )
    }


def kinds_of(stances: Mapping[Column, Verdict]) -> tuple[Kind, ...]:
    """Return the kinds of a disagreement, most pressing first; none if all columns agree."""
    accept = [column for column, stance in stances.items() if stance.accepts]
    reject = [column for column, stance in stances.items() if stance is Verdict.REJECT]
    pairs = [(one, other) for one in accept for other in reject if not one.permissive]
    kinds: set[Kind | None] = {_kind(one, other) for one, other in pairs}
    if Verdict.LOSSY in stances.values():
        kinds.add(Kind.LOSS)
    if (accept or reject) and Verdict.SILENT in stances.values():
        kinds.add(Kind.GAP)
    return tuple(kind for kind in _KIND_ORDER if kind in kinds)


def _idle(column: Column, stance: Verdict) -> bool:
    """Return whether a stance means nothing: a permissive column accepts."""
    return column.permissive and stance is Verdict.ACCEPT


def _kind(accepts: Column, rejects: Column) -> Kind | None:
    """Return the kind of a pair's disagreement.

    A program and the prose of its own variant have none: the types, which the program represents,
    already disagree with the prose.
    """
    if accepts.variant is None or accepts.variant != rejects.variant:
        return Kind.CONFLICT
    match accepts.reading, rejects.reading:
        case ("documented", None) | (None, "documented"):
            return None
        case (None, _) | (_, None):
            return Kind.CONFLICT
        case ("documented", _):
            return Kind.CONTRADICTION
        case _:
            return Kind.REFINEMENT


def _skewed(
    stances: Mapping[Column, Verdict],
    ages: Mapping[str | None, tuple[str | None, str | None]],
    *,
    named: bool,
) -> bool:
    """Return whether the two sides describe different components or dates.

    A variant with all its readings, or a package with all its columns of one age, counts only if it
    is on one side: if it disagrees with itself, age is not the cause. A program that names its
    component counts if the finding names a value. Values come with releases, but age does not
    explain how a decoder reads a broken text or a number in place of a string. A program that only
    judges by a description adds nothing to the description's readings.
    """
    stood: dict[tuple[str | None, str | None, str | None], set[Verdict]] = {}
    for column, stance in stances.items():
        read = column.reading is not None
        age = ages[column.variant] if read else (column.component, column.as_of)
        if read or (named and column.component is not None):
            stood.setdefault((column.variant, *age), set()).add(stance.counted)
    accept, reject = (
        {(one, day) for (_, one, day), verdicts in stood.items() if verdicts == {decision}}
        for decision in (Verdict.ACCEPT, Verdict.REJECT)
    )
    return bool(accept and reject) and accept.isdisjoint(reject)


def _rank(finding: Finding) -> tuple[object, ...]:
    """Return a sort key: importance, then the kind, then the place."""
    return (
        -finding.importance.score,
        _KIND_ORDER.index(finding.kinds[0]),
        len(finding.cause.places),
        finding.cause.places,
        finding.cause.specials,
    )


def names_a_value(specials: Iterable[str]) -> bool:
    """Return whether a special is a literal string, and not words for a kind of value."""
    return any(special.startswith('"') for special in specials)
