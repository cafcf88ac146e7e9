"""Reads `NamedTuple` classes: what is written is an array."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from conformance.readers.facts import Opaque, TupleOf
from conformance.readers.python.classes import body
from conformance.readers.python.config import own_config
from conformance.readers.python.fields import annotation, inherited
from conformance.readers.python.statements import Weight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.readers.facts import Type
    from conformance.readers.python.annotations import Types
    from conformance.readers.python.place import Place
    from conformance.readers.python.scopes import Assigned, Class


def named_tuple(types: Types, one: Class, variables: Mapping[Assigned, Type], at: Place) -> Type:
    """Return the type of a `NamedTuple` class.

    The standard library writes it as an array, and pydantic and msgspec read it from one. That
    pydantic also reads an object is left out.
    """
    items: list[Type] = []
    optional = 0
    places = inherited(types, one, variables, own_config([], at))
    for each, place in places.items():
        for node, weight in body(each):
            match node:
                case ast.AnnAssign(target=ast.Name(id=name)):
                    kind = annotation(node.annotation, place).type(types)
                    if weight is not Weight.CERTAIN:
                        why = f"`{name}` depends on a condition that is code"
                        return Opaque(span=place.span(node), why=why)
                    items.append(kind)
                    optional += node.value is not None
    return TupleOf(span=places[one].span(one.node), items=tuple(items), optional=optional)
