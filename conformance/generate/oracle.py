"""The columns as judges of draws: their verdicts on a text, and the text shrunk to a minimum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from conformance.generate.shrink import minimal
from conformance.jsontext.text import Problem, parse
from conformance.jsontext.tree import spelt, tree_of
from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.judges.schema import SchemaJudge

Vector: TypeAlias = "tuple[Verdict, ...]"
"""Verdicts, column by column."""

MAX_LENGTH = 2000
"""Characters; longer inputs of the corpus are neither varied nor shrunk."""

DEEPEST = 100
"""Inputs of the corpus nested deeper are not varied."""

_REMEMBERED = 50_000


class UnlistedError(Exception):
    """A value with verdicts that the exact comparison does not list.

    Attributes:
        text: The value.
        vector: The verdicts.
    """

    def __init__(self, text: str, vector: Vector) -> None:
        """Keep the two."""
        super().__init__(text)
        self.text = text
        self.vector = vector


class Bench:
    """Judges texts, and remembers the verdicts."""

    def __init__(
        self, judges: Sequence[SchemaJudge], cells: frozenset[Vector] | None = None
    ) -> None:
        """Start with some columns.

        Args:
            judges: The columns.
            cells: All verdict vectors; None if they are not known.
        """
        self._judges = judges
        self._cells = cells
        self._said: dict[str, tuple[Vector, str | None]] = {}
        self._smallest: dict[str, str] = {}

    def verdicts(self, text: str) -> tuple[Vector, str | None]:
        """Return the verdicts on a text, and the kind of problem if it cannot be judged.

        Raises:
            UnlistedError: The verdicts are not in `cells`.
        """
        found = self._said.get(text)
        if found is None:
            parsed = parse(text)
            problem = parsed.kind if isinstance(parsed, Problem) else None
            found = tuple(judge.verdict(parsed) for judge in self._judges), problem
            if problem is None and self._cells is not None and found[0] not in self._cells:
                # A validator library may err; what is so is asked only here, for it takes longer.
                found = tuple(judge.settled(parsed) for judge in self._judges), problem
                if found[0] not in self._cells:
                    raise UnlistedError(text, found[0])
            _forget(self._said)
            self._said[text] = found
        return found

    def smallest(self, text: str) -> str:
        """Return a minimal text with the same verdicts.

        A text that is not JSON is returned unchanged.

        Raises:
            UnlistedError: A text on the way has verdicts that are not in `cells`.
        """
        found = self._smallest.get(text)
        if found is None:
            tree = tree_of(text)
            same = self.verdicts(text)
            found = (
                text
                if tree is None
                else spelt(minimal(tree, lambda other: self.verdicts(other) == same))
            )
            _forget(self._smallest)
            self._smallest[text] = found
        return found

    def is_base(self, text: str) -> bool:
        """Return whether some column accepts a text, and it is small enough to be varied."""
        if len(text) > MAX_LENGTH or tree_of(text, DEEPEST) is None:
            return False
        return Verdict.ACCEPT in self.verdicts(text)[0]


def _forget(known: dict[str, Any]) -> None:
    """Forget everything when too much is remembered."""
    if len(known) >= _REMEMBERED:
        known.clear()
