"""The list of known disagreements, and how findings compare with it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from fakes import results as fake

from conformance.baseline.load import Baseline, Entry, load_baseline
from conformance.baseline.match import Match, compare
from conformance.errors import BrokenFileError
from conformance.model import Cause, Verdict
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COLUMNS = ("a.declared", "a.documented", "b.declared", "native.c")
ENTRY: dict[str, Any] = {
    "places": ["/x", "/y"],
    "special": "null",
    "accept": ["a.*"],
    "reject": ["b.declared", "native.c"],
    "silent": [],
    "class": "by-design",
    "reason": "They were never meant to agree.",
}
X = Cause.of("/x", "null")
Y = Cause.of("/y", "null")
TODAY = date(2026, 11, 21)


def written(folder: Path, *entries: object, **more: object) -> Path:
    path = folder / "baseline.json"
    path.write_text(json.dumps({"format": 1, "record": "r", "entries": entries, **more}), "utf-8")
    return path


def loaded(folder: Path, *entries: object) -> Baseline:
    return load_baseline(written(folder, *entries), record="r", columns=COLUMNS)


def finding(
    place: object = "/x",
    special: object = "null",
    *,
    accept: Sequence[str] = COLUMNS[:2],
    reject: Sequence[str] = COLUMNS[2:],
    silent: Sequence[str] = (),
) -> dict[str, Any]:
    return {
        "place": place,
        "special": special,
        "accept": accept,
        "reject": reject,
        "silent": silent,
    }


def compared(baseline: Baseline, *findings: dict[str, Any], **more: Any) -> Match:
    settings: dict[str, Any] = {"asked": COLUMNS, "ran": COLUMNS, "today": TODAY, **more}
    return compare(baseline, fake.finding_lines(*findings), **settings)


def test_an_entry_is_read_with_its_patterns_resolved(tmp_path: Path) -> None:
    entry = {**ENTRY, "class": "bug", "link": "https://example.org/1", "expires": "2027-06-30"}
    assert loaded(tmp_path, entry).entries == (
        Entry(
            causes=(X, Y),
            stances={
                "a.declared": Verdict.ACCEPT,
                "a.documented": Verdict.ACCEPT,
                "b.declared": Verdict.REJECT,
                "native.c": Verdict.REJECT,
            },
            category="bug",
            reason="They were never meant to agree.",
            link="https://example.org/1",
            expires=date(2027, 6, 30),
        ),
    )


def test_an_entry_of_several_specials_lists_each_at_each_of_its_places(tmp_path: Path) -> None:
    entry = {name: value for name, value in ENTRY.items() if name != "special"}
    causes = loaded(tmp_path, {**entry, "specials": ["1", "2"]}).entries[0].causes
    assert [cause.id for cause in causes] == ["/x = 1", "/x = 2", "/y = 1", "/y = 2"]


def test_an_entry_has_something_special(tmp_path: Path) -> None:
    entry = {name: value for name, value in ENTRY.items() if name != "special"}
    with pytest.raises(BrokenFileError, match="special or specials"):
        loaded(tmp_path, entry)


def test_the_places_of_an_interaction_have_no_order(tmp_path: Path) -> None:
    entry = {**ENTRY, "places": [["/type", "/id"]], "special": ['"t"', "absent"]}
    comparison = compared(
        loaded(tmp_path, entry), finding(["/id", "/type"], ["absent", '"t"'], silent=[])
    )
    cause = Cause.of(("/id", "/type"), ("absent", '"t"'))
    assert comparison.states == {cause: State.KNOWN}


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        ({"class": "whatever"}, "/entries/0/class", "One of bug, by-design"),
        ({"class": "bug"}, "/entries/0/class", "a bug has no link"),
        ({"link": "see the wiki"}, "/entries/0/link", "http"),
        ({"expires": "soon"}, "/entries/0/expires", "YYYY-MM-DD"),
        ({"expires": "2027-02-30"}, "/entries/0/expires", "this day does not exist: 2027-02-30"),
        ({"accept": ["z.*"]}, "/entries/0/accept/0", "no column matches 'z.*'"),
        ({"accept": ["a.*", "a.*"]}, "/entries/0/accept", "none twice"),
        ({"silent": ["*"]}, "/entries/0/silent/0", "a.declared is under accept already"),
        ({"reject": []}, "/entries/0", "the entry lists no disagreement"),
        ({"accept": [], "reject": []}, "/entries/0", "the entry lists no disagreement"),
        ({"places": []}, "/entries/0/places", "The places that share"),
        ({"places": ["x"]}, "/entries/0/places/0", "A JSON Pointer"),
        (
            {"places": [["/x", "/y"]]},
            "/entries/0/places/0",
            "the place does not fit what is special",
        ),
        ({"special": ["1", "2"]}, "/entries/0/places/0", "the place does not fit what is special"),
        (
            {"places": [["/x", "/y"]], "special": ["1", "2", "3"]},
            "/entries/0/places/0",
            "two lists of the same length",
        ),
        ({"places": ["/x", "/x"]}, "/entries/0", "listed already: /x = null"),
        ({"reason": None}, "/entries/0/reason", "Why the disagreement is known"),
        ({"specials": ["1", "2"]}, "/entries/0", "special or specials"),
        ({"special": None}, "/entries/0/special", "a literal as JSON text, or words"),
        ({"note": "?"}, "/entries/0", "An entry: places, special or specials"),
    ],
)
def test_a_broken_entry_is_named_with_its_place(
    tmp_path: Path, change: dict[str, Any], place: str, words: str
) -> None:
    with pytest.raises(BrokenFileError) as caught:
        loaded(tmp_path, {**ENTRY, **change})
    assert (caught.value.file, caught.value.place) == (f"{tmp_path}/baseline.json", place)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not one well-formed JSON text"),
        ("[]", "the file holds no JSON object"),
        ('{"format": 2, "record": "r", "entries": []}', "reads format 1"),
        ('{"format": 1, "record": "s", "entries": []}', "it is in the folder of r"),
        ('{"format": 1, "record": "r"}', "The disagreements that are known"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BrokenFileError, match=words):
        load_baseline(path, record="r", columns=COLUMNS)


def test_a_missing_file_says_what_writes_one(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match="baseline update` writes one"):
        load_baseline(tmp_path / "none.json", record="r", columns=COLUMNS)


def test_a_disagreement_listed_in_two_entries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError) as caught:
        loaded(tmp_path, ENTRY, {**ENTRY, "places": ["/z", "/y"]})
    assert caught.value.place == "/entries/1"


@pytest.mark.parametrize(
    ("found", "change", "state"),
    [
        (finding("/z"), {}, State.NEW),
        (finding(special="absent"), {}, State.NEW),
        (finding(), {}, State.KNOWN),
        (finding(), {"reason": " "}, State.NEW),
        (finding(accept=COLUMNS[:1], reject=COLUMNS[1:]), {}, State.CHANGED),
        (finding(reject=["b.declared"], silent=["native.c"]), {}, State.CHANGED),
        (finding(), {"reject": ["b.declared"]}, State.CHANGED),
        (finding(reject=["b.declared"]), {}, State.KNOWN),
        (finding(), {"expires": "2026-11-21"}, State.KNOWN),
        (finding(), {"expires": "2026-11-20"}, State.EXPIRED),
        (finding(silent=["native.c"], reject=[]), {"expires": "2026-11-20"}, State.CHANGED),
    ],
    ids=[
        "not listed",
        "special otherwise",
        "as listed",
        "the reason is not written",
        "a column stands elsewhere",
        "a column is silent now",
        "a column is not listed",
        "a column gives no verdict",
        "on the day of its expiry",
        "past its expiry",
        "moved and past its expiry",
    ],
)
def test_a_finding_has_the_state_of_the_table(
    tmp_path: Path, found: dict[str, Any], change: dict[str, Any], state: State
) -> None:
    baseline = loaded(tmp_path, {**ENTRY, **change})
    assert list(compared(baseline, found).states.values()) == [state]


def test_an_entry_is_vanished_only_for_those_of_its_disagreements_that_are_gone(
    tmp_path: Path,
) -> None:
    comparison = compared(loaded(tmp_path, ENTRY), finding("/y"))
    assert (comparison.states, comparison.vanished) == ({Y: State.KNOWN}, (X,))


@pytest.mark.parametrize(
    ("settings", "vanished"),
    [
        ({}, (X, Y)),
        ({"asked": COLUMNS[:3], "ran": COLUMNS[:3]}, ()),
        ({"ran": COLUMNS[:3]}, (X, Y)),
        ({"ran": COLUMNS[:2]}, ()),
    ],
    ids=["all ran", "some were asked for", "a program did not run", "one side did not run"],
)
def test_only_a_run_of_all_columns_calls_something_vanished(
    tmp_path: Path, settings: dict[str, Any], vanished: tuple[Cause, ...]
) -> None:
    assert compared(loaded(tmp_path, ENTRY), **settings).vanished == vanished
