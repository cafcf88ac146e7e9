"""Works out the types of values: literals, constants, names of properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.typescript.access import lookup
from conformance.readers.typescript.enums import enum_object, scalar
from conformance.readers.typescript.kinds import (
    SYMBOL,
    Index,
    Later,
    Listed,
    Literal,
    Missing,
    Open,
    Placed,
    Prop,
    Shape,
    either,
    key_of,
    known,
)
from conformance.readers.typescript.syntax import has_word, inside, number_name

if TYPE_CHECKING:
    from tree_sitter import Node

    from conformance.readers.typescript.context import Context
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.reader import Reader
    from conformance.readers.typescript.scopes import Constant

_FUNCTIONS = {"arrow_function", "function_expression", "generator_function"}


def literal(node: Node, at: Context) -> Kind:
    """Return the type of a literal that stands where a type does."""
    span = at.source.span(node)
    match node.type:
        case "null":
            return facts.Null(span=span)
        case "undefined":
            return Missing(span)
    value = scalar(node, at.source)
    if value is None:
        return facts.Opaque(span=span, why=f"JSON has no value {at.source.text(node)}")
    return Literal(span, value)


def type_of(node: Node, at: Context, reader: Reader) -> Kind:
    """Return `typeof` a constant, or of a part of one."""
    span, text = at.source.span(node), at.source.text(node)
    if node.type not in {"identifier", "member_expression"}:
        return facts.Opaque(span=span, why=f"the type of `{text}` is not worked out")
    with reader.deeper(span):
        found = reader.program.meaning(text.split("."), at.scope)
        if found is not None and found.value is not None:
            return _constant(found.value, reader)
        if found is not None and found.type is not None and found.type.what == "enum":
            return enum_object(found.type, reader)
        if node.type == "member_expression" and text.startswith("Symbol."):
            return facts.Opaque(span=span, why=SYMBOL)
        if node.type == "member_expression":
            whole, name = at.source.parts(node, 2)
            key = Literal(span, at.source.text(name))
            return lookup(type_of(whole, at, reader), key, span, reader)
    return facts.Opaque(span=span, why=f"the type of `{text}` is not known")


def _constant(constant: Constant, reader: Reader) -> Kind:
    node = constant.node
    key = f"{constant.scope.source.document.path}@{node.start_byte}"
    if key not in reader.bodies:
        reader.bodies[key] = Later(lambda: _declared(constant, reader))
    at = reader.place(constant.scope)
    return reader.value(reader.bodies[key], at.source.span(node), "the constant")


def _declared(constant: Constant, reader: Reader) -> Kind:
    at = reader.place(constant.scope)
    at.source.check(constant.node)
    annotation = constant.node.child_by_field_name("type")
    value = constant.node.child_by_field_name("value")
    if annotation is not None:
        return reader.read(annotation, at)
    if value is None:
        return facts.Anything(span=at.source.span(constant.node))
    kind = expression(value, at, reader, frozen=constant.is_const)
    is_compound = isinstance(kind, Shape | Placed | Listed | Open)
    return expression(value, at, reader) if is_compound else kind


def expression(  # noqa: PLR0911  one line a kind of expression
    node: Node, at: Context, reader: Reader, *, frozen: bool = False
) -> Kind:
    """Return the type of an expression.

    Args:
        node: The expression.
        at: Where it stands.
        reader: Works out the types in it.
        frozen: Whether it is `as const`: its values are types of their own.
    """
    span = at.source.span(node)
    with reader.deeper(span):
        match node.type:
            case "as_expression" if not has_word(node, "const"):
                return reader.read(at.source.parts(node, 2)[1], at)
            case "as_expression":
                return expression(at.source.parts(node, 1)[0], at, reader, frozen=True)
            case "parenthesized_expression" | "satisfies_expression":
                return expression(at.source.parts(node, 1)[0], at, reader, frozen=frozen)
            case "array":
                return _array(node, at, reader, frozen=frozen)
            case "object":
                return _object(node, at, reader, frozen=frozen)
            case "identifier" | "member_expression":
                return _named(node, at, reader, frozen=frozen)
        return _simple(node, at, frozen=frozen)


def _simple(node: Node, at: Context, *, frozen: bool) -> Kind:
    """Return the type of an expression that holds no name and no other expression."""
    span = at.source.span(node)
    if node.type in {"null", "undefined"}:
        return literal(node, at)
    if node.type in _FUNCTIONS:
        return facts.Opaque(span=span, why="a function is no JSON value")
    if node.type == "call_expression" and at.source.text(node).startswith("Symbol("):
        return facts.Opaque(span=span, why=SYMBOL)
    value = scalar(node, at.source)
    if value is None:
        return facts.Opaque(span=span, why="the type of an expression is not worked out")
    return Literal(span, value) if frozen else _base(Literal(span, value))


def _base(kind: Literal) -> Kind:
    """Return the type of all values like a literal."""
    if isinstance(kind.value, bool):
        return facts.Boolean(span=kind.span)
    if isinstance(kind.value, str):
        return facts.Text(span=kind.span)
    return facts.Number(span=kind.span)


def _named(node: Node, at: Context, reader: Reader, *, frozen: bool) -> Kind:
    if node.type == "shorthand_property_identifier":
        found = reader.program.meaning([at.source.text(node)], at.scope)
        value = None if found is None else found.value
        span = at.source.span(node)
        unknown = facts.Opaque(span=span, why=f"`{at.source.text(node)}` is not known")
        kind = unknown if value is None else _constant(value, reader)
    else:
        kind = type_of(node, at, reader)
    if isinstance(kind, Literal) and not frozen:
        why = "whether a value may change is not worked out"
        return Open(kind.span, why, _base(kind))
    return kind


def _array(node: Node, at: Context, reader: Reader, *, frozen: bool) -> Kind:
    span = at.source.span(node)
    items: list[Kind] = []
    for each in inside(node):
        if each.type != "spread_element":
            items.append(expression(each, at, reader, frozen=frozen))
            continue
        more = reader.settled(expression(at.source.parts(each, 1)[0], at, reader, frozen=frozen))
        if not isinstance(more, Placed) or more.optional or more.rest is not None:
            why = "an array with a spread of what is not known"
            return Open(span, why, Listed(span, facts.Anything(span=span)))
        items += more.items
    if frozen:
        return Placed(span, tuple(items))
    return Listed(span, either(span, {key_of(item): item for item in items}.values()))


def _object(node: Node, at: Context, reader: Reader, *, frozen: bool) -> Kind:
    span = at.source.span(node)
    props: dict[str, Prop] = {}
    indexes: list[Index] = []
    for each in inside(node):
        place = at.source.span(each)
        if each.type == "spread_element":
            more = reader.settled(
                expression(at.source.parts(each, 1)[0], at, reader, frozen=frozen)
            )
            if not isinstance(more, Shape) or any(x.optional for x in more.props.values()):
                return facts.Opaque(span=span, why="an object with a spread of what is not known")
            props |= more.props
            continue
        name, value = each.child_by_field_name("key"), each.child_by_field_name("value")
        if each.type == "shorthand_property_identifier":
            text = at.source.text(each)
            props[text] = Prop(text, place, known(_named(each, at, reader, frozen=frozen)))
        elif each.type == "pair" and name is not None and value is not None:
            key = property_name(name, at, reader)
            if not isinstance(key, Literal):
                return facts.Opaque(span=span, why="an object with a name that is not known")
            text = key.value if isinstance(key.value, str) else number_name(key.value)
            is_number = not isinstance(key.value, str)
            kind = expression(value, at, reader, frozen=frozen)
            props[text] = Prop(text, place, known(kind), numeric=is_number)
        else:
            method = each.child_by_field_name("name")
            text = "" if method is None else at.source.text(method)
            function = facts.Opaque(span=place, why="a function is no JSON value")
            props[text] = Prop(text, place, known(function))
    return Shape(span, at.key(node), props, tuple(indexes), "a constant")


def property_name(node: Node, at: Context, reader: Reader) -> Kind:
    """Return the name of a property as a type: usually a literal."""
    span = at.source.span(node)
    if node.type == "property_identifier":
        return Literal(span, at.source.text(node))
    if node.type == "identifier":  # a parameter of a constructor
        return Literal(span, at.source.text(node))
    if node.type == "computed_property_name":
        node = at.source.parts(node, 1)[0]
    if node.type in {"identifier", "member_expression"}:
        return reader.settled(type_of(node, at, reader))
    value = scalar(node, at.source)
    if value is None or isinstance(value, bool):
        return facts.Opaque(span=span, why="the name of a property is not known")
    return Literal(span, value)
