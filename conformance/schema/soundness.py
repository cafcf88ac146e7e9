"""Checks schema files for faults in which each keyword by itself is right."""

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
    """Raise an error for a `$ref` that leads back to its own schema at the same place.

    A validator would never end (JSON Schema 2020-12, core, 9.4.1).

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
            hint="put it under a property or an item",
        ) from error


_STATIC = IN_PLACE - {"$dynamicRef", "$recursiveRef"}


def check_silence(file: SchemaFile, graph: Graph) -> None:
    """Raise an error for `x-silent` where it has no defined meaning.

    `contains` counts elements, and `unevaluatedItems` and `unevaluatedProperties` need to know what
    was evaluated: neither can have an undecided answer.

    Raises:
        BrokenFileError: There is one.
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
                f'"{SILENT}" may not be {where} "{keyword}"',
                file=shown(file, place.file),
                place=joined(place.pointer, SILENT),
                hint=f'mark a place outside, or write it without "{keyword}"',
            )


def never_accepts(file: SchemaFile, graph: Graph) -> str | None:
    """Return a warning if no value at all can be accepted, because too much is undescribed.

    None proves nothing: only the root, `allOf`, `$ref`, unions and required properties are checked.
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
    """Return the silent place that keeps this place from accepting, as far as known."""
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
