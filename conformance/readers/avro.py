"""Reads Avro schemas (`.avsc`): what Avro's JSON encoding is for each type."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from conformance.errors import BrokenFileError
from conformance.jsontext.pointers import joined
from conformance.readers.facts import (
    Boolean,
    Doc,
    Facts,
    Field,
    ListOf,
    Literals,
    MapOf,
    Note,
    Null,
    Number,
    Object,
    Presence,
    Reference,
    Span,
    Text,
    Undefined,
    Union,
)
from conformance.readers.structured import structured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json
    from conformance.readers.documents import Document
    from conformance.readers.facts import Type

WHOLE = "#"
_RANGES = {"int": (-(2**31), 2**31 - 1), "long": (-(2**63), 2**63 - 1)}
_PRIMITIVES = ("boolean", "bytes", "double", "float", "int", "long", "null", "string")
_NAMED = {"enum", "error", "fixed", "record"}
_BYTES = "^[\\u0000-\\u00ff]*$"
_MAX_NESTING = 64


def names(document: Document) -> Sequence[str]:
    """Return `#` for the whole file, and the full names of the types that it declares.

    Raises:
        BrokenFileError: It cannot be read.
    """
    return [WHOLE, *_Reader(document).types]


def facts(document: Document, name: str) -> Facts:
    """Return what a file says about a type.

    Args:
        document: The file.
        name: One of `names`.

    Raises:
        BrokenFileError: It cannot be read.
    """
    reader = _Reader(document)
    root: Type = reader.whole
    title = root.name if isinstance(root, Reference) else document.path.stem
    if name != WHOLE:
        root, title = Reference(span=reader.types[name].span, name=name), name
    return Facts(name=title, root=root, types=reader.types, notes=tuple(reader.notes))


class _Reader:
    """Reads a file.

    Attributes:
        types: The declared types by their full names.
        whole: The type of the whole file.
    """

    def __init__(self, document: Document) -> None:
        self.types: dict[str, Type] = {}
        self.notes: list[Note] = []
        self._content = structured(document)
        self._shown = document.shown
        self._open: set[str] = set()
        self.whole = self._type(self._content.value, "", "", 0)

    def _span(self, pointer: str) -> Span:
        return self._content.spans.get(pointer, Span(self._shown, 1))

    def _refuse(self, pointer: str, message: str, hint: str) -> NoReturn:
        span = self._span(pointer)
        raise BrokenFileError(message, file=span.file, place=f"line {span.line}", hint=hint)

    def _type(  # noqa: PLR0911  one line a kind of type
        self, value: Json, pointer: str, space: str, depth: int
    ) -> Type:
        """Return the type that a schema stands for, in a namespace."""
        if depth > _MAX_NESTING:
            self._refuse(pointer, "the type is nested too deeply", "give its parts names")
        if isinstance(value, str):
            return self._by_name(value, pointer, space)
        if isinstance(value, list):
            return self._union(value, pointer, space, depth)
        if not isinstance(value, dict) or "type" not in value:
            self._refuse(
                pointer, "this is no Avro type", 'write a name, a list, or an object with "type"'
            )
        kind, span = value["type"], self._span(pointer)
        if isinstance(kind, str) and kind in _NAMED:
            return self._declared(value, kind, pointer, space, depth)
        if kind == "array":
            inner = self._needed(value, "items", pointer)
            item = self._type(inner, joined(pointer, "items"), space, depth + 1)
            return ListOf(span=span, item=item)
        if kind == "map":
            inner = self._needed(value, "values", pointer)
            return MapOf(
                span=span, value=self._type(inner, joined(pointer, "values"), space, depth + 1)
            )
        if kind == "string" and value.get("logicalType") == "uuid":
            return Text(span=span, format="uuid")
        return self._type(kind, joined(pointer, "type"), space, depth + 1)

    def _by_name(self, name: str, pointer: str, space: str) -> Type:
        span = self._span(pointer)
        if name in _PRIMITIVES:
            return _primitive(name, span)
        full = name if "." in name or not space else f"{space}.{name}"
        for each in (full, name):
            if each in self.types or each in self._open:
                return Reference(span=span, name=each)
        return Undefined(span=span, name=name)

    def _union(self, options: list[Json], pointer: str, space: str, depth: int) -> Type:
        """Return a union: null, or an object with the name of the type around the value."""
        span = self._span(pointer)
        found: list[Type] = []
        taken: set[str] = set()
        for place, option in enumerate(options):
            at = joined(pointer, place)
            kind = self._type(option, at, space, depth + 1)
            if isinstance(kind, Union):
                self._refuse(at, "a union stands in a union", "list all types in one union")
            name = self._branch(option, kind)
            if name in taken:
                self._refuse(at, f"the union has {name} twice", "leave one of them out")
            taken.add(name)
            if isinstance(kind, Null):
                found.append(kind)
                continue
            held = Field(name=name, type=kind, span=self._span(at))
            found.append(Object(span=self._span(at), fields=(held,), unlisted=False))
        return Union(span=span, options=tuple(found))

    def _branch(self, option: Json, kind: Type) -> str:
        """Return the name of a union's option."""
        if isinstance(kind, Reference | Undefined):
            return kind.name
        while isinstance(option, dict):
            option = option["type"]
        return str(option)

    def _declared(
        self, value: dict[str, Json], kind: str, pointer: str, space: str, depth: int
    ) -> Type:
        name = self._needed(value, "name", pointer)
        given = value.get("namespace")
        space = given if isinstance(given, str) else space
        full = name if isinstance(name, str) else ""
        if not full or not all(step.isidentifier() for step in full.split(".")):
            self._refuse(pointer, f"{name!r} is no name", "write letters, digits and _")
        if "." in full:
            space = full.rpartition(".")[0]
        elif space:
            full = f"{space}.{full}"
        if full in self.types or full in self._open:
            self._refuse(pointer, f"the type {full} is declared twice", "rename one of them")
        self._open.add(full)
        span = self._span(pointer)
        if kind == "enum":
            found = self._enum(value, full, pointer)
        elif kind == "fixed":
            found = self._fixed(value, pointer)
        else:
            found = self._record(value, full, pointer, space, depth)
        self.types[full] = found
        self._open.discard(full)
        return Reference(span=span, name=full)

    def _enum(self, value: dict[str, Json], full: str, pointer: str) -> Type:
        symbols = self._needed(value, "symbols", pointer)
        if not isinstance(symbols, list) or not symbols:
            self._refuse(pointer, f"{full} has no symbols", "list at least one")
        return Literals(span=self._span(pointer), values=tuple(symbols), name=full)

    def _fixed(self, value: dict[str, Json], pointer: str) -> Type:
        size = self._needed(value, "size", pointer)
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            self._refuse(pointer, f"{size!r} is no size", "write a whole number")
        return Text(span=self._span(pointer), pattern=_BYTES, min_length=size, max_length=size)

    def _record(
        self, value: dict[str, Json], full: str, pointer: str, space: str, depth: int
    ) -> Type:
        listed = self._needed(value, "fields", pointer)
        if not isinstance(listed, list):
            self._refuse(pointer, f"the fields of {full} are no list", "write [ and ]")
        fields: dict[str, Field] = {}
        for place, one in enumerate(listed):
            at = joined(pointer, "fields", place)
            if not isinstance(one, dict) or not isinstance(one.get("name"), str):
                self._refuse(at, "a field has no name", 'write "name": "..."')
            name = str(one["name"])
            if name in fields:
                self._refuse(at, f"{full} has the field {name} twice", "rename one of them")
            kind = self._needed(one, "type", at)
            span = self._span(at)
            if "default" in one:
                says = f"the default of `{name}` is for data that an older schema wrote"
                self.notes.append(Note(span=span, says=says))
            fields[name] = Field(
                name=name,
                type=self._type(kind, joined(at, "type"), space, depth + 1),
                span=span,
                received=Presence.REQUIRED,
                doc=self._doc(one, at),
            )
        return Object(span=self._span(pointer), name=full, fields=tuple(fields.values()))

    def _doc(self, value: dict[str, Json], pointer: str) -> Doc | None:
        text = value.get("doc")
        return Doc(text, self._span(joined(pointer, "doc"))) if isinstance(text, str) else None

    def _needed(self, value: dict[str, Json], name: str, pointer: str) -> Json:
        if name not in value:
            self._refuse(pointer, f"the type has no {name!r}", f'write "{name}": ...')
        return value[name]


def _primitive(name: str, span: Span) -> Type:
    if name in _RANGES:
        return Number(span=span, integer=True, range=_RANGES[name], name=name)
    if name in {"double", "float"}:
        return Number(span=span)
    if name == "boolean":
        return Boolean(span=span)
    if name == "bytes":
        return Text(span=span, pattern=_BYTES)
    return Null(span=span) if name == "null" else Text(span=span)
