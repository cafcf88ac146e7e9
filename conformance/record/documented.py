"""Makes the documented reading of the declared one, of comments and of a person's corrections."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.model import Claim, Unread
from conformance.readers.emitted import slug
from conformance.readers.prose.effects import prose_of
from conformance.readers.prose.statements import Effect
from conformance.record.claimed import claims_of
from conformance.record.corrections import DECLARED, DOCUMENTED, corrected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.model import Json
    from conformance.readers.prose.statements import Prose, Stated
    from conformance.readers.read import Source
    from conformance.record.corrections import Corrected, Correction
    from conformance.record.origins import Origin

_SAME = "The types say the same."


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """The documented reading.

    Attributes:
        schema: Its schema; None if there is none.
        claims: The claims of both readings.
    """

    schema: Json
    claims: list[Claim]


def documented(
    declared: Json,
    claims: Sequence[Claim],
    corrections: Sequence[Correction],
    prose: Prose | None,
    origin: Origin,
) -> Documented:
    """Return the documented reading of a source.

    Args:
        declared: The declared reading, corrected.
        claims: The claims behind it.
        corrections: The corrections of the documented reading.
        prose: What comments say; None if that is not applied.
        origin: The file, which names files in `variant.json`.

    Raises:
        BrokenFileError: A correction does not apply any more.
    """
    taken = {claim.id for claim in claims}
    stated = () if prose is None else prose.stated
    said = [_claim(one, taken, origin) for one in stated]
    is_added = any(one.effect is Effect.ADDS for one in stated)
    if not corrections and not is_added:
        kept = [replace(x, keywords=(), no_effect=x.no_effect or _SAME) for x in said]
        return Documented(schema=None, claims=[*claims, *kept])
    copies = [_copied(claim, () if prose is None else prose.replaced) for claim in claims]
    pointers = {x.removeprefix(f"{DOCUMENTED}#") for x in _keywords((*copies, *said))}
    start = declared if prose is None else prose.schema
    made = corrected(start, corrections, sorted(pointers))
    copies = claims_of(copies, made, DOCUMENTED)
    both = [
        replace(x, keywords=x.keywords + y.keywords, no_effect=_effect(x, y))
        for x, y in zip(claims, copies, strict=True)
    ]
    return Documented(schema=made.schema, claims=[*both, *claims_of(said, made, DOCUMENTED)])


def pointers_of(source: Source) -> set[str]:
    """Return the places in a schema that comments are about."""
    return {pointer for passage in source.passages for pointer in passage.pointers}


def prose_in(source: Source, declared: Corrected) -> Prose:
    """Return what the comments of a source say, of fields where corrections left them."""
    passages = []
    for passage in source.passages:
        places = [declared.place_of(pointer) for pointer in passage.pointers]
        kept = tuple(place for place in places if place is not None)
        if kept:
            passages.append(replace(passage, pointers=kept))
    return prose_of(declared.schema, passages, source.tree.text)


def unread_in(prose: Prose, origin: Origin) -> tuple[Unread, ...]:
    """Return the sentences that no rule read."""
    return tuple(
        Unread(
            place=one.place,
            file=origin.name_of(one.span.file),
            line=one.span.line,
            why=one.why,
            column=one.span.column,
            sentence=one.sentence,
        )
        for one in prose.unread
    )


def _copied(claim: Claim, replaced: Sequence[str]) -> Claim:
    """Return a claim on the declared reading as one on the documented reading."""
    pointers = [keyword.removeprefix(f"{DECLARED}#") for keyword in claim.keywords]
    kept = tuple(
        f"{DOCUMENTED}#{pointer}"
        for pointer in pointers
        if not any(f"{pointer}/".startswith(f"{gone}/") for gone in replaced)
    )
    return replace(claim, keywords=kept)


def _effect(declared: Claim, copy: Claim) -> str | None:
    return None if declared.keywords or copy.keywords else declared.no_effect


def _keywords(claims: Iterable[Claim]) -> Iterator[str]:
    for claim in claims:
        yield from claim.keywords


def _claim(one: Stated, taken: set[str], origin: Origin) -> Claim:
    file = origin.name_of(one.span.file)
    return Claim(
        id=slug(f"{one.place} prose", taken),
        at=f"{file}:{one.span.line}",
        says=one.says,
        strength="implied" if one.implied else "stated",
        keywords=tuple(f"{DOCUMENTED}#{pointer}" for pointer in one.keywords),
        no_effect=f"Only suggested: {one.why}." if one.why else None,
        file=file,
        line=one.span.line,
        found="prose",
        column=one.span.column,
        sentence=one.sentence,
    )
