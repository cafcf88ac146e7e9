"""How far two JSON values lie apart, counted in places."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from deepdiff import DeepDiff

from conformance.jsontext.pointers import joined
from conformance.jsontext.text import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

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


Change: TypeAlias = Literal["added", "removed", "changed"]


_REPORTS: Mapping[str, Change] = {
    "dictionary_item_added": "added",
    "iterable_item_added": "added",
    "dictionary_item_removed": "removed",
    "iterable_item_removed": "removed",
    "values_changed": "changed",
    "type_changes": "changed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place at which two values differ.

    Attributes:
        pointer: JSON Pointer to the place; for an item of a set, to the set; for what was removed
            from an array, where it stood.
        kind: `added`, `removed` or `changed`.
        old: What stood there; None too where nothing did.
        new: What stands there; None too where nothing does.
    """

    pointer: str
    kind: Change
    old: Json
    new: Json


class ItemSet(dict[str, str]):
    """The texts of a set's items by themselves, numbered where one stands more than once."""


def value_differences(old: Json, new: Json) -> list[Difference]:
    """Return what differs between two values, such as an input and its round trip."""
    return [] if canonical(old) == canonical(new) else differences_of(old, new)


def differences_of(old: Any, new: Any) -> list[Difference]:  # noqa: ANN401  JSON, with sets in it
    """Return what differs between two values that may hold item sets."""
    # It takes longer to import than most commands take in all, and few need it.

    found = DeepDiff(
        _in_texts(old),
        _in_texts(new),
        view="tree",
        ignore_private_variables=False,  # names that start with two underscores are names
        threshold_to_diff_deeper=0,  # objects with little in common are objects still
    )
    differences = [
        _difference(level, _REPORTS[report]) for report, levels in found.items() for level in levels
    ]
    return sorted(differences, key=lambda x: (x.pointer, x.kind, canonical([x.old, x.new])))


def _difference(level: Any, kind: Change) -> Difference:  # noqa: ANN401  DeepDiff is untyped here
    path = level.path(output_format="list")
    of_a_set = level.up is not None and isinstance(level.up.t1, ItemSet)
    return Difference(
        pointer=joined("", *(path[:-1] if of_a_set else path)),
        kind=kind,
        old=None if kind == "added" else _out_of_texts(level.t1),
        new=None if kind == "removed" else _out_of_texts(level.t2),
    )


def _in_texts(value: Any) -> Any:  # noqa: ANN401  JSON, with sets in it
    """Return the value with every scalar as its JSON text."""
    if isinstance(value, ItemSet):
        return value
    if isinstance(value, dict):
        return {name: _in_texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_in_texts(part) for part in value]
    return canonical(value)


def _out_of_texts(value: Any) -> Json:  # noqa: ANN401  what `_in_texts` returns
    if isinstance(value, ItemSet):
        return [_out_of_texts(part) for part in value.values()]
    if isinstance(value, dict):
        return {name: _out_of_texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_out_of_texts(part) for part in value]
    scalar: Json = json.loads(value)
    return scalar


def differing(one: Json, other: Json) -> list[tuple[str | int, ...]]:
    """Return the paths at which two values differ, outermost only; none where they are equal.

    A member or element that only one of them has differs at its own path.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        names = [*one, *(name for name in other if name not in one)]
        return [
            (name, *rest)
            for name in names
            for rest in (
                differing(one[name], other[name]) if name in one and name in other else [()]
            )
        ]
    if isinstance(one, list) and isinstance(other, list):
        shared = min(len(one), len(other))
        inner: list[tuple[str | int, ...]] = [
            (index, *rest)
            for index in range(shared)
            for rest in differing(one[index], other[index])
        ]
        return [*inner, *((index,) for index in range(shared, max(len(one), len(other))))]
    return [] if canonical(one) == canonical(other) else [()]
