"""Finds the documents that references of a schema outside of a record lead to."""

from __future__ import annotations

import posixpath
from dataclasses import field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

from conformance.dataclass import dataclass
from conformance.dialects import subschemas
from conformance.documents import BASE, bundled, joined
from conformance.files import file_bytes
from conformance.jsontext.text import Problem, parse
from conformance.schema.references import references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conformance.documents import Store
    from conformance.model import Json, SchemaFile

_MAX_FILES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a caller gives beside a schema.

    Attributes:
        resources: The files of documents, by URI.
        folder: A folder whose files are found by their `$id`.
        dialect: The dialect of schemas that name none, by its usual name.
    """

    resources: Mapping[str, Path] = field(default_factory=dict)
    folder: Path | None = None
    dialect: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A document that a reference leads to.

    Attributes:
        uri: Its URI.
        name: Its name in `SchemaFile.resources`: a path, or the URI.
        path: Its file; None if none is known.
        pointer: The schema that refers to it.
        keyword: The keyword there.
        reference: The reference.
    """

    uri: str
    name: str
    path: Path | None
    pointer: str
    keyword: str
    reference: str


class Neighbours:
    """Finds documents beside a file, among those given, and in a folder."""

    def __init__(self, main: Path, given: Given) -> None:
        """Look into no folder yet."""
        self._main = main
        self._given = given
        self._by_id: dict[str, Path] | None = None

    def wanted(self, store: Store, file: SchemaFile, base: str) -> Iterator[Wanted]:
        """Yield the documents that a file refers to and a store does not have.

        Args:
            store: The documents that are known, this file among them.
            file: The file.
            base: The URI of the main file.
        """
        owners = dict(_owners(store, file.schema))
        for pointer, keyword, reference in references(file.schema):
            uri = urldefrag(joined(owners[pointer], reference)).url
            if uri in store.resources or bundled(store, uri) is not None:
                continue
            name, path = self._found(uri, base)
            yield Wanted(
                uri=uri, name=name, path=path, pointer=pointer, keyword=keyword, reference=reference
            )

    def _found(self, uri: str, base: str) -> tuple[str, Path | None]:
        if uri in self._given.resources:
            return uri, self._given.resources[uri]
        here, there = urlsplit(base), urlsplit(uri)
        if here[:2] == there[:2] and there.path.startswith("/"):
            name = posixpath.relpath(unquote(there.path), posixpath.dirname(here.path) or "/")
            path = self._main.parent / name
            if base == BASE or (".." not in name and path.is_file()):
                return name, path
        return uri, self._in_folder(uri)

    def _in_folder(self, uri: str) -> Path | None:
        if self._given.folder is None:
            return None
        if self._by_id is None:
            self._by_id = dict(_identified(self._given.folder))
        found = self._by_id.get(uri)
        beside = self._given.folder / posixpath.basename(urlsplit(uri).path)
        return found or (beside if beside.is_file() else None)


def _owners(store: Store, schema: Json) -> Iterator[tuple[str, str]]:
    """Yield the URI of the resource around each schema of a document, by its pointer."""
    for pointer, part in subschemas(schema):
        if isinstance(part, dict):
            yield pointer, store.owners[id(part)].uri


def _identified(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the URI of each schema in a folder that has one, with its file."""
    for count, path in enumerate(sorted(folder.rglob("*.json"))):
        if count >= _MAX_FILES:
            return
        parsed = parse(file_bytes(path)) if path.is_file() else None
        body = None if parsed is None or isinstance(parsed, Problem) else parsed.value
        name = (body.get("$id") or body.get("id")) if isinstance(body, dict) else None
        if isinstance(name, str):
            yield urldefrag(name).url, path
