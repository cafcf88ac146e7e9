"""Pairs of schemas of which it is known by construction whether one lies within the other.

No tool is asked. A record is drawn, and made wider by steps of which each only ever admits more: a
value added to a list, a bound moved, a rule dropped. What is made so contains what it was made of.
Each step also says which value is new; that value, where `jsonschema` confirms that the one schema
takes it and the other does not, is the witness of a pair that is not within. Both sides are then
written down in one of many ways which mean the same.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from pairs_record import Record, drawn
from pairs_wider import widened
from pairs_written import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    Schema = dict[str, Any]

NEWER = frozenset(("const", "if", "exclusiveMinimum", "exclusiveMaximum"))
"""The keywords in these schemas which draft 4 does not have, or not in this meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two schemas, and whether all that is valid under A is valid under B.

    Attributes:
        how: What B is, seen from A: `equal`, `wider`, `narrower` or `overlapping`.
        within: Whether A lies within B.
        witness: Valid under A and not under B, where A does not lie within B.
        draft_4: Whether both use only what draft 4 has too, in the same meaning.
    """

    a: Schema
    b: Schema
    how: str
    within: bool
    witness: dict[str, Any] | None
    draft_4: bool


def pairs(count: int, seed: int = 1) -> list[Pair]:
    """Return so many pairs, half of them within; the same ones for the same seed."""
    rng = random.Random(seed)
    makers = (_equal, _narrower, _wider, _overlapping)
    result: list[Pair] = []
    while len(result) < count:
        record, example = drawn(rng, depth=2)
        made = makers[len(result) % len(makers)](rng, record, example)
        if made is not None:
            result.append(made)
    return result


def _equal(rng: random.Random, record: Record, example: dict[str, Any]) -> Pair | None:
    newer = rng.random() < 0.6
    a, b = (Writer(rng, free=free, newer=newer).schema(record) for free in (False, True))
    return None if a == b else _pair("equal", (a, b), example, None)


def _wider(rng: random.Random, record: Record, example: dict[str, Any]) -> Pair | None:
    more = copy.deepcopy(record)
    if not all(widened(rng, more, example) for _ in range(rng.choice((1, 1, 2, 3)))):
        return None
    return _pair("wider", _written(rng, record, more), example, None)


def _narrower(rng: random.Random, record: Record, example: dict[str, Any]) -> Pair | None:
    more = copy.deepcopy(record)
    witness = widened(rng, more, example)
    if witness is None:
        return None
    return _pair("narrower", _written(rng, more, record), example, witness)


def _overlapping(rng: random.Random, record: Record, example: dict[str, Any]) -> Pair | None:
    first, second = copy.deepcopy(record), copy.deepcopy(record)
    witness = widened(rng, first, example)
    for _ in range(rng.choice((1, 2))):
        if not widened(rng, second, example):
            return None
    if witness is None:
        return None
    return _pair("overlapping", _written(rng, first, second), example, witness)


def _pair(how: str, both: tuple[Schema, Schema], example: Any, witness: Any) -> Pair | None:
    """Return the pair; nothing where another part of the record keeps the witness from biting."""
    a, b = both
    valid_a, valid_b = (Draft202012Validator(schema).is_valid for schema in (a, b))
    if not (valid_a(example) and valid_b(example)):
        raise AssertionError(f"the example of a record is not valid: {example}")
    if witness is not None and (not valid_a(witness) or valid_b(witness)):
        return None
    newer = any(NEWER & set(part) for part in _objects([a, b]))
    return Pair(a=a, b=b, how=how, within=witness is None, witness=witness, draft_4=not newer)


def _written(rng: random.Random, a: Record, b: Record) -> tuple[Schema, Schema]:
    """Write half of all pairs in the same plain way, of the others each side as it comes."""
    free, newer = rng.random() < 0.5, rng.random() < 0.6
    first = Writer(rng, free=free and rng.random() < 0.7, newer=newer).schema(a)
    return first, Writer(rng, free=free and rng.random() < 0.7, newer=newer).schema(b)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _objects(item)
