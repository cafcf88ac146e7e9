"""Reads Rust: what serde reads and writes for a struct, an enumeration or a type alias.

* `syntax` parses, `attributes` and `rename` read serde's settings;
* `modules` finds the declaration behind a name, across the files of a crate;
* `types` reads type expressions, `foreign` knows the types of other crates;
* `fields`, `structs`, `enums` and `declarations` put serde's rules to them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.readers.facts import Facts, Note, Reference
from conformance.readers.pages import Page, with_docs
from conformance.readers.rust.declarations import Declarations
from conformance.readers.rust.modules import Crate, declared_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.documents import Document
    from conformance.readers.facts import Span, Type
    from conformance.readers.rust.modules import Declared


_PAGE = Page(
    heading=re.compile(r"^\u00a7?(?P<name>\w+): [^\n]*$", re.MULTILINE),
    end=re.compile(r"^(?:Implementations|Trait Implementations|Auto Trait)\b", re.MULTILINE),
)
"""A page of rustdoc: each field again, with its type, and below it what is said of it."""


def names(document: Document) -> Sequence[str]:
    """Return the structs, enumerations and type aliases of a file, with their modules in it."""
    crate = document.once("rust-modules", lambda: Crate(document))
    return [
        "::".join((*module.inner, name))
        for module in crate.inner(crate.start)
        for name in module.types
    ]


def is_page(document: Document) -> bool:
    """Return whether a file is the text of a page, which shows no attributes, and no code."""
    return document.path.suffix.lower() != ".rs" and "#[" not in document.text


def facts(document: Document, name: str) -> Facts:
    """Return what a file says about a type.

    Args:
        document: The file.
        name: One of `names`.

    Raises:
        BrokenFileError: The type, or one that it leads to, cannot be read.
    """
    crate = document.once("rust-modules", lambda: Crate(document))
    *inner, last = name.split("::")
    module = next(one for one in crate.inner(crate.start) if one.inner == tuple(inner))
    declared = declared_once(module.types[last])
    reader = Declarations(crate=crate, is_page=is_page(document))
    found, unreadable = _read(reader, declared)
    if unreadable:
        reader = Declarations(crate=crate, is_page=reader.is_page, unreadable=unreadable)
        found, _ = _read(reader, declared)
    notes = dict.fromkeys(found.notes)
    for macro in module.macros:
        place = module.source.span(macro)
        notes.setdefault(Note(span=place, says="what a macro makes was not read"))
    found = replace(found, notes=tuple(notes))
    return with_docs(found, document, _PAGE) if is_page(document) else found


def _read(reader: Declarations, declared: Declared) -> tuple[Facts, frozenset[Span]]:
    """Return the facts, and the places of types that serde cannot read there."""
    place = declared.module.source.span(declared.node)
    root = reader.instance(declared, (), place)
    types: dict[str, Type] = {}
    while len(types) < len(reader.instances):
        for key, instance in list(reader.instances.items()):
            if key not in types:
                types[key] = reader.shape(instance).type
    reference = Reference(span=root.span, name=root.key)
    found = Facts(name=root.key, root=reference, types=types, notes=tuple(reader.notes))
    return found, reader.buffers.unreadable(root.key)
