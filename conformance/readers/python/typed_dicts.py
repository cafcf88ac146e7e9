"""Reads `TypedDict`, as a class and as a call."""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import Field, Object, Opaque, Presence
from conformance.readers.python.classes import (
    ancestors,
    bases,
    body,
    is_typed_dict_call,
    unknown_base,
)
from conformance.readers.python.config import own_config
from conformance.readers.python.fields import annotation, doc_after, inherited
from conformance.readers.python.names import described, given_by, names_of
from conformance.readers.python.place import in_class, of_assigned
from conformance.readers.python.scopes import Known
from conformance.readers.python.statements import Weight
from conformance.readers.python.syntax import shown
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.readers.facts import Doc, Span, Type
    from conformance.readers.python.annotations import Types
    from conformance.readers.python.config import Config
    from conformance.readers.python.names import Given
    from conformance.readers.python.place import Place
    from conformance.readers.python.scopes import Assigned, Class


@dataclass(slots=True)
class _Settings:
    """What a `TypedDict` says besides its fields."""

    config: Config
    total: bool = True
    unlisted: Type | bool | None = None
    span: Span | None = None
    wider: list[str] = field(default_factory=list)


def typed_dict(types: Types, one: Class, variables: Mapping[Assigned, Type], at: Place) -> Type:
    """Return the type of a `TypedDict` class."""
    inside = in_class(one, {}, at.manner, config=at.config)
    said = _Settings(own_config(list(config_nodes(one, inside)), inside))
    places = inherited(types, one, variables, said.config)
    span = places[one].span(one.node)
    base = unknown_base(ancestors(one))
    if base is not None:
        return Opaque(span=span, why=f"the base {base} is not defined in the project")
    fields: dict[str, Field] = {}
    for each, place in places.items():
        for _, made, _ in bases(each):
            if is_typed_dict_call(made) and isinstance(made.value, ast.Call):
                around = of_assigned(made, {}, place)
                fields |= _made(types, made.value, around, said)
        said.total = True
        _keywords(types, each.node.keywords, place, said)
        for node, weight in body(each):
            match node:
                case ast.AnnAssign(target=ast.Name(id=name)) if weight is not Weight.FALLBACK:
                    doc = doc_after(each.node.body, node, place)
                    found = _field(types, name, node.annotation, place, said, doc)
                    if weight is Weight.MAYBE:
                        said.wider.append(f"`{name}` depends on a condition that is code")
                    fields[name] = found
    return _whole(one.name, fields, said, span)


def functional(types: Types, one: Assigned, node: ast.Call, place: Place) -> Type:
    """Return the type of `TypedDict("Name", {…})`."""
    said = _Settings(own_config([], place))
    return _whole(one.name, _made(types, node, place, said), said, place.span(node))


def _made(types: Types, node: ast.Call, place: Place, said: _Settings) -> dict[str, Field]:
    """Return the fields of a `TypedDict` that is made by a call."""
    said.total = True
    _keywords(types, node.keywords, place, said)
    fields: dict[str, Field] = {}
    match node.args:
        case [_, ast.Dict(keys=keys, values=values)]:
            pairs = list(zip(keys, values, strict=True))
        case _:
            said.wider.append(f"{shown(node)} is not read")
            return fields
    for key, value in pairs:
        try:
            name = place.value(key) if key is not None else None
        except NoValueError:
            name = None
        if isinstance(name, str):
            fields[name] = _field(types, name, value, place, said, None)
        else:
            said.wider.append(f"{shown(node)} has a key that is code")
    return fields


def config_nodes(one: Class, place: Place) -> Iterator[ast.expr]:
    """Yield the settings that pydantic takes from a class that is no model."""
    for node, _ in body(one):
        match node:
            case ast.Assign(targets=[ast.Name(id="__pydantic_config__")], value=value):
                yield value
            case ast.AnnAssign(
                target=ast.Name(id="__pydantic_config__"), value=ast.expr() as value
            ):
                yield value
    for each in one.node.decorator_list:
        if isinstance(each, ast.Call) and place.resolve(each.func) == Known("pydantic.with_config"):
            made = ast.Call(ast.Name("dict"), [], each.keywords)
            yield from each.args or [ast.copy_location(made, each)]


def _whole(name: str, fields: Mapping[str, Field], said: _Settings, span: Span) -> Type:
    wider = [*said.wider, *said.config.wider, *said.config.names]
    if wider:
        return Opaque(span=span, why="; ".join(wider))
    unlisted, place = said.unlisted, said.span
    if unlisted is None:
        unlisted, place = said.config.extra, said.config.extra_span
    return Object(
        span=span,
        name=name,
        fields=tuple({field.name: field for field in fields.values()}.values()),
        unlisted=unlisted,
        unlisted_span=place,
        sent_unlisted=True if unlisted is None else None,  # it is a dict, which may hold others
    )


def _field(  # noqa: PLR0913, PLR0917  one line of the source
    types: Types, name: str, node: ast.expr, place: Place, said: _Settings, doc: Doc | None
) -> Field:
    found = annotation(node, place)
    required = said.total
    if {"Required", "NotRequired"} & found.marks:
        required = "Required" in found.marks
    given: Given = {}
    for call, where in found.calls:
        given = {**given, **given_by(call, where)}
    names = names_of(name, given, said.config)
    kind = found.type(types)
    if names.part:
        kind = Opaque(span=kind.span, why=names.part)
    if names.unknown:
        said.wider.append(names.unknown)
    return Field(
        name=names.wire,
        type=kind,
        span=place.span(node),
        received=Presence.REQUIRED if required else Presence.OPTIONAL,
        native=name if name != names.wire else None,
        aliases=names.aliases,
        sent_name=names.sent,
        doc=described(given) if doc is None else doc,
    )


def _keywords(types: Types, keywords: list[ast.keyword], place: Place, said: _Settings) -> None:
    for keyword in keywords:
        if keyword.arg == "extra_items":
            said.unlisted = types.of(keyword.value, place)
            said.span = place.span(keyword.value)
        elif keyword.arg in {"total", "closed"}:
            try:
                value = place.value(keyword.value)
            except NoValueError:
                said.wider.append(f"the keyword `{keyword.arg}` is {shown(keyword.value)}, code")
                continue
            if keyword.arg == "total":
                said.total = bool(value)
            elif value is True:
                said.unlisted, said.span = False, place.span(keyword.value)
