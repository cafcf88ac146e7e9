"""What is made of a value is made once."""

from __future__ import annotations

from conformance.schema.once import MAX_KEPT, made_once


def test_a_result_is_kept_for_the_same_object_and_not_for_an_equal_one() -> None:
    seen: list[list[int]] = []

    @made_once
    def made(value: list[int]) -> list[int]:
        seen.append(value)
        return [*value]

    one, equal = [1], [1]

    assert made(one) is made(one)
    assert made(equal) is not made(one)
    assert len(seen) == 2


def test_only_so_many_results_are_kept_and_the_oldest_goes() -> None:
    values = [[number] for number in range(MAX_KEPT + 1)]
    first = made = made_once(list)(values[0])
    keep = made_once(list)
    first = keep(values[0])
    for value in values[1:]:
        keep(value)

    assert keep(values[-1]) is keep(values[-1])
    assert keep(values[0]) is not first
    assert made == first
