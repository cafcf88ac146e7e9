"""Reads enumerations as Jackson does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import (
    Directed,
    Literals,
    Never,
    Number,
    OnDecision,
    Opaque,
    Text,
    Union,
)
from conformance.readers.jvm.customs import by_code, custom

if TYPE_CHECKING:
    from conformance.model import Json
    from conformance.readers.facts import Type
    from conformance.readers.jvm.model import Constant, Declared
    from conformance.readers.jvm.types import Instance


def enumeration(instance: Instance) -> Type:
    """Return what is read and written for an enumeration."""
    declared = instance.declared
    span, annotations = declared.span, declared.annotations
    shape = annotations.get("JsonFormat")
    if shape is not None and shape.word("shape") not in {None, "STRING"}:
        return Opaque(span=span, why=f"`JsonFormat` gives {declared.key} another shape")
    whole = _values(declared)
    maker = next((x for x in declared.creators if "JsonCreator" in x.annotations), None)
    received = whole
    if maker is not None:
        why = f"`{maker.name or declared.key}` is code that may read other values"
        received = Union(span=span, options=(whole, Opaque(span=maker.span, why=why)))
    elif isinstance(whole, Literals):
        received = _with_numbers(declared, whole)
    sent = whole
    if custom(annotations, "JsonDeserialize"):
        received = by_code(span, declared.key, "JsonDeserialize")
    if custom(annotations, "JsonSerialize"):
        sent = by_code(span, declared.key, "JsonSerialize")
    return received if received == sent else Directed(span=span, received=received, sent=sent)


def _values(declared: Declared) -> Type:
    span = declared.span
    values: list[Json] = []
    extra: list[Json] = []
    for one in declared.constants:
        if declared.valued is None:
            values.append(_name(one))
            alias = one.annotations.get("JsonAlias")
            extra += [] if alias is None else alias.texts()
        elif declared.valued in one.values:
            values.append(one.values[declared.valued])
        else:
            return Opaque(span=span, why=f"the values of {declared.key} are up to code")
    if not values:
        return Never(span=span)
    listed = Literals(span=span, values=tuple(values), name=declared.key)
    if not extra:
        return listed
    wider = Literals(span=span, values=(*values, *extra), name=declared.key)
    return Directed(span=span, received=wider, sent=listed)


def _name(constant: Constant) -> str:
    given = constant.annotations.get("JsonProperty", "SerialName", "Json", "SerializedName")
    named = None if given is None else given.text() or given.text("name")
    return named or constant.name


def _with_numbers(declared: Declared, listed: Literals) -> Type:
    """Return an enumeration for which its constants' numbers may be read, if that is decided."""
    span = declared.span
    most = len(declared.constants) - 1
    if declared.valued is not None or any(not isinstance(x, str) for x in listed.values):
        return listed
    number = Number(span=span, integer=True, minimum=0, maximum=most)
    digits = Text(span=span, pattern="^[0-9]+$")
    within = Union(span=span, options=(number, digits))
    return Union(span=span, options=(listed, OnDecision(span=span, topic="coercion", type=within)))
