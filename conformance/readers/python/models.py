"""Reads pydantic models, of version 1 and 2."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import (
    Anything,
    Field,
    Literals,
    MapOf,
    Null,
    Object,
    Opaque,
    Presence,
    Union,
)
from conformance.readers.python.classes import ancestors, annotated, bases, unknown_base
from conformance.readers.python.config import config_of
from conformance.readers.python.fields import annotation, inherited
from conformance.readers.python.known import known_type
from conformance.readers.python.members import members
from conformance.readers.python.metadata import arguments
from conformance.readers.python.scopes import Known
from conformance.readers.python.validators import validators_of
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.readers.facts import Span, Type
    from conformance.readers.python.annotations import Types
    from conformance.readers.python.config import Config
    from conformance.readers.python.members import Member
    from conformance.readers.python.place import Place
    from conformance.readers.python.scopes import Assigned, Class
    from conformance.readers.python.validators import Validators

_ROOTS = {"root", "__root__"}
_EXTRA = "__pydantic_extra__"


def model(types: Types, one: Class, variables: Mapping[Assigned, Type], _at: Place) -> Type:
    """Return the type of a pydantic model."""
    config = config_of(one)
    code = validators_of(one)
    places = inherited(types, one, variables, config)
    span = places[one].span(one.node)
    base = unknown_base(ancestors(one))
    if base is not None:
        code.model_wider.append(f"the base {base} is not defined in the project")
    if base is not None or config.wider:
        return Opaque(span=span, why="; ".join([*config.wider, *code.model_wider]))
    reader = _Reader(types, config, code, places)
    listed = members(one, config)
    declared = _root(reader, listed, span) or _object(reader, one, listed)
    conditions = [member.condition for member in listed if member.condition]
    narrower = [*config.narrower, *conditions]
    if narrower:
        declared = Opaque(span=span, why="; ".join(narrower), within=declared)
    if code.model_wider:
        return Opaque(span=span, why="; ".join(code.model_wider), declared=declared)
    if code.model_narrower:
        why = "; ".join([*narrower, *code.model_narrower])
        return Opaque(span=span, why=why, within=declared, declared=declared)
    return declared


def _object(reader: _Reader, one: Class, listed: Sequence[Member]) -> Type:
    span = reader.places[one].span(one.node)
    unknown = [member.names.unknown for member in listed if member.names.unknown]
    if reader.config.names or unknown:
        within = MapOf(span=span, value=Anything(span=span))
        why = "; ".join([*reader.config.names, *unknown])
        return Opaque(span=span, why=why, within=within)
    fields = [reader.field(member) for member in listed]
    fields += [reader.computed(*each) for each in reader.code.computed]
    unlisted, place = _unlisted(reader)
    return Object(
        span=span,
        name=one.name,
        fields=tuple({field.name: field for field in fields}.values()),
        unlisted=unlisted,
        unlisted_span=place,
        sent_unlisted=False if reader.config.drops_extra else None,
    )


def _root(reader: _Reader, listed: Sequence[Member], span: Span) -> Type | None:
    """Return the type that a model stands for as a whole; None if it has fields."""
    given: tuple[ast.expr, Place] | None = None
    is_root = False
    for each, place in reader.places.items():
        for _, base, arguments_of in bases(each):
            if base == Known("pydantic.RootModel"):
                is_root = True
                given = (arguments_of[0], place) if arguments_of else given
    declared = next((member for member in listed if member.name in _ROOTS), None)
    if declared is not None and (is_root or declared.name == "__root__"):
        return reader.type(declared)
    if not is_root:
        return None
    return reader.types.of(*given) if given is not None else Anything(span=span)


def _unlisted(reader: _Reader) -> tuple[Type | bool | None, Span | None]:
    """Return what other properties may be, and the place that says so."""
    config = reader.config
    if config.extra:
        for each, place in reversed(list(reader.places.items())):
            for node in annotated(each):
                if isinstance(node.target, ast.Name) and node.target.id == _EXTRA:
                    kind = reader.types.of(node.annotation, place)
                    if isinstance(kind, MapOf):
                        return kind.value, place.span(node)
    return config.extra, config.extra_span


@dataclass(slots=True, eq=False)
class _Reader:
    types: Types
    config: Config
    code: Validators
    places: Mapping[Class, Place]

    def field(self, member: Member) -> Field:
        """Return a field."""
        place = self.places[member.owner]
        kind = self.type(member)
        received = Presence.REQUIRED if self.is_required(member, kind) else Presence.OPTIONAL
        serializer = self.code.why(self.code.sent, member.name)
        sent_code = [serializer] if serializer else []
        if isinstance(member.node, ast.AnnAssign):
            sent_code += annotation(member.node.annotation, place).sent
        span = place.span(member.node)
        sent = None
        if member.excluded:
            sent = Presence.IGNORED
        elif "*" in self.code.sent:
            sent = Presence.OPTIONAL
        return Field(
            name=member.names.wire,
            type=kind,
            span=span,
            received=received,
            sent=sent,
            native=member.name if member.name != member.names.wire else None,
            aliases=member.names.aliases,
            sent_name=member.names.sent,
            sent_type=Opaque(span=span, why="; ".join(sent_code)) if sent_code else None,
            doc=member.doc,
        )

    def type(self, member: Member) -> Type:
        """Return the type of a field, with null where only its default says so."""
        place = self.places[member.owner]
        span = place.span(member.node)
        wider = [*member.wider]
        validator = self.code.why(self.code.wider, member.name)
        if wider:
            return Opaque(span=span, why="; ".join([*wider, validator] if validator else wider))
        kind = self.declared(member, place)
        default = member.default
        is_none = isinstance(default, ast.Constant) and default.value is None
        if self.config.first and is_none:
            kind = Union(span=span, options=(kind, Null(span=span)))
        if member.constant and default is not None:
            kind = _constant(default, place, kind)
        if validator:
            return Opaque(span=span, why=validator, declared=kind)
        narrower = self.code.why(self.code.narrower, member.name)
        return Opaque(span=span, why=narrower, within=kind, declared=kind) if narrower else kind

    def declared(self, member: Member, place: Place) -> Type:
        """Return the type as the annotation says it, or as the default shows it."""
        if self.config.strip:
            member.said.limits["strip_whitespace"] = True
        if isinstance(member.node, ast.AnnAssign):
            return annotation(member.node.annotation, place).type(self.types, member.said)
        span = place.span(member.node)
        value = member.default
        found = None
        if isinstance(value, ast.Constant) and value.value is not None:
            found = known_type(f"builtins.{type(value.value).__name__}", span, place.manner)
        return found or Opaque(span=span, why=f"`{member.name}` has no annotation")

    def is_required(self, member: Member, kind: Type) -> bool:
        """Return whether a field has to be there; in pydantic 1 not if it takes None."""
        if member.condition:
            return False
        if not self.config.first or member.explicit:
            return member.required
        return member.required and not self.takes_none(kind)

    def takes_none(self, kind: Type) -> bool:
        kind = self.types.resolved(kind)
        match kind:
            case Null() | Anything():
                return True
            case Union(options=options):
                return any(map(self.takes_none, options))
            case Opaque(within=within) if within is not None:
                return self.takes_none(within)
        return False

    def computed(self, node: ast.FunctionDef, call: ast.expr, place: Place) -> Field:
        """Return a field that is computed, and only written."""
        given = arguments(call) if isinstance(call, ast.Call) else {}
        span = place.span(node)
        returned = given.get("return_type") or node.returns
        kind: Type = Opaque(span=span, why=f"`{node.name}` is computed by code")
        if returned is not None:
            kind = self.types.of(returned, place)
        made = self.config.sent(node.name) if self.config.sent else node.name
        alias = given.get("alias")
        if isinstance(alias, ast.Constant) and isinstance(alias.value, str):
            made = alias.value
        elif alias is not None:
            kind = Opaque(span=span, why=f"the name of `{node.name}` is code")
        return Field(
            name=made,
            type=kind,
            span=span,
            received=Presence.IGNORED,
            sent=Presence.REQUIRED,
            native=node.name if node.name != made else None,
        )


def _constant(default: ast.expr, place: Place, kind: Type) -> Type:
    """Return the one value that a constant field has."""
    try:
        value = place.value(default)
    except NoValueError:
        return replace(Opaque(span=kind.span, why="only the default is accepted"), within=kind)
    if not isinstance(value, str | int | float | None):
        return Opaque(span=kind.span, why="only the default is accepted", within=kind)
    return Literals(span=kind.span, values=(value,))
