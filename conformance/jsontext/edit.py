"""Copies of a JSON value with one part changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json


def with_part(value: Json, path: Sequence[str | int], part: Json) -> Json:
    """Return a copy with another part at a path; a value that is no object there becomes one.

    A step into an array is an index of one of its elements, as a number or in digits.
    """
    if not path:
        return part
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        index = int(step)
        return [*value[:index], with_part(value[index], rest, part), *value[index + 1 :]]
    members = value if isinstance(value, dict) else {}
    return {**members, str(step): with_part(members.get(str(step)), rest, part)}


def without_part(value: Json, path: Sequence[str | int]) -> Json:
    """Return a copy without the part at a path; null for the whole.

    Raises:
        LookupError: There is no part at the path.
    """
    if not path:
        return None
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        index = int(step)
        inner = [without_part(value[index], rest)] if rest else []
        return [*value[:index], *inner, *value[index + 1 :]]
    members = dict(value) if isinstance(value, dict) else {}
    inside = members[str(step)]
    if rest:
        return {**members, str(step): without_part(inside, rest)}
    del members[str(step)]
    return members
