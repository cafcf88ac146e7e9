"""The search over objects: one property after another, keeping only the residue of the formulas.

Two partial objects with the same residue are one state, and only the smaller is kept. At the end
the formulas are constant, so the search finds every vector, each with a smallest object.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias, cast

from conformance.exact.location import SIZE, Slot
from conformance.exact.names import MAX_MEMBERS
from conformance.exact.values import Sized, Undecided, sized
from conformance.model import ABSENT, PRESENT

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping

    from conformance.exact.formula import Assignment
    from conformance.exact.members import ObjectCompiler, Place
    from conformance.exact.sources import Schema
    from conformance.model import Json

TOO_LONG = f"an object with more than {MAX_MEMBERS:,} properties"

Residue: TypeAlias = tuple[int, ...]
"""The residue of the formulas."""


class Parts(Protocol):
    """The source of the cells of a value's parts, and of the limits of a search."""

    @property
    def most_states(self) -> int:
        """Return the number of partial values that may be kept side by side."""

    def cells(self, schemas: tuple[Schema, ...]) -> Mapping[int, Sized]:
        """Return the cells of an element."""

    def ready(self, wanted: Iterable[tuple[Schema, ...]]) -> None:
        """Announce the cells that a search will ask for; it may be broken off for them."""


class Supplier(Parts, Protocol):
    """A source that also gives several values of a cell, for elements that all differ."""

    def several(
        self, schemas: tuple[Schema, ...], need: int
    ) -> Mapping[int, tuple[tuple[Sized, ...], bool]]:
        """Return some values of each cell, smallest first, and whether these are all."""


class Reach(NamedTuple):
    """The possible values of a part.

    Attributes:
        absent: Whether it may be missing.
        cells: The cells that it may be in, each with the smallest value.
    """

    absent: bool
    cells: Mapping[int, Sized]


class Span(NamedTuple):
    """The number of properties or elements; `most` is None if there is no bound."""

    least: int
    most: int | None

    def holds(self, size: int) -> bool:
        """Return whether this number is allowed."""
        return self.least <= size and (self.most is None or size <= self.most)


class _Option(NamedTuple):
    choice: Assignment
    parts: int
    length: int
    members_more: int
    members: tuple[tuple[str, Sized], ...]


class _Path(NamedTuple):
    parts: int
    length: int
    members: tuple[tuple[str, Sized], _Path | tuple[()]] | tuple[()]


def search(
    compiler: ObjectCompiler,
    formulas: Residue,
    source: Parts,
    restricted: Mapping[Place, Reach] | None = None,
    span: Span | None = None,
) -> dict[Residue, Sized]:
    """Return every outcome of the formulas that some object has, with a smallest object.

    Args:
        compiler: It made the formulas.
        formulas: What to tell apart.
        source: Gives the cells of the parts, and the limits.
        restricted: Places whose value is confined; for a kind of names, one member is.
        span: The number of properties.

    Raises:
        Undecided: There are too many states, or an object would have too many properties.
    """
    pool = compiler.pool
    restricted = restricted or {}
    cap = cap_of(compiler, formulas, () if span is None else (span,))
    front: dict[tuple[Residue, int], _Path] = {(formulas, 0): _Path(0, 2, ())}
    places = ordered(compiler, formulas, restricted, counting=cap > 0)
    source.ready((compiler.slots.get(place) or Slot()).schemas for place in places)
    for place in places:
        options = _options(compiler, place, source, restricted.get(place), cap)
        front = _advance(front, options, cap)
        if len(front) > source.most_states:
            raise Undecided(f"more than {source.most_states} partial objects to tell apart")
    sizes = [pool.choice(SIZE, size, at_least(size)) for size in range(cap + 1)]
    found: dict[Residue, Sized] = {}
    for (residue, size), path in front.items():
        if span is not None and not span.holds(size):
            continue
        final = tuple(map(sizes[size].__getitem__, residue))
        value = _built(path)
        found[final] = min(found.get(final, value), value, key=lambda each: each[:3])
    return found


def smallest(cells: Mapping[int, Sized], slot: Slot) -> list[tuple[int, Sized]]:
    """Return the answers that the cells give to a slot's demands, each with a smallest value."""
    answers = slot.answers(cells)
    best: dict[int, Sized] = {}
    for cell, value in cells.items():
        known = best.get(answers[cell], value)
        best[answers[cell]] = min(known, value, key=lambda each: each[:3])
    return sorted(best.items(), key=lambda item: item[1][:3])


def cap_of(compiler: ObjectCompiler, formulas: Residue, spans: Iterable[Span] = ()) -> int:
    """Return the number up to which properties are counted; 0 if no schema counts.

    Raises:
        Undecided: The number is too large.
    """
    counted = [0]
    bit = compiler.pool.variables.get(SIZE, -1)
    if bit >= 0 and any(compiler.pool.support(formula) >> bit & 1 for formula in formulas):
        counted += cast("list[int]", compiler.pool.keys(SIZE))
    if max(counted) > MAX_MEMBERS:
        raise Undecided(f"an object with more than {MAX_MEMBERS} properties")
    counted += [span.least if span.most is None else span.most + 1 for span in spans]
    return max(counted)


