"""The search over arrays: the first elements one by one, then the later ones sort by sort.

Like the search over objects. Of each sort of later elements, which `contains` may count, some are
taken at once; an array is filled up to a length without a step for each element. `uniqueItems` runs
the search once where all elements differ, and once for each cell in which two are the same.
"""

from __future__ import annotations

from itertools import accumulate, chain
from operator import or_
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar, cast

from conformance.exact.elements import COUNTS, UNIQUE
from conformance.exact.location import SIZE
from conformance.exact.modes import (
    UNKNOWN,
    Distinct,
    Element,
    Holding,
    Mode,
    Plain,
    SolverState,
    Supply,
)
from conformance.exact.values import UNMADE, UNSURE, Sized, Undecided, sized, stand_in

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.objects import Parts, Span, Supplier
    from conformance.exact.paths import Residue
    from conformance.exact.sources import Schema

MAX_ELEMENTS = 100_000
"""A longer array is not made."""
MAX_COUNTED = 1_000
"""The number of elements that are counted one by one."""
TOO_LONG = f"an array of more than {MAX_ELEMENTS:,} elements"


class _Path(NamedTuple):
    parts: int
    length: int
    elements: tuple[object, ...]
    """The last elements, and the path before them; empty for none."""


def search(
    compiler: ArrayCompiler,
    formulas: Residue,
    source: Supplier,
    confined: Callable[[tuple[Schema, ...]], Mapping[int, Sized]] | None = None,
    span: Span | None = None,
) -> dict[Residue, Sized]:
    """Return every outcome of the formulas that some array has, with a smallest array.

    An outcome that only very long arrays have comes with a stand-in.

    Args:
        compiler: It made the formulas.
        formulas: What to tell apart.
        source: Gives the cells of the elements, and the limits.
        confined: The cells of which at least one element must be, by the schemas that apply there.
        span: The number of elements.

    Raises:
        Undecided: There are too many states, an array would have too many elements, or it is not
            known whether enough different elements exist.
    """
    pool = compiler.pool
    used = 0
    for formula in formulas:
        used |= pool.support(formula)
    is_unique = used >> pool.variables.get(UNIQUE, len(pool.variables)) & 1
    run = _Run(compiler, source, together=bool(is_unique) or confined is not None, span=span)
    if confined is not None:
        found = run.outcomes(formulas, Holding(confined(run.schemas), 1, unique=None))
        return _shown(found, UNMADE)
    if not is_unique:
        return _shown(run.outcomes(formulas, Plain()), UNMADE)
    need = compiler.prefix + max([1, run.cap, *run.caps]) + 1
    several = source.several(run.schemas, need)
    found = run.outcomes(formulas, Distinct(several))
    for cell, value in source.cells(run.schemas).items():
        twice = run.outcomes(formulas, Holding({cell: value}, 2, unique=False))
        for residue, array in twice.items():
            found[residue] = _smaller(found.get(residue), array)
    if any(array is not None and array.parts >= UNKNOWN for array in found.values()):
        raise Undecided("whether enough different elements exist")
    return _shown(found, UNSURE)


def _shown(found: Mapping[Residue, Sized | None], parts: int) -> dict[Residue, Sized]:
    """Return the outcomes, with a stand-in for each array that is not made."""
    return {residue: value or stand_in(sized([]), parts) for residue, value in found.items()}


def reachable(
    compiler: ArrayCompiler, source: Parts, values: Mapping[int, Sized], span: Span | None
) -> Iterable[Residue]:
    """Return every outcome of the compiler's formulas that some array has.

    Args:
        compiler: It made the formulas.
        source: Gives the cells of the elements, and the limits.
        values: The cells, each with a value, of which at least one element must be.
        span: The number of elements.

    Raises:
        Undecided: As `search`.
    """
    formulas, pool = compiler.formulas(), compiler.pool
    is_plain = not (compiler.prefix or compiler.sorts or pool.keys(SIZE) or pool.keys(UNIQUE))
    if span is not None or not is_plain:
        run = _Run(compiler, source, together=True, span=span)
        return run.outcomes(formulas, Holding(values, 1, unique=None))
    slot = compiler.slots[0]
    answers = set(slot.answers(source.cells(slot.schemas)).values())
    found = set(slot.answers(values).values())
    todo = list(found)
    while todo:
        met = todo.pop()
        fresh = {met & answer for answer in answers} - found
        found |= fresh
        todo += fresh
    choices = (pool.choice(("element", 0), met, _meets(met)) for met in sorted(found))
    return [tuple(map(choice.__getitem__, formulas)) for choice in choices]


