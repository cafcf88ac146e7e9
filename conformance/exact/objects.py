"""The search over objects: one property after another, keeping only the residue of the formulas.

Two partial objects with the same residue are one state, and only the smaller is kept. At the end
the formulas are constant, so the search finds every vector, each with a smallest object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from conformance.exact.formula import FALSE, TRUE
from conformance.exact.grouping import alike, apart, is_negated, merged, needed
from conformance.exact.location import SIZE, Slot
from conformance.exact.names import MAX_MEMBERS
from conformance.exact.paths import EMPTY, advance, built, filled, joined
from conformance.exact.values import Sized, Undecided
from conformance.exact.ways import options_of, smallest

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterable, Mapping

    from conformance.exact.formula import Assignment
    from conformance.exact.grouping import Group, Plan
    from conformance.exact.members import ObjectCompiler, Place
    from conformance.exact.paths import Failing, Front, Option, Residue
    from conformance.exact.sources import Schema

TOO_LONG = f"an object with more than {MAX_MEMBERS:,} properties"


class Parts(Protocol):
    """The source of the cells of a value's parts, and of the limits of a search."""

    @property
    def most_states(self) -> int:
        """Return the number of partial values that may be kept side by side."""

    def cells(self, schemas: tuple[Schema, ...]) -> Mapping[int, Sized]:
        """Return the cells of an element."""

    def ready(self, wanted: Iterable[tuple[Schema, ...]]) -> None:
        """Announce the cells that a search will ask for; it may be broken off for them."""


class Growing(Parts, Protocol):
    """A source whose cells may grow in number."""

    @property
    def grown(self) -> int:
        """Return a number that is equal for as long as all cells stay as they are."""


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


_FEW = 24
"""Up to this size, properties are counted one by one."""


def smallest_with(
    compiler: ObjectCompiler, formula: int, source: Growing, restricted: Mapping[Place, Reach]
) -> Sized | None:
    """Return a smallest object of which a formula holds; None if there is none.

    Args and errors are those of `search`, which tells all outcomes apart and so takes longer.
    """
    found = search(compiler, (formula,), source, restricted, hopeful=not is_negated(formula))
    return found.get((TRUE,))


def search(  # noqa: PLR0913  one question
    compiler: ObjectCompiler,
    formulas: Residue,
    source: Growing,
    restricted: Mapping[Place, Reach] | None = None,
    span: Span | None = None,
    *,
    hopeful: bool = False,
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
        hopeful: Whether objects may be left out of which some formula fails. No formula is a
            negation then.

    Raises:
        Undecided: There are too many states.
    """
    pool = compiler.pool
    restricted = restricted or {}
    sizes = _sizes(compiler, formulas, () if span is None else (span,))
    cap = max(sizes, default=0)
    plan, about_size = _plan(compiler, formulas, restricted, cap)
    source.ready(
        (compiler.slots.get(place) or Slot()).schemas
        for _, some in plan
        for place in some[0].places
    )

    def values(place: Place) -> Hashable:
        slot = compiler.slots.get(place) or Slot()
        return _told(source.cells(slot.schemas), slot)

    lists = merged(plan, values)
    kept = compiler.kept(source.grown)

    def options(place: Place) -> list[Option]:
        reach = restricted.get(place)
        confined = None if reach is None else _confined(compiler, place, reach)
        key = (place, confined, cap)
        if key not in kept.options:
            kept.options[key] = options_of(compiler, place, source, reach, cap, filling=cap > _FEW)
        return kept.options[key]

    def explored(group: Group) -> Front:
        some = [options(place) for place in group.places]
        key = (tuple(map(id, some)), tuple(group.parts.values()), cap, hopeful)
        front = kept.fronts.get(key)
        if front is None:
            front = {(tuple(group.parts.values()), 0, None): EMPTY}
            for each in some:
                front = advance(front, each, cap, hopeful=hopeful)
                _check(len(front), source)
            kept.add(key, front)
        return front

    if [len(some) for some in lists] == [1]:
        group = lists[0][0]
        front = _whole(group, explored(group), len(formulas))
    else:
        front = _combined(lists, explored, len(formulas), cap, source)
    found: dict[Residue, Sized] = {}
    for (residue, size, _), path in filled(compiler, front, sizes):
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
        value = built(path)
        found[final] = min(found.get(final, value), value, key=lambda each: each[:3])
    return found


def _confined(compiler: ObjectCompiler, place: Place, reach: Reach) -> Hashable:
    """Return what a place is confined to: whether it may be absent, and its values."""
    return reach.absent, _told(reach.cells, compiler.slots.get(place) or Slot())


def _told(cells: Mapping[int, Sized], slot: Slot) -> Hashable:
    """Return the possible values of a place, each with the demands that it meets."""
    return tuple((met, value.parts, value.order) for met, value in smallest(cells, slot))


def _plan(
    compiler: ObjectCompiler, formulas: Residue, restricted: Mapping[Place, Reach], cap: int
) -> Plan:
    """Return the groups to search, in lists. A plan is made once, as searches are repeated."""
    key = (formulas, cap, frozenset(restricted))
    if key not in compiler.plans:
        places = ordered(compiler, formulas, restricted, counting=cap > 0)
        groups, about_size = apart(compiler, formulas, places)
        if cap <= _FEW:
            groups = needed(compiler, groups, restricted, len(formulas) + cap)
        lists = alike(compiler, groups, restricted if cap == 0 else places)
        compiler.plans[key] = lists, about_size
    return compiler.plans[key]


def _whole(group: Group, front: Front, count: int) -> Front:
    """Return a front with the residues of all formulas: where the group has no part, they hold."""
    result: Front = {}
    for (residue, size, spare), path in front.items():
        left = dict(zip(group.parts, residue, strict=True))
        result[tuple(left.get(number, TRUE) for number in range(count)), size, spare] = path
    return result


def _combined(
    lists: Iterable[list[Group]],
    explored: Callable[[Group], Front],
    count: int,
    cap: int,
    source: Parts,
) -> Front:
    """Return the objects of all groups, each settled by itself.

    Of groups that differ only in a name, which may be absent, one after another is added until one
    adds nothing: then no later one does, as it costs no less.
    """
    front: Failing = {_NOTHING: EMPTY}
    for some in lists:
        inner: Failing = {_NOTHING: EMPTY}
        for group in some:
            found = _failing(group, explored(group))
            more = joined(inner, found, cap)
            if found.get(_NOTHING) == EMPTY and more == inner:
                break
            inner = more
            _check(len(inner), source)
        front = joined(front, inner, cap)
        _check(len(front), source)
    return {
        (tuple(FALSE if failing >> number & 1 else TRUE for number in range(count)), size, spare): (
            path
        )
        for (failing, size, spare), path in front.items()
    }


_NOTHING = (0, 0, None)
"""The state of the object without members."""


def _failing(group: Group, front: Front) -> Failing:
    """Return the objects of a group by the numbers of the formulas that fail."""
    return {
        (
            sum(1 << at for at, left in zip(group.parts, residue, strict=True) if left != TRUE),
            size,
            spare,
        ): path
        for (residue, size, spare), path in front.items()
    }


def _check(states: int, source: Parts) -> None:
    if states > source.most_states:
        raise Undecided(f"more than {source.most_states} partial objects to tell apart")


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
    found = options_of(compiler, place, source, reach, cap, filling=False)
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


def at_least(size: int) -> Callable[[Hashable], bool]:
    """Return the answers of a number of properties to the demands on it."""
    return lambda key: size >= cast("int", key)
