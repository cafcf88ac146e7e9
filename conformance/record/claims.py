"""Ties the keywords of schemas to the claims of their source, and finds loose ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dialects import can_reject, subschemas
from conformance.errors import BrokenFileError
from conformance.jsontext.pointers import followed, joined
from conformance.schema.references import graph_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.model import Claim, SchemaFile
    from conformance.schema.references import Place

_DECIDING = frozenset({"contains", "if", "not"})
"""Subschemas of these reject nothing; the keyword does, or the branch that it chooses."""


def check_claims(claims: Sequence[Claim], files: Sequence[SchemaFile], *, file: str) -> None:
    """Raise an error for a claim that names no effect, names two, or points at nothing.

    Args:
        claims: A variant's claims.
        files: The schema files of its readings.
        file: The file of the claims in error messages.

    Raises:
        BrokenFileError: There is such a claim, or two have the same id.
    """
    keywords = {keyword for schema_file in files for keyword in _all_keywords(schema_file)}
    ids: set[str] = set()
    for index, claim in enumerate(claims):
        place = joined("", "claims", index)
        if claim.id in ids:
            hint = "give each its own"
            raise BrokenFileError(
                f"two claims have the id {claim.id}", file=file, place=place, hint=hint
            )
        ids.add(claim.id)
        if bool(claim.keywords) == (claim.no_effect is not None):
            raise BrokenFileError(
                f"the claim {claim.id} has to name its keywords, or why it has no effect",
                file=file,
                place=place,
                hint='fill "keywords", or leave it empty and write "no_effect"; not both',
            )
        for number, keyword in enumerate(claim.keywords):
            if keyword not in keywords:
                raise BrokenFileError(
                    f"the claim {claim.id} points at nothing: there is no keyword {keyword}",
                    file=file,
                    place=joined(place, "keywords", number),
                    hint="name a schema file of this variant and the place of a keyword in it",
                )


def check_traced(claims: Iterable[Claim], files: Sequence[SchemaFile]) -> None:
    """Raise an error for a keyword that can reject and has no claim.

    Raises:
        BrokenFileError: There is such a keyword.
    """
    claimed = {keyword for claim in claims for keyword in claim.keywords}
    for file in files:
        for place in rejecting(file):
            keyword = f"{place.file}#{place.pointer}"
            if keyword not in claimed and not claimed.issuperset(_named(file, place)):
                raise BrokenFileError(
                    "this keyword can reject and rests on no claim",
                    file=shown(file, place.file),
                    place=place.pointer,
                    hint=f'name it in a claim of variant.json as "{keyword}"',
                )


def rejecting(file: SchemaFile) -> list[Place]:
    """Return the places of all keywords that can reject a value, and of all schemas `false`.

    Keywords that only decide whether another keyword applies (under `if`, `not`, `contains`) are
    left out, and so are keywords that no reference leads to.
    """
    graph = graph_of(file)
    found = []
    for place in graph.reached(graph.root, but_not=_DECIDING):
        schema = graph.schemas[place]
        if schema is False:
            found.append(place)
        elif isinstance(schema, dict):
            found += [
                place.child(name) for name, value in schema.items() if can_reject(name, value)
            ]
    return found


def _named(file: SchemaFile, place: Place) -> list[str]:
    """Return the keyword's own mark, or one for each property that `required` names."""
    keyword = f"{place.file}#{place.pointer}"
    value = followed({file.name: file.schema, **file.resources}[place.file], place.pointer)
    if not place.pointer.endswith("/required") or not isinstance(value, list):
        return [keyword]
    return [joined(keyword, index) for index in range(len(value))]


def _all_keywords(file: SchemaFile) -> Iterable[str]:
    for name, document in {file.name: file.schema, **file.resources}.items():
        for pointer, part in subschemas(document):
            if isinstance(part, dict):
                yield from (f"{name}#{joined(pointer, keyword)}" for keyword in part)
                if isinstance(required := part.get("required"), list):
                    at = f"{name}#{joined(pointer, 'required')}"
                    yield from (joined(at, index) for index in range(len(required)))
            else:
                yield f"{name}#{pointer}"
