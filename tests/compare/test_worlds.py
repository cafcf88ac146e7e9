from __future__ import annotations

from conformance.compare.worlds import Worlds
from conformance.model import Fact

A, B, C = (Fact(f"/{name}", "a number") for name in "abc")


def test_pairs_of_facts_stand_side_by_side_in_a_world_of_the_case() -> None:
    worlds = Worlds({"x": [frozenset({A, B}), frozenset({C})], "y": [frozenset({A, B, C})]})
    assert [pair.facts for pair in worlds.pairs("x")] == [{A, B}]
    assert worlds.cases(worlds.pairs("x")[0].worlds) == ["x", "y"]
