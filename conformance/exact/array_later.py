"""The later elements of the arrays of a search: sort by sort, and then filled up."""

from __future__ import annotations

from itertools import accumulate
from operator import or_
from typing import TYPE_CHECKING, TypeAlias

from conformance.exact.array_paths import Partial, keep, longer
from conformance.exact.modes import SolverState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.exact.array_run import ArrayRun
    from conformance.exact.modes import Mode, Supply
    from conformance.exact.paths import Residue

MAX_ELEMENTS = 100_000
"""A longer array is not made."""

_MOST_LOOKED_AT = 200_000
"""Sets of sorts; in which order there are fewer of so many matters no more."""

_FEW = 12
"""Up to this length, every number of different elements is tried, so that the smallest is found."""

_Uncounted: TypeAlias = "tuple[Residue, int, tuple[int, ...]]"
"""The state of a partial array whose elements nothing counts: residue, met, the mode's memory."""


def later(
    run: ArrayRun, front: dict[SolverState, Partial], mode: Mode
) -> Iterator[tuple[SolverState, Partial | None]]:
    """Yield the states with later elements: sort by sort, and then filled up."""
    everything = run.compiler.slots[-1].all_answers
    supplies = [*mode.supplies(run.elements[-1])]
    if is_uncounted(run, supplies):
        yield from _uncounted(run, front, supplies)
        return
    supplies = _ordered(supplies)
    last = {
        sort: number
        for number, supply in enumerate(supplies)
        for sort in range(len(run.caps))
        if supply.element.sorts >> sort & 1
    }
    never = [sort for sort in range(len(run.caps)) if sort not in last]
    states: dict[SolverState, Partial] = {}
    for state, path in front.items():
        keep(states, run.counted(state._replace(met=everything), never), path)
    for number in range(len(supplies)):
        done = [sort for sort, at in last.items() if at == number]
        fresh: dict[SolverState, Partial] = {}
        past = {each.memory for each in supplies[: number + 1] if each.most is None}
        for state, path in states.items():
            for after, more in _more(run, state, path, number, supplies):
                left = _forgotten(run.counted(after, done), past, supplies)
                keep(fresh, left, more)
        states = fresh
        run.check(len(states))
    for state, path in states.items():
        yield state._replace(spare=-1), path
        if state.spare >= 0:
            yield from _filled(run, state, path, supplies[state.spare])


def is_uncounted(run: ArrayRun, supplies: list[Supply]) -> bool:
    """Return whether nothing counts the elements: then the quick search finds the same."""
    return not run.cap and not run.caps and all(supply.repeats for supply in supplies)


def _uncounted(
    run: ArrayRun, front: dict[SolverState, Partial], supplies: list[Supply]
) -> Iterator[tuple[SolverState, Partial]]:
    """Yield the states with later elements that nothing counts: most searches are this one."""
    everything = run.compiler.slots[-1].all_answers
    states: dict[_Uncounted, Partial] = {}
    for start, path in front.items():
        keep(states, (start.residue, everything, start.extra), path)
    for supply in supplies:
        most = _wanted(run, supply)[1]
        answer, memory, value = supply.element.answer, supply.memory, supply.values[0]
        fresh: dict[_Uncounted, Partial] = {}
        for (residue, met, extra), path in states.items():
            keep(fresh, (residue, met, extra), path)
            left = met & answer
            if left == met and memory < 0:
                continue
            for taking in range(1, most + 1):
                taken = supply.taken(extra, taking)
                if taken is None:
                    break
                after = extra if memory < 0 else (extra[0] + taking,)
                size = (
                    path.parts + taking * (value.parts + 1),
                    path.length + taking * (value.length + 1),
                )
                known = fresh.get((residue, left, after))
                if known is None or size < known[:2]:
                    fresh[residue, left, after] = Partial(*size, (taken, path.elements))
        states = fresh
        run.check(len(states))
    for (residue, met, extra), path in states.items():
        yield SolverState(residue, met, (), 0, extra), path


def _more(
    run: ArrayRun,
    state: SolverState,
    path: Partial,
    number: int,
    supplies: list[Supply],
) -> Iterator[tuple[SolverState, Partial]]:
    """Yield the state with none, one or more elements of the supply with a number."""
    yield state, path
    supply = supplies[number]
    enough, most = _wanted(run, supply)
    for taking in range(1, most + 1):
        taken = supply.taken(state.extra, taking)
        if taken is None:
            break
        extra = state.extra
        if supply.memory >= 0:
            used = extra[supply.memory] + taking
            extra = (*extra[: supply.memory], used, *extra[supply.memory + 1 :])
        spare = state.spare
        if run.cap and taking >= enough and supply.most is None:
            spare = _cheaper(spare, number, supplies)
        met = state.met & supply.element.answer
        after = SolverState(state.residue, met, state.counts, state.size, extra, spare)
        yield run.with_more(after, supply.element, taking), longer(path, taken)


def _wanted(run: ArrayRun, supply: Supply) -> tuple[int, int]:
    """Return how many elements of a supply may matter, and how many to try."""
    sorts = supply.element.sorts
    enough = max([1, *(cap for sort, cap in enumerate(run.caps) if sorts >> sort & 1)])
    if supply.most is not None:
        return enough, max(enough, supply.most)
    if supply.repeats or not run.cap:
        return enough, enough
    is_short = supply.is_all and len(supply.values) < run.cap
    every = run.cap if run.cap <= _FEW else len(supply.values) if is_short else 0
    return enough, max(enough, every)


def _filled(
    run: ArrayRun, state: SolverState, path: Partial, supply: Supply
) -> Iterator[tuple[SolverState, Partial | None]]:
    """Yield the state filled up to each length that schemas tell apart."""
    for size in run.sizes:
        if size > state.size:
            after = state._replace(size=size, spare=-1)
            if size > MAX_ELEMENTS:
                yield after, None
                continue
            taken = supply.taken(state.extra, size - state.size)
            if taken is not None:
                yield after, longer(path, taken)


def _ordered(supplies: list[Supply]) -> list[Supply]:
    """Return the supplies in the order that leaves fewer numbers of elements open at once."""
    ascending = sorted(supplies, key=lambda each: each.element.sorts)
    widest = sorted(ascending, key=lambda each: -each.element.sorts.bit_count())
    return min((ascending, widest), key=_most_open)


def _most_open(supplies: list[Supply]) -> int:
    """Return the largest number of sets of sorts that an array may hold so far and that matter."""
    later = [*accumulate((each.element.sorts for each in reversed(supplies)), or_, initial=0)]
    held, most, looked_at = {0}, 1, 0
    for supply, open_ in zip(supplies, reversed(later[:-1]), strict=True):
        sorts = supply.element.sorts
        held = {some & open_ for each in held for some in (each, each | sorts)}
        most = max(most, len(held))
        looked_at += len(held)
        if looked_at > _MOST_LOOKED_AT:
            return looked_at
    return most


def _forgotten(state: SolverState, past: set[int], supplies: list[Supply]) -> SolverState:
    """Return a state without the numbers taken from supplies that nothing more is taken from."""
    kept = supplies[state.spare].memory if state.spare >= 0 else -1
    extra = tuple([0 if at in past and at != kept else used for at, used in enumerate(state.extra)])
    return state if extra == state.extra else state._replace(extra=extra)


def _cheaper(spare: int, number: int, supplies: list[Supply]) -> int:
    """Return the supply of which one more element costs less."""
    if spare < 0:
        return number
    return min(spare, number, key=lambda each: (supplies[each].values[0][:3], each))
