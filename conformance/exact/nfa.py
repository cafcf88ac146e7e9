"""Nondeterministic automata of regular expressions, with look-around.

A thread is a node with duties: what looks ahead must match, or not match, from some earlier place
on. A duty is a set of threads of its own, so it may look around too. What looks back is run from
every place on, beside the expression, and is known when a thread asks for it.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

from conformance.exact.regex import (
    Anchor,
    Back,
    Characters,
    Either,
    Group,
    Look,
    Repeat,
    Sequence,
)
from conformance.exact.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conformance.exact.characters import Intervals
    from conformance.exact.regex import Node

_MAX_NODES = 25_000
_MAX_THREADS = 2_000

Threads: TypeAlias = "frozenset[tuple[int, Duties]]"
Duties: TypeAlias = "frozenset[tuple[bool, Threads]]"
"""Each: whether it must match, and where it stands."""

_NONE: Duties = frozenset()
_ACCEPT = 0
"""The node of a match, whatever follows."""


class State(NamedTuple):
    """A state of an expression.

    Attributes:
        fresh: Whether nothing is read yet.
        threads: The possible places in the expression.
        behind: The places in each part that looks back.
    """

    fresh: bool
    threads: Threads
    behind: tuple[Threads, ...]


ACCEPTED = State(fresh=False, threads=frozenset({(_ACCEPT, _NONE)}), behind=())
"""The state after a match."""


class _Here(NamedTuple):
    """A place in a text: whether it is the first or the last one, and what matches up to it."""

    first: bool
    last: bool
    behind: tuple[Threads, ...]


class _Ahead(NamedTuple):
    entry: int
    holds: bool


class _Behind(NamedTuple):
    number: int
    holds: bool


_Test: TypeAlias = "str | _Ahead | _Behind"
"""`^`, `$`, or what looks around."""


class Nfa:
    """The automaton of one expression; a match may start at every place."""

    def __init__(self, expression: Node) -> None:
        """Build it.

        Raises:
            Undecided: The expression is too large.
        """
        self.sets: dict[Intervals, None] = {}
        self._empty: list[list[tuple[_Test | None, int]]] = [[]]
        self._reads: list[tuple[Intervals, int] | None] = [None]
        self._behind: list[tuple[int, int]] = []  # entry and end of what looks back
        self._entry = self._build(expression, _ACCEPT)

    @property
    def start(self) -> State:
        """Return the state before anything is read."""
        return self._state((), _Here(first=True, last=False, behind=()), (), fresh=True)

    def step(self, state: State, character: int) -> State:
        """Return the state after one more character."""
        if state == ACCEPTED:
            return state
        here = _Here(first=False, last=False, behind=())
        for threads in state.behind:
            here = self._looked_back(self._moved(threads, character, here), here)
        moved = self._moved(state.threads, character, here)
        return self._state(moved, here, here.behind, fresh=False)

    def accepts(self, state: State) -> bool:
        """Return whether the expression matches a string that ends here."""
        if state == ACCEPTED:
            return True
        here = _Here(first=state.fresh, last=True, behind=())
        for threads in state.behind:
            here = here._replace(behind=(*here.behind, self._closed(threads, here)))
        return self._matches(state.threads, here)

    def _state(
        self,
        threads: Iterable[tuple[int, Duties]],
        here: _Here,
        behind: tuple[Threads, ...],
        *,
        fresh: bool,
    ) -> State:
        for _ in self._behind[len(behind) :]:
            here = self._looked_back((), here)
        closed = self._closed([*threads, (self._entry, _NONE)], here)
        if (_ACCEPT, _NONE) in closed:
            return ACCEPTED
        if len(closed) > _MAX_THREADS:
            raise Undecided("so large a regular expression")
        return State(fresh, closed, here.behind)

    def _looked_back(self, threads: Iterable[tuple[int, Duties]], here: _Here) -> _Here:
        """Return the place with the next part that looks back, which may also start here."""
        entry, _ = self._behind[len(here.behind)]
        closed = self._closed([*threads, (entry, _NONE)], here)
        return here._replace(behind=(*here.behind, closed))

    def _moved(self, threads: Threads, character: int, here: _Here) -> Iterator[tuple[int, Duties]]:
        """Yield the threads after a character, not closed yet."""
        for node, duties in threads:
            read = self._reads[node]
            if node == _ACCEPT:
                target = _ACCEPT
            elif read is not None and holds(read[0], character):
                target = read[1]
            else:
                continue
            moved = [
                (wanted, self._closed(self._moved(inner, character, here), here))
                for wanted, inner in duties
            ]
            settled = [_settled(wanted, inner) for wanted, inner in moved]
            if None not in settled:
                yield target, frozenset[tuple[bool, Threads]]().union(*filter(None, settled))

    def _closed(self, threads: Iterable[tuple[int, Duties]], here: _Here) -> Threads:
        """Return the threads and all that they reach without reading; the weaker of two counts."""
        found = dict.fromkeys(threads)
        todo = list(found)
        while todo:
            node, duties = todo.pop()
            for test, target in self._empty[node]:
                for more in self._passed(test, here):
                    reached = (target, duties | more)
                    if reached not in found:
                        found[reached] = None
                        todo.append(reached)
        by_node: dict[int, list[Duties]] = {}
        for node, duties in found:
            if duties:
                by_node.setdefault(node, []).append(duties)
        return frozenset(
            (node, duties)
            for node, duties in found
            if not duties
            or ((node, _NONE) not in found and not any(x < duties for x in by_node[node]))
        )

    def _passed(self, test: _Test | None, here: _Here) -> Iterator[Duties]:
        """Yield the duties with which a test may be passed."""
        match test:
            case _Ahead():
                yield from self._ahead(test, here)
            case _Behind():
                yield from self._back(test, here)
            case _:
                if test is None or (here.first if test == "^" else here.last):
                    yield _NONE

    def _ahead(self, test: _Ahead, here: _Here) -> Iterator[Duties]:
        closed = self._closed([(test.entry, _NONE)], here)
        if not here.last:
            duty = _settled(test.holds, closed)
            if duty is not None:
                yield duty
        elif self._matches(closed, here) == test.holds:
            yield _NONE

    def _back(self, test: _Behind, here: _Here) -> Iterator[Duties]:
        end = self._behind[test.number][1]
        ends = [duties for node, duties in here.behind[test.number] if node == end]
        if test.holds:
            yield from ends
            return
        for some in product(*ends):
            yield frozenset((not wanted, inner) for wanted, inner in some)

    def _matches(self, threads: Threads, here: _Here) -> bool:
        """Return whether one of the threads matches at the end of the text."""
        return any(
            node == _ACCEPT
            and all(self._matches(inner, here) == wanted for wanted, inner in duties)
            for node, duties in self._closed(threads, here)
        )

    def _node(self) -> int:
        if len(self._empty) > _MAX_NODES:
            raise Undecided("so large a regular expression")
        self._empty.append([])
        self._reads.append(None)
        return len(self._empty) - 1

    def _build(self, part: Node, after: int) -> int:  # noqa: PLR0911  one case a sort
        """Return the node from which `part` leads to `after`."""
        match part:
            case Characters(intervals):
                node = self._node()
                self._reads[node] = (intervals, after)
                self.sets[intervals] = None
                return node
            case Anchor(at_end):
                node = self._node()
                self._empty[node].append(("$" if at_end else "^", after))
                return node
            case Sequence(parts):
                for inner in reversed(parts):
                    after = self._build(inner, after)
                return after
            case Either(branches):
                node = self._node()
                self._empty[node] += [(None, self._build(branch, after)) for branch in branches]
                return node
            case Repeat(inner, least, most):
                return self._repeat(inner, least, most, after)
            case Look(inner, ahead, wanted):
                node = self._node()
                self._empty[node].append((self._look(inner, wanted, ahead=ahead), after))
                return node
            case Group(inner):
                return self._build(inner, after)
            case Back():
                raise Undecided("a back-reference in a regular expression")
            case _:
                assert_never(part)

    def _look(self, part: Node, wanted: bool, *, ahead: bool) -> _Ahead | _Behind:  # noqa: FBT001
        if ahead:
            return _Ahead(self._build(part, _ACCEPT), wanted)
        end = self._node()
        entry = self._build(part, end)
        self._behind.append((entry, end))
        return _Behind(len(self._behind) - 1, wanted)

    def _repeat(self, part: Node, least: int, most: int | None, after: int) -> int:
        if most is None:
            loop = self._node()
            self._empty[loop] += [(None, after), (None, self._build(part, loop))]
            after = loop
        else:
            end = after
            for _ in range(most - least):
                skip = self._node()
                self._empty[skip] += [(None, end), (None, self._build(part, after))]
                after = skip
        for _ in range(least):
            after = self._build(part, after)
        return after


def _settled(wanted: bool, threads: Threads) -> Duties | None:  # noqa: FBT001
    """Return what is left of a duty; None if it is failed."""
    if (_ACCEPT, _NONE) in threads:
        return _NONE if wanted else None
    if not threads:
        return None if wanted else _NONE
    return frozenset({(wanted, threads)})


def holds(intervals: Intervals, character: int) -> bool:
    """Return whether a character is in a set."""
    return any(low <= character <= high for low, high in intervals)
