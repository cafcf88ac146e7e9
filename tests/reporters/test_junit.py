"""JUnit XML, and the badge.

The structure that is demanded here is what the published schemas of Apache Ant's JUnit tasks and
of Jenkins' xunit plugin both allow.
"""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fakes import results as fake

from conformance.reporters import REPORTERS, badge, junit

SUITE = ["properties", "testcase", "system-out", "system-err"]
ATTRIBUTES = {
    "testsuite": {
        "name", "package", "id", "hostname", "timestamp", "tests", "failures", "errors", "skipped",
        "time",
    },
    "testcase": {"name", "classname", "time"},
    "property": {"name", "value"},
    "failure": {"type", "message"},
    "skipped": {"message"},
}  # fmt: skip
KNOWN = {"class": "skew", "reason": "One is older.", "expires": None, "link": None}


def header(**gate: Any) -> dict[str, Any]:
    demands = {"baseline": True, "vanished": "fail", "enforce": [], **gate}
    return {
        "kind": "header",
        "record": "r",
        "tool": "1.0.0",
        "made": "2026-11-21T10:00:00Z",
        "gate": demands,
    }


def case(name: str, *departures: str) -> dict[str, Any]:
    return {
        "kind": "case",
        "id": name,
        "expect": {"verdict": "accept"},
        "verdicts": {"a.declared": "accept", "b.declared": "reject"},
        "departures": list(departures),
    }


def idle(name: str) -> dict[str, Any]:
    return {"kind": "column", "id": name, "not_run": "no compiler"}


def finding(special: str, state: str | None, known: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "kind": "finding",
        "id": f"/x = {special}",
        "kinds": ["conflict", "gap"],
        "accept": ["a.declared"],
        "reject": ["b.declared"],
        "silent": ["c.declared"],
        "state": state,
        "known": known,
        **more,
    }


def parsed(*lines: dict[str, Any]) -> ET.Element:
    return ET.fromstring("".join(fake.rendered(junit.JUnit(), lines)))  # noqa: S314  our own output


def results(root: ET.Element) -> dict[str, tuple[str, str] | None]:
    """Return for each test its result and message; None where it passes."""
    return {
        test.get("name", ""): (test[0].tag, test[0].get("message", "")) if len(test) else None
        for test in root.iter("testcase")
    }


def test_a_case_passes_whatever_columns_say_and_fails_where_an_enforced_one_departs() -> None:
    lines = [header(enforce=["b.*"]), case("x/one"), case("x/two", "a.declared", "b.declared")]
    assert results(parsed(*lines)) == {
        "x/one": None,
        "x/two": ("failure", "accept is expected, and b.declared departs"),
    }
    assert results(parsed(header(), lines[2])) == {"x/two": None}


@pytest.mark.parametrize(
    ("state", "known", "expected"),
    [
        (None, None, None),
        ("known", KNOWN, ("skipped", "skew: One is older.")),
        (
            "new",
            None,
            ("failure", "a disagreement that is not listed, or whose reason is not written"),
        ),
        (
            "changed",
            KNOWN,
            ("failure", "the verdicts differ from the baseline (skew: One is older.)"),
        ),
        (
            "expired",
            KNOWN,
            ("failure", "the entry is past its expiry (skew: One is older.)"),
        ),
        (
            "vanished",
            KNOWN,
            ("failure", "a listed disagreement is no longer found (skew: One is older.)"),
        ),
    ],
)
def test_a_finding_has_the_result_of_its_state(
    state: str | None, known: Any, expected: tuple[str, str] | None
) -> None:
    assert results(parsed(header(), finding("1", state, known))) == {"/x = 1": expected}


def test_what_vanished_is_skipped_where_it_only_warns() -> None:
    root = parsed(header(vanished="warn"), finding("1", "vanished", KNOWN))
    found = results(root)["/x = 1"]
    assert found is not None
    assert found[0] == "skipped"


