"""Causes: what is special in a value, and where."""

from __future__ import annotations

from conformance.model import ABSENT, ELEMENT, PRESENT, UNLISTED, Cause, Fact


def test_facts_that_act_together_have_one_order() -> None:
    one = Cause.of(["/b", "/a"], ["2", "1"])

    assert one == Cause.of(["/a", "/b"], ["1", "2"])
    assert (one.id, one.places, one.specials) == ("/a = 1 & /b = 2", ("/a", "/b"), ("1", "2"))
    assert Cause.of("", ABSENT).id == "(root) = absent"


def test_a_fact_of_presence_is_about_a_part() -> None:
    facts = [Fact("/a", PRESENT), Fact("/a", ELEMENT), Fact("/a", UNLISTED), Fact("/a", "1")]

    assert [fact.is_presence for fact in facts] == [True, True, True, False]
    assert [fact.part for fact in facts[:3]] == ["/a", "/a/*", "/a/(unlisted property)"]
    assert facts[3].under("b") == Fact("/b/a", "1")
