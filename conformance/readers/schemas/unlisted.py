"""Finds the properties that a schema of a document lists, also in the schemas that it joins."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.dialects import APPLICATORS, IN_PLACE, Shape
from conformance.readers.schemas.specs import keywords_of

if TYPE_CHECKING:
    from conformance.readers.schemas.library import Library, Place
    from conformance.readers.schemas.specs import Keyword


@dataclass(slots=True, kw_only=True)
class Listed:
    """What a schema says of an object's properties.

    Attributes:
        names: The properties that it lists, or one of its alternatives does.
        patterns: The patterns of names that it lists.
        said: Whether it says itself what other properties may be.
        may_say: Whether one of its alternatives says it, and allows some.
        has_alternatives: Whether some of what is applied depends on the value.
    """

    names: dict[str, None] = field(default_factory=dict)
    patterns: dict[str, None] = field(default_factory=dict)
    said: bool = False
    may_say: bool = False
    has_alternatives: bool = False


_SAYING = {"additionalProperties", "unevaluatedProperties"}
_ALWAYS = {"$ref", "allOf"}


def of(library: Library, place: Place) -> Listed:
    """Return the properties that a schema lists, also in the schemas that it joins."""
    found = Listed()
    waiting = [(place, True)]
    seen = {place}
    while waiting:
        at, always = waiting.pop()
        value = library.value(at)
        for one in keywords_of(value, library.spec(at)) if isinstance(value, dict) else []:
            _note(found, one, always=always)
            inner = [each for each in _joined(library, at, one) if each not in seen]
            seen.update(inner)
            holds = always and one.name in _ALWAYS
            found.has_alternatives |= bool(inner) and not holds
            waiting += [(each, holds) for each in inner]
    return found


def _note(found: Listed, one: Keyword, *, always: bool) -> None:
    """Note what a keyword says."""
    if one.name == "properties" and isinstance(one.value, dict):
        found.names |= dict.fromkeys(one.value)
    elif one.name == "patternProperties" and isinstance(one.value, dict):
        found.patterns |= dict.fromkeys(one.value)
    elif one.name in _SAYING and always:
        found.said = True
    elif one.name in _SAYING:
        found.may_say |= one.value is not False


def _joined(library: Library, place: Place, one: Keyword) -> list[Place]:
    """Return the schemas that a keyword applies to the same object."""
    at = place.child(one.source)
    if one.name == "$ref":
        return [library.named(place, str(one.value), at)]
    shape = APPLICATORS.get(one.name)
    if shape is None or one.name not in IN_PLACE - {"not"}:
        return []
    if shape is Shape.SCHEMAS and isinstance(one.value, list):
        return [at.child(index) for index in range(len(one.value))]
    if shape is Shape.NAMED and isinstance(one.value, dict):
        return [at.child(name) for name in one.value]
    return [at]
