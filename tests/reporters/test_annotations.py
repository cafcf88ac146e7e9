"""Commands of GitHub Actions."""

from __future__ import annotations

from typing import Any

from fakes import results as fake

from conformance.reporters.annotations import commands
from conformance.reporters.views.overview import Tally


def told(*findings: dict[str, Any]) -> list[str]:
    tally = Tally()
    for line in fake.typed(*fake.results(*findings)):
        tally.add(line)
    return list(commands(tally.overview()))


def test_a_difference_without_a_line_or_a_value_is_told_without_them() -> None:
    gap = fake.finding("/state", '"sent"', ["gap"], "asaas", witness=None, claims=[])

    (line,) = told(gap)
    assert line == (
        "::notice title=Parcel%3A `sent` as a `state`::`sent` as a `state`. Accepted by alpha "
        "(declared), beta (declared), beta (documented); left open by alpha (documented), gamma 2"
    )


def test_what_a_source_says_cannot_become_another_command() -> None:
    odd = fake.finding("/state", '"a\\n::error::100%"', ["conflict"], "ararr", claims=[])

    (line,) = told(odd)
    assert "\n" not in line
    assert "100%25" in line
