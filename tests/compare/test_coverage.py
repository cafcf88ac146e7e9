"""What cases exercise, counted by who made them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import fakes
import pytest
from jsonschema import Draft202012Validator

from conformance.compare import coverage as module
from conformance.compare.coverage import Watch
from conformance.compare.covered import ClaimShown, Coverage, Exercised, coverage_json
from conformance.corpus.load import load_corpus
from conformance.judges.panel import judge_corpus, schema_judges
from conformance.model import Cause, Finding, Kind
from conformance.pipeline import lines_of, load
from conformance.record.load import load_record
from conformance.record.settings import Settings
from conformance.results.encode import encode
from conformance.results.lines import FooterLine

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeRecord, RunCommand

DRAWN = {"origin": {"tool": "t", "seed": 1}}
DECLARED = {
    "type": "object",
    "properties": {
        "kind": {"anyOf": [{"enum": ["on", "off"]}, {"type": "null", "x-silent": "not said"}]},
        "size": {"minimum": 3},
        "more": False,
    },
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": "on"}}, "required": ["kind"]},
            "then": {"required": ["size"]},
        }
    ],
}
CLAIMS = {
    "thing-object": "/type",
    "kind-values": "/properties/kind/anyOf/0/enum",
    "kind-null": "/properties/kind/anyOf/1/x-silent",
    "size-minimum": "/properties/size/minimum",
    "no-more": "/properties/more",
    "on-needs-size": "/allOf/0/then/required",
}
CASES = (
    fakes.case_entry("a/empty", {}),
    fakes.case_entry("a/on", {"kind": "on", "size": 3}),
    fakes.case_entry("a/on-alone", {"kind": "on"}),
    fakes.case_entry("a/small", {"size": 1}),
    fakes.case_entry("a/text", None, input={"text": "{"}),
    fakes.case_entry("b/null", {"kind": None}, **DRAWN),
    fakes.case_entry("b/else", {"kind": "else"}, **DRAWN),
    fakes.case_entry("b/size-text", {"size": "3"}, **DRAWN),
    fakes.case_entry("b/on-alone", {"kind": "on", "size": 2}, **DRAWN),
)


@pytest.fixture
def folder(tmp_path: Path, make_record: MakeRecord) -> Path:
    claims = [
        {
            "id": name,
            "at": "somewhere",
            "says": "Something.",
            "strength": "stated",
            "keywords": [f"declared.schema.json#{pointer}"],
        }
        for name, pointer in CLAIMS.items()
    ]
    about = {"format": 1, "title": "A", "claims": claims}
    return make_record(
        tmp_path / "thing",
        variants={"a": {"declared": DECLARED, "about": about}, "b": {"declared": True}},
        cases=CASES,
    )


def watched(folder: Path, *findings: Finding) -> Coverage:
    record = load_record(folder)
    judges = schema_judges(record)
    watch = Watch(record, judges)
    for judged in judge_corpus(load_corpus(folder), judges):
        watch.see(judged)
    return watch.coverage(findings, cells=3)


def finding(special: str, *cases: str) -> Finding:
    return Finding(
        cause=Cause.of("/kind", special),
        kinds=(Kind.CONFLICT,),
        stances={},
        witness=None,
        twin=None,
        cases=cases,
        claims=(),
        skew=False,
    )


def test_cells_findings_keywords_and_claims_are_counted_by_maker(folder: Path) -> None:
    found = watched(folder, finding("1", "a/on"), finding("2", "b/null", "a/on"), finding("3"))

    assert found.cases == (5, 4)
    assert found.traced == 8
    assert found.cells == Exercised(of=3, written=2, generated=3, both=2)
    assert found.findings == Exercised(of=3, written=2, generated=1, both=1)
    assert found.keywords == Exercised(of=7, written=2, generated=3, both=1)
    assert found.claims == Exercised(of=6, written=2, generated=3, both=1)
    assert found.missing == {
        "findings": ("/kind = 3",),
        "keywords": (
            "a/declared.schema.json#/properties/kind/anyOf/1/type",
            "a/declared.schema.json#/properties/more",
            "a/declared.schema.json#/type",
        ),
    }


def test_each_claim_is_shown_satisfied_violated_and_where_it_does_not_apply(
    folder: Path,
) -> None:
    shown = {one.claim: one.shown for one in watched(folder).by_claim}

    assert shown == {
        f"a:{name}": {"satisfied": kept, "violated": broken, "not_applicable": apart}
        for name, kept, broken, apart in (
            ("thing-object", (4, 4), (0, 0), (0, 0)),
            ("kind-values", (2, 1), (0, 1), (2, 2)),
            ("kind-null", (0, 0), (0, 1), (4, 3)),
            ("size-minimum", (1, 0), (1, 1), (2, 3)),
            ("no-more", (0, 0), (0, 0), (4, 4)),
            ("on-needs-size", (1, 1), (1, 0), (2, 3)),
        )
    }


def test_of_very_many_generated_cases_only_some_are_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_TRACED", 1)
    found = watched(folder)

    assert found.cases == (5, 4)
    assert found.traced == 5
    assert found.cells.generated == 3


def test_a_reason_is_found_again_where_judging_kept_none(folder: Path) -> None:
    more = [fakes.case_entry(f"c/{n}", {"kind": f"else {n}"}, **DRAWN) for n in range(3)]
    content = {"format": 1, "record": "thing", "cases": more}
    fakes.write_json(folder / "corpus" / "more.json", content)
    shown = {one.claim: one.shown for one in watched(folder).by_claim}

    assert shown["a:kind-values"]["violated"] == (0, 4)


def test_a_list_of_cells_that_is_not_complete_is_no_bound(folder: Path) -> None:
    record = load_record(folder)
    judges = schema_judges(record)
    watch = Watch(record, judges)
    for judged in judge_corpus(load_corpus(folder), judges):
        watch.see(judged)

    assert watch.coverage((), cells=0).cells.of == 3


def test_the_footer_of_a_run_has_it(folder: Path) -> None:
    *_, last = lines_of(load(Settings(), record=str(folder)))
    assert isinstance(last, FooterLine)
    footer = encode(last)
    form = json.loads((files("conformance") / "formats" / "results.schema.json").read_text("utf-8"))

    Draft202012Validator({"$ref": "#/$defs/footer", "$defs": form["$defs"]}).validate(footer)
    found: Any = footer["coverage"]
    assert found["cases"] == {"written": 5, "generated": 4, "traced": 8}
    assert found["cells"]["of"] == 3


def test_coverage_as_json_is_what_the_format_says() -> None:
    tally = Exercised(of=4, written=3, generated=2, both=1)
    coverage = Coverage(
        cases=(1, 2),
        traced=3,
        cells=tally,
        findings=tally,
        keywords=tally,
        claims=tally,
        by_claim=(
            ClaimShown(
                claim="a:b",
                shown={"satisfied": (1, 2), "violated": (0, 0), "not_applicable": (3, 4)},
            ),
        ),
        missing={"findings": ("x",), "keywords": ()},
    )
    counted = {"of": 4, "written": 3, "generated": 2, "both": 1}

    assert coverage_json(coverage) == {
        "cases": {"written": 1, "generated": 2, "traced": 3},
        **dict.fromkeys(("cells", "findings", "keywords", "claims"), counted),
        "by_claim": [
            {
                "claim": "a:b",
                "satisfied": {"written": 1, "generated": 2},
                "violated": {"written": 0, "generated": 0},
                "not_applicable": {"written": 3, "generated": 4},
            }
        ],
        "missing": {"findings": ["x"], "keywords": []},
    }


def test_a_branch_that_is_not_to_blame_neither_holds_nor_applies(
    tmp_path: Path, make_record: MakeRecord
) -> None:
    union = [{"type": "string"}, {"type": "object", "properties": {"a": {"type": "string"}}}]
    claims = [
        {**entry, "keywords": [f"declared.schema.json#/anyOf/{index}/type"]}
        for index, entry in enumerate(
            {"id": name, "at": "there", "says": "It.", "strength": "stated"}
            for name in ("text", "object")
        )
    ]
    about = {"format": 1, "title": "A", "claims": claims}
    folder = make_record(
        tmp_path / "union",
        variants={"a": {"declared": {"anyOf": union}, "about": about}},
        cases=[fakes.case_entry("a/b", {"a": 1})],
    )
    shown = {one.claim: one.shown for one in watched(folder).by_claim}

    assert shown["a:object"]["satisfied"] == (1, 0)
    assert set(shown["a:text"].values()) == {(0, 0)}


# --- the command ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("project")
def test_the_command_prints_a_table(folder: Path, command: RunCommand) -> None:
    outcome = command("corpus", "coverage", "--record", str(folder))

    assert outcome.code == 0
    lines = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert lines[0] == "5 hand-written and 4 generated cases exercise"
    assert "of hand-written generated both" in lines
    assert "verdict vectors that some JSON value has 3 2 3 2" in lines
    assert "claims that some case does not keep to 6 2 3 1" in lines
    assert "a:on-needs-size 1 + 1 1 + 0 2 + 3" in lines
    assert "no case: keywords a/declared.schema.json#/properties/more" in lines


@pytest.mark.usefixtures("project")
def test_the_command_prints_json(command: RunCommand) -> None:
    outcome = command("corpus", "coverage", "--format", "json", "--columns", "closed.*")
    content = json.loads(outcome.out)
    form = (files("conformance") / "formats" / "coverage.schema.json").read_text("utf-8")

    Draft202012Validator(json.loads(form)).validate(content)
    assert content["record"] == "thing"
    assert content["coverage"]["cases"] == {"written": 4, "generated": 0, "traced": 4}