def test_the_xml_is_of_both_published_structures() -> None:
    root = parsed(
        header(enforce=["b.declared"]),
        case("x/one", "b.declared"),
        case("two"),
        finding("1", "known", KNOWN),
        finding("2", "new"),
        finding("3", None, kinds=[]),
        {"kind": "footer"},
    )
    assert (root.tag, root.attrib, [suite.tag for suite in root]) == (
        "testsuites",
        {},
        ["testsuite", "testsuite"],
    )
    for number, suite in enumerate(root):
        assert suite.get("id") == str(number)
        order = [SUITE.index(part.tag) for part in suite]
        assert order == sorted(order)
        assert {part.tag for part in suite} == set(SUITE)
        assert suite.get("timestamp") == "2026-11-21T10:00:00"
        for part in suite.iter():
            assert set(part.attrib) == ATTRIBUTES.get(part.tag, set())
    counts = ("tests", "failures", "errors", "skipped")
    assert [[suite.get(name) for name in counts] for suite in root] == [
        ["2", "1", "0", "0"],
        ["3", "1", "0", "1"],
    ]
    assert [test.get("classname") for test in root.iter("testcase")] == [
        "r.x", "r.cases", "r.conflict-gap", "r.conflict-gap", "r.findings",
    ]  # fmt: skip


def test_the_verdicts_stand_in_the_output() -> None:
    root = parsed(header(), case("x/one"), finding("1", "new"))
    assert [output.text for output in root.iter("system-out")] == [
        "x/one (accept is expected): ✓ a.declared accept, ✗ b.declared reject\n",
        "/x = 1: ✓ a.declared accept, ✗ b.declared reject, ○ c.declared silent\n",
    ]


@pytest.mark.parametrize(
    ("special", "shown"),
    [
        ('"\x00\x1b"', '"\\u0000\\u001b"'),
        ('"\ufffe\uffff"', '"\\ufffe\\uffff"'),
        ('"\ud800"', '"\\ud800"'),
        ('"</failure> & ]]> \'"', '"</failure> & ]]> \'"'),
        ('"\u202ex"', '"\\u202ex"'),
        ('"🙂"', '"🙂"'),
    ],
)
def test_hostile_text_is_held_or_shown_as_escapes(special: str, shown: str) -> None:
    root = parsed(header(), finding(special, "new"))
    assert results(root).keys() == {f"/x = {shown}"}
    failure = next(root.iter("failure"))
    assert str(failure.text).startswith(f"/x = {shown}: ")


def test_results_without_a_gate_are_rendered() -> None:
    bare = {name: value for name, value in header().items() if name != "gate"}
    assert results(parsed(bare, case("x/one", "a.declared"))) == {"x/one": None}


@pytest.mark.parametrize(
    ("lines", "message", "color"),
    [
        ([header()], "0 findings", "brightgreen"),
        ([header(), finding("1", None)], "1 finding", "blue"),
        ([header(), finding("1", "known", KNOWN)], "1 finding, all known", "brightgreen"),
        (
            [header(), finding("1", "known", KNOWN), finding("2", "new")],
            "2 findings, 1 new",
            "red",
        ),
        (
            [header(vanished="warn"), finding("1", "vanished", KNOWN)],
            "0 findings, 1 vanished",
            "brightgreen",
        ),
        ([header(enforce=["*"]), idle("p.x")], "0 findings, 1 not run", "red"),
        (
            [header(enforce=["*"]), case("x", "a.declared"), finding("1", "known", KNOWN)],
            "1 finding, 1 departing",
            "red",
        ),
    ],
)
def test_the_badge_says_what_the_gate_says(
    lines: list[dict[str, Any]], message: str, color: str
) -> None:
    assert json.loads("".join(fake.rendered(badge.Badge(), lines))) == {
        "schemaVersion": 1,
        "label": "conformance",
        "message": message,
        "color": color,
    }


def test_both_are_among_the_reports() -> None:
    made = {name: (REPORTERS[name][0], type(REPORTERS[name][1]())) for name in ("junit", "badge")}
    assert made == {"junit": ("junit.xml", junit.JUnit), "badge": ("badge.json", badge.Badge)}
