"""Reads Elixir: typespecs, of modules in files and of pages that ExDoc makes of them.

* `syntax` parses, `page` finds the types in the text of a page;
* `modules` finds the type behind a name;
* `types` reads type expressions, `maps` maps and structs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.elixir.modules import File
from conformance.readers.elixir.page import CODE, PAGE
from conformance.readers.elixir.syntax import is_code
from conformance.readers.elixir.types import Reader
from conformance.readers.facts import Facts, Reference
from conformance.readers.pages import with_docs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.documents import Document


def names(document: Document) -> Sequence[str]:
    """Return the types of a file, each after its module: `Shop.Order.t`.

    Raises:
        BrokenFileError: There is none, because of a syntax error.
    """
    file = File(document)
    if not file.types:
        file.source.check(file.source.root)
    return [declared.name for declared in file.types]


def facts(document: Document, name: str) -> Facts:
    """Return what a file says about a type.

    Args:
        document: The file.
        name: One of `names`.

    Raises:
        BrokenFileError: The type, or one that it leads to, cannot be read, or is there twice.
    """
    file = File(document)
    declared = file.named(name)
    reader = Reader(file)
    types = reader.all_from(declared)
    root = Reference(span=file.source.span(declared.node), name=declared.name)
    found = Facts(name=declared.name, root=root, types=types)
    return with_docs(found, document, CODE if is_code(document) else PAGE)
