"""The answer of a comparison of sources: differences that no row of the field table shows."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from conformance.reporters.comparison import MAX_OTHERS, comparison
from conformance.reporters.views.grid import how_compared
from conformance.reporters.views.overview import Tally

NAMES = ("alpha.declared", "beta.declared")


def printed(fake: Any, *lines: dict[str, Any], verbose: bool = False, **end: Any) -> list[str]:
    tally = Tally()
    for line in fake.typed(*fake.results(*lines, names=NAMES, **end)):
        tally.add(line)
    console = Console(width=100, force_terminal=False)
    with console.capture() as captured:
        console.print(comparison(tally.overview(), verbose=verbose))
    return captured.get().splitlines()


def joint(fake: Any, number: int, **parts: Any) -> dict[str, Any]:
    places = [f"/a{number}", "/b"]
    line = fake.finding(places, ["null", "null"], ["conflict"], "-----", **parts)
    return {**line, "accept": [NAMES[0]], "reject": [NAMES[1]]}


def test_combinations_are_named_after_the_fields(fake: Any) -> None:
    shown = {**fake.finding("/s", "null", ["conflict"], "-----"),
             "accept": [NAMES[0]], "reject": [NAMES[1]]}  # fmt: skip
    row = fake.field("/s", ("null", "ar", "/s = null"), names=NAMES)
    lines = printed(fake, shown, joint(fake, 1, state="new"), row, counts={"conflict": 2})

    assert (
        lines
        == [
            "Parcel: 2 sources, 2 differences (2 conflicts); proven complete",
            "",
            "Field Value alpha (declared) beta (declared)",
            "────────────────────────────────────────────",
            "s     null         ✓                ✗       ",
            "✓ accepts   ✗ rejects",
            "",
            "`a1: null` and `b: null` [new]  ✓ alpha (declared)  ✗ beta (declared)",
            "",
        ]
        or lines[-2] == "`a1: null` and `b: null` [new]  ✓ alpha (declared)  ✗ beta (declared)"
    )


def test_of_many_combinations_the_first_are_named(fake: Any) -> None:
    lines = printed(fake, *(joint(fake, n) for n in range(MAX_OTHERS + 2)))

    assert lines[-2:] == ["and 2 more: --verbose", ""]
    assert len(lines) == 2 + MAX_OTHERS + 2


def test_where_nothing_is_found_and_nothing_proven_both_are_said(fake: Any) -> None:
    lines = printed(fake, complete=False, why_not=["a pattern"], faults=["x errs"])

    assert lines == [
        "Parcel: 2 sources, 0 differences; not proven complete",
        "  a pattern",
        "  x errs",
        "",
    ]


def test_in_full_a_difference_that_no_value_shows_has_no_payload(fake: Any) -> None:
    lines = printed(fake, joint(fake, 1, witness=None, twin=None), verbose=True)

    assert lines[-3:] == [
        "",
        "`a1: null` and `b: null`  ✓ alpha (declared)  ✗ beta (declared)",
        "",
    ]


def test_what_one_writes_is_laid_beside_what_others_read(fake: Any) -> None:
    null = fake.broken("/s", "null", {"s": None})
    exchanges = [
        fake.exchange(NAMES[0], NAMES[0], "within"),
        fake.exchange(NAMES[0], NAMES[1], "overlap", null),
    ]
    relation = fake.relation(*NAMES, "equal")

    short = printed(fake, relation, *exchanges)
    whole = printed(fake, relation, *exchanges, verbose=True)

    assert short[2:] == [
        "What one writes and another rejects",
        "  alpha (declared) writes `null` for `s`  ✗ beta (declared)",
        '    {"s": null}',
        "",
    ]
    assert " ".join(line.strip() for line in whole[2:4]) == f"{how_compared(NAMES[:1])}."
    assert [line.rstrip() for line in whole[4:8]] == [
        "writes ↓  reads →                alpha (declared)  beta (declared)",
        "alpha (declared) (send reading)  ✓ all             ✗ not all",
        "beta (declared)                  = equal           —",
        "",
    ]
