"""The validator libraries: jsonschema, and jsonschema-rs.

Both are corrected first where they are known to depart from the specification. Keywords of other
dialects are removed, regular expressions are translated from ECMA-262 for Python's `re`, and
`multipleOf` is computed in fractions.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, cast

import jsonschema_rs

from conformance.dialects import rebuilt, subschemas
from conformance.documents import (
    DRAFT_07,
    DRAFT_2019_09,
    DRAFT_2020_12,
    FOREIGN,
    base_of,
    dialect_of,
    joined,
)
from conformance.exact.values import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conformance.exact.sources import Subject
    from conformance.model import Json

Said: TypeAlias = "bool | str"
"""Whether a value is valid, or the error that a library raised instead."""


class Validator:
    """One library's validator of one subject."""

    library: ClassVar[str]
    _compiled: Any

    def __init__(self, subject: Subject) -> None:
        """Compile nothing yet."""
        self.subject = subject

    @property
    def can_say(self) -> bool:
        """Whether the library can express every part of the schemas."""
        return True

    def says(self, value: Json) -> Said:
        """Return the library's answer on a value, or the error that it raised."""
        try:
            return bool(self._compiled.is_valid(value))
        except Exception as error:  # noqa: BLE001  a library may raise anything
            return type(error).__name__


class Reference(Validator):
    """jsonschema."""

    library = "jsonschema"

    @cached_property
    def can_say(self) -> bool:
        """Whether Python's `re` has all regular expressions."""
        from conformance.exact.regex_python import runs_in_python  # noqa: PLC0415  seldom needed

        bodies = (self.subject.schema, *self.subject.resources.values())
        return all(map(runs_in_python, dict.fromkeys(map(str, _patterns(bodies)))))

    @cached_property
    def _compiled(self) -> Any:  # noqa: ANN401  a class that jsonschema makes
        from referencing import Resource  # noqa: PLC0415  slow, as jsonschema is

        subject, base = self.subject, base_of(self.subject.schema)
        specifications, registry = _specifications()
        main = dialect_of(subject.schema, subject.dialect)
        for path, body in (*subject.resources.items(), (base, subject.schema)):
            dialect = dialect_of(body, subject.dialect)
            resource = Resource.from_contents(
                _in_python(plain(body, dialect), main),
                default_specification=specifications[dialect],
            )
            registry = registry.with_resource(joined(base, path), resource)
        return _references()[main]({"$ref": base}, registry=registry)


class Fast(Validator):
    """jsonschema-rs, some hundred times faster."""

    library = "jsonschema-rs"

    @cached_property
    def _compiled(self) -> Any:  # noqa: ANN401  one of three classes
        subject, base = self.subject, base_of(self.subject.schema)
        documents = [
            (joined(base, path), plain(body, dialect_of(body, subject.dialect)))
            for path, body in (*subject.resources.items(), (base, subject.schema))
        ]
        registry = jsonschema_rs.Registry(documents)
        dialect = dialect_of(subject.schema, subject.dialect)
        return _FAST[dialect]({"$ref": base}, registry=registry, validate_formats=False)


@cache
def version_of(library: str) -> str:
    """Return the version of a library that is installed."""
    from importlib.metadata import version  # noqa: PLC0415  only faults need it

    return version(library)


def plain(body: Json, dialect: str) -> Json:
    """Return a schema without the keywords that its dialect does not know or does not assert.

    Libraries apply some of them all the same. A keyword that a `$ref` may lead through is kept.
    """
    foreign = _ignored(dialect, body)
    if not foreign:
        return body

    def without(part: Json) -> Json:
        if not isinstance(part, dict):
            return part
        return rebuilt({key: x for key, x in part.items() if key not in foreign}, without)

    return without(body)


def _ignored(dialect: str, body: Json) -> set[str]:
    """Return the names in a schema that are such keywords, but for the steps of references.

    Values that look like a reference count as one.
    """
    names: set[str] = set()
    steps: set[str] = set()
    waiting = [body]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            names.update(part)
            waiting += part.values()
            if isinstance(reference := part.get("$ref"), str):
                steps.update(reference.split("/"))
        elif isinstance(part, list):
            waiting += part
    return {x for x in names if x in FOREIGN[dialect] or x in _ANNOTATIONS} - steps


def _patterns(bodies: Iterable[Json]) -> Iterator[Json]:
    """Yield every regular expression of some schemas."""
    for body in bodies:
        for _, part in subschemas(body):
            if isinstance(part, dict):
                yield part.get("pattern", "")
                named = part.get("patternProperties")
                yield from named if isinstance(named, dict) else ()


def _in_python(body: Json, main: str) -> Json:
    """Return a schema in the form that jsonschema needs.

    Regular expressions become Python's. For `$schema`, jsonschema uses its own class without the
    corrections made here, so it is removed if it only repeats the main dialect.
    """
    from conformance.exact.regex_python import as_python  # noqa: PLC0415  seldom needed

    if not isinstance(body, dict):
        return body
    result = rebuilt(body, lambda child: _in_python(child, main))
    if dialect_of(result, "") == main:
        del result["$schema"]
    if isinstance(pattern := result.get("pattern"), str):
        result["pattern"] = as_python(pattern)
    if isinstance(named := result.get("patternProperties"), dict):
        result["patternProperties"] = {as_python(name): item for name, item in named.items()}
    return result


def multiple_of(validator: Any, step: float, value: Json, _schema: Json) -> Iterator[Any]:  # noqa: ANN401  jsonschema's own protocol
    """Check `multipleOf` in fractions, instead of jsonschema's own check."""
    if validator.is_type(value, "number"):
        quotient = exact(cast("float", value)) / exact(step)
        if quotient.denominator != 1:
            from jsonschema import ValidationError  # noqa: PLC0415  who is here has imported it

            yield ValidationError(f"{value} is not a multiple of {step}")


@cache
def _references() -> dict[str, Any]:
    """Return jsonschema's validators, corrected, by dialect."""
    import jsonschema  # noqa: PLC0415  slow, and needed only to check a witness

    return {
        dialect: jsonschema.validators.extend(base, {"multipleOf": multiple_of})  # type: ignore[no-untyped-call]
        for dialect, base in (
            (DRAFT_2020_12, jsonschema.Draft202012Validator),
            (DRAFT_2019_09, jsonschema.Draft201909Validator),
            (DRAFT_07, jsonschema.Draft7Validator),
        )
    }


@cache
def _specifications() -> tuple[dict[str, Any], Any]:
    """Return how references resolve, by dialect, and a registry of the dialects' own schemas."""
    from jsonschema.validators import SPECIFICATIONS  # type: ignore[attr-defined]  # noqa: PLC0415
    from referencing.jsonschema import DRAFT7, DRAFT201909, DRAFT202012  # noqa: PLC0415

    known = {DRAFT_2020_12: DRAFT202012, DRAFT_2019_09: DRAFT201909, DRAFT_07: DRAFT7}
    return known, SPECIFICATIONS


_FAST: dict[str, Any] = {
    DRAFT_2020_12: jsonschema_rs.Draft202012Validator,
    DRAFT_2019_09: jsonschema_rs.Draft201909Validator,
    DRAFT_07: jsonschema_rs.Draft7Validator,
}
_ANNOTATIONS = frozenset(("contentEncoding", "contentMediaType", "format"))
