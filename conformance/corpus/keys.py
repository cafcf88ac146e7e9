"""Remembers names in eight bytes each, for corpora of a million cases."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MASK = (1 << 64) - 1


class Keys:
    """A set of names of which only hashes of 64 bits are kept.

    Another name is taken for one of a million with a chance of one in ten million million.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._keys = array("Q")
        self._is_sorted = True

    def add(self, name: str) -> None:
        """Remember a name."""
        self._keys.append(hash(name) & _MASK)
        self._is_sorted = False

    def __contains__(self, name: str) -> bool:
        """Return whether a name was added."""
        key = hash(name) & _MASK
        keys = self._sorted()
        at = bisect_left(keys, key)
        return at < len(keys) and keys[at] == key

    def __len__(self) -> int:
        """Return how many names were added; one that was added twice counts twice."""
        return len(self._keys)

    def twice(self) -> Keys:
        """Return the names that were added more than once."""
        found = Keys()
        found._keys.extend(self._repeated())
        return found

    def _repeated(self) -> Iterator[int]:
        before = None
        for key in self._sorted():
            if key == before:
                yield key
            before = key

    def _sorted(self) -> array[int]:
        if not self._is_sorted:
            self._keys = array("Q", sorted(self._keys))
            self._is_sorted = True
        return self._keys
