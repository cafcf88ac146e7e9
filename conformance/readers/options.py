"""Which options of a union can be written as one schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.merge import resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conformance.model import Json
    from conformance.readers.facts import Type


def flat(kind: Type) -> Iterator[Type]:
    """Yield the options of a union and of unions in it; another type is its only option."""
    if isinstance(kind, facts.Union):
        for option in kind.options:
            yield from flat(option)
    else:
        yield kind


def is_open(kind: Type, types: Mapping[str, Type]) -> bool:
    """Return whether a type names values and accepts others in so many words."""
    kind = resolved(kind, types)
    options = [resolved(option, types) for option in flat(kind)]
    listed = [option for option in options if isinstance(option, facts.Literals)]
    if any(one.closed is False for one in listed):
        return True
    others = [option for option in options if option not in listed]
    return any(covers(other, value) for one in listed for value in one.values for other in others)


def covers(kind: Type, value: Json) -> bool:
    """Return whether a plain scalar type accepts a value."""
    match kind:
        case facts.Text(min_length=None, max_length=None, pattern=None, format=None, excluded=()):
            return isinstance(value, str)
        case facts.Number(
            minimum=None,
            maximum=None,
            exclusive_minimum=None,
            exclusive_maximum=None,
            multiple_of=None,
            range=None,
        ):
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return is_number and not (kind.integer and isinstance(value, float))
        case facts.Boolean():
            return isinstance(value, bool)
    return False


def json_type(kind: Type) -> str | None:  # noqa: PLR0911  one line a kind of type
    """Return the JSON type of a type whose schema has one `type` and only keywords of that type.

    An integer's is `number`: keywords on numbers hold for both.
    """
    match kind:
        case facts.Text(excluded=()):
            return "string"
        case facts.Number(range=None):
            return "number"
        case facts.Boolean():
            return "boolean"
        case facts.Null():
            return "null"
        case facts.ListOf() | facts.TupleOf():
            return "array"
        case facts.MapOf():
            return "object"
        case facts.Object(fields=fields) if not any(one.aliases for one in fields):
            return "object"
    return None


def one_or_all(types: Iterable[str]) -> Json:
    """Return the value of `type` for some JSON types."""
    names = sorted(types)
    return names[0] if len(names) == 1 else [*names]
