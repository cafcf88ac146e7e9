"""Tells whether a schema of a document accepts null."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.schemas.specs import keywords_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.readers.schemas.library import Library, Place
    from conformance.readers.schemas.specs import Keyword


def are_taken(library: Library, place: Place, around: frozenset[Place] = frozenset()) -> bool:
    """Return whether a schema accepts null; one that is defined by itself is taken to."""
    value = library.value(place)
    if not isinstance(value, dict) or place in around:
        return value is not False
    inner = around | {place}
    found = {one.name: one for one in keywords_of(value, library.spec(place))}

    def takes(*steps: str | int) -> bool:
        return are_taken(library, place.child(*steps), inner)

    for one in found.values():
        if one.name == "$ref":
            target = library.named(place, str(one.value), place.child("$ref"))
            if not are_taken(library, target, inner):
                return False
        elif not _allows(one, found, takes):
            return False
    return True


def _allows(  # noqa: PLR0911  one line a keyword
    one: Keyword, found: Mapping[str, Keyword], takes: Callable[..., bool]
) -> bool:
    """Return whether a keyword lets null pass."""
    match one.name, one.value:
        case "type", list() as types:
            return "null" in types
        case "type", name:
            return name == "null"
        case "const", value:
            return value is None
        case "enum", list() as values:
            return None in values
        case ("allOf" | "anyOf" | "oneOf") as keyword, list() as parts:
            taken = sum(takes(keyword, index) for index in range(len(parts)))
            return {"allOf": taken == len(parts), "anyOf": taken > 0, "oneOf": taken == 1}[keyword]
        case "not", _:
            return not takes("not")
        case "if", _:
            branch = "then" if takes("if") else "else"
            return branch not in found or takes(branch)
    return True
