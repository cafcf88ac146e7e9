"""Reads enumerations in the four forms that serde gives them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import (
    All,
    Directed,
    Field,
    Literals,
    MapOf,
    Never,
    Null,
    Object,
    OnDecision,
    Opaque,
    Presence,
    Text,
    TupleOf,
    Union,
)
from conformance.readers.nodes import child, refuse, text
from conformance.readers.rust.attributes import VARIANT, Settings, read_attributes
from conformance.readers.rust.fields import (
    Container,
    as_array,
    field_names,
    members,
    names_of,
    object_of,
    or_array,
    tuple_of,
)
from conformance.readers.rust.rename import renamed_variant
from conformance.readers.rust.structs import Shape, shape
from conformance.readers.rust.syntax import integer_value, items, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tree_sitter import Node

    from conformance.model import Json
    from conformance.readers.facts import Span, Type
    from conformance.readers.rust.declarations import Declarations
    from conformance.readers.rust.fields import Member, Names, Rules
    from conformance.readers.rust.types import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A variant of an enumeration.

    Attributes:
        node: Its syntax.
        span: Its place.
        names: Its names on the wire.
        container: What counts for its fields.
        members: Its fields.
        settings: serde's settings on it.
    """

    node: Node
    span: Span
    names: Names
    container: Container
    members: tuple[Member, ...]
    settings: Settings

    @property
    def style(self) -> str:
        """Return `unit`, `newtype`, `tuple` or `struct`."""
        body = child(self.node, "body")
        if body is None:
            return "unit"
        if body.type == "field_declaration_list":
            return "struct"
        if len(self.members) != 1:
            return "tuple"
        return "newtype" if self.members[0].is_read or self.members[0].is_written else "unit"

    @property
    def is_read(self) -> bool:
        """Return whether it is read."""
        return not {"skip", "skip_deserializing"} & {one.name for one in self.settings.metas}

    @property
    def is_written(self) -> bool:
        """Return whether it is written."""
        return not {"skip", "skip_serializing"} & {one.name for one in self.settings.metas}

    @property
    def is_other(self) -> bool:
        """Return whether it stands for every name that is not listed."""
        return "other" in self.settings

    def directed(self, received: Type, sent: Type) -> Type:
        """Return a type by direction, with nothing where the variant is skipped."""
        never = Never(span=self.span)
        received = received if self.is_read else never
        sent = sent if self.is_written else never
        return (
            received if received == sent else Directed(span=self.span, received=received, sent=sent)
        )

    def by_code(self) -> Opaque | None:
        """Return what stands for content that code reads or writes; None if there is none."""
        for name in ("with", "deserialize_with", "serialize_with"):
            value = self.settings.value(name)
            if value is not None:
                why = f"`{self.container.name}` is read or written by the code of `{value}`"
                return Opaque(span=self.span, why=why)
        return None


def read_enum(reader: Declarations, instance: Instance, settings: Settings) -> Shape:
    """Return the forms of an enumeration."""
    variants = _variants(reader, instance, settings)
    reading = _Enum(reader, instance, settings, variants)
    tag, content = settings.value("tag"), settings.value("content")
    if "untagged" in settings:
        return reading.untagged()
    if tag is None:
        return reading.external()
    return reading.internal(tag) if content is None else reading.adjacent(tag, content)


def read_repr(reader: Declarations, instance: Instance) -> Shape:
    """Return the forms of an enumeration that is written as its numbers."""
    body = child(instance.declared.node, "body")
    values: list[Json] = []
    following = 0
    for node, _, _ in items(body) if body is not None else ():
        value = child(node, "value")
        if value is not None:
            written = text(value).replace(" ", "")
            number = integer_value(written.removeprefix("-"))
            if number is None:
                why = f"the number `{written}` is code"
                return shape(instance.span, Opaque(span=instance.span, why=why))
            following = -number if written.startswith("-") else number
        values.append(following)
        following += 1
    reader.note(instance.span, f"{instance.key} is written as its numbers, by serde_repr")
    found = Literals(span=instance.span, values=tuple(values), name=instance.key)
    return shape(instance.span, found)


