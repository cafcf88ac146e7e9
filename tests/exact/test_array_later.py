"""The quick search over arrays whose elements nothing counts finds what the whole one finds."""

from __future__ import annotations

import json
import random
from itertools import combinations
from typing import TYPE_CHECKING, Any

import random_schemas

from conformance.exact import Limits, Subject, array_later, compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pytest

PARTS: list[Any] = [
    {"type": "string"},
    {"enum": ["a", 1, None]},
    {"type": "object", "required": ["a"]},
    {"type": "array", "items": {"type": "integer"}},
    {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": "^a"}]},
]
ARRAYS: list[Any] = [
    *({"items": part} for part in PARTS),
    {"prefixItems": PARTS[:2], "items": PARTS[2]},
    {"prefixItems": PARTS[3:]},
    {"items": {"not": PARTS[1]}},
    {"anyOf": [{"items": PARTS[0]}, {"items": PARTS[2]}]},
]


def drawn() -> Iterator[list[Any]]:
    """Yield random schemas, as parts of arrays."""
    for seed in range(40):
        maker = random_schemas.Maker(random.Random(seed))
        yield [{"items": schema} for schema in maker.schemas(2)]


SETS = [*map(list, combinations(ARRAYS, 2)), *drawn()]


def told(schemas: list[Any]) -> Mapping[Any, tuple[int, str]]:
    """Return each vector of verdicts with its smallest witness: how long it is, and its sort."""
    subjects = [Subject(f"{number}.json", schema) for number, schema in enumerate(schemas)]
    cells = compare(subjects, Limits(samples=200, states=20_000))
    return {
        vector: (len(json.dumps(witness.value)), type(witness.value).__name__)
        for vector, witness in cells.vectors.items()
    }


def test_the_quick_search_finds_what_the_whole_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    right = array_later.is_uncounted

    def noted(*arguments: Any) -> bool:
        asked.append(right(*arguments))
        return asked[-1]

    monkeypatch.setattr(array_later, "is_uncounted", noted)
    quick = [told(schemas) for schemas in SETS]
    assert asked.count(True) > len(SETS)

    monkeypatch.setattr(array_later, "is_uncounted", lambda *_: False)
    for schemas, found in zip(SETS, quick, strict=True):
        assert (schemas, told(schemas)) == (schemas, found)


def test_the_order_of_many_elements_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [{"contains": {"type": "object", "required": [name]}} for name in "abcd"]
    schemas: list[Any] = [{"allOf": wanted}, {"allOf": wanted[1:]}]
    expected = told(schemas)

    monkeypatch.setattr(array_later, "_MOST_LOOKED_AT", 1)

    assert told(schemas) == expected
