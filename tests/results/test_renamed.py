"""Results in which columns have other ids."""

from __future__ import annotations

from typing import Any

from conformance.results.diff import Results, changes, results_of
from conformance.results.renamed import renamed


def results(fake: Any, name: str, letter: str) -> Results:
    names = ("alpha.declared", name)
    side = {"accept": ["alpha.declared"], "reject": [name], "silent": []}
    lines = [
        fake.header(),
        *fake.columns(names),
        fake.case("one", "{}", f"a{letter}", names=names),
        fake.finding("/a", "null", ["conflict"], ".....", **side),
    ]
    return results_of(fake.typed(*lines, fake.footer(lines)))


def test_two_releases_of_a_column_are_compared_as_one(fake: Any) -> None:
    old = renamed(results(fake, "sdk.one@1", "a"), {"sdk.one@1": "sdk.one@2"})

    assert changes(old, results(fake, "sdk.one@2", "a")).same
    (move,) = changes(old, results(fake, "sdk.one@2", "r")).verdicts
    assert (move.column, move.old, move.new) == ("sdk.one@2", "accept", "reject")


def test_without_other_ids_they_are_two_columns(fake: Any) -> None:
    found = changes(renamed(results(fake, "sdk.one@1", "a"), {}), results(fake, "sdk.one@2", "a"))

    assert (found.columns.removed, found.columns.added) == (("sdk.one@1",), ("sdk.one@2",))
    assert found.verdicts == ()
