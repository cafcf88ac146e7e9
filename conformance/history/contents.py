"""What one version of a source says, type by type, so that only what changed is read in full.

In a document of JSON Schemas a type is its own text with the texts that it refers to. Then only the
types whose texts changed are read, out of a document that holds them and what they reach. Elsewhere
each type is read, and its schema is its text.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

from conformance.dataclass import dataclass
from conformance.errors import ConformanceError
from conformance.jsontext.pointers import joined, steps
from conformance.readers.structured import part_of, structured

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from conformance.model import Json
    from conformance.readers.read import Opened

_WHOLE = "#"
_HEAD = ("openapi", "swagger", "asyncapi", "jsonSchemaDialect", "$schema", "$id", "id", "$self")
"""What at the top of a document may change the meaning of all its schemas."""
_TIES = frozenset({"$id", "$anchor", "$dynamicAnchor", "$dynamicRef"})
"""With one of these, what a reference means is not told by its text alone."""
_RECURSIVE = frozenset({"$recursiveAnchor", "$recursiveRef"})
"""These are about the schema around them, but for the dialect that has them."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A type's own text.

    Attributes:
        value: The text as JSON.
        reaches: The types that it refers to; None if that cannot be told.
    """

    value: Json
    reaches: frozenset[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What a version of a source says.

    Attributes:
        opened: The source, open.
        wanted: The full name of the only type that counts; None for all.
        head: What changes the meaning of all types.
        texts: Full name of a type -> what it says by itself.
        holding: Whether the texts are of schemas, so that what a type holds counts too.
    """

    opened: Opened
    wanted: str | None
    head: Json
    texts: Mapping[str, _Text]
    holding: bool
    _holders: dict[str, set[str]] = field(default_factory=dict)

    @property
    def types(self) -> tuple[str, ...]:
        """The full names of the types that count."""
        if self.wanted is not None:
            return (self.wanted,)
        found = self.opened.types
        return tuple(x for x in found if x != _WHOLE) or found

    def changed(self, other: Contents) -> list[str]:
        """Return the types that both versions have and that are not the same text in both."""
        same = self.head == other.head and self.holding == other.holding
        known = set(other.types)
        return [
            name
            for name in self.types
            if name in known and not (same and self._is_same(other, name))
        ]

    def _is_same(self, other: Contents, name: str) -> bool:
        if self.wanted is None:
            return self.texts[name].value == other.texts[name].value
        reached, there = self.reached([name]), other.reached([name])
        return reached == there and all(
            self.texts[x].value == other.texts[x].value for x in reached
        )

    def reached(self, names: Iterable[str]) -> set[str]:
        """Return types, and those that they refer to, over any number of steps."""
        found: set[str] = set()
        waiting = [*names]
        while waiting:
            name = waiting.pop()
            if name in self.texts and name not in found:
                found.add(name)
                waiting += self.texts[name].reaches or ()
        return found

    def held_by(self, name: str) -> int:
        """Return the number of other types that hold a type, over any number of steps."""
        if not self._holders:
            for holder, text in self.texts.items():
                for part in text.reaches or ():
                    self._holders.setdefault(part, set()).add(holder)
        found: set[str] = set()
        waiting = [name]
        while waiting:
            more = self._holders.get(waiting.pop(), set()) - found
            found |= more
            waiting += more
        return len(found - {name, _WHOLE})

    def only(self, names: Collection[str]) -> Opened:
        """Return the source with some types only."""
        chosen = tuple(x for x in self.types if x in names)
        if not self.holding:
            return replace(self.opened, types=chosen)
        reached = self.reached(chosen)
        whole = cast("dict[str, Json]", structured(self.opened.document).value)
        kept: dict[str, Json] = {x: whole[x] for x in _HEAD if x in whole}
        if _WHOLE in reached:
            kept |= cast("dict[str, Json]", self.texts[_WHOLE].value)
        for name in self.texts:
            if name in reached and name != _WHOLE:
                *path, last = steps(f"/{name}")
                here = kept
                for step in path:
                    here = cast("dict[str, Json]", here.setdefault(step, {}))
                here[last] = self.texts[name].value
        return replace(self.opened, types=chosen, document=part_of(self.opened.document, kept))

    def why_not(self, name: str) -> str | None:
        """Return why a type cannot be read, with its line; None if it can."""
        try:
            self.opened.schema(name)
        except ConformanceError as error:
            return str(error)
        except RecursionError:
            return "it is nested too deeply"
        return None


