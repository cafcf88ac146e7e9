"""The places that a schema describes, with the literals that it names there."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.dialects import IN_PLACE
from conformance.jsontext.pointers import joined, steps
from conformance.jsontext.text import canonical
from conformance.schema.once import made_once
from conformance.schema.references import graph_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Json, SchemaFile
    from conformance.schema.references import Graph, Link, Place

DEEPEST = 16
"""A recursive schema describes places without end; deeper ones are left out."""
ROUNDS = 2
"""So are the places inside a schema that is this often on the way to them."""
MAX_PLACES = 5_000
"""And so are places beyond this number, the deeper ones first."""

_NAMED = frozenset({"properties"})
_ELEMENTS = frozenset({"additionalItems", "contains", "items", "prefixItems", "unevaluatedItems"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The description of one place.

    Attributes:
        literals: The canonical texts of the values that `enum` and `const` name there.
        schemas: The places of the schemas that apply there: `FILE#POINTER`.
    """

    literals: frozenset[str]
    schemas: tuple[str, ...]


@made_once
def described(file: SchemaFile) -> Mapping[str, Described]:
    """Return the descriptions in a schema by place in the record (`*` for any index)."""
    graph = graph_of(file)
    return {
        place: Described(
            literals=frozenset(text for x in schemas for text in _literals(graph, x)),
            schemas=tuple(map(str, schemas)),
        )
        for place, schemas in sorted(_found(graph).items())
    }


def in_reading_order(file: SchemaFile) -> list[str]:
    """Return the places that a schema describes, in the order in which it names them."""
    return list(_found(graph_of(file)))


def _found(graph: Graph) -> Mapping[str, Mapping[Place, None]]:
    """Return the schemas that apply at each place."""
    found: defaultdict[str, dict[Place, None]] = defaultdict(dict)
    waiting: deque[tuple[Place, str, tuple[Place, ...]]] = deque([(graph.root, "", ())])
    while waiting and len(found) <= MAX_PLACES:
        schema, place, way = waiting.popleft()
        if place.count("/") > DEEPEST or schema in found[place]:
            continue
        found[place][schema] = None
        if way.count(schema) < ROUNDS:
            waiting += [
                (link.to, below, (*way, schema))
                for link in graph.links[schema]
                for below in _below(link, place)
            ]
    return found


def _below(link: Link, place: str) -> list[str]:
    """Return the place at which a linked schema applies; none for names and unlisted properties."""
    if link.keyword in IN_PLACE:
        return [place]
    if link.keyword in _NAMED:
        return [joined(place, steps(link.to.pointer)[-1])]
    return [joined(place, "*")] if link.keyword in _ELEMENTS else []


def _literals(graph: Graph, place: Place) -> list[str]:
    schema = graph.schemas[place]
    if not isinstance(schema, dict):
        return []
    named: list[Json] = [schema["const"]] if "const" in schema else []
    listed = schema.get("enum", [])
    return [canonical(value) for value in [*named, *(listed if isinstance(listed, list) else [])]]
