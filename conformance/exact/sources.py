"""Schemas as handles: their document, the targets of their `$ref`s, and which are the same.

Two subschemas that say the same are one handle, even in two files, unless a reference in them may
lead to different places; annotations say nothing. The dialects 2019-09 and draft-07 are turned into
the keywords of 2020-12 here, so that nothing else has to know them.
"""

from __future__ import annotations

import json
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, cast

import jsonschema_rs

from conformance.dataclass import dataclass
from conformance.documents import (
    DRAFT_07,
    DRAFT_2020_12,
    FOREIGN,
    Resource,
    Store,
    base_of,
    dialect_of,
    index,
    joined,
    resolved,
    step_to,
)
from conformance.errors import BrokenFileError
from conformance.exact.texts import Texts
from conformance.exact.values import kind_of
from conformance.jsontext.text import MAX_DEPTH, is_too_deep

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from conformance.exact.texts import Text
    from conformance.exact.values import Kind
    from conformance.model import Json


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A schema to compare: each JSON value is valid under it, or is not.

    Attributes:
        name: Its name in messages, usually the file's name.
        schema: A sound schema of the dialect.
        dialect: The dialect if the schema has no `$schema` of its own.
        resources: The targets of relative `$ref`s, by the path from the folder of the schema, or by
            absolute URI.
    """

    name: str
    schema: Json
    dialect: str = DRAFT_2020_12
    resources: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """A handle on a subschema.

    Attributes:
        id: Equal for two handles that mean the same.
        body: The schema as it is written, a boolean or an object.
        keywords: Its keywords with their names in 2020-12; empty for a boolean.
        place: For messages: file and pointer.
        old: Whether the dialect is older than 2020-12.
        known: The subschemas that were asked for, by their paths, and the targets of references.
    """

    id: int
    body: Json
    keywords: Mapping[str, Json]
    place: str
    old: bool
    pointer: str
    resource: Resource
    store: Store
    scope: tuple[str, ...]
    known: dict[tuple[str | int, ...], Schema] = field(default_factory=dict)


class Library:
    """All schemas of one comparison."""

    def __init__(self) -> None:
        """Start empty."""
        self._ids: dict[Hashable, int] = {}
        self._texts = Texts()
        self._meanings: dict[tuple[str, frozenset[str]], int | None] = {}
        self._behind: dict[Hashable, int] = {}
        self._led: dict[tuple[str, str], tuple[int, frozenset[str]] | None] = {}
        self._by_kind: dict[int, tuple[list[Json], dict[Kind, list[Json]]]] = {}
        self._literals = Store("")
        self._none = Resource("", None, DRAFT_2020_12, "", "")

    def root(self, subject: Subject) -> Schema:
        """Return the subject's whole schema.

        Raises:
            BrokenFileError: It is no sound schema of its dialect, or nested too deep.
        """
        documents = [subject.schema, *subject.resources.values()]
        for name, body in ((subject.name, subject.schema), *subject.resources.items()):
            _check(name, body, subject.dialect)
        store = Store(" ".join(str(self._texts.literal(document)) for document in documents))
        base = base_of(subject.schema)
        for path, body in subject.resources.items():
            index(store, body, joined(base, path), path, dialect_of(body, subject.dialect))
        top = index(
            store, subject.schema, base, subject.name, dialect_of(subject.schema, subject.dialect)
        )
        return self._make(subject.schema, top, store, "", ())

    def child(self, schema: Schema, *path: str | int) -> Schema:
        """Return the subschema at a path of keywords, with the names of `schema.keywords`."""
        found = schema.known.get(path)
        if found is None:
            body: Json = cast("dict[str, Json]", schema.keywords)
            for step in path:
                body = body[step]  # type: ignore[index]
            written = [_written(schema, str(step), index == 0) for index, step in enumerate(path)]
            pointer = "/".join([schema.pointer, *map(step_to, written)])
            found = self._make(body, schema.resource, schema.store, pointer, schema.scope)
            schema.known[path] = found
        return found

    def literal(self, body: Json) -> Schema:
        """Return a schema of the comparison's own, without references."""
        return self._make(body, self._none, self._literals, "", ())

    def by_kind(self, literals: list[Json]) -> Mapping[Kind, list[Json]]:
        """Return the literals of an `enum` by their types; sorted once, as there may be many."""
        known = self._by_kind.get(id(literals))
        if known is None or known[0] is not literals:
            kinds: dict[Kind, list[Json]] = {}
            for value in literals:
                kinds.setdefault(kind_of(value), []).append(value)
            known = self._by_kind[id(literals)] = (literals, kinds)
        return known[1]

    def target(self, schema: Schema, keyword: str) -> Schema:
        """Return the target of the reference under `keyword`.

        Raises:
            BrokenFileError: It leads nowhere.
        """
        known = schema.known.get((keyword,))
        if known is None:
            known = schema.known[keyword,] = self._target(schema, keyword)
        return known

    def _target(self, schema: Schema, keyword: str) -> Schema:
        reference = cast("str", schema.keywords[keyword])
        store = schema.store
        found = resolved(store, schema.resource, reference)
        if found is None:
            raise BrokenFileError(
                f"{keyword} {json.dumps(reference)} leads nowhere",
                file=schema.resource.file,
                place=f"{schema.pointer}/{keyword}",
                hint="name a schema that exists in this file or in a file beside it",
            )
        owner, body, pointer, fragment = found
        if keyword != "$ref":
            owner, body, pointer = _outermost(store, schema, owner, body, pointer, fragment)
        return self._make(body, owner, store, pointer, schema.scope)

    def _make(
        self, body: Json, resource: Resource, store: Store, pointer: str, scope: tuple[str, ...]
    ) -> Schema:
        owner = store.owners.get(id(body), resource)
        if store.is_dynamic:
            known = {anchor for uri in scope for anchor in store.resources[uri].dynamic}
            if not known.issuperset(owner.dynamic):
                scope = (*scope, owner.uri)  # only the outermost anchor of a name counts
        text = self._texts.of(body)
        key: Hashable = (text.number, owner.dialect)
        if text.refers:
            meaning = self._meaning(text, owner, store)
            key = (text.number, owner.uri, store.key, scope) if meaning is None else meaning
        number = self._ids.setdefault(key, len(self._ids))
        keywords = _keywords(body, owner.dialect) if isinstance(body, dict) else {}
        place = f"{owner.file} at {pointer or '(root)'}"
        old = owner.dialect != DRAFT_2020_12
        return Schema(number, body, keywords, place, old, pointer, owner, store, scope)

    def _meaning(self, text: Text, owner: Resource, store: Store) -> Hashable | None:
        """Return what a schema with references means; equal in two documents that agree on it.

        That is its text, and the text behind every reference that it leads to. None if references
        may lead elsewhere from another place: with `$id`s inside, or dynamic ones.
        """
        if store.is_dynamic or len(store.resources) > 1:
            return None
        asked = (store.key, text.references)
        if asked not in self._meanings:
            self._meanings[asked] = self._worked_out(text, owner, store)
        behind = self._meanings[asked]
        return None if behind is None else (text.number, owner.dialect, behind)

    def _worked_out(self, text: Text, owner: Resource, store: Store) -> int | None:
        """Return a number for the texts behind all references that a text leads to."""
        found: dict[str, int] = {}
        waiting = list(text.references)
        while waiting:
            reference = waiting.pop()
            if reference in found:
                continue
            led = self._leads(reference, owner, store)
            if led is None:
                return None
            found[reference], further = led
            waiting += further
        return self._behind.setdefault(tuple(sorted(found.items())), len(self._behind))

    def _leads(
        self, reference: str, owner: Resource, store: Store
    ) -> tuple[int, frozenset[str]] | None:
        """Return the text behind a reference, and the references in it; None if it has none."""
        key = (store.key, reference)
        if key not in self._led:
            found = resolved(store, owner, reference)
            within = found is not None and found[0] is owner
            self._led[key] = None
            if found is not None and within:
                text = self._texts.of(found[1])
                self._led[key] = text.number, text.references
        return self._led[key]


