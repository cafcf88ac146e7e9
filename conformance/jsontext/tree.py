"""A JSON text as a tree, which keeps what a value loses: repeated names, and spelled numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Json

Tree: TypeAlias = "Scalar | Elements | Members"
"""A piece of a JSON text."""

Path: TypeAlias = "tuple[int, ...]"
"""The path of a piece: the index of a child, then of that child's child, and so on."""

MAX_LEVELS = 200
"""Texts nested deeper have no tree, because code that walks a tree recurses."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, number, `true`, `false` or `null` as it is spelled."""

    text: str


@dataclass(frozen=True, slots=True)
class Elements:
    """An array."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """An object; it may have a name several times."""

    pairs: tuple[tuple[str, Tree], ...]


def tree_of(text: str, levels: int = MAX_LEVELS) -> Tree | None:
    """Return the tree of a text; None if it is not JSON, or nested deeper than the limit."""
    try:
        return _tree(_DECODER.decode(text), levels)
    except (ValueError, RecursionError):
        return None


def spelt(tree: Tree) -> str:
    """Return the text of a tree, with a space after each comma and colon."""
    if isinstance(tree, Scalar):
        return tree.text
    if isinstance(tree, Elements):
        return f"[{', '.join(map(spelt, tree.items))}]"
    return f"{{{', '.join(f'{quoted(name)}: {spelt(child)}' for name, child in tree.pairs)}}}"


def quoted(text: str) -> str:
    """Return a string as JSON; characters that UTF-8 cannot write are escaped."""
    plain = json.dumps(text, ensure_ascii=False)
    return plain if text.isascii() or _is_encodable(plain) else json.dumps(text)


def built(value: Json) -> Tree:
    """Return the tree of a value."""
    if isinstance(value, dict):
        return Members(tuple((name, built(item)) for name, item in value.items()))
    if isinstance(value, list):
        return Elements(tuple(map(built, value)))
    return Scalar(quoted(value) if isinstance(value, str) else json.dumps(value))


def children(tree: Tree) -> tuple[Tree, ...]:
    """Return the values of the members, or the elements; a scalar has none."""
    if isinstance(tree, Scalar):
        return ()
    return tree.items if isinstance(tree, Elements) else tuple(child for _, child in tree.pairs)


def with_children(tree: Tree, new: tuple[Tree, ...]) -> Tree:
    """Return the tree with other values in the same members, or with other elements instead."""
    if isinstance(tree, Scalar):
        return tree
    if isinstance(tree, Elements):
        return Elements(new)
    return Members(tuple(zip((name for name, _ in tree.pairs), new, strict=True)))


def nodes(
    tree: Tree, path: Path = (), place: tuple[str, ...] = ()
) -> Iterator[tuple[Path, tuple[str, ...], Tree]]:
    """Yield every piece, the whole first, with its path and its place in the record."""
    yield path, place, tree
    for index, child in enumerate(children(tree)):
        step = tree.pairs[index][0] if isinstance(tree, Members) else "*"
        yield from nodes(child, (*path, index), (*place, step))


def replaced(tree: Tree, path: Path, new: Tree) -> Tree:
    """Return the tree with another piece at a path."""
    if not path:
        return new
    parts = list(children(tree))
    parts[path[0]] = replaced(parts[path[0]], path[1:], new)
    return with_children(tree, tuple(parts))


def without(tree: Tree, index: int) -> Tree:
    """Return an array or object without one of its children."""
    if isinstance(tree, Scalar):
        return tree
    if isinstance(tree, Elements):
        return Elements(tree.items[:index] + tree.items[index + 1 :])
    return Members(tree.pairs[:index] + tree.pairs[index + 1 :])


class _Pairs(tuple[Any, ...]):
    """The members of an object in the order of the text."""

    __slots__ = ()


class _Number(str):
    """A number as it is spelled."""

    __slots__ = ()


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Pairs, parse_int=_Number, parse_float=_Number, parse_constant=_Number
)


def _tree(value: Any, levels: int) -> Tree:  # noqa: ANN401  what the decoder makes of JSON
    if not levels:
        raise RecursionError
    if isinstance(value, _Pairs):
        return Members(tuple((name, _tree(item, levels - 1)) for name, item in value))
    if isinstance(value, list):
        return Elements(tuple(_tree(item, levels - 1) for item in value))
    if isinstance(value, _Number):
        return Scalar(str(value))
    return Scalar(quoted(value) if isinstance(value, str) else json.dumps(value))


def _is_encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
