"""Reads the values of `Literal` and of enumerations."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from conformance.readers.facts import Literals, Number, Opaque
from conformance.readers.python.classes import ancestors, body, library_bases
from conformance.readers.python.lookup import through
from conformance.readers.python.place import in_class, of_assigned
from conformance.readers.python.scopes import Assigned, Class, Known
from conformance.readers.python.syntax import shown
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.model import Json
    from conformance.readers.facts import Type
    from conformance.readers.python.annotations import Types
    from conformance.readers.python.place import Place

_MAX_DEPTH = 20
_FLAGS = {"enum.Flag", "enum.IntFlag"}
_CODE = ("_missing_", "_generate_next_value_", "__new__", "__get_pydantic_core_schema__")
"""Methods that change which values are members."""


def literals(nodes: Sequence[ast.expr], at: ast.expr, place: Place) -> Type:
    """Return the type of the arguments of `Literal`."""
    span = place.span(at)
    try:
        values = list(_values(nodes, place, 0))
    except NoValueError:
        values = [()]
    if not all(isinstance(value, str | int | None) for value in values):
        return Opaque(span=span, why=f"a value in {shown(at)} is not read")
    return Literals(span=span, values=tuple(values))


def _values(nodes: Sequence[ast.expr], place: Place, depth: int) -> Iterator[Any]:
    if depth > _MAX_DEPTH:
        raise NoValueError
    for node in nodes:
        inner = node
        where = place
        found = place.resolve(node)
        if isinstance(found, Assigned) and isinstance(through(found), Assigned):
            end = through(found)
            if isinstance(end, Assigned) and isinstance(end.value, ast.Subscript):
                inner, where = end.value, of_assigned(end, {}, place)
        if isinstance(inner, ast.Subscript) and where.resolve(inner.value) == Known(
            "typing.Literal"
        ):
            part = inner.slice
            yield from _values(
                part.elts if isinstance(part, ast.Tuple) else [part], where, depth + 1
            )
        elif isinstance(inner, ast.Tuple):
            raise NoValueError
        else:
            yield where.value(inner)


def enumeration(_types: Types, one: Class, _variables: Mapping[Assigned, Type], at: Place) -> Type:
    """Return the values of an enumeration class."""
    order = ancestors(one)
    place = in_class(one, {}, at.manner)
    span = place.span(one.node)
    bases = {name for each in order for name in library_bases(each)}
    if bases & _FLAGS:
        within = Number(span=span, integer=True)
        return Opaque(span=span, why=f"the flags of {one.name} are not read", within=within)
    for name in _CODE:
        if any(each.scope.get(name) for each in order):
            return Opaque(span=span, why=f"`{name}` of {one.name} is code")
    values: list[Json] = []
    for each in reversed(order):
        for name, node in _members(each):
            value = _member(name, node, in_class(each, {}, at.manner), bases, values)
            if not isinstance(value, str | int | float | None):
                why = f"the value of {one.name}.{name} is not read"
                return Opaque(span=place.span(node), why=why)
            values.append(value)
    distinct = list({(type(value), value): value for value in values}.values())
    if not distinct:
        return Opaque(span=span, why=f"{one.name} has no members")
    return Literals(span=span, values=tuple(distinct), name=one.name)


def _members(one: Class) -> Iterator[tuple[str, ast.expr]]:
    """Yield the members of an enumeration with their values."""
    for node, _ in body(one):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        if not name.startswith("_"):
            yield name, value


def _member(
    name: str, node: ast.expr, place: Place, bases: set[str], before: Sequence[Json]
) -> object:
    """Return the value of a member; something that is no scalar if it cannot be known."""
    if isinstance(node, ast.Call):
        found = place.resolve(node.func)
        if found == Known("enum.auto"):
            return _next(name, bases, before)
        if found == Known("enum.member") and len(node.args) == 1:
            node = node.args[0]
    try:
        return place.value(node)
    except NoValueError:
        return ()


def _next(name: str, bases: set[str], before: Sequence[Json]) -> object:
    """Return the value of `auto()`."""
    if "enum.StrEnum" in bases:
        return name.lower()
    if "builtins.str" in bases:
        return ()
    numbers = [value for value in before if isinstance(value, int)]
    return max(numbers) + 1 if numbers else 1
