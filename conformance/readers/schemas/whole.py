"""Joins what a type of a document reaches into one schema with claims."""

from __future__ import annotations

import re
from dataclasses import field, replace
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.dialects import DRAFT_2020_12, rebuilt
from conformance.errors import BrokenFileError, UsageError
from conformance.jsontext.pointers import joined, steps
from conformance.jsontext.text import shortened
from conformance.model import Claim, Verdict
from conformance.readers.emitted import FILE, MAX_SAYS, Emitted, Passage, Silence, numbered, slug
from conformance.readers.facts import Doc, Note
from conformance.readers.schemas.library import Library, Place
from conformance.readers.schemas.parts import Key, Part
from conformance.readers.schemas.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Json
    from conformance.readers.documents import Document
    from conformance.readers.read import SchemaOptions
    from conformance.readers.schemas.parts import Reference, Statement


def schema_at(document: Document, name: str, options: SchemaOptions) -> Emitted:
    """Return the schema at a place of a document, with what it reaches in its own `$defs`.

    Args:
        document: The document.
        name: The place: a JSON Pointer without its first slash, or `#` for the whole.
        options: The decisions, and how to read.

    Raises:
        UsageError: There is nothing at the place.
        BrokenFileError: It is no schema, or cannot be read; the error has the line.
    """
    known = f"schemas {options.direction} {options.formats} {options.decided.answers}"
    reader = document.once(known, lambda: _Reader(document, options))
    return reader.emitted(Place(document, "" if name == "#" else f"/{name.removeprefix('/')}"))


