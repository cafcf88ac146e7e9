"""Tells the library that a Kotlin class is for, and reads the class as that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import Literals, Never, Opaque
from conformance.readers.jvm import jackson
from conformance.readers.jvm.model import Kind
from conformance.readers.jvm.properties import chain
from conformance.readers.kotlin import moshi, serialization

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.readers.facts import Type
    from conformance.readers.jvm.model import Annotation, Annotations, Declared
    from conformance.readers.jvm.types import Instance, Types

_MOSHI = {"Json", "JsonClass", "JsonQualifier"}
_KOTLINX = {
    *("JsonClassDiscriminator", "JsonIgnoreUnknownKeys", "JsonNames", "Serializable"),
    *("SerialName", "KeepGeneratedSerializer"),
}
_GSON = {"SerializedName", "Expose", "Since", "Until"}


def read_class(types: Types, instance: Instance) -> Type:
    """Return what is read and written for a declaration."""
    declared = instance.declared
    classes, _ = chain(types, instance)
    names = {x.name for one in classes for x in _annotations(one.declared)}
    names |= {x.name for one in declared.constants for x in one.annotations.all}
    if names & _GSON:
        return Opaque(span=declared.span, why="Gson's annotations are not read")
    is_jackson = any(x.startswith("Json") and x not in _MOSHI | _KOTLINX for x in names)
    if is_jackson and "Serializable" not in names:
        return jackson.read_class(types, instance)
    if declared.kind is Kind.ENUM:
        return _enumeration(declared)
    if names & _MOSHI and "Serializable" not in names:
        return moshi.read_class(types, instance)
    if "Serializable" not in names:
        says = f"{declared.key} names no library; it is read as if it were `@Serializable`"
        types.note(declared.span, says)
    return serialization.read_class(types, instance)


def _annotations(declared: Declared) -> Iterator[Annotation]:
    held = (*declared.members, *(x for one in declared.creators for x in one.parameters))
    creators = (one.annotations for one in declared.creators)
    for each in (declared.annotations, *(one.annotations for one in held), *creators):
        yield from each.all


def _enumeration(declared: Declared) -> Type:
    span = declared.span
    values = tuple(named(one.annotations, one.name) for one in declared.constants)
    if not values:
        return Never(span=span)
    return Literals(span=span, values=values, name=declared.key)


def named(annotations: Annotations, native: str) -> str:
    """Return the name that `@SerialName` or `@Json` gives, or the own one."""
    mark = annotations.get("SerialName", "Json")
    given = None if mark is None else mark.text() or mark.text("name")
    return given or native
