"""A compiled schema whose failures both validators find: jsonschema-rs, and jsonschema in doubt."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from conformance.documents import DRAFT_2020_12
from conformance.jsontext.text import canonical
from conformance.judges.failures import failure_of
from conformance.judges.fast_failures import FastFailures
from conformance.schema.once import made_once
from conformance.schema.silence import compile_traced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.judges.failures import Failure
    from conformance.judges.reference import Whether
    from conformance.model import Json, SchemaFile
    from conformance.schema.silence import Mode


_SPECIAL = ("unevaluated", "$dynamicRef", "$recursiveRef")

_T = TypeVar("_T")


class LibraryError(Exception):
    """jsonschema raised an error, of the type that the message names, where none is due."""


class Compiled:
    """A compiled schema with both validators, each of which is made when it is needed first.

    Attributes:
        is_doubtful: Whether both may err on it.
    """

    def __init__(self, file: SchemaFile, mode: Mode) -> None:
        """Take a schema, and which of the two schemas that it means.

        Raises:
            BrokenFileError: For a dynamic reference, which cannot follow polarity.
        """
        self._file = file
        self._mode = mode
        self._dialect = file.dialect
        # Where both libraries have been seen to err alike, or one to fail half-way.
        self.is_doubtful = file.dialect != DRAFT_2020_12 or (
            _has_special(file) and "unevaluated" in canonical(self._document)
        )

    @cached_property
    def _document(self) -> Json:
        """The traced compile, which few values need."""
        return compile_traced(self._file, self._mode)

    @cached_property
    def _reference(self) -> Any:  # noqa: ANN401  a class that jsonschema makes
        from conformance.judges.reference import reference  # noqa: PLC0415  jsonschema is slow

        return reference(self._dialect)(self._document)

    @cached_property
    def _whether(self) -> Whether:
        from conformance.judges.reference import Whether  # noqa: PLC0415  jsonschema is slow

        return Whether(self._document, self._dialect)

    @cached_property
    def _fast(self) -> FastFailures:
        return FastFailures(self._document, self._dialect)

    def is_valid(self, value: Json) -> bool:
        """Return whether jsonschema finds no failure; in doubt it has to see everything."""
        if self.is_doubtful:
            return not self.reference_failures(value)
        return _asked(lambda: self._whether.is_valid(value))

    def failures(self, value: Json) -> Sequence[Failure]:
        """Return the failures by jsonschema-rs; by jsonschema if it does not tell."""
        found = None if self.is_doubtful else self._fast.of(value)
        return self.reference_failures(value) if found is None else found

    def reference_failures(self, value: Json) -> Sequence[Failure]:
        """Return the failures by jsonschema."""
        return _asked(lambda: [*map(failure_of, self._reference.iter_errors(value))])


@made_once
def _has_special(file: SchemaFile) -> bool:
    """Return whether a word stands in a schema that makes its compile fail, or doubtful."""
    texts = [json.dumps(x) for x in (file.schema, *file.resources.values())]
    return any(word in text for word in _SPECIAL for text in texts)


def _asked(library: Callable[[], _T]) -> _T:
    """Return what the library answers.

    Raises:
        LibraryError: It raises an error.
        RecursionError: The value is nested too deeply for it.
    """
    try:
        return library()
    except RecursionError:
        raise
    except Exception as error:  # a library may raise anything
        raise LibraryError(type(error).__name__) from error
