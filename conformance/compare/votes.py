"""The verdicts of many columns at once: one whole number for each side, one bit for each column.

What is asked of every case, cause and column is one operation on numbers here, not a loop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.model import Judgement


class Votes(NamedTuple):
    """The columns on each side; a column that decides nothing is on none.

    Attributes:
        accept: The columns that accept, changed or unchanged.
        silent: The columns that are silent.
        reject: The columns that reject.
    """

    accept: int = 0
    silent: int = 0
    reject: int = 0

    def among(self, columns: int) -> Votes:
        """Return the votes of some columns only."""
        return Votes(self.accept & columns, self.silent & columns, self.reject & columns)

    @property
    def decided(self) -> int:
        """The columns that accept or reject."""
        return self.accept | self.reject

    @property
    def split(self) -> bool:
        """Whether some columns accept, and others reject."""
        return bool(self.accept and self.reject)

    def agreeing(self, other: Votes) -> int:
        """Return the columns that accept both times, or reject both times."""
        return (self.accept & other.accept) | (self.reject & other.reject)

    def opposed(self, other: Votes) -> int:
        """Return the columns that decide here, and meet a column on the other side both times."""
        against_accept = self.accept if self.reject & other.reject else 0
        against_reject = self.reject if self.accept & other.accept else 0
        return against_accept | against_reject


def best_of(votes: Iterable[Votes]) -> Votes:
    """Return each column's best vote: it accepts, else it is silent, else it rejects."""
    accept = silent = reject = 0
    for one in votes:
        accept |= one.accept
        silent |= one.silent
        reject |= one.reject
    return Votes(accept, silent & ~accept, reject & ~accept & ~silent)


class Columns:
    """Knows the bit of each column."""

    def __init__(self, columns: Iterable[str]) -> None:
        """Give each column a bit, in their order."""
        self.bits = {column: 1 << number for number, column in enumerate(columns)}

    def mask(self, columns: Iterable[str]) -> int:
        """Return the bits of some columns; one that is not known has none."""
        return sum({self.bits.get(column, 0) for column in columns})

    def of(self, mask: int) -> list[str]:
        """Return the columns with these bits, in their order."""
        return [column for column, bit in self.bits.items() if bit & mask] if mask else []

    def votes(self, verdicts: Mapping[str, Verdict]) -> Votes:
        """Return the verdicts of some columns as votes."""
        accept = silent = reject = 0
        for column, verdict in verdicts.items():
            if verdict is Verdict.REJECT:
                reject |= self.bits.get(column, 0)
            elif verdict.accepts:
                accept |= self.bits.get(column, 0)
            elif verdict is Verdict.SILENT:
                silent |= self.bits.get(column, 0)
        return Votes(accept, silent, reject)

    def judged(self, judgements: Mapping[str, Judgement]) -> Votes:
        """Return the verdicts of some judgements as votes."""
        return self.votes({column: found.verdict for column, found in judgements.items()})

    def verdict(self, column: str, votes: Votes) -> Verdict:
        """Return the verdict of a column: accept, silent or reject; `not-run` if it has none."""
        bit = self.bits.get(column, 0)
        if votes.accept & bit:
            return Verdict.ACCEPT
        if votes.silent & bit:
            return Verdict.SILENT
        return Verdict.REJECT if votes.reject & bit else Verdict.NOT_RUN
