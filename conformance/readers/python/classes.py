"""Says what kind of type a class is, and in which order it inherits."""

from __future__ import annotations

import ast
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeGuard

from conformance.readers.python.lookup import resolve, through
from conformance.readers.python.project import holds
from conformance.readers.python.scopes import Assigned, Class, Known, Missing
from conformance.readers.python.statements import statements
from conformance.readers.python.syntax import broken, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.readers.python.scopes import Found
    from conformance.readers.python.statements import Weight


class Kind(Enum):
    """What makes a class a type whose values are JSON."""

    MODEL = auto()
    DATACLASS = auto()
    TYPED_DICT = auto()
    NAMED_TUPLE = auto()
    STRUCT = auto()
    ATTRS = auto()
    ENUM = auto()
    UNKNOWN = auto()
    """A base is not in the project, and there are annotations."""


_TYPED_DICT = "typing.TypedDict"
_BASES = {
    "pydantic.BaseModel": Kind.MODEL,
    "pydantic.GenericModel": Kind.MODEL,
    "pydantic.RootModel": Kind.MODEL,
    "pydantic.BaseSettings": Kind.MODEL,
    "pydantic.v1.BaseModel": Kind.MODEL,
    "pydantic.v1.GenericModel": Kind.MODEL,
    "pydantic.v1.BaseSettings": Kind.MODEL,
    "pydantic_settings.BaseSettings": Kind.MODEL,
    "typing.TypedDict": Kind.TYPED_DICT,
    "typing.NamedTuple": Kind.NAMED_TUPLE,
    "msgspec.Struct": Kind.STRUCT,
    "enum.Enum": Kind.ENUM,
    "enum.IntEnum": Kind.ENUM,
    "enum.StrEnum": Kind.ENUM,
    "enum.Flag": Kind.ENUM,
    "enum.IntFlag": Kind.ENUM,
}
"""Base class -> the kind of the classes below it."""
_DATACLASS = {"dataclasses.dataclass", "pydantic.dataclass", "pydantic.v1.dataclass"}
_ATTRS = {
    "attrs.define", "attrs.frozen", "attrs.mutable", "attrs.s", "attrs.attrs", "attrs.attributes",
    "attrs.dataclass",
}  # fmt: skip
_PLAIN = {"builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC"}
"""Bases that add nothing."""
_MAX_BASES = 200


def kind_of(one: Class) -> Kind | None:
    """Return the kind of a class; None if its values are no JSON.

    Raises:
        BrokenFileError: Its bases cannot be put in an order, or a file of theirs cannot be read.
    """
    order = ancestors(one)
    for each in order:
        for decorated, kind in ((_DATACLASS, Kind.DATACLASS), (_ATTRS, Kind.ATTRS)):
            if decorator(each, decorated) is not None:
                return kind
    names = {name for each in order for name in library_bases(each)}
    found = next((_BASES[name] for name in sorted(names) if name in _BASES), None)
    if found is None and _is_foreign(order) and any(annotated(one)):
        return Kind.UNKNOWN
    return found


def _is_foreign(order: Sequence[Class]) -> bool:
    """Return whether a base is neither in the project nor of a known library."""
    found = (base for one in order for _, base, _ in bases(one))
    return any(base is None or isinstance(base, Missing) for base in found)


def ancestors(one: Class) -> list[Class]:
    """Return a class and those it inherits from, as Python orders them, without libraries' ones.

    Raises:
        BrokenFileError: There is no order, or a class is its own base.
    """
    if not one.order:
        one.order += _ordered(one, ())
    return one.order


def bases(one: Class) -> Iterator[tuple[ast.expr, Found | None, list[ast.expr]]]:
    """Yield each base of a class: the expression, what it stands for, and its type arguments."""
    for node in one.node.bases:
        head, arguments = node, list[ast.expr]()
        if isinstance(node, ast.Subscript):
            head = node.value
            inside = node.slice
            arguments = inside.elts if isinstance(inside, ast.Tuple) else [inside]
        found = resolve(head, one.module, one.around)
        yield node, found and through(found), arguments


