"""Every finding holds by its words: a value with only its facts shows its stances."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest
import random_schemas
from fakes import ACCEPT, REJECT, case, corpus, program, record, variant
from fakes.tracing import repeated

from conformance.compare.case_causes import Observer
from conformance.compare.disagreements import Comparison, proved
from conformance.compare.holding import Holding, _class
from conformance.compare.worlds import Worlds
from conformance.errors import BrokenFileError
from conformance.generate.witnesses import corpus_from
from conformance.jsontext.text import Parsed
from conformance.judges.panel import judge_corpus, schema_judges, with_programs
from conformance.judges.schema import schema_judge
from conformance.model import UNLISTED, Cause, Fact, Finding, Kind, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.compare.disagreements import Disagreements
    from conformance.judges.panel import JudgedCase
    from conformance.model import Corpus, Json, Program, Record

RECORDS = 24
INSTANCES = 40


def compared(
    known: Record, cases: Corpus, programs: Sequence[Program]
) -> tuple[Disagreements, Holding, list[JudgedCase]]:
    judges = schema_judges(known)
    comparison = Comparison(known, judges)
    asked = []
    for judged in judge_corpus(cases, judges):
        comparison.see(judged)
        asked.append(with_programs(judged, programs))
    return comparison.result(asked=asked, programs=programs), comparison.holding(asked), asked


def made(seed: int) -> tuple[Record, Corpus, list[Program]] | None:
    """Return a random record, and programs that judge by random schemas near to its own."""
    maker = random_schemas.Maker(random.Random(seed))
    schemas = maker.schemas(5)
    known = record(*(variant(f"v{n}", schema) for n, schema in enumerate(schemas[:3])))
    try:
        judges = schema_judges(known)
        drawn = corpus_from(known, judges, proved(known, judges), chunks_drawn=0).cases
        seeds = [json.loads(x.input.text or "") for x in drawn]
        texts = {json.dumps(maker.instance(seeds)) for _ in range(INSTANCES)} if seeds else set()
        cases = corpus(*drawn, *(case(f"random/{n}", x) for n, x in enumerate(sorted(texts))))
        programs = []
        for n, schema in enumerate(schemas[3:]):
            owner = variant(f"p{n}", schema)
            decides = schema_judge(owner, owner.readings[0])
            said = {
                x.id: decides.verdict(Parsed(value=json.loads(x.input.text or "")))
                for x in cases.cases
            }
            programs.append(program(said, name=f"p{n}"))
    except BrokenFileError:
        return None
    return known, cases, programs


@pytest.mark.parametrize("seed", repeated(range(RECORDS), first=6))
def test_every_finding_of_a_random_record_holds_and_every_rejection_is_in_one(seed: int) -> None:
    parts = made(seed)
    if parts is None or not parts[1].cases:
        pytest.skip("the schemas are broken or say nothing")
    result, holding, asked = compared(*parts)
    broken = {x.id: holding.broken(x) for x in result.findings}
    assert {x: columns for x, columns in broken.items() if columns} == {}
    untold = []
    for judged in asked:
        sides = {x: found.verdict for x, found in judged.judgements.items()}
        for column in ("test.p0", "test.p1"):
            if sides[column] is REJECT and ACCEPT in sides.values():
                showing = [
                    x
                    for x in result.findings
                    if judged.case.id in x.cases
                    or judged in holding.showing(frozenset(x.cause.facts))
                ]
                if not any(x.stances.get(column) is REJECT for x in showing):
                    untold.append((judged.case.id, column))
    assert untold == []


PAIR = record(
    variant("v", {"type": "object", "properties": {"a": {"enum": ["x", "y"]}, "n": {}}}),
    variant("w", {"type": "object", "properties": {"a": {"const": "x"}, "n": {"type": "null"}}}),
)
TEXTS = {
    "x": '{"a": "x"}',
    "y": '{"a": "y"}',
    "y-n": '{"a": "y", "n": null}',
    "z": '{"a": "z"}',
    "zz": '{"a": "zz"}',
    "n": '{"n": 1}',
    "text": "{",
}
CASES = corpus(*(case(name, text) for name, text in TEXTS.items()))


def finding(*facts: tuple[str, str], cases: tuple[str, ...] = (), **stances: Verdict) -> Finding:
    return Finding(
        cause=Cause(tuple(Fact(*fact) for fact in facts)),
        kinds=(Kind.CONFLICT,),
        stances={(f"{x}.declared" if x in "vw" else f"test.{x}"): y for x, y in stances.items()},
        witness=None if cases else Witness(value={}),
        twin=None,
        cases=cases,
        claims=(),
        skew=False,
    )


Y, N = ("/a", '"y"'), ("/n", "null")


@pytest.mark.parametrize(
    ("given", "broken"),
    [
        (finding(Y, v=ACCEPT, w=REJECT), ()),
        (finding(Y, v=REJECT, w=ACCEPT), ("v.declared", "w.declared")),
        (finding(N, v=ACCEPT, w=REJECT), ("w.declared",)),
        (finding(("/n", "1"), v=ACCEPT, w=REJECT), ()),
        (finding(("/n", "true"), v=ACCEPT, w=ACCEPT), ("w.declared",)),
        (finding(("/a", '"z"'), v=REJECT, w=REJECT), ()),
        (finding(("", 'an unlisted property "b"'), v=ACCEPT, w=ACCEPT), ()),
        (finding(Y, p=REJECT), ("test.p",)),
        (finding(Y, ("/n", "absent"), p=REJECT), ()),
        (finding(Y, N, p=ACCEPT), ()),
        (finding(("/a", '"x"'), p=Verdict.LOSSY), ()),
        (finding(("/a", '"q"'), p=REJECT), ("test.p",)),
        (finding(("", "a text (text)"), cases=("text",), p=REJECT), ()),
        (finding(("", "a text (text)"), cases=("text",), p=ACCEPT), ("test.p",)),
    ],
)
def test_a_finding_holds_where_its_facts_alone_show_every_stance(
    given: Finding, broken: tuple[str, ...]
) -> None:
    said = {x: ACCEPT if x in {"x", "y-n"} else REJECT for x in TEXTS}
    _, holding, _ = compared(PAIR, CASES, [program(said, name="p")])
    assert holding.broken(given) == broken


def test_a_rejection_beside_a_better_reason_tells_nothing() -> None:
    texts = ['{"a": "x", "n": 1}', '{"n": 1}', '{"a": "y", "n": 1}', "{}"]
    said = {"0": REJECT, "1": REJECT, "2": REJECT, "3": ACCEPT}
    cases = corpus(*(case(str(n), text) for n, text in enumerate(texts)))
    result, holding, _ = compared(PAIR, cases, [program(said, name="p")])
    assert holding.stance("test.p", frozenset({Fact("/n", "a number")})) is REJECT
    assert holding.stance("test.p", frozenset({Fact(*Y)})) is Verdict.NOT_RUN
    (about_y,) = (x for x in result.findings if x.id == '/a = "y"')
    assert "test.p" not in about_y.stances


def test_a_string_that_a_program_singles_out_is_not_any_other_string() -> None:
    said = {"x": ACCEPT, "y": ACCEPT, "z": ACCEPT, "zz": REJECT, "q": REJECT}
    cases = corpus(*(case(x, json.dumps({"a": x})) for x in said))
    result, _, _ = compared(PAIR, cases, [program(said, name="p")])
    found = {x.id: x.stances for x in result.findings}
    assert found['/a = "z"'] == {"v.declared": REJECT, "w.declared": REJECT, "test.p": ACCEPT}
    assert "/a = any other string" not in found


def test_facts_of_two_elements_stand_side_by_side_only_where_there_are_too_many_choices() -> None:
    kinds = {"items": {"enum": [str(n) for n in range(15)]}}
    observer = Observer([variant("v", {"properties": {"a": kinds, "b": kinds}})])
    few = observer.worlds({"a": ["1", "2"], "b": ["3"]})
    assert [sum(x.place == "/a/*" for x in world) for world in few] == [1, 1]
    every: list[Json] = [str(n) for n in range(15)]
    (merged,) = observer.worlds({"a": every, "b": every})
    assert sum(x.place == "/a/*" for x in merged) == 15


@pytest.mark.parametrize(("names", "is_named"), [("a", True), ("ab", False)])
def test_an_unlisted_property_has_its_name_if_the_cases_show_only_one(
    names: str, *, is_named: bool
) -> None:
    some, other = Fact("", UNLISTED), Fact("/n", "null")
    named = [Fact("", f'{UNLISTED} "{name}"') for name in names]
    holding = Holding([], observer=Observer([]))
    holding.fine = Worlds({fact.special: [frozenset({some, other, fact})] for fact in named})
    both = frozenset({some, other})
    expected = {other, *named} if is_named else both
    assert [holding.named(both) for _ in range(2)] == [expected, expected]


@pytest.mark.parametrize(
    ("special", "expected"),
    [('"a"', "text"), ("true", "a boolean"), ("1.5", "a number"), ("null", "null"), ("x", "x")],
)
def test_a_literal_has_a_wider_class(special: str, expected: str) -> None:
    assert _class(special, "text") == expected
