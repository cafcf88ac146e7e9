"""The documents of a source in JSON or YAML: their schemas by place, and what a `$ref` names."""

from __future__ import annotations

import posixpath
from dataclasses import field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from conformance.dataclass import dataclass
from conformance.dialects import subschemas
from conformance.errors import BrokenFileError
from conformance.jsontext.pointers import followed, joined, steps
from conformance.readers.schemas.specs import (
    ASYNCAPI,
    BY_DIALECT,
    OPENAPI_3_0,
    PLAIN,
    SWAGGER_2,
    Spec,
    openapi_3_1,
)
from conformance.readers.structured import structured
from conformance.schema.content import HOLDING

if TYPE_CHECKING:
    from conformance.model import Json
    from conformance.readers.documents import Document
    from conformance.readers.facts import Span

_ANCHORS = ("$anchor", "$dynamicAnchor")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document, by its JSON Pointer."""

    document: Document
    pointer: str

    def child(self, *names: str | int) -> Place:
        """Return the place below this one."""
        return Place(self.document, joined(self.pointer, *names))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """What a document says about the meaning of its references.

    Attributes:
        spec: The kind of its schemas.
        specs: Pointer -> the kind of the schemas from there on.
        bases: Pointer of a schema with a URI of its own -> that URI; the root's may be empty.
        anchors: Pointer of such a schema and name -> pointer of the schema with that anchor.
        dynamic: The names of dynamic anchors, empty for `$recursiveAnchor` -> their pointers.
    """

    spec: Spec
    specs: dict[str, Spec] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    anchors: dict[tuple[str, str], str] = field(default_factory=dict)
    dynamic: dict[str, list[str]] = field(default_factory=dict)


class Library:
    """The documents that are reached from one of them."""

    def __init__(self, document: Document) -> None:
        """Index the first document, whose kind is that of the others that name none."""
        self._indexes: dict[Document, _Index] = {}
        self._spec = PLAIN
        self._spec = self._index(document).spec

    def value(self, place: Place) -> Json:
        """Return what stands at a place.

        Raises:
            LookupError, ValueError: There is nothing, or the pointer is none.
        """
        return followed(structured(place.document).value, place.pointer)

    def span(self, place: Place) -> Span:
        """Return the place in the text."""
        return structured(place.document).spans[place.pointer]

    def spec(self, place: Place) -> Spec:
        """Return the kind of a schema."""
        index = self._index(place.document)
        found = _nearest(index.specs, place.pointer) if index.specs else None
        return index.spec if found is None else index.specs[found]

    def broken(self, place: Place, message: str, hint: str | None = None) -> BrokenFileError:
        """Return the error for a place, with its line."""
        span = self.span(place)
        return BrokenFileError(message, file=span.file, place=f"line {span.line}", hint=hint)

    def named(self, place: Place, reference: str, at: Place) -> Place:
        """Return the place that a reference names.

        Args:
            place: The schema that it stands in.
            reference: The reference.
            at: The reference's own place, for errors.

        Raises:
            BrokenFileError: It leads nowhere, or out of the project.
        """
        address, _, fragment = reference.partition("#")
        fragment = unquote(fragment)
        base = self._base(place)
        if address:
            base = self._resource(base, address, at, reference)
        anchors = self._index(base.document).anchors
        if not fragment or fragment.startswith("/"):
            target = Place(base.document, base.pointer + fragment)
        elif (base.pointer, fragment) in anchors:
            target = Place(base.document, anchors[base.pointer, fragment])
        else:
            raise self.broken(at, f"{reference}: there is no such anchor")
        try:
            value = self.value(target)
        except (LookupError, ValueError):
            value = None
        if not isinstance(value, (dict, bool)):
            raise self.broken(
                at, f"{reference} leads to nothing that is a schema", hint=self._hint(target)
            )
        return target

    def root_of(self, place: Place) -> Place:
        """Return the schema around a place that has a URI of its own, or the whole document."""
        return self._base(place)

    def anchored(self, place: Place) -> str | None:
        """Return the name under which a schema is a dynamic anchor; None if it is none."""
        value = self.value(place)
        name = value.get("$dynamicAnchor") if isinstance(value, dict) else None
        return name if isinstance(name, str) else None

    def dynamic(self, name: str) -> list[Place]:
        """Return all schemas of the documents at hand with a dynamic anchor of this name.

        An empty name means `$recursiveAnchor`.
        """
        return [
            Place(document, pointer)
            for document, index in self._indexes.items()
            for pointer in index.dynamic.get(name, ())
        ]

    # --- documents ---

    def _hint(self, target: Place) -> str:
        near = target.pointer.rpartition("/")[0]
        try:
            around = self.value(Place(target.document, near))
        except (LookupError, ValueError):
            around = None
        if isinstance(around, dict) and target.pointer:
            return f"{near or '/'} of {target.document.shown} holds {len(around)} others"
        return 'let it name a schema, for example "#/$defs/NAME"'

    def _base(self, place: Place) -> Place:
        bases = self._index(place.document).bases
        return Place(place.document, _nearest(bases, place.pointer) or "")

    def _resource(self, base: Place, address: str, at: Place, reference: str) -> Place:
        """Return the schema with a URI, in the documents at hand or in a file beside."""
        own = self._index(base.document).bases[base.pointer]
        whole = urljoin(own, address)
        for document, index in self._indexes.items():
            for pointer, uri in index.bases.items():
                if uri and uri == whole:
                    return Place(document, pointer)
        relative = self._beside(base.document, whole)
        if relative is None:
            raise self.broken(
                at,
                f"{reference} leads out of the project",
                hint="only files of the project are read: copy the schema into it",
            )
        try:
            other = base.document.beside(relative)
        except BrokenFileError as error:
            raise self.broken(at, f"{reference}: {error.message}", hint=error.hint) from error
        if other is None:
            raise self.broken(
                at, f"{reference}: there is no such file", hint=f"put it at {relative} beside this"
            )
        self._index(other)
        return Place(other, "")

    def _beside(self, document: Document, uri: str) -> str | None:
        """Return the path of a URI relative to a document's folder, as far as it is one."""
        own, parts = urlsplit(self._index(document).bases[""]), urlsplit(uri)
        if (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            return None
        path = unquote(parts.path)
        if own.scheme or own.netloc or own.path.startswith("/"):
            return posixpath.relpath(path, posixpath.dirname(own.path) or "/")
        folder = posixpath.dirname(own.path)
        if path.startswith("/"):
            return None
        return posixpath.relpath(path, folder) if folder else posixpath.normpath(path)

    def _index(self, document: Document) -> _Index:
        if document not in self._indexes:
            value = structured(document).value
            index = self._indexes[document] = _Index(spec=self._kind(document, value))
            index.bases[""] = ""
            for pointer, part in _schemas(value):
                if isinstance(part, dict):
                    self._note(document, index, pointer, part)
        return self._indexes[document]

    def _note(self, document: Document, index: _Index, pointer: str, part: dict[str, Json]) -> None:
        if "$schema" in part:
            at = Place(document, joined(pointer, "$schema"))
            index.specs[pointer] = self._dialect(part["$schema"], at)
        spec = index.specs[_nearest(index.specs, pointer) or ""] if index.specs else index.spec
        keyword = "$id" if "$id" in spec.keywords else "id"
        name = part.get(keyword) if keyword in spec.keywords else None
        if isinstance(name, str) and not (spec.ref_is_alone and "$ref" in part):
            around = _nearest(index.bases, pointer) or ""
            if name.startswith("#"):
                index.anchors[around, name[1:]] = pointer
            else:
                index.bases[pointer] = urljoin(index.bases[around], name.rstrip("#"))
        if part.get("$recursiveAnchor") is True and pointer in index.bases:
            index.dynamic.setdefault("", []).append(pointer)
        around = _nearest(index.bases, pointer) or ""
        for keyword in _ANCHORS:
            if isinstance(anchor := part.get(keyword), str):
                index.anchors[around, anchor] = pointer
                if keyword == "$dynamicAnchor":
                    index.dynamic.setdefault(anchor, []).append(pointer)

    def _kind(self, document: Document, value: Json) -> Spec:
        members = value if isinstance(value, dict) else {}
        for mark in ("openapi", "swagger", "asyncapi"):
            version = members.get(mark)
            if version is not None:
                return self._version(document, mark, version, members)
        return self._spec

    def _version(
        self, document: Document, mark: str, version: Json, members: dict[str, Json]
    ) -> Spec:
        at = Place(document, f"/{mark}")
        match mark, str(version).split(".")[:2]:
            case "swagger", ["2", *_]:
                return SWAGGER_2
            case "openapi", ["3", "0"]:
                return OPENAPI_3_0
            case "openapi", ["3", ("1" | "2") as minor]:
                dialect = PLAIN
                if "jsonSchemaDialect" in members:
                    named = members["jsonSchemaDialect"]
                    dialect = self._dialect(named, Place(document, "/jsonSchemaDialect"))
                return openapi_3_1(f"3.{minor}", dialect)
            case "asyncapi", [("2" | "3"), *_]:
                return ASYNCAPI
        raise self.broken(
            at, f"version {version} of this notation is not read",
            hint="OpenAPI 3.0 to 3.2, Swagger 2.0 and AsyncAPI 2 and 3 are",
        )  # fmt: skip

    def _dialect(self, named: Json, at: Place) -> Spec:
        uri = named.removesuffix("#") if isinstance(named, str) else ""
        if uri.startswith(
            ("https://spec.openapis.org/oas/3.1/", "https://spec.openapis.org/oas/3.2/")
        ):
            return PLAIN
        if uri not in BY_DIALECT:
            raise self.broken(
                at, f"the dialect {named} is not understood", hint=f"one of {', '.join(BY_DIALECT)}"
            )
        return BY_DIALECT[uri]


def _schemas(value: Json) -> list[tuple[str, Json]]:
    """Return the schemas of a document with their pointers, as far as their places tell them."""
    if not isinstance(value, dict):
        return []
    if not value.keys() & {"openapi", "swagger", "asyncapi"}:
        return list(subschemas(value))
    found: list[tuple[str, Json]] = []
    for path in HOLDING:
        here: Json = value
        for step in path:
            here = here.get(step) if isinstance(here, dict) else None
        if isinstance(here, dict):
            for name, schema in here.items():
                found += subschemas(schema, joined("", *path, name))
    return found


def _nearest(known: dict[str, str] | dict[str, Spec], pointer: str) -> str | None:
    """Return the longest of some pointers that leads to a place or around it."""
    if len(known) > 1:
        names = steps(pointer)
        for count in range(len(names), 0, -1):
            around = joined("", *names[:count])
            if around in known:
                return around
    return "" if "" in known else _only(known, pointer)


def _only(known: dict[str, str] | dict[str, Spec], pointer: str) -> str | None:
    return next((one for one in known if pointer == one or pointer.startswith(f"{one}/")), None)
