"""Recorded judgements that are made when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.model import Judgement, Verdict
from conformance.programs.kept import Entries, KeptJudgements, accepted_by, verdict_on

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTRIES = Entries(
    ["accept", "lossy", "reject"],
    ['{"verdict": "accept"}', '{"verdict": "lossy", "note": "as 1"}', '{"verdict": "reject"}'],
)
PLACES = {"a": 0, "b": 1, "none": 2, "c": 3, "d": 4}
SAID = KeptJudgements(PLACES, [0, 1, -1, 0, 2], ENTRIES)
ACCEPT = Judgement(verdict=Verdict.ACCEPT)
LOSSY = Judgement(verdict=Verdict.LOSSY, note="as 1")
REJECT = Judgement(verdict=Verdict.REJECT)


def test_they_are_as_if_they_had_been_made() -> None:
    assert dict(SAID) == {"a": ACCEPT, "b": LOSSY, "c": ACCEPT, "d": REJECT}
    assert len(SAID) == 4
    assert SAID["a"] is SAID["c"]


@pytest.mark.parametrize("case", ["none", "other"])
def test_a_case_on_which_nothing_is_recorded_has_none(case: str) -> None:
    assert SAID.get(case) is None
    with pytest.raises(KeyError):
        SAID[case]


@pytest.mark.parametrize("said", [SAID, dict(SAID)], ids=["kept", "made"])
def test_verdicts_are_the_same_of_both(said: Mapping[str, Judgement]) -> None:
    assert {case: verdict_on(said, case).value for case in (*PLACES, "other")} == {
        "a": "accept",
        "b": "lossy",
        "c": "accept",
        "d": "reject",
        "none": "not-run",
        "other": "not-run",
    }
    assert accepted_by(said) == {"a", "b", "c"}
