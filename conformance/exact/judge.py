"""The real validator: jsonschema, put right where it is known to depart from the specification.

Python's `re` reads some expressions differently from ECMA-262, and binary floats make `multipleOf`
miss: both are mended before a value is judged.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from urllib.parse import urldefrag

import jsonschema
import jsonschema_rs
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT7, DRAFT201909, DRAFT202012

from conformance.errors import BrokenFileError
from conformance.exact.documents import (
    BASE,
    DRAFT_07,
    DRAFT_2019_09,
    DRAFT_2020_12,
    dialect_of,
    joined,
    subschemas,
)
from conformance.exact.regex import as_python
from conformance.exact.values import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conformance.exact.sources import Subject
    from conformance.model import Json

Judge: TypeAlias = "Callable[[Json], tuple[bool, ...]]"
"""Says of a value under which subjects it is valid, in their order."""


def judge_of(subjects: Sequence[Subject]) -> Judge:
    """Return the judge of some subjects."""
    validators: list[Any] = [_validator(subject) for subject in subjects]

    def judge(value: Json) -> tuple[bool, ...]:
        try:
            return tuple(validator.is_valid(value) for validator in validators)
        except Unresolvable as error:
            raise BrokenFileError(f"jsonschema cannot follow a reference: {error}") from error
        except re.error as error:
            raise BrokenFileError(f"Python cannot read a regular expression: {error}") from error

    return judge


def fast_judge_of(subjects: Sequence[Subject]) -> Judge:
    """Return a judge for many values: jsonschema-rs, or jsonschema where that cannot be used."""
    try:
        validators = [_fast_validator(subject) for subject in subjects]
    except (ValueError, jsonschema_rs.ReferencingError):
        return judge_of(subjects)

    def judge(value: Json) -> tuple[bool, ...]:
        return tuple(validator.is_valid(value) for validator in validators)

    return judge


def _fast_validator(subject: Subject) -> Any:  # noqa: ANN401  one of three classes
    base = _base(subject)
    documents = [(joined(base, path), body) for path, body in subject.resources.items()]
    registry = jsonschema_rs.Registry([*documents, (base, subject.schema)])
    dialect = dialect_of(subject.schema, subject.dialect)
    return _FAST[dialect]({"$ref": base}, registry=registry, validate_formats=False)


def _base(subject: Subject) -> str:
    """Return where a subject stands."""
    if isinstance(subject.schema, dict) and isinstance(subject.schema.get("$id"), str):
        return joined(BASE, urldefrag(cast("str", subject.schema["$id"])).url)
    return BASE


def _multiple_of(validator: Any, step: float, value: Json, _schema: Json) -> Iterator[Any]:  # noqa: ANN401  jsonschema's own protocol
    if validator.is_type(value, "number"):
        quotient = exact(cast("float", value)) / exact(step)
        if quotient.denominator != 1:
            yield jsonschema.ValidationError(f"{value} is not a multiple of {step}")


_VALIDATORS: dict[str, Any] = {
    dialect: jsonschema.validators.extend(base, {"multipleOf": _multiple_of})  # type: ignore[no-untyped-call]
    for dialect, base in (
        (DRAFT_2020_12, jsonschema.Draft202012Validator),
        (DRAFT_2019_09, jsonschema.Draft201909Validator),
        (DRAFT_07, jsonschema.Draft7Validator),
    )
}
_FAST: dict[str, Any] = {
    DRAFT_2020_12: jsonschema_rs.Draft202012Validator,
    DRAFT_2019_09: jsonschema_rs.Draft201909Validator,
    DRAFT_07: jsonschema_rs.Draft7Validator,
}
_SPECIFICATIONS = {
    DRAFT_2020_12: DRAFT202012,
    DRAFT_2019_09: DRAFT201909,
    DRAFT_07: DRAFT7,
}


def _validator(subject: Subject) -> Any:  # noqa: ANN401  a class that jsonschema makes
    base = _base(subject)
    registry: Registry[Any] = jsonschema.validators.SPECIFICATIONS  # type: ignore[attr-defined]
    for path, body in (*subject.resources.items(), (base, subject.schema)):
        dialect = dialect_of(body, subject.dialect)
        resource = Resource.from_contents(
            _mended(body), default_specification=_SPECIFICATIONS[dialect]
        )
        registry = registry.with_resource(joined(base, path), resource)
    dialect = dialect_of(subject.schema, subject.dialect)
    return _VALIDATORS[dialect]({"$ref": base}, registry=registry)


def _mended(body: Json) -> Json:
    """Return a schema with every regular expression as Python has to read it."""
    if not isinstance(body, dict):
        return body
    result = dict(body)
    for pointer, child in subschemas(body):
        keyword, _, step = pointer.partition("/")
        name = step.replace("~1", "/").replace("~0", "~")
        if not step:
            result[keyword] = _mended(child)
            continue
        part = result[keyword]
        copied = dict(part) if isinstance(part, dict) else list(cast("list[Json]", part))
        if isinstance(copied, dict):
            if keyword == "patternProperties":
                del copied[name]
                name = as_python(name)
            copied[name] = _mended(child)
        else:
            copied[int(name)] = _mended(child)
        result[keyword] = copied
    if isinstance(pattern := result.get("pattern"), str):
        result["pattern"] = as_python(pattern)
    return result
