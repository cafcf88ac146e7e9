"""The keywords on which jsonschema is known to err, put right where it gives the reasons.

So the verdicts agree wherever such a keyword stands, and the reasons are those of the verdict that
counts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs
from jsonschema import ValidationError

from conformance.exact.evaluate import matches
from conformance.exact.validators import multiple_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jsonschema.protocols import Validator

    from conformance.model import Json

KNOWN_DIFFERENCES = {
    "additionalItems": "jsonschema raises a TypeError where items beside it is true or false",
    "additionalProperties": "as for pattern, where patternProperties stands beside it",
    "multipleOf": "jsonschema divides floats in binary: it says that 0.3 is no multiple of 0.1",
    "pattern": "jsonschema searches with Python's `re`, which is not ECMA-262: `$` also matches "
    "before a final line feed, and `\\d`, `\\w` and `\\s` are not limited to ASCII",
    "patternProperties": "as for pattern",
}
"""Keyword -> what jsonschema gets wrong on it."""


def unlisted(instance: Mapping[str, Json], schema: Mapping[str, Any]) -> list[str]:
    """Return the properties of an object that `additionalProperties` of its schema applies to."""
    patterns = schema.get("patternProperties", {})
    return [
        name
        for name in instance
        if name not in schema.get("properties", {})
        and not any(_matches(pattern, name) for pattern in patterns)
    ]


def _matches(pattern: str, text: str) -> bool:
    """Return whether an expression matches; jsonschema-rs is asked where that is not decided."""
    answer = matches(pattern, text)
    return _validator(pattern).is_valid(text) if answer is None else answer


@cache
def _validator(pattern: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({"pattern": pattern})


def _pattern(
    _validator: Validator, demanded: str, instance: Json, _schema: object
) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _matches(demanded, instance):
        yield ValidationError("pattern")


def _additional_items(
    validator: Validator, demanded: Json, instance: Json, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    listed = schema.get("items")
    if isinstance(listed, list) and isinstance(instance, list):
        if demanded is False and len(instance) > len(listed):
            yield ValidationError("additionalItems")
        elif demanded is not False:
            for index in range(len(listed), len(instance)):
                yield from _descend(validator, instance[index], demanded, path=index)


def _additional_properties(
    validator: Validator, demanded: Json, instance: Json, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    names = unlisted(instance, schema)
    if demanded is False and names:
        yield ValidationError("additionalProperties")
    elif demanded is not False:
        for name in names:
            yield from _descend(validator, instance[name], demanded, path=name)


def _pattern_properties(
    validator: Validator, demanded: Mapping[str, Json], instance: Json, _schema: object
) -> Iterator[ValidationError]:
    members = instance.items() if isinstance(instance, dict) else ()
    for pattern, schema in demanded.items():
        for name, value in members:
            if _matches(pattern, name):
                yield from _descend(validator, value, schema, path=name, schema_path=pattern)


def _descend(
    validator: Validator, instance: Json, schema: Json, **path: str | int
) -> Iterator[ValidationError]:
    # jsonschema's protocol type lacks `descend`, which all of its own keywords use.
    yield from cast("Any", validator).descend(instance, schema, **path)


CHECKS: dict[str, Callable[..., Iterator[ValidationError]]] = {
    "additionalItems": _additional_items,
    "additionalProperties": _additional_properties,
    "multipleOf": multiple_of,
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
}
"""Keyword -> the check that replaces jsonschema's own."""
