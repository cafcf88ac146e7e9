"""Reads the fields of structs and of variants, with serde's settings on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.readers.facts import (
    All,
    Directed,
    Field,
    Never,
    Object,
    OnDecision,
    Opaque,
    Presence,
    TupleOf,
    Union,
)
from conformance.readers.nodes import needed
from conformance.readers.rust.attributes import FIELD, Settings, read_attributes
from conformance.readers.rust.rename import renamed_field
from conformance.readers.rust.syntax import doc_of, items, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tree_sitter import Node

    from conformance.readers.facts import Doc, Span, Type
    from conformance.readers.rust.attributes import Attributes
    from conformance.readers.rust.declarations import Declarations
    from conformance.readers.rust.types import Expression, Scope

Rules: TypeAlias = "tuple[str | None, str | None]"
"""The rules for names when they are written, and when they are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of a field or a variant on the wire.

    Attributes:
        sent: The name when it is written.
        read: The names under which it is read, the main one first.
    """

    sent: str
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A field.

    Attributes:
        field: The field of an object.
        whole: Its type at a place of an array, with null if that is read as none.
        default: Whether it has a default.
        flat: Its form if its own fields stand among the others'; None if they do not.
        expression: Its type in the source.
    """

    field: Field
    whole: Type
    default: bool
    flat: Type | None
    expression: Expression

    @property
    def is_read(self) -> bool:
        """Return whether it is read."""
        return self.field.received is not Presence.IGNORED

    @property
    def is_written(self) -> bool:
        """Return whether it may be written."""
        return self.field.sent is not Presence.IGNORED


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """What counts for all fields of a struct or a variant.

    Attributes:
        span: Its place.
        name: Its name, for people.
        rules: The rules for the names of its fields.
        denied: The place of `deny_unknown_fields`; None if it is not there.
        default: Whether every field has a default.
        skips_none: Whether no field is written that is none.
    """

    span: Span
    name: str
    rules: Rules = (None, None)
    denied: Span | None = None
    default: bool = False
    skips_none: bool = False


def names_of(
    settings: Settings, native: str, rules: Rules, rename: Callable[[str, str | None], str]
) -> Names:
    """Return the names on the wire of a field or a variant."""
    sent, read = settings.both_ways("rename")
    main = read or (rename(native, rules[1]),)
    every = dict.fromkeys((*main, *settings.values("alias")))
    return Names(sent=rename(native, rules[0]) if sent is None else sent, read=tuple(every))


def members(
    reader: Declarations, body: Node | None, scope: Scope, container: Container
) -> tuple[Member, ...]:
    """Return the fields in a list of fields, with names or without."""
    return tuple(_members(reader, body, scope, container)) if body is not None else ()


def _members(
    reader: Declarations, body: Node, scope: Scope, container: Container
) -> Iterator[Member]:
    source = scope.module.source
    for place, (node, nodes, comments) in enumerate(items(body)):
        attributes = read_attributes(source, nodes)
        reader.notes |= dict.fromkeys(attributes.notes)
        if attributes.left_out:
            continue
        named = node.type == "field_declaration"
        native = word(needed(node, "name")) if named else str(place)
        kind = needed(node, "type") if named else node
        yield _Reading(reader, container, attributes, native, doc_of(source, comments)).member(
            scope.expression(kind), source.span(node)
        )


