"""Since which release a package accepts or rejects something."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import results as fake

from conformance.model import STANCES, Kind, Since, Verdict
from conformance.reporters.words.columns import Columns, columns_of
from conformance.reporters.words.phrases import LONGEST, plain
from conformance.reporters.words.releases import since
from conformance.reporters.words.sentences import effects
from conformance.results.lines import ColumnLine


def released(*releases: tuple[str, str | None]) -> Columns:
    """Return releases of packages, each with its date."""
    lines = fake.typed(
        *(
            {
                "kind": "column",
                "id": f"sdk.{name}",
                "group": "sdk",
                **({"describes": {"component": "Item", "as_of": date}} if date else {}),
            }
            for name, date in releases
        )
    )
    return columns_of([line for line in lines if isinstance(line, ColumnLine)], [])


def told(columns: Columns, accept: str, reject: str) -> str:
    """Return the words; the columns are given without their group, parted by spaces."""
    accepting, rejecting = ([f"sdk.{name}" for name in names.split()] for names in (accept, reject))
    return " ".join(plain(phrase) for phrase in since(accepting, rejecting, columns))


ONE = (("one@1", "2024"), ("one@2", "2025"), ("one@3", "2026"))


@pytest.mark.parametrize(
    ("accept", "reject", "words"),
    [
        ("one@2 one@3", "one@1", "one accepts it since 2."),
        ("one@3", "one@1", "one accepts it since 3."),
        ("one@1 one@2", "one@3", "one rejects it since 3."),
        ("one@1 one@3", "one@2", "one accepts it again since 3."),
        ("one@1 one@2 one@3", "", ""),
        ("", "", ""),
    ],
)
def test_a_package_is_told_of_since_its_last_change(accept: str, reject: str, words: str) -> None:
    assert told(released(*ONE), accept, reject) == words


def test_releases_of_one_day_or_without_one_tell_no_order() -> None:
    assert told(released(("one@1", "2024"), ("one@2", "2024")), "one@2", "one@1") == ""
    assert told(released(("one@1", None), ("one@2", "2024")), "one@2", "one@1") == (
        "one accepts it since 2."
    )
    assert told(released(("one@1", None), ("one@2", None)), "one@2", "one@1") == ""


def test_newer_releases_stand_first_and_each_verb_once() -> None:
    columns = released(
        *ONE, ("two@1", "2024"), ("two@2", "2027"), ("six@1", "2024"), ("six@2", "2027")
    )
    assert told(columns, "one@3 two@2 six@1", "one@2 two@1 six@2") == (
        "two accepts it since 2, one since 3; six rejects it since 2."
    )


def test_decoders_of_a_package_that_change_together_are_told_once() -> None:
    columns = released(*ONE, ("one.union@1", "2024"), ("one.union@2", "2025"))
    assert told(columns, "one@2 one.union@2", "one@1 one.union@1") == "one accepts it since 2."
    assert told(columns, "one@2 one.union@1", "one@1 one.union@2") == (
        "one accepts it since 2; one (union) rejects it since 2."
    )
    assert told(columns, "one.union@2", "one.union@1") == "one (union) accepts it since 2."


def test_many_packages_are_counted() -> None:
    names = [f"package-{number}" for number in range(9)]
    columns = released(*((f"{name}@{x}", f"202{x}") for name in names for x in (1, 2)))
    words = told(
        columns, " ".join(f"{name}@2" for name in names), " ".join(f"{name}@1" for name in names)
    )
    assert words == (
        "package-0 accepts it since 2, package-1 since 2, package-2 since 2, package-3 since 2, "
        "package-4 since 2, package-5 since 2, package-6 since 2, and 2 more."
    )
    assert len(words) <= LONGEST
    long = "x" * 200
    assert told(
        released((f"{long}@1", "2024"), (f"{long}@2", "2025")), f"{long}@2", f"{long}@1"
    ) == (f"{long} accepts it since 2.")


@pytest.mark.parametrize(
    ("column", "version", "verdict", "again", "words"),
    [
        ("sdk.one", "2.7", Verdict.ACCEPT, False, "one accepts it since 2.7."),
        ("sdk.one", "2.7", Verdict.LOSSY, True, "one accepts it again since 2.7."),
        (
            "sdk.lone",
            "0.3",
            Verdict.REJECT,
            False,
            "one accepts it since 3; lone rejects it since 0.3.",
        ),
        ("sdk.lone.part", "0.3", Verdict.ACCEPT, False, "lone (part) accepts it since 0.3, one"),
        ("sdk.gone", "0.3", Verdict.ACCEPT, False, "one accepts it since 3."),
    ],
)
def test_the_release_is_exact_where_all_releases_are_known(
    column: str, version: str, verdict: Verdict, *, again: bool, words: str
) -> None:
    columns = released(*ONE, ("lone@1", "2027"), ("lone.part@1", "2027"))
    known = [Since(column=column, version=version, verdict=verdict, again=again)]
    phrases = since(["sdk.one@3"], ["sdk.one@1", "sdk.one@2"], columns, known)
    assert " ".join(map(plain, phrases)).startswith(words)


def test_the_sentence_on_releases_follows_that_of_the_conflict() -> None:
    sides: dict[Verdict, Any] = {side: [] for side in STANCES}
    sides |= {Verdict.ACCEPT: ["sdk.one@2"], Verdict.REJECT: ["sdk.one@1"]}
    assert [plain(x) for x in effects([Kind.CONFLICT, Kind.GAP], sides, released(*ONE))][:2] == [
        "one 2 accepts this; one 1 rejects it.",
        "one accepts it since 2.",
    ]
