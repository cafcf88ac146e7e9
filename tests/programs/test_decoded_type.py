"""Whether a program took an input for the type that the input names."""

from __future__ import annotations

import pytest

from conformance.model import Input, Judgement, Verdict
from conformance.programs.decoded_type import AskedType, asked_types, typed_rightly
from conformance.programs.protocol import reason_of

ACCEPT, LOSSY, REJECT = Verdict.ACCEPT, Verdict.LOSSY, Verdict.REJECT
TYPES = asked_types(
    [
        {"typed_as": "Cat", "when": {"/kind": "pet", "/says": "miaow"}},
        {"typed_as": "Pet", "when": {"/kind": "pet"}},
    ]
)


def test_the_types_of_a_file_are_kept_in_their_order() -> None:
    assert (
        AskedType(typed_as="Cat", when={"/kind": "pet", "/says": "miaow"}),
        AskedType(typed_as="Pet", when={"/kind": "pet"}),
    ) == TYPES


@pytest.mark.parametrize(
    ("text", "typed_as", "at", "said"),
    [
        (
            '{"kind": "pet", "says": "miaow"}',
            "Dog",
            "/says",
            "decoded as Dog, but it names Cat",
        ),
        (
            '{"kind": "pet", "says": "miaow"}',
            "Pet",
            "/says",
            "decoded as Pet, but it names Cat",
        ),
        ('{"kind": "pet", "says": 1}', "Cat", "/kind", "decoded as Cat, but it names Pet"),
    ],
)
def test_another_type_than_the_one_that_is_named_is_a_loss_at_the_last_place_that_names_it(
    text: str, typed_as: str, at: str, said: str
) -> None:
    found = Judgement(verdict=ACCEPT, typed_as=typed_as)
    assert typed_rightly(Input(text=text), found, TYPES) == Judgement(
        verdict=LOSSY, reasons=(reason_of(at, "mistyped", said),), typed_as=typed_as
    )


def test_what_else_was_lost_is_said_too() -> None:
    dropped = reason_of("/more", "lossy", "1 was dropped")
    found = Judgement(verdict=LOSSY, reasons=(dropped,), typed_as="Dog")
    reasons = typed_rightly(Input(text='{"kind": "pet"}'), found, TYPES).reasons
    assert [reason.keyword for reason in reasons] == ["lossy", "mistyped"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"kind": "pet"}', Judgement(verdict=ACCEPT, typed_as="Pet")),
        ('{"kind": "pet"}', Judgement(verdict=ACCEPT)),
        ('{"kind": "pet"}', Judgement(verdict=REJECT, typed_as="Dog")),
        ('{"kind": "tree"}', Judgement(verdict=ACCEPT, typed_as="Dog")),
        ('{"kind": true}', Judgement(verdict=ACCEPT, typed_as="Dog")),
        ('["kind"]', Judgement(verdict=ACCEPT, typed_as="Dog")),
        ('{"kind": "pet"', Judgement(verdict=ACCEPT, typed_as="Dog")),
    ],
)
def test_nothing_is_held_against_a_program_that_took_it_rightly_or_was_told_no_type(
    text: str, found: Judgement
) -> None:
    assert typed_rightly(Input(text=text), found, TYPES) is found
