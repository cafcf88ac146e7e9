"""What holds for every shipped record: its cases, its claims, its programs and its list."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

import pytest
from fakes import examined
from fakes.shipped import RECORDS, name_of

from conformance.compare.native_agreement import natives
from conformance.compare.sides import sides_of
from conformance.corpus.digests import corpus_digests, kept_digests
from conformance.corpus.lint import lint_corpus
from conformance.exact import compare_columns
from conformance.generate.keep import Collection
from conformance.jsontext.text import Parsed, canonical
from conformance.judges.panel import JudgedCase, schema_judges, with_programs
from conformance.model import Case, Corpus, Program, Record, Verdict
from conformance.programs.adapters import load_adapters
from conformance.programs.observations import load_observations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.untraced


class Shipped(NamedTuple):
    """A shipped record, with its cases judged by all readings."""

    record: Record
    corpus: Corpus
    judged: Sequence[JudgedCase]
    programs: Sequence[Program]

    @property
    def folder(self) -> Path:
        return self.record.folder

    @property
    def written(self) -> list[Case]:
        return [case for case in self.corpus.cases if case.origin is None]

    def expecting(self, *levels: str) -> list[JudgedCase]:
        """Return the hand-written cases with a value whose expectation is of these levels."""
        return [
            one
            for one in self.judged
            if one.case.origin is None
            and isinstance(one.parsed, Parsed)
            and one.case.expect.level in levels
        ]


@pytest.fixture(scope="module", params=RECORDS, ids=name_of)
def shipped(request: pytest.FixtureRequest) -> Shipped:
    folder: Path = request.param
    read = examined.loaded(folder)
    programs = load_observations(folder, read.corpus)
    return Shipped(read.record, read.corpus, examined.judged(folder), programs)


# --- its cases -----------------------------------------------------------------------------------


def test_its_cases_have_no_lint(shipped: Shipped) -> None:
    found = lint_corpus(shipped.corpus, shipped.record, kept_digests(shipped.folder))
    assert [str(lint) for lint in found] == []


def test_the_kept_digests_are_those_of_its_cases(shipped: Shipped) -> None:
    assert kept_digests(shipped.folder) == corpus_digests(shipped.corpus)


def test_every_case_says_why_it_is_there_or_why_it_expects_what_it_does(shipped: Shipped) -> None:
    silent = [x.id for x in shipped.written if not (x.why or x.expect.because)]
    assert silent == []


def test_titles_tell_cases_apart(shipped: Shipped) -> None:
    titles = [case.title for case in shipped.written]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_every_case_stands_in_the_file_of_its_topic(shipped: Shipped) -> None:
    strays = [
        case.id
        for case in shipped.written
        if not case.file.startswith(f"corpus/{case.id.split('/')[0]}")
    ]
    assert strays == []


def test_must_is_what_every_reading_says(shipped: Shipped) -> None:
    cases = shipped.expecting("must")
    assert len(cases) > 0
    assert [x.case.id for x in cases if {*x.vector} != {Verdict(x.case.expect.verdict)}] == []


def test_should_and_may_are_contradicted_by_no_prose(shipped: Shipped) -> None:
    opposite = {"accept": Verdict.REJECT, "reject": Verdict.ACCEPT}
    prose = {
        variant.column(variant.readings[-1].name) for variant in shipped.record.variants
    }  # the declared reading where there is no other
    wrong = []
    for one in shipped.expecting("should", "may"):
        said = {found.verdict for column, found in one.judgements.items() if column in prose}
        wanted = one.case.expect.verdict
        if opposite[wanted] in said or Verdict(wanted) not in said:
            wrong.append(one.case.id)
    assert wrong == []


def test_either_is_never_what_all_readings_agree_on(shipped: Shipped) -> None:
    agreed = [
        one.case.id
        for one in shipped.judged
        if isinstance(one.parsed, Parsed)
        and one.case.expect.verdict == "either"
        and len({*one.vector}) == 1
    ]
    assert agreed == []


def test_every_flag_of_kind_ambiguity_is_behind_an_either(shipped: Shipped) -> None:
    behind = {
        flag for case in shipped.written if case.expect.verdict == "either" for flag in case.flags
    }
    ambiguous = [flag.id for flag in shipped.corpus.flags if flag.kind == "ambiguity"]
    assert [flag for flag in ambiguous if flag not in behind] == []


def test_every_combination_of_verdicts_that_a_value_can_have_is_there(shipped: Shipped) -> None:
    cells = compare_columns([side.column() for side in sides_of(shipped.record)])
    seen = {one.vector for one in shipped.judged}

    assert cells.complete
    missing = [canonical(x.value) for vector, x in cells.vectors.items() if vector not in seen]
    assert missing == []


def test_generated_cases_show_what_no_hand_written_one_does(shipped: Shipped) -> None:
    generated = {case.id for case in shipped.corpus.cases if case.origin is not None}
    found = Collection(shipped.record, shipped.corpus, schema_judges(shipped.record), seed=1)

    assert {case.id for case in found.cases()} == generated


# --- its claims ----------------------------------------------------------------------------------


def test_where_it_is_traced_every_rejection_rests_on_a_claim(shipped: Shipped) -> None:
    untraced = [
        (one.case.id, column)
        for one in shipped.judged
        for column, found in one.judgements.items()
        for reason in found.reasons
        if shipped.record.traced and found.verdict is Verdict.REJECT and not reason.claims
    ]
    assert untraced == []


def test_every_variant_says_where_it_was_published_and_what_it_leaves_open(
    shipped: Shipped,
) -> None:
    for variant in shipped.record.variants:
        assert None not in (variant.source, variant.as_of), variant.id
        assert {"null", "unlisted"} <= {decision.topic for decision in variant.notation}
        assert [
            reading.file.warnings for reading in variant.readings if reading.file.warnings
        ] == []


# --- its programs --------------------------------------------------------------------------------


def test_every_adapter_is_recorded_but_for_examples(shipped: Shipped) -> None:
    adapters = [adapter for adapter in load_adapters(shipped.folder) if not adapter.example]
    columns = [column.id for adapter in adapters for column in adapter.columns]
    assert sorted(columns) == sorted(x.column.id for x in shipped.programs)


def test_every_recorded_program_was_asked_about_every_case(shipped: Shipped) -> None:
    left = {
        program.column.id: len(
            [x for x in program.judgements.values() if x.verdict is Verdict.NOT_RUN]
        )
        for program in shipped.programs
    }
    assert {column: number for column, number in left.items() if number} == {}


def test_where_schema_and_native_differ_the_variant_says_why_and_nowhere_else(
    shipped: Shipped,
) -> None:
    judged = [with_programs(one, shipped.programs) for one in shipped.judged]
    found = natives(judged, shipped.programs, shipped.record.variants)
    differing = {native.column: native.differing for native in found}

    assert [
        (column, x.case) for column, cases in differing.items() for x in cases if x.why is None
    ] == []
    idle = [
        (departure.column, pattern)
        for variant in shipped.record.variants
        for departure in variant.native
        for pattern in departure.cases
        if not any(fnmatchcase(x.case, pattern) for x in differing[departure.column])
    ]
    assert idle == []


def test_the_makers_of_the_record_have_columns(shipped: Shipped) -> None:
    columns = [program.column.id for program in shipped.programs]
    idle = [
        pattern
        for pattern in shipped.record.official
        if not any(fnmatchcase(column, pattern) for column in columns)
    ]
    assert idle == []


# --- its list of known disagreements -------------------------------------------------------------


def test_every_known_disagreement_has_a_reason(shipped: Shipped) -> None:
    listed = json.loads((shipped.folder / "baseline.json").read_text("utf-8"))["entries"]
    assert len(listed) > 0
    assert [entry for entry in listed if not entry.get("reason")] == []
