"""Bringing a baseline up to date."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from fakes import results as fake
from hypothesis import given
from hypothesis import strategies as st

from conformance.baseline import match
from conformance.baseline import update as module
from conformance.baseline.load import Baseline, Entry, load_baseline
from conformance.baseline.update import baseline_text, unwritten
from conformance.model import Cause, Verdict
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

COLUMNS = ("a.declared", "a.documented", "b.declared", "c.declared", "c.documented")
EMPTY = Baseline(record="r", columns=COLUMNS)
TODAY = date(2026, 11, 21)


def finding(place: object, special: object, stances: str, *, skew: bool = False) -> dict[str, Any]:
    """Return a finding's line; `stances` has one letter a column: a, r, s, or - for none."""
    return {
        "place": place,
        "special": special,
        "accept": [column for column, x in zip(COLUMNS, stances, strict=True) if x == "a"],
        "reject": [column for column, x in zip(COLUMNS, stances, strict=True) if x == "r"],
        "silent": [column for column, x in zip(COLUMNS, stances, strict=True) if x == "s"],
        "skew": skew,
    }


def update(
    baseline: Baseline, findings: Iterable[dict[str, Any]], *, ran: Sequence[str]
) -> Baseline:
    return module.update(baseline, fake.finding_lines(*findings), ran=ran)


def compare(baseline: Baseline, findings: Iterable[dict[str, Any]]) -> match.Match:
    found = fake.finding_lines(*findings)
    return match.compare(baseline, found, asked=COLUMNS, ran=COLUMNS, today=TODAY)


def explained(baseline: Baseline) -> Baseline:
    entries = tuple(
        replace(entry, reason=entry.reason or f"reason {index}")
        for index, entry in enumerate(baseline.entries)
    )
    return replace(baseline, entries=entries)


def reasons(baseline: Baseline) -> dict[str, str]:
    return {cause.id: entry.reason for cause, entry in baseline.by_cause().items()}


def test_alike_new_disagreements_share_an_entry_that_waits_for_its_reason() -> None:
    found = [
        finding("/y", "null", "aarss"),
        finding("/x", "null", "aarss"),
        finding("/x", "1", "rraaa", skew=True),
        finding(["/x", "/y"], ["1", "absent"], "rraaa"),
    ]
    baseline = update(EMPTY, found, ran=COLUMNS)
    assert [
        ([cause.id for cause in entry.causes], entry.category, entry.reason)
        for entry in baseline.entries
    ] == [
        (["/x = 1"], "skew", ""),
        (["/x = null", "/y = null"], "by-design", ""),
        (["/x = 1 & /y = absent"], "by-design", ""),
    ]
    assert unwritten(baseline) == [0, 1, 2]


def test_what_is_special_in_several_ways_at_the_same_places_shares_an_entry() -> None:
    found = [finding(x, special, "aarss") for x in ("/x", "/y") for special in ("1", "2")]
    found += [finding(["/a", "/b"], [special, "3"], "aarss") for special in ("1", "2")]
    found += [finding("/z", "1", "aarrr"), finding("/y", "3", "aarss")]
    baseline = update(EMPTY, found, ran=COLUMNS)
    assert [[cause.id for cause in entry.causes] for entry in baseline.entries] == [
        ["/x = 1", "/x = 2", "/y = 1", "/y = 2"],
        ["/y = 3"],
        ["/z = 1"],
        ["/a = 1 & /b = 3", "/a = 2 & /b = 3"],
    ]
    text = baseline_text(baseline)
    assert '      "places": ["/x", "/y"],\n      "specials": ["1", "2"],\n' in text
    assert '"places": [["/a", "/b"]],\n      "specials": [["1", "3"], ["2", "3"]],\n' in text


def test_the_text_has_one_key_a_line_and_patterns_where_all_columns_of_a_name_agree() -> None:
    found = [
        finding("/x", "null", "aarss"),
        finding(["/a", "/b"], ["1", '"é"'], "ar-sr"),
    ]
    baseline = explained(update(EMPTY, found, ran=COLUMNS))
    first = replace(baseline.entries[0], expires=date(2027, 6, 30), link="https://example.org/")
    baseline = replace(baseline, entries=(first, *baseline.entries[1:]))
    assert (
        baseline_text(baseline)
        == """\
{
  "format": 1,
  "record": "r",
  "entries": [
    {
      "places": ["/x"],
      "special": "null",
      "accept": ["a.*"],
      "reject": ["b.declared"],
      "silent": ["c.*"],
      "class": "by-design",
      "reason": "reason 0",
      "link": "https://example.org/",
      "expires": "2027-06-30"
    },
    {
      "places": [["/a", "/b"]],
      "special": ["1", "\\"é\\""],
      "accept": ["a.declared"],
      "reject": ["a.documented", "c.documented"],
      "silent": ["c.declared"],
      "class": "by-design",
      "reason": "reason 1"
    }
  ]
}
"""
    )


def test_all_releases_of_a_package_are_one_pattern() -> None:
    columns = ("s.one@1", "s.one@2", "s.one.more@1", "s.two@1", "s.two@2")
    accept, reject = Verdict.ACCEPT, Verdict.REJECT
    stances = dict(zip(columns, (accept, accept, accept, reject, accept), strict=True))
    entry = Entry(
        causes=(Cause.of("/x", "1"),),
        stances=stances,
        category="by-design",
        reason="r",
    )
    text = baseline_text(Baseline(record="r", columns=columns, entries=(entry,)))
    assert '"accept": ["s.one@*", "s.one.more@1", "s.two@2"],' in text
    assert '"reject": ["s.two@1"],' in text


