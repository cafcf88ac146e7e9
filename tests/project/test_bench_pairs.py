"""The pairs of the benchmark against peers: the same at every call, and answered right by ours."""

from __future__ import annotations

import pytest
from pairs import Pair, pairs

from conformance.exact import Subject, ThreeValued, compare_columns, relate


def test_the_same_seed_makes_the_same_pairs() -> None:
    assert pairs(40, seed=3) == pairs(40, seed=3)
    assert pairs(40, seed=3) != pairs(40, seed=4)


def test_half_of_the_pairs_are_within_and_each_other_one_has_a_witness() -> None:
    some = pairs(60)
    assert [pair.within for pair in some].count(True) == 30
    assert [pair.witness is None for pair in some] == [pair.within for pair in some]
    assert {pair.how for pair in some} == {"equal", "wider", "narrower", "overlapping"}
    assert {pair.draft_4 for pair in some} == {True, False}


@pytest.mark.untraced
def test_the_exact_comparison_answers_sixty_pairs_right() -> None:
    some = pairs(60)
    assert [_within(pair) for pair in some] == [(pair.within, True) for pair in some]


def _within(pair: Pair) -> tuple[bool, bool]:
    a, b = Subject("a", pair.a), Subject("b", pair.b)
    relation = relate(compare_columns([ThreeValued("a", a, a), ThreeValued("b", b, b)]), "a", "b")
    return relation.only_a is None, relation.proven
