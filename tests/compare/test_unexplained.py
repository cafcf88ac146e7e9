"""Causes for what programs disagree on and no cause lists."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fakes import ACCEPT, REJECT, SILENT, case, judged, program, variant

from conformance.compare.case_causes import Observer
from conformance.compare.findings import Evidence
from conformance.compare.holding import Holding
from conformance.compare.unexplained import remaining
from conformance.judges.panel import with_programs
from conformance.model import Cause, Judgement, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.judges.panel import JudgedCase

LETTERS = {"a": ACCEPT, "r": REJECT, "s": SILENT, "l": Verdict.LOSSY, "e": Verdict.ERROR}
ITEM = variant(
    "item",
    {
        "type": "object",
        "properties": {
            "kind": {"enum": ["box", "bag"]},
            "name": {"type": "string"},
            "parts": {"type": "array", "items": {"properties": {"kind": {"enum": ["x"]}}}},
        },
    },
)
OBSERVER = Observer([ITEM])


def cases(told: Mapping[str, str], **lenient: bool) -> tuple[list[JudgedCase], list[Any]]:
    """Return cases and programs; a letter for the schema, and one a program, by the case's text."""
    made = [
        program(
            {text: LETTERS[letters[n + 1]] for text, letters in told.items()},
            name=name,
            permissive=lenient.get(name, False),
        )
        for n, name in enumerate(("one", "two"))
    ]
    found = [
        with_programs(
            judged(text, {"item.declared": Judgement(verdict=LETTERS[x[0]])}, name=text), made
        )
        for text, x in told.items()
    ]
    return found, made


def found(told: Mapping[str, str], *known: Evidence, **lenient: bool) -> dict[str, Evidence]:
    """Return all causes by their names."""
    asked, programs = cases(told, **lenient)
    shown = remaining(known, holding=Holding(asked, observer=OBSERVER), programs=programs)
    return {one.cause.id: one for one in shown}


def sides(one: Evidence) -> dict[str, str]:
    """Return who stands where, without the group's name."""
    return {
        column.removeprefix("test.").removesuffix(".declared"): said.verdict.value
        for column, said in one.judgements.items()
    }


def known(place: str, special: str, *shows: str, **stances: Verdict) -> Evidence:
    judgements = {f"test.{name}": Judgement(verdict=verdict) for name, verdict in stances.items()}
    return Evidence(
        cause=Cause.of(place, special),
        judgements=judgements,
        witness=Witness(value=json.loads(shows[0])),
        twin=None,
        cases=shows,
        claims=("item:one",),
    )


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({'{"kind": "box"}': "aaa", '{"name": "x"}': "ara"}, ["/kind = absent"]),
        ({'{"kind": "box"}': "aaa", '{"kind": "bag"}': "ara"}, ['/kind = "bag"']),
        (
            {'{"kind": "box"}': "aaa", '{"kind": "box", "y": 1}': "ara"},
            ["(root) = an unlisted property"],
        ),
        (
            {
                '{"kind": "box"}': "aaa",
                '{"kind": "bag", "name": "x"}': "aaa",
                '{"kind": "bag"}': "ara",
            },
            ['/kind = "bag" & /name = absent'],
        ),
        (
            {
                '{"kind": "box", "parts": [{"kind": "x"}]}': "aaa",
                '{"kind": "box", "parts": [{}]}': "ara",
            },
            ["/parts/*/kind = absent"],
        ),
        ({"{}": "ara"}, ["(root) = an object"]),
    ],
    ids=["absent", "a literal", "unlisted", "two facts", "inside an array", "nothing is taken"],
)
def test_a_refusal_is_told_by_the_fewest_facts_of_which_nothing_taken_has_all(
    told: Mapping[str, str], names: list[str]
) -> None:
    shown = found(told)
    assert list(shown) == names
    (one,) = shown.values()
    assert sides(one) == {"item": "accept", "one": "reject", "two": "accept"}
    assert one.cases == (list(told)[-1],)


def test_three_facts_and_more_are_as_few_as_they_get() -> None:
    shown = found(
        {
            '{"kind": "box"}': "aaa",
            '{"name": "x"}': "aaa",
            '{"parts": []}': "aaa",
            '{"kind": "box", "name": "x"}': "aaa",
            "{}": "ara",
        }
    )
    assert list(shown) == ["/kind = absent & /name = absent & /parts = absent"]


