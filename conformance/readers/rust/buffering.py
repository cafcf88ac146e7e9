"""Finds the types that serde cannot read everywhere.

Where serde has to look at a whole value first, because of a tag, of `untagged` or of `flatten`, it
keeps the value in a buffer. From there it reads no numbers of 128 bits, and as a map's keys neither
integers nor `true` and `false`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from conformance.readers.facts import Span


@dataclass(slots=True, kw_only=True)
class Buffering:
    """Where types stand that are read from a buffer, and which of them are in danger.

    Attributes:
        leads: Declaration -> the declarations that it names, each with whether from a buffer.
        fragile: Declaration -> the places of its types that are in danger, likewise.
    """

    leads: defaultdict[str, set[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(set))
    fragile: defaultdict[str, set[tuple[Span, bool]]] = field(
        default_factory=lambda: defaultdict(set)
    )

    def unreadable(self, root: str) -> frozenset[Span]:
        """Return the places of the types that are read from a buffer, seen from a declaration."""
        seen = {(root, False)}
        waiting = [(root, False)]
        found: set[Span] = set()
        while waiting:
            key, buffered = waiting.pop()
            found |= {span for span, inside in self.fragile[key] if buffered or inside}
            for inner, inside in self.leads[key]:
                state = (inner, buffered or inside)
                if state not in seen:
                    seen.add(state)
                    waiting.append(state)
        return frozenset(found)