def _keywords(body: dict[str, Json], dialect: str) -> dict[str, Json]:
    if dialect == DRAFT_2020_12:
        foreign = "$recursiveRef"
        return {k: v for k, v in body.items() if k != foreign} if foreign in body else body
    if dialect == DRAFT_07 and "$ref" in body:
        return {"$ref": body["$ref"]}
    body = {key: value for key, value in body.items() if key not in FOREIGN[dialect]}
    dependencies = cast("dict[str, Json]", body.pop("dependencies", {}))
    lists: dict[str, Json] = {name: v for name, v in dependencies.items() if isinstance(v, list)}
    if lists:
        body["dependentRequired"] = lists
    if len(lists) < len(dependencies):
        body["dependentSchemas"] = {n: v for n, v in dependencies.items() if n not in lists}
    rest = body.pop("additionalItems", None)
    if isinstance(body.get("items"), list):
        body["prefixItems"] = body.pop("items")
        if rest is not None:
            body["items"] = rest
    return body


def _written(schema: Schema, step: str, first: bool) -> str:  # noqa: FBT001  a position
    """Return the keyword in the spelling of the dialect, for messages."""
    body = schema.body
    if not schema.old or not first or step not in ("prefixItems", "items", "dependentSchemas"):
        return step
    if step == "prefixItems":
        return "items"
    if step == "items" and isinstance(body, dict) and isinstance(body.get("items"), list):
        return "additionalItems"
    return "dependencies" if schema.resource.dialect == DRAFT_07 else step


def _outermost(  # noqa: PLR0913, PLR0917  what was found is three values
    store: Store, schema: Schema, owner: Resource, body: Json, pointer: str, fragment: str
) -> tuple[Resource, Json, str]:
    """Apply the dynamic scope (core specification 8.2.3.2): the outermost anchor wins."""
    if owner.dynamic.get(fragment, (None,))[0] is body:
        around = [*(store.resources[uri] for uri in schema.scope), owner]
        first = next(one for one in around if fragment in one.dynamic)
        return (first, *first.dynamic[fragment])
    return owner, body, pointer


@cache
def _metaschema(dialect: str) -> jsonschema_rs.Draft202012Validator:
    return cast(
        "jsonschema_rs.Draft202012Validator",
        jsonschema_rs.validator_for({"$schema": dialect, "$ref": dialect}),
    )


def _check(file: str, body: Json, default: str) -> None:
    if is_too_deep(body):
        raise BrokenFileError(f"nested deeper than {MAX_DEPTH} levels", file=file)
    for error in _metaschema(dialect_of(body, default)).iter_errors(body):
        place = "".join(f"/{step_to(str(step))}" for step in error.instance_path)
        raise BrokenFileError(f"not a sound schema: {error.message}", file=file, place=place)
