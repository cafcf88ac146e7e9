"""The titles of findings: what is special, and where."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from conformance.compare.importance import TEXTS
from conformance.expressions import expression
from conformance.model import ABSENT, ANYTHING, ELEMENT, UNLISTED
from conformance.reporters.words.classes import is_word, spoken
from conformance.reporters.words.phrases import code, listed, plain, sentence, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from conformance.reporters.words.phrases import Phrase

LONGEST = 72
"""Characters: a title is made shorter by counting until it has no more than this."""

_LIMITS = ((4, 4), (3, 3), (3, 2), (2, 2))
"""The forms of a title, the most detailed first: the number of specials, and of places."""

_SIMPLE = expression(r"[^\s.\[\]\"`*]+")
_KINDS = dict(TEXTS.values())
_UNLISTED_STEP = f"({UNLISTED.removeprefix('an ')}"
_MATCHING = expression(rf"{UNLISTED} matching (.+?)( with names of sort \d+)?", re.DOTALL)


def path(pointer: str) -> str:
    """Return a place as a path: `a[].b` is the property `b` of an element of `a`.

    `*` is any property that is not listed; a name that could be mistaken is in brackets.
    """
    steps = pointer.split("/")[1:]
    return "".join(_step(step) for step in steps).removeprefix(".")


def _step(step: str) -> str:
    if step == "*":
        return "[]"
    if step.startswith(_UNLISTED_STEP):
        return ".*"
    if step.startswith("(property "):
        step = step.removeprefix("(property ")[:-1]
    name = step.replace("~1", "/").replace("~0", "~")
    return f".{name}" if _SIMPLE.fullmatch(name) else f"[{json.dumps(name, ensure_ascii=False)}]"


def place(pointer: str) -> Phrase:
    """Return a place of the record in words: its path as code."""
    return (code(path(pointer)),) if pointer else (text("the record"),)


def link(special: str) -> str:
    """Return how a special is tied to its place: those of one title have the same link.

    It is `left out`, `in` or `as`; of a text that is no JSON, what the matter is.
    """
    kind = _text_of(special)
    if kind is not None:
        return kind[0]
    if special == ABSENT:
        return "left out"
    held = special.startswith((UNLISTED, "a property ")) or special == ELEMENT
    return "in" if held else "as"


def single_title(specials: Sequence[str], places: Sequence[str]) -> Phrase:
    """Return the title of a finding, or of alike ones: each special at each of the places."""
    tie = link(specials[0])
    if tie in _KINDS:
        return _texts(tie, specials)
    made = {"left out": _left_out, "in": _inside}.get(tie, _as)
    return sentence(_fitting(lambda few, where: made(specials, places, few, where)))


def joint_title(
    specials: Sequence[str], places: Sequence[str], order: Mapping[str, int] | None = None
) -> Phrase:
    """Return the title of an interaction: what holds at one place while something at another.

    Args:
        specials: What is special.
        places: Where, one place a special.
        order: Name of a field of the record -> its number in reading order.
    """
    facts = sorted(zip(places, specials, strict=True), key=lambda fact: _rank(fact[0], order or {}))
    there = {pointer for pointer, special in facts if special != ABSENT}
    parts = [
        _clause(special, pointer)
        for pointer, special in facts
        if special != ABSENT or pointer in there
    ]
    named = {pointer for pointer, special in facts if link(special) == "in"}
    gone = [
        # What is inside a place that is named already needs no whole path.
        place(f"/{x.rpartition('/')[2]}" if x.rpartition("/")[0] in named else x)
        for x, special in facts
        if special == ABSENT and x not in there
    ]

    def made(few: int, where: int) -> Phrase:
        if not parts:
            return (*listed(gone, "and", limit=where), text(" left out"))
        without = (text(" without "), *listed(gone, "or", limit=where)) if gone else ()
        return (*listed(parts, "and", limit=few), *without)

    return sentence(_fitting(made))


def several_title(
    count: int, places: Iterable[str], order: Mapping[str, int] | None = None
) -> Phrase:
    """Return the title of several alike interactions over the same places."""
    ordered = sorted(places, key=lambda pointer: _rank(pointer, order or {}))
    where = [place(pointer) for pointer in ordered]
    return _fitting(
        lambda few, _: (text(f"{count} combinations of "), *listed(where, "and", limit=few))
    )


def _rank(pointer: str, order: Mapping[str, int]) -> tuple[int, int, str]:
    """Return a sort key: outer places first, then fields in reading order."""
    return pointer.count("/"), order.get(path(pointer), len(order)), pointer


def _fitting(make: Callable[[int, int], Phrase]) -> Phrase:
    """Return the most detailed form of a title that is not too long, else the shortest."""
    *longer, shortest = _LIMITS
    forms = (make(*limits) for limits in longer)
    return next((form for form in forms if len(plain(form)) <= LONGEST), None) or make(*shortest)


def _text_of(special: str) -> tuple[str, str] | None:
    """Return what is the matter with a text that is no JSON, and the case that shows it."""
    kind, _, case = special.removesuffix(")").rpartition(" (")
    return (kind, case) if kind in _KINDS else None


def _texts(kind: str, specials: Sequence[str]) -> Phrase:
    if len(specials) > 1:
        return (text(f"{len(specials)} {_KINDS[kind]}"),)
    case = specials[0].removesuffix(")").removeprefix(f"{kind} (")
    return sentence((text(f"{kind}: case "), code(case)))


def _left_out(_: Sequence[str], places: Sequence[str], few: int, where: int) -> Phrase:
    limit = max(few, where)
    return (*listed([place(x) for x in places], "and", limit=limit), text(" left out"))


def _inside(specials: Sequence[str], places: Sequence[str], few: int, where: int) -> Phrase:
    what = listed([held(special) for special in specials], "or", limit=few)
    if [*places] == [""]:
        return what
    return (*what, text(" in "), *listed([place(x) for x in places], "and", limit=where))


def held(special: str) -> Phrase:
    """Return an unlisted property in words, with its pattern as code."""
    found = _MATCHING.fullmatch(special)
    if found is None:
        return (text(special),)
    if found[1] == "no pattern":
        return (text(f"{UNLISTED} that matches no pattern"),)
    return (text(f"{UNLISTED} matching "), code(found[1]))


def _as(specials: Sequence[str], places: Sequence[str], few: int, where: int) -> Phrase:
    phrases, is_plural = spoken(specials)
    what = listed(phrases, "or", limit=few)
    if [*places] == [""]:
        return what if specials[0] == ANYTHING else (*what, text(" as the record"))
    at = listed([place(x) for x in places], "and", limit=where)
    if len(places) > 1:
        return (*what, text(" for "), *at)
    (pointer,) = places
    name = path(pointer)
    is_nested = pointer.count("/") > 1
    words = [is_word(special) for special in specials]
    if is_plural or (is_nested and any(words)):
        return (*at, text(": "), *what)
    if not is_nested and all(words):
        return (*what, text(f" as {'an' if name[0].lower() in 'aeio' else 'a'} "), *at)
    return (*what, text(" for "), *at)


def _clause(special: str, pointer: str) -> Phrase:
    if special == ABSENT:
        return (*place(pointer), text(" left out elsewhere"))
    if link(special) == "in":
        inside = (text(" in "), *place(pointer)) if pointer else ()
        return (*held(special), *inside)
    ((what,), _) = spoken([special])
    if what[0].style == "code" and pointer:
        return (code(f"{path(pointer)}: {what[0].text}"),)
    return (*what, text(" for " if pointer else " as "), *place(pointer))
