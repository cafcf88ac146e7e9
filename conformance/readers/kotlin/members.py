"""Finds what a Kotlin class holds: properties, constructors, an enumeration's constants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.jvm.model import Annotations, Constant, Creator, Expr, Member, Role, Word
from conformance.readers.jvm.trees import doc_of, first, parts
from conformance.readers.kotlin.values import (
    TYPES,
    all_annotations,
    annotations_of,
    type_of,
    value_of,
)
from conformance.readers.nodes import needed, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from conformance.readers.jvm.model import Value
    from conformance.readers.jvm.trees import Source

_HIDDEN = {"private", "protected", "internal"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a class holds.

    Attributes:
        members: A getter for each property, a setter for each that can be set, and a field for
            each that the body stores.
        creators: The main constructor first, if there is one.
    """

    members: tuple[Member, ...]
    creators: tuple[Creator, ...]


def body_of(source: Source, node: Node) -> Body:
    """Return what a class holds."""
    members: list[Member] = []
    creators: list[Creator] = []
    constructor = first(node, "primary_constructor")
    if constructor is not None:
        found = list(parts(first(constructor, "class_parameters")))
        parameters = [_parameter(source, one) for one in found]
        annotations = annotations_of(source, first(constructor, "modifiers"))
        creators.append(
            Creator(
                span=source.span(constructor),
                name="",
                parameters=tuple(parameters),
                annotations=annotations,
            )
        )
        for one, parameter in zip(found, parameters, strict=True):
            if any(x.type in {"val", "var"} for x in one.children):
                members += _accessors(source, one, parameter)
    for one in parts(first(node, "class_body", "enum_class_body")):
        if one.type == "property_declaration":
            members += _property(source, one)
        elif one.type == "companion_object":
            creators += _makers(source, one)
    return Body(members=tuple(members), creators=tuple(creators))


def _parameter(source: Source, node: Node) -> Member:
    name, typed = first(node, "identifier") or node, first(node, *TYPES) or node
    kind = type_of(source, typed)
    if "vararg" in text(first(node, "modifiers") or name).split():
        kind = Expr(span=kind.span, name="Array", args=(kind,), shown=kind.shown)
    return Member(
        role=Role.PARAMETER,
        name=text(name),
        own=text(name),
        type=kind,
        span=source.span(name),
        annotations=all_annotations(source, first(node, "modifiers")),
        default=any(one.type == "=" for one in node.children),
        doc=doc_of(source, node),
    )


def _accessors(source: Source, node: Node, held: Member) -> Iterator[Member]:
    """Yield the getter of a property, and its setter if it can be set."""
    modifiers = first(node, "modifiers")
    words = set() if modifiers is None else set(text(modifiers).split())
    public = not words & _HIDDEN
    of_getter = annotations_of(source, modifiers, "get")
    yield replace(held, role=Role.GETTER, public=public, annotations=of_getter)
    if any(one.type == "var" for one in node.children):
        of_setter = annotations_of(source, modifiers, "set")
        yield replace(held, role=Role.SETTER, public=public, annotations=of_setter)


def _property(source: Source, node: Node) -> Iterator[Member]:
    """Yield the members of a property in the body."""
    declared = first(node, "variable_declaration")
    if declared is None:
        return
    name = first(declared, "identifier") or declared
    typed = first(declared, *TYPES)
    modifiers = first(node, "modifiers")
    words = set() if modifiers is None else set(text(modifiers).split())
    held = Member(
        role=Role.FIELD,
        name=text(name),
        own=text(name),
        type=Expr(span=source.span(name), name="", shown=text(name))
        if typed is None
        else type_of(source, typed),
        span=source.span(name),
        annotations=all_annotations(source, modifiers),
        public=False,
        mutable=any(one.type == "var" for one in node.children),
        default=any(one.type == "=" for one in node.children),
        doc=doc_of(source, node),
    )
    if held.default or "lateinit" in words:
        yield held
    for one in _accessors(source, node, held):
        yield replace(one, annotations=one.annotations if held.default else held.annotations)


def _makers(source: Source, node: Node) -> Iterator[Creator]:
    """Yield the functions of a companion that make a value, by `@JsonCreator`."""
    for one in parts(first(node, "class_body")):
        annotations = annotations_of(source, first(one, "modifiers"))
        if one.type != "function_declaration" or "JsonCreator" not in annotations:
            continue
        parameters: list[Member] = []
        before = Annotations()
        for inner in parts(first(one, "function_value_parameters")):
            if inner.type == "parameter":
                parameters.append(replace(_parameter(source, inner), annotations=before))
                before = Annotations()
            else:
                before = annotations_of(source, inner)
        yield Creator(
            span=source.span(one),
            name=text(needed(one, "name")),
            parameters=tuple(parameters),
            annotations=annotations,
        )


def constants_of(source: Source, node: Node) -> Iterator[tuple[Constant, tuple[Value, ...]]]:
    """Yield the constants of an enumeration, each with the arguments of its constructor."""
    for one in parts(first(node, "enum_class_body")):
        name = first(one, "identifier")
        if one.type == "enum_entry" and name is not None:
            values = tuple(
                value_of(source, (list(parts(x)) or [x])[-1])
                for x in parts(first(one, "value_arguments"))
            )
            annotations = annotations_of(source, first(one, "modifiers"))
            yield (
                Constant(span=source.span(one), name=text(name), annotations=annotations),
                values,
            )


def given_to(body: Body, constant: Constant, values: tuple[Value, ...]) -> Constant:
    """Return a constant with what its arguments give to properties, as far as they are literals."""
    parameters = body.creators[0].parameters if body.creators else ()
    given = {
        one.own: value
        for one, value in zip(parameters, values, strict=False)
        if isinstance(value, bool | int | str) and not isinstance(value, Word)
    }
    return replace(constant, values=given)
