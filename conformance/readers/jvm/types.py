"""Reads type expressions, and collects the declarations that they lead to."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import (
    Directed,
    ListOf,
    Literals,
    MapOf,
    Note,
    Null,
    Opaque,
    Reference,
    Text,
    Undefined,
    Union,
)
from conformance.readers.jvm.model import Kind
from conformance.readers.nodes import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.readers.facts import Span, Type
    from conformance.readers.jvm.model import Declared, Expr
    from conformance.readers.jvm.project import Project, Unit

_MAX_NESTING = 64
_MAX_KEY = 1000
_INTEGER_KEY = "^-?[0-9]+$"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scope:
    """Where a type expression stands.

    Attributes:
        unit: The file.
        within: The path of the declaration around it.
        bound: The type parameters around it, with their arguments.
    """

    unit: Unit
    within: tuple[str, ...] = ()
    bound: Mapping[str, Bound] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bound:
    """A type argument, and where it stands."""

    expr: Expr
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instance:
    """A declaration with its type arguments."""

    key: str
    unit: Unit
    declared: Declared
    bound: Mapping[str, Bound]

    @property
    def scope(self) -> Scope:
        """Return the scope of what stands in the declaration."""
        return Scope(unit=self.unit, within=self.declared.path, bound=self.bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What is known of a language's libraries.

    Attributes:
        packages: How the full names of known types start.
        scalars: Name -> the type at a place.
        lists: The types of lists and sets, and of what has one element or none.
        maps: The types of maps.
        optional: The types of a value that may be missing.
        wrappers: The types that are written as what is in them.
        integers: The types of integers, as names of a map.
        texts: The types that are texts, as names of a map.
        code: Name -> why the form of a type is not known.
        primitives: The types that cannot be null.
        by_null: Whether any type may be null, and a missing value is; otherwise the type says so.
    """

    packages: tuple[str, ...]
    scalars: Mapping[str, Callable[[Span], Type]]
    lists: frozenset[str]
    maps: frozenset[str]
    optional: frozenset[str]
    wrappers: frozenset[str]
    integers: frozenset[str]
    texts: frozenset[str]
    code: Mapping[str, str]
    primitives: frozenset[str]
    by_null: bool = True


