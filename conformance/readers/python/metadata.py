"""Reads what `Annotated` and `Field` say besides the type: limits, validators, a discriminator."""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.python.classes import ancestors, library_bases
from conformance.readers.python.place import of_assigned
from conformance.readers.python.scopes import Assigned, Class, Code, Known
from conformance.readers.python.syntax import shown
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.readers.python.place import Place
    from conformance.readers.python.scopes import Found

LIMITS = {
    "gt": "gt", "ge": "ge", "lt": "lt", "le": "le", "multiple_of": "multiple_of",
    "min_length": "min_length", "max_length": "max_length", "min_items": "min_length",
    "max_items": "max_length", "pattern": "pattern", "regex": "regex",
    "unique_items": "unique_items", "strict": "strict",
    "discriminator": "discriminator", "strip_whitespace": "strip_whitespace",
}  # fmt: skip
"""Keyword -> the limit that it is."""
_UNREAD = {"ascii_only", "decimal_places", "max_digits", "tz"}
"""Keywords that narrow the values in a way that is not read."""
_POSITIONS = {
    "annotated_types.Ge": ("ge",),
    "annotated_types.Gt": ("gt",),
    "annotated_types.Interval": (),
    "annotated_types.Le": ("le",),
    "annotated_types.Len": ("min_length", "max_length"),
    "annotated_types.Lt": ("lt",),
    "annotated_types.MaxLen": ("max_length",),
    "annotated_types.MinLen": ("min_length",),
    "annotated_types.MultipleOf": ("multiple_of",),
    "msgspec.Meta": (),
    "pydantic.Discriminator": ("discriminator",),
    "pydantic.StringConstraints": (),
    "pydantic.Strict": ("strict",),
}
"""Metadata -> the keywords of its arguments by place."""
_NO_EFFECT = {
    "annotated_types.DocInfo", "annotated_types.doc", "pydantic.AllowInfNan", "pydantic.FailFast",
    "pydantic.Tag", "pydantic.WithJsonSchema", "typing.Doc", "typing.doc", "warnings.deprecated",
    "typing.deprecated",
}  # fmt: skip
_WIDER = {
    "pydantic.BeforeValidator", "pydantic.GetPydanticSchema", "pydantic.PlainValidator",
    "pydantic.SkipValidation", "pydantic.WrapValidator",
}  # fmt: skip
"""Metadata whose code may accept anything."""
_SENT = {"pydantic.PlainSerializer", "pydantic.WrapSerializer"}
FIELDS = {"pydantic.Field", "pydantic.v1.Field"}
_HOOKS = ("__get_pydantic_core_schema__", "__get_validators__", "__prepare_pydantic_annotations__")
_MAX_DEPTH = 20


@dataclass(slots=True)
class Metadata:
    """What was said besides the type.

    Attributes:
        limits: Limit -> its value.
        narrower: Why not all values of the type are accepted, where that is not read.
        wider: Why nothing is known of the values.
        sent: Why it is not known how they are written.
        fields: The calls of `Field`, with their places.
    """

    limits: dict[str, object] = field(default_factory=dict)
    narrower: list[str] = field(default_factory=list)
    wider: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    fields: list[tuple[ast.Call, Place]] = field(default_factory=list)

    def keywords(self, given: Mapping[str, ast.expr], place: Place) -> None:
        """Add the limits among the keywords of a call."""
        for name, node in given.items():
            if name in _UNREAD:
                self.narrower.append(f"the limit `{name}` is not read")
            if name not in LIMITS:
                continue
            try:
                value = place.value(node)
            except NoValueError:
                self.unknown(name, node, place)
                continue
            if value is not None:
                self.limit(LIMITS[name], value)

    def limit(self, name: str, value: object) -> None:
        """Add a limit; of two that differ, which may both hold, neither is read."""
        if self.limits.setdefault(name, value) != value:
            del self.limits[name]
            self.narrower.append(f"the limit `{name}` stands there twice")

    def unknown(self, name: str, node: ast.expr, place: Place) -> None:
        """Add a limit whose value is not known; a discriminator may be one with a value inside."""
        call = node if isinstance(node, ast.Call) else None
        found = call and place.resolve(call.func)
        if call and found == Known("pydantic.Discriminator") and call.args:
            self.keywords({"discriminator": call.args[0]}, place)
        elif name == "discriminator":
            self.narrower.append(f"the discriminator {shown(node)} is code")
        else:
            self.narrower.append(f"the limit `{name}={ast.unparse(node)}` is code")


def metadata_of(nodes: Iterable[ast.expr], place: Place) -> Metadata:
    """Return what the arguments of `Annotated` after the first say."""
    found = Metadata()
    for node in nodes:
        _add(found, node, place, 0)
    return found


def arguments(call: ast.Call, positions: tuple[str, ...] = ()) -> dict[str, ast.expr]:
    """Return the arguments of a call by keyword; `**` if some of them stand elsewhere."""
    given = dict(zip(positions, call.args, strict=False))
    for keyword in call.keywords:
        given[keyword.arg or "**"] = keyword.value
    return given


def _add(found: Metadata, node: ast.expr, place: Place, depth: int) -> None:
    match node:
        case ast.Constant():
            return
        case ast.Starred(value=value):
            found.wider.append(f"the metadata {shown(value)} is not read")
            return
        case ast.Call(func=func):
            target = place.resolve(func)
        case _:
            target = place.resolve(node)
    if isinstance(target, Assigned) and not isinstance(node, ast.Call) and depth < _MAX_DEPTH:
        _add(found, target.value, of_assigned(target, place.variables, place), depth + 1)
    elif isinstance(target, Known):
        _add_known(found, target.name, node, place)
    else:
        why = _effect(target)
        if why:
            found.wider.append(f"the metadata {shown(node)} {why}")


def _add_known(found: Metadata, name: str, node: ast.expr, place: Place) -> None:
    call = node if isinstance(node, ast.Call) else None
    if name in FIELDS and call is not None:
        found.fields.append((call, place))
        found.keywords(arguments(call), place)
    elif name in _POSITIONS:
        given = arguments(call, _POSITIONS[name]) if call is not None else {}
        if name == "pydantic.Strict" and not given:
            found.limits["strict"] = True
        if "**" in given:
            found.narrower.append(f"the limits {shown(given['**'])} are code")
        found.keywords(given, place)
    elif name in _SENT:
        found.sent.append(f"{shown(node)} writes it by code")
    elif name in _WIDER:
        found.wider.append(f"{shown(node)} is code")
    elif name not in _NO_EFFECT and not name.startswith("builtins."):
        found.narrower.append(f"{shown(node)} is code")


def _effect(target: Found | None) -> str:
    """Return why metadata of the project, or of another one, may change what is accepted."""
    if isinstance(target, Class):
        order = ancestors(target)
        hooked = any(one.scope.get(hook) for one in order for hook in _HOOKS)
        based = {name for one in order for name in library_bases(one)} - {"typing.Generic"}
        if not hooked and not any(name.startswith(("pydantic", "annotated_")) for name in based):
            return ""
        return "has code that pydantic calls"
    if isinstance(target, Code):
        return "is made by code"
    return "is not defined in the project"
