"""Reads dataclasses and attrs classes, as pydantic and cattrs take them."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.readers.facts import Field, Object, Opaque, Presence
from conformance.readers.python.classes import Kind, ancestors, body, decorated, unknown_base
from conformance.readers.python.config import Config, own_config
from conformance.readers.python.fields import annotation, doc_after, inherited
from conformance.readers.python.metadata import FIELDS, Metadata, arguments
from conformance.readers.python.names import names_of
from conformance.readers.python.place import in_class
from conformance.readers.python.scopes import Known
from conformance.readers.python.statements import Weight
from conformance.readers.python.typed_dicts import config_nodes
from conformance.readers.python.validators import refusals, validators_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.readers.facts import Type
    from conformance.readers.python.annotations import Types
    from conformance.readers.python.place import Place
    from conformance.readers.python.scopes import Assigned, Class

_FIELD = {"dataclasses.field", *FIELDS}
_ATTRIB = {"attrs.attr", "attrs.attrib", "attrs.field", "attrs.ib"}
_DEFAULTS = {"default", "default_factory", "factory"}
_KEYWORD_ONLY = Known("dataclasses.KW_ONLY")


def dataclass(types: Types, one: Class, variables: Mapping[Assigned, Type], at: Place) -> Type:
    """Return the type of a dataclass, of the standard library or of pydantic."""
    inside = in_class(one, {}, at.manner, config=at.config)
    nodes = list(config_nodes(one, inside))
    found = decorated(one, Kind.DATACLASS)
    given = arguments(found) if isinstance(found, ast.Call) else {}
    if "config" in given:
        nodes.append(given["config"])
    config = own_config(nodes, inside)
    if not nodes and found is not None and _is_pydantic(found, inside):
        config = Config(first=False)
    places = inherited(types, one, variables, config)
    return _read(types, one, places, Kind.DATACLASS, config)


def attrs(types: Types, one: Class, variables: Mapping[Assigned, Type], _at: Place) -> Type:
    """Return the type of an attrs class."""
    config = Config(first=False)
    places = inherited(types, one, variables, config)
    return _read(types, one, places, Kind.ATTRS, config)


def _is_pydantic(node: ast.expr, place: Place) -> bool:
    """Return whether a decorator is pydantic's, whose classes have settings of their own."""
    found = place.resolve(node.func if isinstance(node, ast.Call) else node)
    return isinstance(found, Known) and found.name.startswith("pydantic.")


def _read(
    types: Types, one: Class, places: Mapping[Class, Place], kind: Kind, config: Config
) -> Type:
    span = places[one].span(one.node)
    code = validators_of(one)
    wider: list[str] = []
    base = unknown_base(ancestors(one))
    wider += [*config.wider, *config.names, *(x for x in code.model_wider if "__init__" not in x)]
    if base is not None:
        wider.append(f"the base {base} is not defined in the project")
    fields: dict[str, Field] = {}
    narrower = [*config.narrower, *code.model_narrower]
    for each, place in places.items():
        if decorated(each, kind) is None:
            continue
        for node, name, weight in _declared(each, kind, place):
            fields.pop(name, None)
            found = _field(types, each, node, name, place, config, wider)
            if found is None:
                continue
            if weight is Weight.MAYBE:
                narrower.append(f"`{name}` depends on a condition that is code")
                found = replace(found, received=Presence.OPTIONAL)
            why = code.why(code.wider, name)
            fields[name] = _with_code(found, why, code.why(code.narrower, name))
    if wider:
        return Opaque(span=span, why="; ".join(wider))
    whole = Object(
        span=span,
        name=one.name,
        fields=tuple({field.name: field for field in fields.values()}.values()),
        unlisted=config.extra,
        unlisted_span=config.extra_span,
        sent_unlisted=False if config.drops_extra else None,
    )
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


def _field(  # noqa: C901, PLR0912, PLR0913, PLR0917  one line of the source
    types: Types,
    one: Class,
    node: ast.Assign | ast.AnnAssign,
    name: str,
    place: Place,
    config: Config,
    wider: list[str],
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
        for call, _ in inside.calls:
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
    described = {} if _called(value, place) in _ATTRIB else given
    names = names_of(name, {key: (each, place) for key, each in described.items()}, config)
    if names.part:
        kind = Opaque(span=span, why=names.part)
    if names.unknown:
        wider.append(names.unknown)
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
        why = f"the validator of `{name}` is code"
        kind = Opaque(span=span, why=why, within=kind, declared=kind)
    return Field(
        name=names.wire,
        type=kind,
        span=span,
        received=received,
        sent=sent,
        native=name if names.wire != name else None,
        aliases=names.aliases,
        sent_name=names.sent,
        doc=doc_after(one.node.body, node, place),
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


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
