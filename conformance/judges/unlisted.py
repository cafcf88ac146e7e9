"""Finds the properties that `additionalProperties` applies to, without jsonschema."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from conformance.exact.evaluate import matches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Json


def unlisted(instance: Mapping[str, Json], schema: Mapping[str, Any]) -> list[str]:
    """Return the properties of an object that `additionalProperties` of its schema applies to."""
    patterns = schema.get("patternProperties", {})
    return [
        name
        for name in instance
        if name not in schema.get("properties", {})
        and not any(is_match(pattern, name) for pattern in patterns)
    ]


def is_match(pattern: str, text: str) -> bool:
    """Return whether an expression matches; jsonschema-rs is asked where that is not decided."""
    answer = matches(pattern, text)
    return _validator(pattern).is_valid(text) if answer is None else answer


@cache
def _validator(pattern: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({"pattern": pattern})
