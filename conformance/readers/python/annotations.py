"""Turns annotations into types."""

from __future__ import annotations

import ast
import re
from contextlib import contextmanager
from dataclasses import field, replace
from itertools import chain, count
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers import facts
from conformance.readers.python import known, syntax
from conformance.readers.python.calls import called, declared_by_call
from conformance.readers.python.classes import Kind, is_variable, kind_of, parameters, variables_in
from conformance.readers.python.config import Config
from conformance.readers.python.constants import literals
from conformance.readers.python.limits import limited
from conformance.readers.python.lookup import through
from conformance.readers.python.metadata import metadata_of
from conformance.readers.python.place import Place, of_assigned
from conformance.readers.python.scopes import Assigned, Class, Known, Missing
from conformance.readers.python.unions import tagged
from conformance.readers.words import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from conformance.readers.facts import Span, Type
    from conformance.readers.python.metadata import Metadata
    from conformance.readers.python.scopes import Found

_MAX_DEPTH = 60
_INHERITING = {Kind.DATACLASS, Kind.TYPED_DICT}
"""The kinds of classes that take over the settings of the model they stand in."""
_MAX_ARGUMENTS = 10_000
"""Type arguments have at most this many characters, written out."""
_INTEGER = r"^-?(0|[1-9]\d*)$"
_SPAN = re.compile(r"Span\(.*?, line=\d+, column=\d+\)")


