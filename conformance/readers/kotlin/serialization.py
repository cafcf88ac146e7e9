"""Reads Kotlin classes as kotlinx.serialization does, with the settings of its `Json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import Field, Literals, Object, Opaque, Presence, Union
from conformance.readers.jvm.model import Expr, Kind
from conformance.readers.jvm.properties import chain
from conformance.readers.jvm.subtypes import added
from conformance.readers.jvm.types import Instance
from conformance.readers.kotlin.stored import stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.readers.facts import Type
    from conformance.readers.jvm.model import Annotations
    from conformance.readers.jvm.types import Types
    from conformance.readers.kotlin.stored import Stored

_TAG = "type"
_CODE = ("Contextual", "Polymorphic")


def read_class(types: Types, instance: Instance) -> Type:
    """Return what kotlinx.serialization reads and writes for a class."""
    declared, span = instance.declared, instance.declared.span
    by = _serializer(declared.annotations)
    if by is not None:
        return Opaque(span=span, why=f"{declared.key} is read and written by {by}")
    if declared.sealed:
        return _sealed(types, instance)
    if declared.abstract:
        why = f"the types that stand for {declared.key} are registered elsewhere"
        return Opaque(span=span, why=why)
    return _body(types, instance)


def _serializer(annotations: Annotations) -> str | None:
    """Return the code that reads and writes a part; None if that is not said to be code."""
    mark = annotations.get("Serializable")
    if mark is not None and mark.args:
        return f"the code of `{mark.word('with') or mark.word() or 'a serializer'}`"
    mark = annotations.get(*_CODE)
    return None if mark is None else f"what is registered (`@{mark.name}`)"


def _body(types: Types, instance: Instance) -> Type:
    """Return a class without a tag; one that is inlined is what is in it."""
    declared, span = instance.declared, instance.declared.span
    found = stored(types, instance)
    if "JvmInline" in declared.annotations and len(found) == 1:
        return types.type(found[0].member.type, found[0].scope)
    _, unknown = chain(types, instance)
    skips = next((x for x in declared.annotations.all if x.name == "JsonIgnoreUnknownKeys"), None)
    kept = [one for one in found if "Transient" not in one.member.annotations]
    unlisted: Type | bool | None = None if skips is None else True
    for expr in unknown:
        why = f"the properties of {expr.name} are declared elsewhere"
        unlisted = Opaque(span=expr.span, why=why)
    return Object(
        span=span,
        name=declared.key,
        fields=tuple(_field(types, one) for one in kept),
        unlisted=unlisted,
        unlisted_span=None if skips is None else skips.span,
        sent_unlisted=False if skips is not None and not unknown else None,
    )


def _field(types: Types, one: Stored) -> Field:
    member, annotations = one.member, one.member.annotations
    name, others = annotations.get("SerialName"), annotations.get("JsonNames")
    given = None if name is None else name.text()
    by = _serializer(annotations)
    kind: Type = types.type(member.type, one.scope)
    if by is not None:
        kind = Opaque(span=member.span, why=f"`{member.own}` is read and written by {by}")
    required = not one.default or "Required" in annotations
    written = annotations.get("EncodeDefault")
    always = written is not None and written.word() != "NEVER" and written.word("mode") != "NEVER"
    is_sent = required or always
    return Field(
        name=given or member.own,
        type=kind,
        span=member.span,
        received=Presence.REQUIRED if required else Presence.OPTIONAL,
        sent=Presence.REQUIRED if is_sent else Presence.OPTIONAL,
        native=member.own,
        aliases=() if others is None else tuple(others.texts()),
        sent_nullable=False,
        doc=member.doc,
    )


def _sealed(types: Types, instance: Instance) -> Type:
    """Return the types that extend a sealed one, each with its tag."""
    span = instance.declared.span
    options = tuple(_option(types, instance, one) for one in _below(types, instance))
    if not options:
        why = f"the file and its neighbours have no type that extends {instance.declared.key}"
        return Opaque(span=span, why=why)
    return options[0] if len(options) == 1 else Union(span=span, options=options)


def _option(types: Types, instance: Instance, one: Instance) -> Type:
    declared, span = one.declared, one.declared.span
    mark = declared.annotations.get("SerialName")
    given = None if mark is None else mark.text()
    full = ".".join(filter(None, (one.unit.package, declared.key)))
    classes, _ = chain(types, instance)
    marks = [
        x.text()
        for each in classes
        for x in each.declared.annotations.all
        if x.name == "JsonClassDiscriminator"
    ]
    name = next((x for x in marks if x), _TAG)
    tag = Literals(span=span, values=(given or full,), closed=True)
    by = _serializer(declared.annotations)
    inner: Type = _body(types, one)
    if by is not None or declared.kind is Kind.ENUM:
        why = f"{declared.key} is read and written by {by or 'code, as an enumeration with a tag'}"
        inner = Opaque(span=span, why=why)
    return added(inner, Field(name=name, type=tag, span=span))


def _below(types: Types, instance: Instance) -> Iterator[Instance]:
    """Yield the types of the package that extend a type and have values of their own."""
    for unit in types.project.beside(instance.unit):
        for path in unit.nodes:
            declared = unit.declared(path)
            if declared.abstract or declared.alias is not None:
                continue
            expr = Expr(span=declared.span, name=declared.key, shown=declared.key)
            one = Instance(key=declared.key, unit=unit, declared=declared, bound={})
            above, _ = chain(types, one)
            places = {(each.unit.package, each.declared.path) for each in above[1:]}
            if (instance.unit.package, instance.declared.path) in places:
                if declared.parameters:
                    types.note(expr.span, f"the type arguments of {declared.key} are not known")
                yield one
