"""Near misses: what each kind of mistake makes of an input."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from conformance.generate.mutate import MUTATIONS, NUMBERS, STRINGS, Vocabulary, mutated
from conformance.jsontext.tree import built, quoted, spelt

WORDS = Vocabulary(
    values={"/kind": ("on", "off"), "/parts/*": (1, 2)},
    names={"": ("kind", "parts")},
    natives={"kind": ("_kind",)},
)


def all_of(name: str, value: Any, words: Vocabulary = WORDS) -> set[str | None]:
    """Return everything that a kind of mistake makes of a value in many tries."""
    found = (MUTATIONS[name](built(value), Random(seed), words) for seed in range(400))
    return {None if tree is None else spelt(tree) for tree in found}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("drop", {"a": [1], "b": 2}, {'{"b": 2}', '{"a": []' + ', "b": 2}', '{"a": [1]}'}),
        ("drop", {}, {None}),
        ("add", {"kind": "on", "parts": 0}, None),
        ("add", "text", {None}),
        ("null", {"a": 1}, {"null", '{"a": null}'}),
        ("neighbour value", {"kind": "on"}, None),
        ("native name", {"kind": 1}, {'{"_kind": 1}'}),
        ("native name", {"other": 1}, {None}),
        ("duplicate name", {}, {None}),
        ("number", [], set(NUMBERS)),
        ("number", {"a": "x"}, {f'{{"a": {number}}}' for number in NUMBERS}),
        ("string", 1, {quoted(text) for text in STRINGS}),
        ("one level deeper", {"a": 1}, {
            '[{"a": 1}]', '{"a": {"a": 1}}', '{"a": [1]}',
        }),
        ("misspelling", [1, None], {None}),
        ("misspelling", {"ab": 1}, {
            '{"b": 1}', '{"a": 1}', '{"ab": 1}', '{"aab": 1}', '{"abb": 1}', '{"ba": 1}',
            '{"abs": 1}', '{" ab": 1}',
        }),
        ("case change", "in_a-row", {
            '"IN_A-ROW"', '"In_a-row"', '"inARow"', '"InARow"', '"in_a-row"',
        }),
        ("case change", {"partId": 1}, {
            '{"PARTID": 1}', '{"Partid": 1}', '{"PARTiD": 1}', '{"partid": 1}', '{"part_id": 1}',
        }),
    ],
)  # fmt: skip
def test_a_mistake_makes_these(name: str, value: Any, expected: set[str | None] | None) -> None:
    found = all_of(name, value)

    if expected is not None:
        assert found == expected


def test_a_member_that_is_described_or_not_is_added() -> None:
    found = all_of("add", {"parts": []})

    assert '{"parts": [], "kind": "on"}' in found
    assert '{"parts": [], "extra": null}' in found
    assert {'{"parts": [1]}', '{"parts": [2]}'} <= found
    assert not any('"parts": [], "parts"' in str(text) for text in found)


def test_a_name_stands_twice_with_the_same_value_or_another() -> None:
    found = all_of("duplicate name", {"kind": "off"})

    assert {f'{{"kind": "off", "kind": {x}}}' for x in ('"off"', '"on"', "null", "0")} <= found
    assert all(str(text).startswith('{"kind": "off", "kind": ') for text in found)


def test_an_unlisted_name_is_one_that_is_not_there() -> None:
    assert '{"extra": 0, "extra_": null}' in all_of("add", {"extra": 0}, Vocabulary())


def test_a_neighbour_is_a_value_that_schemas_tell_apart() -> None:
    assert {'{"kind": "on"}', '{"kind": "off"}'} <= all_of("neighbour value", {"kind": "on"})


def test_another_type_takes_its_place() -> None:
    assert {'{"a": null}', '{"a": {}}', '{"a": []}', '{"a": 0}'} <= all_of("other type", {"a": ""})


def test_the_same_seed_makes_the_same_near_miss() -> None:
    tree = built({"kind": "on", "parts": [1, 2]})
    first, second = (
        [spelt(mutated(tree, Random(seed), WORDS)) for seed in range(50)] for _ in range(2)
    )

    assert first == second
    assert len(set(first)) > 25


def test_what_no_mistake_can_be_made_in_stays() -> None:
    assert "1" in {spelt(mutated(built(1), Random(seed), WORDS)) for seed in range(99)}
