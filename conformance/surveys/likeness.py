"""Says how much two types look alike, by their properties and constants: a help for pairing."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.jsontext.pointers import followed
from conformance.jsontext.text import compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.model import Json

ALIKE = 0.5
"""Types that look alike as much as this may belong together."""
CLEAR = 0.15
"""By so much the best one has to be ahead of the next one."""

UNLIKE = 0.2
"""Objects that look alike less than this may share no more than a name."""

_DEEPEST = 6
_TOLD = 0.3
"""What is left of the likeness where a constant tells the two apart."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What is seen of a type at a glance.

    Attributes:
        kinds: The kinds of its values.
        values: Its own constants, as JSON.
        properties: The names of its properties, with their constants; none if any value may be.
    """

    kinds: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    properties: dict[str, set[str]] = field(default_factory=dict)


def outline(schema: Mapping[str, Json]) -> Outline:
    """Return the outline of a type by its schema."""
    found = Outline()
    for part in _parts(cast("Json", schema), cast("Json", schema), 0):
        kind = part.get("type")
        found.kinds.update(map(str, kind if isinstance(kind, list) else [kind] if kind else []))
        found.values.update(_constants(part))
        properties = part.get("properties")
        for name, inner in properties.items() if isinstance(properties, dict) else ():
            known = found.properties.setdefault(name, set())
            for each in _parts(inner, cast("Json", schema), 1):
                known.update(_constants(each))
    return found


def likeness(a: Outline, b: Outline) -> float:
    """Return how much two types look alike, from 0 to 1.

    Objects are compared by the names of their properties; a property that can only be other things
    in each tells them apart. Other values are compared by their constants, or else by their kinds.
    """
    if not a.properties or not b.properties:
        if a.properties or b.properties:
            return 0.0
        if a.values or b.values:
            return _share(a.values, b.values)
        return _share(a.kinds - {"null"}, b.kinds - {"null"})
    found = _share(set(a.properties), set(b.properties))
    for name in a.properties.keys() & b.properties.keys():
        one, other = (x.properties[name] - {"null"} for x in (a, b))
        if one and other and not one & other:
            return found * _TOLD
    return found


def is_unlike(outlines: Sequence[Outline]) -> bool:
    """Return whether objects share so few properties that they hardly describe the same thing."""
    first, *others = outlines
    return all(x.properties for x in outlines) and any(likeness(first, x) < UNLIKE for x in others)


def _share(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _parts(schema: Json, whole: Json, depth: int) -> Iterator[dict[str, Json]]:
    """Yield a schema and its branches, without their parts."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return
    yield schema
    reference = schema.get("$ref")
    if isinstance(reference, str):
        try:
            yield from _parts(followed(whole, reference.removeprefix("#")), whole, depth + 1)
        except LookupError:
            return
    for name in ("allOf", "anyOf", "oneOf"):
        branches = schema.get(name)
        for branch in branches if isinstance(branches, list) else ():
            yield from _parts(branch, whole, depth + 1)


def _constants(schema: Mapping[str, Json]) -> Iterator[str]:
    if "const" in schema:
        yield compact(schema["const"])
    listed = schema.get("enum")
    yield from map(compact, listed if isinstance(listed, list) else ())
