"""Reads the tags of struct fields as Go's `reflect` and `encoding/json` do."""

from __future__ import annotations

import re

from conformance.dataclass import dataclass
from conformance.readers.go.strings import unquoted

_PAIR = re.compile(r' *([^\x00-\x20:"\x7f]+):("(?:\\.|[^"\\])*")', re.DOTALL)
_SIGNS = frozenset("!#$%&()*+-./:;<=>?@[]^_{|}~ ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a `json` tag says.

    Attributes:
        name: The name on the wire; None if it gives none, or none that can be used.
        options: What stands behind the name.
        skipped: Whether the field takes no part.
    """

    name: str | None = None
    options: frozenset[str] = frozenset()
    skipped: bool = False


def json_tag(text: str) -> Tag:
    """Return what a struct tag says under `json`; nothing if it is not well formed."""
    value = _lookup(text, "json")
    if value is None:
        return Tag()
    if value == "-":
        return Tag(skipped=True)
    name, *options = value.split(",")
    usable = bool(name) and all(x in _SIGNS or x.isalpha() or _is_digit(x) for x in name)
    return Tag(name=name if usable else None, options=frozenset(options))


def _lookup(text: str, key: str) -> str | None:
    """Return the value of a key among the pairs of a tag, read up to the first mistake."""
    at = 0
    while (pair := _PAIR.match(text, at)) is not None:
        if pair[1] == key:
            return unquoted(pair[2])
        at = pair.end()
    return None


def _is_digit(letter: str) -> bool:
    return letter.isdecimal()
