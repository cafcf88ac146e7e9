"""The drawn rows of the field table, on a terminal and in Markdown."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import ACCEPT, REJECT, SILENT
from rich.console import Console

from conformance.model import Verdict
from conformance.reporters.field_rows import FieldRows, in_markdown
from conformance.reporters.views.folded import FoldedRow
from conformance.reporters.words.phrases import code, text


def row(*cells: tuple[Verdict, ...], **parts: Any) -> FoldedRow:
    given = {"fields": ("state",), "label": (code("lost"),), "accept": (0, 0), "asked": (0, 0)}
    return FoldedRow(cells=cells, findings=(), **{**given, **parts})


ROWS = [
    row((ACCEPT,), (REJECT, ACCEPT)),
    row((REJECT,), (SILENT,), fields=("a", "b", "c", ""), label=(code("null"),)),
    row((), (REJECT,), fields=("",), label=(text("with an unlisted property"),)),
]
COUNTED = [
    row((ACCEPT,), accept=(3, 3), asked=(12, 12)),
    row((Verdict.LOSSY,), accept=(3, 10), asked=(12, 15)),
    row((ACCEPT,)),
]


def drawn(rows: list[FoldedRow], heads: list[str], width: int, **parts: Any) -> list[str]:
    console = Console(width=width, force_terminal=False)
    with console.capture() as captured:
        console.print(FieldRows(rows=rows, heads=heads, most=9, more="more", **parts))
    return [line.rstrip() for line in captured.get().splitlines()]


def test_a_row_is_a_value_with_a_sign_for_each_variant() -> None:
    assert drawn(ROWS, ["alpha", "beta"], 80) == [
        "Field      Value                     alpha beta",
        "───────────────────────────────────────────────",
        "state      lost                        ✓   ✗/✓",
        "a, b +2    null                        ✗    ○",
        "the record with an unlisted property        ✗",
        "✓ accepts   ✗ rejects   ○ does not say   two signs: types/prose",
    ]


def test_programs_are_counted_and_a_range_where_the_fields_differ() -> None:
    assert drawn(COUNTED, ["alpha"], 80) == [
        "Field Value alpha   programs",
        "────────────────────────────",
        "state lost    ✓         3/12",
        "state lost    ≈   3–10/12–15",
        "state lost    ✓",
        "✓ accepts   ≈ changes it   n/m: n of m programs accept",
    ]


def test_names_that_are_too_wide_become_letters_with_a_legend() -> None:
    heads = ["one/long/path.ts", "two/long/path.ts"]
    shown = drawn(ROWS, heads, 50)

    assert shown[0].split() == ["Field", "Value", "A", "B"]
    assert shown[5:] == [
        "A one/long/path.ts   B two/long/path.ts",
        "✓ accepts   ✗ rejects   ○ does not say",
        "two signs: types/prose",
    ]


def test_letters_go_on_after_z() -> None:
    many = [row(*[(ACCEPT,)] * 27, (REJECT,))]
    shown = drawn(many, [f"variant-{number}" for number in range(28)], 120)

    assert shown[0].split()[-3:] == ["Z", "A1", "B1"]
    assert "A1 variant-26" in shown[-2]


def test_of_too_many_variants_only_the_signs_are_counted() -> None:
    many = [row(*[(ACCEPT,)] * 30, *[(REJECT, ACCEPT)] * 2, ())]
    shown = drawn(many, [f"variant-{number}" for number in range(33)], 60)

    assert shown == [
        "Field Value descriptions",
        "────────────────────────",
        "state lost      ✓ 30",
        "               ✗/✓ 2",
        "✓ accepts   ✗ rejects   two signs: types/prose",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("number", [2, 7, 30])
def test_no_line_is_wider_than_the_terminal(width: int, number: int) -> None:
    long = {"fields": ("a.long.path[].to.a_field", "b"), "label": (code("a_rather_long_value"),)}
    many = [row(*[(ACCEPT, REJECT)] * number, accept=(1, 20), asked=(30, 30), **long)]

    assert max(map(len, drawn(many, [f"variant-{n}" for n in range(number)], width))) <= width


def test_rows_past_the_most_are_counted() -> None:
    shown = drawn([*[row((ACCEPT,))] * 12], ["alpha"], 80)

    assert shown[-2:] == ["and 3 more: more", "✓ accepts"]


def test_text_of_a_record_is_escaped() -> None:
    hostile = [row((ACCEPT,), fields=("\x1b[31m",), label=(code("\x1b[1m"),))]

    assert "\x1b" not in "\n".join(drawn(hostile, ["\x1b[0m"], 80))
    assert "\x1b" not in "".join(in_markdown(hostile, ["\x1b[0m"], most=9, more=""))


def test_in_markdown_every_field_is_named() -> None:
    lines = [*in_markdown([ROWS[0], *COUNTED[1:2]], ["al|pha", "beta"], most=9, more="")]
    assert lines == [
        "| Field | Value | al\\|pha | beta | programs |",
        "|---|---|:---:|:---:|:---:|",
        "| `state` | `lost` | ✓ | ✗/✓ |  |",
        "| `state` | `lost` | ≈ | 3–10/12–15 |",
        "",
        "✓ accepts; ✗ rejects; ≈ changes it; two signs: types/prose; n/m: n of m programs accept.",
    ]
    several = [*in_markdown(ROWS, ["alpha", "beta"], most=2, more="elsewhere.")]
    assert several[3] == "| `a`, `b`, `c`, the record | `null` | ✗ | ○ |"
    assert several[-1] == "And 1 more elsewhere."