def moves(
    compiler: ObjectCompiler, place: Place, source: Parts, reach: Reach | None, cap: int
) -> list[tuple[Assignment, int]]:
    """Return the ways to settle a place, each with the number of properties that it adds."""
    found = _options(compiler, place, source, reach, cap)
    return [(option.choice, option.members_more) for option in found]


def ordered(
    compiler: ObjectCompiler,
    formulas: Residue,
    restricted: Container[Place],
    *,
    counting: bool,
) -> list[Place]:
    """Return the places that matter: those that many formulas share first, kinds of names last."""
    weights = compiler.pool.weights(formulas)
    places: list[Place] = [("name", name) for name in compiler.names.given]
    places += [("kind", number) for number in range(len(compiler.names.kinds))]
    bits = compiler.pool.variables
    live = [
        place
        for place in places
        if counting or place in restricted or bits.get(place, -1) in weights
    ]
    return sorted(
        live, key=lambda place: (place[0] == "kind", -weights.get(bits.get(place, -1), 0))
    )


def _options(
    compiler: ObjectCompiler,
    place: Place,
    source: Parts,
    reach: Reach | None,
    cap: int,
) -> list[_Option]:
    slot = compiler.slots.get(place) or Slot()
    if reach is None or place[0] == "kind":
        values = smallest(source.cells(slot.schemas), slot)
    else:
        values = smallest(reach.cells, slot)
    if place[0] == "kind":
        forced = None if reach is None else smallest(reach.cells, slot)
        return _kind_options(compiler, cast("tuple[str, int]", place), slot, values, forced, cap)
    name = cast("str", place[1])
    options = []
    if reach is None or reach.absent:
        missing = compiler.pool.choice(place, ABSENT, lambda key: key != PRESENT)
        options.append(_Option(missing, 0, 0, 0, ()))
    for bits, value in values:
        there = compiler.pool.choice(place, bits, _meets(bits))
        options.append(_Option(there, *_cost(name, value), 1, ((name, value),)))
    return options


def _kind_options(  # noqa: PLR0913, PLR0917  one call, from above
    compiler: ObjectCompiler,
    place: tuple[str, int],
    slot: Slot,
    values: list[tuple[int, Sized]],
    forced: list[tuple[int, Sized]] | None,
    cap: int,
) -> list[_Option]:
    """Return the sets of members of one kind: the demands that all meet, and their number."""
    samples = compiler.names.kinds[place[1]].samples
    best: dict[tuple[int, int], tuple[tuple[int, int], tuple[Sized, ...]]] = {}
    todo: list[tuple[int, int]] = []

    def offer(key: tuple[int, int], members: tuple[Sized, ...]) -> None:
        costs = [_cost(name, value) for name, value in zip(samples, members, strict=False)]
        cost = (sum(parts for parts, _ in costs), sum(length for _, length in costs))
        if len(members) <= len(samples) and (key not in best or cost < best[key][0]):
            best[key] = (cost, members)
            todo.append(key)

    if forced is None:
        offer((slot.all_answers, 0), ())
    for bits, value in forced or []:
        offer((bits & slot.all_answers, min(1, cap)), (value,))
    while todo:
        met, size = todo.pop(0)
        members = best[met, size][1]
        for bits, value in values:
            offer((met & bits, min(size + 1, cap)), (*members, value))
    return [
        _Option(
            compiler.pool.choice(place, met, _meets(met)),
            *cost,
            size if cap else 0,
            tuple(zip(samples, members, strict=False)),
        )
        for (met, size), (cost, members) in best.items()
    ]


def _advance(
    front: dict[tuple[Residue, int], _Path], options: list[_Option], cap: int
) -> dict[tuple[Residue, int], _Path]:
    result: dict[tuple[Residue, int], _Path] = {}
    for (residue, size), path in front.items():
        for option in options:
            state = (
                tuple(map(option.choice.__getitem__, residue)),
                min(size + option.members_more, cap),
            )
            parts, length = path.parts + option.parts, path.length + option.length
            known = result.get(state)
            if known is not None and (parts, length) > (known.parts, known.length):
                continue
            members = path.members
            for member in option.members:
                members = (member, cast("_Path", members))
            made = _Path(parts, length, members)
            if known is None or (parts, length) < known[:2] or _listed(made) < _listed(known):
                result[state] = made
    return result


def _listed(path: _Path) -> list[tuple[str, tuple[int, str]]]:
    """Return the sort key of objects of the same size: names, then values."""
    return sorted((name, value.order) for name, value in _members(path))


def _members(path: _Path) -> Iterator[tuple[str, Sized]]:
    link: tuple[object, ...] = path.members
    while link:
        member, link = cast("tuple[tuple[str, Sized], tuple[object, ...]]", link)
        yield member


def _built(path: _Path) -> Sized:
    members: dict[str, Json] = {name: value.value for name, value in _members(path)}
    return sized(dict(reversed(members.items())))


def _cost(name: str, value: Sized) -> tuple[int, int]:
    return value.parts + 1, value.length + len(json.dumps(name, ensure_ascii=False)) + 2


def _meets(bits: int) -> Callable[[Hashable], bool]:
    return lambda key: key == PRESENT or bool(bits >> cast("int", key) & 1)


def at_least(size: int) -> Callable[[Hashable], bool]:
    """Return the answers of a number of properties to the demands on it."""
    return lambda key: size >= cast("int", key)
