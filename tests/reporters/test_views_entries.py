"""Findings as entries: alike ones as one, the most pressing first."""

from __future__ import annotations

from typing import Any

from conformance.model import Verdict
from conformance.reporters.views.entries import FindingGroup, entries
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain


def made(fake: Any, findings: list[dict[str, Any]]) -> list[FindingGroup]:
    (header,) = fake.typed(fake.header())
    columns = columns_of(fake.typed(*fake.columns()), header.variants)
    return entries(fake.typed(*findings), columns, header.claims)


def titles(found: list[FindingGroup]) -> list[str]:
    return [plain(entry.title) for entry in found]


def test_the_same_special_at_several_places_is_one_entry(fake: Any) -> None:
    findings = [fake.finding(f"/{name}", "null", ["gap"], "aasss") for name in "abc"]
    (entry,) = made(fake, findings)
    assert plain(entry.title) == "`null` for `a`, `b` and `c`"
    assert [member.id for member in entry.members] == ["/a = null", "/b = null", "/c = null"]


def test_several_specials_at_the_same_places_are_one_entry(fake: Any) -> None:
    findings = [
        fake.finding(f"/{name}", special, ["gap"], "aasss")
        for special in ("a number", "null")
        for name in "ab"
    ]
    assert titles(made(fake, findings)) == ["A number or `null` for `a` and `b`"]


def test_other_stances_kinds_states_and_reasons_keep_findings_apart(fake: Any) -> None:
    findings = [
        fake.finding("/a", "null", ["gap"], "aasss"),
        fake.finding("/b", "null", ["gap"], "arsss"),
        fake.finding("/c", "null", ["gap"], "aasss", skew=True),
        fake.finding("/d", "null", ["gap"], "aasss", state="known", known={"reason": "x"}),
        fake.finding("/e", "null", ["gap"], "aasss", proven=False),
        fake.finding("/f", "an unlisted property", ["gap"], "aasss"),
        fake.finding(["/g", "/h"], ["null", "absent"], ["gap"], "aasss"),
    ]
    assert len(made(fake, findings)) == len(findings)


def test_alike_interactions_over_the_same_places_are_one_entry(fake: Any) -> None:
    findings = [
        fake.finding(["/a", "/b"], [special, "absent"], ["gap"], "aasss")
        for special in ('"x"', '"y"')
    ]
    assert titles(made(fake, findings)) == ["2 combinations of `a` and `b`"]
    assert [plain(m.title) for m in made(fake, findings)[0].members] == [
        "`a: x` without `b`",
        "`a: y` without `b`",
    ]


def test_news_come_first_then_what_matters_most_then_conflicts_then_what_stands_alone(
    fake: Any,
) -> None:
    weight = {"group": "values", "because": []}
    gone = {"state": "vanished", "known": {"reason": "x"}}
    findings = [
        fake.finding("/v", "null", ["conflict"], "raaaa", **gone),
        fake.finding("/g", "null", ["gap"], "aasss", state="known"),
        fake.finding(["/i", "/j"], ["null", "null"], ["conflict"], "raaaa", state="known"),
        fake.finding("/k", "null", ["conflict"], "raaaa", state="known"),
        fake.finding("/s", "null", ["gap"], "aasss", importance=0.2, **weight),
        fake.finding("/t", "null", ["gap"], "aasss", importance=0.9, **weight),
        fake.finding("/e", "null", ["gap"], "aaass", state="expired"),
        fake.finding("/n", "null", ["conflict"], "raaaa", state="new"),
    ]
    assert titles(made(fake, findings)) == [
        "`null` for `n`",
        "`null` for `e`",
        "`null` for `v`",
        "`null` for `t`",
        "`null` for `s`",
        "`null` for `k`",
        "`i: null` and `j: null`",
        "`null` for `g`",
    ]


def test_findings_of_another_importance_are_another_entry(fake: Any) -> None:
    findings = [
        fake.finding(f"/{name}", "null", ["gap"], "aasss", group=group, importance=0.5, because=[])
        for name, group in (("a", "values"), ("b", "types"))
    ]
    assert len(made(fake, findings)) == 2


def test_a_vanished_entry_asks_to_be_struck_out(fake: Any) -> None:
    finding = fake.finding("/v", "null", ["conflict"], "raaaa", state="vanished")
    (entry,) = made(fake, [finding])
    assert [plain(sentence) for sentence in entry.effects] == [
        "The baseline lists this, but no columns disagree on it any more: remove it."
    ]


def test_who_loses_something_is_said(fake: Any) -> None:
    told = fake.finding("", "an unlisted property", ["loss"], "aaaal", lossy=["sdk.gamma@2"])
    (entry,) = made(fake, [told])
    assert entry.stances[Verdict.LOSSY] == ("sdk.gamma@2",)
    assert entry.stances[Verdict.ACCEPT] == fake.COLUMNS


def test_claims_stand_on_the_side_of_their_variant(fake: Any) -> None:
    causes = ["alpha:states", "beta:states", "beta:gone"]
    (entry,) = made(fake, [fake.finding("/a", "null", ["conflict"], "ararr", claims=causes)])
    assert [(c.variant, c.id, c.side, c.at) for c in entry.claims] == [
        ("alpha", "states", "both", "row state"),
        ("beta", "states", "both", "row state"),
        ("beta", "gone", "both", ""),
    ]
    (entry,) = made(fake, [fake.finding("/a", "null", ["conflict"], "rraar", claims=causes)])
    assert [(c.variant, c.side) for c in entry.claims] == [
        ("beta", "accept"),
        ("beta", "accept"),
        ("alpha", "reject"),
    ]


def test_the_script_gets_texts_to_copy(fake: Any) -> None:
    finding = fake.finding("/a", "null", ["conflict"], "rraar", skew=True, twin=None)
    data: Any = made(fake, [finding])[0].data()
    assert data["title"] == "`null` for `a`"
    assert data["skew"] == "The versions differ: alpha (2024-12-18) against beta (2025-02-04)."
    assert data["members"] == [
        {
            "id": "/a = null",
            "title": "`null` for `a`",
            "payload": '{"state": "lost"}',
            "twin": None,
            "cases": [],
        }
    ]


def test_a_finding_that_only_a_text_shows_has_no_payload(fake: Any) -> None:
    finding = fake.finding("/a", "null", ["conflict"], "rraar", witness=None, twin=None)
    (member,) = made(fake, [finding])[0].members
    assert (member.payload, member.payload_text) == (None, None)