def test_who_changes_what_it_takes_is_listed_apart(tmp_path: Path) -> None:
    lost = {**finding("/x", "null", "aaaaa"), "lossy": ["b.declared"]}
    text = baseline_text(explained(update(EMPTY, [lost], ran=COLUMNS)))
    assert '"accept": ["a.*", "c.*"],' in text
    assert '"silent": [],\n      "lossy": ["b.declared"],\n' in text

    path = tmp_path / "baseline.json"
    path.write_text(text, "utf-8")
    read = load_baseline(path, record="r", columns=COLUMNS)
    assert read.entries[0].stances["b.declared"] is Verdict.LOSSY
    assert update(read, [lost], ran=COLUMNS) == read
    (cause,) = read.by_cause()
    for now, state in ((lost, State.KNOWN), ({**lost, "lossy": ["c.declared"]}, State.CHANGED)):
        compared = compare(read, [now])
        assert compared.states[cause] is state


def test_a_long_list_has_one_item_a_line() -> None:
    found = [finding(f"/{letter * 40}", "null", "aarss") for letter in "xyz"]
    text = baseline_text(update(EMPTY, found, ran=COLUMNS))
    assert f'      "places": [\n        "/{"x" * 40}",\n' in text
    assert f'        "/{"z" * 40}"\n      ],\n' in text


def test_the_text_of_an_empty_baseline_is_json() -> None:
    assert json.loads(baseline_text(EMPTY)) == {"format": 1, "record": "r", "entries": []}


def test_what_moved_keeps_its_reason_and_leaves_the_others_of_its_entry() -> None:
    known = explained(
        update(EMPTY, [finding(x, "null", "aarss") for x in ("/x", "/y")], ran=COLUMNS)
    )
    moved = update(
        known, [finding("/x", "null", "aarss"), finding("/y", "null", "aarrr")], ran=COLUMNS
    )
    assert [[cause.id for cause in entry.causes] for entry in moved.entries] == [
        ["/x = null"],
        ["/y = null"],
    ]
    assert reasons(moved) == {"/x = null": "reason 0", "/y = null": "reason 0"}


def test_what_is_new_does_not_slip_under_an_old_reason() -> None:
    known = explained(update(EMPTY, [finding("/x", "null", "aarss")], ran=COLUMNS))
    both = [finding("/x", "null", "aarss"), finding("/y", "null", "aarss")]
    assert reasons(update(known, both, ran=COLUMNS)) == {"/x = null": "reason 0", "/y = null": ""}


def test_what_is_gone_is_struck() -> None:
    known = explained(update(EMPTY, [finding("/x", "null", "aarss")], ran=COLUMNS))
    assert update(known, [], ran=COLUMNS) == EMPTY


def test_what_too_few_columns_could_show_is_kept() -> None:
    known = explained(update(EMPTY, [finding("/x", "null", "aarss")], ran=COLUMNS))
    assert update(known, [], ran=COLUMNS[:2]) == known


def test_the_stances_of_columns_that_did_not_run_are_kept() -> None:
    known = explained(update(EMPTY, [finding("/x", "null", "aarss")], ran=COLUMNS))
    after = update(known, [finding("/x", "null", "aaa--")], ran=COLUMNS[:3])
    assert after.entries == (
        Entry(
            causes=(Cause.of("/x", "null"),),
            stances=dict(zip(COLUMNS, [Verdict.ACCEPT] * 3 + [Verdict.SILENT] * 2, strict=True)),
            category="by-design",
            reason="reason 0",
        ),
    )


stance_vectors = st.text("ars-", min_size=5, max_size=5).filter(lambda x: len({*x} - {"-"}) > 1)
alone = st.tuples(st.sampled_from(["", "/x", "/y", "/z/*"]), st.sampled_from(["null", "1", '"é"']))
together = st.just((["/x", "/y"], ["1", "absent"]))
found_sets = st.dictionaries(
    st.one_of(alone, together).map(json.dumps),
    st.tuples(stance_vectors, st.booleans()),
    max_size=8,
)


def drawn(found: dict[str, tuple[str, bool]]) -> list[dict[str, Any]]:
    lines = []
    for identity, (stances, skew) in found.items():
        place, special = json.loads(identity)
        lines.append(finding(place, special, stances, skew=skew))
    return lines


@given(found_sets.map(drawn))
def test_update_is_idempotent_and_does_not_depend_on_order(found: list[dict[str, Any]]) -> None:
    once = update(EMPTY, found, ran=COLUMNS)
    assert update(once, found, ran=COLUMNS) == once
    assert update(EMPTY, found[::-1], ran=COLUMNS) == once


@pytest.mark.untraced
@given(found_sets.map(drawn), found_sets.map(drawn))
def test_after_an_update_with_reasons_all_is_known(
    before: list[dict[str, Any]], now: list[dict[str, Any]]
) -> None:
    baseline = update(explained(update(EMPTY, before, ran=COLUMNS)), now, ran=COLUMNS)
    comparison = compare(explained(baseline), now)
    assert set(comparison.states.values()) <= {State.KNOWN}
    assert comparison.vanished == ()


@given(found_sets.map(drawn))
def test_the_text_is_read_back_as_it_was(
    tmp_path_factory: Any, found: list[dict[str, Any]]
) -> None:
    baseline = explained(update(EMPTY, found, ran=COLUMNS))
    path: Path = tmp_path_factory.getbasetemp() / "baseline.json"
    path.write_text(baseline_text(baseline), "utf-8")
    assert load_baseline(path, record="r", columns=COLUMNS) == baseline
