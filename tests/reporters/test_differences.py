from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from conformance.compare.differences import Difference, Differences, Keyword
from conformance.model import ABSENT, Fact, Verdict, Witness
from conformance.reporters.differences import FORMS, counted

if TYPE_CHECKING:
    from conformance.model import Json

TEXTS = {"new.json": '{\n  "required": ["a"]\n}'}


def difference(value: Json, a: Verdict, b: Verdict, *keywords: Keyword) -> Difference:
    return Difference(
        facts=(Fact("/a", ABSENT), Fact("", 'any|"x"')),
        a=a,
        b=b,
        witness=Witness(value=value),
        keywords_a=(),
        keywords_b=keywords,
    )


ONE = difference(
    {},
    Verdict.ACCEPT,
    Verdict.REJECT,
    Keyword(file="new.json", pointer="/required", value=["a"]),
    Keyword(file="other.json", pointer="/type", value="object"),
)
BACK = difference("x" * 400, Verdict.REJECT, Verdict.ACCEPT)
FOUND = Differences(every=(ONE, BACK), complete=False, why_not=("a | b",))


def test_a_table_has_a_row_for_each_difference() -> None:
    lines = FORMS["markdown"]("old.json", "new.json", FOUND, TEXTS).splitlines()

    assert lines[0] == "## 2 differences, not proven to be all"
    assert lines[4:6] == [r"- a \| b", ""]
    assert "A sends it, B does not read it" in lines[8]
    assert "reject: ` new.json#/required `, ` other.json#/type `" in lines[8]
    assert "B sends it, A does not read it" in lines[9]


def test_no_difference_makes_no_table() -> None:
    none = Differences(every=(), complete=True, why_not=())

    assert counted(none) == "0 differences, proven to be all"
    assert "|" not in FORMS["markdown"]("a", "b", none, {})
    assert json.loads(FORMS["sarif"]("a", "b", none, {}))["runs"][0]["results"] == []


def test_each_difference_is_a_failed_test() -> None:
    suite = ET.fromstring(FORMS["junit"]("old.json", "new.json", FOUND, TEXTS))[0]  # noqa: S314  ours

    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("2", "2")
    assert [case[0].attrib["message"] for case in suite] == [
        "A sends it, B does not read it",
        "B sends it, A does not read it",
    ]


def test_each_difference_is_a_result_at_the_keyword_that_rejects() -> None:
    log = json.loads(FORMS["sarif"]("old.json", "new.json", FOUND, TEXTS))
    first, second = log["runs"][0]["results"]

    assert (first["ruleId"], first["level"]) == ("a_to_b", "error")
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "new.json"},
                "region": {"startLine": 2, "startColumn": 3},
            }
        }
    ]
    assert first["relatedLocations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "other.json"}}}
    ]
    assert (second["ruleId"], second["locations"]) == ("b_to_a", [])
    assert second["message"]["text"].endswith("…")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_form_is_the_same_each_time(form: str) -> None:
    assert FORMS[form]("a", "b", FOUND, TEXTS) == FORMS[form]("a", "b", FOUND, TEXTS)
