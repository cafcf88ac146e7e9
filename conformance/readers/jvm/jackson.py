"""Reads classes as Jackson does, with the annotations on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.readers.facts import (
    All,
    Anything,
    Directed,
    Field,
    ListOf,
    MapOf,
    Null,
    Object,
    OnDecision,
    Opaque,
    Presence,
    Union,
)
from conformance.readers.jvm.constants import enumeration
from conformance.readers.jvm.customs import by_code, custom, formatted
from conformance.readers.jvm.model import Kind, Role
from conformance.readers.jvm.naming import STRATEGIES
from conformance.readers.jvm.properties import Part, properties
from conformance.readers.jvm.subtypes import tagged
from conformance.readers.jvm.types import Bound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.readers.facts import Span, Type
    from conformance.readers.jvm.properties import Properties, Property
    from conformance.readers.jvm.types import Instance, Types

HARMLESS = frozenset(
    (
        *("AllArgsConstructor", "Builder", "Data", "Deprecated", "Documented", "EqualsAndHashCode"),
        *("FunctionalInterface", "Generated", "Getter", "Inherited", "JsonAutoDetect"),
        *("JsonClassDescription", "JsonIgnoreProperties", "JsonInclude", "JsonNaming"),
        *("JsonPropertyOrder", "JsonRootName", "JsonSubTypes", "JsonTypeInfo", "JsonTypeName"),
        *("NoArgsConstructor", "Override", "RequiredArgsConstructor", "Setter", "SuppressWarnings"),
        *("ToString", "Value", "JsonDeserialize", "JsonSerialize", "JsonFormat", "Jacksonized"),
        *("Schema", "ApiModel", "Immutable", "Nullable", "NonNull", "Accessors", "SuperBuilder"),
    )
)
"""The annotations of classes that are read, or that say nothing about the wire."""
CHECKED = frozenset(
    (
        *("AssertFalse", "AssertTrue", "DecimalMax", "DecimalMin", "Digits", "Email", "Future"),
        *("FutureOrPresent", "Max", "Min", "Negative", "NegativeOrZero", "NotBlank", "NotEmpty"),
        *("NotNull", "Past", "PastOrPresent", "Pattern", "Positive", "PositiveOrZero", "Size"),
        "Valid",
    )
)
"""The annotations that a validator checks after reading."""


def read_class(types: Types, instance: Instance) -> Type:
    """Return what is read and written for a declaration."""
    declared = instance.declared
    if declared.kind is Kind.ENUM:
        return enumeration(instance)
    return tagged(types, instance, body)


def body(types: Types, instance: Instance) -> Type:
    """Return a class without the tag that tells its subtypes."""
    declared, span = instance.declared, instance.declared.span
    found = properties(types, instance)
    annotations = found.annotations
    for one in declared.annotations.all:
        if one.name not in HARMLESS:
            types.note(one.span, f"the annotation `@{one.name}` was not read")
    whole = _unusual(types, instance, found)
    if whole is None:
        whole = object_of(types, instance, found)
    received = sent = whole
    if declared.valued is not None:
        sent = _valued(types, instance, found, span)
    creator = found.creator
    if creator is not None and _delegates(found):
        only = creator.parameters[0]
        received = types.type(only.type, instance.scope)
        if creator.name:
            why = f"which values `{creator.name}` reads is up to its code"
            received = Opaque(span=creator.span, why=why, within=received)
    if custom(annotations, "JsonDeserialize"):
        received = by_code(span, declared.key, "JsonDeserialize")
    if custom(annotations, "JsonSerialize"):
        sent = by_code(span, declared.key, "JsonSerialize")
    return received if received == sent else Directed(span=span, received=received, sent=sent)


def _unusual(types: Types, instance: Instance, found: Properties) -> Type | None:
    """Return what stands for a class whose form on the wire is not that of its properties."""
    declared = instance.declared
    naming = found.annotations.get("JsonNaming")
    if naming is not None and naming.word() not in STRATEGIES:
        return Opaque(span=naming.span, why="the names are made by a naming strategy of its own")
    shape = found.annotations.get("JsonFormat")
    if shape is not None and shape.word("shape") not in {None, "OBJECT", "POJO"}:
        return Opaque(span=shape.span, why=f"`JsonFormat` gives {declared.key} another shape")
    for expr in found.unknown:
        kind = types.bare(expr, instance.scope)
        if isinstance(kind, MapOf | ListOf):
            return kind
    return None


def _valued(types: Types, instance: Instance, found: Properties, span: Span) -> Type:
    name = instance.declared.valued or ""
    parts = [x for one in found.found.values() if one.native == name for x in one.parts]
    for part in parts or _hidden(instance, name):
        return types.type(part.member.type, part.scope)
    return Opaque(span=span, why=f"{instance.declared.key} is written by code (`@JsonValue`)")


def _hidden(instance: Instance, name: str) -> Iterator[Part]:
    for member in instance.declared.members:
        if member.own == name:
            yield Part(member=member, scope=instance.scope)


def _delegates(found: Properties) -> bool:
    """Return whether a value is made of one other value, and not of properties."""
    creator = found.creator
    mark = None if creator is None else creator.annotations.get("JsonCreator")
    if creator is None or mark is None or len(creator.parameters) != 1:
        return False
    mode = mark.word("mode")
    if mode in {"DELEGATING", "PROPERTIES"}:
        return mode == "DELEGATING"
    parameter = creator.parameters[0]
    return "JsonProperty" not in parameter.annotations and not any(
        one.native == parameter.name and len(one.parts) > 1 for one in found.found.values()
    )


def object_of(types: Types, instance: Instance, found: Properties) -> Type:
    """Return the object of a class's properties."""
    declared, span = instance.declared, instance.declared.span
    fields: list[Field] = []
    flat: list[Type] = []
    for name, one in found.found.items():
        made = _PropertyReader(types, found, name, one)
        unwrapped = one.annotations.get("JsonUnwrapped")
        if unwrapped is not None and unwrapped.get("enabled") is not False:
            flat.append(made.unwrapped())
        elif "JsonAnySetter" not in one.annotations and "JsonAnyGetter" not in one.annotations:
            fields.append(made.field())
    for name, part in found.ignored.items():
        place = span if part is None else part.member.span
        fields.append(_skipped(name, place))
    whole = Object(
        span=span,
        name=declared.key,
        fields=tuple({one.name: one for one in fields}.values()),
        **_unlisted(types, instance, found, has_flat=bool(flat)),  # type: ignore[arg-type]
    )
    return All(span=span, parts=(whole, *flat)) if flat else whole


