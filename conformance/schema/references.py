"""The targets of the `$ref`s of schema files, and the schemas that are reached from each place."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import quote, unquote, urlsplit

from conformance.dataclass import dataclass
from conformance.dialects import HOLDERS, REFERENCES, children, rebuilt, subschemas
from conformance.documents import Store, base_of, bundled, dialect_of, index, resolved
from conformance.documents import joined as uri
from conformance.errors import BrokenFileError
from conformance.expressions import expression
from conformance.jsontext.pointers import followed, joined
from conformance.schema.once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.model import Json, SchemaFile


class Place(NamedTuple):
    """A schema or keyword: the file's name in `SchemaFile.resources`, and the JSON Pointer.

    It is a tuple, since it is often looked up.
    """

    file: str
    pointer: str

    def child(self, *steps: str | int) -> Place:
        """Return the place below this one by names and indices."""
        return Place(file=self.file, pointer=joined(self.pointer, *steps))

    def __str__(self) -> str:
        """Return it in the form that a claim uses: `FILE#POINTER`."""
        return f"{self.file}#{self.pointer}"


class Link(NamedTuple):
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


def with_encoded(schema: Json) -> Json:
    """Return a schema each of whose `$ref`s ends with a fragment as URIs have it.

    Generators write names such as `Def<(string|null)>` into them. What no fragment may have is
    percent-encoded (RFC 3986, 2.1 and 3.5), which leads to the same place.
    """
    written = (part.get("$ref") for _, part in subschemas(schema) if isinstance(part, dict))
    fragments = (str(reference).partition("#")[2] for reference in written)
    if not any(map(_FOREIGN.search, fragments)):
        return schema

    def encoded(part: Json) -> Json:
        if not isinstance(part, dict):
            return part
        reference = part.get("$ref")
        if isinstance(reference, str):
            before, sharp, fragment = reference.partition("#")
            fragment = _FOREIGN.sub(lambda found: quote(found[0]), fragment)
            part = {**part, "$ref": before + sharp + fragment}
        return rebuilt(part, encoded)

    return encoded(schema)


_FOREIGN = expression(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]")


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


def document_of(file: SchemaFile, name: str) -> Json:
    """Return a document by its name: the file, a resource, or one of the specification's own."""
    if name == file.name:
        return file.schema
    if name in file.resources:
        return file.resources[name]
    own = bundled(Store(""), name)
    return None if own is None else own.body


def referred_place(file: SchemaFile, place: Place, keyword: str) -> Place:
    """Return the schema that a reference leads to.

    Args:
        file: The file that was loaded, with its resources.
        place: The schema that holds the reference, in the file or in a resource.
        keyword: `$ref`, or another of `REFERENCES`; the dynamic ones are followed like `$ref`.

    Raises:
        BrokenFileError: It leads to nothing, or to a value that is not a schema.
    """
    return _Documents(file).led(place, keyword)


class _Documents:
    """The documents of a schema file by name, and where their references lead."""

    def __init__(self, file: SchemaFile) -> None:
        self.file = file
        self._store = Store("")
        self._base = base_of(file.schema)
        self._bodies: dict[str, Json] = {}
        for name, body in file.resources.items():
            self._add(name, body, uri(self._base, name))
        self._add(file.name, file.schema, self._base)
        top = self._store.resources[self._base]
        self._store.resources.setdefault(uri(self._base, file.name), top)

    def _add(self, name: str, body: Json, at: str) -> None:
        self._bodies[name] = body
        index(self._store, body, at, name, dialect_of(body, self.file.dialect))

    def at(self, place: Place) -> Json:
        """Return the value at a place; the specification's own schemas are known by URI."""
        if place.file not in self._bodies:
            self._bodies[place.file] = self._store.resources[place.file].body
        return followed(self._bodies[place.file], place.pointer)

    def led(self, place: Place, keyword: str) -> Place:
        """Return the place of the schema that a reference leads to."""
        schema = cast("dict[str, Json]", self.at(place))
        reference = str(schema[keyword])
        owner = self._store.owners.get(id(schema))
        if owner is None:  # inside a keyword that is not of the dialect
            at = self._base if place.file == self.file.name else uri(self._base, place.file)
            owner = self._store.resources[at]
        found = resolved(self._store, owner, reference)
        if found is None:
            raise BrokenFileError(
                f'"{reference}" leads to nothing that is a schema',
                file=shown(self.file, place.file),
                place=joined(place.pointer, keyword),
                hint='let it name a schema, for example "#/$defs/NAME"',
            )
        return Place(file=found[0].file, pointer=found[2])


@made_once
def graph_of(file: SchemaFile) -> Graph:
    """Return the graph of a schema file and its resources.

    Raises:
        BrokenFileError: A reference leads to nothing, or to a value that is not a schema.
    """
    documents = _Documents(file)
    schemas = {
        Place(file=name, pointer=pointer): part
        for name, document in {file.name: file.schema, **file.resources}.items()
        for pointer, part in subschemas(document)
    }
    links: dict[Place, tuple[Link, ...]] = {}
    waiting = list(schemas)
    for place in waiting:
        links[place] = tuple(_links(documents, place, schemas[place]))
        for link in links[place]:
            if link.to not in schemas:  # inside a keyword that is not of the dialect
                target = documents.at(link.to)
                inside = {
                    Place(file=link.to.file, pointer=pointer): part
                    for pointer, part in subschemas(target, link.to.pointer)
                }
                waiting += inside
                schemas |= inside
    return Graph(root=Place(file=file.name, pointer=""), schemas=schemas, links=links)


def _links(documents: _Documents, place: Place, schema: Json) -> Iterator[Link]:
    for child in children(schema, place.pointer):
        if child.keyword not in HOLDERS:
            yield Link(keyword=child.keyword, to=Place(file=place.file, pointer=child.pointer))
    if isinstance(schema, dict):
        for keyword in sorted(REFERENCES & schema.keys()):
            yield Link(keyword=keyword, to=documents.led(place, keyword))
