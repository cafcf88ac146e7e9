"""Recorded judgements that are made when they are asked for."""

from __future__ import annotations

import pytest

from conformance.model import Judgement, Verdict
from conformance.programs.kept import Entries, KeptJudgements, verdicts_of

ENTRIES = Entries([{"verdict": "accept"}, {"verdict": "lossy", "note": "as 1"}])
SAID = KeptJudgements({"a": 0, "b": 1, "c": 0}, ENTRIES)
ACCEPT = Judgement(verdict=Verdict.ACCEPT)
LOSSY = Judgement(verdict=Verdict.LOSSY, note="as 1")


def test_they_are_as_if_they_had_been_made() -> None:
    assert dict(SAID) == {"a": ACCEPT, "b": LOSSY, "c": ACCEPT}
    assert len(SAID) == 3
    assert SAID["a"] is SAID["c"]


def test_a_case_on_which_nothing_is_recorded_has_none() -> None:
    assert SAID.get("d") is None
    with pytest.raises(KeyError):
        SAID["d"]


def test_verdicts_are_the_same_of_both() -> None:
    assert verdicts_of(SAID) == verdicts_of(dict(SAID))
    assert verdicts_of(SAID) == {"a": Verdict.ACCEPT, "b": Verdict.LOSSY, "c": Verdict.ACCEPT}
