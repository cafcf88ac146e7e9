"""Checks that the value of a keyword has the form that the keyword asks for."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from conformance.dialects import APPLICATORS, SILENT, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.model import Json

_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")


def fault(keyword: str, value: Json) -> str | None:
    """Return what the value of a keyword of 2020-12 has to be, if it is not that."""
    shape = APPLICATORS.get(keyword)
    if shape is not None:
        return None if _HAS_SHAPE[shape](value) else _SHAPES[shape]
    for keywords, demand, is_right in _DEMANDS:
        if keyword in keywords:
            return None if is_right(value) else demand
    return None


def too_large(value: Json) -> bool:
    """Return whether a number in a value is larger than a float can be."""
    if isinstance(value, dict):
        return any(map(too_large, value.values()))
    if isinstance(value, list):
        return any(map(too_large, value))
    return isinstance(value, int) and abs(value) > sys.float_info.max


def _is_schema(value: Json) -> bool:
    return isinstance(value, (dict, bool))


_HAS_SHAPE: dict[Shape, Callable[[Json], bool]] = {
    Shape.SCHEMA: _is_schema,
    Shape.SCHEMA_OR_SCHEMAS: _is_schema,  # a list was turned into `prefixItems`
    Shape.SCHEMAS: lambda value: isinstance(value, list) and bool(value),
    Shape.NAMED: lambda value: isinstance(value, dict),
    Shape.NAMED_OR_NAMES: lambda value: isinstance(value, dict),
}
_SHAPES = {
    Shape.SCHEMA: "a schema: an object, true or false",
    Shape.SCHEMA_OR_SCHEMAS: "a schema: an object, true or false",
    Shape.SCHEMAS: "a list of schemas with one at least",
    Shape.NAMED: "an object of schemas",
    Shape.NAMED_OR_NAMES: "an object of schemas",
}


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and not too_large(value)


def _is_count(value: Json) -> bool:
    return _is_number(value) and isinstance(value, (int, float)) and value >= 0 and value % 1 == 0


def _is_names(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_types(value: Json) -> bool:
    names = value if isinstance(value, list) else [value]
    return (
        bool(names)
        and all(name in _TYPES for name in names)
        and len(names) == len({str(name) for name in names})
    )


def is_pattern(value: Json) -> bool:
    """Return whether a value is a regular expression."""
    from conformance.exact.regex_python import as_python  # noqa: PLC0415  many schemas have none

    try:
        re.compile(as_python(str(value)))
    except (re.error, OverflowError, RecursionError):
        return False
    return isinstance(value, str)


_DEMANDS: tuple[tuple[set[str], str, Callable[[Json], bool]], ...] = (
    ({"type"}, f"one of {', '.join(_TYPES)}, or a list of them", _is_types),
    ({"required"}, "a list of names", _is_names),
    ({"$ref", "$dynamicRef", "$recursiveRef"}, "a text", lambda value: isinstance(value, str)),
    ({"pattern"}, "a regular expression", is_pattern),
    ({"enum"}, "a list of values", lambda value: isinstance(value, list)),
    ({"uniqueItems"}, "true or false", lambda value: isinstance(value, bool)),
    ({"format", "contentEncoding", "contentMediaType"}, "a text", lambda v: isinstance(v, str)),
    (
        {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
        "a number below 1.8e308",
        _is_number,
    ),
    (
        {"multipleOf"},
        "a number above 0",
        lambda value: _is_number(value) and isinstance(value, (int, float)) and value > 0,
    ),
    (
        {
            "maxContains", "maxItems", "maxLength", "maxProperties", "minContains", "minItems",
            "minLength", "minProperties",
        },
        "a whole number from 0",
        _is_count,
    ),
    (
        {"dependentRequired"},
        "an object of lists of names",
        lambda value: isinstance(value, dict) and all(map(_is_names, value.values())),
    ),
    (
        {SILENT},
        "a sentence that says why the source leaves this open",
        lambda value: isinstance(value, str) and bool(value.strip()),
    ),
)  # fmt: skip
