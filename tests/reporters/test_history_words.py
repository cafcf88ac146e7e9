"""What changed from version to version is put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conformance.history.results import (
    NEW,
    OLD,
    OTHER,
    OWN,
    Against,
    Held,
    History,
    Kind,
    Parting,
    Step,
    Version,
)
from conformance.model import Verdict, Witness
from conformance.reporters.history.words import (
    Change,
    against_lines,
    breaks,
    changes,
    day,
    equal_after,
    headline,
    sides,
    summary,
)
from conformance.surveys.results import Entry, Pair, State

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST = Version(id="1" * 40, label="1111111111", date="2026-01-02T03:04:05Z", subject="one")
FILE = Version(id="b.ts", label="b.ts")


def entry(name: str = "Order", *, a: str = OLD, b: str = NEW, **values: object) -> Entry:
    pair = Pair(a=a, b=b, relation="overlap", witnesses=witnesses(values))
    return Entry(name=name, types={a: (name,), b: (name,)}, state=State.DIFFERS, pairs=(pair,))


def witnesses(values: Mapping[str, object]) -> dict[str, Witness]:
    return {kind: Witness(value=value) for kind, value in values.items()}  # type: ignore[arg-type]


def test_without_causes_the_smallest_values_tell() -> None:
    found = changes(entry(gap_a=1, only_b=2, only_a=3, gap_b=4))

    assert [(x.verdict, x.says, x.title, x.value) for x in found] == [
        (Verdict.REJECT, "rejected now", "", "3"),
        (Verdict.ACCEPT, "accepted now", "", "2"),
        (Verdict.ACCEPT, "accepted now, was left open", "", "4"),
        (Verdict.SILENT, "left open now, was accepted", "", "1"),
    ]


def test_a_type_that_changed_through_others_names_them() -> None:
    pair = Pair(a=OLD, b=NEW, relation="within", witnesses={"only_b": Witness(value=1)})
    through = Entry(
        name="Order",
        types={OLD: ("Order",), NEW: ("Order",)},
        state=State.DIFFERS,
        pairs=(pair,),
        through=("Line", "Item"),
    )

    (found,) = changes(through)

    assert (found.title, found.says) == ("through Line, Item", "accepted now")


@pytest.mark.parametrize(
    ("state", "types", "expected"),
    [
        (State.LONE, {OLD: ("A",)}, (Verdict.REJECT, "the type is gone")),
        (State.LONE, {NEW: ("A",)}, (Verdict.ACCEPT, "the type is new")),
        (State.UNREAD, {OLD: ("A",), NEW: ("A",)}, (Verdict.SILENT, "not read: why; so")),
        (State.UNDECIDED, {OLD: ("A",), NEW: ("A",)}, (Verdict.SILENT, "not decided: why; so")),
    ],
)
def test_a_type_that_is_not_compared_says_why(
    state: State, types: dict[str, tuple[str, ...]], expected: tuple[Verdict, str]
) -> None:
    found = changes(Entry(name="A", types=types, state=state, why_not=("why", "so")))

    assert found == [Change(verdict=expected[0], says=expected[1])]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"only_a": 1}, "breaking for senders"),
        ({"only_b": 1}, "breaking for older readers"),
        ({"only_a": 1, "only_b": 2}, "breaking for senders and older readers"),
        ({"gap_a": 1}, ""),
    ],
)
def test_who_a_change_breaks_is_told(values: dict[str, Any], expected: str) -> None:
    held = Held(entry=entry("Order", a=OLD, b=NEW, **values))
    step = Step(kind=Kind.CHANGED, version=FIRST, types=(held,))

    assert breaks([held]) == expected
    assert headline(step) == (expected or "breaking for nobody")


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step(kind=Kind.FIRST, version=FIRST, count=1), "the first"),
        (Step(kind=Kind.FIRST, version=FIRST, count=1422), "the first: 1,422 types"),
        (Step(kind=Kind.GONE, version=FIRST), "not there any more"),
        (Step(kind=Kind.UNREAD, version=FIRST, why="a.ts: no"), "cannot be read: a.ts: no"),
        (Step(kind=Kind.BACK, version=FIRST), "there again, breaking for nobody"),
        (
            Step(kind=Kind.BACK, version=FIRST, types=(Held(entry=entry(only_a=1)),)),
            "there again, breaking for senders",
        ),
    ],
)
def test_a_step_has_its_headline(step: Step, expected: str) -> None:
    assert headline(step) == expected


def test_versions_without_a_date_have_none() -> None:
    assert (day(FIRST), day(FILE)) == ("2026-01-02", "")


@pytest.mark.parametrize(
    ("equal", "expected"),
    [
        (0, ""),
        (1, "1 version after it changed nothing"),
        (2, "2 versions after it changed nothing"),
    ],
)
def test_versions_that_change_nothing_are_counted(equal: int, expected: str) -> None:
    assert equal_after(Step(kind=Kind.FIRST, version=FIRST, equal=equal)) == expected


def history(*steps: Step, versions: tuple[Version, ...]) -> History:
    return History(
        name="a.ts", title="a.ts", notation="", type=None, versions=versions, steps=steps
    )


def test_the_summary_counts_what_changed() -> None:
    first = Step(kind=Kind.FIRST, version=FIRST)
    step = Step(kind=Kind.CHANGED, version=FIRST, types=(Held(entry=entry(only_a=1)),))

    assert summary(history(first, step, versions=(FIRST, FIRST))) == (
        "2 versions, 2026-01-02 to 2026-01-02; 1 change: 1 breaking for senders, 0 for older "
        "readers"
    )
    assert summary(history(versions=(FILE,))).startswith("1 version; 0 changes")


def test_where_two_sources_parted_is_told_in_sentences() -> None:
    apart = [entry(f"T{number}", a=OWN, b=OTHER, only_a=1) for number in range(7)]
    against = Against(
        name="b.ts",
        title="b.ts",
        moves=True,
        partings=(
            Parting(version=FIRST),
            Parting(version=FIRST, parted=tuple(apart), joined=("J",), moved=(OWN, OTHER)),
            Parting(version=FILE, changed=tuple(apart[:1]), moved=(OTHER,)),
        ),
        apart=tuple(x.name for x in apart),
        types=9,
    )
    whole = history(versions=())

    assert [*against_lines(whole, against)] == [
        "a.ts and b.ts do not agree on T0, T1, T2, T3, T4 and 2 more types, of 9 types in both",
        "2026-01-02 1111111111: agree",
        (
            "2026-01-02 1111111111: parted on T0, T1, T2, T3, T4 and 2 more types; agree again on "
            "J; a.ts and b.ts changed"
        ),
        "b.ts: differ otherwise on T0; b.ts changed",
    ]
    agreeing = Against(name="b.ts", title="b.ts", moves=False, types=1)
    assert [*against_lines(whole, agreeing)] == ["a.ts and b.ts agree on 1 type"]


def test_what_two_sources_make_of_a_value_is_told() -> None:
    titles = {OWN: "a.ts", OTHER: "b.ts"}

    assert [*sides(entry(a=OWN, b=OTHER, only_b={"x": 1}), titles)] == [
        ("b.ts accepts, a.ts rejects", '{"x": 1}')
    ]
