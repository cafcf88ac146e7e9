"""The faults of validator libraries, found by the engine's own evaluator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.documents import subschemas
from conformance.exact.sources import Subject
from conformance.jsontext.edit import without_part
from conformance.jsontext.pointers import steps
from conformance.jsontext.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.model import Json

_MAX_TRIES = 200
_MAX_SHOWN = 60
_KEPT = frozenset(
    ("$schema", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$defs", "definitions")
)
_LEADING = frozenset(("$ref", "properties", "allOf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryFault:
    """A value on which a validator library departs from the specification.

    Attributes:
        library: The library.
        version: Its version.
        keywords: The keywords on which it is wrong, sorted: without any of them it is right.
        subject: The name of the schema.
        answer: The library's answer: `valid`, `not valid`, or the error that it raised.
        right: The answer by the specification.
        value: The value.
    """

    library: str
    version: str
    keywords: tuple[str, ...]
    subject: str
    answer: str
    right: str
    value: Json

    @property
    def brief(self) -> str:
        """The library, and the keywords on which it is wrong."""
        where = f"on {' and '.join(self.keywords)}" if self.keywords else "somewhere"
        return f"{self.library} {self.version} errs {where}"

    def __str__(self) -> str:
        """Return it as one sentence, without a full stop."""
        shown = quoted(self.value, _MAX_SHOWN)
        is_verdict = self.answer in {"valid", "not valid"}
        answer = f"says {self.answer} of" if is_verdict else f"raises {self.answer} for"
        return f"{self.brief} in {self.subject}: it {answer} {shown}, which is {self.right}"


def blamed(subject: Subject, errs: Callable[[Subject], bool]) -> tuple[str, ...]:
    """Return the keywords without which a library is right, sorted.

    The schema is made smaller as long as the library is still wrong, a bounded number of times.

    Args:
        subject: The schema on which it is wrong.
        errs: Returns whether it is wrong on another schema.
    """
    body = subject.schema
    tries = 0
    settled: set[tuple[str, ...]] = set()
    while tries < _MAX_TRIES:
        path = next((path for path in _keywords(body) if path not in settled), None)
        if path is None:
            break
        settled.add(path)
        smaller = without_part(body, path)
        tries += 1
        if errs(Subject(subject.name, smaller, subject.dialect, subject.resources)):
            body = smaller
    left = {path[-1] for path in _keywords(body)}
    return tuple(sorted(left - _LEADING or left))


def _keywords(body: Json, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every keyword of a schema and its subschemas that can be left out."""
    if not isinstance(body, dict):
        return
    for keyword in body:
        if keyword not in _KEPT:
            yield (*path, keyword)
    for pointer, child in subschemas(body):
        yield from _keywords(child, (*path, *steps(f"/{pointer}")))
