"""The documents behind a schema: their dialect, `$id`s and anchors, and their subschemas."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urldefrag, urljoin

from conformance import dialects
from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Json

DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema"
DRAFT_2019_09 = "https://json-schema.org/draft/2019-09/schema"
DRAFT_07 = "http://json-schema.org/draft-07/schema#"
DIALECTS = (DRAFT_2020_12, DRAFT_2019_09, DRAFT_07)
BASE = "file:///1/2/3/4/5/6/7/8/subject"
"""The URI of a subject without an `$id` of its own."""

FOREIGN = {uri: dialects.DIALECTS[uri.rstrip("#")].foreign for uri in DIALECTS}
"""Dialect -> the keywords that only other dialects have."""


@dataclass(slots=True, eq=False)
class Resource:
    """A schema with a URI of its own, and the anchors inside it."""

    uri: str
    body: Json
    dialect: str
    file: str
    pointer: str
    anchors: dict[str, tuple[Json, str]] = field(default_factory=dict)
    dynamic: dict[str, tuple[Json, str]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Store:
    """One subject's documents."""

    key: str
    resources: dict[str, Resource] = field(default_factory=dict)
    owners: dict[int, Resource] = field(default_factory=dict)
    is_dynamic: bool = False
    led: dict[tuple[str, str], tuple[Resource, Json, str, str]] = field(default_factory=dict)


def joined(base: str, reference: str) -> str:
    """Return a reference as it resolves from a base, which may be a URN."""
    if reference.startswith("#"):
        return urldefrag(base).url + reference
    return urljoin(base, reference)


def subschemas(body: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    """Yield each direct subschema of a schema as it is written, with its pointer from there."""
    for child in dialects.children(body):
        yield child.pointer.removeprefix("/"), child.schema


def index(store: Store, body: Json, uri: str, file: str, dialect: str) -> Resource:
    """Index a document with all its URIs and anchors; return its own resource."""
    top = Resource(uri, body, dialect, file, "")
    store.resources[uri] = top
    todo: list[tuple[Json, Resource, str]] = [(body, top, "")]
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
                resource = Resource(address, part, dialect_of(part, dialect), file, pointer)
                store.resources[address] = resource
        store.owners[id(part)] = resource
        _index_anchors(store, resource, part, pointer)
        todo += [(item, resource, f"{pointer}/{step}") for step, item in subschemas(part)]
    return store.owners.get(id(body), top)


def _index_anchors(store: Store, resource: Resource, part: dict[str, Json], pointer: str) -> None:
    for keyword in ("$anchor", "$dynamicAnchor"):
        if isinstance(anchor := part.get(keyword), str):
            resource.anchors[anchor] = (part, pointer)
            if keyword == "$dynamicAnchor":
                resource.dynamic[anchor] = (part, pointer)
    if part.get("$recursiveAnchor") is True:
        resource.dynamic[""] = (part, pointer)
    store.is_dynamic = store.is_dynamic or "$dynamicRef" in part or "$recursiveRef" in part


def locate(store: Store, resource: Resource, fragment: str) -> tuple[Resource, Json, str] | None:
    """Return the target of a fragment: the resource around it, the schema, its pointer."""
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


def bundled(store: Store, uri: str) -> Resource | None:
    """Return one of the specification's own schemas, which a `$ref` may always name."""
    from jsonschema_specifications import REGISTRY  # noqa: PLC0415  slow, and seldom needed

    for address in (uri, f"{uri}#"):
        if address in REGISTRY:
            body = cast("Json", REGISTRY.contents(address))
            return index(store, body, uri, uri, dialect_of(body, DRAFT_2020_12))
    return None


def base_of(schema: Json) -> str:
    """Return the URI of a subject's whole schema: its resolved `$id`, or `BASE`."""
    if isinstance(schema, dict) and isinstance(name := schema.get("$id"), str):
        return joined(BASE, urldefrag(name).url)
    return BASE


def resolved(
    store: Store, resource: Resource, reference: str
) -> tuple[Resource, Json, str, str] | None:
    """Return the target of a reference in a resource; None if it leads nowhere.

    The answer is the resource around it, the schema, its pointer, and the fragment.
    """
    key = (resource.uri, reference)
    if key not in store.led:
        uri, fragment = urldefrag(joined(resource.uri, reference))
        owner = store.resources.get(uri) or bundled(store, uri)
        found = None if owner is None else locate(store, owner, unquote(fragment))
        if found is None:
            return None
        store.led[key] = (*found, fragment)
    return store.led[key]


def dialect_of(body: Json, default: str) -> str:
    """Return the dialect that a schema names if it is a known one, else the default."""
    named = body.get("$schema") if isinstance(body, dict) else None
    for name in (named, default):
        for dialect in DIALECTS:
            if isinstance(name, str) and name.rstrip("#") == dialect.rstrip("#"):
                return dialect
    return default


def step_to(name: str) -> str:
    """Return a name as a step of a JSON Pointer."""
    return name.replace("~", "~0").replace("/", "~1")
