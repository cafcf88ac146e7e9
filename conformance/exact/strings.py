"""The strings under several regular expressions: which combinations exist, and their lengths.

Lengths are never counted one by one. The states after n characters, whatever they are, repeat from
some n on, so the lengths of the strings of a class are known for all n.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count, islice
from typing import TYPE_CHECKING, TypeAlias

from conformance.exact.automaton import Alphabet, automaton
from conformance.exact.nfa import holds
from conformance.exact.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.exact.automaton import Automaton
    from conformance.exact.characters import Intervals

ALPHABET = "xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
"""The preferred characters of representatives, best first."""

_PREFERRED = ALPHABET + "-_.:/ ,;@+!?=#$%&*'()<>[]{}|~^`\"\\"
_MAX_STATES = 20_000
_MAX_LAYERS = 20_000


class Strings:
    """The classes of strings under some expressions."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Compute the states that the expressions reach side by side.

        An expression whose answer no longer depends on what follows is not run any further, so many
        expressions of different beginnings are few after some characters.

        Attributes set: `outcomes`, whether each expression matches -> the states at the end;
        `endless`, the states in which infinitely many strings end.

        Args:
            patterns: The expressions.

        Raises:
            Undecided: There are too many.
        """
        self._count = len(patterns)
        runs = _Runs([automaton(pattern) for pattern in patterns])
        self._alphabet = runs.alphabet
        self._rows: list[list[int]] = []
        self._met: list[int] = []
        states = {runs.start: 0}
        for state, _ in (queue := list(states.items())):
            row = []
            for after in runs.after(state):
                if after not in states:
                    states[after] = len(states)
                    queue.append((after, states[after]))
                row.append(states[after])
            self._rows.append(row)
            self._met.append(runs.met(state))
            if len(states) > _MAX_STATES:
                raise Undecided("so large a combination of regular expressions")
        ends: dict[int, set[int]] = {}
        for number, met in enumerate(self._met):
            ends.setdefault(met, set()).add(number)
        self.outcomes = {self._answers(met): some for met, some in ends.items()}
        self._after = [frozenset(row) for row in self._rows]
        self.endless = self._behind_loops()
        self._layers: list[frozenset[int]] = [frozenset({0})]
        self._known: dict[frozenset[int], int] = {frozenset({0}): 0}
        self._period = 0
        self._varied: dict[int, list[tuple[str, int]]] = {}

    def outcome(self, text: str) -> tuple[bool, ...]:
        """Return whether each expression matches a text."""
        state = 0
        for character in text:
            state = self._rows[state][self._alphabet.number(ord(character))]
        return self._answers(self._met[state])

    def _answers(self, met: int) -> tuple[bool, ...]:
        return tuple(bool(met >> number & 1) for number in range(self._count))

    def _behind_loops(self) -> frozenset[int]:
        """Return the states that are in a loop, or behind one."""
        ahead = [0] * len(self._after)
        for row in self._after:
            for state in row:
                ahead[state] += 1
        left = set(range(len(ahead)))
        free = [state for state, count in enumerate(ahead) if count == 0]
        while free:
            last = free.pop()
            left.discard(last)
            for state in self._after[last]:
                ahead[state] -= 1
                if ahead[state] == 0:
                    free.append(state)
        return frozenset(left)

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

    def texts(self, ends: set[int], least: int, below: int | None, variety: int) -> Iterator[str]:
        """Yield the strings that end in one of the states, of a length in a span, shorter first.

        Args:
            ends: The states.
            least: The least length.
            below: All lengths are below this one; None without an end.
            variety: The number of equivalent characters to use.
        """
        letters = self._letters(variety)
        for length in self.lengths(ends, least, below):
            yield from self._spelled(ends, length, letters)

    def _letters(self, variety: int) -> list[tuple[str, int]]:
        """Return some characters of each class with its number, the preferred ones last."""
        if variety not in self._varied:
            ranked = [
                (letter, number)
                for number, each in enumerate(self._alphabet.classes)
                for letter in islice(_members(each), variety)
            ]
            self._varied[variety] = sorted(ranked, key=lambda each: _rank(each[0]), reverse=True)
        return self._varied[variety]

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

    def _spelled(
        self, ends: set[int], length: int, letters: list[tuple[str, int]]
    ) -> Iterator[str]:
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
            goal, row = goals[left - 1], self._rows[state]
            stack += [
                (row[at], left - 1, (link, letter)) for letter, at in letters if row[at] in goal
            ]


@lru_cache(maxsize=64)
def strings_of(patterns: tuple[str, ...]) -> Strings:
    """Return the classes of strings under some expressions, made once.

    Raises:
        Undecided: As `Strings`.
    """
    return Strings(patterns)


class _Runs:
    """Expressions side by side: a state has those that are settled, as bits, and the others."""

    def __init__(self, automata: Sequence[Automaton]) -> None:
        self.alphabet = Alphabet(each for one in automata for each in one.sets)
        self._tables = [one.table for one in automata]
        codes = [each[0][0] for each in self.alphabet.classes]
        self._steps = [[one.alphabet.number(code) for one in automata] for code in codes]
        self._settled = [
            {
                state: table.accepting[state]
                for state, row in enumerate(table.rows)
                if all(after == state for after in row)
            }
            for table in self._tables
        ]
        self.start = self._state(0, ((number, 0) for number in range(len(automata))))

    def after(self, state: _State) -> Iterator[_State]:
        """Yield the state after a character of each class."""
        met, running = state
        rows = [(number, self._tables[number].rows[part]) for number, part in running]
        for step in self._steps:
            yield self._state(met, ((number, row[step[number]]) for number, row in rows))

    def met(self, state: _State) -> int:
        """Return the expressions that match a string that ends here, as bits."""
        met, running = state
        for number, part in running:
            met |= self._tables[number].accepting[part] << number
        return met

    def _state(self, met: int, parts: Iterable[tuple[int, int]]) -> _State:
        running = []
        for number, part in parts:
            settled = self._settled[number].get(part)
            if settled is None:
                running.append((number, part))
            elif settled:
                met |= 1 << number
        return met, tuple(running)


_State: TypeAlias = "tuple[int, tuple[tuple[int, int], ...]]"


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
