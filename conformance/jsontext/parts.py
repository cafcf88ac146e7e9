"""Puts JSON together from parts in UTF-8, each of which is written once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from conformance.jsontext.text import utf8_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from conformance.model import Json

REMEMBERED = 50_000
"""So many parts are remembered at a time."""

T = TypeVar("T")


def array_json(elements: Iterable[bytes]) -> bytes:
    """Return the array of elements that are written already."""
    return b"[%s]" % b",".join(elements)


def object_json(members: Mapping[str, bytes]) -> bytes:
    """Return the object of members whose values are written already, in their order."""
    return b"{%s}" % b",".join([_named(name) + value for name, value in members.items()])


@lru_cache(maxsize=4_000)
def _named(name: str) -> bytes:
    return b"%s:" % utf8_json(name)


class Written(Generic[T]):
    """The texts of objects that come again and again: the same object is written once."""

    def __init__(self, make: Callable[[T], Json], *, remembered: int = REMEMBERED) -> None:
        """Start with nothing.

        Args:
            make: Returns the JSON of an object, which never changes.
            remembered: The number of texts that are held at a time.
        """
        self._make = make
        self._most = remembered
        self._known: dict[int, tuple[T, bytes]] = {}

    def of(self, value: T) -> bytes:
        """Return the text of an object."""
        known = self._known.get(id(value))
        if known is None:
            if len(self._known) == self._most:
                self._known.clear()
            # The object is kept too, so that no other comes to stand in its place.
            known = self._known[id(value)] = (value, utf8_json(self._make(value)))
        return known[1]
