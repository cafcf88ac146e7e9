"""What the corpus of the first shipped record holds; `test_every_record` has what all have."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.corpus.entries import text_of
from conformance.corpus.load import load_corpus
from conformance.jsontext.text import Parsed, Problem, canonical, read_input
from conformance.record.load import load_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.model import Case, Corpus

FOLDER = Path(__file__).parents[2] / "schemas" / "realtime-conversation-item"
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


def test_there_are_many_cases_of_every_expectation(written: tuple[Case, ...]) -> None:
    parsed = [case for case in written if isinstance(read_input(case.input), Parsed)]
    levels = [case.expect.level for case in parsed]

    assert levels.count("must") > 100
    assert levels.count("should") + levels.count("may") > 100
    assert len([case for case in parsed if case.expect.verdict == "either"]) > 50


# --- what it covers ------------------------------------------------------------------------------


def test_every_claim_with_effect_is_cited(written: tuple[Case, ...]) -> None:
    cited = {citation for case in written for citation in case.cites}
    claims = [
        f"{variant.id}:{claim.id}"
        for variant in load_record(FOLDER).variants
        for claim in variant.claims
        if claim.keywords
    ]

    assert [claim for claim in claims if claim not in cited] == []


def test_every_case_says_why(written: tuple[Case, ...]) -> None:
    assert [case.id for case in written if not case.why] == []


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
