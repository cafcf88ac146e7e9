"""Schemas as handles: which document they stand in, what their `$ref`s mean, which are the same.

Two subschemas with the same text are one handle, even in two files, unless a reference in them may
lead to different places. The dialects 2019-09 and draft-07 are turned into 2020-12's keywords here,
so that nothing else has to know them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urldefrag, urljoin

import jsonschema_rs
from jsonschema_specifications import REGISTRY

from conformance.errors import BrokenFileError
from conformance.jsontext import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from conformance.model import Json

DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema"
DRAFT_2019_09 = "https://json-schema.org/draft/2019-09/schema"
DRAFT_07 = "http://json-schema.org/draft-07/schema#"
DIALECTS = (DRAFT_2020_12, DRAFT_2019_09, DRAFT_07)
BASE = "file:///conformance/subject"
"""Where a subject without an `$id` of its own stands."""

_ONE = (
    *("additionalProperties", "additionalItems", "contains", "contentSchema", "else", "if"),
    *("items", "not", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"),
)
_LISTED = ("allOf", "anyOf", "oneOf", "prefixItems", "items")
_NAMED = (
    *("$defs", "definitions", "dependentSchemas", "dependencies", "patternProperties"),
    "properties",
)
_UNKNOWN_TO_07 = frozenset(
    (
        *("$anchor", "$recursiveRef", "dependentRequired", "dependentSchemas", "maxContains"),
        *("minContains", "unevaluatedItems", "unevaluatedProperties"),
    )
)
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A schema to compare: each JSON value is valid under it, or is not.

    Attributes:
        name: How messages call it, usually the file's name.
        schema: A sound schema of the dialect.
        dialect: Used where the schema has no `$schema` of its own.
        resources: What a relative `$ref` may reach, by the path as it resolves from the folder of
            the schema, or by absolute URI.
    """

    name: str
    schema: Json
    dialect: str = DRAFT_2020_12
    resources: Mapping[str, Json] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Resource:
    uri: str
    body: Json
    dialect: str
    file: str
    pointer: str
    anchors: dict[str, tuple[Json, str]] = field(default_factory=dict)
    dynamic: dict[str, tuple[Json, str]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Store:
    """One subject's documents."""

    key: str
    resources: dict[str, _Resource] = field(default_factory=dict)
    owners: dict[int, _Resource] = field(default_factory=dict)
    is_dynamic: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """A handle on a subschema.

    Attributes:
        id: Equal for two handles that mean the same.
        body: The schema as it is written, a boolean or an object.
        keywords: Its keywords as 2020-12 would name them; empty for a boolean.
        place: For messages: file and pointer.
        old: Whether the dialect is older than 2020-12.
    """

    id: int
    body: Json
    keywords: Mapping[str, Json]
    place: str
    old: bool
    pointer: str
    resource: _Resource
    store: _Store
    scope: tuple[str, ...]


class Library:
    """All schemas of one comparison."""

    def __init__(self) -> None:
        """Start empty."""
        self._ids: dict[Hashable, int] = {}
        self._texts: dict[int, tuple[Json, str]] = {}
        self._literals = _Store("")
        self._none = _Resource("", None, DRAFT_2020_12, "", "")

    def root(self, subject: Subject) -> Schema:
        """Return the subject's whole schema.

        Raises:
            BrokenFileError: It is no sound schema of its dialect, or nested too deep.
        """
        documents = [subject.schema, *subject.resources.values()]
        for name, body in ((subject.name, subject.schema), *subject.resources.items()):
            _check(name, body, subject.dialect)
        store = _Store("\n".join(map(self._text, documents)))
        base = BASE
        if isinstance(subject.schema, dict) and isinstance(subject.schema.get("$id"), str):
            base = joined(base, urldefrag(cast("str", subject.schema["$id"])).url)
        for path, body in subject.resources.items():
            _index(store, body, joined(base, path), path, dialect_of(body, subject.dialect))
        top = _index(
            store, subject.schema, base, subject.name, dialect_of(subject.schema, subject.dialect)
        )
        return self._make(subject.schema, top, store, "", ())

    def child(self, schema: Schema, *path: str | int) -> Schema:
        """Return the subschema at a path of keywords as `schema.keywords` names them."""
        body: Json = cast("dict[str, Json]", schema.keywords)
        for step in path:
            body = body[step]  # type: ignore[index]
        written = [_written(schema, str(step), index == 0) for index, step in enumerate(path)]
        pointer = "/".join([schema.pointer, *map(_escape, written)])
        return self._make(body, schema.resource, schema.store, pointer, schema.scope)

    def literal(self, body: Json) -> Schema:
        """Return a schema of the comparison's own, without references."""
        return self._make(body, self._none, self._literals, "", ())

    def target(self, schema: Schema, keyword: str) -> Schema:
        """Return what the reference under `keyword` leads to.

        Raises:
            BrokenFileError: It leads nowhere.
        """
        reference = cast("str", schema.keywords[keyword])
        uri, fragment = urldefrag(joined(schema.resource.uri, reference))
        store = schema.store
        resource = store.resources.get(uri) or _bundled(store, uri)
        found = None if resource is None else _locate(store, resource, unquote(fragment))
        if found is None:
            raise BrokenFileError(
                f"{keyword} {json.dumps(reference)} leads nowhere",
                file=schema.resource.file,
                place=f"{schema.pointer}/{keyword}",
                mend="name a schema that exists in this file or in a file beside it",
            )
        owner, body, pointer = found
        if keyword != "$ref":
            owner, body, pointer = _outermost(store, schema, owner, body, pointer, fragment)
        return self._make(body, owner, store, pointer, schema.scope)

    def _make(
        self, body: Json, resource: _Resource, store: _Store, pointer: str, scope: tuple[str, ...]
    ) -> Schema:
        owner = store.owners.get(id(body), resource)
        if store.is_dynamic:
            known = {anchor for uri in scope for anchor in store.resources[uri].dynamic}
            if not known.issuperset(owner.dynamic):
                scope = (*scope, owner.uri)  # the outermost anchor of a name is all that counts
        text = self._text(body)
        key: Hashable = (text, owner.dialect)
        if any(name in text for name in _REFERENCES):
            key = (text, owner.uri, store.key, scope)
        number = self._ids.setdefault(key, len(self._ids))
        keywords = _keywords(body, owner.dialect) if isinstance(body, dict) else {}
        place = f"{owner.file} at {pointer or '(root)'}"
        old = owner.dialect != DRAFT_2020_12
        return Schema(number, body, keywords, place, old, pointer, owner, store, scope)

    def _text(self, body: Json) -> str:
        known = self._texts.get(id(body))
        if known is None or known[0] is not body:
            known = self._texts[id(body)] = (body, json.dumps(body, sort_keys=True))
        return known[1]


def joined(base: str, reference: str) -> str:
    """Return a reference as it resolves from a base, which may be a URN."""
    if reference.startswith("#"):
        return urldefrag(base).url + reference
    return urljoin(base, reference)


def subschemas(body: Json) -> Iterator[tuple[str, Json]]:
    """Give each direct subschema of a schema as it is written, with its pointer from there."""
    if not isinstance(body, dict):
        return
    for keyword, value in body.items():
        if keyword in _ONE and not isinstance(value, list):
            yield keyword, value
        elif keyword in _LISTED and isinstance(value, list):
            for index, item in enumerate(value):
                yield f"{keyword}/{index}", item
        elif keyword in _NAMED and isinstance(value, dict):
            for name, item in value.items():
                if not isinstance(item, list):
                    yield f"{keyword}/{_escape(name)}", item


def _keywords(body: dict[str, Json], dialect: str) -> dict[str, Json]:
    if dialect == DRAFT_2020_12:
        return body
    if dialect == DRAFT_07:
        if "$ref" in body:
            return {"$ref": body["$ref"]}
        body = {key: value for key, value in body.items() if key not in _UNKNOWN_TO_07}
        dependencies = cast("dict[str, Json]", body.pop("dependencies", {}))
        lists: dict[str, Json] = {
            name: v for name, v in dependencies.items() if isinstance(v, list)
        }
        if lists:
            body["dependentRequired"] = lists
        if len(lists) < len(dependencies):
            body["dependentSchemas"] = {n: v for n, v in dependencies.items() if n not in lists}
    else:
        body = dict(body)
    body.pop("prefixItems", None)
    body.pop("$dynamicRef", None)
    rest = body.pop("additionalItems", None)
    if isinstance(body.get("items"), list):
        body["prefixItems"] = body.pop("items")
        if rest is not None:
            body["items"] = rest
    return body


def _written(schema: Schema, step: str, first: bool) -> str:  # noqa: FBT001  a position
    """Return the keyword as the dialect spells it, for messages."""
    body = schema.body
    if not schema.old or not first or step not in ("prefixItems", "items", "dependentSchemas"):
        return step
    if step == "prefixItems":
        return "items"
    if step == "items" and isinstance(body, dict) and isinstance(body.get("items"), list):
        return "additionalItems"
    return "dependencies" if schema.resource.dialect == DRAFT_07 else step


def _index(store: _Store, body: Json, uri: str, file: str, dialect: str) -> _Resource:
    top = _Resource(uri, body, dialect, file, "")
    store.resources[uri] = top
    todo: list[tuple[Json, _Resource, str]] = [(body, top, "")]
    while todo:
        part, resource, pointer = todo.pop()
        if not isinstance(part, dict):
            continue
        name = part.get("$id")
        if isinstance(name, str) and not (resource.dialect == DRAFT_07 and "$ref" in part):
            address, anchor = urldefrag(joined(resource.uri, name))
            if anchor and not name.partition("#")[0]:
                resource.anchors[anchor] = (part, pointer)
            else:
                resource = _Resource(address, part, dialect_of(part, dialect), file, pointer)
                store.resources[address] = resource
        store.owners[id(part)] = resource
        _index_anchors(store, resource, part, pointer)
        todo += [(item, resource, f"{pointer}/{step}") for step, item in subschemas(part)]
    return store.owners.get(id(body), top)


def _index_anchors(store: _Store, resource: _Resource, part: dict[str, Json], pointer: str) -> None:
    for keyword in ("$anchor", "$dynamicAnchor"):
        if isinstance(anchor := part.get(keyword), str):
            resource.anchors[anchor] = (part, pointer)
            if keyword == "$dynamicAnchor":
                resource.dynamic[anchor] = (part, pointer)
    if part.get("$recursiveAnchor") is True:
        resource.dynamic[""] = (part, pointer)
    store.is_dynamic = store.is_dynamic or "$dynamicRef" in part or "$recursiveRef" in part


def _locate(
    store: _Store, resource: _Resource, fragment: str
) -> tuple[_Resource, Json, str] | None:
    if fragment and not fragment.startswith("/"):
        anchored = resource.anchors.get(fragment)
        return anchored and (resource, *anchored)
    body, pointer, owner = resource.body, resource.pointer, resource
    for step in fragment.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(body, dict) and name in body:
            body = body[name]
        elif isinstance(body, list) and name.isdecimal() and int(name) < len(body):
            body = body[int(name)]
        else:
            return None
        owner = store.owners.get(id(body), owner)
        pointer = f"{pointer}/{step}"
    return (owner, body, pointer) if isinstance(body, bool | dict) else None


def _outermost(  # noqa: PLR0913, PLR0917  what was found is three values
    store: _Store, schema: Schema, owner: _Resource, body: Json, pointer: str, fragment: str
) -> tuple[_Resource, Json, str]:
    """Apply the dynamic scope (core specification 8.2.3.2): the outermost anchor wins."""
    if owner.dynamic.get(fragment, (None,))[0] is body:
        for uri in schema.scope:
            found = store.resources[uri].dynamic.get(fragment)
            if found is not None:
                return (store.resources[uri], *found)
    return owner, body, pointer


def _bundled(store: _Store, uri: str) -> _Resource | None:
    """Return one of the specification's own schemas, which a `$ref` may always name."""
    for address in (uri, f"{uri}#"):
        if address in REGISTRY:
            body = cast("Json", REGISTRY.contents(address))
            return _index(store, body, uri, uri, dialect_of(body, DRAFT_2020_12))
    return None


def dialect_of(body: Json, default: str) -> str:
    """Return the dialect that a schema names, where it is one that is understood."""
    named = body.get("$schema") if isinstance(body, dict) else None
    for dialect in DIALECTS:
        if isinstance(named, str) and named.rstrip("#") == dialect.rstrip("#"):
            return dialect
    return default


@cache
def _metaschema(dialect: str) -> jsonschema_rs.Draft202012Validator:
    return cast(
        "jsonschema_rs.Draft202012Validator",
        jsonschema_rs.validator_for(REGISTRY.contents(dialect)),
    )


def _check(file: str, body: Json, default: str) -> None:
    level: list[Json] = [body]
    for _ in range(MAX_DEPTH + 1):
        level = [
            item
            for part in level
            if isinstance(part, dict | list)
            for item in (part.values() if isinstance(part, dict) else part)
        ]
        if not level:
            break
    else:
        raise BrokenFileError(f"nested deeper than {MAX_DEPTH} levels", file=file)
    for error in _metaschema(dialect_of(body, default)).iter_errors(body):
        place = "".join(f"/{_escape(str(step))}" for step in error.instance_path)
        raise BrokenFileError(f"not a sound schema: {error.message}", file=file, place=place)


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
