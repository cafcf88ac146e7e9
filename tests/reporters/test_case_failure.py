"""What a failing test says of its case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import fakes
import pytest
from fakes import ACCEPT, REJECT

from conformance.compare.explanation import explain
from conformance.judges.panel import schema_judges
from conformance.model import Expectation, Implementation
from conformance.reporters.case_failure import failure_lines, outcome_line

if TYPE_CHECKING:
    from conformance.model import Case

ENUM = {"properties": {"state": {"enum": ["on", "off"]}}}
OPEN = {"properties": {"state": {"x-silent": "the page does not say"}}}
LOCATED = replace(
    fakes.claim("states", "/properties/state/enum"),
    at="field state",
    says="`state` is on or off.",
    file="types.ts",
    line=7,
)


def said(case: Case, *others: Case) -> list[str]:
    """Return what is said of a case of a record with three columns."""
    record = fakes.record(
        fakes.variant("closed", ENUM, claims=[LOCATED]),
        fakes.variant("open", True, claims=[fakes.claim("any")]),
        fakes.variant("page", OPEN),
    )
    judges, corpus = schema_judges(record), fakes.corpus(case, *others)
    program = fakes.program({case.id: REJECT}, name="shop@2")
    programs = [replace(program, subject=Implementation(name="shop", version="2"))]
    found = explain(record, corpus, judges, programs, case=case.id, column=None)
    return [*failure_lines(record, judges, programs, found)]


def test_it_says_who_accepts_who_rejects_who_is_silent_and_which_statement_is_behind() -> None:
    reject = Expectation(verdict="reject", level="must", because="Nobody lists it.")
    accept = Expectation(verdict="accept", level="must")
    case = fakes.case("state/lost", '{"state": "lost"}', expect=reject, near="state/on")

    assert said(case, fakes.case("state/on", '{"state": "on"}', expect=accept)) == [
        "case         state/lost: state/lost",
        'payload      {"state": "lost"}',
        "expected     must reject. Nobody lists it.",
        "accepted by  open",
        "rejected by  closed, shop 2",
        "silent       page",
        "because      closed (field state, types.ts:7): `state` is on or off.",
        'instead      {"state": "on"} is accepted',
        "more         conformance explain state/lost --record thing",
    ]


def test_the_claims_that_a_case_cites_stand_before_those_that_reject() -> None:
    case = fakes.case("a/b", '{"state": "lost"}', expect=Expectation(verdict="accept"))
    cited = replace(case, cites=("document:rfc", "open:any", "closed:gone"))

    assert [line for line in said(cited) if line.startswith("because")] == [
        "because      open (somewhere): Something."
    ]


@pytest.mark.parametrize(
    ("expect", "why", "words"),
    [
        (Expectation(verdict="accept", level="should"), None, "should accept"),
        (
            Expectation(verdict="accept", level="should"),
            "It is usual.",
            "should accept. It is usual.",
        ),
        (
            Expectation(verdict="either", choices={"accept": "open", "reject": "closed"}),
            None,
            "either (accept: open; reject: closed)",
        ),
    ],
)
def test_it_says_what_is_expected_and_why(expect: Expectation, why: str | None, words: str) -> None:
    case = replace(fakes.case("a/b", "{}", expect=expect), why=why)

    assert f"expected     {words}" in said(case)


@pytest.mark.parametrize(("text", "shown"), [("{", "{"), ("\x1b[2J{}", r"\u001b[2J{}")])
def test_a_text_without_a_value_is_shown_as_it_is(text: str, shown: str) -> None:
    lines = said(fakes.case("a/b", text))

    assert f"payload      {shown}" in lines
    assert "rejected by  shop 2" in lines
    assert not any(line.startswith(("accepted", "silent", "instead")) for line in lines)


def test_bytes_are_shown_as_such() -> None:
    case = fakes.case("a/b", "")
    lines = said(replace(case, input=type(case.input)(data=b"\xff")))

    assert r"payload      b'\xff'" in lines


@pytest.mark.parametrize(
    ("expect", "level", "accepted", "words"),
    [
        ("reject", "must", True, "the decoder accepts a/b, and must reject it"),
        ("accept", "should", False, "the decoder rejects a/b, and should accept it"),
        ("accept", None, False, "the decoder rejects a/b, and should accept it"),
    ],
)
def test_the_first_line_says_what_the_decoder_did(
    expect: str, level: str | None, words: str, *, accepted: bool
) -> None:
    assert outcome_line("a/b", expect, level, accepted=accepted) == words


def test_programs_that_accept_are_named_too() -> None:
    record = fakes.record(fakes.variant("closed", ENUM))
    case, judges = fakes.case("a/b", "{}"), schema_judges(record)
    programs = [fakes.program({"a/b": ACCEPT}, name="shop")]
    found = explain(record, fakes.corpus(case), judges, programs, case="a/b", column=None)

    assert "accepted by  closed, shop (test)" in [*failure_lines(record, judges, programs, found)]
