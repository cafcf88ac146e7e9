"""Shrinks an input as long as its behaviour stays the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conformance.jsontext.tree import (
    Elements,
    Members,
    Scalar,
    children,
    nodes,
    quoted,
    replaced,
    spelt,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.jsontext.tree import Tree

_SHORTEST_NAMES = ("a", "b")


def minimal(tree: Tree, keeps: Callable[[str], bool]) -> Tree:
    """Return a minimal input: no single step makes it smaller and keeps its behaviour.

    The steps remove a member or an element, or all of them in one container, and then spell the
    rest in a shorter way.

    Args:
        tree: The input.
        keeps: Whether a text shows the same behaviour.
    """
    while True:
        smaller = next((x for x in _steps(tree) if keeps(spelt(x))), None)
        if smaller is None:
            return tree
        tree = smaller


def size(text: str) -> tuple[int, str]:
    """Return the sort key of inputs with the same behaviour; the smallest is kept."""
    return len(text), text


def _steps(tree: Tree) -> Iterator[Tree]:
    """Yield the trees one step smaller: of fewer nodes, or else of a text that sorts lower."""
    found = list(nodes(tree))
    for path, _, node in found:
        if len(children(node)) > 1:
            yield replaced(tree, path, Elements(()) if isinstance(node, Elements) else Members(()))
    for path, _, node in found:
        for index in reversed(range(len(children(node)))):
            yield replaced(tree, path, without(node, index))
    for path, _, node in found:
        for simpler in _simpler(node):
            yield replaced(tree, path, simpler)


def _simpler(node: Tree) -> Iterator[Tree]:
    if isinstance(node, Members):
        taken = {name for name, _ in node.pairs}
        for index, (name, value) in enumerate(node.pairs):
            for shorter in _SHORTEST_NAMES:
                if shorter not in taken and size(shorter) < size(name):
                    renamed = (*node.pairs[:index], (shorter, value), *node.pairs[index + 1 :])
                    yield Members(renamed)
    if isinstance(node, Scalar):
        yield from (Scalar(text) for text in _shorter(node.text) if size(text) < size(node.text))


def _shorter(text: str) -> tuple[str, ...]:
    """Return simpler scalars of the same JSON type."""
    if text.startswith('"'):
        string = json.loads(text)
        parts = (string[: len(string) // 2], string[len(string) // 2 :], string[1:], string[:-1])
        return ('""', '"a"', *map(quoted, parts))
    return () if text in {"null", "false", "true"} else ("0", "1", "-1", "0.5")
