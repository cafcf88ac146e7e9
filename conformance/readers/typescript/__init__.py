"""Reads TypeScript: interfaces, type aliases, enumerations and classes, in code and in `.d.ts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.pages import with_docs
from conformance.readers.typescript.lower import lowered
from conformance.readers.typescript.page import PAGE
from conformance.readers.typescript.problems import needs_arguments
from conformance.readers.typescript.program import program_of
from conformance.readers.typescript.reader import Reader, type_parameters
from conformance.readers.typescript.syntax import is_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.documents import Document
    from conformance.readers.facts import Facts


def names(document: Document) -> Sequence[str]:
    """Return the types of a file, with those in namespaces and those that it passes on."""
    return program_of(document.tree).names(document)


def declared(document: Document) -> Sequence[str]:
    """Return the types that a file declares itself, with those in namespaces."""
    outline = program_of(document.tree).outline(document)
    return [*dict.fromkeys(each.name for each in outline.declarations)]


def facts(document: Document, name: str) -> Facts:
    """Return what a file says about a type.

    Args:
        document: The file.
        name: One of `names`.

    Raises:
        BrokenFileError: The type, or one that it leads to, cannot be read; with the line.
    """
    program = program_of(document.tree)
    declaration = program.declaration(document, name)
    reader = Reader(program)
    first = declaration.first
    source = first.scope.source
    wanted = type_parameters(first)
    if any(each.child_by_field_name("value") is None for each in wanted):
        text = ", ".join(source.text(each) for each in wanted)
        raise needs_arguments(source.span(first.node), declaration.name, text)
    root = reader.instance(declaration, (), reader.place(first.scope), first.node)
    found = lowered(root, name, reader)
    return found if is_code(document) else with_docs(found, document, PAGE)
