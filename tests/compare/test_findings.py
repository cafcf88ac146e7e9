"""Findings: what is special in cases, who stands where, and what kind of disagreement it is."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes import ACCEPT, REJECT, SILENT, case, corpus, reason, variant
from fakes.compare import found

from conformance.compare.case_causes import Observer
from conformance.compare.findings import Evidence, findings_of, kinds_of
from conformance.judges.panel import judge_corpus
from conformance.judges.schema import schema_judge
from conformance.model import Cause, Column, Judgement, Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping


# --- kinds ---------------------------------------------------------------------------------------


def column(name: str, variant_id: str | None = None, reading: str | None = "declared") -> Column:
    return Column(id=name, group="g", reading=reading, variant=variant_id)


A, B = column("a", "a"), column("b", "b")
A_DOCUMENTED = column("a.documented", "a", "documented")
PROGRAM, OTHER = column("p", None, None), column("q", None, None)


@pytest.mark.parametrize(
    ("stances", "kinds"),
    [
        ({A: ACCEPT, B: REJECT}, [Kind.CONFLICT]),
        ({A: ACCEPT, B: ACCEPT}, []),
        ({A: REJECT}, []),
        ({A: SILENT, B: SILENT}, []),
        ({A: SILENT, B: REJECT}, [Kind.GAP]),
        ({A: SILENT, B: ACCEPT}, [Kind.GAP]),
        ({A: REJECT, A_DOCUMENTED: ACCEPT}, [Kind.CONTRADICTION]),
        ({A: ACCEPT, A_DOCUMENTED: REJECT}, [Kind.REFINEMENT]),
        ({PROGRAM: ACCEPT, OTHER: REJECT}, [Kind.CONFLICT]),
        ({PROGRAM: ACCEPT, A: REJECT}, [Kind.CONFLICT]),
        (
            {B: SILENT, A: ACCEPT, A_DOCUMENTED: REJECT, PROGRAM: ACCEPT},
            [Kind.CONFLICT, Kind.REFINEMENT, Kind.GAP],
        ),
        ({}, []),
    ],
)
def test_the_kinds_of_a_disagreement_come_most_pressing_first(
    stances: Mapping[Column, Verdict], kinds: list[Kind]
) -> None:
    assert list(kinds_of(stances)) == kinds


OLD, NEW = "2024-01-01", "2025-01-01"


@pytest.mark.parametrize(
    ("ages", "stances", "skew"),
    [
        ([("X", OLD), ("X", NEW)], {"a.declared": ACCEPT, "b.declared": REJECT}, True),
        ([("X", OLD), ("Y", OLD)], {"a.declared": ACCEPT, "b.declared": REJECT}, True),
        ([("X", OLD), ("X", OLD)], {"a.declared": ACCEPT, "b.declared": REJECT}, False),
        ([("X", None), ("Y", None)], {"a.declared": ACCEPT, "b.declared": REJECT}, False),
        ([(None, None), (None, None)], {"a.declared": ACCEPT, "b.declared": REJECT}, False),
        ([("X", OLD), ("X", NEW)], {"a.declared": SILENT, "b.declared": REJECT}, False),
        (
            [("X", OLD), ("X", NEW)],
            {"a.declared": ACCEPT, "b.declared": REJECT, "b.documented": ACCEPT},
            False,
        ),
        (
            [("X", OLD), ("X", NEW), ("X", OLD)],
            {"a.declared": ACCEPT, "b.declared": REJECT, "c.declared": REJECT},
            False,
        ),
        ([("X", OLD), ("X", NEW)], {"p": ACCEPT, "b.declared": REJECT}, False),
    ],
)
def test_a_finding_is_skewed_where_age_or_component_parts_its_sides(
    ages: list[tuple[str | None, str | None]], stances: Mapping[str, Verdict], *, skew: bool
) -> None:
    variants = [
        variant(name, True, documented=True, component=component, as_of=as_of)
        for name, (component, as_of) in zip("abc", ages, strict=False)
    ]
    columns = [column("p", None, None)] + [
        column(f"{one.id}.{reading.name}", one.id, reading.name)
        for one in variants
        for reading in one.readings
    ]
    shown = Evidence(
        cause=Cause.of("/a", "null"),
        judgements={name: Judgement(verdict=x) for name, x in stances.items()},
        witness=None,
        twin=None,
        cases=(),
        claims=(),
    )

    assert [one.skew for one in findings_of([shown], columns, variants)] == [skew]


@pytest.mark.parametrize(
    ("special", "ages", "skew"),
    [
        ('"new"', [("X", OLD), ("X", NEW)], True),
        ('"new"', [("X", OLD), ("Y", None)], True),
        ('"new"', [("X", OLD), ("X", OLD)], False),
        ('"new"', [("X", OLD), (None, None)], False),
        ("a number", [("X", OLD), ("X", NEW)], False),
    ],
)
def test_releases_are_skewed_where_a_value_that_is_named_parts_them(
    special: str, ages: list[tuple[str | None, str | None]], *, skew: bool
) -> None:
    (one, old), (other, new) = ages
    columns = [
        replace(column("p", None, None), component=one, as_of=old),
        replace(column("q", None, None), component=other, as_of=new),
    ]
    shown = Evidence(
        cause=Cause.of("/a", special),
        judgements={"p": Judgement(verdict=REJECT), "q": Judgement(verdict=ACCEPT)},
        witness=None,
        twin=None,
        cases=(),
        claims=(),
    )

    assert [one.skew for one in findings_of([shown], columns, [])] == [skew]


@pytest.mark.parametrize(
    ("component", "skew"),
    [(None, False), ("Y", True)],
)
def test_a_program_counts_by_what_it_says_itself_that_it_describes(
    component: str | None, *, skew: bool
) -> None:
    judging = replace(column("p", "a", None), component=component, as_of=component and NEW)
    columns = [judging, column("b.declared", "b")]
    variants = [
        variant("a", True, component="X", as_of=NEW),
        variant("b", True, component="X", as_of=OLD),
    ]
    shown = Evidence(
        cause=Cause.of("/a", '"new"'),
        judgements={"p": Judgement(verdict=ACCEPT), "b.declared": Judgement(verdict=REJECT)},
        witness=None,
        twin=None,
        cases=(),
        claims=(),
    )

    assert [one.skew for one in findings_of([shown], columns, variants)] == [skew]


def test_programs_that_judge_by_descriptions_of_two_ages_show_no_skew_in_a_broken_text() -> None:
    columns = [column("p", "a", None), column("q", "b", None)]
    variants = [
        variant("a", True, component="X", as_of=NEW),
        variant("b", True, component="X", as_of=OLD),
    ]
    shown = Evidence(
        cause=Cause.of("", "text/rubbish-after"),
        judgements={"p": Judgement(verdict=ACCEPT), "q": Judgement(verdict=REJECT)},
        witness=None,
        twin=None,
        cases=(),
        claims=(),
    )

    assert [one.skew for one in findings_of([shown], columns, variants)] == [False]


def test_verdicts_that_are_no_stance_count_in_no_finding() -> None:
    shown = Evidence(
        cause=Cause.of("/a", "null"),
        judgements={
            "a": Judgement(verdict=ACCEPT),
            "b": Judgement(verdict=Verdict.TIMEOUT),
            "p": Judgement(verdict=Verdict.UNSUPPORTED),
        },
        witness=None,
        twin=None,
        cases=(),
        claims=(),
    )

    assert findings_of([shown], [A, B, PROGRAM], [variant("a", True), variant("b", True)]) == []
    assert shown.cause.id == "/a = null"


# --- causes --------------------------------------------------------------------------------------


def test_the_order_of_cases_changes_no_finding() -> None:
    variants = [
        variant(
            "a",
            {"properties": {"x": {"enum": ["k"]}, "y": {"x-silent": "?"}}},
            {"properties": {"x": {"enum": ["k", "m"]}, "y": {"x-silent": "?"}}, "required": ["x"]},
        ),
        variant("b", {"type": "object", "additionalProperties": False, "properties": {"x": True}}),
    ]
    texts = ["{}", '{"x":"k"}', '{"x":"m"}', '{"x":null}', '{"y":1}', '{"x":1,"y":2}', "[]", "3"]
    cases = [case(f"c/{n}", text) for n, text in enumerate(texts)]
    expected = found(variants, *cases)

    assert len(expected) >= 6
    shuffler = random.Random(7)
    for _ in range(10):
        shuffler.shuffle(cases)
        assert found(variants, *cases) == expected


def test_what_descriptions_disagree_on_comes_before_what_programs_do() -> None:
    columns = [
        Column(id="a.declared", group="a", reading="declared", variant="a"),
        Column(id="b.declared", group="b", reading="declared", variant="b"),
        Column(id="one", group="p", reading=None, variant=None),
        Column(id="two", group="p", reading=None, variant=None),
    ]
    accept, reject = Judgement(verdict=Verdict.ACCEPT), Judgement(verdict=Verdict.REJECT)
    shown = [
        Evidence(
            cause=Cause.of(place, "null"),
            judgements=judgements,
            witness=None,
            twin=None,
            cases=(),
            claims=(),
        )
        for place, judgements in {
            "/a": {"one": accept, "two": reject},
            "/b": {"a.declared": accept, "b.declared": accept, "one": reject},
            "/c": {"a.declared": accept, "b.declared": reject},
        }.items()
    ]
    variants = [variant("a", True), variant("b", True)]
    assert [x.cause.places for x in findings_of(shown, columns, variants)] == [
        ("/c",),
        ("/b",),
        ("/a",),
    ]


def test_findings_come_most_pressing_first_then_by_place() -> None:
    kinds = [
        one.kinds[0]
        for one in found(
            [
                variant("a", {"properties": {"x": {"x-silent": "?"}, "y": {"enum": ["k"]}}}),
                variant("b", True, {"required": ["z"]}),
            ],
            *(case(f"c/{n}", text) for n, text in enumerate(['{"x":1}', '{"y":2}', "{}"])),
        )
    ]

    assert kinds == sorted(kinds, key=list(Kind).index)


def test_a_reason_from_a_file_without_such_a_condition_is_taken_as_it_stands() -> None:
    one = variant("v", {"properties": {"then": {"properties": {"a": False}}}})
    judges = [schema_judge(one, one.readings[0])]
    (judged,) = judge_corpus(corpus(case("c/a", '{"then": {"a": 1}}')), judges)
    odd = replace(judged, judgements={
        "v.declared": Judgement(verdict=REJECT, reasons=(reason("/then/a", schema="/then/a"),))
    })  # fmt: skip

    assert [cause.id for cause in Observer([one]).causes(odd)] == ["/then/a = a number"]


# --- described -----------------------------------------------------------------------------------
