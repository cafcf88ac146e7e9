"""Reads Kotlin classes as Moshi does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import Field, Object, Opaque, Presence
from conformance.readers.kotlin.stored import stored

if TYPE_CHECKING:
    from conformance.readers.facts import Type
    from conformance.readers.jvm.types import Instance, Types
    from conformance.readers.kotlin.stored import Stored


def read_class(types: Types, instance: Instance) -> Type:
    """Return what Moshi reads and writes: it skips unknown names, and writes no null."""
    declared, span = instance.declared, instance.declared.span
    if declared.abstract:
        why = f"the types that stand for {declared.key} are registered elsewhere"
        return Opaque(span=span, why=why)
    fields = tuple(_field(types, one) for one in stored(types, instance) if not _is_ignored(one))
    return Object(span=span, name=declared.key, fields=fields, unlisted=True, sent_unlisted=False)


def _is_ignored(one: Stored) -> bool:
    mark = one.member.annotations.get("Json")
    return "Transient" in one.member.annotations or (
        mark is not None and mark.get("ignore") is True
    )


def _field(types: Types, one: Stored) -> Field:
    member = one.member
    mark = member.annotations.get("Json")
    given = None if mark is None else mark.text("name") or mark.text()
    nullable = types.nullable(member.type, one.scope)
    required = not (one.default or nullable)
    return Field(
        name=given or member.own,
        type=types.bare(member.type, one.scope),
        span=member.span,
        received=Presence.REQUIRED if required else Presence.OPTIONAL,
        sent=Presence.OPTIONAL if nullable else Presence.REQUIRED,
        nullable=nullable,
        native=member.own,
        sent_nullable=False,
        doc=member.doc,
    )
