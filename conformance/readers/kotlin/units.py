"""Finds the declarations of a Kotlin file, and makes what they say neutral."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import tree_sitter_kotlin
from tree_sitter import Language

from conformance.readers.jvm.model import Declared, Kind
from conformance.readers.jvm.project import Head, Unit, unit_of
from conformance.readers.jvm.trees import Source, first, parts
from conformance.readers.kotlin.members import Body, body_of, constants_of, given_to
from conformance.readers.kotlin.values import TYPES, annotations_of, type_of
from conformance.readers.nodes import child, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

    from conformance.readers.documents import Document
    from conformance.readers.jvm.model import Expr

SUFFIXES = (".kt",)
_LANGUAGE = Language(tree_sitter_kotlin.language())
_DECLARES = {"class_declaration", "object_declaration", "type_alias"}
_BODIES = ("class_body", "enum_class_body")
_MAX_NESTING = 64
_PLACES = re.compile(
    r'"""(?:[^"]|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/'
    r"|(?P<end>\})"
    r"|(?P<bare>\b(?:class|interface|object)[ \t]+\w+)"
    r"(?=[ \t]*(?:\Z|\n(?!\s*(?:[({:<]|where\b))))",
    re.DOTALL,
)
_HEADER = re.compile(
    r"\bclass[ \t]+\w+(?:<[^>{}]*>)?\s*\n"
    r"(?:\s*@[\w.:]+(?:\([^()\n]*\))?|\s*(?:private|internal|protected|public)\b)*\s*constructor\b"
)


def evened(written: str) -> str:
    """Return a text with each constructor on the line of its class, where the grammar wants it."""
    return _HEADER.sub(lambda found: found[0].replace("\n", " "), written)


def added(written: str) -> Sequence[tuple[int, str]]:
    """Return what a text lacks for the grammar, which is stricter than Kotlin.

    It wants a line's end before each brace that closes a body, and a body where there is none.
    """
    places = []
    for found in _PLACES.finditer(written):
        if found["end"]:
            places.append((found.start(), "\n"))
        elif found["bare"]:
            places.append((found.end(), " {}"))
    return places


def read_unit(document: Document) -> Unit:
    """Return a file with the names of its types; it may hold errors elsewhere."""
    return document.once(
        "kotlin", lambda: _unit(Source(document, _LANGUAGE, "Kotlin", added, evened))
    )


def _unit(source: Source) -> Unit:
    head = Head()
    for node in parts(source.root):
        if node.type == "package_header":
            head.package = _dotted(node)
        elif node.type == "import":
            full, alias = _dotted(node), first(node, "identifier")
            if text(node).rstrip().endswith("*"):
                head.wildcards.append(full)
            else:
                name = full.rpartition(".")[2] if alias is None else text(alias)
                head.imports[name] = full
    return unit_of(source, head, _types(source, source.root, ()), lowered)


def _dotted(node: Node) -> str:
    found = first(node, "qualified_identifier")
    return "" if found is None else "".join(text(found).split())


def _types(
    source: Source, around: Node | None, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Node]]:
    for node in _declarations(source, around):
        name = child(node, "name") or child(node, "type")
        if node.type in _DECLARES and name is not None:
            here = (*path, text(name))
            if len(here) > _MAX_NESTING:
                source.refuse(node, "types are nested too deeply", "use fewer levels")
            yield here, node
            yield from _types(source, first(node, *_BODIES), here)


def _declarations(source: Source, around: Node | None) -> Iterator[Node]:
    """Yield the parts of a body; what the grammar takes for an expression is parsed alone."""
    for node in parts(around):
        if node.type == "annotated_expression":
            yield from parts(source.alone(node))
        else:
            yield node


def lowered(unit: Unit, node: Node, path: tuple[str, ...]) -> Declared:
    """Return what a declaration says.

    Raises:
        BrokenFileError: It is not well-formed.
    """
    source = unit.source
    if node.is_error:
        source.check(node)
    modifiers = first(node, "modifiers")
    words = set() if modifiers is None else set(text(modifiers).split())
    parameters = tuple(
        text(next(x for x in parts(one) if x.type == "identifier"))
        for one in parts(first(node, "type_parameters"))
    )
    if node.type == "type_alias":
        source.check(node)
        target = first(node, *TYPES) or node
        return Declared(
            path=path,
            kind=Kind.ALIAS,
            span=source.span(node),
            parameters=parameters,
            alias=type_of(source, target),
        )
    _check(source, node)
    kind = _kind(node, words)
    body = body_of(source, node)
    constants = tuple(constants_of(source, node)) if kind is Kind.ENUM else ()
    return Declared(
        path=path,
        kind=kind,
        span=source.span(node),
        parameters=parameters,
        supers=tuple(_supers(source, node, called=True)),
        interfaces=tuple(_supers(source, node, called=False)),
        annotations=annotations_of(source, modifiers),
        members=body.members,
        creators=body.creators,
        constants=tuple(given_to(body, one, values) for one, values in constants),
        valued=_valued(body),
        abstract=bool(words & {"abstract", "sealed"}) or kind is Kind.INTERFACE,
        sealed="sealed" in words,
    )


def _kind(node: Node, words: set[str]) -> Kind:
    if node.type == "object_declaration":
        return Kind.OBJECT
    if "enum" in words:
        return Kind.ENUM
    if any(one.type == "interface" for one in node.children):
        return Kind.INTERFACE
    return Kind.RECORD


def _check(source: Source, node: Node) -> None:
    """Check a declaration, but for code in it and the types that it holds."""
    for one in node.children:
        if one.type not in _BODIES:
            source.check(one)
    body = first(node, *_BODIES)
    for one in () if body is None else body.children:
        if one.type == "property_declaration":
            for inner in one.children:
                if inner.type in {"modifiers", "variable_declaration"}:
                    source.check(inner)
        elif one.is_error or one.type == "enum_entry":
            source.check(one)


def _supers(source: Source, node: Node, *, called: bool) -> Iterator[Expr]:
    """Yield what a class extends, whose constructor is called, or else what it implements."""
    for one in parts(first(node, "delegation_specifiers")):
        inner = first(one, "constructor_invocation")
        if inner is not None and called:
            yield type_of(source, first(inner, *TYPES) or inner)
        elif inner is None and not called:
            named = first(one, *TYPES) or first(one, "explicit_delegation") or one
            yield type_of(source, first(named, *TYPES) or named)


def _valued(body: Body) -> str | None:
    """Return the property that `@JsonValue` is on; None if it is on none."""
    held = (*body.members, *(one for creator in body.creators for one in creator.parameters))
    return next((one.own for one in held if "JsonValue" in one.annotations), None)
