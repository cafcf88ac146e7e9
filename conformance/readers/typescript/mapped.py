"""Works out mapped types: `{ [K in …]: … }`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.typescript.access import index_sort, shape_of
from conformance.readers.typescript.kinds import (
    Both,
    Index,
    Later,
    Listed,
    Literal,
    Placed,
    Prop,
    Shape,
    either,
)
from conformance.readers.typescript.syntax import child, inside, number_name

if TYPE_CHECKING:
    from tree_sitter import Node

    from conformance.readers.typescript.context import Context
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.reader import Reader


def mapped(node: Node, clause: Node, at: Context, reader: Reader) -> Kind:
    """Return the type `{ [K in …]: … }`."""
    over = _mapped_over(clause, at)
    if over is None:
        return _mapped(node, clause, at, reader, None)
    base_node, base_at = over
    base = reader.read(base_node, base_at)
    parameter = at.source.text(base_node)
    if parameter not in at.parameters:
        return _mapped(node, clause, at, reader, base)
    span = at.source.span(node)
    found: list[Kind] = []
    for option in reader.options(base):
        inner = at.having(parameter, option)
        settled = reader.settled(option)
        if isinstance(settled, Listed):
            found.append(Listed(span, _element(node, clause, inner, reader)))
        elif isinstance(settled, Placed) and settled.rest is None:
            found.append(_mapped_tuple(node, clause, inner, reader, settled))
        elif isinstance(settled, Shape):
            found.append(_mapped(node, clause, inner, reader, option))
        elif isinstance(settled, facts.Anything | facts.Opaque | facts.Undefined | Both | Placed):
            why = "a mapped type over a type whose properties are not known"
            found.append(facts.Opaque(span=span, why=why))
        else:
            found.append(option)
    return either(span, found)


def _mapped_over(clause: Node, at: Context) -> tuple[Node, Context] | None:
    """Return the type whose properties are mapped, if there is one: the T of `K in keyof T`."""
    keys = clause.child_by_field_name("type")
    while keys is not None and keys.type == "parenthesized_type":
        keys = at.source.parts(keys, 1)[0]
    if keys is not None and keys.type == "type_identifier":
        keys = _bound(keys, at)
    return (
        (at.source.parts(keys, 1)[0], at)
        if keys is not None and keys.type == "index_type_query"
        else None
    )


def _bound(name: Node, at: Context) -> Node | None:
    """Return what a type parameter of the declaration around it extends; None if nothing."""
    text, around = at.source.text(name), name.parent
    while around is not None:
        listed = around.child_by_field_name("type_parameters")
        for each in inside(listed) if listed else []:
            called, bound = each.child_by_field_name("name"), child(each, "constraint")
            if called is not None and bound is not None and at.source.text(called) == text:
                return at.source.parts(bound, 1)[0]
        around = around.parent
    return None


def _mapped(node: Node, clause: Node, at: Context, reader: Reader, base: Kind | None) -> Kind:
    span = at.source.span(node)
    listed = clause.child_by_field_name("type")
    shape = None if base is None else shape_of(base, reader)
    props: dict[str, Prop] = {}
    indexes: list[Index] = []
    for option in reader.options(reader.read(listed, at)) if listed else []:
        inner = at.having(_variable(clause, at), option)
        names = _renamed(clause, option, inner, reader)
        for name in names:
            sort = index_sort(name)
            if isinstance(name, Literal):
                made = _mapped_prop(node, name, inner, reader, _prop(shape, option))
                props[made.name] = made
            elif isinstance(name, facts.Text | facts.Number):
                keys = sort or ""
                indexes.append(Index(span, keys, _mapped_value(node, inner, reader)))
            elif sort is not None:
                why = "a mapped type over names that are not known"
                return facts.Opaque(span=span, why=why)
    return Shape(span, at.key(node), props, tuple(indexes), "a mapped type", depth=at.depth())


def _renamed(clause: Node, option: Kind, at: Context, reader: Reader) -> list[Kind]:
    alias = clause.child_by_field_name("alias")
    return [option] if alias is None else reader.options(reader.read(alias, at))


def _variable(clause: Node, at: Context) -> str:
    name = clause.child_by_field_name("name")
    return "" if name is None else at.source.text(name)


def _prop(shape: Shape | None, name: Kind) -> Prop | None:
    if shape is None or not isinstance(name, Literal):
        return None
    text = name.value if isinstance(name.value, str) else number_name(name.value)
    return shape.props.get(text)


def _mapped_prop(node: Node, name: Literal, at: Context, reader: Reader, old: Prop | None) -> Prop:
    """Return one property of a mapped type; it keeps the question mark of the old one."""
    is_number = not isinstance(name.value, str)
    text = number_name(name.value) if not isinstance(name.value, str) else name.value
    was_optional = old is not None and old.optional
    optional = was_optional
    match _sign(node):
        case "opting_type_annotation" | "adding_type_annotation":
            optional = True
        case "omitting_type_annotation":
            optional = False
    value = _mapped_value(node, at, reader)
    if was_optional and not optional:
        with_it = value
        value = Later(lambda: reader.present(reader.value(with_it, name.span, text)))
    span = old.span if old is not None else name.span
    return Prop(text, span, value, optional, None if old is None else old.doc, is_number)


def _sign(node: Node) -> str:
    annotation = node.child_by_field_name("type")
    return "" if annotation is None else annotation.type


def _mapped_value(node: Node, at: Context, reader: Reader) -> Later:
    annotation = node.child_by_field_name("type") or node
    return Later(lambda: reader.read(at.source.parts(annotation, 1)[0], at))


def _element(node: Node, clause: Node, at: Context, reader: Reader) -> Kind:
    span = at.source.span(node)
    inner = at.having(_variable(clause, at), facts.Number(span=span))
    return reader.value(_mapped_value(node, inner, reader), span, "the mapped type")


def _mapped_tuple(node: Node, clause: Node, at: Context, reader: Reader, old: Placed) -> Kind:
    span = at.source.span(node)
    items = []
    for index in range(len(old.items)):
        inner = at.having(_variable(clause, at), Literal(span, index))
        items.append(reader.value(_mapped_value(node, inner, reader), span, "the mapped type"))
    optional = old.optional
    if _sign(node) in {"opting_type_annotation", "adding_type_annotation"}:
        optional = len(items)
    elif _sign(node) == "omitting_type_annotation":
        optional = 0
    return Placed(span, tuple(items), optional)
