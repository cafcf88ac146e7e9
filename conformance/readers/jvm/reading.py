"""Reads one type of a file, with all that it leads to: the way in for the languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import Facts, Reference
from conformance.readers.jvm.model import Expr
from conformance.readers.jvm.types import Scope

if TYPE_CHECKING:
    from conformance.readers.jvm.types import Types


def read_type(types: Types, name: str) -> Facts:
    """Return what a file says about a type.

    Args:
        types: Reads the file that is the start of its project.
        name: The type, with those around it.

    Raises:
        BrokenFileError: The type, or one that it leads to, cannot be read.
    """
    unit = types.project.start
    declared = unit.declared(tuple(name.split(".")))
    expr = Expr(span=declared.span, name=name, shown=name)
    scope = Scope(unit=unit)
    if declared.alias is None:
        key = types.instance(unit, declared, expr, scope).key
        root = Reference(span=declared.span, name=key)
        return Facts(name=key, root=root, types=types.all_read(), notes=tuple(types.notes))
    types.bound(declared, expr, scope)
    aliased = types.type(declared.alias, Scope(unit=unit, within=declared.path[:-1]))
    return Facts(name=name, root=aliased, types=types.all_read(), notes=tuple(types.notes))
