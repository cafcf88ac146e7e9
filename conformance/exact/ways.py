"""The ways to settle one place of an object: absent, or present with some value."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from conformance.exact.location import Slot
from conformance.exact.paths import Option, Spare, cost_of
from conformance.model import ABSENT, PRESENT

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from conformance.exact.members import ObjectCompiler, Place
    from conformance.exact.objects import Parts, Reach
    from conformance.exact.values import Sized


def options_of(  # noqa: PLR0913  one question
    compiler: ObjectCompiler,
    place: Place,
    source: Parts,
    reach: Reach | None,
    cap: int,
    *,
    filling: bool,
) -> list[Option]:
    """Return the ways to settle a place.

    Args:
        compiler: It made the formulas.
        place: The place.
        source: Gives the cells of the value.
        reach: Confines the value; for a kind of names, one member.
        cap: The number up to which properties are counted.
        filling: Whether objects are filled up later.
    """
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
        options.append(Option(missing, 0, 0, 0, ()))
    none = compiler.pool.choice(place, 0, _meets(0))
    for met, value in values:
        there = compiler.pool.choice(place, met, _meets(met), none if met else None)
        options.append(Option(there, *cost_of(name, value), 1, ((name, value),)))
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
) -> list[Option]:
    """Return the sets of members of one kind: the demands that all meet, and their number.

    If objects are filled up later, members that meet no fewer demands are not added here.
    """
    samples = compiler.names.kinds[place[1]].samples
    best: dict[tuple[int, int], tuple[tuple[int, int], tuple[Sized, ...]]] = {}
    todo: list[tuple[int, int]] = []

    def offer(key: tuple[int, int], members: tuple[Sized, ...]) -> None:
        names = samples.first(len(members))
        costs = [cost_of(name, value) for name, value in zip(names, members, strict=False)]
        cost = (sum(parts for parts, _ in costs), sum(length for _, length in costs))
        if len(names) == len(members) and (key not in best or cost < best[key][0]):
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

    def spare(met: int, members: tuple[Sized, ...]) -> Spare | None:
        for answer, value in values if filling else []:
            if met & answer == met:
                return Spare(cost_of(samples.first(1)[0], value), place[1], len(members), value)
        return None

    return [
        Option(
            compiler.pool.choice(place, met, _meets(met)),
            *cost,
            size if cap else 0,
            tuple(zip(samples.first(len(members)), members, strict=True)),
            spare(met, members),
        )
        for (met, size), (cost, members) in best.items()
    ]


def _meets(bits: int) -> Callable[[Hashable], bool]:
    return lambda key: key == PRESENT or bool(bits >> cast("int", key) & 1)


def smallest(cells: Mapping[int, Sized], slot: Slot) -> list[tuple[int, Sized]]:
    """Return the answers that the cells give to a slot's demands, each with a smallest value."""
    answers = slot.answers(cells)
    best: dict[int, Sized] = {}
    for cell, value in cells.items():
        known = best.get(answers[cell], value)
        best[answers[cell]] = min(known, value, key=lambda each: each[:3])
    return sorted(best.items(), key=lambda item: item[1][:3])
