"""Finds what a schema says at the place of a comment, as far as a list of values can change it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.dialects import SILENT
from conformance.jsontext.pointers import followed, joined, steps
from conformance.jsontext.text import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json

_SCALARS = frozenset(("boolean", "integer", "null", "number", "string"))
_NOTES = frozenset(("$comment", "deprecated", "description", "title"))
_PLAIN = frozenset(("const", "enum", "type")) | _NOTES
_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}
_IN_PLACE = ("allOf", "anyOf", "oneOf")
_MAX_STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A scalar in a schema.

    Attributes:
        pointer: The place of its schema.
        body: Its schema; of a reference, the schema that it leads to.
        values: The values that are listed, without null; None if none are.
        types: The JSON types that are allowed, without `null`.
        takes_null: Whether the schema itself allows null.
        is_reference: Whether the place holds a reference.
        why: Why a list of values can only be suggested; empty if it can be applied.
    """

    pointer: str
    body: dict[str, Json]
    values: tuple[Json, ...] | None
    types: frozenset[str]
    takes_null: bool
    is_reference: bool = False
    why: str = ""

    def has(self, value: Json) -> bool:
        """Return whether the list of values has one."""
        return canonical(value) in map(canonical, self.values or ())

    def known(self) -> frozenset[str]:
        """Return the strings that are listed."""
        return frozenset(value for value in self.values or () if isinstance(value, str))

    def read(self, words: Sequence[str]) -> tuple[Json, ...] | None:
        """Return the values that words stand for; None if one is of no type that is allowed."""
        values = [self._value(word) for word in words]
        return None if None in values else (*values,)

    def _value(self, word: str) -> Json:
        """Return the value that a word stands for; None if there is none."""
        if "string" in self.types:
            return word
        try:
            value: Json = json.loads(word.lower())
        except (ValueError, RecursionError):
            return None
        if isinstance(value, bool):
            return value if "boolean" in self.types else None
        if isinstance(value, int):
            return value if {"integer", "number"} & self.types else None
        return value if isinstance(value, float) and "number" in self.types else None


def target_at(schema: Json, pointer: str) -> Target | None:
    """Return the scalar at a place of a schema; None if there is none."""
    return _target(schema, pointer, _MAX_STEPS)


def owner_of(pointer: str) -> tuple[str, str] | None:
    """Return the place of the object that a field is of, and the field's name on the wire.

    Returns:
        None if the place is that of no field.
    """
    names = steps(pointer)
    while len(names) > 1 and names[-2] in _IN_PLACE and names[-1].isdecimal():
        del names[-2:]
    if names[-2:-1] != ["properties"]:
        return None
    return joined("", *names[:-2]), names[-1]


def may_be_null(body: Json) -> bool:
    """Return whether a schema takes null, as far as that is plain to see."""
    if not isinstance(body, dict):
        return body is True
    if "$ref" in body:
        return True
    for name in ("anyOf", "oneOf"):
        if name in body:
            return any(may_be_null(x) for x in cast("list[Json]", body[name]))
    if "const" in body:
        return body["const"] is None
    if "enum" in body:
        return None in cast("list[Json]", body["enum"])
    given = body.get("type", "null")
    return given == "null" or (isinstance(given, list) and "null" in given)


def without_null(body: Json) -> dict[str, Json]:
    """Return a schema that rejects null: the one other type of a scalar, if it has one."""
    given = body.get("type") if isinstance(body, dict) else None
    others = [each for each in given if each != "null"] if isinstance(given, list) else []
    return {"type": others[0]} if len(others) == 1 else {"not": {"type": "null"}}


def _target(schema: Json, pointer: str, steps: int) -> Target | None:
    body = followed(schema, pointer)
    if not isinstance(body, dict) or not steps:
        return None
    if "$ref" in body:
        return _referred(schema, pointer, body, steps)
    for name in ("anyOf", "oneOf"):
        if name in body:
            return _chosen(schema, joined(pointer, name), cast("list[Json]", body[name]), steps)
    parts = body.get("allOf")
    if isinstance(parts, list) and len(parts) == 1 and body.keys() <= {"allOf", *_NOTES}:
        return _target(schema, joined(pointer, "allOf", 0), steps - 1)
    return _scalar(pointer, body)


def _referred(schema: Json, pointer: str, body: dict[str, Json], steps: int) -> Target | None:
    """Return the scalar that a reference leads to, to be written in place of the reference."""
    found = _target(schema, str(body["$ref"]).removeprefix("#"), steps - 1)
    if found is None:
        return None
    extra = (found.body.keys() - _PLAIN) | (body.keys() - {"$ref"} - _NOTES)
    is_whole = f"#{found.pointer}" == body["$ref"] or found.is_reference
    why = found.why
    if extra or not is_whole:
        why = why or "the type is declared with more than a list of values"
    return replace(found, pointer=pointer, is_reference=True, why=why)


def _chosen(schema: Json, pointer: str, branches: list[Json], steps: int) -> Target | None:
    """Return the only branch that is about more than null; more of them can only be suggested."""
    found: list[Target] = []
    for index in range(len(branches)):
        at = joined(pointer, index)
        if _is_null(schema, at):
            continue
        target = _target(schema, at, steps - 1)
        if target is None:
            return None
        found.append(target)
    if len(found) == 1:
        return found[0]
    if not found:
        return None
    values = [value for one in found for value in one.values or ()]
    return Target(
        pointer=pointer,
        body={},
        values=tuple(values) or None,
        types=frozenset().union(*(one.types for one in found)),
        takes_null=False,
        why="the type has alternatives, and accepts other values too",
    )


def _is_null(schema: Json, pointer: str) -> bool:
    body = followed(schema, pointer)
    return isinstance(body, dict) and body.get("type") == "null"


def _scalar(pointer: str, body: dict[str, Json]) -> Target | None:
    values = body.get("enum", [body["const"]] if "const" in body else None)
    types: set[str] = set()
    given = body.get("type")
    if isinstance(values, list):
        if any(isinstance(value, dict | list) for value in values):
            return None
        types = {_TYPES[type(value)] for value in values}
    elif given is not None:
        types = set(map(str, given)) if isinstance(given, list) else {str(given)}
    if not types - {"null"} or not types <= _SCALARS:
        return None
    listed = tuple(x for x in values if x is not None) if isinstance(values, list) else None
    return Target(
        pointer=pointer,
        body=body,
        values=listed,
        types=frozenset(types - {"null"}),
        takes_null="null" in types and _allows_null(body),
        why=_why(body),
    )


def _allows_null(body: dict[str, Json]) -> bool:
    given = body.get("type", "null")
    return given == "null" or (isinstance(given, list) and "null" in given)


def _why(body: dict[str, Json]) -> str:
    if SILENT in body:
        return "the type was not read"
    if "format" in body:
        return f"the type has the format {body['format']}"
    if body.keys() & {"allOf", "not", "if"}:
        return "the type has conditions of its own"
    return ""
