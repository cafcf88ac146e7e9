"""Brings together the claims that a reader makes and those that a person wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.dialects import subschemas
from conformance.jsontext.pointers import joined
from conformance.readers.emitted import numbered
from conformance.readers.prose.mode import Mode
from conformance.record.corrections import DECLARED, DOCUMENTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.model import Claim, Json
    from conformance.record.corrections import Corrected

_PROSE = "prose"
_PLACE = {"column", "file", "found", "line", "sentence"}
_CORRECTED = "A correction replaces what it became."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChanges:
    """The ids of claims that only one of two versions of a variant has, and of reworded ones."""

    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def claims_of(claims: Sequence[Claim], made: Corrected, file: str) -> list[Claim]:
    """Return claims with their keywords where corrections left them."""
    found = []
    for claim in claims:
        places = [made.place_of(keyword.removeprefix(f"{file}#")) for keyword in claim.keywords]
        kept = tuple(f"{file}#{place}" for place in dict.fromkeys(places) if place is not None)
        no_effect = claim.no_effect if kept or not claim.keywords else _CORRECTED
        found.append(replace(claim, keywords=kept, no_effect=no_effect))
    return found


def with_sent(claims: Sequence[Claim], written: Sequence[Claim]) -> list[Claim]:
    """Return the claims of both directions: one for a statement that says the same in both.

    Args:
        claims: The claims on what is read.
        written: The claims on what is written.
    """
    known = {claim.id: claim for claim in claims}
    apart: list[Claim] = []
    for one in written:
        same = known.get(one.id)
        if same is not None and (same.says, same.at) == (one.says, one.at):
            keywords = same.keywords + one.keywords
            effect = None if keywords else same.no_effect
            known[one.id] = replace(same, keywords=keywords, no_effect=effect)
        elif one.keywords:
            own = numbered(f"{one.id}-sent", {*known, *(claim.id for claim in apart)})
            apart.append(replace(one, id=own, says=f"written, {one.says}"))
    return [*known.values(), *apart]


def merged_claims(
    before: Mapping[str, Json], fresh: Sequence[Claim], schemas: Mapping[str, Json]
) -> list[Json]:
    """Return the claims of a variant: a person's first, then what the reader has besides.

    A person's claim stays, with its words, as long as one of its keywords is there. It has the
    place of the reader's claim on its first keyword, and that claim is dropped: what else the
    reader's became goes to the person's.

    Args:
        before: The content of `variant.json` until now.
        fresh: The reader's claims.
        schemas: File -> schema of each reading that was made.
    """
    there = set(_keywords(schemas))
    made = {*schemas, *([DOCUMENTED] if _is_prose_applied(before) else [])}
    owned = [
        kept
        for entry in _claims(before)
        if not _is_readers(entry) and (kept := _kept(entry, there, made)) is not None
    ]
    behind: dict[str, dict[str, Json]] = {}
    for one in owned:
        for keyword in _listed(one):
            behind.setdefault(keyword, one)
    taken = {one["id"] for one in owned}
    left: list[Json] = []
    for claim in fresh:
        shared = [behind[keyword] for keyword in claim.keywords if keyword in behind]
        if shared:
            rest = [keyword for keyword in claim.keywords if keyword not in behind]
            shared[0]["keywords"] = [*_listed(shared[0]), *rest]
        elif claim.id not in taken:
            left.append(_entry(claim))
    places = {keyword: claim for claim in fresh for keyword in claim.keywords}
    return [*(_placed(one, places) for one in owned), *left]


def claim_changes(before: Mapping[str, Json], after: Mapping[str, Json]) -> ClaimChanges:
    """Return how the claims of two contents of `variant.json` differ."""
    old, new = (
        {str(entry["id"]): entry["says"] for entry in _claims(about)} for about in (before, after)
    )
    return ClaimChanges(
        gone=tuple(name for name in old if name not in new),
        new=tuple(name for name in new if name not in old),
        changed=tuple(name for name in new if name in old and old[name] != new[name]),
    )


def _claims(about: Mapping[str, Json]) -> list[dict[str, Json]]:
    return cast("list[dict[str, Json]]", about.get("claims", []))


def _is_readers(entry: Mapping[str, Json]) -> bool:
    """Return whether a reader worded a claim: its place is a line of a file."""
    return "file" in entry and entry["at"] == f"{entry['file']}:{entry['line']}"


def _is_prose_applied(before: Mapping[str, Json]) -> bool:
    """Return whether prose made the documented reading until now."""
    return cast("dict[str, Json]", before.get("read_from", {})).get("prose") == Mode.APPLY


def _kept(entry: dict[str, Json], there: set[str], made: set[str]) -> dict[str, Json] | None:
    """Return a person's claim with the keywords that are there; None if all are gone.

    Args:
        entry: The claim.
        there: The keywords of the schemas that were made.
        made: The files of schemas that are made, or were; those in others stay.
    """
    keywords = [
        keyword
        for keyword in _listed(entry)
        if keyword in there or keyword.partition("#")[0] not in made
    ]
    if _listed(entry) and not keywords:
        return None
    dropped = _PLACE if entry.get("found") == "types" or "sentence" in entry else set()
    return {
        **{name: value for name, value in entry.items() if name not in dropped},
        "keywords": cast("Json", keywords),
    }


def _placed(entry: dict[str, Json], places: Mapping[str, Claim]) -> Json:
    """Return a person's claim with the place of the reader's on its first keyword.

    That is a declared one, or else one that prose is behind.
    """
    known = [x for x in _listed(entry) if x in places]
    found = next((x for x in known if x.startswith(f"{DECLARED}#")), None)
    found = found or next((x for x in known if places[x].found == _PROSE), None)
    return entry if found is None else {**entry, **_located(places[found])}


def _entry(claim: Claim) -> dict[str, Json]:
    return {
        "id": claim.id,
        "at": claim.at,
        "says": claim.says,
        "strength": claim.strength,
        "keywords": list(claim.keywords),
        **({} if claim.no_effect is None else {"no_effect": claim.no_effect}),
        **_located(claim),
    }


def _located(claim: Claim) -> dict[str, Json]:
    place: dict[str, Json] = {"file": claim.file, "line": claim.line, "found": claim.found}
    place |= {} if claim.column is None else {"column": claim.column}
    return place | ({} if claim.sentence is None else {"sentence": claim.sentence})


def _listed(entry: Mapping[str, Json]) -> list[str]:
    return cast("list[str]", entry["keywords"])


def _keywords(schemas: Mapping[str, Json]) -> Iterator[str]:
    """Yield every keyword that a claim may name."""
    for file, schema in schemas.items():
        for pointer, part in subschemas(schema):
            if not isinstance(part, dict):
                yield f"{file}#{pointer}"
                continue
            yield from (f"{file}#{joined(pointer, name)}" for name in part)
            required = part.get("required")
            for index in range(len(required) if isinstance(required, list) else 0):
                yield f"{file}#{joined(pointer, 'required', index)}"
