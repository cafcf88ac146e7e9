"""The differences of two JSON values: the places at which they differ, and how many there are."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from conformance.dataclass import dataclass
from conformance.jsontext.pointers import joined
from conformance.jsontext.text import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.model import Json


Path: TypeAlias = tuple[str | int, ...]
"""The names and indices that lead to a place in a value."""


class _Place(NamedTuple):
    """A place at which two values differ; a member that one of them lacks has an `only` text."""

    path: Path
    only_one: str | None = None
    only_other: str | None = None


def differing(one: Json, other: Json) -> list[Path]:
    """Return the paths at which two values differ, outermost only; none if they are equal.

    Objects are compared member by member, and arrays element by element after what both begin and
    end with. A member or element that only one of them has differs at its own path. Values of
    different types differ as a whole.
    """
    return [place.path for place in _places(one, other)]


def places_apart(one: Json, other: Json) -> int:
    """Return the number of places at which two values differ; 0 if JSON Schema calls them equal.

    The places are those of `differing`, and a member under another name counts once. For an array
    that gained or lost elements and changed too, the count is an upper bound.
    """
    places = list(_places(one, other))
    lost = Counter((place.path[:-1], place.only_one) for place in places if place.only_one)
    gained = Counter((place.path[:-1], place.only_other) for place in places if place.only_other)
    return len(places) - (lost & gained).total()


def _places(one: Json, other: Json, path: Path = ()) -> Iterator[_Place]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name, value in one.items():
            if name in other:
                yield from _places(value, other[name], (*path, name))
            else:
                yield _Place((*path, name), only_one=canonical(value))
        for name, value in other.items():
            if name not in one:
                yield _Place((*path, name), only_other=canonical(value))
    elif isinstance(one, list) and isinstance(other, list):
        yield from _elements(one, other, path)
    elif canonical(one) != canonical(other):
        yield _Place(path)


def _elements(one: list[Json], other: list[Json], path: Path) -> Iterator[_Place]:
    shorter = min(len(one), len(other))
    first = next((x for x in range(shorter) if not _same(one[x], other[x])), shorter)
    last = next(
        (x for x in range(shorter - first) if not _same(one[-1 - x], other[-1 - x])),
        shorter - first,
    )
    for index in range(first, shorter - last):
        yield from _places(one[index], other[index], (*path, index))
    for index in range(shorter - last, max(len(one), len(other)) - last):
        yield _Place((*path, index))


def _same(one: Json, other: Json) -> bool:
    """Return whether two values are equal; a value and a changed one share most parts."""
    return one is other or canonical(one) == canonical(other)


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
        pointer: JSON Pointer to the place; for an item of a set, to the set; for an element that
            was removed from an array, to its old place.
        kind: `added`, `removed` or `changed`.
        old: The old value; None also if there was none.
        new: The new value; None also if there is none.
    """

    pointer: str
    kind: Change
    old: Json
    new: Json


class ItemSet(dict[str, str]):
    """The texts of a set's items by themselves; repeated items are numbered."""


def value_differences(old: Json, new: Json) -> list[Difference]:
    """Return the differences of two values, for example an input and its round trip."""
    return [] if canonical(old) == canonical(new) else differences_of(old, new)


def differences_of(old: Any, new: Any) -> list[Difference]:  # noqa: ANN401  JSON, with sets in it
    """Return the differences of two values that may hold item sets."""
    # It takes longer to import than most commands take to run, and few need it.
    from deepdiff import DeepDiff  # noqa: PLC0415

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
