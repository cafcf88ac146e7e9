"""Says in words what a type demands, for claims and for the list of what was not read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conformance.jsontext.text import shortened
from conformance.readers import facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import Json
    from conformance.readers.facts import Type

_MAX_VALUES = 8
_MAX_SHOWN = 40
_LIMITS = {
    "exclusiveMinimum": "above {}",
    "exclusiveMaximum": "below {}",
    "multipleOf": "that is a multiple of {}",
}


def in_words(kind: Type) -> str:  # noqa: C901, PLR0911, PLR0912  one line a kind of type
    """Return what a type demands in a few words: 'a string', 'one of "a", "b"'."""
    match kind:
        case facts.Text():
            return limited(
                "a string",
                minLength=kind.min_length,
                maxLength=kind.max_length,
                pattern=kind.pattern,
                format=kind.format,
            )
        case facts.Number():
            return limited(
                "an integer" if kind.integer else "a number",
                minimum=kind.minimum,
                maximum=kind.maximum,
                exclusiveMinimum=kind.exclusive_minimum,
                exclusiveMaximum=kind.exclusive_maximum,
                multipleOf=kind.multiple_of,
            )
        case facts.Boolean():
            return "a boolean"
        case facts.Null():
            return "null"
        case facts.Anything():
            return "any value"
        case facts.Never():
            return "no value"
        case facts.Literals():
            return _one_of(kind)
        case facts.ListOf():
            return f"an array, each element {in_words(kind.item)}"
        case facts.TupleOf():
            return f"an array of {len(kind.items)} elements"
        case facts.MapOf():
            return f"an object, each value {in_words(kind.value)}"
        case facts.Object():
            return kind.name or "an object"
        case facts.Union():
            return alternatives([in_words(option) for option in kind.options])
        case facts.All():
            return " and ".join(dict.fromkeys(map(in_words, kind.parts)))
        case facts.Reference() | facts.Undefined():
            return kind.name
        case facts.Opaque():
            return "something that was not read" if kind.within is None else in_words(kind.within)
        case facts.Directed():
            return in_words(kind.received)
        case _:
            return in_words(kind.type)


def limited(what: str, **limits: Json) -> str:
    """Return what a type demands with its limits, given as keywords of JSON Schema; None is none.

    For example 'an integer from 0 to 255', 'a string of at least 1 character (uuid)'.
    """
    given = {name: value for name, value in limits.items() if value is not None}
    parts = [
        _between(given, "minimum", "maximum", ""),
        *(says.format(given[name]) for name, says in _LIMITS.items() if name in given),
        _between(given, "minLength", "maxLength", "character"),
        _between(given, "minItems", "maxItems", "element"),
    ]
    if "pattern" in given:
        parts.append(f"that matches {shortened(str(given['pattern']), _MAX_SHOWN)}")
    if "format" in given:
        parts.append(f"({given['format']})")
    return " ".join([what, *filter(None, parts)])


def _between(given: Mapping[str, Json], least: str, most: str, unit: str) -> str:
    """Return the bounds of a size or number in words; nothing without bounds."""
    low, high = given.get(least), given.get(most)
    if low is None and high is None:
        return ""
    last = low if high is None else high
    counted = f"{last} {unit}{'' if last == 1 else 's'}" if unit else f"{last}"
    if high is None:
        return f"of at least {counted}"
    if low is None:
        return f"of at most {counted}"
    return f"of {counted}" if low == high else f"from {low} to {counted}"


def alternatives(words: Sequence[str]) -> str:
    """Return 'a, b or c', each once."""
    each = list(dict.fromkeys(words)) or ["no value"]
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} or {each[-1]}"


def _one_of(kind: facts.Literals) -> str:
    values = [shortened(json.dumps(value, ensure_ascii=False), _MAX_SHOWN) for value in kind.values]
    if len(values) > _MAX_VALUES:
        left = len(values) - _MAX_VALUES + 1
        values = [*values[: _MAX_VALUES - 1], f"{left} more"]
    return values[0] if len(values) == 1 else f"one of {', '.join(values)}"
