"""Reads a file in JSON or YAML as a JSON value, with the line of every part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError
from conformance.jsontext.positions import positions
from conformance.jsontext.text import Problem, parse
from conformance.readers.facts import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Json
    from conformance.readers.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """The content of a file in JSON or YAML.

    Attributes:
        value: The content as JSON.
        spans: JSON Pointer -> the place of the member's name, or of the element's start.
    """

    value: Json
    spans: Mapping[str, Span]


def structured(document: Document) -> Structured:
    """Return the content of a file.

    Raises:
        BrokenFileError: It is neither JSON nor YAML, or has a name twice.
    """
    parsed = parse(document.text.encode())
    if isinstance(parsed, Problem):
        place = None if parsed.line is None else f"line {parsed.line}"
        hint = "write it as one JSON text"
        raise BrokenFileError(parsed.message, file=document.shown, place=place, hint=hint)
    spans = {
        pointer: Span(document.shown, at.line, at.column)
        for pointer, at in positions(document.text).items()
    }
    return Structured(value=parsed.value, spans=spans)
