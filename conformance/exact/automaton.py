"""Automata of regular expressions: determinised over classes of characters, and made small.

A match is looked for character by character, so no state is computed that no text needs. The whole
table of an expression is computed once, when expressions are run side by side.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from conformance.exact.characters import ALL, Intervals
from conformance.exact.nfa import Nfa, State, holds
from conformance.exact.regex import parse
from conformance.exact.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MAX_STATES = 12_000


class Table(NamedTuple):
    """A deterministic automaton with as few states as possible; it starts in state 0.

    Attributes:
        rows: For each state, the next state by the number of the character's class.
        accepting: Whether a string that ends in the state matches.
    """

    rows: list[tuple[int, ...]]
    accepting: list[bool]


class Alphabet:
    """Classes of characters that some sets do not tell apart."""

    def __init__(self, sets: Iterable[Intervals]) -> None:
        """Sort the characters into classes.

        Attributes set: `classes`, the sets of characters, each class once.
        """
        known = list(dict.fromkeys(sets))
        cuts = {low for low, _ in ALL} | {_SURROGATE}
        for intervals in known:
            for low, high in intervals:
                cuts |= {low, high + 1}
        self._edges = sorted(cut for cut in cuts if cut <= ALL[-1][1])
        groups: dict[tuple[bool, ...], list[tuple[int, int]]] = {}
        keys = []
        for low, high in zip(self._edges, [*self._edges[1:], ALL[-1][1] + 1], strict=True):
            key = tuple(holds(intervals, low) for intervals in known)
            keys.append(key)
            if low != _SURROGATE:
                groups.setdefault(key, []).append((low, high - 1))
        numbers = {key: number for number, key in enumerate(groups)}
        self.classes: list[Intervals] = [tuple(group) for group in groups.values()]
        self._of = [numbers.get(key, 0) for key in keys]

    def number(self, character: int) -> int:
        """Return the number of the class of a character."""
        return self._of[bisect_right(self._edges, character) - 1]


_SURROGATE = 0xD800


class Automaton:
    """Answers whether an expression matches somewhere in a string."""

    def __init__(self, pattern: str) -> None:
        """Build the automaton.

        Raises:
            Undecided: The expression is not decided, or too large.
        """
        self._nfa = Nfa(parse(pattern))
        self.alphabet = Alphabet(self._nfa.sets)
        self.sets = list(self._nfa.sets)
        self._start = self._nfa.start
        self._steps: dict[tuple[State, int], State] = {}

    def matches(self, text: str) -> bool:
        """Return whether the expression matches somewhere in the text."""
        state = self._start
        for character in text:
            state = self._step(state, self.alphabet.number(ord(character)))
        return self._nfa.accepts(state)

    @cached_property
    def table(self) -> Table:
        """The whole automaton.

        Raises:
            Undecided: It has too many states.
        """
        numbers = {self._start: 0}
        queue = [self._start]
        rows = []
        for state in queue:
            row = []
            for number in range(len(self.alphabet.classes)):
                after = self._step(state, number)
                if after not in numbers:
                    numbers[after] = len(numbers)
                    queue.append(after)
                row.append(numbers[after])
            rows.append(tuple(row))
            if len(numbers) > _MAX_STATES:
                raise Undecided("so large a regular expression")
        return smallest(rows, [self._nfa.accepts(state) for state in queue])

    def _step(self, state: State, number: int) -> State:
        known = self._steps.get((state, number))
        if known is None:
            character = self.alphabet.classes[number][0][0]
            known = self._steps[state, number] = self._nfa.step(state, character)
        return known


@cache
def automaton(pattern: str) -> Automaton:
    """Return the automaton of an expression, made once.

    Raises:
        Undecided: The expression is not decided, or too large.
    """
    return Automaton(pattern)


def smallest(rows: Sequence[tuple[int, ...]], accepting: Sequence[bool]) -> Table:
    """Return the automaton with as few states as possible that accepts the same (Hopcroft)."""
    before: list[list[list[int]]] = [[[] for _ in rows] for _ in rows[0]]
    for state, row in enumerate(rows):
        for number, after in enumerate(row):
            before[number][after].append(state)
    ends = {state for state, is_end in enumerate(accepting) if is_end}
    blocks = [ends, set(range(len(rows))) - ends]
    of = [int(not is_end) for is_end in accepting]
    classes = range(len(before))
    waiting = {(block, number) for block in (0, 1) for number in classes}
    while waiting:
        splitter, number = waiting.pop()
        met: defaultdict[int, set[int]] = defaultdict(set)
        for after in blocks[splitter]:
            for state in before[number][after]:
                met[of[state]].add(state)
        for fresh in _split(blocks, met, of):
            waiting |= {(fresh, other) for other in classes}
    return _numbered(rows, accepting, of)


def _split(blocks: list[set[int]], met: dict[int, set[int]], of: list[int]) -> Iterator[int]:
    """Split blocks of which only a part is met; yield the numbers of the smaller parts."""
    for number, inside in met.items():
        outside = blocks[number] - inside
        if outside:
            small, blocks[number] = sorted((inside, outside), key=len)
            for state in small:
                of[state] = len(blocks)
            yield len(blocks)
            blocks.append(small)


def _numbered(rows: Sequence[tuple[int, ...]], accepting: Sequence[bool], of: list[int]) -> Table:
    """Return the automaton of blocks, numbered in the order in which they are first met."""
    numbers = {of[0]: 0}
    queue = [0]
    merged = []
    for state in queue:
        for after in rows[state]:
            if of[after] not in numbers:
                numbers[of[after]] = len(numbers)
                queue.append(after)
        merged.append(tuple(numbers[of[after]] for after in rows[state]))
    return Table(merged, [accepting[state] for state in queue])
