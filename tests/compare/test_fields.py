"""The fields of a record: every place with the values that some column tells apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import fakes
import pytest
from fakes import ACCEPT, REJECT, case, claim, corpus, program, variant

from conformance.compare.disagreements import Comparison
from conformance.judges.panel import judge_corpus, with_programs
from conformance.judges.schema import schema_judge
from conformance.model import Judgement, Verdict
from conformance.programs.protocol import reason_of

if TYPE_CHECKING:
    from conformance.compare.fields import Fields
    from conformance.model import Case, Program, Variant

LETTERS = {"accept": "a", "reject": "r", "silent": "s", "lossy": "l"}

CLOSED = variant(
    "closed",
    {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"enum": ["one", "two"]},
            "list": {"type": "array", "items": {"type": "string"}},
        },
        "additionalProperties": False,
    },
    claims=[
        claim("kinds", "/properties/kind/enum"),
        claim("kind-needed", "/required/0"),
        claim("list-strings", "/properties/list/items/type"),
        claim("no-effect"),
        claim("elsewhere", "other.schema.json#/properties/kind"),
        claim("odd-required", "/required/7"),
    ],
)
OPEN = variant("open", {"properties": {"list": {"x-silent": "?"}, "kind": {"type": "string"}}})


def fields(
    *variants: Variant,
    cases: tuple[Case, ...] = (),
    programs: tuple[Program, ...] = (),
    order: tuple[str, ...] = (),
) -> Fields:
    record = replace(fakes.record(*variants), fields=order)
    judges = [schema_judge(one, reading) for one in variants for reading in one.readings]
    comparison, asked = Comparison(record, judges), []
    for judged in judge_corpus(corpus(*cases), judges):
        comparison.see(judged)
        asked.append(with_programs(judged, programs))
    return comparison.result(asked=asked, programs=programs).fields


def shown(found: Fields) -> dict[str, dict[str, str]]:
    return {
        field.place: {
            value.special: "".join(LETTERS[verdict] for verdict in value.verdicts.values())
            for value in field.values
        }
        for field in found.fields
    }


def test_a_value_has_the_verdict_of_each_column_in_reading_order() -> None:
    found = shown(fields(CLOSED, OPEN))

    assert found["/kind"] == {
        '"one"': "aa",
        '"two"': "aa",
        "a boolean": "rr",
        "a number": "rr",
        "any other string": "ra",
        "an array": "rr",
        "an object": "rr",
        "null": "rr",
        "absent": "ra",
    }
    assert found["/list"]["an array"] == "as"
    assert found[""]["an unlisted property"] == "ra"


@pytest.mark.parametrize(
    ("order", "places"),
    [
        ((), ["", "/kind", "/list", "/list/*"]),
        (("list",), ["", "/list", "/list/*", "/kind"]),
    ],
)
def test_fields_come_in_the_record_s_order_then_in_the_schemas(
    order: tuple[str, ...], places: list[str]
) -> None:
    assert [field.place for field in fields(CLOSED, OPEN, order=order).fields][:4] == places


def test_properties_of_any_name_are_a_field_only_where_their_values_differ() -> None:
    typed = variant("typed", {"additionalProperties": {"type": "string"}})

    assert "/(unlisted property)" not in shown(fields(CLOSED, OPEN))
    assert shown(fields(typed, OPEN))["/(unlisted property)"]["a number"] == "ra"


def test_presence_is_left_out_where_it_says_no_more_than_the_type() -> None:
    found = shown(fields(CLOSED, OPEN))

    assert "an unlisted property" not in found["/kind"]
    assert "an element" not in found["/list"]


def test_a_value_leads_to_its_finding_and_to_what_it_is_a_part_of() -> None:
    rule: Any = {
        "if": {"properties": {"kind": {"const": "ref"}}, "required": ["kind"]},
        "then": {"required": ["id"]},
    }
    kinds = {"properties": {"kind": {"enum": ["ref", "x"]}}}
    one = variant("one", {**kinds, **rule})
    other = variant("other", {"properties": {"kind": {"enum": ["ref", "x", "y"]}}})

    by_place = {field.place: field for field in fields(one, other).fields}

    values = {value.special: value for value in by_place["/kind"].values}
    assert values['"y"'].finding == '/kind = "y"'
    assert values['"x"'].finding is None
    assert values['"ref"'].depends == ('/id = absent & /kind = "ref"',)
    absent = {value.special: value for value in by_place["/id"].values}["absent"]
    assert absent.depends == ('/id = absent & /kind = "ref"',)
    assert absent.verdicts == {"one.declared": ACCEPT, "other.declared": ACCEPT}


def test_a_field_names_the_claims_about_it() -> None:
    by_place = {field.place: field.claims for field in fields(CLOSED, OPEN).fields}

    assert by_place["/kind"] == ("closed:kinds", "closed:kind-needed")
    assert by_place["/list/*"] == ("closed:list-strings",)
    assert by_place["/list"] == ()


# --- programs ------------------------------------------------------------------------------------

CASES = (
    case("k/one", '{"kind": "one"}'),
    case("k/two", '{"kind": "two"}', near="k/one"),
    case("k/two-more", '{"kind": "two", "list": [1]}'),
    case("k/new", '{"kind": "new"}', near="k/one"),
    case("k/odd", '{"kind": "odd"}', near="k/one"),
    case("k/list", '{"kind": "one", "list": ["a"]}', near="k/one"),
    case("k/text", "["),
)


def told(verdicts: dict[str, Verdict], special: str, place: str = "/kind") -> Any:
    one = program(verdicts)
    found = fields(CLOSED, OPEN, cases=CASES, programs=(one,))
    values = {x.special: x for field in found.fields if field.place == place for x in field.values}
    return values[special].verdicts.get("test.one")


@pytest.mark.untraced
@pytest.mark.parametrize(
    ("verdicts", "special", "verdict"),
    [
        ({"k/one": ACCEPT}, '"one"', ACCEPT),
        ({"k/two": ACCEPT, "k/two-more": REJECT}, '"two"', ACCEPT),
        ({"k/two": REJECT, "k/two-more": REJECT}, '"two"', REJECT),
        ({"k/two": Verdict.LOSSY, "k/two-more": REJECT}, '"two"', Verdict.LOSSY),
        ({"k/two": Verdict.UNSUPPORTED, "k/two-more": REJECT}, '"two"', None),
        ({"k/two": Verdict.CRASH}, '"two"', None),
        ({}, '"two"', None),
        ({"k/new": REJECT, "k/odd": REJECT}, "any other string", REJECT),
    ],
)
def test_a_program_s_verdict_is_the_best_one_on_the_cases_that_hold_the_value(
    verdicts: dict[str, Verdict], special: str, verdict: Verdict | None
) -> None:
    assert told(verdicts, special) is verdict


def test_a_permissive_program_has_no_verdict() -> None:
    one = program({"k/one": ACCEPT})
    lenient = replace(one, column=replace(one.column, permissive=True))

    found = fields(CLOSED, OPEN, cases=CASES, programs=(lenient,))

    assert {x for field in found.fields for value in field.values for x in value.verdicts} == {
        "closed.declared",
        "open.declared",
    }


def test_a_value_that_only_programs_tell_apart_has_a_row_of_its_own() -> None:
    shut = variant("shut", {"properties": {"kind": {"enum": ["one", "two"]}}})
    cases = (*CASES, case("k/strange", '{"kind": "strange"}', near="k/one"))
    said = {"k/one": ACCEPT, "k/odd": REJECT, "k/strange": REJECT}
    one = program({**said, "k/new": ACCEPT})
    two = program({**said, "k/new": REJECT}, name="two")

    found = fields(CLOSED, shut, cases=cases, programs=(one, two))

    (field,) = [field for field in found.fields if field.place == "/kind"]
    values = {value.special: value.verdicts for value in field.values}
    assert values['"new"'] == {
        "closed.declared": REJECT,
        "shut.declared": REJECT,
        "test.one": ACCEPT,
        "test.two": REJECT,
    }
    assert values["any other string"]["test.one"] is REJECT


def test_a_program_stands_on_a_value_as_on_the_finding_about_it() -> None:
    change = reason_of("/kind", "lossy", "written back as another")
    lossy = Judgement(verdict=Verdict.LOSSY, reasons=(change,))
    one = program({"k/one": ACCEPT, "k/new": lossy, "k/odd": REJECT})

    found = fields(CLOSED, OPEN, cases=CASES, programs=(one,))

    (field,) = [field for field in found.fields if field.place == "/kind"]
    value = next(value for value in field.values if value.special == "any other string")
    assert value.finding == "/kind = any other string"
    assert value.verdicts["test.one"] is Verdict.LOSSY
