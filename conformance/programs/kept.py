"""The recorded judgements of a program, each made when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import compress
from typing import TYPE_CHECKING

from conformance.model import Judgement, Verdict
from conformance.programs.observations import judgement_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Entries:
    """Different judgements in the form of an observation, by number.

    Attributes:
        verdicts: Their verdicts.
        accepting: Whether each of them accepts; of the number -1, which is none, it does not.
    """

    def __init__(self, verdicts: Sequence[str], texts: Sequence[str]) -> None:
        """Take the verdicts, and the judgements as JSON texts."""
        known = {verdict.value: verdict for verdict in Verdict}
        self.verdicts = [known[verdict] for verdict in verdicts]
        # The last one is for no judgement, whose number is below 0.
        self.accepting = [*(verdict.accepts for verdict in self.verdicts), False]
        self._texts = texts
        self._made: dict[int, Judgement] = {}

    def judgement(self, number: int) -> Judgement:
        """Return one of them."""
        if number not in self._made:
            self._made[number] = judgement_of(json.loads(self._texts[number]))
        return self._made[number]


class KeptJudgements(Mapping[str, Judgement]):
    """A program's judgements by the ids of cases."""

    def __init__(self, places: Mapping[str, int], numbers: Sequence[int], entries: Entries) -> None:
        """Take the places of the cases, and the numbers of the judgements there.

        The number -1 stands for no judgement.
        """
        self._places = places
        self._numbers = numbers
        self._entries = entries

    def __getitem__(self, case: str) -> Judgement:
        """Return the judgement of a case."""
        return self._entries.judgement(self._number(case))

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the cases."""
        return (case for case, at in self._places.items() if self._numbers[at] >= 0)

    def __len__(self) -> int:
        """Return the number of cases."""
        return sum(number >= 0 for number in self._numbers)

    def verdict(self, case: str) -> Verdict:
        """Return the verdict on a case."""
        return self._entries.verdicts[self._number(case)]

    def accepted(self) -> frozenset[str]:
        """Return the cases that the program accepts, changed or not."""
        return frozenset(
            compress(self._places, map(self._entries.accepting.__getitem__, self._numbers))
        )

    def _number(self, case: str) -> int:
        number = self._numbers[self._places[case]]
        if number < 0:
            raise KeyError(case)
        return number


def verdict_on(judgements: Mapping[str, Judgement], case: str) -> Verdict:
    """Return the verdict of a program on a case, `not-run` without one."""
    try:
        if isinstance(judgements, KeptJudgements):
            return judgements.verdict(case)
        return judgements[case].verdict
    except KeyError:
        return Verdict.NOT_RUN


def accepted_by(judgements: Mapping[str, Judgement]) -> frozenset[str]:
    """Return the cases that a program accepts, changed or not."""
    if isinstance(judgements, KeptJudgements):
        return judgements.accepted()
    return frozenset(case for case, found in judgements.items() if found.verdict.accepts)
