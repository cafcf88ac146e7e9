"""Reads types that are made by calls: `conint(gt=0)`, `TypedDict("Order", {…})`, `NewType`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from conformance.readers.facts import Anything, ListOf, Literals, Opaque, TupleOf
from conformance.readers.python.known import known_type, set_of
from conformance.readers.python.metadata import Metadata, arguments
from conformance.readers.python.scopes import Known
from conformance.readers.python.syntax import shown
from conformance.readers.python.typed_dicts import functional
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from conformance.readers.facts import Type
    from conformance.readers.python.annotations import Types
    from conformance.readers.python.place import Place
    from conformance.readers.python.scopes import Assigned

_SCALARS = {
    "pydantic.conbytes": "builtins.bytes",
    "pydantic.condate": "datetime.date",
    "pydantic.condecimal": "decimal.Decimal",
    "pydantic.confloat": "builtins.float",
    "pydantic.conint": "builtins.int",
    "pydantic.constr": "builtins.str",
}
"""Call -> the type that it narrows."""
_LISTS = {"pydantic.conlist", "pydantic.conset", "pydantic.confrozenset"}
_ENUMS = {"enum.Enum", "enum.IntEnum", "enum.StrEnum"}
TYPED_DICT = "typing.TypedDict"
NAMED_TUPLES = {"typing.NamedTuple", "collections.namedtuple"}
NEW_TYPE = "typing.NewType"
MADE = {TYPED_DICT, NEW_TYPE, *NAMED_TUPLES, *_ENUMS}
"""The calls that declare a type."""


def called(types: Types, node: ast.Call, place: Place) -> Type:
    """Return the type that a call in an annotation makes."""
    found = place.resolve(node.func)
    name = found.name.replace(".v1.", ".") if isinstance(found, Known) else ""
    span = place.span(node)
    said = Metadata()
    if name in _SCALARS:
        given = arguments(node)
        said.keywords(given, place)
        kind = known_type(_SCALARS[name], span, place.manner)
    elif name in _LISTS and (node.args or node.keywords):
        given = arguments(node, ("item_type", "min_length", "max_length"))
        said.keywords(given, place)
        item = given.get("item_type")
        each = Anything(span=span) if item is None else types.of(item, place)
        kind = set_of(each, span, place.manner)
        if name == "pydantic.conlist":
            kind = ListOf(span=span, item=each)
    else:
        return types.opaque(node, place, "is code")
    if "**" in given:
        return types.opaque(node, place, "has limits that are code")
    return types.annotated(kind or Anything(span=span), said, span)


def declared_by_call(types: Types, one: Assigned, node: ast.Call, place: Place) -> Type | None:
    """Return the type that a call declares under a name; None if it is no such call."""
    found = place.resolve(node.func)
    name = found.name if isinstance(found, Known) else ""
    if name == NEW_TYPE and len(node.args) == 2:  # noqa: PLR2004  name and type
        return types.of(node.args[1], place)
    if name == TYPED_DICT:
        return functional(types, one, node, place)
    if name in NAMED_TUPLES:
        return _named_tuple(types, node, place)
    if name in _ENUMS:
        return _enumeration(one, node, place, lower=name == "enum.StrEnum")
    return None


def _named_tuple(types: Types, node: ast.Call, place: Place) -> Type:
    span = place.span(node)
    match node:
        case ast.Call(args=[_, ast.List(elts=pairs) | ast.Tuple(elts=pairs)], keywords=[]):
            kinds = [pair.elts[1] for pair in pairs if isinstance(pair, ast.Tuple) if pair.elts[1:]]
            if len(kinds) == len(pairs):
                return TupleOf(span=span, items=tuple(types.of(kind, place) for kind in kinds))
    try:
        if len(node.args) == 2 and not node.keywords:  # noqa: PLR2004  name and fields
            names = _names(place.value(node.args[1]))
            return TupleOf(span=span, items=tuple(Anything(span=span) for _ in names))
    except NoValueError:
        pass
    return types.opaque(node, place, "is not read")


def _enumeration(one: Assigned, node: ast.Call, place: Place, *, lower: bool) -> Type:
    """Return the values of an enumeration that is declared by a call."""
    span = place.span(node)
    values: list[object] = []
    try:
        if len(node.args) == 2:  # noqa: PLR2004  name and members
            if isinstance(node.args[1], ast.Dict):
                values = [place.value(value) for value in node.args[1].values]
            else:
                names = _names(place.value(node.args[1]))
                values = [name.lower() if lower else i for i, name in enumerate(names, 1)]
    except NoValueError:
        pass
    scalars = [value for value in values if isinstance(value, str | int | float)]
    if not values or len(scalars) != len(values):
        return Opaque(span=span, why=f"the values in {shown(node)} are not read")
    return Literals(span=span, values=tuple(scalars), name=one.name)


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return value.replace(",", " ").split()
    if isinstance(value, tuple) and all(isinstance(name, str) for name in value):
        return list(value)
    raise NoValueError