def test_of_several_reasons_that_is_taken_that_most_refusals_have() -> None:
    told = {'{"kind": "bag", "name": "x"}': "aaa"}
    told |= {f'{{"kind": "box", "name": "{n}"}}': "ara" for n in range(3)}
    told |= {'{"kind": "box"}': "ara"}
    shown = found(told)
    assert list(shown) == ['/kind = "box"']
    assert len(shown['/kind = "box"'].cases) == 4


def test_who_refuses_for_another_reason_does_not_refuse_for_this_one() -> None:
    shown = found(
        {
            '{"kind": "bag"}': "aar",
            '{"kind": "box"}': "arr",
            '{"kind": "box", "name": "x"}': "ara",
            '{"kind": "bag", "name": "x"}': "aaa",
        }
    )
    assert sides(shown['/kind = "box"']) == {"item": "accept", "one": "reject", "two": "accept"}
    assert sides(shown["/name = absent"]) == {"item": "accept", "one": "accept", "two": "reject"}


def test_silence_is_left_out() -> None:
    shown = found({'{"kind": "bag"}': "aaa", '{"kind": "box"}': "sra"})
    assert sides(shown['/kind = "box"']) == {"one": "reject", "two": "accept"}


def test_what_is_changed_counts_as_taken_and_what_never_refuses_counts_for_nothing() -> None:
    told = {'{"kind": "box"}': "aaa", '{"kind": "bag"}': "rrl"}
    assert sides(found(told)['/kind = "bag"']) == {
        "item": "reject",
        "one": "reject",
        "two": "accept",
    }
    assert found(told, two=True) == {}
    assert found({'{"kind": "box"}': "aea", '{"kind": "bag"}': "ree"}) == {}


def test_a_known_cause_is_given_the_programs_that_it_does_not_name() -> None:
    told = {'{"kind": "box"}': "aaa", '{"kind": "bag"}': "ara"}
    shown = found(told, known("/kind", '"bag"', '{"kind": "bag"}', two=ACCEPT))
    (one,) = shown.values()
    assert list(sides(one).items()) == [("one", "reject"), ("two", "accept")]
    assert one.claims == ("item:one",)


def test_what_is_listed_is_not_told_again() -> None:
    told = {'{"kind": "box"}': "aaa", '{"kind": "bag"}': "ara"}
    before = known("/kind", '"bag"', '{"kind": "bag"}', one=REJECT, two=ACCEPT)
    assert list(found(told, before).values()) == [before]


def test_an_unnamed_string_that_only_one_takes_has_a_cause_of_its_own() -> None:
    shown = found(
        {
            '{"kind": "box"}': "aaa",
            '{"kind": "crate"}': "rrr",
            '{"kind": "sack"}': "rra",
            '{"kind": "trunk", "name": "x"}': "rrr",
        }
    )
    assert list(shown) == ['/kind = "sack"']
    assert sides(shown['/kind = "sack"']) == {"item": "reject", "one": "reject", "two": "accept"}


def test_unnamed_strings_that_are_all_taken_stand_together() -> None:
    shown = found({'{"kind": "box"}': "aaa", '{"kind": "a"}': "rra", '{"kind": "b"}': "rra"})
    assert list(shown) == ["/kind = any other string"]
    assert shown["/kind = any other string"].cases == ('{"kind": "a"}', '{"kind": "b"}')


def test_what_a_program_takes_and_a_listed_refusal_does_not_name_is_added() -> None:
    told = {'{"kind": "box"}': "raa", '{"kind": "bag"}': "rra"}
    before = known("/kind", '"bag"', '{"kind": "bag"}', one=REJECT)
    shown = found(told, before)
    assert sides(shown['/kind = "bag"']) == {"one": "reject", "two": "accept"}


def test_a_text_that_is_no_json_is_left_to_others() -> None:
    assert found({'{"kind"': "ara"}) == {}


def test_a_case_by_hand_is_the_example_where_there_is_one() -> None:
    told = {
        '{"kind": "box"}': "aaa",
        '{"kind": "bag"}': "ara",
        '{"kind": "bag", "name": ""}': "ara",
    }
    asked, programs = cases(told)
    drawn = [
        with_programs(
            type(x)(
                case=case(x.case.id, x.case.id, origin={"tool": "t"}),
                parsed=x.parsed,
                judgements=x.judgements,
                near=None,
            ),
            programs,
        )
        if x.case.id == '{"kind": "bag"}'
        else x
        for x in asked
    ]
    holding = Holding(drawn, observer=OBSERVER)
    (one,) = remaining([], holding=holding, programs=programs)
    assert one.witness == Witness(value={"kind": "bag", "name": ""})
