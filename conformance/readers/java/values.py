"""Reads Java's type expressions, and the values in annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.jvm.model import Annotation, Annotations, Expr, Value, Word
from conformance.readers.jvm.trees import first, parts, unescaped
from conformance.readers.nodes import child, needed, text

if TYPE_CHECKING:
    from tree_sitter import Node

    from conformance.readers.jvm.trees import Source

_MAX_NESTING = 64


def type_of(  # noqa: PLR0911  one line a kind of type
    source: Source, node: Node, dimensions: int = 0, depth: int = 0
) -> Expr:
    """Return a type expression.

    Args:
        source: The file.
        node: The type.
        dimensions: The number of pairs of brackets that stand after the name of what has the type.
        depth: How many types it stands in.

    Raises:
        BrokenFileError: It is nested too deeply.
    """
    if depth > _MAX_NESTING:
        source.refuse(node, "the type is nested too deeply", "give its parts names")
    span, shown = source.span(node), " ".join(text(node).split())
    if dimensions:
        inner = type_of(source, node, dimensions - 1, depth + 1)
        if inner.name == "byte":
            return Expr(span=span, name="byte[]", shown="byte[]")
        return Expr(span=span, name="Array", args=(inner,), shown=f"{inner.shown}[]")
    if node.type == "array_type":
        count = text(needed(node, "dimensions")).count("[")
        return type_of(source, needed(node, "element"), count, depth + 1)
    if node.type == "annotated_type":
        *_, inner_node = parts(node)
        return type_of(source, inner_node, 0, depth + 1)
    if node.type == "wildcard":
        bounds = [] if first(node, "super") is not None else list(parts(node))
        if not bounds:
            return Expr(span=span, name="Object", shown=shown)
        return type_of(source, bounds[-1], 0, depth + 1)
    if node.type == "generic_type":
        head, *_ = parts(node)
        listed = parts(first(node, "type_arguments"))
        args = tuple(type_of(source, one, 0, depth + 1) for one in listed)
        return Expr(span=span, name=_name(head), args=args, shown=shown)
    return Expr(span=span, name=_name(node), shown=shown)


def _name(node: Node) -> str:
    """Return a name without annotations and arguments in it."""
    if node.type == "scoped_type_identifier":
        steps = [one for one in parts(node) if one.type.endswith("identifier")]
        return ".".join(map(_name, steps))
    return "".join(text(node).split())


def annotations_of(source: Source, node: Node) -> Annotations:
    """Return the annotations before a declaration."""
    modifiers = first(node, "modifiers")
    listed = [x for x in parts(modifiers) if x.type in {"annotation", "marker_annotation"}]
    return Annotations(all=tuple(_annotation(source, one, 0) for one in listed))


def _annotation(source: Source, node: Node, depth: int) -> Annotation:
    source.check(node)
    name = text(needed(node, "name")).rpartition(".")[2]
    args: dict[str, Value] = {}
    for one in parts(child(node, "arguments")):
        if one.type == "element_value_pair":
            args[text(needed(one, "key"))] = value_of(source, needed(one, "value"), depth + 1)
        else:
            args["value"] = value_of(source, one, depth + 1)
    return Annotation(span=source.span(node), name=name, args=args)


def value_of(source: Source, node: Node, depth: int = 0) -> Value:  # noqa: PLR0911
    """Return a value in the source; None for an expression that would have to be computed."""
    if depth > _MAX_NESTING:
        source.refuse(node, "the annotation is nested too deeply", "write it flatter")
    written = text(node)
    match node.type:
        case "string_literal" if not written.startswith('"""'):
            return unescaped(written[1:-1])
        case "true" | "false":
            return node.type == "true"
        case "decimal_integer_literal":
            return int(written.replace("_", "").rstrip("lL"))
        case "identifier" | "field_access":
            return Word("".join(written.split()))
        case "class_literal":
            return Word(written.removesuffix(".class").replace("$", "."))
        case "annotation" | "marker_annotation":
            return _annotation(source, node, depth)
        case "element_value_array_initializer":
            return [value_of(source, one, depth + 1) for one in parts(node)]
    return None
