"""Tells the getters, setters and creators among methods, and what gives an enumeration's values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.java.values import annotations_of, type_of, value_of
from conformance.readers.jvm.model import Creator, Member, Role, Word
from conformance.readers.jvm.naming import property_of
from conformance.readers.jvm.trees import doc_of, first, parts
from conformance.readers.nodes import child, needed, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

    from conformance.model import Json
    from conformance.readers.jvm.model import Annotations
    from conformance.readers.jvm.trees import Source

_NAMED = ("JsonProperty", "JsonGetter", "JsonSetter")
_ANY = ("JsonAnyGetter", "JsonAnySetter")
_PARAMETERS = ("formal_parameter", "spread_parameter")


def _words(node: Node) -> set[str]:
    modifiers = first(node, "modifiers")
    return set() if modifiers is None else {one.type for one in modifiers.children}


def methods_of(
    source: Source, found: Sequence[Node], components: Sequence[str]
) -> Iterator[Member]:
    """Yield the getters and setters among the members of a class.

    Args:
        source: The file.
        found: The members.
        components: The components of a record, whose accessors bear their names.
    """
    for node in found:
        if node.type != "method_declaration" or "static" in _words(node):
            continue
        made = _method(source, node, components)
        if made is not None:
            yield made


def _method(source: Source, node: Node, components: Sequence[str]) -> Member | None:
    annotations, own = annotations_of(source, node), text(needed(node, "name"))
    parameters = [x for x in parts(child(node, "parameters")) if x.type in _PARAMETERS]
    result = needed(node, "type")
    is_named = annotations.get(*_NAMED, *_ANY) is not None
    role, name, typed = Role.GETTER, None, result
    if not parameters and result.type != "void_type":
        name = property_of(own, "get")
        if result.type == "boolean_type":
            name = name or property_of(own, "is")
        if own in components:
            name = own
    elif len(parameters) == 1 and parameters[0].type == "formal_parameter":
        role, name, typed = Role.SETTER, property_of(own, "set"), needed(parameters[0], "type")
    elif "JsonAnySetter" in annotations and parameters:
        role, typed = Role.SETTER, needed(parameters[-1], "type")
    else:
        return None
    if own == "getClass" or (name is None and not is_named):
        return None
    return Member(
        role=role,
        name=name or own,
        own=own,
        type=type_of(source, typed),
        span=source.span(needed(node, "name")),
        annotations=annotations,
        public="public" in _words(node) or _in_interface(node),
        doc=doc_of(source, node),
    )


def _in_interface(node: Node) -> bool:
    return node.parent is not None and node.parent.type == "interface_body"


def creators_of(source: Source, found: Sequence[Node]) -> Iterator[Creator]:
    """Yield the constructors, and the static methods with `@JsonCreator`."""
    for node in found:
        annotations = annotations_of(source, node)
        is_method = node.type == "method_declaration"
        if node.type == "constructor_declaration" or (is_method and "JsonCreator" in annotations):
            yield Creator(
                span=source.span(needed(node, "name")),
                name=text(needed(node, "name")) if is_method else "",
                parameters=tuple(parameters_of(source, child(node, "parameters"))),
                annotations=annotations,
                public="public" in _words(node),
            )


def parameters_of(source: Source, node: Node | None) -> Iterator[Member]:
    """Yield the parameters of a constructor, a method or a record."""
    for one in parts(node):
        if one.type not in _PARAMETERS:
            continue
        declarator = first(one, "variable_declarator")
        name = text(needed(declarator or one, "name"))
        typed = child(one, "type") or first(one, *_TYPES) or one
        brackets = child(one, "dimensions")
        count = 0 if brackets is None else text(brackets).count("[")
        yield Member(
            role=Role.PARAMETER,
            name=name,
            own=name,
            type=type_of(source, typed, count + (one.type == "spread_parameter")),
            span=source.span(one),
            annotations=annotations_of(source, one),
            doc=doc_of(source, one),
        )


_TYPES = (
    *("type_identifier", "generic_type", "integral_type", "floating_point_type", "boolean_type"),
    *("scoped_type_identifier", "array_type", "annotated_type"),
)


def valued_by(source: Source, found: Sequence[Node]) -> str | None:
    """Return the field that stands for a value on the wire, empty if code does; None without one.

    That is what `@JsonValue` is on, or what the method with it returns.
    """
    for node in found:
        if not _is_value(annotations_of(source, node)):
            continue
        if node.type == "field_declaration":
            return text(needed(needed(node, "declarator"), "name"))
        body = child(node, "body")
        inside = [] if body is None else list(parts(body))
        if len(inside) == 1 and inside[0].type == "return_statement":
            return _field_named(next(parts(inside[0]), inside[0])) or ""
        return ""
    return None


def _is_value(annotations: Annotations) -> bool:
    mark = annotations.get("JsonValue")
    return mark is not None and mark.get() is not False


def _field_named(node: Node) -> str | None:
    """Return the field that an expression is: `value` or `this.value`; None if it is none."""
    if node.type == "identifier":
        return text(node)
    if node.type == "field_access" and text(needed(node, "object")) == "this":
        return text(needed(node, "field"))
    return None


def given_values(
    source: Source, constant: Node, found: Sequence[Node], fields: Sequence[Member]
) -> dict[str, Json]:
    """Return what a constant's arguments give to fields, as far as they are literals."""
    arguments = list(parts(child(constant, "arguments")))
    constructors = [
        one
        for one in found
        if one.type == "constructor_declaration"
        and len(list(parts(child(one, "parameters")))) == len(arguments)
    ]
    values: dict[str, Json] = {}
    if not any(one.type == "constructor_declaration" for one in found):  # Lombok makes it
        places = {one.own: place for place, one in enumerate(fields)}
    elif len(constructors) == 1:
        places = _assigned(source, constructors[0])
    else:
        return values
    for name, place in places.items():
        value = value_of(source, arguments[place]) if place < len(arguments) else None
        if isinstance(value, bool | int | str) and not isinstance(value, Word):
            values[name] = value
    return values


def _assigned(source: Source, constructor: Node) -> dict[str, int]:
    """Return the fields that a constructor sets, each with the number of its parameter."""
    parameters = [x.own for x in parameters_of(source, child(constructor, "parameters"))]
    found: dict[str, int] = {}
    for statement in parts(child(constructor, "body")):
        one = next(parts(statement), None)
        if one is None or one.type != "assignment_expression":
            continue
        name, value = _field_named(needed(one, "left")), text(needed(one, "right"))
        if name is not None and value in parameters:
            found[name] = parameters.index(value)
    return found
