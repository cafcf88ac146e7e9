"""The search over arrays: the first elements one by one, then the later ones as a set.

Like the search over objects, but the elements of a sort that a `contains` names are counted, and
`uniqueItems` runs the search twice: once where all elements differ, once for each cell in which two
are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from conformance.exact.elements import COUNTS, UNIQUE
from conformance.exact.location import SIZE
from conformance.exact.modes import (
    UNKNOWN,
    Distinct,
    Element,
    Extra,
    Holding,
    Mode,
    Plain,
    SolverState,
)
from conformance.exact.names import MAX_MEMBERS
from conformance.exact.numeric import Undecided
from conformance.exact.values import Sized, sized

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.objects import Parts, Residue, Span, Supply
    from conformance.exact.sources import Schema


class _Path(NamedTuple):
    parts: int
    length: int
    elements: tuple[Sized, ...]


def search(
    compiler: ArrayCompiler,
    formulas: Residue,
    source: Supply,
    confined: Callable[[tuple[Schema, ...]], Mapping[int, Sized]] | None = None,
    span: Span | None = None,
) -> dict[Residue, Sized]:
    """Return every outcome of the formulas that some array has, with a smallest array.

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
        return run.outcomes(formulas, Holding(confined(run.schemas), 1, unique=None))
    if not is_unique:
        return run.outcomes(formulas, Plain())
    need = compiler.prefix + run.cap + sum(run.caps) + len(run.schemas) + 2
    several = source.several(run.schemas, need)
    found = run.outcomes(formulas, Distinct(several))
    for cell, value in source.cells(run.schemas).items():
        twice = run.outcomes(formulas, Holding({cell: value}, 2, unique=False))
        for residue, array in twice.items():
            if residue not in found or array[:3] < found[residue][:3]:
                found[residue] = array
    if any(array.parts >= UNKNOWN for array in found.values()):
        raise Undecided("whether enough different elements exist")
    return found


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
        self.cap = max([0, *cast("list[int]", pool.keys(SIZE))])
        self.span = span
        if span is not None:
            self.cap = max(self.cap, span.least, -1 if span.most is None else span.most + 1)
        counted = cast("list[tuple[int, int]]", pool.keys(COUNTS))
        self.caps = [
            max((n for sort, n in counted if sort == number), default=0)
            for number in range(len(compiler.sorts))
        ]
        if max([self.cap, *self.caps]) > MAX_MEMBERS:
            raise Undecided(f"an array with more than {MAX_MEMBERS} elements")
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

    def outcomes(self, formulas: Residue, mode: Mode) -> dict[Residue, Sized]:
        pool = self.compiler.pool
        last = len(self.compiler.slots) - 1
        start = SolverState(formulas, 0, (0,) * len(self.caps), 0, mode.start)
        front: dict[SolverState, _Path] = {start: _Path(0, 2, ())}
        ended: dict[SolverState, _Path] = {}
        for index in range(last):
            missing = [pool.choice(("element", i), -1, lambda _: True) for i in range(index, last)]
            for state, path in front.items():
                residue = state.residue
                for choice in missing:
                    residue = tuple(map(choice.__getitem__, residue))
                _keep(ended, state._replace(residue=residue, met=-1), path)
            front = self._step(front, mode, index)
        everything = self.compiler.slots[last].all_answers
        for state, path in self._later(front, mode, everything).items():
            _keep(ended, state, path)
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
                _keep(
                    result,
                    self._next(state, element, extra, residue, 0),
                    _longer(path, element),
                )
        self._check(len(result))
        return result

    def _later(
        self, front: dict[SolverState, _Path], mode: Mode, everything: int
    ) -> dict[SolverState, _Path]:
        """Add later elements while this reaches new states, or known ones with smaller values."""
        best = {state._replace(met=everything): path for state, path in front.items()}
        todo = list(best)
        while todo:
            fresh: dict[SolverState, None] = {}
            for state in todo:
                path = best[state]
                for element, extra in mode.elements(state, self.elements[-1]):
                    met = state.met & element.answer
                    after = self._next(state, element, extra, state.residue, met)
                    is_progress = after[1:4] != state[1:4] or mode.wants(extra)
                    if is_progress and _keep(best, after, _longer(path, element)):
                        fresh[after] = None
                self._check(len(best))
            todo = list(fresh)
        return best

    def _next(
        self, state: SolverState, element: Element, extra: Extra, residue: Residue, met: int
    ) -> SolverState:
        counts = state.counts
        if element.sorts:
            counts = tuple(
                min(count + (element.sorts >> number & 1), self.caps[number])
                for number, count in enumerate(counts)
            )
        return SolverState(residue, met, counts, min(state.size + 1, self.cap), extra)

    def _settled(
        self, ended: dict[SolverState, _Path], mode: Mode, last: int
    ) -> dict[Residue, Sized]:
        pool = self.compiler.pool
        choices: dict[tuple[object, ...], list[dict[int, int]]] = {}
        found: dict[Residue, Sized] = {}
        for state, path in ended.items():
            if not mode.ends(state.extra) or not (self.span is None or self.span.holds(state.size)):
                continue
            key = (state.met, state.counts, state.size)
            if key not in choices:
                choices[key] = [
                    pool.choice(("element", last), state.met, _meets(state.met)),
                    pool.choice(COUNTS, state.counts, _counted(state.counts)),
                    pool.choice(SIZE, state.size, _at_least(state.size)),
                    pool.choice(UNIQUE, mode.unique, lambda _: mode.unique is not False),
                ]
            residue = state.residue
            for choice in choices[key]:
                residue = tuple(map(choice.__getitem__, residue))
            value = sized([element.value for element in path.elements])
            value = value._replace(parts=path.parts)
            if residue not in found or value[:3] < found[residue][:3]:
                found[residue] = value
        return found

    def _check(self, states: int) -> None:
        if states > self.most_states:
            raise Undecided(f"more than {self.most_states} partial arrays to tell apart")


def _keep(paths: dict[SolverState, _Path], state: SolverState, path: _Path) -> bool:
    known = paths.get(state)
    if known is not None and (known.parts, known.length) <= (path.parts, path.length):
        return False
    paths[state] = path
    return True


def _longer(path: _Path, element: Element) -> _Path:
    return _Path(
        path.parts + element.value.parts + 1,
        path.length + element.value.length + 1,
        (*path.elements, element.value),
    )


def _meets(bits: int) -> Callable[[Hashable], bool]:
    return lambda key: bool(bits >> cast("int", key) & 1)


def _counted(counts: tuple[int, ...]) -> Callable[[Hashable], bool]:
    def enough(key: Hashable) -> bool:
        sort, least = cast("tuple[int, int]", key)
        return counts[sort] >= least

    return enough


def _at_least(size: int) -> Callable[[Hashable], bool]:
    return lambda key: size >= cast("int", key)
