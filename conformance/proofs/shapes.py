"""Causes and fields as JSON, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.exact.causes import ProvenCause
from conformance.exact.fields import ProvenField, ProvenFields, ValueClass
from conformance.model import Fact, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.model import Json


def cause_json(cause: ProvenCause) -> dict[str, Json]:
    """Return a cause as JSON."""
    return {
        "facts": facts_json(cause.facts),
        "stances": _words(cause.stances),
        "best": _words(cause.best),
        "degraded": list(cause.degraded),
        "witness": cause.witness.value,
        "twin": boxed(cause.twin),
    }


def cause_of(kept: Any) -> ProvenCause:  # noqa: ANN401  JSON of an unknown shape
    """Return the cause of a JSON value; any error is one of its shape."""
    return ProvenCause(
        facts=facts_of(kept["facts"]),
        stances=_verdicts(kept["stances"]),
        best=_verdicts(kept["best"]),
        degraded=tuple(kept["degraded"]),
        witness=Witness(value=kept["witness"]),
        twin=unboxed(kept["twin"]),
    )


def fields_json(fields: ProvenFields) -> dict[str, Json]:
    """Return fields as JSON."""
    return {
        "cut": fields.cut,
        "fields": [
            [field.place, [[x.special, _words(x.best), boxed(x.sample)] for x in field.values]]
            for field in fields.fields
        ],
    }


def fields_of(kept: Any) -> ProvenFields:  # noqa: ANN401  JSON of an unknown shape
    """Return the fields of a JSON value; any error is one of its shape."""
    return ProvenFields(
        cut=kept["cut"],
        fields=tuple(
            ProvenField(
                place=place,
                values=tuple(
                    ValueClass(special=special, best=_verdicts(best), sample=unboxed(sample))
                    for special, best, sample in values
                ),
            )
            for place, values in kept["fields"]
        ),
    )


def facts_json(facts: Iterable[Fact]) -> list[Json]:
    """Return facts as JSON, in their order."""
    return [[fact.place, fact.special] for fact in facts]


def facts_of(kept: Any) -> tuple[Fact, ...]:  # noqa: ANN401  JSON of an unknown shape
    """Return the facts of a JSON value, in their order."""
    return tuple(Fact(place, special) for place, special in kept)


def boxed(witness: Witness | None) -> Json:
    """Return a list with a value, or without one."""
    return [] if witness is None else [witness.value]


def unboxed(kept: Any) -> Witness | None:  # noqa: ANN401  JSON of an unknown shape
    """Return the value in a list, if there is one."""
    return Witness(value=kept[0]) if kept else None


def _words(verdicts: Iterable[Verdict]) -> list[Json]:
    return [verdict.value for verdict in verdicts]


def _verdicts(kept: Iterable[str]) -> tuple[Verdict, ...]:
    return tuple(map(Verdict, kept))
