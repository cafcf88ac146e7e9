"""The strings under several regular expressions: which combinations exist, and their lengths.

Lengths are never counted one by one. The states after n characters, whatever they are, repeat from
some n on, so the lengths of the strings of a class are known for all n.
"""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING

from conformance.exact.automaton import Alphabet, automaton
from conformance.exact.nfa import holds
from conformance.exact.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.exact.characters import Intervals

ALPHABET = "xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
"""The preferred characters of representatives, best first."""

_PREFERRED = ALPHABET + "-_.:/ ,;@+!?=#$%&*'()<>[]{}|~^`\"\\"
_MAX_STATES = 20_000
_MAX_LAYERS = 20_000


class Strings:
    """The classes of strings under some expressions."""

    def __init__(self, patterns: Sequence[str], variety: int) -> None:
        """Compute the states that the expressions reach side by side.

        Attributes set: `outcomes`, whether each expression matches -> the states at the end.

        Args:
            patterns: The expressions.
            variety: The number of equivalent characters to use.

        Raises:
            Undecided: There are too many.
        """
        automata = [automaton(pattern) for pattern in patterns]
        classes = Alphabet(each for one in automata for each in one.sets).classes
        letters = [(list(islice(_members(each), variety)), each[0][0]) for each in classes]
        letters.sort(key=lambda item: _rank(item[0][0]))
        ranked = ((letter, at) for at, (some, _) in enumerate(letters) for letter in some)
        self._letters = sorted(ranked, key=lambda each: _rank(each[0]), reverse=True)
        tables = [one.table for one in automata]
        steps = [[one.alphabet.number(code) for one in automata] for _, code in letters]
        start = (0,) * len(tables)
        states = {start: 0}
        self._next: list[list[int]] = []
        self.outcomes: dict[tuple[bool, ...], set[int]] = {}
        for parts, number in (queue := list(states.items())):
            row = []
            for step in steps:
                after = tuple(
                    table.rows[part][by]
                    for table, part, by in zip(tables, parts, step, strict=True)
                )
                if after not in states:
                    states[after] = len(states)
                    queue.append((after, states[after]))
                row.append(states[after])
            self._next.append(row)
            met = tuple(t.accepting[part] for t, part in zip(tables, parts, strict=True))
            self.outcomes.setdefault(met, set()).add(number)
            if len(states) > _MAX_STATES:
                raise Undecided("so large a combination of regular expressions")
        self._after = [frozenset(row) for row in self._next]
        self._layers: list[frozenset[int]] = [frozenset({0})]
        self._known: dict[frozenset[int], int] = {frozenset({0}): 0}
        self._period = 0

    def lengths(self, ends: set[int], least: int, below: int | None) -> Iterator[int]:
        """Yield the lengths of the strings that end in one of the states, in a span, in order."""
        missed = 0
        for length in count(least) if below is None else range(least, below):
            if not self._layer(length).isdisjoint(ends):
                missed = 0
                yield length
            else:
                missed += 1
                if self._period and length >= len(self._layers) and missed > self._period:
                    return

    def texts(self, ends: set[int], least: int, below: int | None) -> Iterator[str]:
        """Yield the strings that end in one of the states, of a length in a span, shorter first."""
        for length in self.lengths(ends, least, below):
            yield from self._spelled(ends, length)

    def _layer(self, length: int) -> frozenset[int]:
        """Return the states after so many characters."""
        while not self._period and length >= len(self._layers):
            layer = frozenset[int]().union(*(self._after[state] for state in self._layers[-1]))
            if layer in self._known:
                self._period = len(self._layers) - self._known[layer]
            elif len(self._layers) > _MAX_LAYERS:
                raise Undecided("so large a combination of regular expressions")
            else:
                self._known[layer] = len(self._layers)
                self._layers.append(layer)
        if length >= len(self._layers):
            first = len(self._layers) - self._period
            length = first + (length - first) % self._period
        return self._layers[length]

    def _spelled(self, ends: set[int], length: int) -> Iterator[str]:
        """Yield the strings of a length that end in one of the states."""
        goals = [self._layer(length) & ends]
        known: dict[tuple[frozenset[int], frozenset[int]], frozenset[int]] = {}
        for at in range(length - 1, -1, -1):
            key = (goals[-1], self._layer(at))
            if key not in known:
                known[key] = frozenset(
                    state for state in key[1] if not self._after[state].isdisjoint(key[0])
                )
            goals.append(known[key])
        stack: list[tuple[int, int, tuple[object, ...]]] = [(0, length, ())]
        while stack:
            state, left, link = stack.pop()
            if left == 0:
                yield _text(link)
                continue
            goal, row = goals[left - 1], self._next[state]
            stack += [
                (row[at], left - 1, (link, letter))
                for letter, at in self._letters
                if row[at] in goal
            ]


def _text(link: tuple[object, ...]) -> str:
    letters = []
    while link:
        link, letter = link  # type: ignore[assignment]
        letters.append(letter)
    return "".join(reversed(letters))  # type: ignore[arg-type]


def _members(intervals: Intervals) -> Iterator[str]:
    for character in _PREFERRED:
        if holds(intervals, ord(character)):
            yield character
    for low, high in intervals:
        for code in range(low, high + 1):
            if chr(code) not in _PREFERRED:
                yield chr(code)


def _rank(character: str) -> tuple[int, str]:
    place = _PREFERRED.find(character)
    return (place if place >= 0 else len(_PREFERRED), character)
