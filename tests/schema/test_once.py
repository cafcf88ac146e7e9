"""What is made of a value is made once."""

from __future__ import annotations

from weakref import ref

from conformance.schema.once import MAX_KEPT, made_once


class Value:
    """Anything."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value)

    __hash__ = None  # type: ignore[assignment]


class Result:
    """What is made of it."""


def test_a_result_is_kept_for_the_same_object_and_not_for_an_equal_one() -> None:
    seen: list[Value] = []

    @made_once
    def made(value: Value) -> Result:
        seen.append(value)
        return Result()

    one, equal = Value(), Value()

    assert one == equal
    assert made(one) is made(one)
    assert made(equal) is not made(one)
    assert len(seen) == 2


def test_only_so_many_results_are_kept_and_the_oldest_goes() -> None:
    values = [Value() for _ in range(MAX_KEPT + 1)]
    keep = made_once(lambda _: Result())
    first = keep(values[0])
    for value in values[1:]:
        keep(value)

    assert keep(values[-1]) is keep(values[-1])
    assert keep(values[0]) is not first


def test_a_result_goes_with_its_value() -> None:
    keep = made_once(lambda _: Result())
    value, other = Value(), Value()
    made, kept = ref(keep(value)), ref(keep(other))

    del value

    assert (made(), kept()) == (None, keep(other))


def test_a_value_that_goes_after_its_result_takes_no_other_one_along() -> None:
    keep = made_once(lambda _: Result())
    values = [Value() for _ in range(MAX_KEPT + 1)]
    kept = [ref(keep(value)) for value in values]

    del values[0]

    assert [made() is not None for made in kept] == [False, *[True] * MAX_KEPT]