def _skipped(name: str, span: Span) -> Field:
    """Return a property that is skipped when it is read, and not written."""
    return Field(
        name=name,
        type=Anything(span=span),
        span=span,
        received=Presence.OPTIONAL,
        sent=Presence.IGNORED,
    )


def _unlisted(
    types: Types, instance: Instance, found: Properties, *, has_flat: bool
) -> dict[str, Type | bool | Span | None]:
    """Return what other properties may be, as arguments of an object."""
    span = instance.declared.span
    for expr in found.unknown:
        why = f"the fields of {expr.name} are declared elsewhere"
        return {"unlisted": Opaque(span=expr.span, why=why), "unlisted_span": expr.span}
    if has_flat:
        why = "Jackson keeps other properties for what is unwrapped"
        return {"unlisted": Opaque(span=span, why=why), "sent_unlisted": False}
    given: dict[str, Type | bool | Span | None] = {}
    for mark in found.annotations.all:
        if mark.name == "JsonIgnoreProperties" and mark.get("ignoreUnknown") is True:
            given = {"unlisted": True, "unlisted_span": mark.span, "sent_unlisted": False}
    parts = [part for one in found.found.values() for part in one.parts]
    for part in parts:
        if "JsonAnySetter" in part.member.annotations:
            value = _any_value(types, part)
            given = {"unlisted": value, "unlisted_span": part.member.span, "sent_unlisted": False}
    for part in parts:
        if "JsonAnyGetter" in part.member.annotations:
            span = part.member.span
            options = (_any_value(types, part), Null(span=span))
            given["sent_unlisted"] = Union(span=span, options=options)
    return given


def _any_value(types: Types, part: Part) -> Type:
    """Return the type of the values of an any-getter or any-setter."""
    expr, scope = part.member.type, part.scope
    kind = types.bare(expr, scope)
    return kind.value if isinstance(kind, MapOf) else kind


