"""Regular expressions with back-references: matched by trying, within a regular outline.

They are not regular, so no automaton says which strings match. A single string can be tried. All
strings that match also match the outline, in which a reference stands for anything that its group
matches.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never, cast

from conformance.exact.automaton import Automaton, automaton
from conformance.exact.nfa import holds
from conformance.exact.regex import (
    Anchor,
    Back,
    Characters,
    Either,
    Group,
    Look,
    Node,
    Repeat,
    Sequence,
    parse,
)
from conformance.exact.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_STEPS = 20_000
_EMPTY = Sequence(())

Captures: TypeAlias = "tuple[tuple[int, str], ...]"
"""The groups that have matched, each with its text."""


@cache
def known(pattern: str) -> Automaton | Referring:
    """Return what matches an expression, made once.

    Raises:
        Undecided: The expression is not decided, or too large.
    """
    referring = refers_back(pattern)
    return automaton(pattern) if referring is None else referring


@cache
def refers_back(pattern: str) -> Referring | None:
    """Return what matches an expression with back-references; None if it has none.

    Raises:
        Undecided: The expression is not decided.
    """
    node = parse(pattern)
    return Referring(node) if any(isinstance(part, Back) for part in _all(node)) else None


def _all(node: Node) -> Iterator[Node]:
    yield node
    for part in _inner(node):
        yield from _all(part)


def _inner(node: Node) -> tuple[Node, ...]:
    match node:
        case Sequence(parts):
            return parts
        case Either(branches):
            return branches
        case Group(part) | Repeat(part) | Look(part):
            return (part,)
        case _:
            return ()


class _At(NamedTuple):
    """A place in a text, and what the groups have matched."""

    start: int
    captures: Captures = ()


class Referring:
    """Answers whether an expression with back-references matches somewhere in a string."""

    def __init__(self, node: Node) -> None:
        """Keep the expression."""
        self._node = node
        self._groups = {part.number: part.part for part in _all(node) if isinstance(part, Group)}

    @property
    def outline(self) -> str:
        """A regular expression that matches all that this one does, and maybe more."""
        return written(self._outlined(self._node))

    def matches(self, text: str) -> bool:
        """Return whether the expression matches somewhere in the text.

        Raises:
            Undecided: That takes too many steps.
        """
        return _Attempt(text).matches(self._node)

    def _outlined(  # noqa: PLR0911  one case a sort
        self, node: Node, inside: frozenset[int] = frozenset()
    ) -> Node:
        match node:
            case Back(number):
                group = self._groups.get(number)
                if group is None or number in inside:
                    return _EMPTY  # a group that has not matched yet stands for nothing
                return Either((self._outlined(group, inside | {number}), _EMPTY))
            case Group(part, number):
                return self._outlined(part, inside | {number})
            case Sequence(parts):
                return Sequence(tuple(self._outlined(part, inside) for part in parts))
            case Either(branches):
                return Either(tuple(self._outlined(part, inside) for part in branches))
            case Repeat(part):
                return replace(node, part=self._outlined(part, inside))
            case Look(part, _, wanted):
                if not wanted and any(isinstance(each, Back) for each in _all(part)):
                    return _EMPTY
                return replace(node, part=self._outlined(part, inside))
            case _:
                return node


class _Attempt:
    """Tries to match a text step by step, as ECMA-262 says (22.2.2)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._left = _MAX_STEPS

    def matches(self, node: Node) -> bool:
        starts = range(len(self._text) + 1)
        return any(any(True for _ in self._from(node, _At(start))) for start in starts)

    def _from(self, node: Node, at: _At) -> Iterator[_At]:  # noqa: C901, PLR0912  one case a sort
        """Yield the places after each way to match a part from a place on."""
        self._left -= 1
        if self._left < 0:
            raise Undecided("a back-reference that takes many steps")
        match node:
            case Characters(intervals):
                rest = self._text[at.start : at.start + 1]
                if rest and holds(intervals, ord(rest)):
                    yield at._replace(start=at.start + 1)
            case Anchor(at_end):
                if at.start == (len(self._text) if at_end else 0):
                    yield at
            case Sequence(parts):
                yield from self._sequence(parts, at)
            case Either(branches):
                for branch in branches:
                    yield from self._from(branch, at)
            case Repeat():
                yield from self._repeat(node, at, 0)
            case Look():
                yield from self._look(node, at)
            case Group(part, number):
                for after in self._from(part, at):
                    span = sorted((at.start, after.start))
                    text = self._text[span[0] : span[1]]
                    kept = tuple(each for each in after.captures if each[0] != number)
                    yield after._replace(captures=(*kept, (number, text)))
            case Back(number):
                text = dict(at.captures).get(number, "")
                if self._text.startswith(text, at.start):
                    yield at._replace(start=at.start + len(text))
            case _:
                assert_never(node)

    def _sequence(self, parts: tuple[Node, ...], at: _At) -> Iterator[_At]:
        if not parts:
            yield at
            return
        for after in self._from(parts[0], at):
            yield from self._sequence(parts[1:], after)

    def _repeat(self, node: Repeat, at: _At, count: int) -> Iterator[_At]:
        if node.most is None or count < node.most:
            fresh = {part.number for part in _all(node.part) if isinstance(part, Group)}
            kept = tuple(each for each in at.captures if each[0] not in fresh)
            for after in self._from(node.part, at._replace(captures=kept)):
                if after.start > at.start or count < node.least:
                    yield from self._repeat(node, after, count + 1)
        if count >= node.least:
            yield at

    def _look(self, node: Look, at: _At) -> Iterator[_At]:
        if node.ahead:
            found = next(self._from(node.part, at), None)
        else:
            starts = (at._replace(start=start) for start in range(at.start, -1, -1))
            ways = (way for start in starts for way in self._from(node.part, start))
            found = next((way for way in ways if way.start == at.start), None)
        if (found is not None) is node.holds:
            yield at if found is None else at._replace(captures=found.captures)


def written(node: Node) -> str:
    """Return an expression without groups as ECMA-262 writes it."""
    match node:
        case Characters(intervals):
            ranges = (rf"\u{{{low:x}}}-\u{{{high:x}}}" for low, high in intervals)
            return f"[{''.join(ranges)}]"
        case Anchor(at_end):
            return "$" if at_end else "^"
        case Sequence(parts):
            return "".join(map(written, parts))
        case Either(branches):
            return f"(?:{'|'.join(map(written, branches))})"
        case Look(part, ahead, wanted):
            return f"(?{'' if ahead else '<'}{'=' if wanted else '!'}{written(part)})"
    repeat = cast("Repeat", node)  # an outline has no other sort
    most = "" if repeat.most is None else repeat.most
    return f"(?:{written(repeat.part)}){{{repeat.least},{most}}}"
