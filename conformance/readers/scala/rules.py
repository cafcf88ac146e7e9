"""Says what a derived codec of circe or play-json reads and writes for a Scala type.

They agree on the fields of a case class. What they do not agree on is silent: sealed types, the
meaning of a default, types in place of a single value.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.readers.facts import Directed, Field, Null, Object, Opaque, Presence, Union
from conformance.readers.jvm.model import Kind
from conformance.readers.scala.codecs import READ, WRITTEN

if TYPE_CHECKING:
    from conformance.readers.facts import Type
    from conformance.readers.jvm.model import Declared, Member
    from conformance.readers.jvm.types import Instance, Types

_NAMED = ("JsonKey", "jsonField", "key", "named")
_CONFIGURED = ("ConfiguredJsonCodec", "SnakeCaseJsonCodec", "KebabCaseJsonCodec")


def read_class(types: Types, instance: Instance) -> Type:
    """Return what is read and written for a declaration."""
    declared, span = instance.declared, instance.declared.span
    whole = _whole(types, instance)
    received = sent = whole
    if READ in declared.annotations:
        received = Opaque(span=span, why=f"{declared.key} is read by a codec of its own")
    if WRITTEN in declared.annotations:
        sent = Opaque(span=span, why=f"{declared.key} is written by a codec of its own")
    return received if received == sent else Directed(span=span, received=received, sent=sent)


def _whole(types: Types, instance: Instance) -> Type:
    declared, span = instance.declared, instance.declared.span
    configured = declared.annotations.get(*_CONFIGURED)
    if configured is not None:
        why = f"the names are made by the configuration of `@{configured.name}`"
        return Opaque(span=configured.span, why=why)
    unclear = _why_not(declared)
    if unclear is not None:
        return Opaque(span=span, why=unclear)
    return _object(types, instance)


def _why_not(declared: Declared) -> str | None:
    """Return why the form of a type is not known; None for a case class."""
    name = declared.key
    if declared.kind is Kind.ENUM or declared.sealed:
        return f"how {name} and what extends it are encoded is up to their codec"
    if declared.abstract:
        return f"{name} is abstract, and nothing says which types stand for it"
    if any(one.name == "AnyVal" for one in declared.interfaces):
        return f"whether {name} is its value or an object with it is up to its codec"
    if declared.kind is Kind.CLASS:
        return f"{name} is no case class; its codec is code"
    return None


def _object(types: Types, instance: Instance) -> Type:
    declared, span = instance.declared, instance.declared.span
    members = [one for creator in declared.creators for one in creator.parameters]
    fields = tuple(_field(types, instance, one) for one in members)
    whole = Object(span=span, name=declared.key, fields=fields)
    open_ones = {one.own for one in members if one.default}
    relaxed = tuple(
        replace(one, received=Presence.OPTIONAL, nullable=False) if one.native in open_ones else one
        for one in fields
    )
    if fields == relaxed or all(
        one.received is Presence.OPTIONAL for one in fields if one.native in open_ones
    ):
        return whole
    why = "whether a default stands for a missing field is up to the codec"
    other = Opaque(span=span, why=why, within=replace(whole, fields=relaxed))
    return Directed(span=span, received=Union(span=span, options=(whole, other)), sent=whole)


def _field(types: Types, instance: Instance, one: Member) -> Field:
    mark = one.annotations.get(*_NAMED)
    given = None if mark is None else mark.text()
    kind = types.bare(one.type, instance.scope)
    optional = types.is_optional(one.type, instance.scope) and isinstance(kind, Union)
    if optional and isinstance(kind, Union):
        kind = kind.options[0]
    null = Null(span=one.span)
    return Field(
        name=given or one.own,
        type=kind,
        span=one.span,
        received=Presence.OPTIONAL if optional else Presence.REQUIRED,
        sent=Presence.OPTIONAL if optional else Presence.REQUIRED,
        native=one.own,
        sent_type=Union(span=one.span, options=(kind, null)) if optional else None,
        doc=one.doc,
    )
