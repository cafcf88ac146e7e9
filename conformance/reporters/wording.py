"""Says in words what is special where, who stands how, and what that means for a user.

Every sentence is made from the results alone: nothing here knows any record.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import Json

PROSE = "documented"
TYPES = "declared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a phrase.

    Attributes:
        text: The words.
        style: `text`, `code` (something that stands in a payload or schema) or `name` (a column).
    """

    text: str
    style: str = "text"


Phrase = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the wording needs to know of the columns.

    Attributes:
        readings: Variant id -> the ids of the columns that read it, in column order.
        variant: Column id -> variant id, for readings of a description only.
        age: Variant id -> (component, date), either may be empty.
    """

    readings: Mapping[str, tuple[str, ...]]
    variant: Mapping[str, str]
    age: Mapping[str, tuple[str, str]]

    def described(self, columns: Sequence[str]) -> list[str]:
        """Return those columns that read a description; the others are programs."""
        return [column for column in columns if column in self.variant]

    def programs(self, columns: Sequence[str]) -> list[str]:
        """Return those columns that are programs."""
        return [column for column in columns if column not in self.variant]

    def short(self, columns: Sequence[str]) -> list[str]:
        """Return the names, a variant standing for its readings where all of them are there."""
        given = set(columns)
        names: dict[str, None] = {}
        for column in columns:
            variant = self.variant.get(column)
            whole = variant is not None and given.issuperset(self.readings[variant])
            names[variant if whole and variant is not None else column] = None
        return list(names)


def columns_of(
    columns: Sequence[Mapping[str, Json]], variants: Sequence[Mapping[str, Json]]
) -> Columns:
    """Return what the wording needs of the column and variant lines of a results file."""
    readings: dict[str, tuple[str, ...]] = {}
    variant_of: dict[str, str] = {}
    for column in columns:
        variant = column.get("variant")
        if column.get("reading") and isinstance(variant, str):
            name = str(column["id"])
            readings[variant] = (*readings.get(variant, ()), name)
            variant_of[name] = variant
    age = {
        str(v["id"]): (str(v.get("component") or ""), str(v.get("as_of") or "")) for v in variants
    }
    return Columns(readings=readings, variant=variant_of, age=age)


def text(words: str) -> Piece:
    """Return ordinary words."""
    return Piece(text=words)


def code(words: str) -> Piece:
    """Return something that stands in a payload or a schema."""
    return Piece(text=words, style="code")


def plain(phrase: Phrase) -> str:
    """Return a phrase as plain text, code in backticks, for copying."""
    return "".join(f"`{p.text}`" if p.style == "code" else p.text for p in phrase)


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
            return _sentence((*where, text(" left out")))
        case "in":
            inside = [place(pointer) if pointer else (text("the record"),) for pointer in places]
            return _sentence((*what, text(" in "), *listed(inside, "and", limit=4)))
        case _:
            return _sentence((*what, text(" as "), *where))


def link(words: str) -> str:
    """Return how a special is tied to its place: `left out`, `in` or `as`."""
    if words == "absent":
        return "left out"
    return "in" if words.endswith("property") else "as"


def joint_title(specials: Sequence[str], places: Sequence[str]) -> Phrase:
    """Return the title of an interaction: what holds at one place while something at another."""
    return _sentence(
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


def effects(
    kinds: Sequence[str], stances: Mapping[str, Sequence[str]], columns: Columns
) -> list[Phrase]:
    """Return what a finding means for users, one sentence a kind, the most pressing first.

    Args:
        kinds: The finding's kinds.
        stances: `accept`, `reject`, `silent` and `lossy` -> column ids.
        columns: All columns.
    """
    accept, reject = stances["accept"], stances["reject"]
    sentences: list[Phrase] = []
    for kind in kinds:
        match kind:
            case "conflict":
                sentences.append(_conflict(accept, reject, columns))
            case "contradiction":
                who = _between(accept, reject, PROSE, TYPES, columns)
                sentences.append(_contradiction(who))
            case "refinement":
                who = _between(accept, reject, TYPES, PROSE, columns)
                sentences.append(_refinement(who))
            case "loss":
                sentences.append(_loss(columns.short(stances["lossy"])))
            case _:
                sentences.append(_gap(stances, columns, first=not sentences))
    return [_sentence(sentence) for sentence in sentences]


def _conflict(accept: Sequence[str], reject: Sequence[str], columns: Columns) -> Phrase:
    writers, takers = columns.described(accept), columns.programs(accept)
    readers, refusers = columns.described(reject), columns.programs(reject)
    pieces: list[Piece] = []
    if writers:
        pieces += [*names(columns.short(writers), "and"), text(" may send this")]
    if takers:
        takes = " takes " if len(takers) == 1 else " take "
        before = [text(", and ")] if writers else []
        after = [text("it" if writers else "this")]
        pieces += [*before, *names(takers, "and"), text(takes), *after]
    pieces.append(text("; "))
    if readers:
        follows = names(columns.short(readers), "or")
        pieces += [text("a decoder that follows "), *follows, text(" refuses it")]
    if refusers:
        if readers:
            pieces += [text(", and so does " if len(refusers) == 1 else ", and so do ")]
            pieces += names(refusers, "and")
        else:
            refuse = " refuses it" if len(refusers) == 1 else " refuse it"
            pieces += [*names(refusers, "and"), text(refuse)]
    return (*pieces, text("."))


def _between(
    accept: Sequence[str], reject: Sequence[str], allows: str, forbids: str, columns: Columns
) -> list[str]:
    found = []
    for variant, readings in columns.readings.items():
        takes = any(c in accept and c.endswith(f".{allows}") for c in readings)
        refuses = any(c in reject and c.endswith(f".{forbids}") for c in readings)
        if takes and refuses:
            found.append(variant)
    return found


def _contradiction(who: Sequence[str]) -> Phrase:
    one = len(who) == 1
    words = (
        " contradicts itself: its prose allows this, its types forbid it."
        if one
        else " contradict themselves: their prose allows this, their types forbid it."
    )
    return (*names(who, "and"), text(words))


def _refinement(who: Sequence[str]) -> Phrase:
    says = " says" if len(who) == 1 else " say"
    its = "its" if len(who) == 1 else "their"
    words = (
        f"{says} in prose what {its} types do not hold: "
        "whoever follows the types may send this, whoever follows the prose refuses it."
    )
    return (*names(who, "and"), text(words))


def _loss(who: Sequence[str]) -> Phrase:
    words = " accepts this and changes it: " if len(who) == 1 else " accept this and change it: "
    return (*names(who, "and"), text(f"{words}what is written back is not what was read."))


def _gap(stances: Mapping[str, Sequence[str]], columns: Columns, *, first: bool) -> Phrase:
    silent = columns.short(stances["silent"])
    does = " does not say" if len(silent) == 1 else " do not say"
    saying: Phrase = (*names(silent, "and"), text(f"{does} whether this is allowed."))
    if not first:
        return saying
    senders = columns.short(stances["accept"])
    if senders:
        may = " may send this; " if columns.described(stances["accept"]) else " takes this; "
        return (*names(senders, "and"), text(may), *saying)
    refusers = columns.short(stances["reject"])
    refuse = " refuses this; " if len(refusers) == 1 else " refuse this; "
    return (*names(refusers, "and"), text(refuse), *saying)


def vanished() -> Phrase:
    """Return what a listed disagreement that is gone asks of the reader."""
    return (text("The baseline lists this, but nobody disagrees on it any more: strike it out."),)


def skew(stances: Mapping[str, Sequence[str]], columns: Columns) -> Phrase:
    """Return which variants of a finding describe an older component, and which a newer one."""
    sides = [*stances["accept"], *stances["reject"], *stances["silent"]]
    ages: dict[tuple[str, str], list[str]] = {}
    for variant in dict.fromkeys(columns.variant[c] for c in columns.described(sides)):
        ages.setdefault(columns.age.get(variant, ("", "")), []).append(variant)
    ordered = sorted(ages.items(), key=lambda item: (item[0][1] or "9", item[0][0]))
    if len(ordered) < 2:  # noqa: PLR2004  one age is no skew
        return (text("The two sides describe different versions of the record."),)
    (oldest, old), *later = ordered
    describes = " describes" if len(old) == 1 else " describe"
    word = "an older component" if oldest[1] and later[0][0][1] else "another component"
    pieces = [*names(old, "and"), text(f"{describes} {word} ("), *_age(oldest), text(") than ")]
    for number, (age, variants) in enumerate(later):
        pieces += [text(" and " if number else ""), *names(variants, "and"), text(" (")]
        pieces += [*_age(age), text(")")]
    return _sentence((*pieces, text(": an older description, not necessarily a defect.")))


def _age(age: tuple[str, str]) -> Phrase:
    component, date = age
    as_of = (text(f"as of {date}"),) if date else ()
    if component:
        return (code(component), *((text(", "), *as_of) if date else ()))
    return as_of or (text("undated"),)


def names(ids: Sequence[str], joiner: str) -> Phrase:
    """Return column names as a list in words, shortened where there are many."""
    return listed([(Piece(text=name, style="name"),) for name in ids], joiner, limit=5)


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


def _sentence(phrase: Phrase) -> Phrase:
    first, *rest = phrase
    if first.style != "text":
        return phrase
    return (text(first.text[:1].upper() + first.text[1:]), *rest)
