"""Reads a file in JSON or YAML as a JSON value, with the line of every part."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.jsontext.positions import positions
from conformance.jsontext.text import Parsed, Problem, parse
from conformance.readers.facts import Span
from conformance.readers.parsers import needed_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.model import Json
    from conformance.readers.documents import Document


@dataclass(slots=True, kw_only=True)
class Structured:
    """The content of a file in JSON or YAML.

    Attributes:
        value: The content as JSON.
    """

    value: Json
    _find: Callable[[], Mapping[str, Span]]
    _spans: Mapping[str, Span] | None = field(default=None)

    @property
    def spans(self) -> Mapping[str, Span]:
        """JSON Pointer -> the place of the member's name, or of the element's start.

        They are looked for when they are first asked for: that takes longer than to read the value.
        """
        if self._spans is None:
            self._spans = self._find()
        return self._spans


def structured(document: Document) -> Structured:
    """Return the content of a file; the same file is read once.

    Raises:
        BrokenFileError: It is neither JSON nor YAML, has a name twice, or has what JSON has not.
        IncompleteRunError: It is YAML, and the parser of YAML is not installed.
    """
    if "structured" not in document.made:
        document.made["structured"] = _read(document)
    return cast("Structured", document.made["structured"])


def _read(document: Document) -> Structured:
    may_be_yaml = document.path.suffix.lower() != ".json"
    if not may_be_yaml or document.text.lstrip()[:1] in {"{", "["}:
        parsed = parse(document.text)
        if isinstance(parsed, Parsed):
            return Structured(value=parsed.value, _find=lambda: _json_spans(document))
        if not may_be_yaml or parsed.kind != "malformed":
            raise _broken(document, parsed)
    with needed_for("reading YAML"):
        from conformance.readers.yaml import compose  # noqa: PLC0415  JSON does without it

    value, spans = compose(document)
    return Structured(value=value, _find=lambda: spans)


def _json_spans(document: Document) -> dict[str, Span]:
    return {
        pointer: Span(document.shown, at.line, at.column)
        for pointer, at in positions(document.text).items()
    }


def _broken(document: Document, problem: Problem) -> BrokenFileError:
    place = None if problem.line is None else f"line {problem.line}"
    hint = "write it as one JSON text"
    return BrokenFileError(problem.message, file=document.shown, place=place, hint=hint)


def part_of(document: Document, value: Json) -> Document:
    """Return a document that holds only a part of another one.

    Its parts have no places: each is told as the first line.

    Args:
        document: The whole document.
        value: The part, as JSON.
    """
    anywhere = _Anywhere(document.shown)
    made: dict[str, object] = {"structured": Structured(value=value, _find=lambda: anywhere)}
    return replace(document, text="", made=made)


class _Anywhere(dict[str, "Span"]):
    """Gives the first line for every place."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self._span = Span(shown, 1, 1)

    def __missing__(self, pointer: str) -> Span:
        return self._span
