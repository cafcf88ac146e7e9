"""The search over objects: one property after another, keeping only the residue of the formulas.

Two partial objects with the same residue are one state, and only the smaller is kept. At the end
the formulas are constant, so the search finds every vector, each with a smallest object.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias, cast

from conformance.exact.formula import FALSE, TRUE, bits
from conformance.exact.location import SIZE, Slot
from conformance.exact.names import MAX_MEMBERS
from conformance.exact.values import UNMADE, UNSURE, Sized, Undecided, sized
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


@dataclass(frozen=True, slots=True)
class _Spare:
    """More members that may be added, after those used: of the names of a kind, with a value."""

    cost: tuple[int, int]
    kind: int
    used: int
    value: Sized = field(compare=False)


class _Option(NamedTuple):
    choice: Assignment
    parts: int
    length: int
    members_more: int
    members: tuple[tuple[str, Sized], ...]
    spare: _Spare | None = None


class _Path(NamedTuple):
    parts: int
    length: int
    members: tuple[object, ...]
    """The last member, and the members before it; empty for none."""


_Front: TypeAlias = "dict[tuple[Residue, int, _Spare | None], _Path]"
"""Partial objects by the residue of the formulas, their size, and what may fill them up."""

_FEW = 24
"""Up to this size, properties are counted one by one."""


def search(
    compiler: ObjectCompiler,
    formulas: Residue,
    source: Parts,
    restricted: Mapping[Place, Reach] | None = None,
    span: Span | None = None,
) -> dict[Residue, Sized]:
    """Return every outcome of the formulas that some object has, with a smallest object.

    An outcome that only objects of very many properties have comes with a stand-in. Places that no
    formula ties together are searched apart, and their outcomes combined.

    Args:
        compiler: It made the formulas.
        formulas: What to tell apart.
        source: Gives the cells of the parts, and the limits.
        restricted: Places whose value is confined; for a kind of names, one member is.
        span: The number of properties.

    Raises:
        Undecided: There are too many states.
    """
    pool = compiler.pool
    restricted = restricted or {}
    sizes = _sizes(compiler, formulas, () if span is None else (span,))
    cap = max(sizes, default=0)
    places = ordered(compiler, formulas, restricted, counting=cap > 0)
    source.ready((compiler.slots.get(place) or Slot()).schemas for place in places)
    front: _Front = {((TRUE,) * len(formulas), 0, None): _Path(0, 2, ())}
    groups, about_size = apart(compiler, formulas, places)
    for group, parts in groups:
        inner: _Front = {(parts, 0, None): _Path(0, 2, ())}
        for place in group:
            options = _options(
                compiler, place, source, restricted.get(place), cap, filling=cap > _FEW
            )
            inner = _advance(inner, options, cap)
            _check(inner, source)
        front = _joined(compiler, front, inner, cap)
        _check(front, source)
    found: dict[Residue, Sized] = {}
    for (residue, size, _), path in _filled(compiler, front, sizes):
        if span is not None and not span.holds(size):
            continue
        choice = pool.choice(SIZE, size, at_least(size))
        truths = [
            pool.all_of([choice[one], choice[other]])
            for one, other in zip(residue, about_size, strict=True)
        ]
        final = tuple(
            -truth if is_negated(formula) else truth
            for formula, truth in zip(formulas, truths, strict=True)
        )
        known = found.get(final)
        value = _built(path)
        found[final] = min(known or value, value, key=lambda each: each[:3])
    return found


def is_negated(formula: int) -> bool:
    """Return whether a formula is taken as the negation of a conjunction."""
    return formula < FALSE


def apart(
    compiler: ObjectCompiler, formulas: Residue, places: Iterable[Place]
) -> tuple[list[tuple[list[Place], Residue]], Residue]:
    """Return the places in groups that no formula ties together, each with its part of a formula.

    Each formula, or its negation, is the conjunction of its parts in the groups and of its part
    about the number of properties, which is the second answer. If a formula ties that number to a
    property, all places are one group.
    """
    pool = compiler.pool
    size = 1 << pool.variables.get(SIZE, len(pool.variables))
    whole = [pool.conjuncts(-each if is_negated(each) else each) for each in formulas]
    owners = _tied({pool.support(part) for some in whole for part in some} - {size})
    if size in owners:
        together = tuple(map(pool.all_of, whole))
        return [(list(places), together)], (TRUE,) * len(formulas)
    groups: dict[int, list[Place]] = {}
    for place in places:
        bit = 1 << pool.variables.get(place, len(pool.variables) + 1)
        groups.setdefault(owners.get(bit, 0), []).append(place)
    parts: dict[int, list[list[int]]] = {key: [[] for _ in formulas] for key in (*groups, 0, size)}
    for number, some in enumerate(whole):
        for part in some:
            support = pool.support(part)
            key = size if support == size else owners.get(support & -support, 0)
            parts[key][number].append(part)
    made = {key: tuple(map(pool.all_of, some)) for key, some in parts.items()}
    if not groups:  # constants only
        return [([], made[0])], made[size]
    constant = made.pop(0) if 0 not in groups else None
    result = [(group, made[key]) for key, group in groups.items()]
    return ([([], constant), *result] if constant is not None else result), made[size]


def _tied(supports: Iterable[int]) -> dict[int, int]:
    """Return the group of each variable's bit: the variables that stand in a part together."""
    leaders: dict[int, int] = {}

    def leader(bit: int) -> int:
        while leaders[bit] != bit:
            leaders[bit] = leaders[leaders[bit]]
            bit = leaders[bit]
        return bit

    for support in supports:
        some = [1 << number for number in bits(support)]
        for bit in some:
            leaders.setdefault(bit, bit)
        for bit in some[1:]:
            leaders[leader(bit)] = leader(some[0])
    return {bit: leader(bit) for bit in leaders}


