"""The shipped corpus: what it holds, and that its expectations are what the sources add up to."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.compare.sides import sides_of
from conformance.corpus.digests import corpus_digests, kept_digests
from conformance.corpus.entries import text_of
from conformance.corpus.lint import lint_corpus
from conformance.corpus.load import load_corpus
from conformance.exact import compare_columns
from conformance.generate.keep import Collection
from conformance.jsontext.text import Parsed, Problem, canonical, read_input
from conformance.judges.panel import schema_judges
from conformance.judges.schema import schema_judge
from conformance.model import Case, Corpus, Record, Verdict
from conformance.record.load import load_record

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).parents[2] / "schemas" / "realtime-conversation-item"
VARIANTS = ("typescript", "scala", "rust", "elixir", "openapi")
STRINGS = ("id", "call_id", "name", "arguments", "output")
LISTED = {
    "type": ("message", "function_call", "function_call_output", "item_reference"),
    "status": ("completed", "incomplete", "in_progress"),
    "role": ("user", "assistant", "system"),
    "object": ("realtime.item",),
}
PART_KEYS = ("audio", "id", "text", "transcript")
PART_TYPES = ("input_text", "input_audio", "text", "item_reference")


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(FOLDER)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(FOLDER)


@pytest.fixture(scope="module")
def written(corpus: Corpus) -> tuple[Case, ...]:
    return tuple(case for case in corpus.cases if case.origin is None)


@pytest.fixture(scope="module")
def values(written: tuple[Case, ...]) -> set[str]:
    parsed = [read_input(case.input) for case in written]
    return {canonical(one.value) for one in parsed if isinstance(one, Parsed)}


def missing(values: set[str], wanted: Iterable[Any]) -> list[str]:
    return [text_of(value) for value in wanted if canonical(value) not in values]


def test_is_large_enough(written: tuple[Case, ...]) -> None:
    assert len(written) >= 500


def test_has_no_lint(corpus: Corpus, record: Record) -> None:
    assert [str(lint) for lint in lint_corpus(corpus, record, kept_digests(FOLDER))] == []


def test_the_kept_digests_are_those_of_its_cases(corpus: Corpus) -> None:
    assert kept_digests(FOLDER) == corpus_digests(corpus)


def test_every_case_says_why(written: tuple[Case, ...]) -> None:
    assert [case.id for case in written if not case.why] == []


def test_titles_tell_cases_apart(written: tuple[Case, ...]) -> None:
    titles = [case.title for case in written]

    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_every_case_stands_in_the_file_of_its_topic(written: tuple[Case, ...]) -> None:
    strays = [
        case.id for case in written if not case.file.startswith(f"corpus/{case.id.split('/')[0]}")
    ]

    assert strays == []


# --- expectations against the readings -----------------------------------------------------------


class Bench:
    """The judges of all readings, and what they said of each case."""

    def __init__(self, record: Record, written: Iterable[Case]) -> None:
        judges = {
            (variant.id, reading.name): schema_judge(variant, reading)
            for variant in record.variants
            if variant.id in VARIANTS
            for reading in variant.readings
        }
        self._verdicts = {
            case.id: {name: judge.verdict(read_input(case.input)) for name, judge in judges.items()}
            for case in written
        }

    def vectors(self) -> set[tuple[Verdict, ...]]:
        return {tuple(found.values()) for found in self._verdicts.values()}

    def all(self, case: Case) -> set[Verdict]:
        return set(self._verdicts[case.id].values())

    def documented(self, case: Case) -> set[Verdict]:
        found = self._verdicts[case.id]
        return {verdict for (_, reading), verdict in found.items() if reading == "documented"}


@pytest.fixture(scope="module")
def bench(record: Record, written: tuple[Case, ...]) -> Bench:
    return Bench(record, written)


def judged(written: tuple[Case, ...]) -> list[Case]:
    return [case for case in written if isinstance(read_input(case.input), Parsed)]


def test_must_is_what_every_reading_says(bench: Bench, written: tuple[Case, ...]) -> None:
    cases = [case for case in judged(written) if case.expect.level == "must"]

    assert len(cases) > 100
    assert [case.id for case in cases if bench.all(case) != {Verdict(case.expect.verdict)}] == []


def test_should_and_may_are_contradicted_by_no_prose(
    bench: Bench, written: tuple[Case, ...]
) -> None:
    opposite = {"accept": Verdict.REJECT, "reject": Verdict.ACCEPT}
    cases = [case for case in judged(written) if case.expect.level in {"should", "may"}]

    assert len(cases) > 100
    assert [
        case.id
        for case in cases
        if opposite[case.expect.verdict] in bench.documented(case)
        or Verdict(case.expect.verdict) not in bench.documented(case)
    ] == []


def test_either_is_never_what_all_readings_agree_on(
    bench: Bench, written: tuple[Case, ...]
) -> None:
    cases = [case for case in judged(written) if case.expect.verdict == "either"]

    assert len(cases) > 50
    assert [case.id for case in cases if len(bench.all(case)) == 1] == []


# --- what it covers ------------------------------------------------------------------------------


def test_every_claim_with_effect_is_cited(record: Record, written: tuple[Case, ...]) -> None:
    cited = {citation for case in written for citation in case.cites}
    claims = [
        f"{variant.id}:{claim.id}"
        for variant in record.variants
        for claim in variant.claims
        if claim.keywords and variant.id in VARIANTS
    ]

    assert [claim for claim in claims if claim not in cited] == []


def test_every_combination_of_verdicts_that_a_value_can_have_is_there(
    record: Record, bench: Bench
) -> None:
    cells = compare_columns([side.column() for side in sides_of(record) if side.owner in VARIANTS])

    assert cells.complete
    assert [
        canonical(witness.value)
        for vector, witness in cells.vectors.items()
        if vector not in bench.vectors()
    ] == []


def test_every_flag_of_kind_ambiguity_is_behind_an_either(
    corpus: Corpus, written: tuple[Case, ...]
) -> None:
    behind = {flag for case in written if case.expect.verdict == "either" for flag in case.flags}

    assert [
        flag.id for flag in corpus.flags if flag.kind == "ambiguity" and flag.id not in behind
    ] == []


def test_every_kind_of_text_that_is_not_judged_is_there(written: tuple[Case, ...]) -> None:
    problems = [read_input(case.input) for case in written]

    assert {problem.kind for problem in problems if isinstance(problem, Problem)} == {
        "depth",
        "duplicate-name",
        "lone-surrogate",
        "malformed",
        "number",
    }


def test_every_field_is_there_alone_and_null(values: set[str]) -> None:
    fields = [*STRINGS, *LISTED, "content"]

    assert missing(values, [{}, *({field: None} for field in fields)]) == []


def test_every_listed_value_is_there_alone(values: set[str]) -> None:
    alone = [{field: value} for field, listed in LISTED.items() for value in listed]

    assert missing(values, alone) == []


def test_every_type_is_there_with_every_status(values: set[str]) -> None:
    types = [name for name in LISTED["type"] if name != "item_reference"]

    assert (
        missing(values, [{"type": t, "status": s} for t in types for s in LISTED["status"]]) == []
    )


def test_every_empty_string_and_list_is_there_alone(values: set[str]) -> None:
    fields = [*STRINGS, *LISTED]

    assert missing(values, [{"content": []}, *({field: ""} for field in fields)]) == []


def test_every_field_is_there_with_a_value_of_another_type(written: tuple[Case, ...]) -> None:
    kinds: dict[str, set[str]] = {}
    for case in written:
        parsed = read_input(case.input)
        if isinstance(parsed, Parsed) and isinstance(parsed.value, dict) and len(parsed.value) == 1:
            [(field, value)] = parsed.value.items()
            kinds.setdefault(field, set()).add(type(value).__name__)

    strings = {"str", "NoneType", "int", "bool", "list", "dict"}
    assert {field: strings - kinds[field] for field in [*STRINGS, *LISTED]} == {
        field: set() for field in [*STRINGS, *LISTED]
    }
    assert {"str", "int", "bool", "dict", "list", "NoneType"} - kinds["content"] == set()


@pytest.mark.parametrize(
    ("role", "part"),
    list(product([*LISTED["role"], "developer", None], [*PART_TYPES, "video"])),
)
def test_every_role_is_there_with_every_type_of_part(
    written: tuple[Case, ...], role: str | None, part: str
) -> None:
    found = []
    for case in written:
        parsed = read_input(case.input)
        value: Any = parsed.value if isinstance(parsed, Parsed) else None
        if (
            isinstance(value, dict)
            and value.get("type") == "message"
            and value.get("role") == role
            and isinstance(value.get("content"), list)
            and [one.get("type") for one in value["content"] if isinstance(one, dict)] == [part]
        ):
            found.append(case.id)

    assert found != []


def test_every_key_of_a_part_is_there_null_and_empty_and_of_another_type(values: set[str]) -> None:
    parts = [{key: value} for key in PART_KEYS for value in (None, "", 7)]
    parts += [{"type": value} for value in (*PART_TYPES, None, "", 1)]

    assert missing(values, [{"content": [part]} for part in [{}, *parts]]) == []


@pytest.mark.untraced
def test_generated_cases_show_what_no_hand_written_one_does(record: Record, corpus: Corpus) -> None:
    generated = [case for case in corpus.cases if case.origin is not None]
    found = Collection(record, corpus, schema_judges(record), seed=1)

    assert len(generated) > 50
    assert {case.id for case in found.cases()} == {case.id for case in generated}
