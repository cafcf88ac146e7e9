"""Reads the schemas of OpenAPI 3.0, 3.1 and 3.2, and of Swagger 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.schemas.whole import schema_at
from conformance.readers.structured import structured
from conformance.schema.content import held_types

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.documents import Document
    from conformance.readers.emitted import Emitted
    from conformance.readers.read import SchemaOptions


def names(document: Document) -> Sequence[str]:
    """Return the schemas under `components/schemas`, or `definitions` in Swagger 2."""
    value = structured(document).value
    is_old = isinstance(value, dict) and "swagger" in value
    start = "definitions/" if is_old else "components/schemas/"
    return [name for name in held_types(value) if name.startswith(start)]


def schema(document: Document, name: str, options: SchemaOptions) -> Emitted:
    """Return the schema of a type, by its name or its JSON Pointer."""
    return schema_at(document, name, options)
