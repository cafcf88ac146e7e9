"""Reads JSON Schema of every dialect from draft-04: the document itself, and what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.schemas.whole import schema_at
from conformance.readers.structured import structured
from conformance.schema.content import check_says, held_types, says_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.documents import Document
    from conformance.readers.emitted import Emitted
    from conformance.readers.read import SchemaOptions


def names(document: Document) -> Sequence[str]:
    """Return the types of a document: `#` for itself if it is a schema, and those it holds.

    Raises:
        BrokenFileError: It is no schema, and holds none.
    """
    value = structured(document).value
    held = held_types(value)
    if says_nothing(value) is None:
        return ["#", *held]
    if not held:
        check_says(value, document.shown)
    return held


def schema(document: Document, name: str, options: SchemaOptions) -> Emitted:
    """Return the schema of a type, by its name or its JSON Pointer."""
    return schema_at(document, name, options)
