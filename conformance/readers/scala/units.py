"""Finds the declarations of a Scala file, and makes what they say neutral."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tree_sitter_scala
from tree_sitter import Language

from conformance.readers.jvm.model import (
    Creator,
    Declared,
    Expr,
    Kind,
    Member,
    Role,
)
from conformance.readers.jvm.project import Head, Unit, unit_of
from conformance.readers.jvm.trees import Source, doc_of, first, parts
from conformance.readers.nodes import child, needed, text
from conformance.readers.scala.codecs import codecs_in
from conformance.readers.scala.values import annotations_of, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from conformance.readers.documents import Document

SUFFIXES = (".scala",)
_LANGUAGE = Language(tree_sitter_scala.language())
_KINDS = {
    "class_definition": Kind.CLASS,
    "enum_definition": Kind.ENUM,
    "object_definition": Kind.OBJECT,
    "trait_definition": Kind.INTERFACE,
    "type_definition": Kind.ALIAS,
}
_MAX_NESTING = 64


def read_unit(document: Document) -> Unit:
    """Return a file with the names of its types; it may hold errors elsewhere."""
    return document.once("scala", lambda: _unit(document))


def _unit(document: Document) -> Unit:
    source, head = Source(document, _LANGUAGE, "Scala"), Head()
    packages: list[str] = []
    for node in parts(source.root):
        if node.type == "package_clause":
            packages.append("".join(text(needed(node, "name")).split()))
        elif node.type == "import_declaration":
            _import(node, head)
    head.package = ".".join(packages)
    return unit_of(source, head, _types(source, source.root, ()), lowered)


def _import(node: Node, head: Head) -> None:
    around = ".".join(text(x) for x in node.children_by_field_name("path") if x.is_named)
    selected = first(node, "namespace_selectors", "namespace_wildcard")
    if selected is None:
        head.imports[around.rpartition(".")[2]] = around
    elif selected.type == "namespace_wildcard":
        head.wildcards.append(around)
    for one in parts(selected):
        name, alias = child(one, "name") or one, child(one, "alias") or one
        if one.type == "namespace_wildcard":
            head.wildcards.append(around)
        else:
            head.imports[text(alias)] = f"{around}.{text(name)}"


def _types(
    source: Source, around: Node | None, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Yield the types, but for an object that stands beside a class of its name or holds none."""
    found = [one for one in parts(around) if one.type in _KINDS and child(one, "name")]
    named = {text(needed(one, "name")) for one in found if one.type != "object_definition"}
    for node in found:
        here = (*path, text(needed(node, "name")))
        if len(here) > _MAX_NESTING:
            source.refuse(node, "types are nested too deeply", "use fewer levels")
        is_object = node.type == "object_definition"
        if not is_object or (_is_case(node) and here[-1] not in named):
            yield here, node
        yield from _types(source, child(node, "body"), here)


def _is_case(node: Node) -> bool:
    return any(one.type == "case" for one in node.children)


def lowered(unit: Unit, node: Node, path: tuple[str, ...]) -> Declared:
    """Return what a declaration says.

    Raises:
        BrokenFileError: It is not well-formed.
    """
    source = unit.source
    if node.is_error:
        source.check(node)
    kind = _KINDS[node.type]
    for one in node.children:
        if one.type not in {"template_body", "enum_body"}:
            source.check(one)
    modifiers = first(node, "modifiers")
    words = set() if modifiers is None else set(text(modifiers).split())
    is_opaque = first(node, "opaque_modifier") is not None
    target = child(node, "type")
    if kind is Kind.ALIAS and (is_opaque or target is None):
        kind = Kind.CLASS
    lists = node.children_by_field_name("class_parameters")
    held = tuple(_parameters(source, lists[0])) if lists else ()
    return Declared(
        path=path,
        kind=Kind.RECORD if kind is Kind.CLASS and _is_case(node) else kind,
        span=source.span(node),
        parameters=tuple(_type_parameters(child(node, "type_parameters"))),
        interfaces=tuple(_extended(source, node)),
        annotations=annotations_of(source, node) + codecs_in(source, node),
        creators=(Creator(span=source.span(node), name="", parameters=held),),
        abstract=bool(words & {"abstract", "sealed"}) or kind is Kind.INTERFACE,
        sealed="sealed" in words,
        alias=type_of(source, target) if kind is Kind.ALIAS and target is not None else None,
    )


def _type_parameters(node: Node | None) -> Iterator[str]:
    for place, one in enumerate(() if node is None else node.children):
        if node is not None and node.field_name_for_child(place) == "name":
            yield text(one)
        elif one.type.endswith("variant_type_parameter"):
            yield text(needed(one, "name"))


def _parameters(source: Source, node: Node) -> Iterator[Member]:
    for one in parts(node):
        name = text(needed(one, "name")).strip("`")
        yield Member(
            role=Role.PARAMETER,
            name=name,
            own=name,
            type=type_of(source, needed(one, "type")),
            span=source.span(one),
            annotations=annotations_of(source, one),
            default=child(one, "default_value") is not None,
            doc=doc_of(source, one),
        )


def _extended(source: Source, node: Node) -> Iterator[Expr]:
    extends = child(node, "extend")
    for one in () if extends is None else extends.children_by_field_name("type"):
        yield type_of(source, one)
