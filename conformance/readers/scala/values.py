"""Reads Scala's type expressions and annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.jvm.model import Annotation, Annotations, Expr, Value
from conformance.readers.jvm.trees import first, parts, unescaped
from conformance.readers.nodes import child, needed, text

if TYPE_CHECKING:
    from tree_sitter import Node

    from conformance.readers.jvm.trees import Source

_NAMES = {"type_identifier", "stable_type_identifier", "identifier"}
_MAX_NESTING = 64


def type_of(source: Source, node: Node, depth: int = 0) -> Expr:
    """Return a type expression.

    Raises:
        BrokenFileError: It is nested too deeply.
    """
    if depth > _MAX_NESTING:
        source.refuse(node, "the type is nested too deeply", "give its parts names")
    span, shown = source.span(node), " ".join(text(node).split())
    if node.type in _NAMES:
        return Expr(span=span, name="".join(shown.split()), shown=shown)
    if node.type == "generic_type":
        head = needed(node, "type")
        listed = parts(child(node, "type_arguments"))
        args = tuple(type_of(source, one, depth + 1) for one in listed)
        name = "".join(text(head).split()) if head.type in _NAMES else ""
        return Expr(span=span, name=name, args=args, shown=shown)
    return Expr(span=span, name="", shown=shown)


def annotations_of(source: Source, node: Node) -> Annotations:
    """Return the annotations of a declaration or a parameter, with a text as their value."""
    found = []
    for one in parts(node):
        if one.type != "annotation":
            continue
        source.check(one)
        argument = next(parts(child(one, "arguments")), None)
        args: dict[str, Value] = {}
        if argument is not None and argument.type == "string" and first(argument) is None:
            args["value"] = unescaped(text(argument).strip('"'))
        name = text(needed(one, "name")).rpartition(".")[2]
        found.append(Annotation(span=source.span(one), name=name, args=args))
    return Annotations(all=tuple(found))