def contents(opened: Opened, wanted: str | None, before: Contents | None = None) -> Contents:
    """Return what a source says.

    Args:
        opened: The source, open.
        wanted: The type that counts, as the user names it; None for all.
        before: What the version before says, so that what is the same need not be looked through.

    Raises:
        UsageError: There is no such type, or none at all.
        BrokenFileError: The file cannot be read, with its line.
    """
    if wanted is not None or not opened.types or opened.types[0] == _WHOLE:
        wanted = opened.chosen(wanted)
    if opened.notation.is_schema and wanted in {None, *opened.types}:
        texts = _texts(opened, {} if before is None else before.texts)
        if texts is not None:
            value = cast("dict[str, Json]", structured(opened.document).value)
            head: Json = {x: value[x] for x in _HEAD if x in value}
            return Contents(opened, wanted, head, texts, holding=True)
    read: dict[str, Json] = (
        {name: _read(opened, name) for name in opened.types}
        if wanted is None
        else {wanted: opened.schema(wanted).schema}
    )
    texts = {name: _Text(value, frozenset()) for name, value in read.items()}
    return Contents(opened, wanted, None, texts, holding=False)


def _read(opened: Opened, name: str) -> Json:
    try:
        return opened.schema(name).schema
    except ConformanceError as error:
        return str(error)
    except RecursionError:
        return "it is nested too deeply"


# --- the texts of a document of schemas ----------------------------------------------------------


def _texts(opened: Opened, known: Mapping[str, _Text]) -> dict[str, _Text] | None:
    """Return the types' own texts; None if what one means cannot be told by the texts alone."""
    found: dict[str, _Text] = {}
    ties = _TIES if _is_api(opened) else _TIES | _RECURSIVE
    for name, value in _values(opened):
        text = known.get(name)
        if text is None or text.value != value:
            text = _Text(value, _reaches(value, ties))
        if text.reaches is None:
            return None
        found[name] = text
    missing = {part for text in found.values() for part in text.reaches or ()} - found.keys()
    return None if missing else found


def _values(opened: Opened) -> Iterator[tuple[str, Json]]:
    whole = structured(opened.document).value
    for name in opened.types:
        here = whole
        if name == _WHOLE and isinstance(whole, dict):
            here = {x: part for x, part in whole.items() if x not in {"$defs", "definitions"}}
        for step in () if name == _WHOLE else steps(f"/{name}"):
            here = cast("dict[str, Json]", here)[step]
        yield name, here


def _is_api(opened: Opened) -> bool:
    """Return whether the schemas are of an API, and not of a dialect of JSON Schema's own."""
    whole = structured(opened.document).value
    return (
        isinstance(whole, dict)
        and not whole.keys() & {"$schema", "jsonSchemaDialect"}
        and ("openapi" in whole or "swagger" in whole)
    )


def _reaches(value: Json, ties: frozenset[str]) -> frozenset[str] | None:
    """Return the types that a text refers to; None if it refers to anything else."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting += here
        elif isinstance(here, dict):
            if any(isinstance(here.get(name), (str, bool)) for name in ties):
                return None
            reference = here.get("$ref")
            if isinstance(reference, str):
                name = _named(reference)
                if name is None:
                    return None
                found.add(name)
            waiting += here.values()
    return frozenset(found)


def _named(reference: str) -> str | None:
    if reference == _WHOLE:
        return _WHOLE
    if not reference.startswith("#/"):
        return None
    path = steps(unquote(reference[1:]))
    length = 3 if path[0] == "components" else 2
    return joined("", *path[:length])[1:]
