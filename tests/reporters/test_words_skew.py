"""How the versions differ that two sides describe."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import results as fake

from conformance.model import STANCES, Verdict
from conformance.reporters.words.columns import Columns, columns_of
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.skew import skew
from conformance.results.lines import ColumnLine, HeaderLine

READINGS = ("declared", "documented")
SAME = "The two sides describe different versions of the record."


def built(
    ages: dict[str, tuple[str | None, str | None]], *releases: tuple[str, str | None, str]
) -> Columns:
    """Return variants of two readings, and programs, each with its component and date."""
    lines: list[dict[str, Any]] = [
        {"id": f"{variant}.{reading}", "variant": variant, "reading": reading}
        for variant in ages
        for reading in READINGS
    ]
    lines += [
        {
            "id": f"sdk.{name}",
            "group": "sdk",
            "reading": None,
            "describes": {"component": component, "as_of": date},
        }
        for name, date, component in releases
    ]
    lines += [{"id": "tool", "group": "tool", "reading": None}]
    variants = [{"id": known, "component": x, "as_of": date} for known, (x, date) in ages.items()]
    (header,) = fake.typed({"kind": "header", "variants": variants})
    assert isinstance(header, HeaderLine)
    made = fake.typed(*({"kind": "column", **line} for line in lines))
    return columns_of([line for line in made if isinstance(line, ColumnLine)], header.variants)


def told(columns: Columns, specials: list[str], **sides: list[str]) -> str:
    """Return the words; a name alone stands for both readings of a variant."""
    stances: dict[Verdict, list[str]] = {
        side: [
            column
            for name in sides.get(side.value, [])
            for column in columns.readings.get(name, (name,))
        ]
        for side in STANCES
    }
    return plain(skew(specials, stances, columns))


AGES: dict[str, tuple[str | None, str | None]] = {
    "old": ("Item", "2024"),
    "new": ("Plus", "2025"),
    "late": ("Plus", "2026"),
    "odd": (None, None),
    "plus": ("Plus", None),
    "item": ("Item", None),
}


@pytest.mark.parametrize(
    ("accept", "reject", "words"),
    [
        (["old"], ["new"], "The versions differ: old (2024) against new (2025)."),
        (
            ["late", "new"],
            ["old"],
            "The versions differ: old (2024) against late and new (2025 to 2026).",
        ),
        (["new", "odd"], ["old"], "The versions differ: old (2024) against new and odd (2025)."),
        (
            ["new", "odd.declared"],
            ["old", "odd.documented"],
            "The versions differ: old (2024) against new (2025).",
        ),
        (["item"], ["new"], "The types differ: new (`Plus`) against item (`Item`)."),
        (["plus"], ["new"], SAME),
        (["odd"], ["old"], SAME),
        (["old", "late"], ["new"], SAME),
        (["old"], [], SAME),
        (["old", "tool"], ["new"], "The versions differ: old (2024) against new (2025)."),
    ],
)
def test_skew_says_what_each_side_describes(
    accept: list[str], reject: list[str], words: str
) -> None:
    assert told(built(AGES), ['"x"'], accept=accept, reject=reject) == words


def test_programs_are_told_of_where_a_value_is_named_and_a_side_has_no_description() -> None:
    columns = built(
        AGES, ("one@1", "2024", "Item"), ("one@2", "2026", "Item"), ("two@1", "2025", "Item")
    )
    sides = {"accept": ["sdk.one@2", "sdk.two@1"], "reject": ["sdk.one@1"]}
    assert told(columns, ['"new"', "null"], **sides) == (
        "The versions differ: one 1 (2024) against one 2 and two 1 (2025 to 2026)."
    )
    assert told(columns, ["a number"], **sides) == SAME
    sides = {"accept": ["late", "sdk.one@2"], "reject": ["sdk.one@1", "new"]}
    assert told(columns, ['"new"'], **sides) == (
        "The versions differ: new (2025) against late (2026)."
    )


def test_skew_leaves_out_an_age_that_stands_on_both_sides() -> None:
    columns = built(
        AGES, ("one@1", "2025", "Item"), ("two@1", "2025", "Item"), ("two@2", "2026", "Item")
    )
    assert told(
        columns, ['"new"'], accept=["sdk.two@1", "sdk.two@2"], reject=["sdk.one@1", "old"]
    ) == ("The versions differ: old (2024) against two 2 (2026).")


def test_skew_only_counts_many_programs() -> None:
    columns = built(AGES, *((f"p{number}@1", f"202{number}", "Item") for number in range(5, 10)))
    accept = [f"sdk.p{number}@1" for number in range(5, 9)]
    assert told(columns, ['"new"'], accept=accept, reject=["old"]) == (
        "The versions differ: old (2024) against 4 programs (2025 to 2028)."
    )


def test_a_sentence_that_is_too_long_names_fewer_of_a_side() -> None:
    early, late = ([f"{when}-{'x' * 24}-{n}" for n in range(3)] for when in ("early", "late"))
    ages: dict[str, tuple[str | None, str | None]] = {
        **dict.fromkeys(early, ("Item", "2024-11-05")),
        **dict.fromkeys(late, ("Item", "2026-07-28")),
    }

    assert told(built(ages), ["null"], accept=early, reject=late) == (
        f"The versions differ: {early[0]} and 2 others (2024-11-05) against {late[0]} and 2 others "
        "(2026-07-28)."
    )
