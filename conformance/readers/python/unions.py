"""Reads unions that a field of their members tells apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.readers.facts import All, Anything, Field, Object, Reference, Union
from conformance.readers.python.classes import Kind, kind_of
from conformance.readers.python.members import members

if TYPE_CHECKING:
    from conformance.readers.facts import Span, Type
    from conformance.readers.python.annotations import Types


def tagged(types: Types, kind: Type, tag: str, span: Span) -> Type:
    """Return a union whose members must have the field that tells them apart.

    A member that has a default for the field is not required to have it; in the union it is.

    Args:
        types: The types of the source.
        kind: The union.
        tag: The field's name in the source.
        span: The place that says so.
    """
    bare = types.resolved(kind)
    if not isinstance(bare, Union):
        return _with_tag(types, bare, tag, span)
    options = tuple(tagged(types, option, tag, span) for option in bare.options)
    return kind if options == bare.options else replace(bare, options=options)


def _with_tag(types: Types, kind: Type, tag: str, span: Span) -> Type:
    one = types.classes.get(kind.name) if isinstance(kind, Reference) else None
    if one is None or kind_of(one) is not Kind.MODEL:
        return kind
    wire = next((x.names.wire for x in members(one) if x.name == tag and not x.required), None)
    if wire is None:
        return kind
    field = Field(name=wire, type=Anything(span=span), span=span)
    return All(span=span, parts=(kind, Object(span=span, fields=(field,), unlisted=True)))