def _variants(reader: Declarations, instance: Instance, settings: Settings) -> tuple[Variant, ...]:
    source = instance.declared.module.source
    body = child(instance.declared.node, "body")
    denied = settings.get("deny_unknown_fields")
    rules = settings.rule("rename_all")
    for_fields = settings.rule("rename_all_fields")
    found = []
    for node, nodes, _ in items(body) if body is not None else ():
        name = child(node, "name")
        attributes = read_attributes(source, nodes)
        reader.notes |= dict.fromkeys(attributes.notes)
        if attributes.left_out or name is None:
            continue
        own = Settings(metas=attributes.serde, known=VARIANT)
        buffered = "untagged" in own or bool({"untagged", "tag"} & {x.name for x in settings.metas})
        container = Container(
            span=source.span(node),
            name=f"{instance.key}::{word(name)}",
            rules=_either(own.rule("rename_all"), for_fields),
            denied=None if denied is None else denied.span,
        )
        reader.buffering = buffered
        found.append(
            Variant(
                node=node,
                span=source.span(node),
                names=names_of(own, word(name), rules, renamed_variant),
                container=container,
                members=members(reader, child(node, "body"), instance.scope, container),
                settings=own,
            )
        )
    reader.buffering = False
    return tuple(found)


def _either(first: Rules, second: Rules) -> Rules:
    return first[0] or second[0], first[1] or second[1]