class _Reading:
    """Reads one field."""

    def __init__(
        self,
        reader: Declarations,
        container: Container,
        attributes: Attributes,
        native: str,
        doc: Doc | None,
    ) -> None:
        self.reader = reader
        self.container = container
        self.settings = Settings(metas=attributes.serde, known=FIELD)
        self.by_crate = attributes.has("serde_as")
        self.native = native
        self.doc = doc
        self.default = container.default or "default" in self.settings

    def member(self, expression: Expression, span: Span) -> Member:
        inner = self.reader.option(expression)
        whole = self.reader.type(expression)
        names = names_of(self.settings, self.native, self.container.rules, renamed_field)
        read = self.code("deserialize_with", span, whole)
        written = self.code("serialize_with", span, whole)
        received: Type = whole if inner is None else self.reader.type(inner)
        received = received if read is None else read
        may_skip = self.skips(inner)
        sent: Type = whole if written is None else written
        if inner is not None and written is None and may_skip and self.skips_none():
            sent = self.reader.type(inner)
        presence = self.presence(expression, read)
        field = Field(
            name=names.read[0],
            type=received,
            span=span,
            received=presence,
            sent=self.sent(may_skip=may_skip),
            nullable=None if inner is not None and read is None else False,
            native=self.native,
            aliases=names.read[1:],
            once=len(names.read) > 1,
            sent_name=names.sent if names.sent != names.read[0] else None,
            sent_type=sent if sent != received else None,
            sent_nullable=False,
            doc=self.doc,
        )
        place = whole if read is None else read
        sent_place = whole if written is None else written
        if place != sent_place:
            place = Directed(span=span, received=place, sent=sent_place)
        flat = self.flat(expression, span) if "flatten" in self.settings else None
        return Member(
            field=field, whole=place, default=self.default, flat=flat, expression=expression
        )

    def code(self, name: str, span: Span, declared: Type) -> Opaque | None:
        """Return what stands for a type that code reads or writes; None if there is no code."""
        if self.by_crate:
            return Opaque(span=span, why=f"`serde_as` says how `{self.native}` is written")
        value = self.settings.value("with") or self.settings.value(name)
        if value is None:
            return None
        does = "read" if name == "deserialize_with" else "written"
        why = f"`{self.native}` is {does} by the code of `{value}`"
        return Opaque(span=span, why=why, declared=declared)

    def presence(self, expression: Expression, read: Opaque | None) -> Presence:
        if "skip" in self.settings or "skip_deserializing" in self.settings:
            return Presence.IGNORED
        if self.default:
            return Presence.OPTIONAL
        if read is None and self.reader.may_be_missing(expression):
            return Presence.OPTIONAL
        return Presence.REQUIRED

    def sent(self, *, may_skip: bool) -> Presence:
        if "skip" in self.settings or "skip_serializing" in self.settings:
            return Presence.IGNORED
        return Presence.OPTIONAL if may_skip else Presence.REQUIRED

    def skips(self, inner: Expression | None) -> bool:
        """Return whether the field may be left out when it is written.

        A page does not show whether none is left out or null.
        """
        for_none = inner is not None and (self.container.skips_none or self.reader.is_page)
        return "skip_serializing_if" in self.settings or for_none

    def skips_none(self) -> bool:
        """Return whether the field is left out for none, and only for it."""
        value = self.settings.value("skip_serializing_if")
        if value is None:
            return not self.reader.is_page
        return value.replace(" ", "").endswith("Option::is_none")

    def flat(self, expression: Expression, span: Span) -> Type:
        """Return the form of a field whose own fields stand among the others'."""
        form = self.reader.flat(expression)
        read = self.code("deserialize_with", span, form)
        written = self.code("serialize_with", span, form)
        if self.settings.get("skip_serializing_if") is not None:
            without = Object(span=span, fields=())
            either = Union(span=span, options=(form, without))
            form = Directed(span=span, received=form, sent=either)
        if "skip" in self.settings:
            return Object(span=span, fields=())
        if read is not None or written is not None:
            form = Directed(span=span, received=read or form, sent=written or form)
        return form


def tuple_of(span: Span, found: Sequence[Member]) -> Type:
    """Return the array of a tuple's fields."""
    received = _received(span, found)
    sent = TupleOf(span=span, items=tuple(one.whole for one in found if one.is_written))
    return received if received == sent else Directed(span=span, received=received, sent=sent)


def _received(span: Span, found: Sequence[Member], *before: Type) -> TupleOf:
    read = [one for one in found if one.is_read]
    optional = 0
    while optional < len(read) and read[-1 - optional].default:
        optional += 1
    return TupleOf(span=span, items=(*before, *(one.whole for one in read)), optional=optional)


def as_array(span: Span, found: Sequence[Member], *before: Type) -> Type:
    """Return the array that is read in place of an object; `Never` where none is."""
    if any(one.flat is not None for one in found):
        return Never(span=span)
    return _received(span, found, *before)


def or_array(kind: Type, array: Type) -> Type:
    """Return a type that an array may be read for, if that is decided."""
    if isinstance(array, Never):
        return kind
    span = kind.span
    read = OnDecision(span=span, topic="array-for-struct", type=array)
    only = Directed(span=span, received=read, sent=Never(span=span))
    return Union(span=span, options=(kind, only))


def object_of(container: Container, found: Sequence[Member], *tags: Field) -> Type:
    """Return the object of some fields, with those of flattened ones among them."""
    span = container.span
    own = Object(
        span=span,
        name=container.name,
        fields=(*tags, *(one.field for one in found if one.flat is None)),
        unlisted=None if container.denied is None else False,
        unlisted_span=container.denied,
    )
    flat = [one.flat for one in found if one.flat is not None]
    if not flat:
        return own
    known: set[str] = set()
    for part in (own, *flat):
        names = field_names(part)
        if names & known:
            both = ", ".join(f"`{name}`" for name in sorted(names & known))
            why = f"two fields are called {both} when they are flattened"
            return Opaque(span=span, why=why)
        known |= names
    return All(span=span, parts=(own, *flat))


def field_names(kind: Type) -> set[str]:
    """Return the names of the fields that an object may have."""
    match kind:
        case Object():
            return {
                name
                for one in kind.fields
                if one.received is not Presence.IGNORED
                for name in (one.name, *one.aliases)
            }
        case Union():
            return {name for option in kind.options for name in field_names(option)}
        case All():
            return {name for part in kind.parts for name in field_names(part)}
        case Directed():
            return field_names(kind.received)
    return set()
