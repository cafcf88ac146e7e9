"""Reads GraphQL's schema language: the JSON of input types, and of answers to queries.

* `definitions` parses, and joins a type with its extensions;
* `types` says which JSON values each type has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import Facts, Reference
from conformance.readers.graphql.definitions import definitions
from conformance.readers.graphql.types import Types

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.documents import Document


def names(document: Document) -> Sequence[str]:
    """Return the types that a file defines.

    Raises:
        BrokenFileError: It is not well-formed, or defines a type twice.
    """
    return list(definitions(document))


def facts(document: Document, name: str) -> Facts:
    """Return what a file says about a type.

    Args:
        document: The file.
        name: One of `names`.

    Raises:
        BrokenFileError: It cannot be read.
    """
    found = definitions(document)
    types = Types(found)
    read = types.all_read(name)
    return Facts(name=name, root=Reference(span=found[name].span, name=name), types=read)
