"""A search over arrays, in one mode: the first elements one by one, then the later ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from conformance.exact.array_later import later
from conformance.exact.array_paths import Partial, at_least, built, keep, longer, meets
from conformance.exact.elements import COUNTS, UNIQUE
from conformance.exact.location import SIZE
from conformance.exact.modes import Element, Mode, SolverState
from conformance.exact.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.objects import Parts, Span
    from conformance.exact.paths import Residue
    from conformance.exact.values import Sized

MAX_COUNTED = 1_000
"""The number of elements that are counted one by one."""

_MOST_STEPS = 5
"""A search may have so many times as many states in all as side by side."""


class ArrayRun:
    """What the modes of one search share.

    Attributes:
        compiler: It made the formulas.
        most_states: The largest number of partial arrays that are told apart.
        together: Whether elements of different cells are told apart.
        span: The number of elements; None for any.
        sizes: The numbers of elements that schemas tell apart, but 0.
        cap: The largest of them.
        caps: The largest number of elements of each sort that schemas tell apart.
        schemas: The schemas of the later elements.
        elements: The elements of each of the first places, and of all later ones.
    """

    def __init__(
        self,
        compiler: ArrayCompiler,
        source: Parts,
        *,
        together: bool,
        span: Span | None,
    ) -> None:
        """Prepare the elements.

        Args:
            compiler: It made the formulas.
            source: Gives the cells of the elements, and the limits.
            together: Whether elements of different cells are told apart.
            span: The number of elements; None for any.

        Raises:
            Undecided: A sort has too many elements that count.
        """
        self.compiler = compiler
        self.most_states = source.most_states
        self._walked = 0
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
        front: dict[SolverState, Partial] = {start: Partial(0, 2, ())}
        ended: dict[SolverState, Partial | None] = {}
        for index in range(last):
            missing = [pool.choice(("element", i), -1, lambda _: True) for i in range(index, last)]
            for state, path in front.items():
                residue = state.residue
                for choice in missing:
                    residue = tuple(map(choice.__getitem__, residue))
                keep(ended, self.counted(state._replace(residue=residue, met=-1)), path)
            front = self._step(front, mode, index)
        for state, whole in later(self, front, mode):
            keep(ended, state, whole)
        return self._settled(ended, mode, last)

    def _step(
        self, front: dict[SolverState, Partial], mode: Mode, index: int
    ) -> dict[SolverState, Partial]:
        result: dict[SolverState, Partial] = {}
        choices = {
            element.answer: self.compiler.pool.choice(
                ("element", index), element.answer, meets(element.answer)
            )
            for element in self.elements[index]
        }
        for state, path in front.items():
            for element, extra in mode.elements(state, self.elements[index]):
                residue = tuple(map(choices[element.answer].__getitem__, state.residue))
                after = state._replace(residue=residue, extra=extra)
                keep(result, self.with_more(after, element, 1), longer(path, (element.value,)))
        self.check(len(result))
        return result

    def with_more(self, state: SolverState, element: Element, number: int) -> SolverState:
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

    def counted(self, state: SolverState, sorts: Iterable[int] | None = None) -> SolverState:
        """Return the state with the numbers of elements of some sorts settled, or of all."""
        if not state.counts:
            return state
        residue, counts = state.residue, list(state.counts)
        for sort in range(len(counts)) if sorts is None else sorts:
            known = (COUNTS, sort)
            choice = self.compiler.pool.choice(known, counts[sort], at_least(counts[sort]))
            residue = tuple(map(choice.__getitem__, residue))
            counts[sort] = 0
        return state._replace(residue=residue, counts=tuple(counts))

    def _settled(
        self, ended: dict[SolverState, Partial | None], mode: Mode, last: int
    ) -> dict[Residue, Sized | None]:
        pool = self.compiler.pool
        choices: dict[tuple[int, int], list[dict[int, int]]] = {}
        found: dict[Residue, list[Partial]] = {}
        for state, path in ended.items():
            if not mode.ends(state.extra) or not (self.span is None or self.span.holds(state.size)):
                continue
            key = (state.met, state.size)
            if key not in choices:
                choices[key] = [
                    pool.choice(("element", last), state.met, meets(state.met)),
                    pool.choice(SIZE, state.size, at_least(state.size)),
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
            residue: min(map(built, paths), key=lambda each: each[:3]) if paths else None
            for residue, paths in found.items()
        }

    def check(self, states: int) -> None:
        """Count the states of a step.

        Raises:
            Undecided: There are too many side by side, or in all steps.
        """
        if states > self.most_states:
            raise Undecided(f"more than {self.most_states} partial arrays to tell apart")
        self._walked += states
        most = _MOST_STEPS * self.most_states
        if self._walked > most:
            raise Undecided(f"more than {most:,} steps from partial array to partial array")
