"""Where programs stand on the causes that schemas have, and what only programs show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes import ACCEPT, REJECT, SILENT, case, corpus, program, variant

from conformance.compare.disagreements import Comparison
from conformance.compare.findings import kinds_of
from conformance.compare.native_agreement import natives
from conformance.judges.panel import judge_corpus, with_programs
from conformance.judges.schema import schema_judge
from conformance.model import (
    Column,
    Divergence,
    Finding,
    Judgement,
    Kind,
    Program,
    Record,
    Verdict,
)
from conformance.programs.protocol import reason_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.judges.panel import JudgedCase
    from conformance.model import Corpus

LOSSY = Verdict.LOSSY
OPEN = variant("open", {"properties": {"a": {"type": ["string", "null"]}}, "type": "object"})
SHUT = variant("shut", {"properties": {"a": {"type": "string"}}, "type": "object"})
VARIANTS = (OPEN, SHUT)
CASES = corpus(
    case("a/text", '{"a": "x"}'),
    case("a/null", '{"a": null}', near="a/text"),
    case("a/null-alone", '{"b": 1, "a": null}'),
    case("a/number", '{"a": 1}', near="a/text"),
    case("a/more", '{"a": "x", "more": {"deep": 1}}', near="a/text"),
    case("a/other", '{"a": "y"}', near="a/text"),
    case("a/twice", '{"a": "x", "a": "y"}', near="a/text"),
    case("generated/first", '{"a": null, "c": 1}', origin={"tool": "test"}),
    case("generated/second", '{"a": null, "d": 1}', origin={"tool": "test"}),
)


def lost(*places: str) -> Judgement:
    return Judgement(
        verdict=LOSSY, reasons=tuple(reason_of(place, "lossy", "dropped") for place in places)
    )


ALL: dict[str, Verdict | Judgement] = {
    "a/text": ACCEPT,
    "a/null": REJECT,
    "a/null-alone": REJECT,
    "a/number": REJECT,
    "a/more": ACCEPT,
    "a/other": ACCEPT,
    "a/twice": REJECT,
}


def asked(*programs: Program, cases: Corpus = CASES) -> list[JudgedCase]:
    judges = [schema_judge(v, reading) for v in VARIANTS for reading in v.readings]
    return [with_programs(judged, programs) for judged in judge_corpus(cases, judges)]


def found(tmp_path: Path, *programs: Program, cases: Corpus = CASES) -> dict[str, Finding]:
    judges = [schema_judge(v, reading) for v in VARIANTS for reading in v.readings]
    judged = list(judge_corpus(cases, judges))
    record = Record(
        folder=tmp_path,
        id="thing",
        title="thing",
        about="",
        fields=("a",),
        traced=False,
        variants=VARIANTS,
        files={},
    )
    comparison = Comparison(record, judges)
    for one in judged:
        comparison.see(one)
    result = comparison.result(
        asked=[with_programs(one, programs) for one in judged], programs=programs
    )
    return {finding.id: finding for finding in result.findings}


def test_a_program_stands_on_a_schema_s_cause_as_on_the_case_that_shows_it(
    tmp_path: Path,
) -> None:
    (finding,) = found(tmp_path, program(ALL)).values()
    assert finding.id == "/a = null"
    assert finding.stances == {
        "open.declared": ACCEPT,
        "shut.declared": REJECT,
        "test.one": REJECT,
    }


def test_of_several_cases_those_near_to_an_accepted_one_decide(tmp_path: Path) -> None:
    said = {**ALL, "a/null": ACCEPT, "a/null-alone": REJECT}
    assert found(tmp_path, program(said))["/a = null"].stances["test.one"] is ACCEPT


def test_where_no_case_is_near_to_an_accepted_one_all_decide(tmp_path: Path) -> None:
    said = {**ALL, "a/text": Verdict.UNSUPPORTED}
    assert found(tmp_path, program(said))["/a = null"].stances["test.one"] is REJECT


def test_a_program_that_gave_no_verdict_takes_no_stance(tmp_path: Path) -> None:
    findings = found(tmp_path, program({"a/text": ACCEPT}))
    assert "test.one" not in findings["/a = null"].stances


def test_what_all_schemas_reject_and_a_program_takes_is_a_finding(tmp_path: Path) -> None:
    finding = found(tmp_path, program({**ALL, "a/number": ACCEPT}))["/a = a number"]
    assert finding.kinds == (Kind.CONFLICT,)
    assert finding.stances == {
        "open.declared": REJECT,
        "shut.declared": REJECT,
        "test.one": ACCEPT,
    }
    assert finding.cases == ("a/number",)


def test_what_a_lenient_program_takes_is_no_finding(tmp_path: Path) -> None:
    findings = found(tmp_path, program({**ALL, "a/number": ACCEPT}, permissive=True))
    assert list(findings) == ["/a = null"]
    assert findings["/a = null"].stances["test.one"] is REJECT


def test_what_a_program_loses_is_a_finding(tmp_path: Path) -> None:
    other = program(ALL, name="two")
    findings = found(tmp_path, program({**ALL, "a/more": lost("/more/deep")}), other)
    finding = findings["/more = an unlisted property"]
    assert finding.kinds == (Kind.LOSS,)
    assert finding.stances == {
        "open.declared": ACCEPT,
        "shut.declared": ACCEPT,
        "test.one": LOSSY,
        "test.two": ACCEPT,
    }


def test_a_place_inside_an_array_is_the_same_at_every_index(tmp_path: Path) -> None:
    said = {"a/more": lost("/more/0/deep"), "a/other": lost("/more/1/deep")}
    lists = corpus(
        case("a/text", '{"a": "x"}'),
        case("a/more", '{"a": "x", "more": [{"deep": 1}]}'),
        case("a/other", '{"a": "x", "more": [1, {"deep": 1}]}'),
    )
    findings = found(tmp_path, program({"a/text": ACCEPT, **said}), cases=lists)
    assert findings.keys() == {"/a = null", "/more/* = an unlisted property"}
    assert findings["/more/* = an unlisted property"].cases == ("a/more",)


def test_the_wrong_type_is_a_loss_at_the_place_that_names_the_right_one(tmp_path: Path) -> None:
    reason = reason_of("/a", "mistyped", "decoded as B, but it names A")
    said = {**ALL, "a/text": Judgement(verdict=LOSSY, reasons=(reason,))}
    finding = found(tmp_path, program(said, permissive=True))["/a = a string"]
    assert finding.kinds == (Kind.LOSS,)
    assert finding.stances["test.one"] is LOSSY


def test_what_is_lost_where_schemas_disagree_belongs_to_their_cause(tmp_path: Path) -> None:
    finding = found(tmp_path, program({**ALL, "a/null": lost("/a")}))["/a = null"]
    assert finding.kinds == (Kind.CONFLICT, Kind.LOSS)
    assert finding.stances["test.one"] is LOSSY


def test_what_is_lost_elsewhere_is_no_stance_on_the_cause(tmp_path: Path) -> None:
    finding = found(tmp_path, program({**ALL, "a/null": lost("/b")}))["/a = null"]
    assert finding.stances["test.one"] is ACCEPT


def test_a_rejection_of_one_value_names_the_value_and_not_its_kind(tmp_path: Path) -> None:
    findings = found(tmp_path, program({**ALL, "a/other": REJECT}))
    assert "/a = a string" not in findings
    assert findings['/a = "y"'].stances == {
        "open.declared": ACCEPT,
        "shut.declared": ACCEPT,
        "test.one": REJECT,
    }


def test_a_rejection_that_no_fact_tells_from_what_is_taken_names_the_input(tmp_path: Path) -> None:
    said = {**ALL, "a/other": REJECT, "a/text": REJECT}
    finding = found(tmp_path, program(said))["(root) = an input of its own (a/text)"]
    assert finding.stances == {
        "open.declared": ACCEPT,
        "shut.declared": ACCEPT,
        "test.one": REJECT,
    }
    assert (finding.witness, finding.cases) == (None, ("a/text",))


def test_what_a_program_accepts_once_it_does_not_reject_for_that_cause(tmp_path: Path) -> None:
    said = {**ALL, "generated/first": ACCEPT, "generated/second": REJECT}
    findings = found(tmp_path, program(said))
    assert findings["/a = null"].stances["test.one"] is ACCEPT
    assert findings["(root) = an input of its own (a/null)"].stances["test.one"] is REJECT
    second = '(root) = an unlisted property "d"'
    assert findings[second].stances["test.one"] is REJECT


def test_programs_that_part_over_a_text_make_a_finding_without_a_witness(tmp_path: Path) -> None:
    findings = found(tmp_path, program(ALL), program({**ALL, "a/twice": ACCEPT}, name="two"))
    finding = findings["(root) = a name that stands twice (a/twice)"]
    assert finding.stances == {"test.one": REJECT, "test.two": ACCEPT}
    assert finding.witness is None


def test_a_run_without_programs_is_as_it_was(tmp_path: Path) -> None:
    assert list(found(tmp_path)) == ["/a = null"]


def test_a_case_keeps_its_columns_in_order_with_programs_last() -> None:
    (first, *_) = asked(program(ALL))
    assert list(first.judgements) == ["open.declared", "shut.declared", "test.one"]


@pytest.mark.parametrize(
    ("stances", "kinds"),
    [
        ({(None, "v"): ACCEPT, ("declared", "v"): REJECT}, [Kind.CONFLICT]),
        ({(None, "v"): REJECT, ("declared", "v"): ACCEPT}, [Kind.CONFLICT]),
        ({(None, "v"): ACCEPT, ("documented", "v"): REJECT}, []),
        ({(None, "v"): REJECT, ("documented", "v"): ACCEPT}, []),
        ({(None, "v"): ACCEPT, ("documented", "w"): REJECT}, [Kind.CONFLICT]),
        ({(None, None): REJECT, (None, "w"): ACCEPT}, [Kind.CONFLICT]),
        ({(None, "v"): LOSSY, ("declared", "v"): ACCEPT}, [Kind.LOSS]),
    ],
)
def test_a_program_stands_for_the_types_that_it_judges_by(
    stances: dict[tuple[str | None, str | None], Verdict], kinds: list[Kind]
) -> None:
    columns = {
        Column(id=f"{v}.{reading}", group="g", reading=reading, variant=v): verdict
        for (reading, v), verdict in stances.items()
    }
    assert list(kinds_of(columns)) == kinds


# --- natives -------------------------------------------------------------------------------------


def native(said: Mapping[str, Verdict | Judgement], *, name: str = "one") -> Program:
    return program(said, name=name, variant="shut")


def test_a_native_program_is_compared_with_the_declared_types_of_its_variant() -> None:
    one = native({**ALL, "a/number": LOSSY, "a/more": SILENT})
    (result,) = natives(asked(one), [one], VARIANTS)
    assert (result.column, result.declared) == ("test.one", "shut.declared")
    # Silence and what a schema cannot judge are no difference, and count for neither.
    assert (result.agree, result.both) == (4, 5)
    assert [(x.case, x.schema, x.native, x.why) for x in result.differing] == [
        ("a/number", REJECT, ACCEPT, None)
    ]


@pytest.mark.parametrize("pattern", ["a/number", "a/*"])
def test_a_difference_is_explained_by_the_variant_s_own_file(pattern: str) -> None:
    one = native({**ALL, "a/number": ACCEPT})
    departures = (
        Divergence(column="test.two", cases=("a/*",), why="Another."),
        Divergence(column="test.one", cases=("b/*",), why="Elsewhere."),
        Divergence(column="test.one", cases=(pattern,), why="It is like that."),
    )
    shut = replace(SHUT, native=departures)
    (result,) = natives(asked(one), [one], (OPEN, shut))
    assert [x.why for x in result.differing] == ["It is like that."]


def test_only_programs_that_ran_and_judge_by_a_variant_are_compared() -> None:
    programs = [
        program(ALL),
        native(ALL, name="two"),
        replace(native(ALL, name="three"), not_run="gone"),
        program(ALL, name="four", variant="elsewhere"),
    ]
    assert [x.column for x in natives(asked(*programs), programs, VARIANTS)] == ["test.two"]


def test_a_native_whose_declared_column_was_not_judged_decides_nothing() -> None:
    judges = [schema_judge(OPEN, OPEN.readings[0])]
    one = native(ALL)
    cases = [with_programs(judged, [one]) for judged in judge_corpus(CASES, judges)]
    (result,) = natives(cases, [one], VARIANTS)
    assert (result.agree, result.both) == (0, 0)


def test_a_rejection_that_schemas_share_needs_no_reason_to_be_explained(tmp_path: Path) -> None:
    # Of generated cases with verdicts that came up before, no schema says why.
    said = {**ALL, "generated/first": REJECT, "generated/second": REJECT}

    assert list(found(tmp_path, program(said))) == list(found(tmp_path, program(ALL)))
