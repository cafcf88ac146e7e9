"""Finds what a type expression of Go stands for."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.readers.go.syntax import part, parts_of, refused, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tree_sitter import Node

    from conformance.readers.facts import Span
    from conformance.readers.go.packages import Declared, Package
    from conformance.readers.go.syntax import File

PREDECLARED = frozenset((
    "any", "bool", "byte", "comparable", "complex128", "complex64", "error", "float32", "float64",
    "int", "int16", "int32", "int64", "int8", "rune", "string", "uint", "uint16", "uint32",
    "uint64", "uint8", "uintptr",
))  # fmt: skip
ALIASES = {"byte": "uint8", "rune": "int32"}
MAX_STEPS = 100
"""A type that leads on to others more often than this is taken to be defined by itself."""
MAX_ARGUMENTS = 32
"""Type arguments within type arguments, at most; a type that expands without end has more."""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Where a type expression stands.

    Attributes:
        package: The package.
        file: The file, for its imports.
        bound: What its type parameters stand for.
        at: The place to give for all parts; None if each has its own.
    """

    package: Package
    file: File
    bound: Mapping[str, Expression] = field(default_factory=dict)
    at: Span | None = None

    def expression(self, node: Node) -> Expression:
        """Return a part in this scope."""
        return Expression(node, self)


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A type expression with the meaning of its names."""

    node: Node
    scope: Scope

    @property
    def span(self) -> Span:
        """The place to give for it."""
        return self.scope.at or self.scope.file.span(self.node)

    def inner(self, name: str) -> Expression:
        """Return a part of it."""
        return Expression(part(self.node, name), self.scope)


@dataclass(frozen=True, slots=True)
class Basic:
    """A predeclared type, `byte` and `rune` by the names of the integers that they are."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A declared type with its arguments."""

    declared: Declared
    arguments: tuple[Expression, ...]
    span: Span

    @property
    def body(self) -> Expression:
        """What it is declared as."""
        one = self.declared
        bound = dict(zip(one.parameters, self.arguments, strict=True))
        at = self.span if one.package.is_library else None
        return Scope(one.package, one.file, bound, at).expression(part(one.node, "type"))