@dataclass(slots=True, eq=False)
class Types:
    """The types of one source while they are read.

    Attributes:
        read_class: Reads a class that was met; its arguments are these types, the class, what its
            type variables stand for, and the place that names it.
        found: The declared types that were read, by key.
        classes: Key -> the class that was declared.
    """

    read_class: Callable[[Types, Class, Mapping[Assigned, Type], Place], Type]
    found: dict[str, Type] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)
    _keys: dict[tuple[object, ...], str] = field(default_factory=dict)
    _waiting: dict[str, Callable[[], Type]] = field(default_factory=dict)
    _depth: int = 0

    def finish(self) -> None:
        """Read all declared types that were met.

        Raises:
            BrokenFileError: One of them cannot be read at all.
        """
        while self._waiting:
            self._read(next(iter(self._waiting)))

    def of(self, node: ast.expr, place: Place) -> Type:
        """Return the type that an annotation says.

        Raises:
            BrokenFileError: It is nested too deeply, or has the wrong number of arguments.
        """
        with self._deeper(node, place):
            return self._of(node, place)

    def resolved(self, kind: Type) -> Type:
        """Return the type behind references to aliases; classes that are being read stay."""
        seen: set[str] = set()
        while isinstance(kind, facts.Reference) and kind.name not in seen | self.classes.keys():
            seen.add(kind.name)
            if kind.name in self._waiting:
                self._read(kind.name)
            kind = self.found.get(kind.name, kind)
        return kind

    def annotated(self, kind: Type, said: Metadata, span: Span, *, field: bool = False) -> Type:
        """Return a type with what `Annotated` or `Field` say.

        Args:
            kind: The type.
            said: What they say.
            span: Their place.
            field: Whether it is the type of a field, which knows how it is written.
        """
        tag = said.limits.get("discriminator")
        if isinstance(tag, str):
            kind = tagged(self, kind, tag, span)
        kind = limited(kind, said.limits, span, self.resolved)
        unread = said.wider if field else [*said.wider, *said.sent]
        if unread:
            return facts.Opaque(span=span, why="; ".join(unread))
        if said.narrower:
            return facts.Opaque(span=span, why="; ".join(said.narrower), within=kind)
        return kind

    def opaque(self, node: ast.expr, place: Place, why: str) -> Type:
        """Return a part that cannot be read."""
        return facts.Opaque(span=place.span(node), why=f"{syntax.shown(node)} {why}")

    # --- one kind of expression each ---

    def _of(self, node: ast.expr, place: Place) -> Type:  # noqa: PLR0911  one line a kind
        match node:
            case ast.Constant(value=None):
                return facts.Null(span=place.span(node))
            case ast.Constant(value=str() as text):
                inner = syntax.forward(text, node)
                if inner is not None:
                    return self.of(inner, place)
            case ast.BinOp(op=ast.BitOr()):
                return self.union(list(_alternatives(node)), node, place)
            case ast.Name() | ast.Attribute():
                found = place.resolve(node)
                if found is not None:
                    return self.named(found, node, place)
            case ast.Subscript(value=head, slice=inside):
                found = place.resolve(head)
                if found is not None:
                    given = inside.elts if isinstance(inside, ast.Tuple) else [inside]
                    return self.named(found, node, place, given)
            case ast.Call():
                return called(self, node, place)
        return self.opaque(node, place, "is no type that can be read")

    def union(self, nodes: Sequence[ast.expr], at: ast.expr, place: Place) -> Type:
        """Return the union of some annotations, without those that no JSON value has."""
        json = [x for x in nodes if not _is_not_json(x, place)] or nodes
        return facts.Union(span=place.span(at), options=tuple(self.of(x, place) for x in json))

    def named(  # noqa: PLR0911  one line a kind of name
        self, found: Found, node: ast.expr, place: Place, given: Sequence[ast.expr] | None = None
    ) -> Type:
        """Return the type that a name stands for.

        Args:
            found: What the name stands for.
            node: The annotation.
            place: Its place.
            given: The type arguments; None if there are no brackets.
        """
        if isinstance(found, Assigned):
            if is_variable(found):
                return self._variable(found, node, place)
            end = through(found)
            if isinstance(end, Assigned):
                return self._alias(end, node, place, given)
            found = end
        if isinstance(found, Class):
            return self._class(found, node, place, given)
        if isinstance(found, Known):
            return self._known(found.name, node, place, given)
        if isinstance(found, Missing):
            span = place.span(node)
            if found.why:
                return facts.Opaque(span=span, why=found.why)
            return facts.Undefined(span=span, name=found.name)
        return self.opaque(node, place, "is no type")

    def _variable(self, found: Assigned, node: ast.expr, place: Place) -> Type:
        """Return what a type variable stands for: its argument, or what it says itself."""
        if found in place.variables:
            return place.variables[found]
        call = found.value
        inner = of_assigned(found, {}, place)
        given = {x.arg: x.value for x in call.keywords} if isinstance(call, ast.Call) else {}
        constraints = call.args[1:] if isinstance(call, ast.Call) else []
        for name in ("default", "bound"):
            if name in given:
                return self.of(given[name], inner)
        if constraints:
            return self.union(constraints, node, inner)
        return facts.Anything(span=place.span(node))

    def _class(
        self, one: Class, node: ast.expr, place: Place, given: Sequence[ast.expr] | None
    ) -> Type:
        if kind_of(one) is None:
            if given is None and one.scope.get("__get_pydantic_core_schema__"):
                return self.opaque(node, place, "says by code what it accepts")
            return self.opaque(node, place, "is a class whose values are no JSON")
        variables = self.arguments(parameters(one), node, place, given)
        return self.declared(one, variables, place, node)

    def arguments(
        self,
        names: Sequence[Assigned],
        node: ast.expr,
        place: Place,
        given: Sequence[ast.expr] | None,
    ) -> Mapping[Assigned, Type]:
        """Return what type variables stand for.

        Raises:
            BrokenFileError: There are more or fewer arguments than variables.
        """
        if given is None:
            return {}
        if len(given) != len(names):
            raise syntax.broken(
                place.module.document,
                node,
                f"{syntax.shown(node)} has {len(given)} type arguments, and {len(names)} are named",
                "give one argument for each type variable",
            )
        return {name: self.of(each, place) for name, each in zip(names, given, strict=True)}

    def declared(
        self, one: Class, variables: Mapping[Assigned, Type], place: Place, node: ast.expr
    ) -> facts.Reference:
        """Return the reference to a class, which is read later."""
        span = place.span(node)
        config = _identity(place) if kind_of(one) in _INHERITING else ()
        key = self._key(one, config, variables, node)
        if key not in self.found and key not in self._waiting:
            self.classes[key] = one
            self._waiting[key] = lambda: self.read_class(self, one, variables, place)
        return facts.Reference(span=span, name=key)

    def _alias(
        self, one: Assigned, node: ast.expr, place: Place, given: Sequence[ast.expr] | None
    ) -> Type:
        names = list(dict.fromkeys(variables_in(one.value, one)))
        variables = self.arguments(names, node, place, given)
        key = self._key(one, (place.manner, *_identity(place)), variables, node)
        if key not in self.found and key not in self._waiting:
            inner = of_assigned(one, variables, place)
            self._waiting[key] = lambda: self._aliased(one, inner)
        return facts.Reference(span=place.span(node), name=key)

    def _aliased(self, one: Assigned, inner: Place) -> Type:
        if isinstance(one.value, ast.Call):
            found = declared_by_call(self, one, one.value, inner)
            if found is not None:
                return found
        return self.of(one.value, inner)

    # --- types of libraries ---

    def _known(  # noqa: C901, PLR0911, PLR0912  one line a kind of type
        self, name: str, node: ast.expr, place: Place, given: Sequence[ast.expr] | None
    ) -> Type:
        span = place.span(node)
        if name == "typing.Self" and place.owner is not None:
            return self.declared(place.owner, place.variables, place, node)
        if given is None:
            plain = known.known_type(name, span, place.manner)
            return plain or facts.Undefined(span=span, name=name)
        first = given[0] if given else ast.Constant(value=None)
        if name == "typing.Optional":
            null = facts.Null(span=span)
            return facts.Union(span=span, options=(self.of(first, place), null))
        if name == "typing.Union":
            return self.union(given, node, place)
        if name == "typing.Literal":
            return literals(given, node, place)
        if name == "typing.Annotated":
            said = metadata_of(given[1:], place)
            return self.annotated(self.of(first, place), said, span)
        if name in known.WRAPPERS:
            return self.of(first, place)
        if name in known.LISTS:
            return facts.ListOf(span=span, item=self.of(first, place))
        if name in known.SETS:
            return known.set_of(self.of(first, place), span, place.manner)
        if name in known.TUPLES:
            return self._tuple(given, span, place)
        if name in known.MAPS and len(given) == 2:  # noqa: PLR2004  key and value
            return self._map(given[0], self.of(given[1], place), span, place)
        if name in known.COUNTERS:
            return self._map(first, facts.Number(span=span, integer=True), span, place)
        if name in {"pydantic.Json", "pydantic.Secret"}:
            within = facts.Text(span=span) if name == "pydantic.Json" else self.of(first, place)
            why = "which JSON text the string holds is not said by a schema"
            return facts.Opaque(span=span, why=why, within=within) if "Json" in name else within
        why = "is no JSON" if name in known.NOT_JSON else "is not known"
        return self.opaque(node, place, why)

    def _tuple(self, given: Sequence[ast.expr], span: Span, place: Place) -> Type:
        match given:
            case [first, ast.Constant(value=value)] if value is ...:
                return facts.ListOf(span=span, item=self.of(first, place))
            case [ast.Tuple(elts=[])] | []:
                return facts.TupleOf(span=span, items=())
        items = tuple(self.of(each, place) for each in given)
        return facts.TupleOf(span=span, items=items)

    def _map(  # noqa: PLR0911  one line a kind of name
        self, key: ast.expr, value: Type, span: Span, place: Place
    ) -> Type:
        """Return the type of objects with names of a type."""
        kind = self.resolved(self.of(key, place))
        open_map = facts.MapOf(span=span, value=value)
        match kind:
            case facts.Text(min_length=None, max_length=None, pattern=None, format=None):
                return open_map
            case facts.Text():
                return replace(open_map, keys=replace(kind, lax=None))
            case facts.Literals(values=values) if all(isinstance(x, str) for x in values):
                return replace(open_map, keys=kind)
            case facts.Anything():
                return open_map
            case facts.Number(integer=True):
                lax = facts.Text(span=span)
                return replace(open_map, keys=facts.Text(span=span, pattern=_INTEGER, lax=lax))
            case facts.Reference() if kind.name in self.classes:
                listed = self.enumeration(kind, place)
                if listed is not None:
                    return replace(open_map, keys=listed)
        why = f"which names are {syntax.shown(key)} is not read"
        return facts.Opaque(span=span, why=why, within=open_map)

    def enumeration(self, kind: facts.Reference, place: Place) -> facts.Literals | None:
        """Return the values behind a reference to an enumeration of strings; None otherwise."""
        one = self.classes[kind.name]
        found = self.read_class(self, one, {}, place) if kind_of(one) is Kind.ENUM else None
        strings = isinstance(found, facts.Literals) and all(
            isinstance(value, str) for value in found.values
        )
        return found if strings and isinstance(found, facts.Literals) else None

    # --- helpers ---

    def _read(self, key: str) -> None:
        self.found[key] = self._waiting.pop(key)()

    def _key(
        self,
        one: Class | Assigned,
        settings: tuple[object, ...],
        variables: Mapping[Assigned, Type],
        node: ast.expr,
    ) -> str:
        """Return the key of a declared type, with its module where another one has its name."""
        given = [_SPAN.sub("", repr(kind)) for kind in variables.values()]
        if sum(map(len, given)) > _MAX_ARGUMENTS:
            raise syntax.broken(
                one.module.document,
                node,
                f"the type arguments of {one.name} get longer without end",
                "do not use a generic type inside of itself with a longer argument",
            )
        identity = (one, settings, *given)
        if identity not in self._keys:
            words = ", ".join(map(in_words, variables.values()))
            base = f"{one.name}[{words}]" if words else one.name
            path = one.module.document.path
            stem = path.parent.name if path.stem == "__init__" else path.stem
            taken = set(self._keys.values())
            names = chain([base, f"{stem}.{base}"], (f"{stem}.{base} ({n})" for n in count(2)))
            self._keys[identity] = next(name for name in names if name not in taken)
        return self._keys[identity]

    @contextmanager
    def _deeper(self, node: ast.expr, place: Place) -> Iterator[None]:
        self._depth += 1
        try:
            if self._depth > _MAX_DEPTH:
                raise syntax.broken(
                    place.module.document,
                    node,
                    f"the type is nested more than {_MAX_DEPTH} deep",
                    "give its inner parts names of their own",
                )
            yield
        finally:
            self._depth -= 1


def _identity(place: Place) -> tuple[object, ...]:
    """Return what tells a place apart where the settings around it count."""
    return (place.config or Config(first=False)).identity


def _is_not_json(node: ast.expr, place: Place) -> bool:
    """Return whether no JSON value has a type, as a file or a function."""
    found = place.resolve(node.value if isinstance(node, ast.Subscript) else node)
    return isinstance(found, Known) and found.name in known.NOT_JSON


def _alternatives(node: ast.expr) -> Iterator[ast.expr]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.BitOr):
            waiting += [one.right, one.left]
        else:
            yield one
