"""Judges what is kept again: its values have to get the verdicts that are kept with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.exact.cells import Verdicts, subjects_of
from conformance.exact.judge import Referee
from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.exact import ThreeValued
    from conformance.model import Json

LEAST = 0.1
"""Seconds of processor time; what is proved in less is not worth a file."""

_RANK = {Verdict.ACCEPT: 2, Verdict.SILENT: 1, Verdict.REJECT: 0}


class NotRightError(ValueError):
    """A kept value does not show what it is to show."""


class Judged:
    """Judges values by some columns again."""

    def __init__(self, columns: Sequence[ThreeValued]) -> None:
        """Take the columns that were compared."""
        self._columns = columns
        referee = Referee(subjects_of(columns))
        self._quick = Verdicts(columns, referee.quick_one)
        self._judge = Verdicts(columns, referee.judge_one)

    def check_columns(self, ids: Iterable[str]) -> None:
        """Raise an error if these are not the columns."""
        if tuple(ids) != tuple(column.id for column in self._columns):
            raise NotRightError

    def check(self, value: Json, vector: Iterable[Verdict]) -> None:
        """Raise an error if a value does not get these verdicts.

        The fast validator may err: then the engine's own evaluator has the say.
        """
        expected = tuple(vector)
        if all(x.all(value) != expected for x in (self._quick, self._judge)):
            raise NotRightError

    def check_better(
        self, before: Sequence[Verdict], after: Iterable[Verdict], columns: Iterable[str]
    ) -> None:
        """Raise an error if some of these columns do not give a better verdict than before."""
        ids = [column.id for column in self._columns]
        now = [*after]
        for index in map(ids.index, columns):
            if _RANK[now[index]] <= _RANK[before[index]]:
                raise NotRightError

    def words(self, value: Json) -> list[Json]:
        """Return the verdicts on a value."""
        return [found.value for found in self._judge.all(value)]
