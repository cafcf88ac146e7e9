"""Fixed changes of a schema: each changes one place, always the same one."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from conformance.dialects import subschemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Schema = dict[str, Any]


def changed(schema: Any) -> Iterator[tuple[str, Any]]:
    """Yield changed copies of a schema, each with the name of its change.

    Of all places where a change can be made, it is made at the one in the middle.
    """
    for name, change in CHANGES.items():
        made = copy.deepcopy(schema)
        places = [part for _, part in subschemas(made) if isinstance(part, dict)]
        able = [part for part in places if change(copy.deepcopy(part))]
        if able:
            change(able[len(able) // 2])
            yield name, made


def _property_gone(part: Schema) -> bool:
    names = _dict(part, "properties")
    if names:
        del names[sorted(names)[len(names) // 2]]
    return bool(names)


def _required(part: Schema) -> bool:
    listed = part.get("required", [])
    free = sorted(set(_dict(part, "properties")).difference(listed))
    if free:
        part["required"] = [*listed, free[len(free) // 2]]
    return bool(free)


def _value_gone(part: Schema) -> bool:
    values = part.get("enum")
    if isinstance(values, list) and len(values) > 1:
        values.pop()
        return True
    return False


def _bound_narrower(part: Schema) -> bool:
    for keyword, by in _BOUNDS.items():
        if isinstance(part.get(keyword), int) and part[keyword] + by >= 0:
            part[keyword] += by
            return True
    return False


_BOUNDS = {"maxLength": -1, "minLength": 1, "maximum": -1, "minimum": 1, "maxItems": -1}


def _closed(part: Schema) -> bool:
    is_open = part.get("additionalProperties", True) is True
    if is_open and _dict(part, "properties"):
        part["additionalProperties"] = False
        return True
    return False


def _type_wider(part: Schema) -> bool:
    if part.get("type") in ("string", "boolean", "array", "object"):
        part["type"] = [part["type"], "null"]
        return True
    return False


def _dict(part: Schema, keyword: str) -> Schema:
    found = part.get(keyword)
    return found if isinstance(found, dict) else {}


CHANGES: dict[str, Callable[[Schema], bool]] = {
    "property gone": _property_gone,
    "new required": _required,
    "value gone": _value_gone,
    "bound narrower": _bound_narrower,
    "closed": _closed,
    "type wider": _type_wider,
}
"""Each changes a schema if it can, and returns whether it did."""
