"""Says in words what a schema of a document demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext.pointers import steps
from conformance.readers.facts import Literals
from conformance.readers.schemas.specs import keywords_of
from conformance.readers.words import alternatives, in_words, limited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Json
    from conformance.readers.schemas.library import Library, Place

_DEEPEST = 3
_NUMBERS = ("integer", "number")
_LIMITS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), _NUMBERS
    ),
    **dict.fromkeys(("minLength", "maxLength", "pattern", "format"), ("string",)),
    **dict.fromkeys(("minItems", "maxItems"), ("array",)),
}
"""The keywords that are said with a type -> the types that they are about."""
_TYPES = {"null": "null"} | {
    name: f"{'an' if name[0] in 'aio' else 'a'} {name}"
    for name in ("array", "boolean", "integer", "number", "object", "string", "file")
}


def described(  # noqa: PLR0911  one line a kind of schema
    library: Library, place: Place, depth: int = 0
) -> str:
    """Return what a schema demands in a few words: 'a string', 'one of "a", "b"'."""
    value = library.value(place)
    if not isinstance(value, dict):
        return "no value" if value is False else "any value"
    found = {
        one.name: (one.value, place.child(one.source))
        for one in keywords_of(value, library.spec(place))
    }
    for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
        if keyword in found:
            return _target(str(found[keyword][0]))
    if "const" in found or "enum" in found:
        values = found["enum"][0] if "enum" in found else [found["const"][0]]
        if isinstance(values, list) and values:
            return in_words(Literals(span=library.span(place), values=tuple(values)))
    for keyword in ("oneOf", "anyOf", "allOf"):
        branches, at = found.get(keyword, (None, place))
        if isinstance(branches, list) and branches and depth < _DEEPEST:
            each = [
                described(library, at.child(index), depth + 1) for index in range(len(branches))
            ]
            return alternatives(each) if keyword != "allOf" else " and ".join(dict.fromkeys(each))
    if "type" in found:
        return _typed(library, found, depth)
    if "properties" in found:
        return "an object"
    return "any value"


def _typed(library: Library, found: dict[str, tuple[Json, Place]], depth: int) -> str:
    types, _ = found["type"]
    names = [str(name) for name in (types if isinstance(types, list) else [types])]
    limits = {name: value for name, (value, _) in found.items() if name in _LIMITS}
    words = [_with_limits(name, limits) for name in names]
    if "array" in names and "items" in found and depth < _DEEPEST:
        items = described(library, found["items"][1], depth + 1)
        words[names.index("array")] = f"an array, each element {items}"
    return alternatives(words) if words else "no value"


def _with_limits(name: str, limits: dict[str, Json]) -> str:
    """Return a JSON type in words, with those of a schema's limits that are about it."""
    own = {keyword: limits[keyword] for keyword in limits if name in _LIMITS[keyword]}
    return limited(_TYPES.get(name, name), **own)


def _target(reference: str) -> str:
    address, _, fragment = reference.partition("#")
    if fragment.startswith("/"):
        return steps(fragment)[-1]
    return fragment or address or "the whole"
