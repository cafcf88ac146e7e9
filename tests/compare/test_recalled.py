"""What is recorded of programs, for an input that is like a recorded case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import fakes
import pytest
from fakes import ACCEPT, REJECT, case
from fakes.compare import cases_of, judges

from conformance.compare.recalled import Memory
from conformance.model import Input, Verdict

if TYPE_CHECKING:
    from conformance.compare.alike import Cases
    from conformance.model import Finding

STRICT = fakes.variant(
    "strict",
    {
        "properties": {
            "state": {"enum": ["on", "off"]},
            "note": {"type": "string"},
            "kind": {"type": "string"},
        }
    },
)
LAX = fakes.variant(
    "lax",
    {
        "properties": {
            "state": {"type": "string"},
            "note": {"type": ["string", "null"]},
            "kind": {"type": "string"},
        }
    },
)
VARIANTS = (STRICT, LAX)
A, R = ACCEPT, REJECT


def memory(said: dict[str, Verdict]) -> tuple[Cases, Memory]:
    """Return the memory of two programs that said this of these texts."""
    cases = cases_of(VARIANTS, *(case(f"c/{n}", text) for n, text in enumerate(said)))
    verdicts = {f"c/{n}": verdict for n, verdict in enumerate(said.values())}
    programs = [fakes.program(verdicts, name=name) for name in ("one", "two")]
    return cases, Memory(cases, programs)


def answer(text: str, said: dict[str, Verdict]) -> tuple[str, str] | None:
    cases, known = memory(said)
    answers = known.answers(cases.alike(Input(text=text)))
    found = answers.get("test.one")
    assert answers.get("test.two") == found
    return None if found is None else (found.judgement.verdict.value, found.like.case)


def findings(text: str, said: dict[str, Verdict]) -> list[Finding]:
    cases, known = memory(said)
    found = cases.alike(Input(text=text))
    columns = [judge.column for judge in judges(*VARIANTS)]
    return known.findings(found, known.answers(found), columns=columns, variants=VARIANTS)


NO_KIND, KIND = '{"state": "?"}', '{"state": "?", "kind": "k"}'


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        (NO_KIND, {NO_KIND: Verdict.CRASH}, ("crash", "c/0")),
        (NO_KIND, {'{"state":"?"}': R}, ("reject", "c/0")),
        (NO_KIND, {'{"state":"?"}': R, NO_KIND: A}, ("accept", "c/1")),
        ("{", {"{": R}, ("reject", "c/0")),
        ("{", {"[": R}, None),
        (NO_KIND, {"{}": A}, None),
        ('{"state": "?", "note": "a"}', {'{"state": "?", "note": "b"}': A}, ("accept", "c/0")),
        (NO_KIND, {NO_KIND: Verdict.NOT_RUN}, None),
        (NO_KIND, {NO_KIND: Verdict.NOT_RUN, '{"state": "!"}': A}, ("accept", "c/1")),
        (NO_KIND, {'{"state": "!"}': A, '{"state": "+"}': R}, None),
        (NO_KIND, {'{"state": "!"}': A, '{"state": "+"}': Verdict.LOSSY}, None),
        (NO_KIND, {'{"state": "!"}': R, '{"state": "+"}': R}, ("reject", "c/0")),
    ],
    ids=[
        *("the input", "its value", "its bytes", "a text", "other text", "other causes"),
        *("a string", "not asked", "next", "they differ", "a loss", "they agree"),
    ],
)
def test_the_case_most_like_an_input_answers(
    text: str, said: dict[str, Verdict], expected: tuple[str, str] | None
) -> None:
    assert answer(text, said) == expected


FULL = '{"state": "!", "kind": "k", "note": "n"}'
PLAIN = '{"kind": "k", "note": "n"}'


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # Nothing else is as near to the input.
        ({NO_KIND: R}, ("reject", "c/0")),
        # The program accepts what is nearest to both: it objects to the state.
        ({NO_KIND: R, PLAIN: A, "{}": A}, ("reject", "c/0")),
        # It objects to what is left out in the case, and not in the input.
        ({NO_KIND: R, PLAIN: A, "{}": R}, None),
        # What is nearest to the input was not asked.
        ({NO_KIND: R, PLAIN: Verdict.NOT_RUN}, ("reject", "c/0")),
        # It accepts nothing.
        ({NO_KIND: R, PLAIN: Verdict.CRASH}, None),
        ({NO_KIND: A, PLAIN: A}, ("accept", "c/0")),
        ({NO_KIND: A, PLAIN: R}, None),
        ({NO_KIND: A, PLAIN: Verdict.LOSSY}, ("accept", "c/0")),
        # It has no answer to what is nearest, which says nothing of the input.
        ({NO_KIND: Verdict.UNSUPPORTED}, None),
    ],
)
def test_a_verdict_carries_over_only_for_what_the_case_shares_with_the_input(
    said: dict[str, Verdict], expected: tuple[str, str] | None
) -> None:
    assert answer(FULL, said) == expected


def test_an_answer_has_the_date_of_its_record() -> None:
    cases = cases_of(VARIANTS, case("c/0", NO_KIND))
    program = fakes.program({"c/0": A})
    assert program.subject is not None
    programs = [
        replace(program, subject=replace(program.subject, date="2026-01-02")),
        replace(fakes.program({"c/0": A}, name="two"), subject=None),
    ]

    answers = Memory(cases, programs).answers(cases.alike(Input(text=NO_KIND)))

    assert [x.date for x in answers.values()] == ["2026-01-02", None]


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        ({NO_KIND: A}, ACCEPT),
        ({NO_KIND: Verdict.LOSSY}, ACCEPT),
        ({NO_KIND: R, '{"state": "on"}': A}, REJECT),
        ({NO_KIND: R, '{"kind": "k"}': A}, None),
        ({NO_KIND: R, KIND: A}, ACCEPT),
        ({NO_KIND: R}, None),
        ({NO_KIND: Verdict.CRASH}, None),
    ],
    ids=["accepts", "loses", "rejects it", "needs more", "elsewhere", "never", "crash"],
)
def test_a_finding_has_the_stances_that_cases_tell(
    said: dict[str, Verdict], stance: Verdict | None
) -> None:
    (finding,) = findings('{"state": "!"}', said)

    assert finding.id == "/state = any other string"
    assert finding.stances.get("test.one") is stance


def test_where_no_case_shows_a_cause_alone_it_is_known_of_programs_that_accept_the_input() -> None:
    both = '{"state": "?", "note": null}'

    stances = [x.stances.get("test.one") for x in findings(both, {both: Verdict.LOSSY})]
    assert stances == [ACCEPT, ACCEPT]
    stances = [x.stances.get("test.one") for x in findings(both, {both: R})]
    assert stances == [None, None]
