"""Reads Kotlin's type expressions, and the values in annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.jvm.model import Annotation, Annotations, Expr, Value, Word
from conformance.readers.jvm.trees import first, parts, unescaped
from conformance.readers.nodes import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from conformance.readers.jvm.trees import Source

TYPES = ("user_type", "nullable_type", "parenthesized_type", "function_type", "non_nullable_type")
_MAX_NESTING = 64
_TARGETS = {"get": "get", "field": "field", "set": "set"}


def type_of(source: Source, node: Node, depth: int = 0) -> Expr:
    """Return a type expression.

    Raises:
        BrokenFileError: It is nested too deeply.
    """
    if depth > _MAX_NESTING:
        source.refuse(node, "the type is nested too deeply", "give its parts names")
    span, shown = source.span(node), " ".join(text(node).split())
    inner = first(node, *TYPES)
    if node.type in {"nullable_type", "parenthesized_type"} and inner is not None:
        found = type_of(source, inner, depth + 1)
        nullable = found.nullable or node.type == "nullable_type"
        return Expr(
            span=span, name=found.name, args=found.args, nullable=nullable, shown=found.shown
        )
    if node.type != "user_type":
        return Expr(span=span, name="", shown=shown)
    steps = [text(one) for one in parts(node) if one.type == "identifier"]
    args = tuple(
        _projection(source, one, depth + 1) for one in parts(first(node, "type_arguments"))
    )
    return Expr(span=span, name=".".join(steps), args=args, shown=shown)


def _projection(source: Source, node: Node, depth: int) -> Expr:
    """Return a type argument: `out T` is `T`, and `*` is any."""
    inner = first(node, *TYPES)
    if inner is None:
        return Expr(span=source.span(node), name="Any", shown=text(node), nullable=True)
    return type_of(source, inner, depth)


def annotations_of(source: Source, modifiers: Node | None, target: str = "") -> Annotations:
    """Return the annotations among modifiers.

    Args:
        source: The file.
        modifiers: The modifiers; None without any.
        target: The part that they are for: `get`, `set` or `field`; empty for the rest.
    """
    found = []
    for one in parts(modifiers):
        site = first(one, "use_site_target")
        name = "" if site is None else text(site).rstrip(": ")
        if one.type == "annotation" and _TARGETS.get(name, "") == target:
            found += [_annotation(source, inner, 0) for inner in parts(one) if inner != site]
    return Annotations(all=tuple(found))


def all_annotations(source: Source, modifiers: Node | None) -> Annotations:
    """Return the annotations among modifiers, whatever part they are for."""
    found = annotations_of(source, modifiers)
    for target in _TARGETS:
        found += annotations_of(source, modifiers, target)
    return found


def _annotation(source: Source, node: Node, depth: int) -> Annotation:
    """Return an annotation, which stands in the source as a type or as a call."""
    source.check(node)
    named = first(node, "user_type", "identifier", "navigation_expression") or node
    name = "".join(text(named).split()).rpartition(".")[2]
    listed = list(parts(first(node, "value_arguments")))
    args: dict[str, Value] = {}
    without: list[Value] = []
    for one in listed:
        *label, value = list(parts(one)) or [one]
        if label:
            args[text(label[0])] = value_of(source, value, depth + 1)
        else:
            without.append(value_of(source, value, depth + 1))
    if without:
        args["value"] = without[0] if len(without) == 1 else without
    return Annotation(span=source.span(node), name=name, args=args)


def value_of(source: Source, node: Node, depth: int = 0) -> Value:  # noqa: PLR0911
    """Return a value in the source; None for an expression that would have to be computed."""
    if depth > _MAX_NESTING:
        source.refuse(node, "the annotation is nested too deeply", "write it flatter")
    written = text(node)
    match node.type:
        case "string_literal" if all(one.type in _PLAIN for one in parts(node)):
            return "".join(_pieces(node))
        case "number_literal" if written.isdigit():
            return int(written)
        case "identifier" if written in {"true", "false"}:
            return written == "true"
        case "identifier" if written == "null":
            return None
        case "identifier" | "navigation_expression":
            return Word("".join(written.split()).removesuffix("::class"))
        case "call_expression" if written.startswith(("arrayOf", "[")):
            inner = parts(first(node, "value_arguments"))
            return [value_of(source, one.named_children[-1], depth + 1) for one in inner]
        case "call_expression":
            return _annotation(source, node, depth)
        case "collection_literal":
            return [value_of(source, one, depth + 1) for one in parts(node)]
    return None


_PLAIN = {"string_content", "escape_sequence"}


def _pieces(node: Node) -> Iterator[str]:
    for one in parts(node):
        yield unescaped(text(one)) if one.type == "escape_sequence" else text(one)
