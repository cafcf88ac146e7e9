"""Lists the statements of a body that hold: conditions are decided where that can be done."""

from __future__ import annotations

import ast
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Weight(Enum):
    """How sure it is that a statement is run."""

    CERTAIN = auto()
    MAYBE = auto()
    """It depends on what cannot be known."""
    FALLBACK = auto()
    """It counts only for names that no other statement binds."""


def statements(
    body: Sequence[ast.stmt], decide: Callable[[ast.expr], bool | Weight]
) -> Iterator[tuple[ast.stmt, Weight]]:
    """Yield the simple statements, classes and functions of a body, in their order.

    Args:
        body: The body of a module or a class.
        decide: Says whether a condition holds; `FALLBACK` means that it holds for type checkers
            only, `MAYBE` that it cannot be known.
    """
    waiting = [(each, Weight.CERTAIN) for each in reversed(body)]
    while waiting:
        node, weight = waiting.pop()
        parts: list[tuple[Sequence[ast.stmt], Weight]]
        match node:
            case ast.If():
                parts = _branches(node, weight, decide(node.test))
            case ast.Try() | ast.TryStar():
                handlers = [inner for one in node.handlers for inner in one.body]
                rest = [*node.body, *node.orelse, *node.finalbody]
                parts = [(handlers, Weight.FALLBACK), (rest, weight)]
            case ast.With():
                parts = [(node.body, weight)]
            case _:
                yield node, weight
                continue
        for inner, its in reversed(parts):
            waiting += [(each, its) for each in reversed(inner)]


def _branches(
    node: ast.If,
    weight: Weight,
    holds: bool | Weight,  # noqa: FBT001  three answers
) -> list[tuple[Sequence[ast.stmt], Weight]]:
    if holds is True:
        return [(node.body, weight)]
    if holds is False:
        return [(node.orelse, weight)]
    if holds is Weight.FALLBACK:
        return [(node.body, Weight.FALLBACK), (node.orelse, weight)]
    unsure = Weight.FALLBACK if weight is Weight.FALLBACK else Weight.MAYBE
    return [(node.body, unsure), (node.orelse, unsure)]
