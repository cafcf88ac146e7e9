"""How far two JSON values lie apart, counted in places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext import canonical

if TYPE_CHECKING:
    from conformance.model import Json


def places_apart(one: Json, other: Json) -> int:
    """Return in how many places two values differ; 0 where JSON Schema calls them equal.

    One place is: a value in the place of another, a member that only one object has, a member
    that bears another name, an element that only one array has. Objects and arrays are compared
    member by member and element by element; a changed type is one place, however much is inside.
    Where an array gained or lost elements and changed besides, the count is an upper bound.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return _members_apart(one, other)
    if isinstance(one, list) and isinstance(other, list):
        return _elements_apart(one, other)
    return 0 if canonical(one) == canonical(other) else 1


def _members_apart(one: dict[str, Json], other: dict[str, Json]) -> int:
    shared = sum(places_apart(one[name], other[name]) for name in one if name in other)
    only_one = [canonical(value) for name, value in one.items() if name not in other]
    only_other = [canonical(value) for name, value in other.items() if name not in one]
    for value in only_one:
        if value in only_other:  # the same member under another name: counted once
            only_other.remove(value)
    return shared + len(only_one) + len(only_other)


def _elements_apart(one: list[Json], other: list[Json]) -> int:
    """Count after taking away what both arrays begin and end with."""
    shorter, longer = sorted((one, other), key=len)
    first = 0
    while first < len(shorter) and places_apart(shorter[first], longer[first]) == 0:
        first += 1
    last = 0
    while last < len(shorter) - first and places_apart(shorter[-1 - last], longer[-1 - last]) == 0:
        last += 1
    rest_shorter = shorter[first : len(shorter) - last]
    rest_longer = longer[first : len(longer) - last]
    changed = sum(map(places_apart, rest_shorter, rest_longer))
    return changed + len(rest_longer) - len(rest_shorter)
