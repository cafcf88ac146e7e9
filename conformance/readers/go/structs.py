"""Makes facts of structs: of each field as it is read, and as it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.facts import Presence
from conformance.readers.go.fields import fields
from conformance.readers.go.resolve import (
    Basic,
    Literal,
    Unknown,
    resolve,
    shown,
    underlying,
)
from conformance.readers.go.scalars import IN_TEXT, in_text, scalar
from conformance.readers.go.shapes import narrowed, not_empty, or_null, pointed, sized, without_null
from conformance.readers.go.special import special

if TYPE_CHECKING:
    from conformance.readers.facts import Span, Type
    from conformance.readers.go.fields import Seen
    from conformance.readers.go.resolve import Expression
    from conformance.readers.go.types import Types


def object_of(types: Types, at: Expression, span: Span, name: str | None) -> facts.Object:
    """Return the facts of a struct type.

    Args:
        types: What makes the facts of its fields' types.
        at: The struct type. No embedded type may be unknown.
        span: The place to give for it.
        name: Its name; None if it has none.
    """
    listed = tuple(_field(types, one) for one in fields(at))
    return facts.Object(span=span, fields=listed, name=name, sent_unlisted=False)


def _field(types: Types, one: Seen) -> facts.Field:
    member = one.member
    span, options = member.span, member.tag.options
    received: Type = facts.Never(span=span)
    if not one.is_blocked:
        received = _in_field(types, one, sent=False)
    sent, can_be_absent = _in_field(types, one, sent=True), one.is_behind_pointer
    if {"omitempty", "omitzero"} & options:
        zero = "omitempty" not in options
        written = _left_out(types, one, sent, zero=zero)
        can_be_absent |= written is not None
        sent = written or sent
    return facts.Field(
        name=one.name,
        type=received,
        span=span,
        received=Presence.OPTIONAL,
        sent=Presence.OPTIONAL if can_be_absent else Presence.REQUIRED,
        nullable=False if one.is_blocked else None,
        native=member.name,
        sent_type=None if sent == received else sent,
        doc=member.doc,
    )


def _in_field(types: Types, one: Seen, *, sent: bool) -> Type:
    """Return the facts of a field's type, with the tag's option `string`."""
    at = one.member.type
    whole = types.of(at, sent=sent)
    if one.member.is_pointer:
        whole = or_null(whole)
    if "string" not in one.member.tag.options:
        return whole
    found = resolve(at)
    is_pointer = isinstance(found, Literal) and found.at.node.type == "pointer_type"
    if isinstance(found, Literal) and is_pointer:
        found = resolve(pointed(found.at))
    inner = underlying(found)
    if not isinstance(inner, Basic) or inner.name not in IN_TEXT:
        return whole
    span = one.member.span
    text = facts.Text(span=span)
    made = types.custom(found, span, sent=sent) or in_text(inner.name, span, sent=sent)
    if special(found, span, sent=sent) is not None:
        why = f"the text within a string of {shown(at)} is not checked"
        made = facts.Opaque(span=span, why=why, within=text)
    elif not sent and isinstance(made, facts.Opaque):
        made = replace(made, within=text)
    return or_null(made) if is_pointer else made


def _left_out(  # noqa: PLR0911  one a kind of type
    types: Types, one: Seen, sent: Type, *, zero: bool
) -> Type | None:
    """Return what is written of a field that is left out when empty; None if it never is."""
    at = one.member.type
    found, inner = resolve(at), underlying(at)
    is_plain = (
        "string" not in one.member.tag.options
        and special(found, one.member.span, sent=True) is None
        and not isinstance(sent, facts.Reference)
    )
    if one.member.is_pointer:
        return types.of(at, sent=True)
    if isinstance(inner, Basic):
        narrow = not_empty(scalar(inner.name, one.member.span))
        return sent if zero and not is_plain else narrowed(sent, narrow, is_plain=is_plain)
    if isinstance(inner, Unknown):
        return sent
    kind = inner.at.node.type
    if kind == "struct_type":
        return sent if zero else None
    if kind == "array_type":
        count = types.length(inner.at)
        return sent if zero or not count else None
    if kind == "pointer_type" and isinstance(found, Literal):
        return (
            without_null(sent)
            if "string" in one.member.tag.options
            else types.of(pointed(inner.at), sent=True)
        )
    if kind in {"slice_type", "map_type"} and isinstance(found, Literal):
        return sized(without_null(sent), least=0 if zero else 1)
    return sent
