"""The titles of findings: what is special, and where."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from conformance.reporters.words.phrases import code, listed, sentence, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.reporters.words.phrases import Phrase, Piece


def place(pointer: str) -> Phrase:
    """Return a place of the record in words: `b` of an element of `a`."""
    if pointer == "":
        return (text("the whole record"),)
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]
    pieces: list[Piece] = []
    for step in reversed(steps):
        if pieces:
            pieces.append(text(" of "))
        pieces.append(text("an element") if step == "*" else code(step))
    return tuple(pieces)


def special(words: str) -> Phrase:
    """Return what is special: a literal as code, without quotes where nothing is lost by it."""
    try:
        value = json.loads(words)
    except ValueError:
        return (text(words),)
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value not in _LITERALS:
        return (code(value),)
    return (code(words),)


_PLAIN = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_LITERALS = {"true", "false", "null"}


def single_title(specials: Sequence[str], places: Sequence[str]) -> Phrase:
    """Return the title of a finding, or of alike ones: each special at each of the places."""
    where = listed([place(pointer) for pointer in places], "and", limit=4)
    what = listed([special(words) for words in specials], "or", limit=4)
    match link(specials[0]):
        case "left out":
            return sentence((*where, text(" left out")))
        case "in":
            inside = [place(pointer) if pointer else (text("the record"),) for pointer in places]
            return sentence((*what, text(" in "), *listed(inside, "and", limit=4)))
        case _:
            return sentence((*what, text(" as "), *where))


def link(words: str) -> str:
    """Return how a special is tied to its place: `left out`, `in` or `as`."""
    if words == "absent":
        return "left out"
    held = words == "an element" or words.startswith(("an unlisted property", "a property "))
    return "in" if held else "as"


def joint_title(specials: Sequence[str], places: Sequence[str]) -> Phrase:
    """Return the title of an interaction: what holds at one place while something at another."""
    return sentence(
        listed([_clause(s, p) for s, p in zip(specials, places, strict=True)], "and", limit=6)
    )


def several_title(count: int, places: Sequence[str]) -> Phrase:
    """Return the title of several alike interactions over the same places."""
    where = listed([place(pointer) for pointer in places], "and", limit=6)
    return (text(f"{count} combinations of "), *where)


def _clause(words: str, pointer: str) -> Phrase:
    match link(words):
        case "left out":
            return (*place(pointer), text(" is left out"))
        case "in":
            return (*place(pointer), text(" has "), *special(words))
        case _:
            return (*place(pointer), text(" is "), *special(words))
