"""Applies JSON Patch (RFC 6902), and says where a pointer leads afterwards (RFC 6901)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.jsontext.pointers import followed, joined, steps
from conformance.jsontext.text import canonical, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Json

_MAX_SHOWN = 60
_END = "-"


class PatchError(Exception):
    """An operation that does not apply; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of a patch.

    Attributes:
        name: `add`, `remove`, `replace`, `move`, `copy` or `test`.
        path: The place that it is about.
        origin: The place that `move` and `copy` take the value from; empty for the others.
        value: The value of `add`, `replace` and `test`.
    """

    name: str
    path: str
    origin: str = ""
    value: Json = None

    @classmethod
    def of(cls, entry: Mapping[str, Json]) -> Operation:
        """Return the operation of an object with the members of RFC 6902."""
        return cls(
            name=str(entry["op"]),
            path=str(entry["path"]),
            origin=str(entry.get("from", "")),
            value=entry.get("value"),
        )


def applied(value: Json, operation: Operation) -> Json:
    """Return a value after an operation; the given one stays as it is.

    Raises:
        PatchError: It does not apply.
    """
    copy: Json = json.loads(json.dumps(value))
    match operation.name:
        case "add":
            return _added(copy, operation.path, operation.value)
        case "remove":
            return _removed(copy, operation.path)
        case "replace":
            _at(copy, operation.path)
            return _put(copy, operation.path, operation.value)
        case "move":
            if f"{operation.path}/".startswith(f"{operation.origin}/"):
                raise PatchError(f"{operation.origin or '(root)'} cannot move into itself")
            taken = _at(copy, operation.origin)
            return _added(_removed(copy, operation.origin), operation.path, taken)
        case "copy":
            taken = json.loads(json.dumps(_at(copy, operation.origin)))
            return _added(copy, operation.path, taken)
    found = _at(copy, operation.path)
    if canonical(found) != canonical(operation.value):
        wanted, shown = (quoted(x, _MAX_SHOWN) for x in (operation.value, found))
        raise PatchError(f"{operation.path or '(root)'} is {shown}, and not {wanted}")
    return copy


def followed_through(pointer: str, operation: Operation, before: Json) -> str | None:
    """Return where a pointer leads after an operation; None if what it led to is gone.

    Args:
        pointer: A pointer that leads somewhere in `before`.
        operation: An operation that applies to it.
        before: The value before the operation.
    """
    path, origin = operation.path, operation.origin
    match operation.name:
        case "add" | "copy":
            return _after_adding(pointer, path, before)
        case "remove":
            return _after_removing(pointer, path, before)
        case "replace":
            return None if _is_under(pointer, path) else pointer
        case "move":
            between = _removed(json.loads(json.dumps(before)), origin)
            if _is_under(pointer, origin):
                return f"{_named(path, between)}{pointer.removeprefix(origin)}"
            kept = _after_removing(pointer, origin, before)
            return None if kept is None else _after_adding(kept, path, between)
    return pointer


def _at(value: Json, pointer: str) -> Json:
    try:
        found = followed(value, pointer)
    except (LookupError, ValueError) as error:
        raise PatchError(f"there is nothing at {pointer or '(root)'}") from error
    return found


def _parent(value: Json, pointer: str) -> tuple[Json, str]:
    """Return what a place is in, and its last step."""
    try:
        *above, last = steps(pointer)
    except ValueError as error:
        raise PatchError(f"{pointer!r} is no JSON Pointer") from error
    return _at(value, joined("", *above)), last


def _added(value: Json, pointer: str, new: Json) -> Json:
    if not pointer:
        return new
    parent, last = _parent(value, pointer)
    if isinstance(parent, dict):
        parent[last] = new
    elif isinstance(parent, list) and (last == _END or _index(last) in range(len(parent) + 1)):
        parent.insert(len(parent) if last == _END else int(last), new)
    else:
        raise PatchError(f"nothing can be added at {pointer}")
    return value


def _removed(value: Json, pointer: str) -> Json:
    _at(value, pointer)
    if not pointer:
        return None
    parent, last = _parent(value, pointer)
    if isinstance(parent, dict):
        del parent[last]
    else:
        del cast("list[Json]", parent)[int(last)]
    return value


def _put(value: Json, pointer: str, new: Json) -> Json:
    if not pointer:
        return new
    parent, last = _parent(value, pointer)
    if isinstance(parent, dict):
        parent[last] = new
    else:
        cast("list[Json]", parent)[int(last)] = new
    return value


def _index(step: str) -> int:
    """Return a step as an index; -1 if it is none."""
    is_index = step.isascii() and step.isdecimal() and str(int(step)) == step
    return int(step) if is_index else -1


def _is_under(pointer: str, above: str) -> bool:
    return f"{pointer}/".startswith(f"{above}/")


def _named(pointer: str, value: Json) -> str:
    """Return the pointer to what is added at a place, whose last step may be the sign for the end.

    Args:
        pointer: The place.
        value: The value before the addition.
    """
    if not pointer.endswith(f"/{_END}"):
        return pointer
    parent, last = _parent(value, pointer)
    return pointer[:-1] + (str(len(parent)) if isinstance(parent, list) else last)


def _after_adding(pointer: str, path: str, before: Json) -> str | None:
    if not path:
        return None
    parent, last = _parent(before, path)
    if not isinstance(parent, list):
        return None if _is_under(pointer, path) else pointer
    return pointer if last == _END else _shifted(pointer, path, 1)


def _after_removing(pointer: str, path: str, before: Json) -> str | None:
    if _is_under(pointer, path):
        return None
    parent, _ = _parent(before, path)
    return _shifted(pointer, path, -1) if isinstance(parent, list) else pointer


def _shifted(pointer: str, path: str, by: int) -> str:
    """Return a pointer after an element of an array is added or removed at a path."""
    above, _, last = path.rpartition("/")
    if not pointer.startswith(f"{above}/"):
        return pointer
    step, slash, rest = pointer.removeprefix(f"{above}/").partition("/")
    index = int(step)
    moved = index + by if index >= int(last) else index
    return f"{above}/{moved}{slash}{rest}"
