"""The shipped descriptions, confirmed by the compilers and decoders of their own languages."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from conformance.compare.native_agreement import Native, natives
from conformance.corpus.load import load_corpus
from conformance.judges.panel import judge_corpus, schema_judges, with_programs
from conformance.programs.adapters import load_adapters
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


def test_every_adapter_is_recorded_but_for_the_example() -> None:
    adapters = [adapter for adapter in load_adapters(FOLDER) if not adapter.example]
    columns = [column.id for adapter in adapters for column in adapter.columns]
    recorded = [x.column.id for x in load_observations(FOLDER, load_corpus(FOLDER))]
    assert sorted(columns) == sorted(recorded)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_schema_is_confirmed_or_its_difference_explained(
    column: str, compared: dict[str, Native]
) -> None:
    native = compared[column]
    assert native.both > 200
    assert [x.case for x in native.differing if x.why is None] == []


def test_no_difference_is_explained_that_is_not_there(compared: dict[str, Native]) -> None:
    idle = [
        pattern
        for variant in load_record(FOLDER).variants
        for departure in variant.native
        for pattern in departure.cases
        if not any(fnmatchcase(x.case, pattern) for x in compared[departure.column].differing)
    ]
    assert idle == []
