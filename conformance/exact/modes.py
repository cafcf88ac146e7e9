"""How a search over arrays may pick elements: freely, all different, or some of them confined."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.exact.objects import Residue
    from conformance.exact.values import Sized

Extra: TypeAlias = tuple[int, ...]
"""The memory of a mode of the search about the elements so far."""


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
        counts: The number of elements of each sort, capped.
        size: The number of elements, capped.
        extra: The mode's memory.
    """

    residue: Residue
    met: int
    counts: tuple[int, ...]
    size: int
    extra: Extra


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

    def ends(self, extra: Extra) -> bool:
        """Return whether an array may end in this state."""

    def wants(self, extra: Extra) -> bool:
        """Return whether an element helps if it changes only the mode's memory."""


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

    def ends(self, _extra: Extra) -> bool:
        """See `Mode`."""
        return True

    def wants(self, _extra: Extra) -> bool:
        """See `Mode`."""
        return False


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

    def ends(self, extra: Extra) -> bool:
        """See `Mode`."""
        return extra[0] == self._times

    def wants(self, extra: Extra) -> bool:
        """See `Mode`."""
        return extra[0] > 0


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
        for element in elements:
            number = self._numbers[element.cell]
            used = state.extra[number]
            values, all_there = self._several[element.cell]
            extra = (*state.extra[:number], used + 1, *state.extra[number + 1 :])
            if used < len(values):
                yield element._replace(value=values[used]), extra
            elif not all_there:
                # One more value may exist; an array that needs it is larger than any known one.
                last = values[-1]
                yield element._replace(value=last._replace(parts=last.parts + UNKNOWN)), extra


UNKNOWN = 10**6