_State = TypeVar("_State")
_Found = TypeVar("_Found", bound="_Path | None")
_Uncounted: TypeAlias = "tuple[Residue, int, tuple[int, ...]]"
"""The state of a partial array whose elements nothing counts: residue, met, the mode's memory."""


class _Run:
    """The state that the modes of one search share."""

    def __init__(
        self,
        compiler: ArrayCompiler,
        source: Parts,
        *,
        together: bool,
        span: Span | None,
    ) -> None:
        self.compiler = compiler
        self.most_states = source.most_states
        self.together = together
        pool = compiler.pool
        sizes = {*cast("list[int]", pool.keys(SIZE))}
        self.span = span
        if span is not None:
            sizes |= {span.least, 0 if span.most is None else span.most + 1}
        self.sizes = sorted(sizes - {0})
        self.cap = max(self.sizes, default=0)
        self.caps = [
            max(cast("list[int]", pool.keys((COUNTS, number))), default=0)
            for number in range(len(compiler.sorts))
        ]
        if max(self.caps, default=0) > MAX_COUNTED:
            raise Undecided(f"an array with more than {MAX_COUNTED:,} elements of a sort")
        met = compiler.element_schemas() if together else ()
        for slot in compiler.slots:
            slot.add(*compiler.sorts, *met)
        self.schemas = compiler.slots[-1].schemas
        source.ready(slot.schemas for slot in compiler.slots)
        self.elements = [self._elements(index, source) for index in range(compiler.prefix + 1)]

    def _elements(self, index: int, source: Parts) -> list[Element]:
        slot = self.compiler.slots[index]
        numbers = [schema.id for schema in slot.schemas]
        sorts = [numbers.index(sort.id) for sort in self.compiler.sorts]
        cells = source.cells(slot.schemas)
        answers = slot.answers(cells)
        best: dict[tuple[int, int, int], Element] = {}
        for cell, value in cells.items():
            of = sum((cell >> where & 1) << number for number, where in enumerate(sorts))
            key = (answers[cell], of, cell if self.together else 0)
            if key not in best or value[:3] < best[key].value[:3]:
                best[key] = Element(answers[cell], of, cell, value)
        return sorted(best.values(), key=lambda element: element.value[:3])

    def outcomes(self, formulas: Residue, mode: Mode) -> dict[Residue, Sized | None]:
        """Return the outcomes, each with a smallest array, or None if it would be too long."""
        pool = self.compiler.pool
        last = len(self.compiler.slots) - 1
        start = SolverState(formulas, 0, (0,) * len(self.caps), 0, mode.start)
        front: dict[SolverState, _Path] = {start: _Path(0, 2, ())}
        ended: dict[SolverState, _Path | None] = {}
        for index in range(last):
            missing = [pool.choice(("element", i), -1, lambda _: True) for i in range(index, last)]
            for state, path in front.items():
                residue = state.residue
                for choice in missing:
                    residue = tuple(map(choice.__getitem__, residue))
                _keep(ended, self._counted(state._replace(residue=residue, met=-1)), path)
            front = self._step(front, mode, index)
        for state, longer in self._later(front, mode):
            _keep(ended, state, longer)
        return self._settled(ended, mode, last)

    def _step(
        self, front: dict[SolverState, _Path], mode: Mode, index: int
    ) -> dict[SolverState, _Path]:
        result: dict[SolverState, _Path] = {}
        choices = {
            element.answer: self.compiler.pool.choice(
                ("element", index), element.answer, _meets(element.answer)
            )
            for element in self.elements[index]
        }
        for state, path in front.items():
            for element, extra in mode.elements(state, self.elements[index]):
                residue = tuple(map(choices[element.answer].__getitem__, state.residue))
                after = state._replace(residue=residue, extra=extra)
                _keep(result, self._with(after, element, 1), _longer(path, (element.value,)))
        self._check(len(result))
        return result

    def _with(self, state: SolverState, element: Element, number: int) -> SolverState:
        """Return the state with some more elements of a sort."""
        if not self.cap and not element.sorts:
            return state
        counts = state.counts
        if element.sorts:
            counts = tuple(
                min(count + number * (element.sorts >> sort & 1), cap)
                for sort, (count, cap) in enumerate(zip(counts, self.caps, strict=True))
            )
        return state._replace(counts=counts, size=min(state.size + number, self.cap))

    def _counted(self, state: SolverState, sorts: Iterable[int] | None = None) -> SolverState:
        """Return the state with the numbers of elements of some sorts settled, or of all."""
        if not state.counts:
            return state
        residue, counts = state.residue, list(state.counts)
        for sort in range(len(counts)) if sorts is None else sorts:
            known = (COUNTS, sort)
            choice = self.compiler.pool.choice(known, counts[sort], _at_least(counts[sort]))
            residue = tuple(map(choice.__getitem__, residue))
            counts[sort] = 0
        return state._replace(residue=residue, counts=tuple(counts))

    def _later(
        self, front: dict[SolverState, _Path], mode: Mode
    ) -> Iterator[tuple[SolverState, _Path | None]]:
        """Yield the states with later elements: sort by sort, and then filled up."""
        everything = self.compiler.slots[-1].all_answers
        supplies = [*mode.supplies(self.elements[-1])]
        if not self.cap and not self.caps and all(supply.repeats for supply in supplies):
            yield from self._uncounted(front, supplies)
            return
        supplies = _ordered(supplies)
        last = {
            sort: number
            for number, supply in enumerate(supplies)
            for sort in range(len(self.caps))
            if supply.element.sorts >> sort & 1
        }
        never = [sort for sort in range(len(self.caps)) if sort not in last]
        states: dict[SolverState, _Path] = {}
        for state, path in front.items():
            _keep(states, self._counted(state._replace(met=everything), never), path)
        for number, supply in enumerate(supplies):
            done = [sort for sort, at in last.items() if at == number]
            fresh: dict[SolverState, _Path] = {}
            past = {each.memory for each in supplies[: number + 1] if each.most is None}
            for state, path in states.items():
                for after, longer in self._more(state, path, supply, number, supplies):
                    left = _forgotten(self._counted(after, done), past, supplies)
                    _keep(fresh, left, longer)
            states = fresh
            self._check(len(states))
        for state, path in states.items():
            yield state._replace(spare=-1), path
            if state.spare >= 0:
                yield from self._filled(state, path, supplies[state.spare])

    def _uncounted(
        self, front: dict[SolverState, _Path], supplies: list[Supply]
    ) -> Iterator[tuple[SolverState, _Path]]:
        """Yield the states with later elements that nothing counts: most searches are this one."""
        everything = self.compiler.slots[-1].all_answers
        states: dict[_Uncounted, _Path] = {}
        for start, path in front.items():
            _keep(states, (start.residue, everything, start.extra), path)
        for supply in supplies:
            most = self._wanted(supply)[1]
            answer, memory, value = supply.element.answer, supply.memory, supply.values[0]
            fresh: dict[_Uncounted, _Path] = {}
            for (residue, met, extra), path in states.items():
                _keep(fresh, (residue, met, extra), path)
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
                        fresh[residue, left, after] = _Path(*size, (taken, path.elements))
            states = fresh
            self._check(len(states))
        for (residue, met, extra), path in states.items():
            yield SolverState(residue, met, (), 0, extra), path

    def _more(
        self,
        state: SolverState,
        path: _Path,
        supply: Supply,
        number: int,
        supplies: list[Supply],
    ) -> Iterator[tuple[SolverState, _Path]]:
        """Yield the state with none, one or more elements of a supply."""
        yield state, path
        enough, most = self._wanted(supply)
        for taking in range(1, most + 1):
            taken = supply.taken(state.extra, taking)
            if taken is None:
                break
            extra = state.extra
            if supply.memory >= 0:
                used = extra[supply.memory] + taking
                extra = (*extra[: supply.memory], used, *extra[supply.memory + 1 :])
            spare = state.spare
            if self.cap and taking >= enough and supply.most is None:
                spare = _cheaper(spare, number, supplies)
            met = state.met & supply.element.answer
            after = SolverState(state.residue, met, state.counts, state.size, extra, spare)
            yield self._with(after, supply.element, taking), _longer(path, taken)

    def _wanted(self, supply: Supply) -> tuple[int, int]:
        """Return how many elements of a supply may matter, and how many to try."""
        sorts = supply.element.sorts
        enough = max([1, *(cap for sort, cap in enumerate(self.caps) if sorts >> sort & 1)])
        if supply.most is not None:
            return enough, max(enough, supply.most)
        if supply.repeats or not self.cap:
            return enough, enough
        is_short = supply.is_all and len(supply.values) < self.cap
        every = self.cap if self.cap <= _FEW else len(supply.values) if is_short else 0
        return enough, max(enough, every)

    def _filled(
        self, state: SolverState, path: _Path, supply: Supply
    ) -> Iterator[tuple[SolverState, _Path | None]]:
        """Yield the state filled up to each length that schemas tell apart."""
        for size in self.sizes:
            if size > state.size:
                after = state._replace(size=size, spare=-1)
                if size > MAX_ELEMENTS:
                    yield after, None
                    continue
                taken = supply.taken(state.extra, size - state.size)
                if taken is not None:
                    yield after, _longer(path, taken)

    def _settled(
        self, ended: dict[SolverState, _Path | None], mode: Mode, last: int
    ) -> dict[Residue, Sized | None]:
        pool = self.compiler.pool
        choices: dict[tuple[int, int], list[dict[int, int]]] = {}
        found: dict[Residue, list[_Path]] = {}
        for state, path in ended.items():
            if not mode.ends(state.extra) or not (self.span is None or self.span.holds(state.size)):
                continue
            key = (state.met, state.size)
            if key not in choices:
                choices[key] = [
                    pool.choice(("element", last), state.met, _meets(state.met)),
                    pool.choice(SIZE, state.size, _at_least(state.size)),
                    pool.choice(UNIQUE, mode.unique, lambda _: mode.unique is not False),
                ]
            residue = state.residue
            for choice in choices[key]:
                residue = tuple(map(choice.__getitem__, residue))
            best = found.setdefault(residue, [])
            if path is None:
                continue
            if best and path[:2] < best[0][:2]:
                best.clear()
            if not best or path[:2] == best[0][:2]:
                best.append(path)
        return {
            residue: min(map(_built, paths), key=lambda each: each[:3]) if paths else None
            for residue, paths in found.items()
        }

    def _check(self, states: int) -> None:
        if states > self.most_states:
            raise Undecided(f"more than {self.most_states} partial arrays to tell apart")


