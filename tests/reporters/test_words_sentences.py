"""Sentences made from the results."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import results as fake

from conformance.model import STANCES, Kind, Verdict
from conformance.reporters.words import sentences as wording
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.sentences import Columns, columns_of
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
            ["old may send this; a decoder that follows new rejects it."],
        ),
        (
            ["conflict"],
            {"accept": ["old.declared", "p1"], "reject": [*NEW, "odd.declared", "p2"]},
            [
                (
                    "old.declared may send this, and p1 accepts it; "
                    "a decoder that follows new or odd.declared rejects it, and so does p2."
                )
            ],
        ),
        (
            ["conflict"],
            {"accept": ["p1", "p2"], "reject": OLD},
            ["p1 and p2 accept this; a decoder that follows old rejects it."],
        ),
        (
            ["conflict"],
            {"accept": OLD, "reject": ["p1", "p2"]},
            ["old may send this; p1 and p2 reject it."],
        ),
        (["conflict"], {"accept": ["p1"], "reject": ["p2"]}, ["P1 accepts this; p2 rejects it."]),
        (
            ["conflict"],
            {"accept": ["new.declared"], "reject": [*OLD, "p1", "p2"]},
            [
                (
                    "new.declared may send this; a decoder that follows old rejects it, "
                    "and so do p1 and p2."
                )
            ],
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
            [
                (
                    "old says more in prose than in its types: a client that follows "
                    "the types may send this, a decoder that follows the prose rejects it."
                )
            ],
        ),
        (
            ["refinement"],
            {
                "accept": ["old.declared", "new.declared"],
                "reject": ["old.documented", "new.documented"],
            },
            [
                (
                    "old and new say more in prose than in their types: a client that "
                    "follows the types may send this, a decoder that follows the prose rejects it."
                )
            ],
        ),
        (
            ["loss"],
            {"lossy": ["p1"]},
            ["p1 accepts this and changes it: what is written back is not what was read."],
        ),
        (
            ["loss"],
            {"lossy": ["p1", "p2"]},
            ["p1 and p2 accept this and change it: what is written back is not what was read."],
        ),
        (
            ["gap"],
            {"accept": ["p1", "p2"], "silent": NEW},
            ["p1 and p2 accept this; new does not say whether this is allowed."],
        ),
        (
            ["gap"],
            {"accept": OLD, "silent": NEW},
            ["old may send this; new does not say whether this is allowed."],
        ),
        (
            ["gap"],
            {"accept": ["p1"], "silent": [*OLD, *NEW]},
            ["p1 accepts this; old and new do not say whether this is allowed."],
        ),
        (
            ["gap"],
            {"reject": OLD, "silent": NEW},
            ["old rejects this; new does not say whether this is allowed."],
        ),
        (
            ["gap"],
            {"reject": ["p1", "p2"], "silent": NEW},
            ["p1 and p2 reject this; new does not say whether this is allowed."],
        ),
        (
            ["conflict", "gap"],
            {"accept": OLD, "reject": ["p1"], "silent": NEW},
            ["old may send this; p1 rejects it.", "new does not say whether this is allowed."],
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


END = ". An older description is not necessarily a defect."
SAME = "The two sides describe different versions of the record."


@pytest.mark.parametrize(
    ("sides", "words"),
    [
        (
            {"accept": OLD, "reject": NEW},
            (
                "Accepted by old (`Item`, as of 2024-12-18); "
                f"rejected by new (`ItemPlus`, as of 2025-02-04){END}"
            ),
        ),
        (
            {"accept": [*NEW, "p1"], "reject": ["odd.declared", *OLD], "silent": ["p2"]},
            (
                "Rejected by old (`Item`, as of 2024-12-18) and by odd (undated); "
                f"accepted by new (`ItemPlus`, as of 2025-02-04){END}"
            ),
        ),
        (
            {"accept": [*NEW, "odd.declared"], "reject": [*OLD, "odd.documented"]},
            (
                "Rejected by old (`Item`, as of 2024-12-18); "
                f"accepted by new (`ItemPlus`, as of 2025-02-04){END}"
            ),
        ),
        ({"accept": OLD}, SAME),
    ],
)
def test_skew_says_what_each_side_describes(
    columns: Columns, sides: dict[str, list[str]], words: str
) -> None:
    assert plain(wording.skew(['"x"'], stances(**sides), columns)) == words


def aged(ages: dict[str, tuple[str, str]]) -> Columns:
    """Return variants of one reading each, by name with component and date."""
    return Columns(
        readings={name: (f"{name}.d",) for name in ages},
        variant={f"{name}.d": name for name in ages},
        age={f"{name}.d": age for name, age in ages.items()},
        families={},
        groups={},
    )


def test_skew_tells_of_one_component_together_with_the_span_of_its_dates() -> None:
    ages = {"z": ("New", "2026"), "a": ("Old", "2024"), "m": ("New", "2025"), "n": ("New", "")}
    told = wording.skew(["null"], stances(accept=["z.d", "m.d"], reject=["a.d", "n.d"]), aged(ages))
    assert plain(told) == (
        "Rejected by a (`Old`, as of 2024) and by n (`New`); "
        f"accepted by m and z (`New`, as of 2025 to 2026){END}"
    )


def test_skew_tells_of_an_age_without_a_component() -> None:
    ages = {"a": ("", "2024"), "b": ("", "2025")}
    told = wording.skew(["null"], stances(accept=["b.d"], reject=["a.d"]), aged(ages))
    assert plain(told) == f"Rejected by a (as of 2024); accepted by b (as of 2025){END}"


def released(*releases: tuple[str, str]) -> Columns:
    """Return programs by name, each with the date of the item that it describes."""
    lines: list[dict[str, Any]] = [
        {
            "id": f"sdk.{name}",
            "group": "sdk",
            "reading": None,
            "describes": {"component": "Item", "as_of": date},
        }
        for name, date in releases
    ]
    reading = {"id": "old.declared", "variant": "old", "reading": "declared"}
    return built([*lines, reading], [{"id": "old", "component": "Item", "as_of": "2024"}])


def test_skew_tells_of_releases_where_a_value_is_named() -> None:
    columns = released(("one@1", "2024"), ("one@2", "2026"), ("two@1", "2025"))
    sides = stances(accept=["sdk.one@2", "sdk.two@1"], reject=["sdk.one@1"])
    assert plain(wording.skew(['"new"', "null"], sides, columns)) == (
        "Rejected by sdk.one@1 (`Item`, as of 2024); "
        f"accepted by sdk.two@1 and sdk.one@2 (`Item`, as of 2025 to 2026){END}"
    )
    assert plain(wording.skew(["a number"], sides, columns)) == SAME


def test_skew_leaves_out_an_age_that_stands_on_both_sides() -> None:
    columns = released(("one@1", "2025"), ("two@1", "2025"), ("two@2", "2026"))
    sides = stances(accept=["sdk.two@1", "sdk.two@2"], reject=["sdk.one@1", "old.declared"])
    assert plain(wording.skew(['"new"'], sides, columns)) == (
        f"Rejected by old (`Item`, as of 2024); accepted by sdk.two@2 (`Item`, as of 2026){END}"
    )


def test_skew_only_counts_many_programs() -> None:
    columns = released(*((f"p{number}@1", f"202{number}") for number in range(5, 10)))
    sides = stances(accept=[f"sdk.p{number}@1" for number in range(5, 9)], reject=["old.declared"])
    assert plain(wording.skew(['"new"'], sides, columns)) == (
        "Rejected by old (`Item`, as of 2024); "
        f"accepted by 4 programs (`Item`, as of 2025 to 2028){END}"
    )


def test_a_package_alone_in_its_group_keeps_its_name() -> None:
    columns = released(("one@1", "2024"), ("one@2", "2026"))
    assert columns.groups == {}
    assert columns.short(["sdk.one@1", "sdk.one@2"]) == ["sdk.one"]
    assert columns.grouped(["sdk.one@1", "sdk.one@2"]) == [("", ["sdk.one"])]


def test_many_names_are_shortened(columns: Columns) -> None:
    ids = [f"program{number}" for number in range(9)]
    told = plain(wording.effects([Kind.LOSS], stances(lossy=ids), columns)[0])
    assert told.startswith("program0, program1, program2, program3 and 5 others accept this")


def test_a_wrong_type_is_named_and_not_called_a_change(columns: Columns) -> None:
    mistyped = {"one": "Bag", "two": "Bag", "three": "Box"}
    told = wording.effects([Kind.LOSS], stances(lossy=["four", *mistyped]), columns, mistyped)
    assert [plain(phrase) for phrase in told] == [
        "four accepts this and changes it: what is written back is not what was read.",
        "one and two read this as `Bag`, the type of another value.",
        "three reads this as `Box`, the type of another value.",
    ]
    only = wording.effects([Kind.LOSS], stances(lossy=["one"]), columns, {"one": "Bag"})
    assert [plain(phrase) for phrase in only] == [
        "one reads this as `Bag`, the type of another value."
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
        ("sdk", ["one", "three@1"]),
        ("native", ["go"]),
    ]
    assert packages.grouped(["native.go", "native.rust"]) == [("", ["native"])]
    assert packages.grouped([]) == []


def test_of_many_programs_the_effect_only_says_how_many(packages: Columns) -> None:
    programs = [f"sdk.{name}@1" for name in ("one", "two", "three", "three.item")]
    told = wording.effects([Kind.CONFLICT], stances(accept=OLD, reject=programs), packages)[0]
    assert plain(told) == "old may send this; sdk (4 of 6) reject it."
    told = wording.effects([Kind.LOSS], stances(lossy=[*programs, "tool"]), packages)[0]
    assert plain(told).startswith("tool and sdk (4 of 6) accept this and change it")


@pytest.mark.parametrize(
    ("given", "short", "brief"),
    [
        (OLD, ["old"], ["old"]),
        (["sdk.one@2", "sdk.one@1"], ["sdk.one"], ["sdk.one"]),
        (["sdk.one@2"], ["sdk.one@2"], ["sdk.one@2"]),
        (["native.go", "native.rust", "tool"], ["native", "tool"], ["native", "tool"]),
        (
            ["sdk.one@1", "sdk.two@1", "sdk.three@1", "tool"],
            ["sdk.one@1", "sdk.two@1", "sdk.three@1", "tool"],
            ["sdk.one@1", "sdk.two@1", "sdk.three@1", "tool"],
        ),
        (
            ["old.declared", "sdk.one@1", "sdk.two@1", "sdk.three@1", "sdk.alone", "native.go"],
            ["old.declared", "sdk.one@1", "sdk.two@1", "sdk.three@1", "sdk.alone", "native.go"],
            ["old.declared", "native.go", "sdk (4 of 6)"],
        ),
    ],
)
def test_names_in_short(
    packages: Columns, given: list[str], short: list[str], brief: list[str]
) -> None:
    assert packages.short(given) == short
    assert packages.brief(given) == brief
