"""Partial objects: members one after another, kept as a path, with what may fill them up.

Two partial objects in the same state are one, and only the smaller is kept.
"""

from __future__ import annotations

import json
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar, cast

from conformance.dataclass import dataclass
from conformance.exact.formula import FALSE
from conformance.exact.values import UNMADE, UNSURE, Sized, sized

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from conformance.exact.formula import Assignment
    from conformance.exact.members import ObjectCompiler
    from conformance.model import Json

Residue: TypeAlias = tuple[int, ...]
"""The residue of the formulas."""


@dataclass(frozen=True, slots=True)
class Spare:
    """More members that may be added, after those used: of the names of a kind, with a value."""

    cost: tuple[int, int]
    kind: int
    used: int
    value: Sized = field(compare=False)


class Option(NamedTuple):
    """One way to settle a place: the choice, and the members that it adds with their size."""

    choice: Assignment
    parts: int
    length: int
    members_more: int
    members: tuple[tuple[str, Sized], ...]
    spare: Spare | None = None


class Path(NamedTuple):
    """A partial object with its size."""

    parts: int
    length: int
    members: tuple[object, ...]
    """The last member, and the members before it; empty for none."""


Front: TypeAlias = "dict[tuple[Residue, int, Spare | None], Path]"
"""Partial objects by the residue of the formulas, their size, and what may fill them up."""
Failing: TypeAlias = "dict[tuple[int, int, Spare | None], Path]"
"""Partial objects by the formulas that fail, as bits; the others hold."""
_State = TypeVar("_State", bound="tuple[object, int, Spare | None]")

EMPTY = Path(0, 2, ())
"""The object without members."""


_LARGE = 1_000
"""A front of more partial objects is not kept for the next search."""


class Kept:
    """What the searches of one compiler found, for the next search, as long as no cell grows.

    Attributes:
        grown: The number of changes of cells until then.
        options: The ways to settle a place, by what confines it.
        fronts: The objects of some places, by the ways to settle them and by the formulas.
    """

    def __init__(self, grown: int) -> None:
        """Start with nothing known."""
        self.grown = grown
        self.options: dict[Hashable, list[Option]] = {}
        self.fronts: dict[Hashable, Front] = {}

    def add(self, key: Hashable, front: Front) -> None:
        """Keep a front, unless it is large."""
        if len(front) <= _LARGE:
            self.fronts[key] = front


def advance(front: Front, options: list[Option], cap: int, *, hopeful: bool = False) -> Front:
    """Return the objects with one more place settled, in every way.

    Args:
        front: The objects so far.
        options: The ways to settle the place.
        cap: The number up to which properties are counted.
        hopeful: Whether objects are left out of which some formula fails.
    """
    result: Front = {}
    for (residue, size, spare), path in front.items():
        for choice, parts, length, members_more, members, other in options:
            left = tuple(map(choice.__getitem__, residue))
            if hopeful and FALSE in left:
                continue
            state = (
                left,
                min(size + members_more, cap) if cap else 0,
                _cheaper(spare, other),
            )
            _keep(result, state, path, parts, length, members)
    return result


def joined(front: Failing, inner: Failing, cap: int) -> Failing:
    """Return the objects with the members of both, which no formula ties together."""
    is_optional = inner.get((0, 0, None)) == EMPTY
    result: Failing = dict(front) if is_optional else {}
    for (more_failing, more, other), added in inner.items():
        if added == EMPTY and is_optional:
            continue
        members = tuple(reversed(list(_members(added))))
        for (failing, size, spare), path in front.items():
            state = (
                failing | more_failing,
                min(size + more, cap),
                _cheaper(spare, other),
            )
            _keep(result, state, path, added.parts, added.length - 2, members)
    return result


def _keep(  # noqa: PLR0913, PLR0917  one member of the front
    front: dict[_State, Path],
    state: _State,
    path: Path,
    parts: int,
    length: int,
    more: Iterable[tuple[str, Sized]],
) -> None:
    """Keep a path with some more members if no smaller one leads to the same state."""
    here, there, members = path
    parts, length = here + parts, there + length
    known = front.get(state)
    if known is not None and (parts, length) > known[:2]:
        return
    for member in more:
        members = (member, members)
    made = Path(parts, length, members)
    if known is None or (parts, length) < known[:2] or _listed(made) < _listed(known):
        front[state] = made


def _cheaper(one: Spare | None, other: Spare | None) -> Spare | None:
    if one is None or other is None:
        return other or one
    return min(one, other, key=lambda spare: (spare.cost, spare.kind))


def filled(
    compiler: ObjectCompiler, front: Front, sizes: list[int]
) -> Iterator[tuple[tuple[Residue, int, Spare | None], Path]]:
    """Yield the objects, and those filled up to each size that schemas tell apart."""
    for (residue, size, spare), path in front.items():
        yield (residue, size, spare), path
        for more in sizes if spare is not None else ():
            longer = _longer(compiler, path, spare, more - size) if more > size else None
            if longer is not None:
                yield (residue, more, None), longer


def _longer(compiler: ObjectCompiler, path: Path, spare: Spare | None, more: int) -> Path | None:
    """Return an object with more properties; None if there are not as many names."""
    assert spare is not None  # noqa: S101  the caller says so
    kind = compiler.names.kinds[spare.kind]
    names = kind.samples.first(spare.used + more)[spare.used :]
    if len(names) < more:
        if kind.samples.are_all:
            return None
        return Path(path.parts + (UNMADE if kind.is_endless else UNSURE), path.length, ())
    parts, length, members = path
    for name in names:
        cost = cost_of(name, spare.value)
        parts, length, members = parts + cost[0], length + cost[1], ((name, spare.value), members)
    return Path(parts, length, members)


def _listed(path: Path) -> list[tuple[str, tuple[int, str]]]:
    """Return the sort key of objects of the same size: names, then values."""
    return sorted((name, value.order) for name, value in _members(path))


def _members(path: Path) -> Iterator[tuple[str, Sized]]:
    link = path.members
    while link:
        member, link = cast("tuple[tuple[str, Sized], tuple[object, ...]]", link)
        yield member


def built(path: Path) -> Sized:
    """Return the object at the end of a path."""
    members: dict[str, Json] = {name: value.value for name, value in _members(path)}
    return sized(dict(reversed(members.items())))._replace(parts=path.parts)


def cost_of(name: str, value: Sized) -> tuple[int, int]:
    """Return the parts and the length that a member adds to an object."""
    return value.parts + 1, value.length + length_of(name) + 2


def length_of(name: str) -> int:
    """Return the length of the text of a name."""
    return len(_quoted(name))


_quoted = json.JSONEncoder(ensure_ascii=False).encode
