"""The recorded judgements of a program, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from conformance.model import Judgement, Verdict
from conformance.programs.observations import judgement_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Entries:
    """Different judgements in the form of an observation, by number.

    Attributes:
        verdicts: Their verdicts.
    """

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Take the judgements."""
        known = {verdict.value: verdict for verdict in Verdict}
        self.verdicts = [known[entry["verdict"]] for entry in entries]
        self._entries = entries
        self._made: dict[int, Judgement] = {}

    def judgement(self, number: int) -> Judgement:
        """Return one of them."""
        if number not in self._made:
            self._made[number] = judgement_of(self._entries[number])
        return self._made[number]


class KeptJudgements(Mapping[str, Judgement]):
    """A program's judgements by the ids of cases."""

    def __init__(self, numbers: Mapping[str, int], entries: Entries) -> None:
        """Take the numbers of the judgements by the ids of cases."""
        self._numbers = numbers
        self._entries = entries

    def __getitem__(self, case: str) -> Judgement:
        """Return the judgement of a case."""
        return self._entries.judgement(self._numbers[case])

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the cases."""
        return iter(self._numbers)

    def __len__(self) -> int:
        """Return the number of cases."""
        return len(self._numbers)

    def verdicts(self) -> dict[str, Verdict]:
        """Return the verdicts by the ids of cases."""
        verdicts = self._entries.verdicts
        return {case: verdicts[number] for case, number in self._numbers.items()}


def verdicts_of(judgements: Mapping[str, Judgement]) -> dict[str, Verdict]:
    """Return the verdicts of a program by the ids of cases."""
    if isinstance(judgements, KeptJudgements):
        return judgements.verdicts()
    return {case: judgement.verdict for case, judgement in judgements.items()}
