"""Tells a schema from other documents in JSON, and names the types that a document holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dialects import APPLICATORS, EVERY_KEYWORD, HOLDERS, Shape, is_vendors
from conformance.errors import BrokenFileError
from conformance.jsontext.pointers import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json

HOLDING = (("components", "schemas"), ("$defs",), ("definitions",))
"""The places of a document under which types stand by name."""

_MARKS = {"openapi": "OpenAPI", "swagger": "OpenAPI", "asyncapi": "AsyncAPI"}
_ABOUT = HOLDERS | {
    "$anchor", "$comment", "$dynamicAnchor", "$id", "$recursiveAnchor", "$schema", "$vocabulary",
    "default", "deprecated", "description", "examples", "id", "readOnly", "title", "writeOnly",
}  # fmt: skip
"""Keywords that tell about a schema, name it or hold others, and say nothing of a value."""
_TYPES = {"array", "boolean", "integer", "null", "number", "object", "string"}
_MAX_NAMES = 8


def held_types(document: Json) -> list[str]:
    """Return the places of the types in a document: `components/schemas/Order`, `$defs/Order`."""
    found: list[str] = []
    for path in HOLDING:
        here: Json = document
        for step in path:
            here = here.get(step) if isinstance(here, dict) else None
        if isinstance(here, dict):
            found += [joined("", *path, name)[1:] for name in here]
    return found


def says_nothing(document: Json) -> str | None:
    """Return why a document is no schema: it would accept everything by mistake; None if it is one.

    An empty schema, and one with a title alone, accept everything on purpose.
    """
    if not isinstance(document, dict):
        return None if isinstance(document, bool) else "it holds no schema"
    if any(_is_said(keyword, value) for keyword, value in document.items()):
        return None
    for mark, title in _MARKS.items():
        if isinstance(document.get(mark), str):
            return f"it is an {title} document, and no schema by itself"
    known = EVERY_KEYWORD | {"nullable"}
    unknown = [name for name in document if name not in known and not is_vendors(name)]
    from difflib import get_close_matches  # noqa: PLC0415  hardly any document comes so far

    if not all(get_close_matches(name, EVERY_KEYWORD, n=1, cutoff=0.75) for name in unknown):
        return "it is no schema: no member at its top is a keyword of JSON Schema"
    if any(document.get(keyword) for keyword in HOLDERS):
        return "it only holds schemas, and is none by itself"
    return None


def check_says(document: Json, shown: str) -> None:
    """Raise an error for a document that is no schema, with the names of the types it holds.

    Raises:
        BrokenFileError: It is none.
    """
    fault = says_nothing(document)
    if fault is not None:
        names = held_types(document)
        hint = f"name a type in it after #: {some(names)}" if names else "name a JSON Schema"
        raise BrokenFileError(fault, file=shown, place="", hint=hint)


def some(names: Sequence[str]) -> str:
    """Return the first names, and how many are left."""
    left = len(names) - _MAX_NAMES
    shown = ", ".join(names[:_MAX_NAMES])
    return f"{shown} and {left} more" if left > 0 else shown


def _is_said(keyword: str, value: Json) -> bool:
    """Return whether a member says something of values, in a form that a schema may have."""
    if keyword not in EVERY_KEYWORD or keyword in _ABOUT:
        return False
    if keyword == "type":
        return isinstance(value, list) or (isinstance(value, str) and value in _TYPES)
    if APPLICATORS.get(keyword) in {Shape.NAMED, Shape.NAMED_OR_NAMES}:
        allowed = (dict, bool, list)
        return isinstance(value, dict) and all(isinstance(part, allowed) for part in value.values())
    return True