@dataclass(slots=True)
class _Reader:
    """The parts of a document that were read with the same options."""

    document: Document
    options: SchemaOptions
    library: Library = field(init=False)
    parts: dict[Key, Part] = field(default_factory=dict)
    names: dict[Key, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    free: set[Key] = field(default_factory=set)
    claims: dict[tuple[Key, str], list[Claim]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.library = Library(self.document)

    def emitted(self, place: Place) -> Emitted:
        try:
            self.library.value(place)
        except (LookupError, ValueError) as error:
            raise UsageError(
                f"there is nothing at #{place.pointer}", file=place.document.shown
            ) from error
        closes = self.options.decided["unlisted"] is not Verdict.ACCEPT
        root = Key(place, closes)
        reached = self.reached(root)
        try:
            for key in reached:
                self.check_circles(key)
        except BrokenFileError:
            self.free.clear()
            raise
        self.check_dynamic(reached)
        title = self.title(root)
        schema: dict[str, Json] = {"$schema": DRAFT_2020_12.uri, "title": title}
        body = self.parts[root].body
        schema |= {"not": {}} if body is False else body if isinstance(body, dict) else {}
        others = reached[1:]
        if others:
            schema["$defs"] = {self.names[key]: self.parts[key].body for key in others}
        if any(x.target == root for key in reached for x in self.parts[key].references):
            old = self.address(root)
            schema = cast("dict[str, Json]", _renamed(schema, old))
        return self.with_claims(schema, reached)

    def with_claims(self, schema: dict[str, Json], reached: list[Key]) -> Emitted:
        ids: set[str] = set()
        claims: list[Claim] = []
        silent: list[Silence] = []
        notes: dict[Note, None] = {}
        passages: list[Passage] = []
        topics: set[str] = set()
        for key in reached:
            part = self.parts[key]
            start = "" if key is reached[0] else joined("", "$defs", self.names[key])
            if key is reached[0] and part.body is False:
                start = "/not"
            for claim in self.claims_of(key, start):
                unique = numbered(claim.id, ids)
                claims.append(claim if unique == claim.id else replace(claim, id=unique))
            silent += (
                Silence(place=name, span=self.library.span(at), why=why)
                for name, at, why in part.silent
            )
            notes |= dict.fromkeys(
                Note(span=self.library.span(at), says=why) for at, why in part.notes
            )
            passages += self.passages_of(part, start)
            topics |= part.topics
        return Emitted(
            schema=schema,
            claims=tuple(claims),
            native_names=(),
            fields=sum(self.parts[key].fields for key in reached),
            silent=tuple(silent),
            topics=tuple(sorted(topics)),
            notes=tuple(notes),
            passages=tuple(passages),
        )

    def passages_of(self, part: Part, start: str) -> Iterator[Passage]:
        """Yield the descriptions in a part that stands at a pointer."""
        for name, at, text, pointer in part.descriptions:
            span = self.library.span(at)
            span = replace(span, column=span.column + len("description"))  # behind the name
            doc = Doc(text, span)
            yield Passage(place=name, doc=doc, pointers=(f"{start}{pointer}",))

    def claims_of(self, key: Key, start: str) -> list[Claim]:
        """Return the claims of a part that stands at a pointer; they are made once."""
        if (key, start) not in self.claims:
            self.claims[key, start] = [self.claim(x, start) for x in self.part(key).statements]
        return self.claims[key, start]

    def claim(self, made: Statement, start: str) -> Claim:
        span = self.library.span(made.place)
        effect = made.no_effect or "No keyword is needed: nothing is rejected for it."
        return Claim(
            id=slug(made.name, set()),
            at=str(span),
            says=shortened(made.says, MAX_SAYS),
            strength="implied" if made.implied else "stated",
            keywords=tuple(f"{FILE}#{start}{pointer}" for pointer in made.keywords),
            no_effect=None if made.keywords else effect,
            file=span.file,
            line=span.line,
            found="types",
        )

    # --- parts ---

    def part(self, key: Key) -> Part:
        if key not in self.parts:
            walk = Walk(self.library, self.options, self.address, self.title(key))
            self.parts[key] = walk.declared(key)
        return self.parts[key]

    def reached(self, root: Key) -> list[Key]:
        """Return the parts that are reached from one, itself first."""
        found = {root: None}
        waiting = [root]
        while waiting:
            for reference in self.part(waiting.pop(0)).references:
                if reference.target not in found:
                    found[reference.target] = None
                    waiting.append(reference.target)
        for key in found:
            self.address(key)
        return list(found)

    def title(self, key: Key) -> str:
        """Return the name of a part for people."""
        names = steps(key.place.pointer)
        if names:
            return names[-1]
        value = self.library.value(key.place)
        title = value.get("title") if isinstance(value, dict) else None
        return title if isinstance(title, str) and title else key.place.document.path.stem

    def address(self, key: Key) -> str:
        """Return the value of a `$ref` to a part."""
        if key not in self.names:
            names = steps(key.place.pointer) or [key.place.document.path.stem.split(".")[0]]
            base = re.sub(r"[^A-Za-z0-9_.-]+", "_", names[-1]).strip("_") or "type"
            name, number = base, 2
            while name in self.taken:
                name, number = f"{base}_{number}", number + 1
            self.taken.add(name)
            self.names[key] = name
        return f"#/$defs/{self.names[key]}"

    # --- checks ---

    def check_circles(self, root: Key) -> None:
        """Raise an error for a schema that applies itself to the same value."""
        path: list[Reference] = []
        waiting: list[tuple[Key, Reference | None, int]] = [(root, None, 0)]
        while waiting:
            key, through, depth = waiting.pop()
            del path[max(depth - 1, 0) :]
            if through is not None:
                path.append(through)
            around = [root, *(one.target for one in path[:-1])] if path else []
            if key in around:
                titles = [self.title(x) for x in (*around[around.index(key) :], key)]
                raise self.library.broken(
                    path[-1].place,
                    f"the schema {self.title(key)} is defined by itself ({' → '.join(titles)})",
                    "put an object or a list in between, or remove the circle",
                )
            if key not in self.free:
                self.free.add(key)
                waiting += [
                    (one.target, one, len(path) + 1)
                    for one in self.part(key).references
                    if one.in_place
                ]

    def check_dynamic(self, reached: list[Key]) -> None:
        """Raise an error for a dynamic reference that may lead to different schemas."""
        for key in reached:
            for reference in self.parts[key].references:
                if reference.dynamic is None:
                    continue
                for other in self.rivals(reference, reached):
                    span = self.library.span(other)
                    raise self.library.broken(
                        reference.place,
                        f"the dynamic reference may also lead to {span}, by the way it is reached",
                        "name the schema with `$ref`",
                    )

    def rivals(self, reference: Reference, reached: list[Key]) -> Iterator[Place]:
        """Yield other schemas that a dynamic reference could mean, where they are reached."""
        target, name = reference.target.place, reference.dynamic
        if name or (name == "" and self.library.spec(target).is_2019):
            places = {key.place.document for key in reached}
            for other in self.library.dynamic(name):
                if other != target and other.document in places:
                    yield other
            return
        for key in reached:
            value = self.library.value(key.place)
            is_other = key.place != target and isinstance(value, dict)
            if is_other and cast("dict[str, Json]", value).get("$recursiveAnchor") is True:
                inner = self.reached(key)
                if any(each.place == target for each in inner):
                    yield key.place


def _renamed(schema: Json, old: str) -> Json:
    """Return a schema with the references to a part turned to the whole."""
    if not isinstance(schema, dict):
        return schema
    if schema.get("$ref") == old:
        schema = {**schema, "$ref": "#"}
    return rebuilt(schema, lambda part: _renamed(part, old))
