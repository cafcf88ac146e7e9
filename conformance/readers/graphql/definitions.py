"""Parses GraphQL's schema language, and joins each type with its extensions."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

from graphql import GraphQLSyntaxError, parse

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.readers.facts import Span

if TYPE_CHECKING:
    from conformance.readers.documents import Document

_BRACKETS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|(?P<open>[\[{(])|(?P<close>[\]})])',
    re.DOTALL,
)
_MAX_NESTING = 64
_KINDS = {
    "enum_type": "enum",
    "input_object_type": "input",
    "interface_type": "interface",
    "object_type": "object",
    "scalar_type": "scalar",
    "union_type": "union",
}


@dataclass(slots=True, kw_only=True)
class Definition:
    """A type with its extensions.

    Attributes:
        name: Its name.
        kind: `enum`, `input`, `interface`, `object`, `scalar` or `union`.
        span: Its place.
        file: The file.
        fields: Its fields, as the parser gives them.
        values: The values of an enumeration.
        types: The types of a union.
        interfaces: The interfaces that it implements.
        directives: The names of its directives.
    """

    name: str
    kind: str
    span: Span
    file: str
    fields: list[Any] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    types: list[Any] = field(default_factory=list)
    interfaces: list[str] = field(default_factory=list)
    directives: set[str] = field(default_factory=set)

    def span_of(self, node: Any) -> Span:  # noqa: ANN401  a node of the parser
        """Return the place of a part, behind its description."""
        return _span(self.file, node)

    def add(self, node: Any) -> None:  # noqa: ANN401
        """Add what a definition or an extension says."""
        self.fields += getattr(node, "fields", None) or ()
        self.values += getattr(node, "values", None) or ()
        self.types += getattr(node, "types", None) or ()
        self.interfaces += [x.name.value for x in getattr(node, "interfaces", None) or ()]
        self.directives |= {x.name.value for x in node.directives or ()}


def definitions(document: Document) -> dict[str, Definition]:
    """Return the types of a file by name, in its order.

    Raises:
        BrokenFileError: It is not well-formed, or defines a type or a field twice.
    """
    return document.once("graphql", lambda: _read(document))


def _read(document: Document) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    extensions = []
    for node in _parsed(document):
        what, _, how = node.kind.rpartition("_")
        if what not in _KINDS:
            continue
        if how == "extension":
            extensions.append((what, node))
            continue
        name, span = node.name.value, _span(document.shown, node)
        if name in found:
            _refuse(span, f"the type {name} is defined twice", found[name].span)
        found[name] = Definition(name=name, kind=_KINDS[what], span=span, file=document.shown)
        found[name].add(node)
    for what, node in extensions:
        name, span = node.name.value, _span(document.shown, node)
        known = found.setdefault(
            name, Definition(name=name, kind=_KINDS[what], span=span, file=document.shown)
        )
        known.add(node)
    for one in found.values():
        seen: dict[str, Span] = {}
        for part in (*one.fields, *one.values):
            name, span = part.name.value, one.span_of(part)
            if name in seen:
                _refuse(span, f"{one.name} has {name} twice", seen[name])
            seen[name] = span
    return found


def _parsed(document: Document) -> Any:  # noqa: ANN401
    depth = 0
    for found in _BRACKETS.finditer(document.text):
        depth += 1 if found["open"] else -1 if found["close"] else 0
        if depth > _MAX_NESTING:
            line = document.text.count("\n", 0, found.start()) + 1
            raise BrokenFileError(
                "the file is nested too deeply",
                file=document.shown,
                place=f"line {line}",
                hint="write it flatter",
            )
    try:
        return parse(document.text.replace("\u00a0", " ")).definitions
    except GraphQLSyntaxError as error:
        line = error.locations[0].line if error.locations else 1
        raise BrokenFileError(
            f"this is no GraphQL that can be read: {error.description}",
            file=document.shown,
            place=f"line {line}",
            hint="correct the syntax near this place",
        ) from error


def _span(file: str, node: Any) -> Span:  # noqa: ANN401
    start = node.name.loc.start_token
    return Span(file, start.line, start.column)


def _refuse(span: Span, message: str, first: Span) -> None:
    raise BrokenFileError(
        message,
        file=span.file,
        place=f"line {span.line}",
        hint=f"the other one is on line {first.line}; remove or rename one of them",
    )
