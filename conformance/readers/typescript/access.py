"""Answers what properties a type has: for `keyof`, `T[K]`, and types made of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.typescript.kinds import (
    SYMBOL,
    Listed,
    Literal,
    Missing,
    Placed,
    Prop,
    Shape,
    either,
)
from conformance.readers.typescript.merging import common
from conformance.readers.typescript.syntax import number_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.facts import Span
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.reader import Reader


def shape_of(kind: Kind, reader: Reader) -> Shape | None:
    """Return the properties that a type has for certain; None if they are not known."""
    shapes: list[Shape] = []
    for option in reader.options(kind):
        settled = reader.settled(option)
        if not isinstance(settled, Shape):
            return None
        shapes.append(settled)
    if len(shapes) == 1:
        return shapes[0]
    has_index = any(shape.indexes for shape in shapes)
    return common(shapes, kind.span, reader) if shapes and not has_index else None


def keys(kind: Kind, span: Span, reader: Reader) -> Kind:
    """Return `keyof` a type."""
    if isinstance(reader.settled(kind), facts.Anything):
        return either(span, [facts.Text(span=span), facts.Number(span=span)])
    shape = shape_of(kind, reader)
    if shape is None:
        return facts.Opaque(span=span, why="the names of the properties of a type are not known")
    found: list[Kind] = [
        Literal(prop.span, int(prop.name) if _is_index(prop) else prop.name)
        for prop in shape.props.values()
    ]
    for index in shape.indexes:
        if index.keys == "string":
            found.append(facts.Text(span=index.span))
        if index.keys in {"string", "number"}:
            found.append(facts.Number(span=index.span))
        else:
            found.append(facts.Opaque(span=span, why="an index signature's names are not known"))
    return either(span, found)


def _is_index(prop: Prop) -> bool:
    return prop.numeric and prop.name.isdecimal()


def lookup(whole: Kind, key: Kind, span: Span, reader: Reader) -> Kind:
    """Return the type `T[K]`."""
    found: list[Kind] = []
    for option in reader.options(whole):
        settled = reader.settled(option)
        for each in reader.options(key):
            one = _at(settled, each, span, reader)
            if one is None:
                why = "a type is named by a property that its owner is not known to have"
                return facts.Opaque(span=span, why=why)
            found.append(one)
    return either(span, found)


def _at(whole: Kind, key: Kind, span: Span, reader: Reader) -> Kind | None:
    match whole:
        case facts.Anything():
            return whole
        case Shape():
            return _of_shape(whole, key, span, reader)
        case Listed():
            is_place = isinstance(key, facts.Number) or _place(key) is not None
            return whole.item if is_place else None
        case Placed():
            return _of_tuple(whole, key, span)
    return None


def _of_tuple(whole: Placed, key: Kind, span: Span) -> Kind | None:
    if isinstance(key, facts.Number):
        rest: Sequence[Kind] = () if whole.rest is None else (whole.rest,)
        return either(span, [*whole.items, *rest])
    place = _place(key)
    if place is None:
        return None
    least = len(whole.items) - whole.optional
    if place < len(whole.items):
        missing = [Missing(span)] if place >= least else []
        return either(span, [whole.items[place], *missing])
    return whole.rest


def _place(key: Kind) -> int | None:
    if isinstance(key, Literal) and str(key.value).isdecimal():
        return int(key.value)
    return None


def _of_shape(whole: Shape, key: Kind, span: Span, reader: Reader) -> Kind | None:
    by_sort = {index.keys: index for index in whole.indexes}
    index = by_sort.get("string")
    if isinstance(key, Literal):
        name = key.value if isinstance(key.value, str) else number_name(key.value)
        prop = whole.props.get(name)
        if prop is not None:
            value = reader.value(prop.type, span, f"the property {name}")
            return either(span, [value, Missing(span)]) if prop.optional else value
        if "pattern" in by_sort:
            return None
        if name.isdecimal():
            index = by_sort.get("number", index)
    elif isinstance(key, facts.Number):
        index = by_sort.get("number", index)
    elif not isinstance(key, facts.Text):
        return None
    return None if index is None else reader.value(index.type, span, "the index signature")


def index_sort(kind: Kind) -> str | None:
    """Return which names an index signature's type of keys means; None for symbols."""
    if isinstance(kind, facts.Text) and kind.pattern is None:
        return "string"
    if isinstance(kind, facts.Number):
        return "number"
    return None if isinstance(kind, facts.Opaque) and kind.why == SYMBOL else "pattern"
