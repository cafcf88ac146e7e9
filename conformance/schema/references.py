"""The targets of the `$ref`s of schema files, and the schemas that are reached from each place."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from conformance.dialects import HOLDERS, REFERENCES, children, subschemas
from conformance.errors import BrokenFileError
from conformance.jsontext.pointers import followed, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.model import Json, SchemaFile

_ANCHORS = ("$anchor", "$dynamicAnchor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A schema or keyword: the file's name in `SchemaFile.resources`, and the JSON Pointer."""

    file: str
    pointer: str

    def child(self, *steps: str | int) -> Place:
        """Return the place below this one by names and indices."""
        return Place(file=self.file, pointer=joined(self.pointer, *steps))

    def __str__(self) -> str:
        """Return it in the form that a claim uses: `FILE#POINTER`."""
        return f"{self.file}#{self.pointer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link from a schema to one that it applies, under a keyword."""

    keyword: str
    to: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The schemas of a file and of all files it refers to, and what each applies.

    Attributes:
        root: The whole file.
        schemas: Every schema by its place, the root's file first, outermost first.
        links: For each place, the schemas that are applied from there, without those only held.
    """

    root: Place
    schemas: Mapping[Place, Json]
    links: Mapping[Place, tuple[Link, ...]]

    def reached(self, start: Place, *, but_not: frozenset[str] = frozenset()) -> list[Place]:
        """Return the places reached from a place, itself first, without passing some keywords."""
        found = {start: None}
        waiting = [start]
        while waiting:
            for link in self.links[waiting.pop()]:
                if link.keyword not in but_not and link.to not in found:
                    found[link.to] = None
                    waiting.append(link.to)
        return list(found)


def shown(file: SchemaFile, name: str) -> str:
    """Return the name of the file itself or of one of its resources in error messages."""
    path = file.path if name == file.name else file.path.parent / name
    return path.as_posix()


def references(schema: Json) -> Iterator[tuple[str, str, str]]:
    """Yield every reference in a schema: the pointer of the schema it is in, keyword and value."""
    for pointer, part in subschemas(schema):
        if isinstance(part, dict):
            for keyword in sorted(REFERENCES & part.keys()):
                yield pointer, keyword, str(part[keyword])


def referred_file(reference: str, *, file: str, schema: Json) -> str:
    """Return the name of the file that a reference leads to.

    Args:
        reference: The reference.
        file: The name of its file.
        schema: That whole file; a reference to its own `$id` leads to itself.

    Raises:
        ValueError: It leads to a network address, or `$id` gives it another meaning than the file
            beside this one. The message says which.
    """
    address, _, _ = reference.partition("#")
    identity = schema.get("$id") if isinstance(schema, dict) else None
    if not address or (isinstance(identity, str) and address == identity.removesuffix("#")):
        return file
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        raise ValueError("the reference leads to an address outside the record")
    if identity is not None:
        raise ValueError("the reference is relative to the file's $id, not to the file")
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(parts.path)))


def referred_place(file: SchemaFile, place: Place, keyword: str) -> Place:
    """Return the schema that a reference leads to.

    Args:
        file: The file that was loaded, with its resources.
        place: The schema that holds the reference, in the file or in a resource.
        keyword: `$ref`, or another of `REFERENCES`; the dynamic ones are followed like `$ref`.

    Raises:
        BrokenFileError: It leads to nothing, or to a value that is not a schema.
    """
    documents = {file.name: file.schema, **file.resources}
    schema = cast("dict[str, Json]", followed(documents[place.file], place.pointer))
    reference = str(schema[keyword])
    name = referred_file(reference, file=place.file, schema=documents[place.file])
    fragment = unquote(reference.partition("#")[2])
    try:
        pointer = fragment
        if fragment and not fragment.startswith("/"):
            pointer = _anchors(documents[name])[fragment]
        target = followed(documents[name], pointer)
    except LookupError:
        target = None
    if not isinstance(target, (dict, bool)):
        raise BrokenFileError(
            f'"{reference}" leads to nothing that is a schema',
            file=shown(file, place.file),
            place=joined(place.pointer, keyword),
            hint='let it name a schema, for example "#/$defs/NAME"',
        )
    return Place(file=name, pointer=pointer)


def graph_of(file: SchemaFile) -> Graph:
    """Return the graph of a schema file and its resources.

    Raises:
        BrokenFileError: A reference leads to nothing, or to a value that is not a schema.
    """
    documents = {file.name: file.schema, **file.resources}
    schemas = {
        Place(file=name, pointer=pointer): part
        for name, document in documents.items()
        for pointer, part in subschemas(document)
    }
    links: dict[Place, tuple[Link, ...]] = {}
    waiting = list(schemas)
    while waiting:
        place = waiting.pop(0)
        links[place] = tuple(_links(file, place, schemas[place]))
        for link in links[place]:
            if link.to not in schemas:  # inside a keyword that is not of the dialect
                target = followed(documents[link.to.file], link.to.pointer)
                inside = {
                    Place(file=link.to.file, pointer=pointer): part
                    for pointer, part in subschemas(target, link.to.pointer)
                }
                waiting += inside
                schemas |= inside
    return Graph(root=Place(file=file.name, pointer=""), schemas=schemas, links=links)


def _links(file: SchemaFile, place: Place, schema: Json) -> Iterator[Link]:
    for child in children(schema, place.pointer):
        if child.keyword not in HOLDERS:
            yield Link(keyword=child.keyword, to=Place(file=place.file, pointer=child.pointer))
    if isinstance(schema, dict):
        for keyword in sorted(REFERENCES & schema.keys()):
            yield Link(keyword=keyword, to=referred_place(file, place, keyword))


def _anchors(schema: Json) -> dict[str, str]:
    """Return the pointers of a file's anchors by name; draft-07 writes them as `$id`."""
    found: dict[str, str] = {}
    for pointer, part in subschemas(schema):
        if isinstance(part, dict):
            names = [part[keyword] for keyword in _ANCHORS if keyword in part]
            names += [str(part.get("$id", ""))[1:]] if pointer else []
            found |= {str(name): pointer for name in names}
    return found
