"""Turns an intersection of object types into one object type, where that is possible."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from conformance.readers.facts import (
    All,
    Anything,
    Field,
    Object,
    Presence,
    Reference,
    Span,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.readers.facts import Type

_NOWHERE = Span("", 0)

MAX_OPTIONS = 64
"""An intersection with unions is spread out into at most this many options."""


def merged(whole: All, types: Mapping[str, Type]) -> Type | None:
    """Return an intersection as one object, or as a union of objects.

    A field of several parts has all their types, and is required if one part requires it. The whole
    is closed if one part is closed; the fields of all parts are then listed.

    Args:
        whole: The intersection. No type in it may be defined by itself.
        types: The declared types.

    Returns:
        None if a part is no object, or there are too many combinations.
    """
    parts = [part for part in _parts(whole, types) if not isinstance(part, Anything)]
    choices = [_options(part, types) for part in parts]
    count = 1
    for options in choices:
        count *= len(options)
    if not parts or count > MAX_OPTIONS:
        return None
    found = []
    for combination in product(*choices):
        objects = [part for part in combination if isinstance(part, Object)]
        if len(objects) < len(combination):
            return None
        found.append(_one(objects, whole.span))
    return found[0] if len(found) == 1 else Union(span=whole.span, options=tuple(found))


def resolved(kind: Type, types: Mapping[str, Type]) -> Type:
    """Return the declared type behind references, however many there are."""
    while isinstance(kind, Reference):
        kind = types[kind.name]
    return kind


def _parts(kind: Type, types: Mapping[str, Type]) -> Iterator[Type]:
    kind = resolved(kind, types)
    if isinstance(kind, All):
        for part in kind.parts:
            yield from _parts(part, types)
    else:
        yield kind


def _options(kind: Type, types: Mapping[str, Type]) -> list[Type]:
    """Return the options of a union, each of them an object if it can be made one."""
    kind = resolved(kind, types)
    if isinstance(kind, All):
        kind = merged(kind, types) or kind
    if isinstance(kind, Union):
        return [inner for option in kind.options for inner in _options(option, types)]
    return [kind]


def _one(objects: Sequence[Object], span: Span) -> Object:
    fields: dict[str, Field] = {}
    for one in objects:
        for field in one.fields:
            known = fields.get(field.name)
            fields[field.name] = field if known is None else _both(known, field)
    names = dict.fromkeys(one.name for one in objects if one.name)
    unlisted, place = _unlisted(objects)
    return Object(
        span=span,
        name=" & ".join(names) or None,
        fields=tuple(fields.values()),
        unlisted=unlisted,
        unlisted_span=place,
        sent_unlisted=_sent_unlisted(objects),
        exclusive=tuple(dict.fromkeys(group for one in objects for group in one.exclusive)),
    )


def _both(first: Field, second: Field) -> Field:
    kind: Type = second.type
    if _bare(first.type) != _bare(second.type):
        kind = All(span=second.span, parts=(first.type, second.type))
    order = [Presence.IGNORED, Presence.OPTIONAL, Presence.REQUIRED]
    return replace(
        second,
        type=kind,
        received=max(first.received, second.received, key=order.index),
        sent=max(first.sent or first.received, second.sent or second.received, key=order.index),
        nullable=second.nullable if first.nullable is None else first.nullable,
        aliases=tuple(dict.fromkeys((*first.aliases, *second.aliases))),
        once=first.once or second.once,
    )


def _bare(kind: Type) -> str:
    """Return a text that is equal for types that differ in their places only."""
    return repr(replace(kind, span=_NOWHERE))


def _sent_unlisted(objects: Sequence[Object]) -> Type | bool | None:
    """Return what other properties may be when it is written; None if that is the same."""
    if all(one.sent_unlisted is None for one in objects):
        return None
    return _unlisted(
        [one if (x := one.sent_unlisted) is None else replace(one, unlisted=x) for one in objects]
    )[0]


def _unlisted(objects: Sequence[Object]) -> tuple[Type | bool | None, Span | None]:
    """Return what other properties may be, and the place that says so: the closest part counts."""
    typed: list[Type] = []
    found: tuple[bool | None, Span | None] = None, None
    for one in objects:
        place = one.unlisted_span or one.span
        if one.unlisted is False:
            return False, place
        if one.unlisted is True:
            found = True, place
        elif one.unlisted is not None:
            typed.append(one.unlisted)
    if not typed:
        return found
    whole = typed[0] if len(typed) == 1 else All(span=typed[0].span, parts=tuple(typed))
    return whole, typed[0].span
