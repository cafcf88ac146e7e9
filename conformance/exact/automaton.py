"""Automata of regular expressions, run side by side to tell strings apart.

A state is computed when it is first reached, so no unreachable state is determinised. The number of
states is bounded.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, assert_never

from conformance.exact.numeric import Undecided
from conformance.exact.regex import (
    Anchor,
    Characters,
    Either,
    Intervals,
    Node,
    Repeat,
    Sequence,
    complement,
    parse,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ALPHABET = "xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
"""The preferred characters of representatives, best first."""

_PREFERRED = ALPHABET + "-_.:/ ,;@+!?=#$%&*'()<>[]{}|~^`\"\\"
_MAX_NODES = 5_000
_MAX_STATES = 5_000

State: TypeAlias = frozenset[int]

_START, _ACCEPT = -1, 0
"""Members of a state: nothing is read yet; a match is found, whatever follows."""


class Automaton:
    """Answers whether an expression matches somewhere in a string, character by character."""

    def __init__(self, pattern: str) -> None:
        """Build the automaton.

        Raises:
            Undecided: The expression is not decided, or too large.
        """
        self.sets: list[Intervals] = []
        self._empty: list[list[tuple[str, int]]] = [[]]
        self._reads: list[tuple[Intervals, int] | None] = [None]
        self._entry = self._build(parse(pattern), _ACCEPT)
        self._again = self._closed([self._entry], "")
        self.start: State = frozenset({_START}) | self._closed([self._entry], "^")
        self._steps: dict[tuple[State, int], State] = {}

    def step(self, state: State, character: int) -> State:
        """Return the state after one more character."""
        if _ACCEPT in state:
            return frozenset({_ACCEPT})
        known = self._steps.get((state, character))
        if known is None:
            targets = [
                read[1]
                for node in state
                if node > _ACCEPT and (read := self._reads[node]) is not None
                if _holds(read[0], character)
            ]
            known = self._steps[state, character] = self._closed(targets, "") | self._again
        return known

    def accepts(self, state: State) -> bool:
        """Return whether the expression matches a string that ends here."""
        if _ACCEPT in state:
            return True
        passing = "^$" if _START in state else "$"
        return _ACCEPT in self._closed([node for node in state if node > _ACCEPT], passing)

    def matches(self, text: str) -> bool:
        """Return whether the expression matches somewhere in the text."""
        state = self.start
        for character in text:
            state = self.step(state, ord(character))
        return self.accepts(state)

    def _node(self) -> int:
        if len(self._empty) > _MAX_NODES:
            raise Undecided("so large a regular expression")
        self._empty.append([])
        self._reads.append(None)
        return len(self._empty) - 1

    def _build(self, part: Node, after: int) -> int:
        """Return the node from which `part` leads to `after`."""
        match part:
            case Characters(intervals):
                node = self._node()
                self._reads[node] = (intervals, after)
                self.sets.append(intervals)
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
                self._empty[node] += [("", self._build(branch, after)) for branch in branches]
                return node
            case Repeat(inner, least, most):
                return self._repeat(inner, least, most, after)
            case _:
                assert_never(part)

    def _repeat(self, part: Node, least: int, most: int | None, after: int) -> int:
        if most is None:
            loop = self._node()
            self._empty[loop] += [("", after), ("", self._build(part, loop))]
            after = loop
        else:
            end = after
            for _ in range(most - least):
                skip = self._node()
                self._empty[skip] += [("", end), ("", self._build(part, after))]
                after = skip
        for _ in range(least):
            after = self._build(part, after)
        return after

    def _closed(self, nodes: list[int], passing: str) -> State:
        """Return the nodes and all nodes that they reach without reading."""
        found = set(nodes)
        todo = list(nodes)
        while todo:
            for anchor, target in self._empty[todo.pop()]:
                if target not in found and anchor in passing:
                    found.add(target)
                    todo.append(target)
        return frozenset(found)


@cache
def automaton(pattern: str) -> Automaton:
    """Return the automaton of an expression, made once.

    Raises:
        Undecided: The expression is not decided, or too large.
    """
    return Automaton(pattern)


class Strings:
    """The classes of strings under some expressions and their length up to a bound."""

    def __init__(self, patterns: list[str], longest: int, variety: int) -> None:
        """Compute the states that the expressions reach side by side.

        Args:
            patterns: The expressions.
            longest: Lengths from here on are not told apart.
            variety: The number of equivalent characters to use.

        Raises:
            Undecided: There are too many.
        """
        self._automata = [automaton(pattern) for pattern in patterns]
        self._letters = [
            list(islice(_members(intervals), variety)) for intervals in self._alphabet()
        ]
        self._letters.sort(key=lambda letters: _rank(letters[0]))
        start = (tuple(one.start for one in self._automata), 0)
        states = {start: 0}
        self._next: list[list[int]] = []
        self.outcomes: dict[tuple[tuple[bool, ...], int], set[int]] = {}
        for (parts, length), number in (queue := list(states.items())):
            accepted = tuple(
                one.accepts(part) for one, part in zip(self._automata, parts, strict=True)
            )
            self.outcomes.setdefault((accepted, length), set()).add(number)
            row = []
            for letters in self._letters:
                after = (
                    tuple(
                        one.step(part, ord(letters[0]))
                        for one, part in zip(self._automata, parts, strict=True)
                    ),
                    min(length + 1, longest),
                )
                if after not in states:
                    states[after] = len(states)
                    queue.append((after, states[after]))
                row.append(states[after])
            self._next.append(row)
            if len(states) > _MAX_STATES:
                raise Undecided("so large a combination of regular expressions")

    def texts(self, ends: set[int]) -> Iterator[str]:
        """Yield the strings that end in one of the states, shorter ones first."""
        layers = [ends]
        while layers[-1]:
            if 0 in layers[-1]:
                yield from self._spelled(layers)
            good = layers[-1]
            layers.append(
                {number for number, row in enumerate(self._next) if not good.isdisjoint(row)}
            )

    def _spelled(self, layers: list[set[int]]) -> Iterator[str]:
        """Yield the strings that pass through the layers from the last to the first."""
        stack: list[tuple[int, str]] = [(0, "")]
        while stack:
            state, text = stack.pop()
            left = len(layers) - 1 - len(text)
            if left == 0:
                yield text
                continue
            steps = [
                (target, text + letter)
                for letters, target in zip(self._letters, self._next[state], strict=True)
                if target in layers[left - 1]
                for letter in letters
            ]
            stack.extend(sorted(steps, key=lambda step: _rank(step[1][-1]), reverse=True))

    def _alphabet(self) -> list[Intervals]:
        """Return the sets of characters that no expression tells apart."""
        sets = list(dict.fromkeys(each for one in self._automata for each in one.sets))
        cuts = {0, 0xD800, 0xE000}
        for intervals in sets:
            for low, high in intervals:
                cuts |= {low, high + 1}
        edges = sorted(cut for cut in cuts if cut <= _LAST)
        groups: dict[tuple[bool, ...], list[tuple[int, int]]] = {}
        for low, high in zip(edges, [*edges[1:], _LAST + 1], strict=True):
            if low != _SURROGATE:
                key = tuple(_holds(intervals, low) for intervals in sets)
                groups.setdefault(key, []).append((low, high - 1))
        return [tuple(group) for group in groups.values()]


_LAST = complement(())[-1][1]
_SURROGATE = 0xD800


def _holds(intervals: Intervals, character: int) -> bool:
    return any(low <= character <= high for low, high in intervals)


def _members(intervals: Intervals) -> Iterator[str]:
    for character in _PREFERRED:
        if _holds(intervals, ord(character)):
            yield character
    for low, high in intervals:
        for code in range(low, high + 1):
            if chr(code) not in _PREFERRED:
                yield chr(code)


def _rank(character: str) -> tuple[int, str]:
    place = _PREFERRED.find(character)
    return (place if place >= 0 else len(_PREFERRED), character)
