"""Finds what a name stands for: a declaration, one of a neighbour, or something of a library."""

from __future__ import annotations

import ast
import builtins
import dataclasses
import datetime as dt
import decimal
import enum
import typing
from typing import TYPE_CHECKING

from conformance.readers.python.imports import canonical, imported, submodule
from conformance.readers.python.scopes import (
    Assigned,
    Class,
    Code,
    Folder,
    Imported,
    Known,
    Missing,
    Module,
)
from conformance.readers.python.syntax import broken
from conformance.readers.python.values import NoValueError, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.readers.python.scopes import Binding, Found, Scope

_STANDARD = {
    "dataclasses": dataclasses, "datetime": dt, "decimal": decimal, "enum": enum,
    "typing": typing,
}  # fmt: skip
"""The modules of the standard library whose names are known when all are imported at once."""
_FACTS = {
    "pydantic.VERSION": "2.99.0",
    "pydantic.__version__": "2.99.0",
    "typing.TYPE_CHECKING": False,
    "sys.version_info": (3, 14, 0, "final", 0),
}
"""The values of libraries that conditions may ask for."""


def resolve(node: ast.expr, module: Module, scope: Scope | None) -> Found | None:
    """Return what a name, or a name with dots, stands for; None for any other expression.

    Args:
        node: The expression.
        module: The module that it stands in.
        scope: The scope of the class whose body it stands in.

    Raises:
        BrokenFileError: An import leads to a file that cannot be read.
    """
    steps: list[str] = []
    while isinstance(node, ast.Attribute):
        steps.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    found = lookup(node.id, module, scope)
    for step in reversed(steps):
        found = member(found, step)
    return found


def lookup(name: str, module: Module, scope: Scope | None = None) -> Found:
    """Return what a name stands for in a module, or in the body of a class of it.

    Raises:
        BrokenFileError: An import leads to a file that cannot be read.
    """
    found: Found | None = None
    if scope is not None and (bound := scope.get(name)) is not None:
        found = _followed(bound, name, module, scope, set())
    found = found or _global(name, module, set())
    if found is None and hasattr(builtins, name):
        found = Known(f"builtins.{name}")
    return found or Missing(name)


def static(node: ast.expr, module: Module, scope: Scope | None) -> object:
    """Return the value of an expression.

    Raises:
        NoValueError: It cannot be known without running the source.
    """

    def look(name: ast.expr) -> object:
        found = resolve(name, module, scope)
        if isinstance(found, Known) and found.name in _FACTS:
            return _FACTS[found.name]
        if isinstance(found, Assigned):
            # What stands elsewhere is worked out there; a circle of names ends by its depth.
            return _elsewhere(found)
        raise NoValueError

    return value_of(node, look)


def _elsewhere(found: Assigned) -> object:
    try:
        return static(found.value, found.module, found.scope)
    except RecursionError as error:
        raise NoValueError from error


def through(found: Found) -> Found:
    """Return what an assigned name stands for if its value is another name, however many.

    Raises:
        BrokenFileError: The names are assigned to each other in a circle.
    """
    seen: list[Found] = []
    while isinstance(found, Assigned):
        if found in seen:
            raise broken(
                found.module.document,
                found.node,
                f"{found.name} is assigned to itself",
                "remove the circle of names",
            )
        seen.append(found)
        further = resolve(found.value, found.module, found.scope)
        if further is None or isinstance(further, Missing | Code | Module | Folder):
            return found
        found = further
    return found


def exported(module: Module) -> Iterator[str]:
    """Yield the names that a module passes on from others: `from x import Y as Y`, or `__all__`."""
    listed = _listed(module) or ()
    for name, bound in module.scope.names.items():
        if isinstance(bound, Imported) and isinstance(bound.node, ast.ImportFrom):
            again = any(x.asname == x.name == name for x in bound.node.names)
            if again or name in listed:
                yield name


def _global(name: str, module: Module, seen: set[tuple[Module, str]]) -> Found | None:
    if (module, name) in seen:
        return None
    seen.add((module, name))
    bound = module.scope.get(name)
    if bound is not None:
        return _followed(bound, name, module, module.scope, seen)
    library: Known | None = None
    for star in reversed(module.scope.stars):
        source = imported(star.level, star.module, module)
        if isinstance(source, Module):
            listed = _listed(source)
            if name in listed if listed is not None else not name.startswith("_"):
                found = _global(name, source, seen)
                if found is not None:
                    return found
        elif isinstance(source, Known) and not hasattr(builtins, name):
            standard = _STANDARD.get(source.name)
            if standard is not None and hasattr(standard, name):
                return canonical(f"{source.name}.{name}")
            if standard is None:
                library = library or canonical(f"{source.name}.{name}")
    return library


def _followed(
    bound: Binding, name: str, module: Module, scope: Scope, seen: set[tuple[Module, str]]
) -> Found | None:
    if isinstance(bound, Class) and name in scope.twice:
        raise broken(
            module.document,
            bound.node,
            f"two classes are called {name}, the other in line {scope.twice[name].lineno}",
            "rename one of them",
        )
    if not isinstance(bound, Imported):
        return bound
    source = imported(bound.level, bound.module, module)
    if bound.name is None or isinstance(source, Missing):
        return source if bound.name is None else Missing(bound.name)
    if isinstance(source, Module):
        inside = _global(bound.name, source, seen)
        return inside or submodule(source, bound.name) or Missing(bound.name)
    return member(source, bound.name)


def _listed(module: Module) -> tuple[object, ...] | None:
    """Return the value of `__all__`; None if there is none that can be known."""
    bound = module.scope.get("__all__")
    if not isinstance(bound, Assigned):
        return None
    try:
        value = static(bound.value, module, None)
    except NoValueError:
        return None
    return value if isinstance(value, tuple) else None


def member(found: Found, name: str) -> Found:
    """Return what a name stands for in a module, a class or a library."""
    if isinstance(found, Known):
        return canonical(f"{found.name}.{name}")
    if isinstance(found, Module):
        return _global(name, found, set()) or submodule(found, name) or Missing(name)
    if isinstance(found, Folder):
        return submodule(found, name) or Missing(name)
    if isinstance(found, Class):
        bound = found.scope.get(name)
        if bound is not None:
            return _followed(bound, name, found.module, found.scope, set()) or Missing(name)
    return Missing(f"{_name(found)}.{name}")


def _name(found: Missing | Class | Assigned | Code) -> str:
    return found.node.name if isinstance(found, Code) else found.name
