"""Works out intersections, and the properties that all options of a union share."""

from __future__ import annotations

from dataclasses import field
from itertools import product
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers import facts
from conformance.readers.typescript.conditional import literal_fits
from conformance.readers.typescript.kinds import (
    Both,
    Index,
    Later,
    Listed,
    Literal,
    Missing,
    Open,
    Placed,
    Prop,
    Shape,
    either,
    key_of,
    short_key,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.facts import Span
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.reader import Reader

_SCALARS = (Literal, Missing, facts.Text, facts.Number, facts.Boolean, facts.Null)
_MAX_OPTIONS = 64
"""An intersection with unions is spread out into at most this many options."""


def intersected(whole: Both, reader: Reader) -> Kind:
    """Return what an intersection comes to; itself if that cannot be worked out."""
    choices: list[list[Sequence[Kind]]] = []
    count = 1
    for part in whole.parts:
        options = reader.options(part)
        scalars = [each for each in options if isinstance(each, _SCALARS)]
        others = [[each] for each in options if not isinstance(each, _SCALARS)]
        choices.append([*others, scalars] if scalars else [*others])
        count *= max(1, len(others) + any(not isinstance(each, Missing) for each in scalars))
    if count > _MAX_OPTIONS:
        return whole
    return either(whole.span, [_one(each, whole.span, reader) for each in product(*choices)])


@dataclass(slots=True)
class _Sorts:
    """The parts of an intersection without unions in it, by their sort."""

    scalars: list[Sequence[Kind]] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    arrays: list[Kind] = field(default_factory=list)
    unknown: list[Kind] = field(default_factory=list)


def _sorted(groups: Sequence[Sequence[Kind]], reader: Reader) -> _Sorts:
    found = _Sorts()
    for group in groups:
        kind = reader.settled(group[0])
        if isinstance(kind, _SCALARS):
            found.scalars.append(group)
        elif isinstance(kind, Shape):
            found.shapes.append(kind)
        elif isinstance(kind, Listed | Placed):
            found.arrays.append(group[0])
        elif not isinstance(kind, facts.Anything):
            found.unknown.append(group[0])
    return found


def _one(groups: Sequence[Sequence[Kind]], span: Span, reader: Reader) -> Kind:
    """Return what a combination of options comes to."""
    parts = _sorted(groups, reader)
    known: Kind
    if parts.scalars and parts.arrays:
        return facts.Never(span=span)
    if parts.scalars:
        known = either(span, _scalars(parts.scalars, parts.shapes, span))
    elif parts.arrays:
        known = _arrays(parts.arrays, parts.shapes, span)
    elif parts.shapes:
        known = _shape(parts.shapes, span, reader)
    elif parts.unknown:
        return irreducible(parts.unknown, span)
    else:
        return facts.Anything(span=span)
    if isinstance(known, facts.Never):
        return known
    return irreducible([known, *parts.unknown], span)


def irreducible(parts: Sequence[Kind], span: Span) -> Kind:
    """Return an intersection that cannot be worked out further."""
    if len(parts) == 1:
        return parts[0]
    made = Both(span, tuple(parts))
    made.result = made
    return made


def _scalars(
    groups: Sequence[Sequence[Kind]], shapes: Sequence[Shape], span: Span
) -> Sequence[Kind]:
    """Return the scalars that are in every group, and fit the object types besides."""
    left = list(groups[0])
    for group in groups[1:]:
        left = [found for one in left for other in group if (found := _narrower(one, other))]
    if shapes:
        left = [each for each in left if not isinstance(each, facts.Null | Missing)]
    if any(shape.any_object for shape in shapes):
        return ()
    if left and not all(shape.is_empty() for shape in shapes):
        why = "a value with a mark that is there for the compiler only, or no value at all"
        return (Open(span, why, either(span, left)),)
    return left


def _narrower(one: Kind, other: Kind) -> Kind | None:
    """Return the type that two scalar types share; None if there is none."""
    if key_of(one) == key_of(other):
        return one
    if isinstance(other, Literal):
        one, other = other, one
    if isinstance(one, Literal):
        return one if literal_fits(one.value, other) else None
    if not isinstance(one, facts.Text) or not isinstance(other, facts.Text):
        return None
    if one.pattern is None:
        return other
    return one if other.pattern is None else irreducible([one, other], one.span)


def _arrays(arrays: Sequence[Kind], shapes: Sequence[Shape], span: Span) -> Kind:
    different = {key_of(each): each for each in arrays}
    whole = irreducible(list(different.values()), span)
    if all(shape.is_empty() or shape.any_object for shape in shapes):
        return whole
    return Open(span, "an array with properties of its own", whole)


def _shape(shapes: Sequence[Shape], span: Span, reader: Reader) -> Shape:
    """Return one object type that is all of some at once."""
    if len(shapes) == 1:
        return shapes[0]
    names = dict.fromkeys(name for shape in shapes for name in shape.props)
    props = {name: _prop(name, shapes, reader) for name in names}
    titles = dict.fromkeys(shape.name for shape in shapes if shape.name)
    return Shape(
        span,
        short_key(f"(& {' '.join(shape.key for shape in shapes)})"),
        props,
        tuple(_indexes(shapes, span, reader)),
        " & ".join(titles) or None,
        any_object=any(shape.any_object for shape in shapes),
        notes=tuple(note for shape in shapes for note in shape.notes),
        depth=max(shape.depth for shape in shapes),
    )


def _prop(name: str, shapes: Sequence[Shape], reader: Reader) -> Prop:
    """Return a property that is as every part says, by its own name or by an index signature."""
    own = [shape.props[name] for shape in shapes if name in shape.props]
    indexes = [
        index
        for shape in shapes
        if name not in shape.props
        for index in shape.indexes
        if index.keys != "number" or name.isdecimal()
    ]
    last = own[-1]
    optional = all(prop.optional for prop in own)

    def made() -> Kind:
        found: list[Kind] = []
        for prop in own:
            value = reader.value(prop.type, prop.span, f"the property {name}")
            with_missing = prop.optional and not optional
            found.append(
                either(value.span, [value, Missing(value.span)]) if with_missing else value
            )
        found += [reader.value(x.type, x.span, "the index signature") for x in indexes]
        return _all(found, last.span)

    doc = next((prop.doc for prop in reversed(own) if prop.doc), None)
    return Prop(name, last.span, Later(made), optional, doc, last.numeric)


def _indexes(shapes: Sequence[Shape], span: Span, reader: Reader) -> list[Index]:
    by_sort: dict[str, list[Index]] = {}
    for shape in shapes:
        for index in shape.indexes:
            by_sort.setdefault(index.keys, []).append(index)

    def made(found: Sequence[Index]) -> Later:
        return Later(
            lambda: _all(
                [reader.value(each.type, each.span, "the index signature") for each in found], span
            )
        )

    return [Index(found[0].span, sort, made(found)) for sort, found in by_sort.items()]


def _all(kinds: Sequence[Kind], span: Span) -> Kind:
    different = {key_of(kind): kind for kind in kinds}
    parts = tuple(different.values())
    return parts[0] if len(parts) == 1 else Both(span, parts)


def common(shapes: Sequence[Shape], span: Span, reader: Reader) -> Shape:
    """Return what all options of a union of object types share."""
    props: dict[str, Prop] = {}
    for name, first in shapes[0].props.items():
        own = [shape.props[name] for shape in shapes if name in shape.props]
        if len(own) < len(shapes):
            continue

        def made(name: str = name, own: Sequence[Prop] = tuple(own)) -> Kind:
            values = [reader.value(x.type, x.span, f"the property {name}") for x in own]
            return either(span, {key_of(value): value for value in values}.values())

        optional = any(prop.optional for prop in own)
        props[name] = Prop(name, first.span, Later(made), optional, first.doc, first.numeric)
    key = short_key(f"(common {' '.join(shape.key for shape in shapes)})")
    return Shape(span, key, props, depth=max(shape.depth for shape in shapes))