class _Enum:
    """Reads one enumeration."""

    def __init__(
        self,
        reader: Declarations,
        instance: Instance,
        settings: Settings,
        variants: Sequence[Variant],
    ) -> None:
        self.reader = reader
        self.span = instance.span
        self.name = instance.key
        self.tagged = [one for one in variants if "untagged" not in one.settings]
        self.bare = [one for one in variants if "untagged" in one.settings]
        if "untagged" in settings:
            self.tagged, self.bare = [], [*variants]
        denied = settings.get("deny_unknown_fields")
        self.denied = None if denied is None else denied.span
        self.known = tuple(
            name
            for one in self.tagged
            if one.is_read and not one.is_other
            for name in one.names.read
        )

    # --- the four forms ---

    def external(self) -> Shape:
        units = [one for one in self.tagged if one.style == "unit" and one.by_code() is None]
        others = [one for one in self.tagged if one not in units]
        strings = self.names(units)
        names = strings.received if isinstance(strings, Directed) else strings
        objects = [self.keyed(one, self.content(one)) for one in others]
        unit_objects = [self.keyed(one, _nothing(one.span)) for one in units if not one.is_other]
        options: list[Type] = [strings] if units else []
        if isinstance(names, Literals | Text):
            options.append(self.unit_object(names))
        bare = [self.bare_content(one) for one in self.bare]
        as_objects = union(self.span, [*objects, *unit_objects, *map(self.as_tagged, self.bare)])
        flat = union(
            self.span,
            [
                *map(self.reader.opened, (*objects, *unit_objects)),
                *map(self.as_flat, self.bare),
            ],
        )
        only = isinstance(names, Literals | Text) and not others and not self.bare
        return shape(
            self.span,
            union(self.span, [*options, *objects, *bare]),
            tagged=as_objects,
            flat=flat,
            keys=names if only and isinstance(names, Literals | Text) else None,
        )

    def internal(self, tag: str) -> Shape:
        options = [self.with_tag(one, tag) for one in self.tagged]
        objects = [*options, *map(self.as_tagged, self.bare)]
        arrays = [self.tag_array(one, tag) for one in self.tagged]
        whole: list[Type] = [*options, *(self.bare_content(one) for one in self.bare)]
        array = union(self.span, [one for one in arrays if not isinstance(one, Never)])
        kind = union(self.span, whole)
        return shape(
            self.span,
            or_array(kind, array),
            tagged=union(self.span, objects),
            flat=union(self.span, [*options, *map(self.as_flat, self.bare)]),
            array=array,
        )

    def adjacent(self, tag: str, content: str) -> Shape:
        options: list[Type] = []
        arrays: list[Type] = []
        for one in self.tagged:
            kind = self.bare_content(one)
            member = one.members[0] if one.style == "newtype" else None
            optional = one.style == "unit" or (
                member is not None
                and one.by_code() is None
                and self.reader.may_be_missing(member.expression)
            )
            held = Field(
                name=content,
                type=kind,
                span=one.span,
                received=Presence.OPTIONAL if optional else Presence.REQUIRED,
                sent=Presence.IGNORED if one.style == "unit" else Presence.REQUIRED,
                nullable=False,
            )
            options.append(self.object_with(one, (self.tag(one, tag), held)))
            item = self.tag(one, tag).type
            arrays.append(TupleOf(span=one.span, items=(item, kind)))
        found = union(self.span, options)
        bare = [self.bare_content(one) for one in self.bare]
        array = union(self.span, arrays)
        return shape(
            self.span,
            union(self.span, [or_array(found, array), *bare]),
            tagged=union(self.span, [found, *map(self.as_tagged, self.bare)]),
            flat=union(self.span, [self.reader.opened(found), *map(self.as_flat, self.bare)]),
            array=array,
        )

    def untagged(self) -> Shape:
        return shape(
            self.span,
            union(self.span, [self.bare_content(one) for one in self.bare]),
            tagged=union(self.span, [*map(self.as_tagged, self.bare)]),
            flat=union(self.span, [*map(self.as_flat, self.bare)]),
        )

    # --- parts of them ---

    def names(self, units: Sequence[Variant]) -> Type:
        """Return the strings that stand for variants without content."""
        read = [name for one in units if one.is_read for name in one.names.read]
        sent = [one.names.sent for one in units if one.is_written]
        received: Type = self.literals(read)
        if any(one.is_other and one.is_read for one in units):
            received = Text(span=self.span, excluded=self.names_with_content(units))
        written = self.literals(sent)
        if received == written:
            return received
        return Directed(span=self.span, received=received, sent=written)

    def names_with_content(self, units: Sequence[Variant]) -> tuple[str, ...]:
        """Return the names that are no unit's: a string of them is refused."""
        listed = {name for one in units for name in one.names.read}
        return tuple(name for name in self.known if name not in listed)

    def literals(self, names: Sequence[str]) -> Type:
        values = tuple(dict.fromkeys(names))
        if not values:
            return Never(span=self.span)
        return Literals(span=self.span, values=values, name=self.name)

    def unit_object(self, names: Literals | Text) -> Type:
        """Return the object that is read for a string, if that is decided."""
        null = Null(span=self.span)
        kind = MapOf(span=self.span, keys=names, value=null, min_size=1, max_size=1)
        read = OnDecision(span=self.span, topic="object-for-unit", type=kind)
        return Directed(span=self.span, received=read, sent=Never(span=self.span))

    def keyed(self, one: Variant, content: Type) -> Type:
        """Return the object of a variant with content: its name alone, and the content."""
        read = [self.single(one, name, content) for name in one.names.read]
        return one.directed(union(one.span, read), self.single(one, one.names.sent, content))

    def single(self, one: Variant, name: str, content: Type) -> Type:
        held = Field(name=name, type=content, span=one.span, nullable=False)
        return Object(span=one.span, name=one.container.name, fields=(held,), unlisted=False)

    def content(self, one: Variant) -> Type:
        """Return the content of a variant that has a name beside it."""
        by_code = one.by_code()
        if by_code is not None:
            return by_code
        if one.style == "newtype":
            return one.members[0].whole
        if one.style == "tuple":
            return tuple_of(one.span, one.members)
        kind = object_of(one.container, one.members)
        return or_array(kind, as_array(one.span, one.members))

    def bare_content(self, one: Variant) -> Type:
        """Return the content of a variant that stands by itself, or beside a tag."""
        kind: Type = Null(span=one.span)
        if one.style == "struct" and one.by_code() is None:
            kind = object_of(one.container, one.members)  # an array is not read for these
        elif one.style != "unit" or one.by_code() is not None:
            kind = self.content(one)
        return one.directed(kind, kind)

    def as_tagged(self, one: Variant) -> Type:
        return self.as_object(one, self.reader.tagged)

    def as_flat(self, one: Variant) -> Type:
        return self.as_object(one, self.reader.flat)

    def as_object(self, one: Variant, form: Callable[..., Type]) -> Type:
        """Return an untagged variant as an object with more fields."""
        kind: Type = Never(span=one.span)
        by_code = one.by_code()
        if by_code is not None:
            kind = by_code
        elif one.style == "struct":
            kind = object_of(one.container, one.members)
        elif one.style == "newtype":
            kind = form(one.members[0].expression)
        return one.directed(kind, kind)

    def tag(self, one: Variant, tag: str) -> Field:
        """Return the field that names the variant."""
        sent = Literals(span=one.span, values=(one.names.sent,), closed=True)
        read: Type = Literals(span=one.span, values=one.names.read, closed=True)
        if one.is_other:
            read = Text(span=one.span, excluded=self.known)
        kind = read if read == sent else Directed(span=one.span, received=read, sent=sent)
        return Field(name=tag, type=kind, span=one.span)

    def object_with(self, one: Variant, fields: tuple[Field, ...]) -> Type:
        kind = Object(
            span=one.span,
            name=one.container.name,
            fields=fields,
            unlisted=None if self.denied is None else False,
            unlisted_span=self.denied,
        )
        return one.directed(kind, kind)

    def with_tag(self, one: Variant, tag: str) -> Type:
        """Return a variant's object with the tag among its fields."""
        name = self.tag(one, tag)
        if one.style == "tuple":
            refuse(
                one.span,
                f"serde takes no tuple beside a tag, as {one.container.name} is one",
                "give its fields names, or set `content`",
            )
        own = Object(span=one.span, name=one.container.name, fields=(name,))
        by_code = one.by_code()
        if by_code is not None:
            kind: Type = All(span=one.span, parts=(own, by_code))
        elif one.style == "unit":
            kind = own
        elif one.style == "struct":
            kind = self.clash(one, tag, object_of(one.container, one.members))
            if not isinstance(kind, Opaque):
                kind = object_of(one.container, one.members, name)
        else:
            form = self.clash(one, tag, self.reader.tagged(one.members[0].expression))
            kind = self.both(one, own, form)
        return one.directed(kind, kind)

    def clash(self, one: Variant, tag: str, form: Type) -> Type:
        """Return a form, unless one of its fields has the tag's name."""
        if tag not in field_names(form):
            return form
        why = f"a field of {one.container.name} has the name of the tag, `{tag}`"
        return Opaque(span=one.span, why=why)

    def both(self, one: Variant, own: Object, form: Type) -> Type:
        """Return the tag and the object of a variant's content as one."""
        match form:
            case Object():
                return replace(form, fields=(*own.fields, *form.fields))
            case Never():
                self.reader.note(
                    one.span,
                    f"{one.container.name} holds no object: it can be neither read nor "
                    "written beside a tag",
                )
                return form
            case Union():
                options = tuple(self.both(one, own, option) for option in form.options)
                return replace(form, options=options)
            case Directed():
                return Directed(
                    span=form.span,
                    received=self.both(one, own, form.received),
                    sent=self.both(one, own, form.sent),
                )
        return All(span=one.span, parts=(own, form))

    def tag_array(self, one: Variant, tag: str) -> Type:
        """Return the array of the tag and the fields."""
        name = self.tag(one, tag).type
        kind: Type = Never(span=one.span)
        if one.by_code() is None and one.style in {"unit", "struct"}:
            kind = as_array(one.span, one.members if one.style == "struct" else (), name)
        elif one.by_code() is None:
            inner = self.reader.array(one.members[0].expression)
            if isinstance(inner, TupleOf):
                kind = replace(inner, items=(name, *inner.items))
        return one.directed(kind, Never(span=one.span))


def _nothing(span: Span) -> Type:
    """Return the content of a unit amid other fields: serde reads an empty object as well."""
    null, empty = Null(span=span), Object(span=span, fields=(), unlisted=False)
    either = Union(span=span, options=(null, empty))
    return Directed(span=span, received=either, sent=null)


def union(span: Span, options: Sequence[Type]) -> Type:
    """Return one of some types; the type itself if there is one, `Never` if there is none."""
    kept = [one for one in options if not isinstance(one, Never)]
    if len(kept) == 1:
        return kept[0]
    return Union(span=span, options=tuple(kept)) if kept else Never(span=span)
