"""Histories of a test's own."""

from __future__ import annotations

from conformance.history.results import NEW, OLD, Held, History, Kind, Step, Version
from conformance.model import Witness
from conformance.surveys.results import Entry, Pair, State

HOSTILE = "<script>hit()</script>"


def long_history(count: int, *, interrupt: int = 0) -> History:
    """Return a history with a first version and breaking ones, with many types and values each."""
    versions = tuple(
        Version(
            id=f"{number:040x}",
            label=f"{number:010x}",
            date=f"2026-01-{number % 28 + 1:02}T00:00:00Z",
            subject=f"commit {number} {HOSTILE}",
        )
        for number in range(count)
    )
    steps = tuple(
        Step(kind=Kind.CHANGED, version=version, before=versions[0], types=_types())
        for version in versions[1:]
    )
    first = Step(kind=Kind.FIRST, version=versions[0], count=15, equal=2)
    return History(
        name="api.json",
        title="api.json",
        notation="OpenAPI",
        type=None,
        versions=versions,
        steps=(first, *steps),
        interrupt=interrupt,
    )


def _types() -> tuple[Held, ...]:
    """Return fifteen types; the first one differs between several pairs of values."""
    return tuple(
        Held(
            entry=Entry(
                name=f"Type{number}{HOSTILE if number == 1 else ''}",
                types={OLD: (f"Type{number}",), NEW: (f"Type{number}",)},
                state=State.DIFFERS,
                pairs=_pairs(6 if number == 0 else 1),
            ),
            held_by=number,
        )
        for number in range(15)
    )


def _pairs(count: int) -> tuple[Pair, ...]:
    return tuple(
        Pair(a=OLD, b=NEW, relation="contains", witnesses={"only_a": Witness(value=[HOSTILE, x])})
        for x in range(count)
    )
