"""The shipped descriptions, confirmed by the compilers and decoders of their own languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.compare.native_agreement import Native, natives
from conformance.corpus.load import load_corpus
from conformance.judges.panel import judge_corpus, schema_judges, with_programs
from conformance.programs.observations import load_observations
from conformance.record.load import load_record

pytestmark = pytest.mark.untraced

FOLDER = Path(__file__).parents[2] / "schemas" / "realtime-conversation-item"
COLUMNS = ["native.elixir", "native.rust", "native.scala", "native.typescript"]


@pytest.fixture(scope="module")
def compared() -> dict[str, Native]:
    record = load_record(FOLDER)
    corpus = load_corpus(FOLDER)
    programs = load_observations(FOLDER, corpus)
    judged = judge_corpus(corpus, schema_judges(record, ["*.declared"]))
    found = natives((with_programs(one, programs) for one in judged), programs, record.variants)
    return {native.column: native for native in found}


def test_each_of_the_four_descriptions_has_a_native_column(compared: dict[str, Native]) -> None:
    assert list(compared) == COLUMNS


@pytest.mark.parametrize("column", COLUMNS)
def test_a_schema_is_confirmed_or_its_difference_explained(
    column: str, compared: dict[str, Native]
) -> None:
    native = compared[column]
    assert native.both > 200
    assert [x.case for x in native.differing if x.why is None] == []
