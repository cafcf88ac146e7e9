"""The reference validator, jsonschema, and a quick way to ask it for no more than the verdict."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from weakref import WeakValueDictionary

from jsonschema import ValidationError, validators

from conformance.dialects import DIALECTS, SILENT, rebuilt
from conformance.jsontext.pointers import followed
from conformance.jsontext.text import canonical
from conformance.judges.overrides import CHECKS
from conformance.schema.silence import KEYWORD, ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.model import Json


@cache
def reference(dialect: str) -> Any:  # noqa: ANN401  a class that jsonschema makes
    """Return jsonschema's class for a dialect, corrected; it rejects what is not described."""
    base = DIALECTS[dialect].validator
    return validators.extend(base, {**CHECKS, SILENT: _refuse_silent})  # type: ignore[no-untyped-call]


def _refuse_silent(
    _validator: object, why: str, _instance: object, _schema: object
) -> Iterator[ValidationError]:
    yield ValidationError(why)


_FAILURE = (ValidationError("a part is not valid"),)
"""What a check is told of a part; nobody reads the words."""


class Whether:
    """Says whether a value is valid, by jsonschema's checks of the keywords.

    jsonschema makes a validator each time that it comes to a subschema. This keeps one for each
    subschema, and its answer on each part of a value; schemas share those that say the same. It
    stands in for a validator in the checks of all keywords but the dynamic references and those on
    what others left unevaluated.
    """

    def __init__(self, document: Json, dialect: str) -> None:
        """Take a schema whose references all lead into itself."""
        self._document = document
        self._dialect = dialect
        self._class = reference(dialect)
        self._subschemas: dict[int, _Part] = {}

    def is_valid(self, value: Json) -> bool:
        """Return whether a value is valid."""
        _ANSWERS.start(value)
        return self.part(self._document).is_valid(value)

    def part(self, schema: Json) -> _Part:
        """Return the subschema as a validator."""
        found = self._subschemas.get(id(schema))
        if found is None:
            found = self._subschemas[id(schema)] = self._made(schema)
        return found

    def _made(self, schema: Json) -> _Part:
        """Return a new part, or one of another schema that says the same and refers to nothing."""
        content = canonical(_without_origins(schema))
        if _REFERENCES.search(content):
            return _Part(schema, self, self._class)
        key = (self._dialect, content)
        known = _PARTS.get(key)
        if known is None:
            known = _PARTS[key] = _Part(schema, self, self._class)
        return known

    def referred(self, reference: str) -> _Part:
        """Return the subschema that a reference leads to."""
        return self.part(followed(self._document, unquote(reference.removeprefix("#"))))


def _without_origins(schema: Json) -> Json:
    """Return a schema without the names of its origins, which no check reads."""
    if not isinstance(schema, dict):
        return schema
    kept = {keyword: part for keyword, part in schema.items() if keyword not in {ORIGIN, KEYWORD}}
    return rebuilt(kept, _without_origins)


_REFERENCES = re.compile(r"\$(?:ref|dynamicRef|recursiveRef)")


class _Answers:
    """The answers on the objects and arrays in one value, which several schemas judge in turn."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], bool] = {}
        self._value: Json = None

    def start(self, value: Json) -> None:
        """Forget the answers on another value: this one may stand where that one stood."""
        if value is not self._value:
            self.known.clear()
            self._value = value  # kept, so that nothing else comes to stand there


_ANSWERS = _Answers()
_PARTS: WeakValueDictionary[tuple[str, str], _Part] = WeakValueDictionary()
"""Dialect and content of a subschema -> what answers for it, as long as some schema needs it."""


class _Part:
    def __init__(self, schema: Json, whole: Whether, kind: Any) -> None:  # noqa: ANN401  a class that jsonschema makes
        self.schema = schema
        self.is_type = kind.TYPE_CHECKER.is_type
        self.format_checker = None
        self._whole = whole
        keywords = schema.items() if isinstance(schema, dict) else ()
        self._checks = [(kind.VALIDATORS[x], y) for x, y in keywords if x in kind.VALIDATORS]
        self._scalars: dict[Any, bool] = {}

    def is_valid(self, instance: Json) -> bool:
        inside = isinstance(instance, dict | list)
        known: dict[Any, bool] = _ANSWERS.known if inside else self._scalars
        key = (id(self), id(instance)) if inside else (type(instance), instance)
        found = known.get(key)
        if found is None:
            found = known[key] = self._holds(instance)
        return found

    def _holds(self, instance: Json) -> bool:
        for check, demanded in self._checks:
            for _ in check(self, demanded, instance, self.schema) or ():
                return False
        return self.schema is not False

    def evolve(self, *, schema: Json) -> _Part:
        return self._whole.part(schema)

    def descend(self, instance: Json, schema: Json, **_: object) -> Sequence[ValidationError]:
        return () if self._whole.part(schema).is_valid(instance) else _FAILURE

    def _validate_reference(self, ref: str, instance: Json) -> Sequence[ValidationError]:
        return () if self._whole.referred(ref).is_valid(instance) else _FAILURE
