"""Finds where schemas name different formats of strings, which are annotations unless asserted."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from conformance.readers.formats import pattern_of
from conformance.schema.places import described
from conformance.schema.references import graph_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import SchemaFile

_MAX_SHOWN = 3


def formats_apart(files: Mapping[str, SchemaFile], *, asserted: bool) -> tuple[str, ...]:
    """Return a sentence for each place where two schemas name different formats.

    Args:
        files: The schemas, by the names that the sentences use.
        asserted: Whether formats with a definition are asserted, and so compared already.
    """
    named = {name: _formats(file, asserted=asserted) for name, file in files.items()}
    found: dict[str, None] = {}
    for a, b in combinations(files, 2):
        for place in sorted({*named[a], *named[b]}):
            first, second = named[a].get(place, ()), named[b].get(place, ())
            if first != second:
                found[
                    f"{place or 'the whole value'} is {_in_words(first)} in {a} "
                    f"and {_in_words(second)} in {b}"
                ] = None
    return tuple(found)


def said_of_formats(files: Mapping[str, SchemaFile], *, asserted: bool) -> str | None:
    """Return what to say of the formats of some schemas, as `summary_of` and `formats_apart` do."""
    return summary_of(formats_apart(files, asserted=asserted), asserted=asserted)


def summary_of(apart: Sequence[str], *, asserted: bool) -> str | None:
    """Return what to say of formats beside a comparison; None if there is nothing to say."""
    if not apart:
        return None
    shown = "; ".join(apart[:_MAX_SHOWN])
    more = f"; and {len(apart) - _MAX_SHOWN} more" if len(apart) > _MAX_SHOWN else ""
    mend = "no definition of them is known" if asserted else "--formats assert compares them"
    return f"formats are not compared: {shown}{more} ({mend})"


def _formats(file: SchemaFile, *, asserted: bool) -> dict[str, tuple[str, ...]]:
    """Return the formats by place in the record, sorted."""
    schemas = {str(place): schema for place, schema in graph_of(file).schemas.items()}
    found = {}
    for place, what in described(file).items():
        names = {
            name
            for at in what.schemas
            if isinstance(schema := schemas[at], dict)
            and isinstance(name := schema.get("format"), str)
            and not (asserted and pattern_of(name))
        }
        if names:
            found[place] = tuple(sorted(names))
    return found


def _in_words(formats: Sequence[str]) -> str:
    return " and ".join(formats) or "of no format"
