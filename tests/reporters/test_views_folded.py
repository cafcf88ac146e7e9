"""The rows of the field table that matter: alike ones as one, the most important first."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import ACCEPT, REJECT, SILENT

from conformance.reporters.views.folded import DIFFERENCES, FoldedRow, folded, heads
from conformance.reporters.views.overview import Overview, Tally
from conformance.reporters.words.phrases import plain


def overview(lines: list[Any]) -> Overview:
    tally = Tally()
    for line in lines:
        tally.add(line)
    return tally.overview()


def rows(fake: Any, *lines: dict[str, Any], **more: Any) -> list[FoldedRow]:
    run = overview(fake.typed(*fake.results(*lines)))
    return folded(run.field_table, run.findings, **more)


def test_a_value_that_differs_alike_at_several_fields_is_one_row(fake: Any) -> None:
    (row,) = rows(
        fake,
        fake.field("/a", ("null", "aaarl"), ('"x"', "aaaaa")),
        fake.field("/b/*", ("null", "aaarr")),
        fake.field("/b/*/c", ("null", "aaarr")),
    )

    assert row.fields == ("a", "b[]", "b[].c")
    assert plain(row.label) == "`null`"
    assert row.cells == ((ACCEPT,), (ACCEPT, REJECT))
    assert (row.accept, row.asked) == ((0, 1), (1, 1))


@pytest.mark.parametrize("other", [("null", "aaasr"), ('"x"', "aaarr"), ("null", "aaar.")])
def test_another_value_other_verdicts_or_programs_make_a_row_of_their_own(
    fake: Any, other: tuple[str, str]
) -> None:
    found = rows(
        fake,
        fake.field("/a", ("null", "aaarr")),
        fake.field("/b", other),
        states=DIFFERENCES,
    )

    assert [row.fields for row in found] == [("a",), ("b",)]


def test_rows_come_by_the_importance_of_their_findings_then_in_reading_order(fake: Any) -> None:
    found = rows(
        fake,
        fake.finding("/c", "null", ["conflict"], "aarrr"),
        fake.finding("/b", "null", ["conflict"], "arrrr"),
        fake.field("/a", ("null", "raaaa")),
        fake.field("/b", ("null", "arrrr", "/b = null")),
        fake.field("/c", ("null", "aarrr", "/c = null")),
        fake.field("/d", ("null", "arara", "/gone = null")),
    )

    assert [row.fields for row in found] == [("c",), ("b",), ("a",), ("d",)]
    assert [row.findings for row in found] == [
        ("/c = null",), ("/b = null",), (), ("/gone = null",)
    ]  # fmt: skip


def test_gaps_are_rows_only_where_they_are_asked_for(fake: Any) -> None:
    lines = [fake.field("/a", ("null", "aasss"))]

    assert rows(fake, *lines) == []
    (row,) = rows(fake, *lines, states=DIFFERENCES)
    assert row.cells == ((ACCEPT,), (SILENT,))


def test_a_variant_with_one_reading_is_headed_by_the_name_of_its_column(fake: Any) -> None:
    lines = fake.typed(fake.header(), *fake.columns(("alpha.declared", *fake.COLUMNS[2:])))
    run = overview([*lines, *fake.typed(fake.field("/a"), fake.footer([]))])
    names = {line.id: f"name of {line.id}" for line in run.columns}

    assert heads(run.field_table, run.columns, names) == ["name of alpha.declared", "beta"]
