"""How much a finding matters, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes import ACCEPT, REJECT, SILENT

from conformance.compare.findings import kinds_of
from conformance.compare.importance import Weigher, is_text
from conformance.model import Cause, Column, Finding, Group, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

A, B, C = (
    Column(id=f"{name}.declared", group=name, reading="declared", variant=name) for name in "abc"
)
A_PROSE = Column(id="a.documented", group="a", reading="documented", variant="a")
ONE, OLD, NEW = (
    Column(id=name, group="sdk", reading=None, variant=None, as_of=as_of)
    for name, as_of in (("sdk.one@1", "2025-01-01"), ("sdk.two@1", "2024-01-01"),
                        ("sdk.two@2", "2025-02-01"))
)  # fmt: skip
COLUMNS = (A, A_PROSE, B, C, ONE, OLD, NEW)
SPLIT = {A: ACCEPT, B: REJECT}
PROGRAMS = {A: ACCEPT, B: ACCEPT, ONE: REJECT}


def finding(
    cause: Cause | str, stances: Mapping[Column, Verdict] = SPLIT, *, skew: bool = False
) -> Finding:
    return Finding(
        cause=Cause.of("/a", cause) if isinstance(cause, str) else cause,
        kinds=kinds_of(stances),
        stances={column.id: stance for column, stance in stances.items()},
        witness=None,
        twin=None,
        cases=(),
        claims=(),
        skew=skew,
    )


WEIGHER = Weigher(COLUMNS, {'"listed"', "3", "null"})


@pytest.mark.parametrize(
    ("special", "stances", "group"),
    [
        ('"listed"', SPLIT, Group.VALUES),
        ("3", SPLIT, Group.VALUES),
        ("-3", SPLIT, Group.VALUES),
        ("true", SPLIT, Group.VALUES),
        ('["x"]', SPLIT, Group.VALUES),
        ("any other string", SPLIT, Group.VALUES),
        ("null", SPLIT, Group.ABSENCE),
        ("absent", SPLIT, Group.ABSENCE),
        ("an unlisted property", SPLIT, Group.UNLISTED),
        ("a number below 3", SPLIT, Group.TYPES),
        ("a string", SPLIT, Group.TYPES),
        ("null", {A: SILENT, B: ACCEPT}, Group.ABSENCE),
        ("null", {A: ACCEPT, ONE: Verdict.LOSSY}, Group.LOSSES),
        ("null", PROGRAMS, Group.PROGRAMS),
        ("null", {OLD: ACCEPT, ONE: REJECT}, Group.PROGRAMS),
    ],
)
def test_a_finding_is_in_the_group_of_what_is_special(
    special: str, stances: Mapping[Column, Verdict], group: Group
) -> None:
    assert WEIGHER.weigh(finding(special, stances)).group is group


def test_several_facts_are_a_combination_and_texts_a_group_of_their_own() -> None:
    joint = finding(Cause.of(["/a", "/b"], ['"listed"', "absent"]))
    text = finding(Cause.of("", "a text that is not JSON (text/bad)"))
    deep = finding(Cause.of("/a", "deep nesting (limits/deep)"))

    assert WEIGHER.weigh(joint).group is Group.COMBINATIONS
    assert WEIGHER.weigh(text).group is Group.TEXTS
    assert not is_text(deep.cause)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (finding('"listed"'), finding("null")),
        (finding('"listed"'), finding('"other"')),
        (finding("absent"), finding("null")),
        (finding('"other"'), finding("absent")),
        (finding("null"), finding("an unlisted property")),
        (finding("an unlisted property"), finding(Cause.of("", "null"))),
        (finding("an unlisted property"), finding("a string")),
        (finding("any other string"), finding("a string")),
        (finding("absent"), finding(Cause.of(["/a", "/b"], ["absent", "null"]))),
        (finding("a string"), finding('"listed"', PROGRAMS)),
        (finding("null"), finding("null", {A: ACCEPT, ONE: REJECT})),
        (finding("null", {A: ACCEPT, ONE: REJECT}), finding("null", {OLD: ACCEPT, ONE: REJECT})),
        (finding("null"), finding("null", {A: SILENT, B: ACCEPT})),
        (finding("null", {A_PROSE: ACCEPT, A: REJECT}), finding("null", {A: SILENT, B: ACCEPT})),
        (finding("null", {A: ACCEPT, A_PROSE: REJECT}), finding("null", {A: SILENT, B: ACCEPT})),
        (finding("null", {**SPLIT, A_PROSE: ACCEPT, A: REJECT, B: ACCEPT}), finding("null")),
        (finding("null", {A: ACCEPT, B: REJECT, C: REJECT}), finding("null")),
        (finding("null"), finding("null", skew=True)),
        (replace(finding("null", {A: ACCEPT, ONE: Verdict.LOSSY}), mistyped={"sdk.one@1": "Bag"}),
         finding("null", {A: ACCEPT, ONE: REJECT})),
        (finding("null", {**SPLIT, ONE: ACCEPT, NEW: REJECT}),
         finding("null", {**SPLIT, ONE: ACCEPT, OLD: REJECT})),
        (finding("a string", PROGRAMS), finding(Cause.of("", "deep nesting (a/b)"), PROGRAMS)),
    ],
)  # fmt: skip
def test_what_matters_more_has_the_higher_score(more: Finding, less: Finding) -> None:
    assert WEIGHER.weigh(more).score > WEIGHER.weigh(less).score


def test_the_reasons_come_with_the_most_telling_first() -> None:
    found = WEIGHER.weigh(finding('"listed"', {A: ACCEPT, B: REJECT}))

    assert found.because == (
        "a description lists the value",
        "descriptions disagree",
        "age does not explain it",
    )
    assert found.score == 0.75


def test_the_score_does_not_depend_on_the_order_of_columns() -> None:
    other = Weigher(COLUMNS[::-1], {'"listed"'})

    assert other.weigh(finding('"listed"')) == WEIGHER.weigh(finding('"listed"'))