@dataclass(slots=True, kw_only=True)
class Types:
    """Reads type expressions, and collects the declarations that they name.

    Attributes:
        project: The files.
        library: What is known of the language's libraries.
        rules: Reads a declaration.
        instances: The declarations that were named, by key.
        notes: What was seen and has no effect.
    """

    project: Project
    library: Library
    rules: Callable[[Types, Instance], Type]
    instances: dict[str, Instance] = field(default_factory=dict)
    notes: dict[Note, None] = field(default_factory=dict)
    _keys: dict[str, tuple[Unit, tuple[str, ...]]] = field(default_factory=dict)
    _depth: int = 0

    def note(self, span: Span, says: str) -> None:
        """Keep a note, once."""
        self.notes.setdefault(Note(span=span, says=says))

    # --- what an expression names ---

    def found(self, expr: Expr, scope: Scope) -> Instance | Bound:
        """Return the declaration that an expression names, or the expression of a foreign type.

        Raises:
            BrokenFileError: Its type arguments do not fit.
        """
        for _ in range(_MAX_NESTING):
            if expr.name in scope.bound and not expr.args:
                bound = scope.bound[expr.name]
                expr, scope = bound.expr, bound.scope
                continue
            place = self.project.find(scope.unit, scope.within, expr.name) if expr.name else None
            if place is None:
                return Bound(expr=expr, scope=scope)
            unit, path = place
            declared = unit.declared(path)
            if declared.alias is None:
                return self.instance(unit, declared, expr, scope)
            bound_here = self.bound(declared, expr, scope)
            expr, scope = declared.alias, Scope(unit=unit, within=path[:-1], bound=bound_here)
        return refuse(
            expr.span,
            f"the type {expr.name} leads through too many others",
            "name the last one, or remove the circle",
        )

    def instance(self, unit: Unit, declared: Declared, expr: Expr, scope: Scope) -> Instance:
        """Return a declaration with the type arguments of an expression."""
        bound = self.bound(declared, expr, scope)
        key = self._key(unit, declared)
        if bound:
            key += f"<{', '.join(self._shown(one, 0) for one in bound.values())}>"
        if len(key) > _MAX_KEY:
            refuse(expr.span, f"the arguments of {declared.name} grow without end", "use fewer")
        return self.named(Instance(key=key, unit=unit, declared=declared, bound=bound))

    def named(self, instance: Instance) -> Instance:
        """Return the first instance of a key."""
        return self.instances.setdefault(instance.key, instance)

    def bound(self, declared: Declared, expr: Expr, scope: Scope) -> dict[str, Bound]:
        """Return the type parameters of a declaration with the arguments of an expression.

        Raises:
            BrokenFileError: Their number is wrong.
        """
        if len(expr.args) != len(declared.parameters):
            refuse(
                expr.span,
                f"the type {declared.key} takes {len(declared.parameters)} type arguments, and "
                f"{len(expr.args)} are given",
                "name a type that uses it with its arguments",
            )
        given = (Bound(expr=one, scope=scope) for one in expr.args)
        return dict(zip(declared.parameters, given, strict=True))

    def _key(self, unit: Unit, declared: Declared) -> str:
        key, place = declared.key, (unit, declared.path)
        if self._keys.setdefault(key, place) == place:
            return key
        return f"{unit.package}.{declared.key}"

    def _shown(self, bound: Bound, depth: int) -> str:
        if depth > _MAX_NESTING:
            refuse(bound.expr.span, "the type is nested too deeply", "give its parts names")
        mark = "?" if self.nullable(bound.expr, bound.scope) else ""
        found = self.found(bound.expr, bound.scope)
        if isinstance(found, Instance):
            return f"{found.key}{mark}"
        expr, scope = found.expr, found.scope
        if not expr.args:
            return f"{expr.shown}{mark}"
        inner = (self._shown(Bound(expr=one, scope=scope), depth + 1) for one in expr.args)
        return f"{expr.name}<{', '.join(inner)}>{mark}"

    # --- types ---

    def type(self, expr: Expr, scope: Scope) -> Type:
        """Return the type of an expression, with null if the expression says so."""
        bare = self.bare(expr, scope)
        if not self.nullable(expr, scope):
            return bare
        return Union(span=expr.span, options=(bare, Null(span=expr.span)))

    def nullable(self, expr: Expr, scope: Scope) -> bool:
        """Return whether an expression, or the type argument that it names, may be null."""
        if expr.nullable:
            return True
        bound = scope.bound.get(expr.name)
        return bound is not None and self.nullable(bound.expr, bound.scope)

    def bare(self, expr: Expr, scope: Scope) -> Type:
        """Return the type of an expression, without null.

        Raises:
            BrokenFileError: It is nested too deeply.
        """
        if self._depth > _MAX_NESTING:
            refuse(expr.span, "the type is nested too deeply", "give its parts names")
        self._depth += 1
        try:
            found = self.found(expr, scope)
            if isinstance(found, Instance):
                return Reference(span=expr.span, name=found.key)
            return self._foreign(found.expr, found.scope)
        finally:
            self._depth -= 1

    def last(self, expr: Expr, scope: Scope) -> str:
        """Return the name of a known type of the libraries; empty if it is none."""
        full = self.project.full_name(scope.unit, expr.name)
        if "." in full and not full.startswith(self.library.packages):
            return ""
        return full.rpartition(".")[2]

    def _foreign(self, expr: Expr, scope: Scope) -> Type:  # noqa: PLR0911  one line a kind
        span, name, known = expr.span, self.last(expr, scope), self.library
        args = expr.args
        if not expr.name:
            return Opaque(span=span, why=f"only the compiler can tell what `{expr.shown}` is")
        if name in known.scalars:
            return known.scalars[name](span)
        if name in known.code:
            return Opaque(span=span, why=known.code[name])
        known_args = known.lists | known.maps | known.optional | known.wrappers
        if name not in known_args:
            return Undefined(span=span, name=expr.name)
        if len(args) < 1 + (name in known.maps):
            return Opaque(span=span, why=f"`{expr.shown}` does not say what is in it")
        if name in known.maps:
            return self._map(expr, scope)
        inner = self.type(args[0], scope)
        if name in known.lists:
            return ListOf(span=span, item=inner)
        if name in known.wrappers:
            return inner
        return Union(span=span, options=(inner, Null(span=span)))

    def _map(self, expr: Expr, scope: Scope) -> Type:
        keys = self.keys(expr.args[0], scope)
        if isinstance(keys, Opaque):
            return keys
        return MapOf(span=expr.span, value=self.type(expr.args[1], scope), keys=keys)

    def keys(self, expr: Expr, scope: Scope) -> Text | Literals | Opaque | None:
        """Return the type of a map's names; None if any name fits."""
        found = self.found(expr, scope)
        if isinstance(found, Instance):
            declared = found.declared
            if declared.kind is Kind.ENUM and declared.valued is None:
                kind = self.rules(self, found)
                kind = kind.sent if isinstance(kind, Directed) else kind
                kind = kind.options[0] if isinstance(kind, Union) else kind
                if isinstance(kind, Literals):
                    return kind
            return Opaque(span=expr.span, why=f"how `{expr.shown}` is written as a name is code")
        name = self.last(found.expr, found.scope)
        if name in self.library.texts:
            return None
        if name in self.library.integers:
            return Text(span=expr.span, pattern=_INTEGER_KEY)
        return Opaque(span=expr.span, why=f"how `{expr.shown}` is written as a name is code")

    def is_primitive(self, expr: Expr, scope: Scope) -> bool:
        """Return whether an expression is of a primitive type, which cannot be null."""
        found = self.found(expr, scope)
        if isinstance(found, Instance) or found.expr.nullable:
            return False
        return self.last(found.expr, found.scope) in self.library.primitives

    def is_optional(self, expr: Expr, scope: Scope) -> bool:
        """Return whether an expression is of a value that may be missing."""
        found = self.found(expr, scope)
        return isinstance(found, Bound) and (
            self.last(found.expr, found.scope) in self.library.optional
        )

    def all_read(self) -> dict[str, Type]:
        """Return all declarations that were named, read; this may name more."""
        types: dict[str, Type] = {}
        while len(types) < len(self.instances):
            for key, instance in list(self.instances.items()):
                if key not in types:
                    types[key] = self.rules(self, instance)
        return types
