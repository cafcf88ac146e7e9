"""Reads `TypedDict`, as a class and as a call."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.readers.facts import Field, Object, Opaque, Presence
from conformance.readers.python.classes import ancestors, body, unknown_base
from conformance.readers.python.config import Config, apply_settings, settings_of
from conformance.readers.python.fields import annotation, doc_after, inherited
from conformance.readers.python.scopes import Known
from conformance.readers.python.statements import Weight
from conformance.readers.python.syntax import shown
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.readers.facts import Span, Type
    from conformance.readers.python.annotations import Types
    from conformance.readers.python.place import Manner, Place
    from conformance.readers.python.scopes import Assigned, Class


@dataclass(slots=True)
class _Settings:
    """What a `TypedDict` says besides its fields."""

    total: bool = True
    unlisted: Type | bool | None = None
    span: Span | None = None
    wider: list[str] = field(default_factory=list)


def typed_dict(
    types: Types, one: Class, variables: Mapping[Assigned, Type], manner: Manner
) -> Type:
    """Return the type of a `TypedDict` class."""
    places = inherited(types, one, variables, manner)
    span = places[one].span(one.node)
    base = unknown_base(ancestors(one))
    if base is not None:
        return Opaque(span=span, why=f"the base {base} is not defined in the project")
    fields: dict[str, Field] = {}
    said = _Settings()
    for each, place in places.items():
        said.total = True
        _keywords(types, each.node.keywords, place, said)
        _configured(each, place, said)
        for node, weight in body(each):
            match node:
                case ast.AnnAssign(target=ast.Name(id=name)) if weight is not Weight.FALLBACK:
                    doc = doc_after(each.node.body, node)
                    fields[name] = _field(types, name, node.annotation, place, said, doc)
    return _whole(one.name, fields, said, span)


def functional(types: Types, one: Assigned, node: ast.Call, place: Place) -> Type:
    """Return the type of `TypedDict("Name", {…})`."""
    span = place.span(node)
    said = _Settings()
    _keywords(types, node.keywords, place, said)
    match node.args:
        case [_, ast.Dict(keys=keys, values=values)]:
            pairs = list(zip(keys, values, strict=True))
        case _:
            return types.opaque(node, place, "is not read")
    fields: dict[str, Field] = {}
    for key, value in pairs:
        try:
            name = place.value(key) if key is not None else None
        except NoValueError:
            name = None
        if not isinstance(name, str):
            return types.opaque(node, place, "has a key that is code")
        fields[name] = _field(types, name, value, place, said, "")
    return _whole(one.name, fields, said, span)


def _whole(name: str, fields: Mapping[str, Field], said: _Settings, span: Span) -> Type:
    if said.wider:
        return Opaque(span=span, why="; ".join(said.wider))
    return Object(
        span=span,
        name=name,
        fields=tuple(fields.values()),
        unlisted=said.unlisted,
        unlisted_span=said.span,
    )


def _field(  # noqa: PLR0913, PLR0917  one line of the source
    types: Types, name: str, node: ast.expr, place: Place, said: _Settings, doc: str
) -> Field:
    found = annotation(node, place)
    required = said.total
    if {"Required", "NotRequired"} & found.marks:
        required = "Required" in found.marks
    return Field(
        name=name,
        type=found.type(types),
        span=place.span(node),
        received=Presence.REQUIRED if required else Presence.OPTIONAL,
        doc=doc,
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
                said.wider.append(f"`{keyword.arg}={shown(keyword.value).strip('`')}` is code")
                continue
            if keyword.arg == "total":
                said.total = bool(value)
            elif value is True:
                said.unlisted, said.span = False, place.span(keyword.value)


def _configured(one: Class, place: Place, said: _Settings) -> None:
    """Read the settings that pydantic takes from a `TypedDict`."""
    config = Config(first=False)
    for node, _ in body(one):
        match node:
            case ast.Assign(targets=[ast.Name(id="__pydantic_config__")], value=value):
                apply_settings(config, settings_of(value, place, config))
            case ast.AnnAssign(
                target=ast.Name(id="__pydantic_config__"), value=ast.expr() as value
            ):
                apply_settings(config, settings_of(value, place, config))
    for each in one.node.decorator_list:
        if isinstance(each, ast.Call) and place.resolve(each.func) == Known("pydantic.with_config"):
            for value in each.args:
                apply_settings(config, settings_of(value, place, config))
            bare = ast.Call(ast.Name("dict"), [], each.keywords)
            apply_settings(config, settings_of(bare, place, config))
    said.wider += [*config.wider, *config.names]
    if config.received is not None:
        said.wider.append("the names on the wire are made by a function")
    if config.extra is not None:
        said.unlisted, said.span = config.extra, config.extra_span
