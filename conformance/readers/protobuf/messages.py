"""Says what ProtoJSON reads and writes for messages and enumerations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import FieldDescriptor as Proto

from conformance.readers.facts import (
    Directed,
    Field,
    ListOf,
    Literals,
    MapOf,
    Note,
    Number,
    Object,
    Opaque,
    Presence,
    Reference,
    Union,
)
from conformance.readers.protobuf.scalars import NAMES, RANGES, map_keys, scalar
from conformance.readers.protobuf.well_known import well_known, wrapped

if TYPE_CHECKING:
    from conformance.readers.facts import Span, Type
    from conformance.readers.protobuf.compiled import Compiled, Found

_NAMED = {Proto.TYPE_MESSAGE, Proto.TYPE_GROUP, Proto.TYPE_ENUM}


class Messages:
    """Reads declarations, and collects those that they lead to.

    Attributes:
        notes: What was seen and has no effect.
    """

    def __init__(self, compiled: Compiled) -> None:
        """Read from what protoc says."""
        self.notes: list[Note] = []
        self._compiled = compiled
        self._own = {one.full for one in compiled.declared}
        self._named: dict[str, None] = {}
        self._integers: dict[str, Type] = {}

    def key(self, full: str) -> str:
        """Return the name of a declaration: with its package if another file declares it."""
        return self._compiled.by_name[full].path if full in self._own else full

    def all_read(self, full: str) -> dict[str, Type]:
        """Return a declaration and those that it leads to, by key."""
        self._named[full] = None
        types: dict[str, Type] = {}
        while len(types) < len(self._named):
            for name in list(self._named):
                if self.key(name) not in types:
                    types[self.key(name)] = self._declared(self._compiled.by_name[name])
        return types | self._integers

    def _declared(self, found: Found) -> Type:
        form = well_known(found.full, found.span())
        if form is not None:
            return form
        return self._enum(found) if found.is_enum else self._message(found)

    def _enum(self, found: Found) -> Type:
        """Return an enumeration: a name or a number; a number that has a name is written as it."""
        span, values = found.span(), found.descriptor.value
        names = Literals(
            span=span, values=tuple(one.name for one in values), name=self.key(found.full)
        )
        number: Type = Number(span=span, integer=True, range=RANGES[Proto.TYPE_INT32])
        if not found.is_proto3:
            listed = tuple(dict.fromkeys(one.number for one in values))
            number = Literals(span=span, values=listed, closed=True)
        either = Union(span=span, options=(names, number))
        return either if found.is_proto3 else Directed(span=span, received=either, sent=names)

    def _message(self, found: Found) -> Type:
        descriptor, span = found.descriptor, found.span()
        fields = tuple(self._field(found, one, place) for place, one in enumerate(descriptor.field))
        groups: dict[int, list[str]] = {}
        for one, field in zip(descriptor.field, fields, strict=True):
            if one.HasField("oneof_index") and not one.proto3_optional:
                groups.setdefault(one.oneof_index, []).append(field.name)
        unlisted = None
        if descriptor.extension_range:
            unlisted = Opaque(span=span, why="extensions may stand among the fields")
        return Object(
            span=span,
            name=self.key(found.full),
            fields=fields,
            unlisted=unlisted,
            exclusive=tuple(tuple(names) for names in groups.values() if len(names) > 1),
        )

    def _field(self, found: Found, one: Any, place: int) -> Field:  # noqa: ANN401
        span = found.field_span(place)
        names = (one.json_name, one.name)
        required = one.label == Proto.LABEL_REQUIRED
        return Field(
            name=names[0],
            type=self._type(one, span),
            span=span,
            received=Presence.REQUIRED if required else Presence.OPTIONAL,
            nullable=None,
            native=one.name,
            aliases=() if names[0] == names[1] else names[1:],
            once=names[0] != names[1],
            sent_nullable=False,
            doc=found.doc(place),
        )

    def _type(self, one: Any, span: Span) -> Type:  # noqa: ANN401
        """Return the type of a field: a list or a map if it is repeated."""
        if one.label != Proto.LABEL_REPEATED:
            return self._single(one, span)
        entry = self._entry(one)
        if entry is None:
            return ListOf(span=span, item=self._single(one, span))
        key, value = entry.field
        return MapOf(span=span, value=self._single(value, span), keys=map_keys(key.type, span))

    def _entry(self, one: Any) -> Any:  # noqa: ANN401
        """Return the description of a map's entries; None if the field is no map."""
        return self._compiled.entries.get(one.type_name.removeprefix("."))

    def _scalar(self, kind: int, span: Span) -> Type:
        """Return a scalar; an integer is a declared type of its own, since its digits are long."""
        if kind not in RANGES:
            return scalar(kind, span)
        name = f"{NAMES[RANGES[kind]]} of ProtoJSON"
        self._integers.setdefault(name, scalar(kind, span))
        return Reference(span=span, name=name)

    def _single(self, one: Any, span: Span) -> Type:  # noqa: ANN401
        if one.type not in _NAMED:
            return self._scalar(one.type, span)
        full = one.type_name.removeprefix(".")
        if wrapped(full) in RANGES:
            return self._scalar(wrapped(full), span)
        form = well_known(full, span)
        if form is not None:
            return form
        self._named[full] = None
        return Reference(span=span, name=self.key(full))
