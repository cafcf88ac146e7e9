from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import fakes

from conformance.compare.kept import Kept, Showing

if TYPE_CHECKING:
    from conformance.model import Json


@dataclass(frozen=True)
class Judged:
    vector: tuple[str, ...]
    size: tuple[int, str]


def test_the_smallest_cases_of_each_vector_are_kept_in_their_order() -> None:
    kept = Kept(most=2)
    cases = [Judged(("accept",), (size, "")) for size in (5, 3, 9)]
    for case in [*cases, Judged(("reject",), (7, ""))]:
        kept.add(case)  # type: ignore[arg-type]

    assert [case.size[0] for case in kept.cases()] == [5, 3, 7]


def test_the_first_cases_of_each_sort_are_named_and_the_others_counted() -> None:
    showing = Showing(most=1)
    origin: dict[str, Json] = {"tool": "t", "seed": 1}
    for name, made in (("b/1", None), ("a/1", origin), ("b/2", None), ("a/2", origin)):
        showing.add(fakes.case(name, "1", origin=made))

    assert (showing.cases, showing.more) == (("a/1", "b/1"), 2)
