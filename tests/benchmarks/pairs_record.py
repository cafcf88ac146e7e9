"""Records as the pairs of the benchmark are made of: drawn at random, with an example of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath")


@dataclass(slots=True, kw_only=True)
class Words:
    """One of some strings; or, `refused`, any string but these."""

    values: list[str]
    refused: bool = False
    null: bool = False


@dataclass(slots=True, kw_only=True)
class Text:
    """A string of a certain length."""

    least: int
    most: int
    null: bool = False


@dataclass(slots=True, kw_only=True)
class Number:
    """A number between bounds, perhaps a whole one."""

    low: int
    high: int
    whole: bool = True
    null: bool = False


@dataclass(slots=True, kw_only=True)
class Either:
    """One of some shapes; exactly one where `only`, and then they may overlap."""

    shapes: list[Text | Number]
    only: bool
    null: bool = False

    def overlaps(self) -> bool:
        """Whether a value may have two of the shapes."""
        first, second = self.shapes[:2]
        return isinstance(first, Number) and isinstance(second, Number)


@dataclass(slots=True, kw_only=True)
class Parts:
    """A list of records."""

    record: Record
    least: int
    most: int
    null: bool = False


@dataclass(slots=True, kw_only=True)
class Anything:
    """A field that is named, and free."""

    null: bool = True


@dataclass(slots=True, kw_only=True)
class Rule:
    """What prose says: where these fields have these values, others must be there, or be so."""

    given: dict[str, list[str]]
    required: list[str]
    values: dict[str, list[str]]


@dataclass(slots=True, kw_only=True)
class Record:
    """An object: its fields, which of them are required, whether others are refused, its rules."""

    fields: dict[str, Field]
    required: list[str]
    closed: bool
    rules: list[Rule] = field(default_factory=list)


Field = Words | Text | Number | Either | Parts | Anything


def drawn(rng: random.Random, depth: int) -> tuple[Record, dict[str, Any]]:
    """Return a record with parts so many levels deep, and an object that is valid under it."""
    fields: dict[str, Field] = {}
    example: dict[str, Any] = {}
    plain = ("kind", "state", "owner", "label", "size", "value", "note")
    for name in ("kind", *rng.sample(plain[1:], rng.randint(2, 5 if depth > 1 else 3))):
        fields[name], example[name] = _field(rng, name)
        fields[name].null = rng.random() < 0.3
    if depth and rng.random() < 0.7:
        part, sample = drawn(rng, depth - 1)
        fields["parts"] = Parts(record=part, least=rng.randint(0, 1), most=rng.randint(2, 4))
        fields["parts"].null = rng.random() < 0.3
        example["parts"] = [sample]
    required = sorted(name for name in fields if rng.random() < 0.4)
    record = Record(fields=fields, required=required, closed=rng.random() < 0.5)
    for _ in range(rng.choice((0, 0, 1, 2))):
        record.rules += _rules(rng, record, example)
    return record, example


def _field(rng: random.Random, name: str) -> tuple[Field, Any]:
    if name in {"kind", "state", "owner"}:
        values = rng.sample(WORDS[:6], rng.randint(2, 4))
        return Words(values=values), rng.choice(values)
    if name == "label":
        least = rng.randint(0, 3)
        return Text(least=least, most=least + rng.randint(1, 5)), "x" * (least + 1)
    if name == "size":
        low = rng.randint(-3, 5)
        return Number(low=low, high=low + rng.randint(1, 9), whole=rng.random() < 0.6), low + 1
    if name == "note":
        return Words(values=rng.sample(WORDS, 2), refused=True), "free"
    low = rng.randint(-3, 5)
    if rng.random() < 0.5:
        first, second = Number(low=low, high=low + 6), Number(low=low + 4, high=low + 9)
        return Either(shapes=[first, second], only=rng.random() < 0.7), low
    shapes: list[Text | Number] = [
        Number(low=low, high=low + 6),
        Text(least=1, most=rng.randint(2, 5)),
    ]
    return Either(shapes=shapes, only=rng.random() < 0.5), low


def _rules(rng: random.Random, record: Record, example: dict[str, Any]) -> Iterator[Rule]:
    lists = [name for name, one in record.fields.items() if isinstance(one, Words)]
    lists = [name for name in lists if example[name] != "free"]
    given, *others = rng.sample(lists, len(lists))
    free = [name for name in record.fields if name not in record.required and name != given]
    word, values = record.fields[given], {}
    assert isinstance(word, Words)
    if others and rng.random() < 0.5:
        values = {others[0]: [example[others[0]]]}
    required = rng.sample(free, 1) if free and (not values or rng.random() < 0.5) else []
    if values or required:
        yield Rule(given={given: [rng.choice(word.values)]}, required=required, values=values)