@dataclass(frozen=True, slots=True)
class Unknown:
    """A type that is defined elsewhere, or of which it is open which one is meant.

    Attributes:
        name: Its name in the source.
        why: The reason; None if it is merely not defined here.
    """

    name: str
    why: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A type without a name."""

    at: Expression


Resolved: TypeAlias = Basic | Named | Unknown | Literal


def resolve(at: Expression) -> Resolved:
    """Return what a type expression stands for, behind aliases and type parameters.

    Raises:
        BrokenFileError: An alias leads to itself, a declaration could not be parsed, or a generic
            type has the wrong number of arguments.
    """
    seen: list[str] = []
    span = at.span
    for _ in range(MAX_STEPS):
        kind = at.node.type
        if kind in {"parenthesized_type", "type_elem"} and len(parts_of(at.node)) == 1:
            at = at.scope.expression(parts_of(at.node)[0])
            continue
        if kind not in {"type_identifier", "qualified_type", "generic_type"}:
            return Literal(at)
        found = _named(at)
        if isinstance(found, Expression):
            at = found
            continue
        if not isinstance(found, Named):
            return found
        if found.declared.node.type == "type_spec":
            return found
        seen.append(found.declared.name)
        at = found.body
    raise _circle(seen, span)


def underlying(at: Expression | Resolved) -> Basic | Unknown | Literal:
    """Return the type that a declared type is made of, through all types in between.

    Raises:
        BrokenFileError: A type is defined by itself, or as for `resolve`.
    """
    found = resolve(at) if isinstance(at, Expression) else at
    seen: list[str] = []
    while isinstance(found, Named):
        if len(seen) == MAX_STEPS:
            raise _circle(seen, found.declared.span)
        seen.append(found.declared.name)
        found = resolve(found.body)
    return found


def shown(at: Expression, *, full: bool = False, depth: int = 0) -> str:
    """Return a type in words of the source, with the arguments that it stands for.

    Args:
        at: The type.
        full: Whether packages are named by their whole path: then the text is different for types
            that differ.
        depth: The number of types around it.

    Raises:
        BrokenFileError: Its arguments are nested too deeply.
    """
    if depth > MAX_ARGUMENTS:
        raise refused(
            "the arguments of a generic type are nested too deeply",
            at.span,
            "a type that uses itself with larger arguments has no end",
        )
    found = resolve(at)
    if isinstance(found, Named):
        return shown_name(found, full=full, depth=depth)
    if isinstance(found, Basic | Unknown):
        return found.name
    node, scope = found.at.node, found.at.scope
    text = re.sub(r"\s+", " ", text_of(node))
    if not scope.bound:
        return f"{text}@{scope.file.document.shown}" if full else text
    bound = [
        f"{name}={shown(value, full=full, depth=depth + 1)}" for name, value in scope.bound.items()
    ]
    return f"{text} with {', '.join(bound)}"


def shown_name(found: Named, *, full: bool = False, depth: int = 0) -> str:
    """Return a declared type in words of the source; see `shown`."""
    one = found.declared
    package = one.package.path if full else one.package.name
    outer = package if one.package.path else ""
    name = f"{outer}.{one.name}" if outer else one.name
    if not found.arguments:
        return name
    inner = [shown(argument, full=full, depth=depth + 1) for argument in found.arguments]
    return f"{name}[{', '.join(inner)}]"


def _named(at: Expression) -> Expression | Basic | Named | Unknown:
    node, scope = at.node, at.scope
    arguments: tuple[Expression, ...] = ()
    found: Declared | Basic | Unknown | None
    if node.type == "generic_type":
        arguments = tuple(map(scope.expression, parts_of(part(node, "type_arguments"))))
        node = part(node, "type")
    if node.type == "qualified_type":
        package_name, name = (text_of(part(node, x)) for x in ("package", "name"))
        path = scope.package.project.import_of(scope.file, package_name)
        package = None if path is None else scope.package.project.imported(path)
        whole = f"{package_name}.{name}"
        found = None if package is None else _in_package(package, name, whole)
    else:
        whole = name = text_of(node)
        if name in scope.bound:
            return scope.bound[name]
        found = _in_package(scope.package, name, name) or _plain(scope, name)
    if found is None:
        return Unknown(whole)
    if isinstance(found, Basic | Unknown):
        return found
    return instance(found, arguments, at.span)


def instance(one: Declared, arguments: tuple[Expression, ...], span: Span) -> Named:
    """Return a declared type with arguments.

    Raises:
        BrokenFileError: Their number is wrong, or the declaration could not be parsed.
    """
    if len(arguments) != len(one.parameters):
        raise refused(
            f"the type {one.name} has {len(one.parameters)} type parameters, and"
            f" {len(arguments)} arguments are given",
            span,
            f"give one for each of {', '.join(one.parameters)}, as in type X = {one.name}[string]"
            if one.parameters
            else "leave the brackets out",
        )
    one.file.check(one.node)
    return Named(one, arguments, span)


def _in_package(package: Package, name: str, whole: str) -> Declared | Unknown | None:
    found = package.declared(name)
    if len(found) > 1:
        places = " and ".join(str(one.span) for one in found[:2])
        return Unknown(whole, f"{name} is declared in {places}: build constraints choose one")
    return found[0] if found else None


def _plain(scope: Scope, name: str) -> Declared | Basic | Unknown | None:
    """Return a predeclared type, or one of a package that is imported into the file's scope."""
    if name in PREDECLARED:
        return Basic(ALIASES.get(name, name))
    for alias, path in scope.package.project.imports(scope.file):
        package = scope.package.project.imported(path) if alias == "." else None
        found = None if package is None else _in_package(package, name, name)
        if found is not None:
            return found
    return None


def _circle(seen: list[str], span: Span) -> Exception:
    around = list(dict.fromkeys(seen))
    return refused(
        f"the type {around[0]} is defined by itself ({' → '.join([*around, around[0]])})",
        span,
        "put a struct, a pointer or a list in between, or remove the circle",
    )
