"""Finds the declarations of a Java file, and makes what they say neutral."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import tree_sitter_java
from tree_sitter import Language

from conformance.readers.java.methods import (
    creators_of,
    given_values,
    methods_of,
    parameters_of,
    valued_by,
)
from conformance.readers.java.values import annotations_of, type_of
from conformance.readers.jvm.model import (
    Annotations,
    Constant,
    Creator,
    Declared,
    Kind,
    Member,
    Role,
)
from conformance.readers.jvm.project import Head, Unit, unit_of
from conformance.readers.jvm.trees import Source, doc_of, first, parts
from conformance.readers.nodes import child, needed, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

    from conformance.readers.documents import Document
    from conformance.readers.jvm.model import Expr

SUFFIXES = (".java",)
_LANGUAGE = Language(tree_sitter_java.language())
_KINDS = {
    "class_declaration": Kind.CLASS,
    "enum_declaration": Kind.ENUM,
    "interface_declaration": Kind.INTERFACE,
    "record_declaration": Kind.RECORD,
}
_MAX_NESTING = 64


def read_unit(document: Document) -> Unit:
    """Return a file with the names of its types; it may hold errors elsewhere."""
    return document.once("java", lambda: _unit(document))


def _unit(document: Document) -> Unit:
    source, head = Source(document, _LANGUAGE, "Java"), Head()
    for node in parts(source.root):
        if node.type == "package_declaration":
            head.package = _dotted(node)
        elif node.type == "import_declaration":
            if first(node, "asterisk") is not None:
                head.wildcards.append(_dotted(node))
            else:
                full = _dotted(node)
                head.imports[full.rpartition(".")[2]] = full
    return unit_of(source, head, _types(source, source.root, ()), lowered)


def _dotted(node: Node) -> str:
    found = first(node, "scoped_identifier", "identifier")
    return "" if found is None else "".join(text(found).split())


def _types(
    source: Source, around: Node | None, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Node]]:
    for node in members_of(around):
        name = child(node, "name")
        if node.type in _KINDS and name is not None:
            here = (*path, text(name))
            yield here, node
            if len(here) > _MAX_NESTING:
                source.refuse(node, "types are nested too deeply", "use fewer levels")
            yield from _types(source, child(node, "body"), here)


def members_of(body: Node | None) -> Iterator[Node]:
    """Yield the members of a body, those after an enumeration's constants with them."""
    for node in parts(body):
        if node.type == "enum_body_declarations":
            yield from parts(node)
        else:
            yield node


def lowered(unit: Unit, node: Node, path: tuple[str, ...]) -> Declared:
    """Return what a declaration says.

    Raises:
        BrokenFileError: It is not well-formed.
    """
    source, body = unit.source, child(node, "body")
    _check(source, node)
    kind = _KINDS[node.type]
    fields = list(_fields(source, body))
    parameters = list(parameters_of(source, child(node, "parameters")))
    found = list(members_of(body))
    methods = list(methods_of(source, found, [one.own for one in parameters]))
    creators = list(creators_of(source, found))
    if kind is Kind.RECORD:
        creators.insert(0, _canonical(source, node, found, parameters))
    modifiers = first(node, "modifiers")
    abstract = modifiers is not None and any(x.type == "abstract" for x in modifiers.children)
    return Declared(
        path=path,
        kind=kind,
        span=source.span(node),
        parameters=tuple(
            text(next(x for x in parts(one) if x.type == "type_identifier"))
            for one in parts(child(node, "type_parameters"))
        ),
        supers=tuple(_listed(source, first(node, "superclass"))),
        interfaces=tuple(_listed(source, first(node, "super_interfaces", "extends_interfaces"))),
        annotations=annotations_of(source, node),
        members=(*(replace(one, role=Role.GETTER) for one in parameters), *fields, *methods),
        creators=tuple(creators),
        constants=tuple(_constants(source, body, fields)) if kind is Kind.ENUM else (),
        valued=valued_by(source, found),
        abstract=abstract or kind is Kind.INTERFACE,
        permits=tuple(_listed(source, child(node, "permits"))),
    )


def _check(source: Source, node: Node) -> None:
    """Check a declaration, but for the bodies of its methods and the types in it."""
    if node.is_error:
        source.check(node)
    for one in node.children:
        if one.type not in {"class_body", "enum_body", "interface_body"}:
            source.check(one)
    for one in (*(child(node, "body") or node).children, *members_of(child(node, "body"))):
        if one.type == "enum_body_declarations" or one.type in _KINDS:
            continue
        if one.type in {"method_declaration", "constructor_declaration"}:
            for inner in one.children:
                if inner.type not in {"block", "constructor_body"}:
                    source.check(inner)
        elif one.type not in {"static_initializer", "block", "compact_constructor_declaration"}:
            source.check(one)


def _listed(source: Source, node: Node | None) -> Iterator[Expr]:
    """Yield the types after `extends`, `implements` or `permits`."""
    inner = None if node is None else first(node, "type_list")
    for one in parts(inner or node):
        yield type_of(source, one)


def _fields(source: Source, body: Node | None) -> Iterator[Member]:
    for node in members_of(body):
        if node.type != "field_declaration":
            continue
        modifiers = first(node, "modifiers")
        words = set() if modifiers is None else {one.type for one in modifiers.children}
        if words & {"static", "transient"}:
            continue
        for one in node.children_by_field_name("declarator"):
            name = text(needed(one, "name"))
            brackets = child(one, "dimensions")
            count = 0 if brackets is None else text(brackets).count("[")
            yield Member(
                role=Role.FIELD,
                name=name,
                own=name,
                type=type_of(source, needed(node, "type"), count),
                span=source.span(one),
                annotations=annotations_of(source, node),
                public="public" in words,
                mutable="final" not in words,
                doc=doc_of(source, node),
            )


def _constants(source: Source, body: Node | None, fields: Sequence[Member]) -> Iterator[Constant]:
    found = list(members_of(body))
    for node in found:
        if node.type == "enum_constant":
            yield Constant(
                span=source.span(node),
                name=text(needed(node, "name")),
                annotations=annotations_of(source, node),
                values=given_values(source, node, found, fields),
            )


def _canonical(
    source: Source, node: Node, found: Sequence[Node], parameters: Sequence[Member]
) -> Creator:
    """Return the constructor of a record's components, with the annotations of its short form."""
    compact = [one for one in found if one.type == "compact_constructor_declaration"]
    annotations = [annotations_of(source, one) for one in compact]
    return Creator(
        span=source.span(node),
        name="",
        parameters=tuple(parameters),
        annotations=annotations[0] if annotations else Annotations(),
    )
