"""The facts of values, however many values are looked at."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from conformance.exact import Limits, Subject, ThreeValued
from conformance.exact import membership as module
from conformance.exact.causes import causes
from conformance.model import Fact


def membership_of(*schemas: Any) -> module.Membership:
    subjects = [Subject(f"{number}.json", schema) for number, schema in enumerate(schemas)]
    columns = [ThreeValued(subject.name, subject, subject) for subject in subjects]
    return causes(columns, Limits()).membership


SCHEMAS = ({"properties": {"id": {"enum": ["a", "b"]}}}, {"properties": {"id": {"type": "string"}}})


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_KNOWN", 100)


def other(number: int) -> Any:
    return {"id": f"x{number}", f"n{number}": number}


def test_a_value_has_the_same_facts_again_after_many_others() -> None:
    membership = membership_of(*SCHEMAS)
    value: Any = {"id": "a", "more": 1}
    facts = membership.facts(value)

    for number in range(250):
        assert Fact("/id", "any other string") in membership.facts(other(number))

    assert Fact("/id", '"a"') in facts
    assert membership.facts(value) == facts


def test_many_values_take_no_memory() -> None:
    membership = membership_of(*SCHEMAS)

    def look(start: int) -> int:
        for number in range(start, start + 1_500):
            membership.facts(other(number))
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    first, last = look(0), look(100_000)
    tracemalloc.stop()

    assert last - first < 100_000
