"""Phrases: words, some marked as code or names, so that each format can style them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONGEST = 160
"""Characters: a sentence is made shorter by counting until it has no more than this."""

_FORMS = ((3, 5), (2, 5), (0, 5), (0, 4), (0, 3), (0, 2))
"""The forms of a sentence, the most detailed first: how many programs are named where no
description is, and the number of items in a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a phrase.

    Attributes:
        text: The words.
        style: `text`, `code` (part of a payload or schema) or `name` (a column).
    """

    text: str
    style: str = "text"


Phrase = tuple[Piece, ...]


def text(words: str) -> Piece:
    """Return ordinary words."""
    return Piece(text=words)


def code(words: str) -> Piece:
    """Return a part of a payload or a schema."""
    return Piece(text=words, style="code")


def name(words: str) -> Piece:
    """Return the name of a column."""
    return Piece(text=words, style="name")


def plain(phrase: Phrase) -> str:
    """Return a phrase as plain text, code in backticks, for copying."""
    return "".join(escape.code(p.text) if p.style == "code" else p.text for p in phrase)


def names(ids: Sequence[str], joiner: str) -> Phrase:
    """Return column names as a list in words, shortened where there are many."""
    return listed([(name(known),) for known in ids], joiner, limit=5)


def listed(items: Sequence[Phrase], joiner: str, *, limit: int) -> Phrase:
    """Return `a, b and c`, or `a, b and 5 others` past the limit."""
    shown = list(items)
    if len(shown) > limit:
        others = len(shown) - limit + 1
        shown = [*shown[: limit - 1], (text(f"{others} others"),)]
    pieces: list[Piece] = []
    for number, item in enumerate(shown):
        if number:
            pieces.append(text(f" {joiner} " if number == len(shown) - 1 else ", "))
        pieces.extend(item)
    return tuple(pieces)


def sentence(phrase: Phrase) -> Phrase:
    """Return the phrase with a capital at its start, unless code or a name stands there."""
    first, *rest = phrase
    if first.style != "text":
        return phrase
    return (text(first.text[:1].upper() + first.text[1:]), *rest)


def fitting(make: Callable[[int, int], Phrase]) -> Phrase:
    """Return the most detailed of a sentence's forms that is not too long, else the shortest.

    Args:
        make: Makes a form: how many programs are named where no description is, and the number
            of items in a list.
    """
    *longer, shortest = _FORMS
    forms = (make(*form) for form in longer)
    return next((form for form in forms if len(plain(form)) <= LONGEST), None) or make(*shortest)
