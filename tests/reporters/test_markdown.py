"""The step summary: what one writes and another rejects, and the grid."""

from __future__ import annotations

from typing import Any

from conformance.reporters.markdown import MAX_ROWS, Markdown


def summary(fake: Any, lines: Any) -> list[str]:
    return "".join(fake.rendered(Markdown(), lines)).splitlines()


def test_the_grid_says_whose_send_reading_its_rows_are_about(fake: Any) -> None:
    told = summary(fake, fake.sending())

    assert "| alpha (declared) (send reading) | ✓ | ✗ | ✗ |" in told
    assert "| beta (declared) | ✗ | · | ✓ |" in told
    assert (
        "A row writes (send reading), a column reads (receive reading); where a row does not name "
        "its send reading, what it reads stands for what it writes: ✓ all, ✗ rejects something, "
        "○ does not say."
    ) in told


def test_of_many_that_are_rejected_the_first_are_listed(fake: Any) -> None:
    broken = [fake.broken(f"/x{n}", "null", {}) for n in range(MAX_ROWS + 3)]
    lines = [fake.exchange("alpha.declared", "beta.declared", "overlap", *broken)]

    told = summary(fake, fake.results(*lines))

    start = told.index("## What one writes and another rejects")
    assert told[start + 4 + MAX_ROWS :][:2] == ["", "And 3 more in the HTML report."]


def test_without_any_nothing_is_said(fake: Any) -> None:
    told = summary(fake, fake.sample())

    assert not [line for line in told if "send reading" in line or "another rejects" in line]
