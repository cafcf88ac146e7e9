"""What is too large or too long is not decided, and said so; nothing is guessed."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import IncompleteRunError
from conformance.exact import Limits, Subject, ThreeValued, compare, grids, nfa, strings
from conformance.exact.causes import causes
from conformance.exact.textual import MAX_LENGTH, groups
from conformance.exact.values import Undecided

if TYPE_CHECKING:
    from conformance.exact import Cells


def cells(*schemas: Any) -> Cells:
    return compare([Subject(f"{n}.json", schema) for n, schema in enumerate(schemas)], Limits())


def columns(*schemas: Any) -> list[ThreeValued]:
    subjects = [Subject(f"{n}.json", schema) for n, schema in enumerate(schemas)]
    return [ThreeValued(subject.name, subject, subject) for subject in subjects]


def test_a_string_that_is_too_long_to_be_made_is_no_value_of_a_field() -> None:
    found = causes(columns({"type": "string", "minLength": MAX_LENGTH + 1}, True)).fields()

    assert not [
        x.special for field in found.fields for x in field.values if "too long" in x.special
    ]


def test_references_that_run_too_deep_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(*_: object) -> None:
        raise RecursionError

    found = causes(columns({"type": "null"}, True))
    monkeypatch.setattr(import_module("conformance.exact.causes"), "fields_of", deep)

    with pytest.raises(IncompleteRunError, match="too many levels"):
        found.fields()


def test_a_number_that_no_float_holds_is_none() -> None:
    assert grids.held(Fraction(10**400 * 2 + 1, 2)) is None


def test_objects_of_too_many_properties_are_not_decided() -> None:
    found = cells({"minProperties": 10_000_000}, {"type": "object"})

    assert not found.complete
    assert "properties" in " ".join(found.why_not)


def test_causes_of_very_many_properties_are_not_decided() -> None:
    found = causes(columns({"maxProperties": 2_000}, {"type": "object"}))

    assert not found.complete


def test_objects_are_filled_up_to_each_size_that_is_asked_for() -> None:
    found = cells(
        {"type": "object", "required": ["a", "b", "c"], "maxProperties": 5},
        {"type": "object", "minProperties": 2},
        {"type": "object", "minProperties": 400},
    )

    assert found.complete
    assert {vector: len(x.value) for vector, x in found.vectors.items() if any(vector)} == {  # type: ignore[arg-type]
        (False, True, False): 2,
        (True, True, False): 3,
        (False, True, True): 400,
    }


def test_an_expression_with_too_many_threads_is_not_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nfa, "_MAX_THREADS", 1)

    found = cells({"type": "string", "pattern": "^(a|b|ab)*x17$"}, True)

    assert not found.complete


def test_too_large_a_combination_of_expressions_is_not_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(strings, "_MAX_LAYERS", 1)

    found = cells({"type": "string", "minLength": 50, "pattern": "^(ab|cde)*q18$"}, True)

    assert not found.complete


@pytest.mark.parametrize(
    ("pattern", "accepted", "rejected"),
    [
        ("^a(?=b)b?$", "ab", "a"),
        ("^a(?!$)b?$", "ab", "a"),
        ("^a(?=b|$)", "a", "ac"),
        ("^ab?(?!$)", "abc", "a"),
        ("^(a(?!)|b)$", "b", "a"),
    ],
)
def test_looking_ahead_at_the_end_sees_nothing(pattern: str, accepted: str, rejected: str) -> None:
    found = cells({"pattern": pattern}, {"const": accepted}, {"const": rejected})

    assert found.complete
    assert (True, True, False) in found.vectors
    assert (False, False, True) in found.vectors
    assert (True, False, True) not in found.vectors


def test_lengths_past_the_limit_are_not_decided_where_a_value_is_wanted() -> None:
    with pytest.raises(Undecided):
        groups([("length", MAX_LENGTH + 1)], 1)


def test_in_a_small_span_every_number_is_tried() -> None:
    step, near, far = Fraction(1, 4), Fraction(0), Fraction(2)
    sort = grids._Sort(step, [Fraction(1, 2)], [])  # noqa: SLF001  rare: no grid has a number there
    span = grids._Span(near, far, 1)  # noqa: SLF001

    assert list(grids._all(sort, span, {Fraction(3, 4)})) == [  # noqa: SLF001
        Fraction(1, 4),
        Fraction(5, 4),
        Fraction(7, 4),
    ]


def test_a_search_over_arrays_that_takes_too_many_steps_is_given_up() -> None:
    wanted: list[Any] = [{"contains": {"type": "object", "required": [f"p{n}"]}} for n in range(5)]
    subjects = [Subject("all.json", {"allOf": wanted}), Subject("most.json", {"allOf": wanted[1:]})]

    (why,) = compare(subjects, Limits(states=40)).why_not
    assert why == (
        "all.json at (root): more than 200 steps from partial array to partial array is not decided"
    )
    assert compare(subjects, Limits(states=100)).complete
