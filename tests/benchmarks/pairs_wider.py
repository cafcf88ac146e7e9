"""Steps that make a record wider: each admits all that it admitted before, and something more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pairs_record import WORDS, Anything, Either, Number, Parts, Record, Rule, Text, Words

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Step = Callable[[random.Random, Record, dict[str, Any]], dict[str, Any] | None]


def widened(rng: random.Random, record: Record, example: dict[str, Any]) -> dict[str, Any] | None:
    """Widen the record, or one in its parts; return a value that this should have let in."""
    parts = record.fields.get("parts")
    if isinstance(parts, Parts) and rng.random() < 0.4:
        inner = widened(rng, parts.record, example["parts"][0])
        return inner and {**example, "parts": [inner]}
    for step in rng.sample(STEPS, len(STEPS)):
        new = step(rng, record, example)
        if new is not None:
            return new
    return None


def _some(rng: random.Random, record: Record, *kinds: type[Any]) -> tuple[str, Any] | None:
    names = [name for name, one in record.fields.items() if isinstance(one, kinds)]
    name = rng.choice(names) if names else None
    return None if name is None else (name, record.fields[name])


def _add_value(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    name, words = _some(rng, record, Words) or ("", None)
    if words is None or (words.refused and len(words.values) == 1):
        return None
    if words.refused:
        value = words.values.pop(0)
    else:
        value = next(word for word in WORDS if word not in words.values)
        words.values.append(value)
    return {**example, name: value}


def _allow_null(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    names = [name for name, one in record.fields.items() if not one.null]
    if not names:
        return None
    name = rng.choice(names)
    record.fields[name].null = True
    return {**example, name: None}


def _drop_required(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    if not record.required:
        return None
    name = rng.choice(record.required)
    record.required.remove(name)
    return {key: value for key, value in example.items() if key != name}


def _open(_rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    if not record.closed:
        return None
    record.closed = False
    return {**example, "extra": 1}


def _add_field(_rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    if not record.closed or "added" in record.fields:
        return None
    record.fields["added"] = Text(least=0, most=8)
    return {**example, "added": "new"}


def _free_field(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    name, _ = _some(rng, record, Words, Text, Number) or ("", None)
    if not name:
        return None
    record.fields[name] = Anything()
    return {**example, name: ["anything"]}


def _move_length(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    name, text = _some(rng, record, Text) or ("", None)
    if text is None:
        return None
    if text.least and rng.random() < 0.5:
        text.least -= 1
        return {**example, name: "x" * text.least}
    text.most += 1
    return {**example, name: "x" * text.most}


def _move_bound(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    name, number = _some(rng, record, Number) or ("", None)
    if number is None:
        return None
    if rng.random() < 0.5:
        number.low -= 1
        return {**example, name: number.low}
    number.high += 2
    return {**example, name: number.high}


def _allow_fractions(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    name, number = _some(rng, record, Number) or ("", None)
    if number is None or not number.whole:
        return None
    number.whole = False
    return {**example, name: number.low + 0.5}


def _allow_both(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    name, either = _some(rng, record, Either) or ("", None)
    if either is None or not either.only or not either.overlaps():
        return None
    either.only = False
    return {**example, name: either.shapes[1].low}


def _add_shape(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    name, either = _some(rng, record, Either) or ("", None)
    if either is None or (either.only and either.overlaps()) or len(either.shapes) > 2:
        return None
    either.shapes.append(Number(low=100, high=120))
    return {**example, name: 110}


def _move_count(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    name, parts = _some(rng, record, Parts) or ("", None)
    if parts is None:
        return None
    if parts.least and rng.random() < 0.5:
        parts.least -= 1
        return {**example, name: example[name][:1] * parts.least}
    parts.most += 1
    return {**example, name: example[name][:1] * parts.most}


def _drop_rule(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    if not record.rules:
        return None
    rule = rng.choice(record.rules)
    record.rules.remove(rule)
    return _broken(record, rule, example)


def _narrow_condition(rng: random.Random, record: Record, example: dict[str, Any]) -> Any:
    """Let a rule hold only where one more field has its value."""
    free = [
        (rule, name)
        for rule in record.rules
        for name, one in record.fields.items()
        if isinstance(one, Words) and not one.refused
        if name not in rule.given and name not in rule.values and len(one.values) > 1
    ]
    if not free:
        return None
    rule, name = rng.choice(free)
    words = record.fields[name]
    assert isinstance(words, Words)
    broken = _broken(record, rule, {**example, name: words.values[1]})
    rule.given = {**rule.given, name: words.values[:1]}
    return broken


def _broken(record: Record, rule: Rule, example: dict[str, Any]) -> dict[str, Any]:
    value = example | {name: values[0] for name, values in rule.given.items()}
    for name, values in rule.values.items():
        words = record.fields[name]
        known = words.values if isinstance(words, Words) else ["anything"]
        value[name] = next((word for word in known if word not in values), values[0])
    return {key: item for key, item in value.items() if key not in rule.required}


STEPS: tuple[Step, ...] = (
    *(_add_value, _allow_null, _drop_required, _open, _add_field, _free_field, _move_length),
    *(_move_bound, _allow_fractions, _allow_both, _add_shape, _move_count, _drop_rule),
    *(_drop_rule, _narrow_condition),
)