def _ordered(supplies: list[Supply]) -> list[Supply]:
    """Return the supplies in the order that leaves fewer numbers of elements open at once."""
    ascending = sorted(supplies, key=lambda each: each.element.sorts)
    widest = sorted(ascending, key=lambda each: -each.element.sorts.bit_count())
    return min((ascending, widest), key=_most_open)


def _most_open(supplies: list[Supply]) -> int:
    """Return the largest number of sets of sorts that an array may hold so far and that matter."""
    later = [*accumulate((each.element.sorts for each in reversed(supplies)), or_, initial=0)]
    held, most = {0}, 1
    for supply, open_ in zip(supplies, reversed(later[:-1]), strict=True):
        sorts = supply.element.sorts
        held = {some & open_ for each in held for some in (each, each | sorts)}
        most = max(most, len(held))
        if most > _MANY:
            break
    return most


_MANY = 10_000
_FEW = 12
"""Up to this length, every number of different elements is tried, so that the smallest is found."""


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


def _keep(paths: dict[_State, _Found], state: _State, path: _Found) -> None:
    known = paths.get(state)
    if known is None or (path is not None and path[:2] < known[:2]):
        paths[state] = path


def _longer(path: _Path, values: tuple[Sized, ...]) -> _Path:
    parts, length, elements = path
    for value in values:
        parts += value.parts + 1
        length += value.length + 1
    return _Path(parts, length, (values, elements))


def _built(path: _Path) -> Sized:
    """Return the array at the end of a path."""
    runs = []
    link: tuple[object, ...] = path.elements
    while link:
        values, link = cast("tuple[tuple[Sized, ...], tuple[object, ...]]", link)
        runs.append(values)
    value = sized([each.value for each in chain.from_iterable(reversed(runs))])
    return value._replace(parts=path.parts)


def _smaller(one: Sized | None, other: Sized | None) -> Sized | None:
    known = [value for value in (one, other) if value is not None]
    return min(known, key=lambda value: value[:3], default=None)


def _meets(bits: int) -> Callable[[Hashable], bool]:
    return lambda key: bool(bits >> cast("int", key) & 1)


def _at_least(size: int) -> Callable[[Hashable], bool]:
    return lambda key: size >= cast("int", key)
