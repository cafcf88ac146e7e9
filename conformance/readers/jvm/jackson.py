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
    from conformance.readers.jvm.model import Creator, Declared
    from conformance.readers.jvm.properties import Properties, Property
    from conformance.readers.jvm.types import Instance, Types

_SCALARS = {
    *("Boolean", "Double", "Integer", "Long", "String", "boolean", "double", "int", "long"),
}
_MAKE = {"AllArgsConstructor", "Builder", "SuperBuilder", "Value"}
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
    if creator is not None and _is_made_of_one(creator):
        received = _of_one(types, instance, creator, found)
    if creator is None and not declared.abstract and _cannot_be_made(declared):
        why = f"Jackson finds no constructor of {declared.key} that it can call"
        received = Opaque(span=span, why=why)
    others = tuple(_others(types, instance, creator))
    if others:
        received = Union(span=span, options=(received, *others))
    if custom(annotations, "JsonDeserialize"):
        received = by_code(span, declared.key, "JsonDeserialize")
    if custom(annotations, "JsonSerialize"):
        sent = by_code(span, declared.key, "JsonSerialize")
    return received if received == sent else Directed(span=span, received=received, sent=sent)


def _others(types: Types, instance: Instance, chosen: Creator | None) -> Iterator[Type]:
    """Yield what further creators make a value of: those marked, and constructors of a scalar."""
    declared = instance.declared
    for one in declared.creators:
        marked = "JsonCreator" in one.annotations
        parameters = one.parameters
        is_scalars = (
            declared.kind is Kind.CLASS
            and one.public
            and not one.name
            and len(parameters) == 1
            and parameters[0].type.name in _SCALARS
        )
        if one is not chosen and parameters and (marked or is_scalars):
            why = f"which values `{one.name or declared.name}` reads is up to its code"
            within = types.bare(parameters[0].type, instance.scope)
            yield Opaque(span=one.span, why=why, within=within if len(parameters) == 1 else None)


def _cannot_be_made(declared: Declared) -> bool:
    """Return whether a class has constructors, or Lombok's, and none without parameters."""
    constructors = [one for one in declared.creators if not one.name]
    if constructors:
        return all(one.parameters for one in constructors)
    names = {one.name for one in declared.annotations.all}
    return bool(names & _MAKE) and "NoArgsConstructor" not in names


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


def _is_made_of_one(creator: Creator) -> bool:
    """Return whether a value may be made of one other value, and not of properties."""
    mark = creator.annotations.get("JsonCreator")
    if mark is None or len(creator.parameters) != 1:
        return False
    if mark.word("mode") in {"DELEGATING", "PROPERTIES"}:
        return mark.word("mode") == "DELEGATING"
    return "JsonProperty" not in creator.parameters[0].annotations


def _of_one(types: Types, instance: Instance, creator: Creator, found: Properties) -> Type:
    """Return what is read by a creator of one value."""
    parameter, mark = creator.parameters[0], creator.annotations.get("JsonCreator")
    has_mode = mark is not None and mark.word("mode") is not None
    if not has_mode and any(
        one.native == parameter.name and len(one.parts) > 1 for one in found.found.values()
    ):
        why = f"whether `{parameter.name}` is a property or the whole value is a setting"
        return Opaque(span=creator.span, why=why)
    received = types.type(parameter.type, instance.scope)
    if creator.name:
        why = f"which values `{creator.name}` reads is up to its code"
        return Opaque(span=creator.span, why=why, within=received)
    return received


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
        presence, nullable = self.kotlin(part)
        if reads is not None and self.is_required(reads) and self.types.library.by_null:
            presence = Presence.REQUIRED
            null = OnDecision(span=self.span, topic="null", type=Null(span=self.span))
            received = Union(span=self.span, options=(received, null))
        elif presence is Presence.REQUIRED and nullable:
            received = Union(span=self.span, options=(received, Null(span=self.span)))
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
            doc=self.one.doc,
        )

    def kotlin(self, part: Part) -> tuple[Presence, bool | None]:
        """Return whether a property has to be there and may be null, as Kotlin's types say.

        A missing or null primitive is 0 or false.
        """
        if self.types.library.by_null:
            return Presence.OPTIONAL, None
        member = part.member
        nullable = self.types.nullable(member.type, part.scope)
        is_creators = member.role is Role.PARAMETER
        if self.is_required(part):
            return Presence.REQUIRED, nullable
        if is_creators and not member.default and self.types.is_primitive(member.type, part.scope):
            return Presence.OPTIONAL, True
        if is_creators and not member.default and not nullable:
            return Presence.REQUIRED, False
        return Presence.OPTIONAL, nullable

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
            if self.never_null(part):
                return Presence.REQUIRED, kind
            null = Null(span=self.span)
            return Presence.REQUIRED, Union(span=self.span, options=(kind, null))
        if rule in {"NON_NULL", "NON_ABSENT"} and self.never_null(part):
            return Presence.REQUIRED, kind
        if rule == "NON_EMPTY" and isinstance(kind, ListOf):
            kind = replace(kind, min_items=1)
        return Presence.OPTIONAL, kind

    def never_null(self, part: Part) -> bool:
        """Return whether a property is never written as null."""
        if not self.types.library.by_null:
            return not self.types.nullable(part.member.type, part.scope)
        return self.types.is_primitive(part.member.type, part.scope)

    def unwrapped(self) -> Type:
        """Return the object whose properties stand among the others'."""
        mark = self.annotations.get("JsonUnwrapped")
        part = self.one.reads or self.one.writes or self.one.parts[0]
        if mark is not None and (mark.text("prefix") or mark.text("suffix")):
            why = f"`{self.one.native}` is unwrapped with a prefix or a suffix"
            return Opaque(span=self.span, why=why)
        return self.types.bare(part.member.type, part.scope)