def _check(front: _Front, source: Parts) -> None:
    if len(front) > source.most_states:
        raise Undecided(f"more than {source.most_states} partial objects to tell apart")


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
        Undecided: The number is too large to count one by one.
    """
    cap = max(_sizes(compiler, formulas, spans), default=0)
    if cap > _MAX_COUNTED:
        raise Undecided(f"an object with more than {_MAX_COUNTED} properties")
    return cap


_MAX_COUNTED = 1_000


def _sizes(compiler: ObjectCompiler, formulas: Residue, spans: Iterable[Span]) -> list[int]:
    """Return the numbers of properties from which on something changes."""
    counted: set[int] = set()
    bit = compiler.pool.variables.get(SIZE, -1)
    if bit >= 0 and any(compiler.pool.support(formula) >> bit & 1 for formula in formulas):
        counted |= set(cast("list[int]", compiler.pool.keys(SIZE)))
    counted |= {span.least if span.most is None else span.most + 1 for span in spans}
    return sorted(counted - {0})


def moves(
    compiler: ObjectCompiler, place: Place, source: Parts, reach: Reach | None, cap: int
) -> list[tuple[Assignment, int]]:
    """Return the ways to settle a place, each with the number of properties that it adds."""
    found = _options(compiler, place, source, reach, cap, filling=False)
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


def _options(  # noqa: PLR0913  one question
    compiler: ObjectCompiler,
    place: Place,
    source: Parts,
    reach: Reach | None,
    cap: int,
    *,
    filling: bool,
) -> list[_Option]:
    slot = compiler.slots.get(place) or Slot()
    if reach is None or place[0] == "kind":
        values = smallest(source.cells(slot.schemas), slot)
    else:
        values = smallest(reach.cells, slot)
    if place[0] == "kind":
        forced = None if reach is None else smallest(reach.cells, slot)
        return _kind_options(
            compiler, cast("tuple[str, int]", place), slot, values, forced, cap, filling=filling
        )
    name = cast("str", place[1])
    options = []
    if reach is None or reach.absent:
        missing = compiler.pool.choice(place, ABSENT, lambda key: key != PRESENT)
        options.append(_Option(missing, 0, 0, 0, ()))
    for met, value in values:
        there = compiler.pool.choice(place, met, _meets(met))
        options.append(_Option(there, *_cost(name, value), 1, ((name, value),)))
    return options


def _kind_options(  # noqa: C901, PLR0913, PLR0917  one call, from above
    compiler: ObjectCompiler,
    place: tuple[str, int],
    slot: Slot,
    values: list[tuple[int, Sized]],
    forced: list[tuple[int, Sized]] | None,
    cap: int,
    *,
    filling: bool,
) -> list[_Option]:
    """Return the sets of members of one kind: the demands that all meet, and their number.

    If objects are filled up later, members that meet no fewer demands are not added here.
    """
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
    for answer, value in forced or []:
        offer((answer & slot.all_answers, min(1, cap)), (value,))
    while todo:
        met, size = todo.pop(0)
        members = best[met, size][1]
        for answer, value in values:
            if not (filling and members and met & answer == met):
                offer((met & answer, min(size + 1, cap)), (*members, value))

    def spare(met: int, members: tuple[Sized, ...]) -> _Spare | None:
        for answer, value in values if filling else []:
            if met & answer == met:
                return _Spare(_cost(samples[0], value), place[1], len(members), value)
        return None

    return [
        _Option(
            compiler.pool.choice(place, met, _meets(met)),
            *cost,
            size if cap else 0,
            tuple(zip(samples, members, strict=False)),
            spare(met, members),
        )
        for (met, size), (cost, members) in best.items()
    ]


def _advance(front: _Front, options: list[_Option], cap: int) -> _Front:
    result: _Front = {}
    for (residue, size, spare), path in front.items():
        for option in options:
            state = (
                tuple(map(option.choice.__getitem__, residue)),
                min(size + option.members_more, cap),
                _cheaper(spare, option.spare),
            )
            _keep(result, state, path, option.parts, option.length, option.members)
    return result


def _joined(compiler: ObjectCompiler, front: _Front, inner: _Front, cap: int) -> _Front:
    """Return the objects with the members of both, which no formula ties together."""
    result: _Front = {}
    both = compiler.pool.all_of
    for (ahead, more, other), added in inner.items():
        members = tuple(reversed(list(_members(added))))
        for (residue, size, spare), path in front.items():
            state = (
                tuple(map(both, zip(residue, ahead, strict=True))),
                min(size + more, cap),
                _cheaper(spare, other),
            )
            _keep(result, state, path, added.parts, added.length - 2, members)
    return result


def _keep(  # noqa: PLR0913, PLR0917  one member of the front
    front: _Front,
    state: tuple[Residue, int, _Spare | None],
    path: _Path,
    parts: int,
    length: int,
    more: Iterable[tuple[str, Sized]],
) -> None:
    """Keep a path with some more members if no smaller one leads to the same state."""
    parts, length = path.parts + parts, path.length + length
    known = front.get(state)
    if known is not None and (parts, length) > (known.parts, known.length):
        return
    members = path.members
    for member in more:
        members = (member, members)
    made = _Path(parts, length, members)
    if known is None or (parts, length) < known[:2] or _listed(made) < _listed(known):
        front[state] = made


def _cheaper(one: _Spare | None, other: _Spare | None) -> _Spare | None:
    known = [spare for spare in (one, other) if spare is not None]
    return min(known, key=lambda spare: (spare.cost, spare.kind), default=None)


def _filled(
    compiler: ObjectCompiler, front: _Front, sizes: list[int]
) -> Iterator[tuple[tuple[Residue, int, _Spare | None], _Path]]:
    """Yield the objects, and those filled up to each size that schemas tell apart."""
    for (residue, size, spare), path in front.items():
        yield (residue, size, spare), path
        for more in sizes if spare is not None else ():
            longer = _longer(compiler, path, spare, more - size) if more > size else None
            if longer is not None:
                yield (residue, more, None), longer


def _longer(compiler: ObjectCompiler, path: _Path, spare: _Spare | None, more: int) -> _Path | None:
    """Return an object with more properties; None if there are not as many names."""
    assert spare is not None  # noqa: S101  the caller says so
    kind = compiler.names.kinds[spare.kind]
    names = kind.samples[spare.used : spare.used + more]
    if len(names) < more:
        if kind.is_all:
            return None
        return _Path(path.parts + (UNMADE if kind.is_endless else UNSURE), path.length, ())
    parts, length, members = path
    for name in names:
        cost = _cost(name, spare.value)
        parts, length, members = parts + cost[0], length + cost[1], ((name, spare.value), members)
    return _Path(parts, length, members)


def _listed(path: _Path) -> list[tuple[str, tuple[int, str]]]:
    """Return the sort key of objects of the same size: names, then values."""
    return sorted((name, value.order) for name, value in _members(path))


def _members(path: _Path) -> Iterator[tuple[str, Sized]]:
    link = path.members
    while link:
        member, link = cast("tuple[tuple[str, Sized], tuple[object, ...]]", link)
        yield member


def _built(path: _Path) -> Sized:
    members: dict[str, Json] = {name: value.value for name, value in _members(path)}
    return sized(dict(reversed(members.items())))._replace(parts=path.parts)


def _cost(name: str, value: Sized) -> tuple[int, int]:
    return value.parts + 1, value.length + len(json.dumps(name, ensure_ascii=False)) + 2


def _meets(bits: int) -> Callable[[Hashable], bool]:
    return lambda key: key == PRESENT or bool(bits >> cast("int", key) & 1)


def at_least(size: int) -> Callable[[Hashable], bool]:
    """Return the answers of a number of properties to the demands on it."""
    return lambda key: size >= cast("int", key)
