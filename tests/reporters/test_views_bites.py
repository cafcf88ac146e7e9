"""What bites now: the newest releases that disagree, those of the record's makers first."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import results as fake

from conformance.reporters.views.bites import Bite, bites
from conformance.reporters.views.entries import entries
from conformance.reporters.views.overview import Tally
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.sentences import apart, conflict

Row = tuple[str, list[str], list[str]]


def program(name: str, **parts: Any) -> dict[str, Any]:
    package = name.removeprefix("sdk.").partition("@")[0].partition(".")[0]
    subject = {"name": package, "version": name.partition("@")[2], "language": "go"}
    (line,) = fake.columns([name])
    return {**line, "subject": subject, **parts}


def finding(special: str, accept: list[str], reject: list[str], **parts: Any) -> dict[str, Any]:
    line = fake.finding("/state", special, ["conflict"], "-----")
    return {**line, "accept": accept, "reject": reject, **parts}


def found_bites(
    *findings: dict[str, Any], columns: list[dict[str, Any]], official: tuple[str, ...] = ()
) -> list[Bite]:
    header = fake.header(**({"official": [*official]} if official else {}))
    tally = Tally()
    body = [header, *columns, *findings]
    for line in fake.typed(*body, fake.footer(body)):
        tally.add(line)
    run = tally.overview()
    known = columns_of(run.columns, run.header.variants, run.header.fields)
    return bites(run, entries(run.findings, known, {}), known)


def bitten(*findings: Any, **parts: Any) -> list[tuple[str, list[str], list[str], bool, bool]]:
    """Return title, who accepts, who rejects, live and official of each."""
    return [
        (plain(x.entry.title), [*x.accept], [*x.reject], x.live, x.official)
        for x in found_bites(*findings, **parts)
    ]


A1, A2, B, C = "sdk.a@1", "sdk.a@2", "sdk.b@1", "sdk.c@1"
PROGRAMS = [
    program(name, describes={"component": "Parcel", "as_of": day})
    for name, day in ((A1, "2025-01-01"), (A2, "2026-01-01"), (B, "2026-01-01"), (C, "2026-01-01"))
]


def test_the_newest_releases_stand_before_older_ones_and_those_of_the_makers_first() -> None:
    found = bitten(
        finding('"old"', [A2, B, C], [A1]),
        finding('"others"', [A1, A2, B], [C]),
        finding('"makers"', [A1, A2, C], [B]),
        columns=PROGRAMS,
        official=("sdk.a@*", "sdk.b*"),
    )

    assert found == [
        ("`makers` as a `state`", [A2], [B], True, True),
        ("`others` as a `state`", [A2, B], [C], True, False),
        ("`old` as a `state`", [A2, B, C], [A1], False, False),
    ]


def test_a_release_that_changes_it_accepts_it() -> None:
    (one,) = bitten(
        finding('"x"', [A2], [B], lossy=[A2], kinds=["conflict", "loss"]), columns=PROGRAMS
    )
    assert one[1:] == ([A2], [B], True, False)


@pytest.mark.parametrize(
    ("accept", "reject", "live"),
    [
        (["sdk.a.item@1"], ["sdk.b.item@1"], True),
        (["sdk.a.item@1"], ["sdk.b.union@1"], False),
        (["sdk.a.item@1"], ["sdk.a.union@1"], False),
        (["sdk.a.item@1"], ["sdk.c@1"], True),
        (["sdk.a.union@1"], ["sdk.c@1"], True),
    ],
)
def test_packages_are_compared_by_the_decoders_that_both_have(
    accept: list[str], reject: list[str], *, live: bool
) -> None:
    columns = [
        program(name)
        for name in (
            *("sdk.a.item@1", "sdk.a.union@1"),
            *("sdk.b.item@1", "sdk.b.union@1", "sdk.c@1"),
        )
    ]
    (one,) = bitten(finding('"x"', accept, reject), columns=columns)
    assert one[3] is live


def test_a_decoder_that_accepts_anything_by_design_and_one_without_release_do_not_count() -> None:
    columns = [program("sdk.a@1", lenient=True), program("native.b"), program("sdk.c@1")]
    found = bitten(
        finding('"x"', ["sdk.a@1"], ["sdk.c@1"]),
        finding('"y"', ["native.b"], ["sdk.c@1"]),
        columns=columns,
    )
    assert [one[3] for one in found] == [False, False]


def test_without_programs_the_conflicts_of_descriptions_bite() -> None:
    columns = fake.columns()[:4]
    found = bitten(
        fake.finding("/state", '"x"', ["conflict"], "arrr-"),
        fake.finding("/state", '"y"', ["gap"], "aass-"),
        fake.finding("/state", '"z"', ["conflict"], "aarr-", witness=None),
        columns=columns,
    )
    assert [(title, live) for title, *_, live, _ in found] == [("`x` as a `state`", False)]


def test_the_plain_decoder_of_a_package_stands_for_its_others_and_a_variant_for_its_readings() -> (
    None
):
    columns = [
        *fake.columns()[:4],
        *map(program, ("sdk.a@1", "sdk.a.item@1", "sdk.b@1", "sdk.b.item@1")),
    ]
    both, item = found_bites(
        finding('"both"', ["sdk.a@1", "sdk.a.item@1"], ["sdk.b@1", "sdk.b.item@1"]),
        finding('"item"', ["sdk.a.item@1"], ["sdk.b.item@1"]),
        columns=columns,
    )
    (described,) = found_bites(
        fake.finding("/state", '"x"', ["conflict"], "aarr-"), columns=columns[:4]
    )

    assert ([*both.accepting], [*both.rejecting]) == (["a 1"], ["b 1"])
    assert ([*item.accepting], [*item.rejecting]) == (["a 1 (item)"], ["b 1 (item)"])
    assert ([*described.accepting], [*described.rejecting]) == (["alpha"], ["beta"])


@pytest.mark.parametrize(
    ("accepting", "rejecting", "words"),
    [
        (["a 1"], ["b 2"], "a 1 accepts this; b 2 rejects it."),
        (["a 1", "c 3"], ["b 2", "d 4"], "a 1 and c 3 accept this; b 2 and d 4 reject it."),
    ],
)
def test_a_sentence_says_who_disagrees_now(
    accepting: list[str], rejecting: list[str], words: str
) -> None:
    assert plain(apart(accepting, rejecting)) == words


def test_the_sentence_names_who_accepts_and_who_rejects() -> None:
    tally = Tally()
    for line in fake.typed(fake.header(), *PROGRAMS):
        tally.add(line)
    known = columns_of(tally.columns, (), ())
    assert plain(conflict([A2], [B], known)) == "a 2 accepts this; b 1 rejects it."
