"""Every difference between two sides: its smallest value, its direction, the keywords of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.jsontext.pointers import followed, steps
from conformance.jsontext.pointers import joined as pointer_to
from conformance.model import Verdict
from conformance.proofs.causes import KeptCauses
from conformance.schema.places import described
from conformance.schema.references import document_of

if TYPE_CHECKING:
    from conformance.compare.sides import Side
    from conformance.exact import ProvenCause
    from conformance.model import Fact, Json, Reason, SchemaFile, Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A keyword of a schema.

    Attributes:
        file: The schema file's name.
        pointer: JSON Pointer to the keyword.
        value: Its value.
    """

    file: str
    pointer: str
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One cause of disagreement between A and B.

    Attributes:
        facts: The place, and what is special there; several if they matter only together.
        a: The verdict of A on the witness.
        b: The verdict of B on it.
        witness: The smallest value that shows it.
        keywords_a: The keywords of A that reject it, or that stand where those of B do.
        keywords_b: Likewise of B.
    """

    facts: tuple[Fact, ...]
    a: Verdict
    b: Verdict
    witness: Witness
    keywords_a: tuple[Keyword, ...]
    keywords_b: tuple[Keyword, ...]

    @property
    def direction(self) -> str:
        """Who sends what the other does not read: `a_to_b`, `b_to_a`, or `none`."""
        if Verdict.ACCEPT is self.a is not self.b:
            return "a_to_b"
        return "b_to_a" if Verdict.ACCEPT is self.b is not self.a else "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """All differences, fewest facts first.

    Attributes:
        every: The differences.
        complete: Whether it is proven that there are no others.
        why_not: The obstacles to a proof.
    """

    every: tuple[Difference, ...]
    complete: bool
    why_not: tuple[str, ...]


def differences(a: Side, b: Side) -> Differences:
    """Return every difference between two sides."""
    first, second = a.column(), b.column()
    if first.id == second.id:
        second = type(second)(f"{second.id} ", second.strict, second.lenient)
    kept = KeptCauses([first, second])
    kept.keep()
    found = kept.causes
    return Differences(
        every=tuple(_difference(a, b, cause) for cause in found.causes),
        complete=found.complete,
        why_not=found.why_not,
    )


def reasons_about(cause: ProvenCause, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Return the reasons that are about the facts, or all if none is."""
    value = cause.witness.value
    places = {fact.part if fact.is_presence else fact.place for fact in cause.facts}
    found = tuple(
        reason
        for reason in reasons
        if {place := _place(value, reason.instance), pointer_to(place, reason.property or "")}
        & places
    )
    return found or reasons


def _difference(a: Side, b: Side, cause: ProvenCause) -> Difference:
    value = cause.witness.value
    reasons_a, reasons_b = (reasons_about(cause, side.reasons(value)) for side in (a, b))
    return Difference(
        facts=cause.facts,
        a=cause.stances[0],
        b=cause.stances[1],
        witness=cause.witness,
        keywords_a=_keywords(a.file, reasons_a) or _beside(a.file, reasons_b, value),
        keywords_b=_keywords(b.file, reasons_b) or _beside(b.file, reasons_a, value),
    )


def _keywords(file: SchemaFile, reasons: tuple[Reason, ...]) -> tuple[Keyword, ...]:
    """Return the keywords that reject."""
    keywords = (_keyword(file, reason.file, reason.schema) for reason in reasons)
    found = {(known.file, known.pointer): known for known in keywords if known is not None}
    return tuple(found.values())


def _beside(file: SchemaFile, reasons: tuple[Reason, ...], value: Json) -> tuple[Keyword, ...]:
    """Return the keywords that stand at the places of the other side's reasons."""
    places = described(file)
    found = {}
    for reason in reasons:
        here = places.get(_place(value, reason.instance))
        for at in here.schemas if here is not None else ():
            name, _, pointer = at.partition("#")
            keyword = _keyword(file, name, pointer_to(pointer, reason.keyword))
            if keyword is not None:
                found[keyword.file, keyword.pointer] = keyword
    return tuple(found.values())


def _keyword(file: SchemaFile, name: str, pointer: str) -> Keyword | None:
    try:
        value = followed(document_of(file, name), pointer)
    except LookupError:
        return None
    return Keyword(file=name, pointer=pointer, value=value)


def _place(value: Json, instance: str) -> str:
    """Return the place of an instance location: every index becomes `*`."""
    place = ""
    for step in steps(instance):
        if isinstance(value, list):
            value, step = value[int(step)], "*"  # noqa: PLW2901
        else:
            value = cast("dict[str, Json]", value).get(step)
        place = pointer_to(place, step)
    return place