def library_bases(one: Class) -> set[str]:
    """Return the names of the bases that are known libraries' classes, or made by them."""
    names = set()
    for _, found, _ in bases(one):
        if isinstance(found, Known):
            names.add(found.name)
        elif is_typed_dict_call(found):
            names.add(_TYPED_DICT)
    return names


def is_typed_dict_call(found: Found | None) -> TypeGuard[Assigned]:
    """Return whether a name is assigned `TypedDict("Name", {…})`."""
    if not isinstance(found, Assigned) or not isinstance(found.value, ast.Call):
        return False
    return resolve(found.value.func, found.module, found.scope) == Known(_TYPED_DICT)


def unknown_base(order: Sequence[Class]) -> str | None:
    """Return the first base that is neither in the project nor of a known library, in words."""
    for one in order:
        for node, found, _ in bases(one):
            known = isinstance(found, Known) and (found.name in _BASES or found.name in _PLAIN)
            if not known and not isinstance(found, Class) and not is_typed_dict_call(found):
                return shown(node)
    return None


def decorator(one: Class, names: set[str]) -> ast.expr | None:
    """Return the decorator of a class that is one of a library's; None if there is none."""
    for node in one.node.decorator_list:
        head = node.func if isinstance(node, ast.Call) else node
        found = resolve(head, one.module, one.around)
        if isinstance(found, Known) and found.name in names:
            return node
    return None


def decorated(one: Class, kind: Kind) -> ast.expr | None:
    """Return the decorator that makes a class one of a kind; None if it has none."""
    return decorator(one, _DATACLASS if kind is Kind.DATACLASS else _ATTRS)


def body(one: Class) -> Iterator[tuple[ast.stmt, Weight]]:
    """Yield the statements of a class's body that hold, as `statements` does."""
    if one.body is None:
        found = statements(one.node.body, lambda test: holds(test, one.module, one.scope))
        one.body = list(found)
    yield from one.body


def annotated(one: Class) -> Iterator[ast.AnnAssign]:
    """Yield the statements of a class's body that annotate a name."""
    for node, _ in body(one):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node


def parameters(one: Class) -> list[Assigned]:
    """Return the type variables of a class, in the order of its arguments."""
    found: list[Assigned] = []
    for _, base, arguments in bases(one):
        listed = isinstance(base, Known) and base.name in {"typing.Generic", "typing.Protocol"}
        variables = [x for node in arguments for x in variables_in(node, one)]
        if listed and variables:
            return variables
        found += [each for each in variables if each not in found]
    return found


def variables_in(node: ast.expr, one: Class | Assigned) -> Iterator[Assigned]:
    """Yield the type variables in an expression, each time that they stand there."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            found = resolve(inner, one.module, None)
            if isinstance(found, Assigned) and is_variable(found):
                yield found


def is_variable(found: Assigned) -> bool:
    """Return whether an assigned name is a type variable."""
    if not isinstance(found.value, ast.Call):
        return False
    return resolve(found.value.func, found.module, None) == Known("typing.TypeVar")


def _ordered(one: Class, around: tuple[Class, ...]) -> list[Class]:
    if one in around or len(around) > _MAX_BASES:
        raise broken(
            one.module.document,
            one.node,
            f"the class {one.name} is its own base" if one in around else "too many bases",
            "remove the circle" if one in around else "inherit from fewer classes",
        )
    direct = [found for _, found, _ in bases(one) if isinstance(found, Class)]
    lists = [*(_ordered(each, (*around, one)) for each in direct), direct]
    order = [one]
    while lists := [each for each in lists if each]:
        heads = (each[0] for each in lists)
        head = next((x for x in heads if not any(x in each[1:] for each in lists)), None)
        if head is None:
            raise broken(
                one.module.document,
                one.node,
                f"the bases of {one.name} cannot be put in an order",
                "Python refuses this class too; change the order of its bases",
            )
        order.append(head)
        lists = [[x for x in each if x is not head] for each in lists]
    return order
