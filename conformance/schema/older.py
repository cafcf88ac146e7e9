"""Leaves the keywords of a schema that have a meaning in its dialect, in draft-07's for older ones.

Places stay where they are, so that a claim's pointers hold. One difference is not carried over: in
draft-04 `1.0` is no integer, though it is the same number as `1`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dialects import (
    APPLICATORS,
    DRAFT_04,
    DRAFT_07,
    EVERY_KEYWORD,
    HOLDERS,
    OLDER,
    REFERENCES,
    REJECTING,
    is_vendors,
    rebuilt,
)

if TYPE_CHECKING:
    from conformance.dialects import Dialect
    from conformance.model import Json

_ACTING = (REJECTING | REFERENCES | APPLICATORS.keys()) - HOLDERS - {"$ref"}


def effective(schema: Json, dialect: Dialect) -> Json:
    """Return a schema without the keywords that have no effect in its dialect.

    A schema of draft-04 or draft-06 becomes one of draft-07 with the same meaning.
    """
    if not isinstance(schema, dict):
        return schema
    found = without_effect(schema, dialect)
    kept = {name: value for name, value in schema.items() if name not in found}
    if dialect is DRAFT_04:
        kept = _of_draft_04(kept)
    if dialect in OLDER.values() and "$schema" in kept:
        kept["$schema"] = f"{DRAFT_07.uri}#"
    return rebuilt(kept, lambda part: effective(part, dialect))


def without_effect(schema: dict[str, Json], dialect: Dialect) -> dict[str, str]:
    """Return the keywords of a schema that have a meaning in another dialect -> why not in this."""
    found = {
        name: f"it is no keyword of JSON Schema {dialect.name}"
        for name in schema
        if name in EVERY_KEYWORD - dialect.keywords - HOLDERS and not is_vendors(name)
    }
    if "$ref" in schema and dialect.ref_is_alone:
        found |= {
            name: f'"$ref" stands beside it, which is all that counts in {dialect.name}'
            for name in schema
            if name in _ACTING
        }
    return found


def _of_draft_04(schema: dict[str, Json]) -> dict[str, Json]:
    """Return a schema of draft-04 with the keywords of draft-07; its subschemas are left."""
    result: dict[str, Json] = {}
    for name, value in schema.items():
        if name in {"exclusiveMinimum", "exclusiveMaximum"}:
            bound = schema.get("minimum" if name == "exclusiveMinimum" else "maximum")
            if value is True and bound is not None:
                result[name] = bound
        else:
            result["$id" if name == "id" else name] = value
    return result
