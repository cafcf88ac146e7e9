"""Reads dataclasses and attrs classes, as pydantic and cattrs take them."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.readers.facts import Field, Object, Opaque, Presence
from conformance.readers.python.classes import Kind, ancestors, body, decorated, unknown_base
from conformance.readers.python.config import Config, apply_settings, settings_of
from conformance.readers.python.fields import annotation, doc_after, inherited
from conformance.readers.python.metadata import FIELDS, Metadata, arguments
from conformance.readers.python.scopes import Known
from conformance.readers.python.statements import Weight
from conformance.readers.python.validators import refusals, validators_of
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.readers.facts import Type
    from conformance.readers.python.annotations import Types
    from conformance.readers.python.place import Manner, Place
    from conformance.readers.python.scopes import Assigned, Class

_FIELD = {"dataclasses.field", *FIELDS}
_ATTRIB = {"attrs.attr", "attrs.attrib", "attrs.field", "attrs.ib"}
_DEFAULTS = {"default", "default_factory", "factory"}
_KEYWORD_ONLY = Known("dataclasses.KW_ONLY")


def dataclass(types: Types, one: Class, variables: Mapping[Assigned, Type], manner: Manner) -> Type:
    """Return the type of a dataclass, of the standard library or of pydantic."""
    config = Config(first=False)
    places = inherited(types, one, variables, manner)
    for each, place in places.items():
        _configured(each, place, config)
    places = inherited(types, one, variables, config.manner)
    return _read(types, one, places, Kind.DATACLASS, config)


def attrs(types: Types, one: Class, variables: Mapping[Assigned, Type], manner: Manner) -> Type:
    """Return the type of an attrs class."""
    places = inherited(types, one, variables, manner)
    return _read(types, one, places, Kind.ATTRS, Config(first=False))


def _configured(one: Class, place: Place, config: Config) -> None:
    """Read the settings that pydantic takes from a dataclass."""
    for node, _ in body(one):
        match node:
            case ast.Assign(targets=[ast.Name(id="__pydantic_config__")], value=value):
                apply_settings(config, settings_of(value, place, config))
    found = decorated(one, Kind.DATACLASS)
    given = arguments(found) if isinstance(found, ast.Call) else {}
    if "config" in given:
        apply_settings(config, settings_of(given["config"], place, config))


def _read(
    types: Types, one: Class, places: Mapping[Class, Place], kind: Kind, config: Config
) -> Type:
    span = places[one].span(one.node)
    code = validators_of(one)
    base = unknown_base(ancestors(one))
    wider = [*config.wider, *config.names, *(x for x in code.model_wider if "__init__" not in x)]
    if base is not None:
        wider.append(f"the base {base} is not defined in the project")
    if config.received is not None or "*" in code.sent:
        wider.append("the names on the wire are made by a function")
    fields: dict[str, Field] = {}
    for each, place in places.items():
        if decorated(each, kind) is None:
            continue
        for node, name, weight in _declared(each, kind, place):
            fields.pop(name, None)
            found = _field(types, each, node, name, place)
            if found is None:
                continue
            why = code.why(code.wider, name)
            if weight is Weight.MAYBE:
                why = f"`{name}` depends on a condition that is code"
            fields[name] = _with_code(found, why, code.why(code.narrower, name))
    if wider:
        return Opaque(span=span, why="; ".join(wider))
    whole = Object(
        span=span,
        name=one.name,
        fields=tuple({field.name: field for field in fields.values()}.values()),
        unlisted=config.extra,
        unlisted_span=config.extra_span,
    )
    narrower = [*config.narrower, *code.model_narrower]
    narrower += refusals(one, ("__attrs_post_init__",))
    return Opaque(span=span, why="; ".join(narrower), within=whole) if narrower else whole


def _declared(
    one: Class, kind: Kind, place: Place
) -> Iterator[tuple[ast.Assign | ast.AnnAssign, str, Weight]]:
    """Yield the statements of a body that declare a field."""
    only_calls = kind is Kind.ATTRS and _only_calls(one, place)
    for node, weight in body(one):
        if weight is Weight.FALLBACK:
            continue
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)):
                made = _called(node.value, place) in _ATTRIB
                if (made or not only_calls) and not name.startswith("__"):
                    yield node, name, weight
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if kind is Kind.ATTRS and _called(value, place) in _ATTRIB:
                    yield node, name, weight


def _only_calls(one: Class, place: Place) -> bool:
    """Return whether an attrs class has only the fields that calls declare."""
    found = decorated(one, Kind.ATTRS)
    call = found if isinstance(found, ast.Call) else None
    if call is None or found is None:
        name = place.resolve(found) if found is not None else None
    else:
        name = place.resolve(call.func)
    given = arguments(call) if call is not None else {}
    automatic = given.get("auto_attribs")
    if isinstance(automatic, ast.Constant) and isinstance(automatic.value, bool):
        return not automatic.value
    return isinstance(name, Known) and name.name in {"attrs.s", "attrs.attrs", "attrs.attributes"}


def _called(node: ast.expr | None, place: Place) -> str:
    found = place.resolve(node.func) if isinstance(node, ast.Call) else None
    return found.name if isinstance(found, Known) else ""


def _field(
    types: Types, one: Class, node: ast.Assign | ast.AnnAssign, name: str, place: Place
) -> Field | None:
    """Return a field; None if the statement declares none."""
    said = Metadata()
    span = place.span(node)
    given: dict[str, ast.expr] = {}
    value = node.value
    if isinstance(node, ast.AnnAssign):
        inside = annotation(node.annotation, place)
        is_mark = inside.node is not None and place.resolve(inside.node) == _KEYWORD_ONLY
        if "ClassVar" in inside.marks or is_mark:
            return None
        for call, _ in inside.said.fields:
            given |= arguments(call, ("default",))
    if isinstance(value, ast.Call) and _called(value, place) in _FIELD | _ATTRIB:
        given |= arguments(value, ("default",))
        said.keywords(given, place)
    elif value is not None:
        given["default"] = value
    if isinstance(node, ast.AnnAssign):
        kind = inside.type(types, said)
    elif "type" in given:
        kind = types.of(given["type"], place)
    else:
        kind = Opaque(span=span, why=f"`{name}` has no annotation")
    wire = name
    for key in ("alias", "validation_alias"):
        if key in given and _called(value, place) not in _ATTRIB:
            alias = _string(given[key], place)
            wire = alias or wire
            if alias is None:
                kind = Opaque(span=span, why=f"the name of `{name}` is code")
    optional = _has_default(given, place) or _decorates(one, name, "default")
    received = Presence.OPTIONAL if optional else Presence.REQUIRED
    sent = None
    if "init" in given and _is_false(given["init"]):
        received, sent = Presence.IGNORED, Presence.REQUIRED
    if isinstance(node, ast.AnnAssign) and "InitVar" in inside.marks:
        sent = Presence.IGNORED
    if "converter" in given:
        kind = Opaque(span=span, why=f"the converter of `{name}` is code")
    elif "validator" in given or _decorates(one, name, "validator"):
        kind = Opaque(span=span, why=f"the validator of `{name}` is code", within=kind)
    return Field(
        name=wire,
        type=kind,
        span=span,
        received=received,
        sent=sent,
        native=name if wire != name else None,
        doc=doc_after(one.node.body, node),
    )


def _has_default(given: Mapping[str, ast.expr], place: Place) -> bool:
    for name in _DEFAULTS & given.keys():
        node = given[name]
        found = place.resolve(node)
        missing = isinstance(found, Known) and found.name in {
            "attrs.NOTHING",
            "dataclasses.MISSING",
        }
        if not missing and not (isinstance(node, ast.Constant) and node.value is ...):
            return True
    return False


def _decorates(one: Class, name: str, what: str) -> bool:
    """Return whether a method is the default or the validator of an attrs field."""
    for node, _ in body(one):
        for each in getattr(node, "decorator_list", ()):
            match each:
                case ast.Attribute(value=ast.Name(id=owner), attr=attr):
                    if owner == name and attr == what:
                        return True
    return False


def _with_code(field: Field, wider: str | None, narrower: str | None) -> Field:
    if wider is not None:
        return replace(field, type=Opaque(span=field.span, why=wider))
    if narrower is not None:
        return replace(field, type=Opaque(span=field.span, why=narrower, within=field.type))
    return field


def _string(node: ast.expr, place: Place) -> str | None:
    try:
        value = place.value(node)
    except NoValueError:
        return None
    return value if isinstance(value, str) else None


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
