"""The keywords on which the two validators are known to differ and jsonschema-rs is right.

The reference validator asks it for them. So the verdicts agree, and the reasons belong to the
verdict that counts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs
from jsonschema import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jsonschema.protocols import Validator

    from conformance.model import Json

KNOWN_DIFFERENCES = {
    "additionalProperties": "as for pattern, where patternProperties stands beside it",
    "multipleOf": "jsonschema divides floats in binary: it says that 0.3 is no multiple of 0.1",
    "pattern": "jsonschema searches with Python's `re`, which is not ECMA-262: `$` also matches "
    "before a final line feed, and `\\d`, `\\w` and `\\s` are not limited to ASCII",
    "patternProperties": "as for pattern",
}
"""Keyword -> the reason why the two validators differ on it."""


def unlisted(instance: Mapping[str, Json], schema: Mapping[str, Any]) -> list[str]:
    """Return the properties of an object that `additionalProperties` of its schema applies to."""
    patterns = schema.get("patternProperties", {})
    return [
        name
        for name in instance
        if name not in schema.get("properties", {})
        and not any(_holds("pattern", pattern, name) for pattern in patterns)
    ]


def _holds(keyword: str, demanded: str | float, instance: Json) -> bool:
    return _validator(keyword, demanded).is_valid(instance)


@cache
def _validator(keyword: str, demanded: str | float) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({keyword: demanded})


def _leaf(keyword: str) -> Callable[..., Iterator[ValidationError]]:
    def check(
        _validator: Validator, demanded: str | float, instance: Json, _schema: object
    ) -> Iterator[ValidationError]:
        if not _holds(keyword, demanded, instance):
            yield ValidationError(keyword)

    return check


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
            if _holds("pattern", pattern, name):
                yield from _descend(validator, value, schema, path=name, schema_path=pattern)


def _descend(
    validator: Validator, instance: Json, schema: Json, **path: str
) -> Iterator[ValidationError]:
    # jsonschema's protocol type lacks `descend`, which all of its own keywords use.
    yield from cast("Any", validator).descend(instance, schema, **path)


CHECKS = {
    "additionalProperties": _additional_properties,
    "multipleOf": _leaf("multipleOf"),
    "pattern": _leaf("pattern"),
    "patternProperties": _pattern_properties,
}
"""Keyword -> the check that replaces jsonschema's own."""
