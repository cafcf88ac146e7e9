"""What a set of schema files may not do although each keyword is right by itself."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from conformance.dialects import IN_PLACE, SILENT
from conformance.errors import BrokenFileError
from conformance.jsontext.pointers import joined
from conformance.schema.references import Place, shown

if TYPE_CHECKING:
    from conformance.model import Json, SchemaFile
    from conformance.schema.references import Graph

_UNEVALUATED = ("unevaluatedItems", "unevaluatedProperties")


def check_loops(file: SchemaFile, graph: Graph) -> None:
    """Refuse a `$ref` that leads back to its own schema at the same place of the instance.

    A validator would never come to an end (JSON Schema 2020-12, core, 9.4.1).

    Raises:
        BrokenFileError: There is such a `$ref`.
    """
    applied = {
        place: {link.to: link.keyword for link in links if link.keyword in _STATIC}
        for place, links in graph.links.items()
    }
    try:
        TopologicalSorter(applied).prepare()
    except CycleError as error:
        loop: list[Place] = list(reversed(error.args[1]))
        referring = {place for place, to in pairwise(loop) if applied[place].get(to) == "$ref"}
        at = next(place for place in graph.links if place in referring)
        raise BrokenFileError(
            'the "$ref" leads back to itself without going into the value',
            file=shown(file, at.file),
            place=joined(at.pointer, "$ref"),
            hint="let it stand under a property or an item",
        ) from error


_STATIC = IN_PLACE - {"$dynamicRef", "$recursiveRef"}


def check_silence(file: SchemaFile, graph: Graph) -> None:
    """Refuse `x-silent` where what it would mean is not defined.

    Under `contains` a place counts elements, and for `unevaluatedItems` and
    `unevaluatedProperties` what it has looked at: neither has an undecided answer.

    Raises:
        BrokenFileError: It stands in such a place.
    """
    for place, links in graph.links.items():
        schema = graph.schemas[place]
        for link in links:
            if link.keyword == "contains":
                _refuse_silence(file, graph, link.to, "contains")
        for keyword in _UNEVALUATED:
            if isinstance(schema, dict) and keyword in schema:
                _refuse_silence(file, graph, place, keyword)


def _refuse_silence(file: SchemaFile, graph: Graph, start: Place, keyword: str) -> None:
    for place in graph.reached(start):
        schema = graph.schemas[place]
        if isinstance(schema, dict) and SILENT in schema:
            where = "under" if keyword == "contains" else "in a schema with"
            raise BrokenFileError(
                f'"{SILENT}" may not stand {where} "{keyword}"',
                file=shown(file, place.file),
                place=joined(place.pointer, SILENT),
                hint=f'mark a place outside, or say it without "{keyword}"',
            )


def never_accepts(file: SchemaFile, graph: Graph) -> str | None:
    """Return a warning where no value at all can be accepted, because too much is undescribed.

    None is no promise: only the root, `allOf`, `$ref`, unions and required properties are looked
    at.
    """
    causes: dict[Place, Place] = {}
    before = -1
    while len(causes) != before:
        before = len(causes)
        for place in reversed(list(graph.schemas)):
            cause = _cause(graph, place, causes)
            if cause is not None:
                causes.setdefault(place, cause)
    if graph.root not in causes:
        return None
    at = causes[graph.root]
    return (
        f"{shown(file, graph.root.file)}: no value is ever accepted, since every value needs what "
        f'{shown(file, at.file)} at {at.pointer or "(root)"} marks "{SILENT}"'
    )


def _cause(graph: Graph, place: Place, causes: dict[Place, Place]) -> Place | None:
    """Return the silent place that keeps this one from accepting, by what is known so far."""
    schema = graph.schemas[place]
    if not isinstance(schema, dict):
        return None
    if SILENT in schema:
        return place
    demanded = [link.to for link in graph.links[place] if link.keyword in {"allOf", "$ref"}]
    if schema.get("type") == "object":
        required = {joined(place.pointer, "properties", name) for name in _names(schema)}
        demanded += [link.to for link in graph.links[place] if link.to.pointer in required]
    for union in ("anyOf", "oneOf"):
        branches = [link.to for link in graph.links[place] if link.keyword == union]
        if branches and all(branch in causes for branch in branches):
            demanded.append(branches[0])
    return next((causes[to] for to in demanded if to in causes), None)


def _names(schema: dict[str, Json]) -> list[str]:
    required = schema.get("required")
    return [str(name) for name in required] if isinstance(required, list) else []
