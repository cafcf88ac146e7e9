"""What the recorded cases tell of an input that is none of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conformance.compare.alike import Cases
from conformance.compare.recalled import Memory
from conformance.compare.seen import seen_cases
from conformance.corpus.load import load_corpus
from conformance.jsontext.text import Parsed, canonical, read_input
from conformance.judges.panel import schema_judges
from conformance.programs.observations import load_observations
from conformance.record.load import load_record

if TYPE_CHECKING:
    from conformance.model import Case

pytestmark = pytest.mark.untraced

FOLDER = Path(__file__).parents[2] / "schemas" / "realtime-conversation-item"
STEP = 97
"""Each of so many cases is left out in turn; all of them would take minutes."""


def text_of(case: Case) -> str | bytes:
    parsed = read_input(case.input)
    return canonical(parsed.value) if isinstance(parsed, Parsed) else case.input.raw


def test_a_case_that_is_left_out_is_told_rightly_by_the_others() -> None:
    record, corpus = load_record(FOLDER), load_corpus(FOLDER)
    judges, programs = schema_judges(record), load_observations(FOLDER, corpus)
    seen = seen_cases(record, judges, corpus.cases)
    texts = {case.id: text_of(case) for case in corpus.cases}
    right: Counter[bool] = Counter()

    some = [*corpus.cases][::STEP]
    for case in some:
        others = [x for x in seen if texts[x.id] != texts[case.id]]
        cases = Cases(record, judges, others)
        answers = Memory(cases, programs).answers(cases.alike(case.input))
        for program in programs:
            if program.column.id in answers:
                told = answers[program.column.id].judgement.verdict
                right[told.counted is program.judgements[case.id].verdict.counted] += 1

    assert right.total() > len(programs) * len(some) / 4
    assert right[False] <= right.total() / 50
