"""The first entries are shown, the rest is folded by what it is about."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reporters.views.entries import entries
from conformance.reporters.views.sections import FIRST, sections
from conformance.reporters.words.columns import columns_of


def split(fake: Any, groups: list[str], **parts: Any) -> tuple[int, list[tuple[str, int, int]]]:
    """Return how many entries are first, and the rest by section: title, entries, findings."""
    header = fake.typed(fake.header())[0]
    findings = [
        fake.finding(
            f"/{number}",
            f'"{number}"',
            ["gap"],
            "aasss",
            group=group,
            importance=1 - number / 100,
            because=[],
            **parts,
        )
        for number, group in enumerate(groups)
    ]
    columns = columns_of(fake.typed(*fake.columns()), header.variants)
    first, rest = sections(entries(fake.typed(*findings), columns, header.claims))
    return len(first), [(x.title, len(x.entries), x.findings) for x in rest]


@pytest.mark.parametrize("count", [0, FIRST, FIRST + 2])
def test_a_few_entries_are_all_shown(fake: Any, count: int) -> None:
    assert split(fake, ["values"] * count) == (count, [])


def test_the_rest_stands_in_the_groups_in_their_order(fake: Any) -> None:
    groups = ["values"] * FIRST + ["types", "losses", "types", "values"]
    assert split(fake, groups) == (
        FIRST,
        [("values", 1, 1), ("types", 2, 2), ("losses", 1, 1)],
    )


def test_news_past_the_first_stand_before_the_groups(fake: Any) -> None:
    groups = ["values"] * (FIRST + 3)
    assert split(fake, groups, state="new") == (
        FIRST,
        [("new, changed or vanished", 3, 3)],
    )
