"""Partial arrays of the search: their sizes, their elements, and the array at the end."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from conformance.exact.values import Sized, sized

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_State = TypeVar("_State")
_Found = TypeVar("_Found", bound="Partial | None")


class Partial(NamedTuple):
    """A partial array.

    Attributes:
        parts: The number of its parts.
        length: The length of its text.
        elements: The last elements, and the path before them; empty for none.
    """

    parts: int
    length: int
    elements: tuple[object, ...]


def keep(paths: dict[_State, _Found], state: _State, path: _Found) -> None:
    """Keep a path to a state if none is known that is as small."""
    known = paths.get(state)
    if known is None or (path is not None and path[:2] < known[:2]):
        paths[state] = path


def longer(path: Partial, values: tuple[Sized, ...]) -> Partial:
    """Return a path with some more elements."""
    parts, length, elements = path
    for value in values:
        parts += value.parts + 1
        length += value.length + 1
    return Partial(parts, length, (values, elements))


def built(path: Partial) -> Sized:
    """Return the array at the end of a path."""
    runs = []
    link: tuple[object, ...] = path.elements
    while link:
        values, link = cast("tuple[tuple[Sized, ...], tuple[object, ...]]", link)
        runs.append(values)
    value = sized([each.value for each in chain.from_iterable(reversed(runs))])
    return value._replace(parts=path.parts)


def meets(bits: int) -> Callable[[Hashable], bool]:
    """Return what tells whether a number is among some bits."""
    return lambda key: bool(bits >> cast("int", key) & 1)


def at_least(size: int) -> Callable[[Hashable], bool]:
    """Return what tells whether a size is as large as a number."""
    return lambda key: size >= cast("int", key)
