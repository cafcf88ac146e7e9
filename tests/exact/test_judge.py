"""A referee answers for one schema as it does for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.exact.cells import ThreeValued, Verdicts
from conformance.exact.judge import Referee
from conformance.exact.sources import Subject
from conformance.exact.validators import Fast
from conformance.model import Verdict

if TYPE_CHECKING:
    import pytest

SUBJECTS = [Subject("a.json", {"type": "string"}), Subject("b.json", {"maxLength": 1})]


def test_one_answer_is_that_of_all() -> None:
    referee = Referee(SUBJECTS)

    for value in ("a", "ab", 1):
        assert tuple(referee.judge_one(n, value) for n in range(2)) == referee.judge(value)
        assert tuple(referee.quick_one(n, value) for n in range(2)) == referee.judge(value)


def test_where_the_fast_validator_fails_the_evaluator_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Fast, "says", lambda *_: "ValueError")
    referee = Referee(SUBJECTS)

    assert [referee.quick_one(n, "ab") for n in range(2)] == [True, False]


def test_the_verdict_of_one_column_is_that_among_all() -> None:
    strict, lenient = SUBJECTS
    columns = [ThreeValued("one", strict, lenient), ThreeValued("other", lenient, lenient)]
    referee = Referee(SUBJECTS)
    verdicts = Verdicts(columns, referee.judge_one)

    for value in ("a", 1):
        assert tuple(verdicts.of(n, value) for n in range(2)) == verdicts.all(value)
    assert verdicts.all(1) == (Verdict.SILENT, Verdict.ACCEPT)
