"""Corrects the keywords on which jsonschema is known to err, so that its reasons are right.

So the verdicts agree, and the reasons belong to the verdict that counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from jsonschema import ValidationError

from conformance.exact.validators import multiple_of
from conformance.judges.unlisted import is_match, unlisted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jsonschema.protocols import Validator

    from conformance.model import Json

KNOWN_DIFFERENCES = {
    "additionalItems": "jsonschema raises a TypeError if items beside it is true or false",
    "additionalProperties": "as for pattern, with patternProperties beside it",
    "multipleOf": "jsonschema divides floats in binary: it says that 0.3 is not a multiple of 0.1",
    "pattern": "jsonschema searches with Python's `re`, which is not ECMA-262: `$` also matches "
    "before a final line feed, and `\\d`, `\\w` and `\\s` are not limited to ASCII",
    "patternProperties": "as for pattern",
}
"""Keyword -> the error of jsonschema on it."""


def _pattern(
    _validator: Validator, demanded: str, instance: Json, _schema: object
) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not is_match(demanded, instance):
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
            if is_match(pattern, name):
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
