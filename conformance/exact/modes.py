"""How a search over arrays may pick elements: freely, all different, or some of them confined."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.exact.paths import Residue
    from conformance.exact.values import Sized

Extra: TypeAlias = tuple[int, ...]
"""The memory of a mode of the search about the elements so far."""

UNKNOWN = 10**6
"""The parts added to a value that may not exist."""


class Element(NamedTuple):
    """One kind of element: the demands that it meets, the sorts that it is of, its cell."""

    answer: int
    sorts: int
    cell: int
    value: Sized


class SolverState(NamedTuple):
    """The state of a partial array.

    Attributes:
        residue: The residue of the formulas.
        met: The demands on later elements that all of them meet so far.
        counts: The number of elements of each sort, capped; 0 once it is settled.
        size: The number of elements, capped.
        extra: The mode's memory.
        spare: The number of the supply that more elements may be taken from; -1 if there is none.
    """

    residue: Residue
    met: int
    counts: tuple[int, ...]
    size: int
    extra: Extra
    spare: int = -1


class Supply(NamedTuple):
    """Elements that may be taken for later places, several at once.

    Attributes:
        element: What they have in common.
        values: The values in their order; one alone if it may be repeated.
        repeats: Whether the one value is taken again and again.
        is_all: Whether no other values exist.
        memory: The place in the mode's memory of the number of those taken; -1 if there is none.
        most: The number that may be taken in all; None without an end.
    """

    element: Element
    values: tuple[Sized, ...]
    repeats: bool = True
    is_all: bool = True
    memory: int = -1
    most: int | None = None

    def taken(self, extra: Extra, number: int) -> tuple[Sized, ...] | None:
        """Return the next values, or None if there are not as many."""
        used = extra[self.memory] if self.memory >= 0 else 0
        if self.most is not None and used + number > self.most:
            return None
        if self.repeats:
            return self.values * number
        found = self.values[used : used + number]
        if len(found) == number:
            return found
        if self.is_all:
            return None
        # More values may exist; an array that needs one is larger than any known one.
        last = self.values[-1]
        return (*found, last._replace(parts=last.parts + UNKNOWN))


class Mode(Protocol):
    """Decides which elements may follow.

    Attributes:
        start: Its memory for no elements.
        unique: Whether all elements differ; None if no schema asks.
    """

    start: Extra
    unique: bool | None

    def elements(
        self, state: SolverState, elements: list[Element]
    ) -> Iterator[tuple[Element, Extra]]:
        """Yield the elements that may follow, with the memory after them."""

    def supplies(self, elements: list[Element]) -> Iterator[Supply]:
        """Yield what later elements may be taken from."""

    def ends(self, extra: Extra) -> bool:
        """Return whether an array may end in this state."""


class Plain:
    """Any elements."""

    start: Extra = ()
    unique: bool | None = None

    def elements(
        self, state: SolverState, elements: list[Element]
    ) -> Iterator[tuple[Element, Extra]]:
        """See `Mode`."""
        for element in elements:
            yield element, state.extra

    def supplies(self, elements: list[Element]) -> Iterator[Supply]:
        """See `Mode`."""
        for element in elements:
            yield Supply(element, (element.value,))

    def ends(self, _extra: Extra) -> bool:
        """See `Mode`."""
        return True


class Holding(Plain):
    """At least one element is confined: to one cell and twice in it, or to certain values."""

    def __init__(self, cells: Mapping[int, Sized], times: int, *, unique: bool | None) -> None:
        """Confine `times` elements to some cells, each with its value."""
        self.start = (0,)
        self.unique = unique
        self._cells = cells
        self._times = times

    def elements(
        self, state: SolverState, elements: list[Element]
    ) -> Iterator[tuple[Element, Extra]]:
        """See `Mode`."""
        done = state.extra[0]
        for element in elements:
            yield element, state.extra
            confined = self._cells.get(element.cell)
            if confined is not None and done < self._times:
                yield element._replace(value=confined), (done + 1,)

    def supplies(self, elements: list[Element]) -> Iterator[Supply]:
        """See `Mode`."""
        for element in elements:
            confined = self._cells.get(element.cell)
            if confined is not None:
                yield Supply(element, (confined,), memory=0, most=self._times)
            yield Supply(element, (element.value,))

    def ends(self, extra: Extra) -> bool:
        """See `Mode`."""
        return extra[0] == self._times


class Distinct(Plain):
    """No two elements are equal: each cell's values are used up one by one.

    The number of used ones is part of the state, since a cell can run out.
    """

    unique: bool | None = True

    def __init__(self, several: Mapping[int, tuple[tuple[Sized, ...], bool]]) -> None:
        """Take some values of each cell, with a flag whether these are all."""
        self._numbers = {cell: number for number, cell in enumerate(sorted(several))}
        self._several = several
        self.start = (0,) * len(several)

    def elements(
        self, state: SolverState, elements: list[Element]
    ) -> Iterator[tuple[Element, Extra]]:
        """See `Mode`."""
        for supply in self.supplies(elements):
            number = supply.memory
            taken = supply.taken(state.extra, 1)
            if taken is not None:
                used = state.extra[number] + 1
                extra = (*state.extra[:number], used, *state.extra[number + 1 :])
                yield supply.element._replace(value=taken[0]), extra

    def supplies(self, elements: list[Element]) -> Iterator[Supply]:
        """See `Mode`."""
        for element in elements:
            values, is_all = self._several[element.cell]
            yield Supply(
                element, values, repeats=False, is_all=is_all, memory=self._numbers[element.cell]
            )
