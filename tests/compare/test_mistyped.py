"""Inputs that a program decodes as the type of another value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fakes import ACCEPT, REJECT, case, corpus, program, record, variant

from conformance.compare.mistyped import with_mistyped
from conformance.judges.panel import schema_judges
from conformance.model import Judgement, Verdict
from conformance.programs.protocol import reason_of

ITEM = record(
    variant(
        "v",
        {
            "type": "object",
            "properties": {
                "kind": {"enum": ["box", "bag", "note"]},
                "side": {"enum": ["left", "right"]},
                "parts": {"type": "array", "items": {"properties": {"x": {"enum": ["a", "b"]}}}},
            },
        },
    ),
    variant("w", {"properties": {"kind": {"not": {"const": "note"}}}}),
)
BOX, BAG = {"kind": "box"}, {"kind": "bag"}
LEFT, RIGHT = {"kind": "bag", "side": "left"}, {"kind": "bag", "side": "right"}


def found(*said: tuple[Any, str | None], verdict: Verdict = ACCEPT) -> list[str]:
    """Return the messages of a program that decodes each value as a type, by the values' order."""
    texts = [value if isinstance(value, str) else json.dumps(value) for value, _ in said]
    cases = corpus(*(case(f"c/{n}", text) for n, text in enumerate(texts)))
    told = program(
        {f"c/{n}": Judgement(verdict=verdict, typed_as=name) for n, (_, name) in enumerate(said)}
    )
    (after,) = with_mistyped([told], cases, ITEM)
    changed = [x for x in after.judgements.values() if x.verdict is Verdict.LOSSY]
    assert all(x.reasons[-1].keyword == "mistyped" for x in changed)
    return [f"{x.reasons[-1].instance}: {x.reasons[-1].message}" for x in changed]


AS_BAG = '/kind: decoded as Bag, a type of "bag"'


@pytest.mark.parametrize(
    ("said", "messages"),
    [
        ([(BOX, "Box"), (BAG, "Bag"), ({"kind": "crate"}, "Bag")], [AS_BAG]),
        ([(BOX, "Box"), (BAG, "Bag"), ({}, "Bag"), ({"kind": None}, "Bag")], [AS_BAG, AS_BAG]),
        ([(BOX, "Box"), (BAG, "Bag"), ({"kind": 5}, "Bag")], [AS_BAG]),
        # A description rejects `note`, so no type is its own.
        ([(BOX, "Box"), (BAG, "Bag"), ({"kind": "note"}, "Bag")], [AS_BAG]),
        # No type bears the value's name, but strange values never share all its types.
        (
            [(BOX, "One"), (LEFT, "Two"), (RIGHT, "Three"), ({}, "Two")],
            ['/kind: decoded as Two, a type of "bag"'],
        ),
        # A field beside it tells a value's types apart.
        (
            [(BOX, "Box"), (LEFT, "LeftBag"), (RIGHT, "RightBag"), (BAG, "LeftBag")],
            ['/side: decoded as LeftBag, a type of "left"'],
        ),
    ],
    ids=["unknown", "absent and null", "another kind", "rejected", "no name", "a field beside it"],
)
def test_a_value_without_a_type_of_its_own_that_gets_another_s_is_mistyped(
    said: list[tuple[Any, str]], messages: list[str]
) -> None:
    assert found(*said) == messages


@pytest.mark.parametrize(
    "said",
    [
        [(BOX, "Item"), (BAG, "Item"), ({}, "Item")],
        [(BOX, "Box"), (BAG, "Bag"), ({}, "Unknown"), ({"kind": "crate"}, "Unknown")],
        [(BOX, "Box"), (BAG, "Base"), ({"kind": "crate"}, "Base")],
        [(BOX, "Box"), (BOX | {"side": "left"}, "Bag"), (BAG, "Bag"), ({}, "Bag")],
        [(BOX, "Box"), ({}, "Box")],
        [(BOX, "Box"), (BAG, "Bag"), ("[]", "Bag"), ('{"kind"', "Bag")],
        [(BOX, None), (BAG, None), ({}, None)],
        [(BOX, "Box"), (BAG, "Bag"), ({}, None)],
    ],
    ids=[
        "one type for all",
        "a fallback",
        "a base type that a value shares",
        "types that do not tell apart",
        "one value",
        "no field at all",
        "no type said",
        "no type said of it",
    ],
)
def test_what_only_looks_like_it_is_not(said: list[tuple[Any, str | None]]) -> None:
    assert found(*said) == []


def test_what_is_rejected_is_not_mistyped() -> None:
    assert found((BOX, "Box"), (BAG, "Bag"), ({}, "Bag"), verdict=REJECT) == []


def test_what_the_adapter_s_own_list_found_is_not_said_twice() -> None:
    cases = corpus(*(case(x, json.dumps(v)) for x, v in (("a", BOX), ("b", BAG), ("c", {}))))
    known = Judgement(
        verdict=Verdict.LOSSY, typed_as="Bag", reasons=(reason_of("/kind", "mistyped", "known"),)
    )
    told = program(
        {
            "a": Judgement(verdict=ACCEPT, typed_as="Box"),
            "b": Judgement(verdict=ACCEPT, typed_as="Bag"),
            "c": known,
        }
    )
    (after,) = with_mistyped([told], cases, ITEM)
    assert after.judgements["c"] == known


def test_judges_that_are_there_already_are_asked() -> None:
    cases = corpus(*(case(x, json.dumps(v)) for x, v in (("a", BOX), ("b", BAG), ("c", {}))))
    names = {"a": "Box", "b": "Bag", "c": "Bag"}
    told = program({x: Judgement(verdict=ACCEPT, typed_as=name) for x, name in names.items()})

    (made,) = with_mistyped([told], cases, ITEM)
    (given,) = with_mistyped([told], cases, ITEM, schema_judges(ITEM))

    assert given == made != told


def test_a_value_may_stand_inside_another_and_be_missing_with_it() -> None:
    inside = record(
        variant("v", {"properties": {"in": {"properties": {"kind": {"enum": ["bag", "box"]}}}}})
    )
    values = {"a": {"in": BOX}, "b": {"in": BAG}, "c": {"in": {}}, "d": {"in": 1}, "e": 1}
    cases = corpus(*(case(x, json.dumps(value)) for x, value in values.items()))
    names = {"a": "Box", "b": "Bag", "c": "Bag", "d": "Bag", "e": "Bag"}
    told = program({x: Judgement(verdict=ACCEPT, typed_as=name) for x, name in names.items()})

    (after,) = with_mistyped([told], cases, inside)

    assert [x for x, found in after.judgements.items() if found.reasons] == ["c"]
