"""Reads type expressions, with aliases and arguments resolved as far as they need be."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import (
    ListOf,
    MapOf,
    Never,
    Note,
    Null,
    Opaque,
    Reference,
    Text,
    TupleOf,
    Undefined,
    Union,
)
from conformance.readers.nodes import child, needed, refuse, text
from conformance.readers.rust.buffering import Buffering
from conformance.readers.rust.foreign import (
    ARGUMENTS,
    BOX_LIKE,
    LISTS,
    MAPS,
    OPTION,
    RANGE_LIKE,
    RESULT,
    canonical,
    closed_object,
    foreign,
    keys_of,
    non_zero,
)
from conformance.readers.rust.modules import Declared, Foreign, path_of
from conformance.readers.rust.syntax import integer_value, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tree_sitter import Node

    from conformance.readers.facts import Literals, Span, Type
    from conformance.readers.rust.modules import Crate, Module

_MAX_NESTING = 64
_MAX_KEY = 1000
_MAX_ALIASES = 100
_PATHS = {"type_identifier", "scoped_type_identifier", "generic_type", "primitive_type"}
_NO_TYPES = {"lifetime", "type_binding", "line_comment", "block_comment"}
_CODE = {
    "dynamic_type": "a trait object",
    "abstract_type": "a type that only its trait is known of",
    "function_type": "a function",
    "pointer_type": "a pointer",
    "macro_invocation": "a type that a macro makes",
    "bounded_type": "a trait object",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scope:
    """Where a type expression stands.

    Attributes:
        module: The module.
        bound: The type parameters around it, with their arguments.
        owner: The declaration around it, `Self`; None outside of one.
    """

    module: Module
    bound: Mapping[str, Expression]
    owner: Instance | None = None

    def expression(self, node: Node, place: Span | None = None) -> Expression:
        """Return a type expression that stands here; `place` is that of one within a text."""
        return Expression(node=node, scope=self, place=place)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expression:
    """A type expression.

    Attributes:
        node: Its syntax.
        scope: Where it stands.
        place: The place of the text that holds it; None if it stands by itself.
    """

    node: Node
    scope: Scope
    place: Span | None = None

    @property
    def span(self) -> Span:
        """Return its place."""
        return self.place or self.scope.module.source.span(self.node)

    def at(self, node: Node) -> Expression:
        """Return another expression at the same place in the program."""
        return replace(self, node=node)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instance:
    """A declaration with its type arguments.

    Attributes:
        key: Its name in `Facts.types`.
        declared: The declaration.
        bound: Its type parameters, with their arguments.
    """

    key: str
    declared: Declared
    bound: Mapping[str, Expression]

    @property
    def scope(self) -> Scope:
        """Return the scope of what stands in the declaration."""
        return Scope(module=self.declared.module, bound=self.bound, owner=self)

    @property
    def span(self) -> Span:
        """Return the place of the declaration."""
        return self.declared.module.source.span(self.declared.node)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Head:
    """What an expression names, behind references and type parameters.

    Attributes:
        expression: The expression that names it.
        instance: The declaration; None if it is none of this crate.
        path: The full path of a foreign type; empty if it is no path.
        arguments: The arguments of a foreign type.
    """

    expression: Expression
    instance: Instance | None = None
    path: str = ""
    arguments: tuple[Expression, ...] = ()


@dataclass(slots=True, kw_only=True)
class Types:
    """Reads type expressions, and collects the declarations that they name.

    Attributes:
        crate: The modules.
        instances: The declarations that were named, by key.
        notes: What was seen and has no effect.
        unreadable: The places of types that serde cannot read there.
        is_page: Whether the text of a page is read, which shows no attributes.
        buffers: What was found about buffers.
        buffering: Whether what is read now is kept in a buffer first.
        owner: The key of the declaration that is read now.
    """

    crate: Crate
    unreadable: frozenset[Span] = frozenset()
    is_page: bool = False
    buffers: Buffering = field(default_factory=Buffering)
    buffering: bool = False
    owner: str = ""
    instances: dict[str, Instance] = field(default_factory=dict)
    notes: dict[Note, None] = field(default_factory=dict)
    _depth: int = 0
    _keys: dict[str, Declared] = field(default_factory=dict)

    def note(self, span: Span, says: str) -> None:
        """Keep a note, once."""
        self.notes.setdefault(Note(span=span, says=says))

    # --- what an expression names ---

    def head(self, expression: Expression) -> Head:  # noqa: RET503  `refuse` raises
        """Return what an expression names."""
        for _ in range(_MAX_NESTING):
            node, scope = expression.node, expression.scope
            if node.type == "reference_type":
                expression = expression.at(needed(node, "type"))
                continue
            if _is_parenthesized(node):
                expression = expression.at(node.named_children[0])
                continue
            if node.type not in _PATHS:
                return Head(expression=expression)
            named = node
            arguments: tuple[Expression, ...] = ()
            if node.type == "generic_type":
                named = needed(node, "type")
                listed = needed(node, "type_arguments").named_children
                arguments = tuple(expression.at(one) for one in listed if one.type not in _NO_TYPES)
            path = path_of(named)
            if path is None:
                return Head(expression=expression)
            if len(path) == 1 and path[0] in scope.bound:
                expression = scope.bound[path[0]]
                continue
            if path == ("Self",) and scope.owner is not None:
                return Head(expression=expression, instance=scope.owner)
            if path[0] in scope.bound or path[0] == "Self":
                return Head(expression=expression)
            return self._named(expression, path, arguments)
        refuse(expression.span, "the type is nested too deeply", "give its parts names")

    def _named(
        self, expression: Expression, path: tuple[str, ...], arguments: tuple[Expression, ...]
    ) -> Head:
        found = self.crate.find(expression.scope.module, path)
        if isinstance(found, Declared):
            instance = self.instance(found, arguments, expression.span)
            return Head(expression=expression, instance=instance)
        whole = found.path if isinstance(found, Foreign) else "::".join(path)
        whole = canonical(whole)
        least, most = ARGUMENTS.get(whole, (0, len(arguments)))
        if not least <= len(arguments) <= most:
            refuse(
                expression.span,
                f"`{path[-1]}` needs {least} type argument{'s' if least > 1 else ''}",
                f"write them: `{path[-1]}<{', '.join('TU'[:least])}>`",
            )
        return Head(expression=expression, path=whole, arguments=arguments)

    def instance(self, declared: Declared, arguments: Sequence[Expression], span: Span) -> Instance:
        """Return a declaration with its arguments.

        Raises:
            BrokenFileError: Their number is wrong.
        """
        parameters = [one for one in _parameters(declared) if one.type != "lifetime_parameter"]
        least = sum(child(one, "default_type") is None for one in parameters)
        if not least <= len(arguments) <= len(parameters):
            takes = f"{least} to {len(parameters)}" if least < len(parameters) else least
            refuse(
                span,
                f"the type {declared.name} takes {takes} type arguments, and {len(arguments)} "
                "are given",
                "name a type that uses it with its arguments",
            )
        bound: dict[str, Expression] = {}
        for place, parameter in enumerate(parameters):
            scope = Scope(module=declared.module, bound=dict(bound))
            bound[word(needed(parameter, "name"))] = (
                arguments[place]
                if place < len(arguments)
                else scope.expression(needed(parameter, "default_type"))
            )
        key = self._key(declared)
        if bound:
            key += f"<{', '.join(self._shown(one, 0) for one in bound.values())}>"
        if len(key) > _MAX_KEY:
            refuse(span, f"the arguments of {declared.name} grow without end", "use fewer levels")
        if key not in self.instances:
            self.instances[key] = Instance(key=key, declared=declared, bound=bound)
        return self.instances[key]

    def _key(self, declared: Declared) -> str:
        """Return the name of a declaration, with its module, that no other one has."""
        module = declared.module
        same_file = module.source is self.crate.start.source
        steps = module.inner if same_file else module.path
        key = "::".join((*steps, declared.name))
        while self._keys.setdefault(key, declared) is not declared:
            key = f"crate::{key}"
        return key

    def _shown(self, expression: Expression, depth: int) -> str:
        """Return an argument as it is written in keys: with full names."""
        if depth > _MAX_NESTING:
            refuse(expression.span, "the type is nested too deeply", "give its parts names")
        head = self.head(expression)
        if head.instance is not None:
            return head.instance.key
        if not head.path:
            return self._shown_parts(head.expression, depth)
        name = head.path.rpartition("::")[2] if head.path.startswith("std::") else head.path
        inner = ", ".join(self._shown(one, depth + 1) for one in head.arguments)
        return f"{name}<{inner}>" if inner else name

    def _shown_parts(self, expression: Expression, depth: int) -> str:
        node = expression.node
        if node.type == "tuple_type":
            inner = [one for one in node.named_children if one.type not in _NO_TYPES]
            return f"({', '.join(self._shown(expression.at(one), depth + 1) for one in inner)})"
        length = child(node, "length")
        if node.type == "array_type":
            shown = self._shown(expression.at(needed(node, "element")), depth + 1)
            if length is None:
                return f"[{shown}]"
            count = self._constant(length, expression.scope)
            return f"[{shown}; {text(length) if count is None else count}]"
        return " ".join(text(node).split())

    # --- questions that serde's rules ask ---

    def option(self, expression: Expression) -> Expression | None:
        """Return what is in an `Option`, or in a box with one; None if it is no `Option`."""
        head = self.head(expression)
        while head.path in BOX_LIKE:
            head = self.head(head.arguments[0])
        return head.arguments[0] if head.path == OPTION else None

    def may_be_missing(self, expression: Expression) -> bool:
        """Return whether serde reads a missing field of the type as none."""
        for _ in range(_MAX_ALIASES):
            if self.option(expression) is not None:
                return True
            head = self.head(expression)
            while head.path in BOX_LIKE:
                head = self.head(head.arguments[0])
            inner = None if head.instance is None else self.stand_in(head.instance)
            if inner is None:
                return False
            expression = inner
        return False

    def stand_in(self, instance: Instance) -> Expression | None:
        """Return the type that is read in a declaration's place; None if it is its own."""
        node = instance.declared.node
        is_alias = node.type == "type_item"
        return instance.scope.expression(needed(node, "type")) if is_alias else None

    # --- the type on the wire ---

    def type(self, expression: Expression) -> Type:
        """Return the type on the wire."""
        if self._depth > _MAX_NESTING:
            refuse(expression.span, "the type is nested too deeply", "give its parts names")
        self._depth += 1
        try:
            return self._type(self.head(expression), expression.span)
        finally:
            self._depth -= 1

    def _type(self, head: Head, span: Span) -> Type:  # noqa: PLR0911  one line a kind of type
        if head.instance is not None:
            self.buffers.leads[self.owner].add((head.instance.key, self.buffering))
            return Reference(span=span, name=head.instance.key)
        if head.path:
            return self._foreign(head, span)
        node = head.expression.node
        if node.type == "unit_type":
            return Null(span=span)
        if node.type == "never_type":
            return Never(span=span)
        if node.type == "tuple_type":
            inner = [one for one in node.named_children if one.type not in _NO_TYPES]
            items = tuple(self.type(head.expression.at(one)) for one in inner)
            return TupleOf(span=span, items=items)
        if node.type == "array_type":
            return self._array(head.expression, span)
        what = _CODE.get(node.type, "a type that only the compiler can tell")
        shown = " ".join(text(node).split())
        return Opaque(span=span, why=f"`{shown}` is {what}")

    def _array(self, expression: Expression, span: Span) -> Type:
        length = child(expression.node, "length")
        item = self.type(expression.at(needed(expression.node, "element")))
        if length is None:
            return ListOf(span=span, item=item)
        count = self._constant(length, expression.scope)
        if count is None:
            why = f"the length `{text(length)}` is code"
            return Opaque(span=span, why=why, within=ListOf(span=span, item=item))
        return ListOf(span=span, item=item, min_items=count or None, max_items=count)

    def _constant(self, node: Node, scope: Scope) -> int | None:
        """Return the value of a length; None if it has to be computed."""
        for _ in range(_MAX_ALIASES):
            if node.type == "block" and len(node.named_children) == 1:
                node = node.named_children[0]
            elif word(node) in scope.bound:
                given = scope.bound[word(node)]
                node, scope = given.node, given.scope
            elif word(node) in scope.module.constants:
                node = scope.module.constants[word(node)]
                scope = Scope(module=scope.module, bound={})
            else:
                return integer_value(text(node))
        return None

    def _foreign(self, head: Head, span: Span) -> Type:  # noqa: PLR0911  one line a kind of type
        path, arguments = head.path, head.arguments
        if path in BOX_LIKE:
            return self.type(arguments[0])
        if path == OPTION:
            inner, null = self.type(arguments[0]), Null(span=span)
            if isinstance(inner, Union) and any(isinstance(x, Null) for x in inner.options):
                return inner
            return Union(span=span, options=(inner, null))
        if path in LISTS:
            return ListOf(span=span, item=self.type(arguments[0]))
        if path in MAPS:
            return self._map(arguments[0], arguments[1], span)
        if path in RANGE_LIKE:
            inner = self.type(arguments[0])
            name = path.rpartition("::")[2]
            return closed_object(span, name, **dict.fromkeys(RANGE_LIKE[path], inner))
        if path == RESULT:
            options = zip(("Ok", "Err"), arguments, strict=True)
            return Union(
                span=span,
                options=tuple(
                    closed_object(span, name, **{name: self.type(one)}) for name, one in options
                ),
            )
        if path == "std::num::NonZero" and arguments:
            name = self.head(arguments[0]).path
            return non_zero(name, span) or Undefined(span=span, name=f"NonZero<{name}>")
        found = foreign(path, span)
        if found is not None and path in {"i128", "u128"}:
            return self._fragile(found, f"serde does not read `{path}` from a buffer")
        return found or Undefined(span=span, name=path)

    def _fragile(self, kind: Type, why: str) -> Type:
        """Return a type, or what is left of it where serde cannot read it."""
        self.buffers.fragile[self.owner].add((kind.span, self.buffering))
        if kind.span in self.unreadable:
            return Opaque(span=kind.span, why=why, within=kind)
        return kind

    def _map(self, key: Expression, value: Expression, span: Span) -> Type:
        kind = self.type(value)
        any_names = MapOf(span=span, value=kind)
        names = self.key_type(key)
        if names is None:
            why = f"which names `{' '.join(text(key.node).split())}` allows as a key was not read"
            return Opaque(span=span, why=why, within=any_names)
        if isinstance(names, Text) and names == Text(span=names.span):
            return any_names
        found = replace(any_names, keys=names)
        if _is_parsed(names):
            return self._fragile(found, "serde does not read these keys from a buffer")
        return found

    def key_type(self, expression: Expression) -> Text | Literals | None:
        """Return the type of a map's names; None if it cannot be told."""
        return keys_of(self.type(expression))


def _is_parsed(names: Text | Literals) -> bool:
    """Return whether a map's names are read as numbers or as truth values."""
    if isinstance(names, Text):
        return names.pattern is not None
    return names.values == ("true", "false")


def _parameters(declared: Declared) -> list[Node]:
    found = child(declared.node, "type_parameters")
    kinds = {"type_parameter", "const_parameter", "lifetime_parameter"}
    return [] if found is None else [one for one in found.named_children if one.type in kinds]


def _is_parenthesized(node: Node) -> bool:
    """Return whether it is a type in parentheses, which has no comma as a tuple has."""
    if node.type != "tuple_type":
        return False
    inner = [one for one in node.named_children if one.type not in _NO_TYPES]
    return len(inner) == 1 and all(one.type != "," for one in node.children)
