"""The cases that are like an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fakes
import pytest
from fakes import case
from fakes.compare import cases_of

from conformance.model import Input, Verdict

if TYPE_CHECKING:
    from conformance.compare.alike import Alike

STRICT = fakes.variant(
    "strict", {"properties": {"state": {"enum": ["on", "off"]}, "note": {"type": "string"}}}
)
LAX = fakes.variant(
    "lax", {"properties": {"state": {"type": "string"}, "note": {"type": ["string", "null"]}}}
)


def alike(text: str, *texts: str) -> Alike:
    cases = cases_of((STRICT, LAX), *(case(f"c/{n}", x) for n, x in enumerate(texts)))
    return cases.alike(Input(text=text))


def likes(text: str, *texts: str) -> list[str]:
    return [like.case for like in alike(text, *texts).likes]


@pytest.mark.parametrize(
    ("text", "texts", "expected"),
    [
        ('{"state": "?"}', ['{"state": "on"}', '{"state": "!"}'], ["c/1"]),
        ('{"state": "?"}', ['{"state": "!", "note": null}'], []),
        ('{"state": "on"}', ['{"state": "off"}', '{"note": null}', "{}"], ["c/2", "c/0"]),
        ('{"state": "?"}', ['{"state": "!", "note": "x"}', '{"state": "!"}'], ["c/1", "c/0"]),
        ('{"note": "a"}', ['{"note": "longer"}', '{"note": "bb"}'], ["c/1", "c/0"]),
        ("{", ['{"state": "?"}', "{", "["], ["c/1"]),
        ("]", ["[", "{"], []),
    ],
    ids=["same", "one more", "none", "facts", "size", "no JSON", "other text"],
)
def test_cases_with_the_same_causes_are_like_an_input(
    text: str, texts: list[str], expected: list[str]
) -> None:
    assert likes(text, *texts) == expected


def test_the_same_bytes_are_nearer_than_the_same_value() -> None:
    found = alike('{"state": "?"}', '{"state":"?"}', '{"state": "?"}', '{"state": "!"}')

    assert [(x.case, x.same, x.differs, x.distance[0]) for x in found.likes] == [
        ("c/1", True, (), 0),
        ("c/0", True, (), 1),
        ("c/2", False, ("/state",), 3),
    ]
    assert [x.is_certain for x in found.likes] == [True, True, False]


def test_a_case_says_where_it_differs() -> None:
    (like,) = alike('{"note": "a", "more": [1]}', '{"note": "b", "other": 2}').likes

    assert like.differs == ("/more", "/note", "/other")


def test_cases_farther_away_are_not_looked_at_once_there_are_enough() -> None:
    near = [f'{{"note": "{n}"}}' for n in range(9)]

    assert likes('{"note": "x"}', *near, '{"note": "y", "state": "on"}') == [
        f"c/{n}" for n in range(9)
    ]


def test_an_input_that_all_accept_shows_no_cause() -> None:
    assert alike('{"state": "on"}').shown == ()


def test_the_only_cause_of_an_input_has_the_stances_on_the_input() -> None:
    (shown,) = alike('{"state": "?"}', '{"state": "!"}').shown

    assert (shown.cause.id, shown.alone) == ("/state = any other string", True)
    assert [like.case for like in shown.likes] == ["c/0"]
    assert {column: x.verdict for column, x in shown.judgements.items()} == {
        "strict.declared": Verdict.REJECT,
        "lax.declared": Verdict.ACCEPT,
    }


def test_one_of_several_causes_has_the_stances_on_the_smallest_case_that_shows_it_alone() -> None:
    both = '{"state": "?", "note": null}'
    found = alike(both, both, '{"state": "!!"}', '{"state": "!"}', '{"note": null}')

    shown = {one.cause.id: [like.case for like in one.likes] for one in found.shown}
    assert shown == {"/state = any other string": ["c/2", "c/1"], "/note = null": ["c/3"]}
    assert all(one.alone for one in found.shown)


def test_without_a_case_that_shows_a_cause_alone_only_some_stances_are_known() -> None:
    typed = fakes.variant("typed", {"properties": {"note": {"type": "string"}}})
    variants = (STRICT, LAX, typed)
    both = '{"state": "?", "note": null}'
    cases = cases_of(variants, case("c/0", both))

    state, note = sorted(cases.alike(Input(text=both)).shown, key=lambda one: -len(one.cause.id))

    assert [(x.cause.id, x.alone, x.likes) for x in (state, note)] == [
        ("/state = any other string", False, ()),
        ("/note = null", False, ()),
    ]
    assert [*state.judgements] == ["strict.declared", "lax.declared"]
    assert [*note.judgements] == ["strict.declared", "lax.declared", "typed.declared"]


def test_cases_lie_around_facts_by_how_many_are_not_shared() -> None:
    cases = cases_of(
        (STRICT, LAX),
        case("c/far", '{"state": "?"}'),
        case("c/b", '{"note": "b"}'),
        case("c/text", "{"),
        case("c/a", '{"note": "a"}'),
    )

    around = [*cases.around(cases.facts("c/a"))]

    assert around == [["c/b", "c/a"], ["c/far"]]
