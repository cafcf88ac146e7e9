"""Reads tuples: `[string, number?, ...boolean[]]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.typescript.kinds import Listed, Open, Placed
from conformance.readers.typescript.syntax import child, inside

if TYPE_CHECKING:
    from tree_sitter import Node

    from conformance.readers.facts import Span
    from conformance.readers.typescript.context import Context
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.reader import Reader


def tuple_type(node: Node, at: Context, reader: Reader) -> Kind:
    """Return a tuple; what is spread in it is put in its place."""
    span = at.source.span(node)
    items: list[Kind] = []
    optional = 0
    rest: Kind | None = None
    for each in inside(node):
        inner = child(each, "type_annotation") or each
        name = each.child_by_field_name("name")
        spread = inner if each.type == "rest_type" else None
        if name is not None and name.type == "rest_pattern":
            spread = inner
        if rest is not None or (optional and spread is None and not _may_miss(each)):
            return _some_array(span, "a tuple with elements after those that vary")
        if spread is None:
            is_wrapped = each.type == "optional_type"
            items.append(reader.read(at.source.parts(each, 1)[0] if is_wrapped else inner, at))
            optional += _may_miss(each)
            continue
        more = reader.settled(reader.read(at.source.parts(spread, 1)[0], at))
        if isinstance(more, Placed):
            items += more.items
            optional, rest = optional + more.optional, more.rest
        elif isinstance(more, Listed):
            rest = more.item
        else:
            return _some_array(span, "a tuple with a spread of what may be no array")
    return Placed(span, tuple(items), optional, rest)


def _may_miss(element: Node) -> bool:
    """Return whether an element of a tuple has a question mark."""
    return element.type in {"optional_type", "optional_parameter"}


def _some_array(span: Span, why: str) -> Open:
    return Open(span, why, Listed(span, facts.Anything(span=span)))
