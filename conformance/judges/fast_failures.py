"""Finds the failures of a value by jsonschema-rs, some forty times faster than by jsonschema.

It tells of some keywords otherwise than jsonschema does. Where it meets one of them it says
nothing, and jsonschema is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

import jsonschema_rs

from conformance.dialects import SILENT, rebuilt
from conformance.documents import dialect_of
from conformance.exact.validators import plain
from conformance.jsontext.pointers import steps
from conformance.judges.failures import UNIONS, Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.model import Json

_TOLD_ALIKE = UNIONS | {
    "additionalProperties", "const", "dependentRequired", "enum", "exclusiveMaximum",
    "exclusiveMinimum", "maxItems", "maxLength", "maxProperties", "maximum", "minItems",
    "minLength", "minProperties", "minimum", "multipleOf", "not", "pattern", "required", "type",
    "uniqueItems",
}  # fmt: skip
_NAMES = "propertyNames"
"""What fails under it is a name, which stands nowhere in the value."""
_SEVERAL = jsonschema_rs.ValidationErrorKind.OneOfMultipleValid


class FastFailures:
    """Knows the failures of values in one compiled schema that names its origins."""

    def __init__(self, document: Json, dialect: str) -> None:
        """Compile the schema.

        Args:
            document: A traced compile (`schema/silence.py`).
            dialect: The dialect of a schema that names none.
        """
        self._document: Json = True
        self._validator: Any = None
        try:
            self._document = _with_silence(plain(document, dialect_of(document, dialect)))
            self._validator = jsonschema_rs.validator_for(
                cast("dict[str, Any] | bool", self._document), validate_formats=False
            )
        except (LookupError, ValueError):
            pass  # an expression that it cannot read, for example
        self._holders: dict[tuple[str | int, ...], tuple[dict[str, Json], tuple[int, ...]]] = {}

    def of(self, value: Json) -> list[Failure] | None:
        """Return the failures of a value in the order of the schema; None if that is not known."""
        if self._validator is None:
            return None
        try:
            errors = [*self._validator.iter_errors(value)]
            return None if errors and _has_empty_name(value) else self._failures(errors, value)
        except (LookupError, ValueError):
            return None

    def _failures(self, errors: Iterable[Any], value: Json) -> list[Failure]:
        """Return the failures that errors tell of.

        Raises:
            LookupError: One is about a keyword that jsonschema tells of in another way.
        """
        found = [self._failure(error, value) for error in errors]
        return [failure for _, failure in sorted(found, key=lambda pair: pair[0])]

    def _failure(self, error: Any, value: Json) -> tuple[tuple[int, ...], Failure]:  # noqa: ANN401  the library has no type for it
        applied = tuple(error.evaluation_path)
        path = tuple(error.instance_path)
        keyword = applied[-1]
        if keyword not in _TOLD_ALIKE or _NAMES in applied:
            raise LookupError(keyword)
        if applied not in self._holders:
            self._holders[applied] = self._holder(applied)
        schema, order = self._holders[applied]
        branches: Sequence[Iterable[Any]] = ()
        if keyword in UNIONS and not isinstance(error.kind, _SEVERAL):
            branches = error.kind.context
        if keyword == "not" and SILENT in schema:
            keyword, applied = SILENT, (*applied[:-1], SILENT)
        parts = (self._failures(branch, value) for branch in branches)
        return order, Failure(
            keyword=keyword,
            schema=schema,
            instance=_at(value, path),
            path=path,
            applied=applied,
            branches=tuple(tuple(part) for part in parts if part),
        )

    def _holder(self, applied: Sequence[str | int]) -> tuple[dict[str, Json], tuple[int, ...]]:
        """Return the schema that a keyword stands in, and the place of each step in its schema."""
        here = self._document
        order: list[int] = []
        for step in applied[:-1]:
            if isinstance(here, list):
                order.append(int(step))
                here = here[int(step)]
                continue
            known = cast("dict[str, Json]", here)
            order.append([*known].index(str(step)))
            here = known[str(step)]
            if isinstance(here, str):
                here = self._referred(here)
        schema = cast("dict[str, Json]", here)
        return schema, (*order, [*schema].index(str(applied[-1])))

    def _referred(self, reference: str) -> Json:
        here = self._document
        for step in steps(unquote(reference.removeprefix("#"))):
            here = cast("dict[str, Json]", here)[step]
        return here


def _with_silence(schema: Json) -> Json:
    """Return a schema in which an undescribed place rejects by a keyword that the library knows.

    Raises:
        LookupError: This keyword stands there already.
    """
    if not isinstance(schema, dict):
        return schema
    result = rebuilt(schema, _with_silence)
    if SILENT in schema:
        if "not" in schema:
            raise LookupError("not")
        result["not"] = {}
    return result


def _has_empty_name(value: Json) -> bool:
    """Return whether an object has the empty name, which the library leaves out of its paths."""
    if isinstance(value, dict):
        return "" in value or any(map(_has_empty_name, value.values()))
    return isinstance(value, list) and any(map(_has_empty_name, value))


def _at(value: Json, path: Iterable[str | int]) -> Json:
    for step in path:
        value = value[int(step)] if isinstance(value, list) else value[str(step)]  # type: ignore[index]
    return value
