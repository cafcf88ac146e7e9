"""What is kept of the cases while they are judged, however many there are."""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.judges.panel import JudgedCase
    from conformance.model import Case, Verdict

MAX_KEPT = 5_000
"""At most about this many cases are kept; of more, the smallest of each vector of verdicts."""

MAX_NAMED = 1_000
"""At most this many hand-written cases of a cause are named, and this many generated ones."""


class Kept:
    """Keeps cases for what only cases can tell: all, or the smallest of each vector of verdicts."""

    def __init__(self, most: int = MAX_KEPT) -> None:
        """Start with none."""
        self._most = most
        self._seen = 0
        self._count = 0
        self._groups: defaultdict[tuple[Verdict, ...], list[tuple[int, int, JudgedCase]]] = (
            defaultdict(list)
        )

    def add(self, judged: JudgedCase) -> None:
        """Take a case; when there are too many, drop the largest cases with the same verdicts."""
        group = self._groups[judged.vector]
        length, _ = judged.size
        heappush(group, (-length, -self._seen, judged))
        self._seen += 1
        self._count += 1
        if self._count > self._most:
            share = max(1, self._most // len(self._groups))
            while len(group) > share:
                heappop(group)
                self._count -= 1

    def cases(self) -> list[JudgedCase]:
        """Return the cases that are kept, in the order in which they came."""
        kept = [(-number, judged) for group in self._groups.values() for _, number, judged in group]
        return [judged for _, judged in sorted(kept, key=itemgetter(0))]


class Showing:
    """Names the cases that show a cause: the first ones.

    Attributes:
        more: The number of the others.
    """

    def __init__(self, most: int = MAX_NAMED) -> None:
        """Start with none; so many of each sort are named."""
        self.more = 0
        self._most = most
        self._written: list[str] = []
        self._generated: list[str] = []

    def add(self, case: Case) -> None:
        """Take a case that shows the cause."""
        named = self._written if case.origin is None else self._generated
        if len(named) < self._most:
            named.append(case.id)
        else:
            self.more += 1

    @property
    def cases(self) -> tuple[str, ...]:
        """The ids of the cases that are named, sorted."""
        return tuple(sorted([*self._written, *self._generated]))
