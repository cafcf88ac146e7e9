"""Tells what Jackson leaves to code: serializers, deserializers and converters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import Number, Opaque, Text, Union
from conformance.readers.jvm.known import DATES

if TYPE_CHECKING:
    from conformance.readers.facts import Span, Type
    from conformance.readers.jvm.model import Annotation, Annotations

_CODE = ("using", "converter", "contentUsing", "contentConverter", "keyUsing", "builder")
_OTHER = ("as", "contentAs", "keyAs")


def custom(annotations: Annotations, name: str) -> Annotation | None:
    """Return the annotation, `JsonSerialize` or `JsonDeserialize`, that leaves a type to code."""
    for one in annotations.all:
        if one.name == name and any(
            one.word(key) not in {None, "None", "Void"} for key in (*_CODE, *_OTHER)
        ):
            return one
    return None


def by_code(span: Span, name: str, annotation: str) -> Opaque:
    """Return what stands for a type that code reads or writes."""
    does = "read" if annotation == "JsonDeserialize" else "written"
    return Opaque(span=span, why=f"`{name}` is {does} by the code that `@{annotation}` names")


def formatted(annotations: Annotations, name: str, span: Span) -> Type | None:
    """Return the type of a time or date whose form `JsonFormat` gives; None if it gives none."""
    mark = annotations.get("JsonFormat")
    if mark is None or name not in DATES:
        return None
    shape = mark.word("shape")
    if shape in {"NUMBER", "NUMBER_INT", "NUMBER_FLOAT"}:
        return Number(span=span, integer=shape == "NUMBER_INT")
    if shape == "STRING" or mark.text("pattern"):
        why = f"which values are a `{name}` is up to its own code"
        within = Union(span=span, options=(Text(span=span), Number(span=span)))
        return Opaque(span=span, why=why, within=within)
    return None