class _PropertyReader:
    """Reads one property."""

    def __init__(self, types: Types, found: Properties, name: str, one: Property) -> None:
        self.types = types
        self.found = found
        self.name = name
        self.one = one
        self.annotations = one.annotations
        for mark in self.annotations.all:
            if mark.name in CHECKED:
                types.note(mark.span, f"`@{mark.name}` is checked by a validator, not by Jackson")

    @property
    def span(self) -> Span:
        part = self.one.reads or self.one.writes or self.one.parts[0]
        return part.member.span

    def field(self) -> Field:
        """Return the property as a field."""
        reads, writes = self.one.reads, self.one.writes
        part = reads or writes or self.one.parts[0]
        received = self.side(part, "JsonDeserialize")
        presence, nullable = Presence.OPTIONAL, None
        if reads is not None and self.is_required(reads):
            presence = Presence.REQUIRED
            null = OnDecision(span=self.span, topic="null", type=Null(span=self.span))
            received = Union(span=self.span, options=(received, null))
        setter = self.annotations.get("JsonSetter")
        if setter is not None and setter.word("nulls") == "FAIL":
            nullable = False
        if reads is None and self.is_access("READ_ONLY"):
            received = Anything(span=self.span)
        elif reads is None or "JsonBackReference" in self.annotations:
            presence = Presence.IGNORED
        sent_presence, sent = self.sent(writes or part)
        if writes is None or "JsonBackReference" in self.annotations:
            sent_presence = Presence.IGNORED
        sent_name = self.one.named((Role.GETTER, Role.FIELD))
        return Field(
            name=self.name,
            type=received,
            span=self.span,
            received=presence,
            sent=sent_presence,
            nullable=nullable,
            native=self.one.native,
            aliases=self.aliases(),
            sent_name=sent_name if sent_name not in {None, self.name} else None,
            sent_type=None if sent == received else sent,
            sent_nullable=False,
            doc=part.member.doc,
        )

    def is_access(self, access: str) -> bool:
        return any(one.word("access") == access for one in self.annotations.all)

    def aliases(self) -> tuple[str, ...]:
        return tuple(
            x for one in self.annotations.all if one.name == "JsonAlias" for x in one.texts()
        )

    def is_required(self, part: Part) -> bool:
        """Return whether Jackson demands the property: only of what makes a value."""
        if part.member.role is not Role.PARAMETER:
            return False
        mark = part.member.annotations.get("JsonProperty")
        return mark is not None and mark.get("required") is True

    def side(self, part: Part, annotation: str) -> Type:
        """Return the type on one side, without null."""
        member = part.member
        if custom(self.annotations, annotation):
            return by_code(self.span, self.one.native, annotation)
        for name in ("JsonTypeInfo", "JsonIdentityInfo", "JsonIdentityReference"):
            if name in self.annotations:
                return Opaque(span=self.span, why=f"`@{name}` on a property was not read")
        if annotation == "JsonSerialize" and "JsonRawValue" in self.annotations:
            return Opaque(span=self.span, why=f"`{self.one.native}` is written as it is")
        named = self.types.found(member.type, part.scope)
        if isinstance(named, Bound):
            form = formatted(
                self.annotations, self.types.last(named.expr, named.scope), member.type.span
            )
            if form is not None:
                return form
        kind = self.types.bare(member.type, part.scope)
        if self.types.is_optional(member.type, part.scope) and isinstance(kind, Union):
            return kind.options[0]
        return kind

    def sent(self, part: Part) -> tuple[Presence, Type]:
        """Return whether the property is always written, and its type when it is."""
        kind = self.side(part, "JsonSerialize")
        mark = self.annotations.get("JsonInclude") or self.found.annotations.get("JsonInclude")
        rule = "ALWAYS" if mark is None else mark.word() or "ALWAYS"
        if rule in {"ALWAYS", "USE_DEFAULTS"}:
            if _is_primitive(part):
                return Presence.REQUIRED, kind
            null = Null(span=self.span)
            return Presence.REQUIRED, Union(span=self.span, options=(kind, null))
        if rule in {"NON_NULL", "NON_ABSENT"} and _is_primitive(part):
            return Presence.REQUIRED, kind
        if rule == "NON_EMPTY" and isinstance(kind, ListOf):
            kind = replace(kind, min_items=1)
        return Presence.OPTIONAL, kind

    def unwrapped(self) -> Type:
        """Return the object whose properties stand among the others'."""
        mark = self.annotations.get("JsonUnwrapped")
        part = self.one.reads or self.one.writes or self.one.parts[0]
        if mark is not None and (mark.text("prefix") or mark.text("suffix")):
            why = f"`{self.one.native}` is unwrapped with a prefix or a suffix"
            return Opaque(span=self.span, why=why)
        return self.types.bare(part.member.type, part.scope)


def _is_primitive(part: Part) -> bool:
    name = part.member.type.name
    return name[:1].islower() and "." not in name and "[" not in name
