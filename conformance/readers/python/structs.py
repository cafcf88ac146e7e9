"""Reads `msgspec.Struct`."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import (
    Anything,
    Field,
    Literals,
    Object,
    Opaque,
    Presence,
    TupleOf,
)
from conformance.readers.python.classes import ancestors, body, unknown_base
from conformance.readers.python.config import Config
from conformance.readers.python.fields import annotation, doc_after, inherited
from conformance.readers.python.metadata import arguments
from conformance.readers.python.place import Manner
from conformance.readers.python.scopes import Known
from conformance.readers.python.statements import Weight
from conformance.readers.python.syntax import shown
from conformance.readers.python.validators import refusals
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.readers.facts import Doc, Span, Type
    from conformance.readers.python.annotations import Types
    from conformance.readers.python.place import Place
    from conformance.readers.python.scopes import Assigned, Class


def _capitals(name: str) -> str:
    """Return a name in the form `SomeName`, underscores in front kept."""
    start = re.match("_*", name)
    front = start[0] if start else ""
    return front + "".join(word[:1].upper() + word[1:] for word in name[len(front) :].split("_"))


def _camel(name: str) -> str:
    found = _capitals(name)
    front = len(found) - len(found.lstrip("_"))
    return found[:front] + found[front : front + 1].lower() + found[front + 1 :]


_RENAMES: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "camel": _camel,
    "pascal": _capitals,
    "kebab": lambda name: name.strip("_").replace("_", "-"),
}


@dataclass(slots=True)
class _Settings:
    """The settings of a struct, which are inherited."""

    rename: Callable[[str], str] | None = None
    tag: object = None
    tag_field: str | None = None
    closed: bool = False
    closed_span: Span | None = None
    omit_defaults: bool = False
    as_array: bool = False
    reordered: bool = False
    wider: list[str] = field(default_factory=list)


def struct(types: Types, one: Class, variables: Mapping[Assigned, Type], _at: Place) -> Type:
    """Return the type of a struct."""
    places = inherited(types, one, variables, Config(first=False, manner=Manner.EXACT))
    span = places[one].span(one.node)
    said = _Settings()
    fields: dict[str, Field] = {}
    for each, place in places.items():
        for keyword in each.node.keywords:
            _setting(said, keyword, place)
        for node, weight in body(each):
            match node:
                case ast.AnnAssign(target=ast.Name(id=name)) if weight is not Weight.FALLBACK:
                    fields.pop(name, None)
                    doc = doc_after(each.node.body, node, place)
                    found = _field(types, name, said, node, place, weight, doc)
                    fields |= {} if found is None else {name: found}
    if said.as_array and said.reordered and len(places) > 1:
        said.wider.append("`kw_only` changes the order of the inherited fields")
    base = unknown_base(ancestors(one))
    if base is not None:
        said.wider.append(f"the base {base} is not defined in the project")
    listed = list(fields.values())
    if said.wider:
        return Opaque(span=span, why="; ".join(said.wider))
    tag = _tag(one, said, span)
    whole: Type = (
        _array(tag, listed, said, span)
        if said.as_array
        else Object(
            span=span,
            name=one.name,
            fields=(*tag, *listed),
            unlisted=False if said.closed else None,
            unlisted_span=said.closed_span,
        )
    )
    narrower = refusals(one, ("__post_init__",))
    return Opaque(span=span, why="; ".join(narrower), within=whole) if narrower else whole


def _tag(one: Class, said: _Settings, span: Span) -> list[Field]:
    """Return the field that tells structs apart, if there is one."""
    if said.tag is None and said.tag_field is None:
        return []
    value = one.node.name if said.tag in {None, True} else said.tag
    if said.tag is False or not isinstance(value, str | int):
        return []
    kind = Literals(span=span, values=(value,))
    return [Field(name=said.tag_field or "type", type=kind, span=span)]


def _array(tag: list[Field], listed: list[Field], said: _Settings, span: Span) -> Type:
    """Return the type of a struct that is written as an array."""
    every = [*tag, *listed]
    optional = sum(each.received is Presence.OPTIONAL for each in every)
    return TupleOf(
        span=span,
        items=tuple(each.type for each in every),
        optional=optional,
        rest=None if said.closed else Anything(span=span),
    )


def _setting(said: _Settings, keyword: ast.keyword, place: Place) -> None:
    name = keyword.arg or "**"
    node = keyword.value
    if name == "rename":
        _rename(said, node, place)
        return
    try:
        value = place.value(node)
    except NoValueError:
        if name in {"tag", "tag_field", "forbid_unknown_fields", "array_like", "kw_only", "**"}:
            said.wider.append(f"the setting `{name}` is {shown(node)}, which is code")
        return
    if name == "tag":
        said.tag = value
    elif name == "tag_field":
        said.tag_field = str(value)
    elif name == "forbid_unknown_fields":
        said.closed, said.closed_span = bool(value), place.span(node)
    elif name == "array_like":
        said.as_array = bool(value)
    elif name == "kw_only":
        said.reordered = said.reordered or bool(value)
    elif name == "omit_defaults":
        said.omit_defaults = bool(value)


def _rename(said: _Settings, node: ast.expr, place: Place) -> None:
    names: dict[str, str] = {}
    if isinstance(node, ast.Dict):
        for key, each in zip(node.keys, node.values, strict=True):
            match key, each:
                case ast.Constant(value=str() as old), ast.Constant(value=str() as new):
                    names[old] = new
        said.rename = lambda name: names.get(name, name)
        if len(names) == len(node.keys):
            return
    value: object = node
    with suppress(NoValueError):
        value = place.value(node)
    said.rename = _RENAMES.get(value) if isinstance(value, str) else None
    if said.rename is None and value is not None:
        said.wider.append(f"the names are made by {shown(node)}")


def _field(  # noqa: PLR0913, PLR0917  one line of the source
    types: Types,
    name: str,
    said: _Settings,
    node: ast.AnnAssign,
    place: Place,
    weight: Weight,
    doc: Doc | None,
) -> Field | None:
    found = annotation(node.annotation, place)
    if "ClassVar" in found.marks:
        return None
    span = place.span(node)
    value = node.value
    given: dict[str, ast.expr] = {}
    is_call = isinstance(value, ast.Call) and place.resolve(value.func) == Known("msgspec.field")
    if is_call and isinstance(value, ast.Call):
        given = arguments(value)
    elif value is not None:
        given["default"] = value
    kind = found.type(types)
    wire = said.rename(name) if said.rename else name
    if "name" in given:
        try:
            wire = str(place.value(given["name"]))
        except NoValueError:
            said.wider.append(f"the name of `{name}` is code: {shown(given['name'])}")
    if weight is Weight.MAYBE:
        said.wider.append(f"`{name}` depends on a condition that is code")
    optional = bool({"default", "default_factory"} & given.keys())
    unset = optional and place.resolve(given.get("default", value or node.target)) == Known(
        "msgspec.UNSET"
    )
    always = optional and not said.omit_defaults and not unset
    return Field(
        name=wire,
        type=kind,
        span=span,
        received=Presence.OPTIONAL if optional else Presence.REQUIRED,
        sent=Presence.REQUIRED if always else None,
        native=name if name != wire else None,
        doc=doc,
    )
