"""Reads Python: pydantic, dataclasses, TypedDict, NamedTuple, msgspec, attrs, enumerations.

Only the syntax tree is looked at; no source is imported. `project`, `lookup` and `imports` find
what names stand for, `annotations` turns annotations into types, and each kind of class has a
module of its own.
"""

from __future__ import annotations

import ast
from contextlib import contextmanager
from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError
from conformance.readers.facts import Facts, Opaque
from conformance.readers.python import models, plain, structs, tuples, typed_dicts
from conformance.readers.python.annotations import Types
from conformance.readers.python.calls import MADE
from conformance.readers.python.classes import Kind, ancestors, is_variable, kind_of, unknown_base
from conformance.readers.python.constants import enumeration
from conformance.readers.python.known import is_type_name
from conformance.readers.python.lookup import exported, lookup, member, resolve, through
from conformance.readers.python.place import Place
from conformance.readers.python.project import project_of
from conformance.readers.python.scopes import Assigned, Class, Known, Module

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from conformance.readers.documents import Document
    from conformance.readers.facts import Type
    from conformance.readers.python.scopes import Found, Scope

_MAX_DEPTH = 60
_TYPE_MODULES = ("typing.", "pydantic.", "datetime.", "uuid.", "decimal.")


def names(document: Document) -> Sequence[str]:
    """Return the types that a file declares, and those that it passes on from its neighbours.

    Raises:
        BrokenFileError: The file, or one that a base of a class is in, is not Python.
    """
    with _not_too_deep(document):
        module = project_of(document.tree).module(document)
        return [*_names(module.scope, module), *exported(module)]


def declared(document: Document) -> Sequence[str]:
    """Return the types that a file declares itself.

    Raises:
        BrokenFileError: The file, or one that a base of a class is in, is not Python.
    """
    with _not_too_deep(document):
        module = project_of(document.tree).module(document)
        return [*_names(module.scope, module)]


def facts(document: Document, name: str) -> Facts:
    """Return the facts about a type.

    Raises:
        BrokenFileError: It cannot be read at all.
    """
    with _not_too_deep(document):
        module = project_of(document.tree).module(document)
        first, *rest = name.split(".")
        found: Found = lookup(first, module)
        for step in rest:
            found = member(found, step)
        types = Types(_read_class)
        root = types.named(found, _node(found, name, document), Place(module=module))
        types.finish()
    return Facts(name=name, root=root, types=types.found)


@contextmanager
def _not_too_deep(document: Document) -> Iterator[None]:
    """Refuse files whose names lead to each other in too long a chain.

    Raises:
        BrokenFileError: They do.
    """
    try:
        yield
    except RecursionError as error:
        raise BrokenFileError(
            "the names lead from one to the next in too long a chain",
            file=document.shown,
            hint="import from the file that declares a type",
        ) from error


def _node(found: Found, name: str, document: Document) -> ast.expr:
    """Return an expression at the place where a type is declared."""
    made = ast.Name(id=name, lineno=1, col_offset=0)
    if isinstance(found, Class | Assigned) and found.module.document is document:
        made.lineno, made.col_offset = found.node.lineno, found.node.col_offset
    return made


def _names(scope: Scope, module: Module) -> Iterator[str]:
    for bound in scope.names.values():
        if isinstance(bound, Class):
            if kind_of(bound) is not None:
                yield bound.name
            yield from _names(bound.scope, module)
        elif isinstance(bound, Assigned) and _declares(bound):
            yield bound.name


def _declares(one: Assigned) -> bool:
    """Return whether a type is assigned to a name, and no other value."""
    if one.annotation is not None:
        return resolve(one.annotation, one.module, one.scope) == Known("typing.TypeAlias")
    return not is_variable(one) and _is_type(one.value, one, 0)


def _is_type(node: ast.expr, one: Assigned, depth: int) -> bool:
    """Return whether an expression that is assigned to a name is a type."""
    if depth > _MAX_DEPTH:
        return False
    match node:
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            ends = [each for each in (left, right) if not isinstance(each, ast.Constant)]
            return bool(ends) and all(_is_type(each, one, depth + 1) for each in ends)
        case ast.Call(func=func):
            found = resolve(func, one.module, one.scope)
            return isinstance(found, Known) and found.name in MADE
        case ast.Subscript(value=head):
            return _is_type(head, one, depth + 1)
        case ast.Name() | ast.Attribute():
            found = resolve(node, one.module, one.scope)
            return found is not None and _is_type_name(through(found), depth)
    return False


def _is_type_name(found: Found, depth: int) -> bool:
    if isinstance(found, Class):
        return kind_of(found) is not None
    if isinstance(found, Assigned):
        return not is_variable(found) and _is_type(found.value, found, depth + 1)
    return isinstance(found, Known) and is_type_name(found.name)


_READERS: Mapping[Kind, Callable[[Types, Class, Mapping[Assigned, Type], Place], Type]] = {
    Kind.MODEL: models.model,
    Kind.DATACLASS: plain.dataclass,
    Kind.TYPED_DICT: typed_dicts.typed_dict,
    Kind.NAMED_TUPLE: tuples.named_tuple,
    Kind.STRUCT: structs.struct,
    Kind.ATTRS: plain.attrs,
    Kind.ENUM: enumeration,
}


def _read_class(types: Types, one: Class, variables: Mapping[Assigned, Type], at: Place) -> Type:
    """Return the type of a class that was met."""
    kind = kind_of(one)
    if kind is not None and kind is not Kind.UNKNOWN:
        return _READERS[kind](types, one, variables, at)
    base = unknown_base(ancestors(one))
    why = f"the base {base} of {one.name} is not defined in the project"
    return Opaque(span=Place(module=one.module).span(one.node), why=why)
