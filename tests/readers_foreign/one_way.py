"""Writes schemas in one way, so that most equal ones are seen to be equal by their text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from conformance.jsontext.text import canonical

if TYPE_CHECKING:
    from conformance.model import Json

COMBINED = {"$ref", "allOf", "anyOf", "enum", "not", "oneOf", "x-silent"}
OPEN = {"additionalProperties", "items", "properties", "required"}
"""Keywords that say nothing if they are empty."""
NO_MEANING = {
    "$schema", "contentEncoding", "contentMediaType", "default", "deprecated", "description",
    "discriminator", "examples", "format", "readOnly", "title", "writeOnly", "$defs",
    "definitions",
}  # fmt: skip
PLACES = ("$defs", "definitions")


def written(schema: Json) -> Json:
    """Return a schema without annotations and differences of writing only."""
    found = Plain(schema if isinstance(schema, dict) else {})
    body = found.walk(schema)
    done: dict[str, Json] = {}
    while left := [ref for ref in found.names if ref not in done]:
        for ref in left:
            done[ref] = found.walk(found.target(ref))
    return {"body": body, "definitions": {found.names[ref]: done[ref] for ref in done}}


@dataclass(slots=True)
class Plain:
    """Writes schemas in one way, definitions named in the order in which they are met.

    Definitions that are no objects with properties stand where they are used; unions are flat.
    """

    schema: dict[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    inside: list[str] = field(default_factory=list)

    def target(self, ref: str) -> Any:
        if ref == "#":
            return {key: value for key, value in self.schema.items() if key not in PLACES}
        place, _, name = ref.removeprefix("#/").partition("/")
        return self.schema[place][unquote(name)]

    def walk(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.walk(each) for each in value]
        if not isinstance(value, dict):
            return value
        ref = value.get("$ref")
        if isinstance(ref, str):
            beside = {key: each for key, each in value.items() if key != "$ref"}
            return {**self.walk(beside), **self.reference(ref)}
        found: dict[str, Any] = {}
        for key, inner in sorted(value.items()):
            if key in NO_MEANING or (key in OPEN and inner in ({}, [], True)):
                continue
            if key in {"properties", "patternProperties"}:
                found[key] = {name: self.walk(each) for name, each in sorted(inner.items())}
            elif key in {"enum", "const"}:
                values = inner if key == "enum" else [inner]
                found["enum"] = sorted(values, key=canonical)
            else:
                found[key] = sorted(inner) if key == "required" else self.walk(inner)
        if "enum" in found:
            found.pop("type", None)
        return joined_types(flat(found))

    def reference(self, ref: str) -> Any:
        target = self.target(ref)
        if target.get("properties") or ref in self.inside or ref == "#":
            return {"$ref": self.names.setdefault(ref, f"#{len(self.names)}")}
        self.inside.append(ref)
        found = self.walk(target)
        self.inside.pop()
        return found


def flat(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose `anyOf` has no schema twice, and none that is only `anyOf` again.

    Those without references stand first, in order: their order in the source says nothing.
    """
    options: list[Any] = []
    for option in schema.get("anyOf", ()):
        inner = option["anyOf"] if set(option) == {"anyOf"} else [option]
        options += [x for x in inner if x not in options]
    if {"type": "string"} in options:
        options = [x for x in options if not is_list_of_strings(x)]
    if len(options) == 1 and set(schema) == {"anyOf"}:
        return dict(options[0])
    if not options or {} in options:
        return {key: each for key, each in schema.items() if key != "anyOf"}
    return {**schema, "anyOf": sorted(options, key=reference_last)}


def is_list_of_strings(schema: dict[str, Any]) -> bool:
    return set(schema) == {"enum"} and all(isinstance(x, str) for x in schema["enum"])


def reference_last(schema: Any) -> tuple[bool, str]:
    text = canonical(schema)
    return (True, "") if '"$ref"' in text else (False, text)


def joined_types(schema: dict[str, Any]) -> dict[str, Any]:
    """Return `anyOf` of one type each as one schema with several types, as ours are written."""
    options = schema.get("anyOf", [])
    types = [
        option.get("type") if option.keys().isdisjoint(COMBINED) else None for option in options
    ]
    if not types or set(schema) != {"anyOf"} or not all(isinstance(x, str) for x in types):
        if isinstance(schema.get("type"), list):
            schema["type"] = sorted(schema["type"])
        return schema
    kinds = {"number" if name == "integer" else name for name in types}
    if len(kinds) < len(types):
        return schema
    merged = {key: value for option in options for key, value in option.items()}
    return {**merged, "type": sorted(types)}
