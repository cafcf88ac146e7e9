"""Reads structs as serde derives them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import (
    Directed,
    Field,
    Literals,
    Never,
    Null,
    Object,
    Opaque,
    Presence,
    Text,
)
from conformance.readers.nodes import child, refuse
from conformance.readers.rust.fields import (
    Container,
    as_array,
    members,
    object_of,
    or_array,
    tuple_of,
)

if TYPE_CHECKING:
    from conformance.readers.facts import Span, Type
    from conformance.readers.rust.attributes import Attributes, Settings
    from conformance.readers.rust.declarations import Declarations
    from conformance.readers.rust.fields import Member
    from conformance.readers.rust.types import Expression, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The forms of a declaration on the wire.

    Attributes:
        type: Its form as a value.
        tagged: Its form as an object that holds a tag besides, which is listed elsewhere.
        flat: Its form as an object that holds other fields besides.
        array: The array that is read in place of the object.
        keys: Its form as a name in a map; None if it has none.
        inner: The type that all other forms are those of; None if they are its own.
    """

    type: Type
    tagged: Type
    flat: Type
    array: Type
    keys: Text | Literals | None = None
    inner: Expression | None = None


def shape(  # noqa: PLR0913  a parameter a form
    span: Span,
    kind: Type,
    *,
    tagged: Type | None = None,
    flat: Type | None = None,
    array: Type | None = None,
    keys: Text | Literals | None = None,
    inner: Expression | None = None,
) -> Shape:
    """Return the forms of a declaration; those that are not given accept nothing."""
    never = Never(span=span)
    return Shape(
        type=kind,
        tagged=tagged or never,
        flat=flat or never,
        array=array or never,
        keys=keys,
        inner=inner,
    )


def unknown(found: Opaque) -> Shape:
    """Return the forms of a declaration that cannot be read."""
    bare = Opaque(span=found.span, why=found.why)
    return shape(found.span, found, tagged=bare, flat=bare)


def by_own_code(found: Opaque, declared: Shape) -> Shape:
    """Return the forms of a declaration with code of its own in place of what serde derives."""
    return shape(
        found.span,
        replace(found, declared=declared.type),
        tagged=replace(found, declared=declared.tagged if declared.inner is None else None),
        flat=replace(found, declared=declared.flat if declared.inner is None else None),
    )


def read_struct(
    reader: Declarations, instance: Instance, attributes: Attributes, settings: Settings
) -> Shape:
    """Return the forms of a struct."""
    span = instance.span
    body = child(instance.declared.node, "body")
    denied = settings.get("deny_unknown_fields")
    container = Container(
        span=span,
        name=instance.key,
        rules=settings.rule("rename_all"),
        denied=None if denied is None else denied.span,
        default="default" in settings,
        skips_none=attributes.has("skip_serializing_none"),
    )
    found = members(reader, body, instance.scope, container)
    if "transparent" in settings:
        return _transparent(reader, instance, found)
    if body is None:
        closed = Object(span=span, name=instance.key, fields=(), unlisted=False)
        opened = Object(span=span, name=instance.key, fields=())
        return shape(span, Null(span=span), tagged=closed, flat=opened)
    if body.type == "ordered_field_declaration_list":
        if len(found) == 1 and found[0].is_read and found[0].is_written:
            return newtype(reader, span, found[0])
        return shape(span, tuple_of(span, found))
    if denied is not None and any(one.flat is not None for one in found):
        reader.note(denied.span, "serde does not support `deny_unknown_fields` with `flatten`")
    whole = object_of(container, found, *_tag(instance, settings))
    array = as_array(span, found)
    return shape(span, or_array(whole, array), tagged=whole, flat=reader.opened(whole), array=array)


def newtype(reader: Declarations, span: Span, member: Member) -> Shape:
    """Return the forms of a struct that is on the wire what is in it."""
    if isinstance(member.whole, Opaque | Directed):
        return unknown_parts(span, member.whole)
    return shape(
        span,
        member.whole,
        keys=reader.key_type(member.expression),
        inner=member.expression,
    )


def unknown_parts(span: Span, kind: Type) -> Shape:
    """Return the forms of a declaration that code reads or writes."""
    return shape(span, kind, tagged=kind, flat=kind)


def _transparent(reader: Declarations, instance: Instance, found: tuple[Member, ...]) -> Shape:
    left = [
        one
        for one in found
        if one.is_read
        and not one.default
        and reader.head(one.expression).path != "std::marker::PhantomData"
    ] or [one for one in found if one.is_read]
    if len(left) != 1:
        refuse(
            instance.span,
            f"`transparent` needs one field, and {instance.key} has {len(left)}",
            "leave one field without `skip` and `default`",
        )
    return newtype(reader, instance.span, left[0])


def _tag(instance: Instance, settings: Settings) -> tuple[Field, ...]:
    """Return the field that a struct with a tag writes, and does not read."""
    tag = settings.value("tag")
    if tag is None:
        return ()
    span = instance.span
    sent, _ = settings.both_ways("rename")
    name = Literals(span=span, values=(sent or instance.declared.name,), closed=True)
    ignored, required = Presence.IGNORED, Presence.REQUIRED
    return (Field(name=tag, type=name, span=span, received=ignored, sent=required),)
