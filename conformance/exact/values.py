"""JSON values in the comparison: their type, their equality, and their order by size.

A smaller value has fewer properties and elements in all; then the shorter canonical text; then a
fixed order. Each of the first two adds up over the parts of a value, so that the smallest whole is
made of smallest parts.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from conformance.jsontext.text import canonical

if TYPE_CHECKING:
    from collections.abc import Hashable

    from conformance.model import Json

Kind: TypeAlias = Literal["number", "string", "array", "object", "null", "boolean"]
"""A JSON type. `integer` is not one: it is a fact about a number."""

KINDS: tuple[Kind, ...] = ("number", "string", "array", "object", "null", "boolean")


class Sized(NamedTuple):
    """A value with its size; tuples compare as the values do, the smaller one first.

    Attributes:
        parts: The number of properties and elements, nested ones included.
        length: The length of its canonical text.
        order: The order of equal sizes: the type, then the text.
        value: The value itself. Two equal orders have equal values, so it is never compared.
    """

    parts: int
    length: int
    order: tuple[int, str]
    value: Json


UNMADE = 10**9
"""The parts added to the stand-in for a value that exists and is too large to be made."""
UNSURE = 10**12
"""The parts added to the stand-in for a value that may not exist."""


def stand_in(value: Sized, parts: int) -> Sized:
    """Return a value that stands for another one; it is larger than all that are made.

    Args:
        value: The value.
        parts: `UNMADE` or `UNSURE`.
    """
    return value._replace(parts=value.parts + parts)


class Undecided(Exception):  # noqa: N818  not an error: an answer
    """Something is not decided; the message says what."""


def kind_of(value: Json) -> Kind:
    """Return the JSON type of a value; `True` is a boolean, never a number."""
    if isinstance(value, str):
        return "string"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "array" if isinstance(value, list) else "object"


def exact(number: float) -> Fraction:
    """Return the number in the shortest text of a float: 0.1 is a tenth."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def identity(value: Json) -> Hashable:
    """Return a key that is equal for two scalars exactly if JSON Schema calls them equal."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ("number", value if isinstance(value, int) else exact(value))
    return ("constant", value)


def equal_key(value: Json) -> Hashable:
    """Return a key that is equal for two values where JSON Schema calls them equal."""
    if isinstance(value, list):
        return ("array", tuple(map(equal_key, value)))
    if isinstance(value, dict):
        return ("object", frozenset((name, equal_key(item)) for name, item in value.items()))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ("number", value if isinstance(value, int) else exact(value))
    return (kind_of(value), value)


def sized(value: Json) -> Sized:
    """Return the value with its size."""
    length, order = scalar_order(value)
    return Sized(_parts(value), length, order, value)


def scalar_order(value: Json) -> tuple[int, tuple[int, str]]:
    """Return the length of a value's canonical text, and its order: what sorts scalars."""
    if isinstance(value, str):  # as below, but there may be very many
        text = _quoted(value)
        return len(text), (_STRING, text)
    text = canonical(value)
    return len(text), (_rank(value), text)


_quoted = json.JSONEncoder(ensure_ascii=False).encode
_NUMBER, _STRING = KINDS.index("number"), KINDS.index("string")


def _rank(value: Json) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return len(KINDS) if value < 0 else _NUMBER
    return KINDS.index(kind_of(value))


def _parts(value: Json) -> int:
    if isinstance(value, list):
        return len(value) + sum(map(_parts, value))
    if isinstance(value, dict):
        return len(value) + sum(map(_parts, value.values()))
    return 0
