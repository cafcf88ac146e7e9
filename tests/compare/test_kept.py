from __future__ import annotations

from dataclasses import dataclass

from conformance.compare.kept import Kept


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
