"""Says which JSON values GraphQL's types have: as input, and in the answer to a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.readers.facts import (
    Boolean,
    Doc,
    Field,
    ListOf,
    Literals,
    Null,
    Number,
    Object,
    Opaque,
    Presence,
    Reference,
    Span,
    Text,
    Undefined,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.readers.facts import Type
    from conformance.readers.graphql.definitions import Definition

_INT = (-(2**31), 2**31 - 1)
_SCALARS = {"Boolean", "Float", "ID", "Int", "String"}
TAG = "__typename"


class Types:
    """Reads definitions, and collects those that they lead to."""

    def __init__(self, found: Mapping[str, Definition]) -> None:
        """Read from the definitions of a file."""
        self._found = found
        self._named: dict[str, None] = {}

    def all_read(self, name: str) -> dict[str, Type]:
        """Return a type and those that it leads to, by name."""
        self._named[name] = None
        types: dict[str, Type] = {}
        while len(types) < len(self._named):
            for each in list(self._named):
                if each not in types:
                    types[each] = self._definition(self._found[each])
        return types

    def _definition(self, one: Definition) -> Type:
        match one.kind:
            case "enum":
                values = tuple(x.name.value for x in one.values)
                return Literals(span=one.span, values=values, name=one.name)
            case "input":
                return self._input(one)
            case "scalar":
                why = f"how the scalar {one.name} is written is up to its code"
                return Opaque(span=one.span, why=why)
            case "union":
                names = [(x.name.value, one.span_of(x)) for x in one.types]
                return Union(
                    span=one.span, options=tuple(self._named_type(x, at) for x, at in names)
                )
            case "interface":
                return self._interface(one)
        return self._object(one)

    # --- input ---

    def _input(self, one: Definition) -> Type:
        fields = tuple(self._input_field(one, x) for x in one.fields)
        if "oneOf" not in one.directives:
            return Object(span=one.span, name=one.name, fields=fields)
        options = tuple(
            Object(
                span=field.span,
                name=one.name,
                fields=(Field(name=field.name, type=_without_null(field.type), span=field.span),),
            )
            for field in fields
        )
        return options[0] if len(options) == 1 else Union(span=one.span, options=options)

    def _input_field(self, one: Definition, node: Any) -> Field:  # noqa: ANN401
        required = node.type.kind == "non_null_type" and node.default_value is None
        return Field(
            name=node.name.value,
            type=self._type(node.type, one.span_of(node), is_input=True),
            span=one.span_of(node),
            received=Presence.REQUIRED if required else Presence.OPTIONAL,
            nullable=False,
            doc=_doc(one, node),
        )

    # --- answers ---

    def _object(self, one: Definition) -> Object:
        """Return an object of an answer: a query asks for any of the fields."""
        tag = Literals(span=one.span, values=(one.name,), closed=True)
        held = [_optional(TAG, tag, one.span)]
        held += [
            _optional(
                x.name.value,
                self._type(x.type, one.span_of(x), is_input=False),
                one.span_of(x),
                _doc(one, x),
            )
            for x in one.fields
        ]
        return Object(span=one.span, name=one.name, fields=tuple(held))

    def _interface(self, one: Definition) -> Type:
        below = [x for x in self._found.values() if x.kind == "object" and one.name in x.interfaces]
        if not below:
            why = f"the file has no type that implements {one.name}"
            return Opaque(span=one.span, why=why)
        options = tuple(self._named_type(x.name, x.span) for x in below)
        return options[0] if len(options) == 1 else Union(span=one.span, options=options)

    # --- types ---

    def _type(self, node: Any, span: Span, *, is_input: bool) -> Type:  # noqa: ANN401
        """Return a type, with null unless it ends with `!`."""
        if node.kind == "non_null_type":
            return self._bare(node.type, span, is_input=is_input)
        bare = self._bare(node, span, is_input=is_input)
        return Union(span=span, options=(bare, Null(span=span)))

    def _bare(self, node: Any, span: Span, *, is_input: bool) -> Type:  # noqa: ANN401
        if node.kind == "list_type":
            item = self._type(node.type, span, is_input=is_input)
            return ListOf(span=span, item=item, lax=_without_null(item) if is_input else None)
        name = node.name.value
        if name in _SCALARS and name not in self._found:
            return _scalar(name, span, is_input=is_input)
        return self._named_type(name, span)

    def _named_type(self, name: str, span: Span) -> Type:
        if name not in self._found:
            return Undefined(span=span, name=name)
        self._named[name] = None
        return Reference(span=span, name=name)


def _scalar(name: str, span: Span, *, is_input: bool) -> Type:
    match name:
        case "Int":
            return Number(span=span, integer=True, range=_INT, name=name)
        case "Float":
            return Number(span=span)
        case "Boolean":
            return Boolean(span=span)
        case "ID" if is_input:
            return Union(span=span, options=(Text(span=span), Number(span=span, integer=True)))
    return Text(span=span)


def _without_null(kind: Type) -> Type:
    """Return the type of an input without the null that its expression adds."""
    if isinstance(kind, Union) and isinstance(kind.options[-1], Null):
        return kind.options[0]
    return kind


def _optional(name: str, kind: Type, span: Span, doc: Doc | None = None) -> Field:
    return Field(
        name=name, type=kind, span=span, received=Presence.OPTIONAL, nullable=False, doc=doc
    )


def _doc(one: Definition, node: Any) -> Doc | None:  # noqa: ANN401
    if node.description is None:
        return None
    start = node.description.loc.start_token
    return Doc(node.description.value, Span(one.file, start.line, start.column))
