"""Sentences made from the results."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import results as fake

from conformance.model import STANCES, Kind, Verdict
from conformance.reporters.words import sentences as wording
from conformance.reporters.words.columns import Columns, columns_of
from conformance.reporters.words.phrases import LONGEST, plain
from conformance.results.lines import ColumnLine, HeaderLine

READINGS = ("declared", "documented")


@pytest.fixture
def columns() -> Columns:
    lines: list[dict[str, Any]] = [
        {"id": f"{variant}.{reading}", "variant": variant, "reading": reading}
        for variant in ("old", "new", "odd")
        for reading in READINGS
    ]
    lines += [
        {"id": program, "group": program, "variant": None, "reading": None}
        for program in ("p1", "p2")
    ]
    variants: list[dict[str, Any]] = [
        {"id": "old", "component": "Item", "as_of": "2024-12-18"},
        {"id": "new", "component": "ItemPlus", "as_of": "2025-02-04"},
        {"id": "odd", "component": None, "as_of": None},
    ]
    return built(lines, variants)


def built(lines: list[dict[str, Any]], variants: list[dict[str, Any]]) -> Columns:
    (header,) = fake.typed({"kind": "header", "variants": variants})
    assert isinstance(header, HeaderLine)
    columns = [
        line
        for line in fake.typed(*({"kind": "column", **line} for line in lines))
        if isinstance(line, ColumnLine)
    ]
    return columns_of(columns, header.variants)


def stances(**sides: list[str]) -> dict[Verdict, list[str]]:
    return {side: sides.get(side.value, []) for side in STANCES}


OLD, NEW = [f"old.{r}" for r in READINGS], [f"new.{r}" for r in READINGS]


@pytest.mark.parametrize(
    ("kinds", "sides", "sentences"),
    [
        (
            ["conflict"],
            {"accept": OLD, "reject": NEW},
            ["old may send this; new rejects it."],
        ),
        (
            ["conflict"],
            {"accept": ["old.declared", "p1"], "reject": [*NEW, "odd.declared", "p2"]},
            ["old (declared) may send this; new, odd (declared) and p2 reject it."],
        ),
        (
            ["conflict"],
            {"accept": ["p1", "p2"], "reject": OLD},
            ["p1 and p2 accept this; old rejects it."],
        ),
        (
            ["conflict"],
            {"accept": OLD, "reject": ["p1", "p2"]},
            ["old may send this; p1 and p2 reject it."],
        ),
        (["conflict"], {"accept": ["p1"], "reject": ["p2"]}, ["p1 accepts this; p2 rejects it."]),
        (
            ["conflict"],
            {"accept": ["new.declared"], "reject": [*OLD, "p1", "p2"]},
            ["new (declared) may send this; old, p1 and p2 reject it."],
        ),
        (
            ["contradiction"],
            {"accept": ["old.documented"], "reject": ["old.declared"]},
            ["old contradicts itself: its prose allows this, its types forbid it."],
        ),
        (
            ["contradiction"],
            {
                "accept": ["old.documented", "new.documented"],
                "reject": ["old.declared", "new.declared"],
            },
            ["old and new contradict themselves: their prose allows this, their types forbid it."],
        ),
        (
            ["refinement"],
            {"accept": ["old.declared"], "reject": ["old.documented"]},
            ["old is stricter in prose: its types allow this, its prose forbids it."],
        ),
        (
            ["refinement"],
            {
                "accept": ["old.declared", "new.declared"],
                "reject": ["old.documented", "new.documented"],
            },
            [
                (
                    "old and new are stricter in prose: "
                    "their types allow this, their prose forbids it."
                )
            ],
        ),
        (
            ["loss"],
            {"lossy": ["p1"]},
            ["p1 accepts this and changes it."],
        ),
        (
            ["loss"],
            {"lossy": ["p1", "p2"]},
            ["p1 and p2 accept this and change it."],
        ),
        (
            ["gap"],
            {"accept": ["p1", "p2"], "silent": NEW},
            ["p1 and p2 accept this; new does not say whether it is allowed."],
        ),
        (
            ["gap"],
            {"accept": OLD, "silent": NEW},
            ["old may send this; new does not say whether it is allowed."],
        ),
        (
            ["gap"],
            {"accept": ["p1"], "silent": [*OLD, *NEW]},
            ["p1 accepts this; old and new do not say whether it is allowed."],
        ),
        (
            ["gap"],
            {"reject": OLD, "silent": NEW},
            ["old rejects this; new does not say whether it is allowed."],
        ),
        (
            ["gap"],
            {"reject": ["p1", "p2"], "silent": NEW},
            ["p1 and p2 reject this; new does not say whether it is allowed."],
        ),
        (
            ["conflict", "gap"],
            {"accept": OLD, "reject": ["p1"], "silent": NEW},
            ["old may send this; p1 rejects it.", "new does not say whether it is allowed."],
        ),
    ],
)
def test_the_effect_names_who_sends_and_who_fails(
    columns: Columns, kinds: list[str], sides: dict[str, list[str]], sentences: list[str]
) -> None:
    told = [
        plain(sentence)
        for sentence in wording.effects([Kind(x) for x in kinds], stances(**sides), columns)
    ]
    assert [words[:1].lower() + words[1:] for words in told] == [
        words[:1].lower() + words[1:] for words in sentences
    ]


def released(*releases: tuple[str, str | None]) -> Columns:
    """Return programs by name, each with the date of the item that it describes."""
    lines: list[dict[str, Any]] = [
        {
            "id": f"sdk.{name}",
            "group": "sdk",
            "reading": None,
            **({"describes": {"component": "Item", "as_of": date}} if date else {}),
        }
        for name, date in releases
    ]
    return built(lines, [])


def test_a_package_alone_in_its_group_needs_no_heading() -> None:
    columns = released(("one@1", "2024"), ("one@2", "2026"), ("one.union@2", "2026"))
    assert columns.groups == {}
    assert columns.short(["sdk.one@1", "sdk.one@2"]) == ["one"]
    assert columns.grouped(["sdk.one@1", "sdk.one@2"]) == [("", ["one"])]


def test_a_package_stands_for_all_its_decoders() -> None:
    decoders = released(("one@1", "2024"), ("one.union@1", "2024"), ("one.union@2", "2026"))
    assert decoders.short(["sdk.one@1", "sdk.one.union@1", "sdk.one.union@2"]) == ["one"]
    assert decoders.short(["sdk.one@1", "sdk.one.union@1"]) == ["one 1", "one 1 (union)"]
    assert decoders.short(["sdk.one.union@1", "sdk.one.union@2"]) == ["one (union)"]


def test_of_many_programs_a_list_names_three_packages_and_counts_the_rest() -> None:
    columns = released(
        ("old@1", "2024"),
        ("new@1", "2025"),
        ("new@2", "2026"),
        ("new.union@2", "2026"),
        ("early@2", "2025"),
        ("alike@3", "2025"),
        ("undated@1", None),
    )
    given = [x for x in columns.packages if x != "sdk.new@1"]
    assert columns.brief(given) == ["new 2", "alike 3", "early 2 + 3"]
    assert columns.brief([*given, "sdk.new@1"]) == ["new", "alike 3", "early 2 + 2"]
    assert columns.brief([*given, "unheard-of"])[-1] == "early 2 + 4"


def test_a_list_that_leaves_out_only_decoders_of_named_packages_counts_none() -> None:
    columns = released(("a@1", "2026"), ("a.x@1", "2026"), ("b@1", "2026"), ("c@1", "2026"))
    assert columns.brief([*columns.packages]) == ["a", "b 1", "c 1"]


def test_many_descriptions_are_shortened() -> None:
    lines = [
        {"id": f"v{number}.declared", "variant": f"v{number}", "reading": "declared"}
        for number in range(7)
    ]
    columns = built(lines, [])
    sides = stances(accept=["v0.declared"], reject=[line["id"] for line in lines[1:]])
    told = plain(wording.effects([Kind.CONFLICT], sides, columns)[0])
    assert told == "v0 may send this; v1, v2, v3, v4 and 2 others reject it."


def test_a_long_sentence_names_fewer_until_it_has_two_lines() -> None:
    lines: list[dict[str, Any]] = [
        {"id": f"{'long' * 6}{x}.d", "variant": f"{'long' * 6}{x}", "reading": "d"} for x in "abcde"
    ]
    lines += [
        {"id": f"{'tool' * 6}{x}", "group": f"{'tool' * 6}{x}", "reading": None} for x in "fg"
    ]
    columns = built(lines, [])
    described, programs = [x["id"] for x in lines[:5]], [x["id"] for x in lines[5:]]
    long, tool = "long" * 6, "tool" * 6
    for accept, reject, words in (
        (
            described,
            programs,
            f"{long}a, {long}b, {long}c and 2 others may send this; 2 programs reject it.",
        ),
        (
            described[:2],
            [*described[2:], *programs],
            f"{long}a and {long}b may send this; {long}c, 2 others and 2 programs reject it.",
        ),
        (programs[:1], described[:1], f"{tool}f accepts this; {long}a rejects it."),
        (
            programs[:1],
            described,
            f"1 program accepts this; {long}a, {long}b, {long}c and 2 others reject it.",
        ),
    ):
        told = plain(
            wording.effects([Kind.CONFLICT], stances(accept=accept, reject=reject), columns)[0]
        )
        assert told == words
        assert len(told) <= LONGEST


def test_a_wrong_type_is_named_and_not_called_a_change(columns: Columns) -> None:
    mistyped = {"one": "Bag", "two": "Bag", "three": "Box"}
    told = wording.effects(
        [Kind.LOSS], stances(lossy=["four", *mistyped]), columns, mistyped=mistyped
    )
    assert [plain(phrase) for phrase in told] == [
        "four accepts this and changes it.",
        "one and two read this as `Bag`, a type of another value.",
        "three reads this as `Box`, a type of another value.",
    ]
    only = wording.effects([Kind.LOSS], stances(lossy=["one"]), columns, mistyped={"one": "Bag"})
    assert [plain(phrase) for phrase in only] == [
        "one reads this as `Bag`, a type of another value."
    ]


# --- names in short ------------------------------------------------------------------------------


@pytest.fixture
def packages() -> Columns:
    releases = [("one@2", "2025"), ("one@1", "2024"), ("two@1", None), ("three@1", None)]
    lines: list[dict[str, Any]] = [
        {
            "id": f"sdk.{name}",
            "group": "sdk",
            "reading": None,
            **({"describes": {"component": "Item", "as_of": date}} if date else {}),
        }
        for name, date in [*releases, ("three.item@1", None), ("alone", None)]
    ]
    lines += [{"id": f"native.{x}", "group": "native", "reading": None} for x in ("go", "rust")]
    lines += [{"id": "tool", "group": "tool", "reading": None}]
    lines += [{"id": f"old.{x}", "variant": "old", "reading": x} for x in READINGS]
    return built(lines, [])


def test_releases_of_a_package_stand_in_the_order_of_their_dates(packages: Columns) -> None:
    assert packages.families == {"sdk.one": ("sdk.one@1", "sdk.one@2")}
    assert packages.groups["native"] == ("native.go", "native.rust")
    assert "tool" not in packages.groups


def test_names_stand_by_their_groups(packages: Columns) -> None:
    given = [*OLD, "sdk.one@1", "sdk.one@2", "native.go", "sdk.three@1", "tool"]
    assert packages.grouped(given) == [
        ("", ["old", "tool"]),
        ("sdk", ["one", "three 1"]),
        ("native", ["go"]),
    ]
    assert packages.grouped(["native.go", "native.rust"]) == [("native", ["go", "rust"])]
    assert packages.grouped([]) == []


def test_beside_a_description_many_programs_are_only_counted(packages: Columns) -> None:
    programs = [f"sdk.{name}@1" for name in ("one", "two", "three", "three.item")]
    several = [*programs, "native.go"]
    sides = stances(accept=OLD[:1], reject=[OLD[1], *several])
    told = wording.effects([Kind.CONFLICT], sides, packages)[0]
    assert plain(told) == (
        "old (declared) may send this; old (documented) and 5 programs reject it."
    )
    told = wording.effects([Kind.CONFLICT], stances(accept=OLD, reject=several), packages)[0]
    assert plain(told) == "old may send this; one 1, go (native), three and 1 more reject it."
    told = wording.effects([Kind.LOSS], stances(lossy=["native.go", "tool"]), packages)[0]
    assert plain(told) == "go (native) and tool accept this and change it."


@pytest.mark.parametrize(
    ("given", "short", "brief"),
    [
        (OLD, ["old"], ["old"]),
        (["sdk.one@2", "sdk.one@1"], ["one"], ["one"]),
        (["sdk.one@2"], ["one 2"], ["one 2"]),
        (["native.go", "tool"], ["go (native)", "tool"], ["go (native)", "tool"]),
        (
            ["old.declared", "sdk.one@1", "sdk.two@1", "sdk.three@1", "sdk.alone"],
            ["old (declared)", "one 1", "two 1", "three 1", "alone (sdk)"],
            ["old (declared)", "one 1", "alone (sdk)", "three 1 + 1"],
        ),
    ],
)
def test_names_in_short(
    packages: Columns, given: list[str], short: list[str], brief: list[str]
) -> None:
    assert packages.short(given) == short
    assert packages.brief(given) == brief
