"""Every column over every case, and the places at which cases deviate."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import ACCEPT, REJECT, SILENT, case, corpus, judged, reason, variant

from conformance.jsontext.text import Parsed, Problem, read_input
from conformance.judges import panel as judging
from conformance.judges.panel import judge_corpus, place_of
from conformance.judges.schema import schema_judge
from conformance.model import Expectation, Input, Judgement, Verdict, Witness

READINGS = variant("v", {"type": "integer"}, documented={"enum": [1, 2]})
JUDGES = [schema_judge(READINGS, reading) for reading in READINGS.readings]


def test_every_case_is_judged_by_every_column_in_order() -> None:
    found = list(judge_corpus(corpus(case("n/b", "1"), case("n/a", "[")), JUDGES))

    assert [(x.case.id, list(x.judgements)) for x in found] == [
        ("n/b", ["v.declared", "v.documented"]),
        ("n/a", ["v.declared", "v.documented"]),
    ]
    assert [x.verdict for x in found[0].judgements.values()] == [ACCEPT, ACCEPT]
    assert [x.verdict for x in found[1].judgements.values()] == [Verdict.UNSUPPORTED] * 2
    assert found[1].parsed == Problem(
        kind="malformed", message="not one well-formed JSON text", line=1
    )


def test_of_many_generated_cases_reasons_are_for_vectors_that_come_up_for_the_first_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "MAX_EXPLAINED", 1)
    made = {"tool": "t"}
    cases = [case(f"n/{n}", text, origin=made) for n, text in enumerate(["3", "4", '""', "5"])]

    found = list(judge_corpus(corpus(*cases, case("n/hand", "6")), JUDGES))

    assert [bool(x.judgements["v.documented"].reasons) for x in found] == [
        True,
        False,
        True,
        False,
        True,
    ]
    assert {x.judgements["v.documented"].verdict for x in found} == {REJECT}


def test_a_case_knows_the_value_it_is_near_to() -> None:
    cases = corpus(case("n/a", "1"), case("n/b", "null", near="n/a"), case("n/c", "[", near="n/c"))

    assert [x.near for x in judge_corpus(cases, JUDGES)] == [None, Witness(value=1), None]


@pytest.mark.parametrize(
    ("given", "parsed"),
    [
        (Input(text="1"), Parsed(value=1)),
        (Input(data=b"\xff"), Problem(kind="malformed", message="not UTF-8 at byte 0")),
        (
            Input(data=b""),
            Problem(kind="malformed", message="not one well-formed JSON text", line=1),
        ),
    ],
)
def test_an_input_is_text_or_bytes(given: Input, parsed: Parsed | Problem) -> None:
    assert read_input(given) == parsed


@pytest.mark.parametrize(
    ("expect", "departing"),
    [
        (Expectation(verdict="accept", level="must"), ("r",)),
        (Expectation(verdict="reject", level="must"), ("a", "l")),
        (Expectation(verdict="accept", level="should"), ()),
        (Expectation(verdict="open"), ()),
    ],
)
def test_a_departure_is_the_opposite_of_what_must_be(
    expect: Expectation, departing: tuple[str, ...]
) -> None:
    verdicts = {"a": ACCEPT, "r": REJECT, "s": SILENT, "l": Verdict.LOSSY, "n": Verdict.NOT_RUN}
    one = judged("1", {name: Judgement(verdict=x) for name, x in verdicts.items()})
    one = type(one)(
        case=case("n/a", "1", expect=expect),
        parsed=one.parsed,
        judgements=one.judgements,
        near=None,
    )

    assert one.departures == departing


# --- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "near", "reasons", "place"),
    [
        ('{"a": [1, 2]}', {"a": [1, 3]}, (), "/a/*"),
        ('{"a": [1, 2]}', {"a": [2, 3]}, ("/z",), "/a/*"),
        ('{"a": [1], "b": 1}', {"a": [2], "b": 2}, (), ""),
        ("1", 1, ("/z",), ""),
        ('{"a": [1]}', None, ("/a/0",), ""),
        ('{"a": [{}, {}]}', ..., ("/a/0/b", "/a/1/c"), "/a/*"),
        ('{"1": {}}', ..., ("/1/a",), "/1/a"),
        ("{}", ..., (), ""),
        ("[", ..., (), ""),
    ],
)
def test_a_case_deviates_where_it_differs_from_its_neighbour_or_else_where_columns_object(
    text: str, near: Any, reasons: tuple[str, ...], place: str
) -> None:
    found = Judgement(verdict=REJECT, reasons=tuple(reason(at) for at in reasons))

    one = judged(text, {"v": found}, near=None if near is ... else Witness(value=near))

    assert place_of(one) == place


def test_a_text_without_a_value_deviates_as_a_whole_from_its_neighbour() -> None:
    assert place_of(judged("[", {}, near=Witness(value={"a": None}))) == ""


@pytest.mark.parametrize(
    ("name", "place"), [("call-id/plain", "/call_id"), ("else/plain", ""), ("call-id", "/call_id")]
)
def test_a_case_that_deviates_nowhere_stands_at_the_field_of_its_topic(
    name: str, place: str
) -> None:
    one = judged("{}", {}, name=name)

    assert place_of(one, ("id", "call_id")) == place
