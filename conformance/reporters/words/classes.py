"""Classes of values as a person says them: several alike ones in as few words as can be.

The engine names the smallest classes that schemas tell apart: a number with a fraction and below 1,
a number without a fraction and below 1. Together these are the numbers below 1.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from conformance.expressions import expression
from conformance.jsontext.text import shortened
from conformance.model import OTHER_STRING
from conformance.reporters.words.phrases import code, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.reporters.words.phrases import Phrase, Piece

_MAX_CODE = 40
"""Characters of a literal or of a pattern; of a longer one only the start is shown."""

_PLAIN = expression(r"[A-Za-z_][\w.-]*", re.ASCII)
_LITERALS = {"true", "false", "null"}
_EMPTY = {
    "an array without elements": "an empty array",
    "an object without properties": "an empty object",
}
_CLASS = expression(r"(a|any other) (number|string) (.+)", re.DOTALL)
_TRAITS = {
    "number": expression(
        r"(?:(?P<fraction>with|without) a fraction"
        r"|that is (?P<multiple>a|no) multiple of (?P<step>\S+)"
        r"|(?P<bound>of at least|below|above|of at most) (?P<at>\S+))(?: and |\Z)"
    ),
    "string": expression(
        r"(?:of (?P<exact>\d+) characters|of at least (?P<least>\d+) characters"
        r"|shorter than (?P<below>\d+)"
        r"|that (?P<matches>matches|does not match) (?P<pattern>.+?))"
        r"(?: and (?=that (?:matches|does not match) |shorter than \d)|\Z)",
        re.DOTALL,
    ),
}


class Span(NamedTuple):
    """Numbers between two bounds, or lengths; a bound is None where there is none.

    Attributes:
        least: Whether the lower bound itself belongs to it.
        most: Whether the upper bound itself belongs to it.
    """

    low: str | None = None
    least: bool = False
    high: str | None = None
    most: bool = False


Trait: TypeAlias = "tuple[str, bool | Span]"
"""What is asked of a value, and the answer: `fraction`, `span`, `multiple 0.5`, `pattern ^a`."""

Term: TypeAlias = "tuple[Trait, ...]"
"""Traits that hold together, sorted; of all values if there is none."""


def is_word(special: str) -> bool:
    """Return whether a special is a literal string that reads as a word, or any other string."""
    return special == OTHER_STRING or literal(special) != special


def literal(special: str) -> str:
    """Return a literal without its quotes where nothing is lost by it."""
    try:
        value = json.loads(special)
    except ValueError:
        return special
    plain = isinstance(value, str) and _PLAIN.fullmatch(value) and value not in _LITERALS
    return value if plain else special


def spoken(specials: Sequence[str]) -> tuple[list[Phrase], bool]:
    """Return specials in words, and whether some of them are in the plural: `numbers below 1`.

    Literals are code. Classes that only differ in how they are split are put together.
    """
    groups: dict[str | tuple[str, ...], list[Term]] = {}
    for special in specials:
        parsed = _CLASS.fullmatch(special)
        traits = _traits(parsed[2], parsed[3]) if parsed else None
        if parsed is None or traits is None:
            groups[special] = []
        else:
            key = (parsed[1], parsed[2], *(asked for asked, _ in traits))
            groups.setdefault(key, []).append(traits)
    phrases: list[Phrase] = []
    for group, terms in groups.items():
        if isinstance(group, str):
            phrases.append(_single(group))
        else:
            phrases += [_plural(group[0], group[1], term) for term in _merged(terms)]
    return phrases, any(groups.values())


def _single(special: str) -> Phrase:
    try:
        json.loads(special)
    except ValueError:
        return (text(_EMPTY.get(special, special)),)
    return (code(shortened(literal(special), _MAX_CODE)),)


def _traits(kind: str, words: str) -> Term | None:
    """Return the traits that a class's words name; None for words of another form."""
    found: dict[str, bool | Span] = {}
    span, at = Span(), 0
    while at < len(words):
        match = _TRAITS[kind].match(words, at)
        if match is None:
            return None
        at = match.end()
        said = {name: value for name, value in match.groupdict().items() if value is not None}
        match said:
            case {"fraction": how}:
                found["fraction"] = how == "with"
            case {"multiple": how, "step": step}:
                found[f"multiple {step}"] = how == "a"
            case {"matches": how, "pattern": pattern}:
                found[f"pattern {pattern}"] = how == "matches"
            case _:
                span = span._replace(**_bound(said))
    if span != Span():
        found["span"] = span
    return tuple(sorted(found.items()))


def _bound(said: Mapping[str, str]) -> dict[str, Any]:
    """Return the members of a span that a part of the words gives."""
    match said:
        case {"bound": "of at least", "at": low} | {"least": low}:
            return {"low": low, "least": True}
        case {"bound": "above", "at": low}:
            return {"low": low}
        case {"bound": "of at most", "at": high}:
            return {"high": high, "most": True}
        case {"exact": length}:
            return {"low": length, "least": True, "high": str(int(length) + 1)}
        case _:
            return {"high": said.get("at") or said["below"]}


def _merged(terms: Sequence[Term]) -> list[Term]:
    """Return few terms with few traits that hold of the same values; all ask the same.

    A term may leave a question open if every answer to it is there: then it holds whatever the
    answer is.
    """
    rows = [dict(term) for term in terms]
    answers = {asked: list(dict.fromkeys(row[asked] for row in rows)) for asked in rows[0]}
    open_ones = [asked for asked, values in answers.items() if _is_whole(values)]
    given, left, found = {*terms}, {*terms}, []
    for count in range(len(open_ones), -1, -1):
        for freed in combinations(open_ones, count):
            for row in rows:
                kept = {asked: value for asked, value in row.items() if asked not in freed}
                covered = {
                    tuple(sorted({**kept, **dict(zip(freed, values, strict=True))}.items()))
                    for values in product(*(answers[asked] for asked in freed))
                }
                if covered <= given and covered & left:
                    left -= covered
                    found.append(tuple(sorted(kept.items())))
    return found


def _is_whole(values: Sequence[bool | Span]) -> bool:
    """Return whether the answers to a question are all that there can be."""
    spans = [value for value in values if isinstance(value, Span)]
    if not spans:
        return len(values) > 1
    spans.sort(key=lambda span: (span.low is not None, Fraction(span.low or 0)))
    met = all(
        one.high is not None and one.high == other.low and one.most is not other.least
        for one, other in pairwise(spans)
    )
    return met and spans[0].low is None and spans[-1].high is None


def _plural(other: str, kind: str, term: Term) -> Phrase:
    traits = dict(term)
    if not traits:
        return (text(f"{other} {kind}"),)
    span = traits.pop("span", Span())
    assert isinstance(span, Span)  # noqa: S101  no other question has that name
    noun = f"{kind}s"
    if kind == "number" and "fraction" in traits:
        noun = "fractions" if traits.pop("fraction") else "whole numbers"
    bounds = _bounds(span) if kind == "number" else _lengths(span)
    if bounds == "empty" and not traits and other == "a":
        return (text("the empty string"),)
    if bounds == "empty":
        noun, bounds = f"empty {noun}", ""
    before = "" if other == "a" else "other"
    return (text(" ".join(filter(None, (before, noun, bounds)))), *_rest(traits))


def _bounds(span: Span) -> str:
    low, least, high, most = span
    if low is not None and high is not None and least and most:
        return f"from {low} to {high}" if low != high else f"equal to {low}"
    lower = "" if low is None else f"of at least {low}" if least else f"above {low}"
    upper = "" if high is None else f"of at most {high}" if most else f"below {high}"
    return " and ".join(filter(None, (lower, upper)))


def _lengths(span: Span) -> str:
    least = int(span.low or 0)
    if span.high is None:
        return f"longer than {least - 1}" if least else ""
    most = int(span.high) - 1
    if most == least:
        return f"of {least} characters" if least else "empty"
    return f"of {least} to {most} characters" if least else f"shorter than {span.high}"


def _rest(traits: dict[str, bool | Span]) -> Iterator[Piece]:
    """Yield what is said of multiples and patterns."""
    before = " "
    for asked, holds in sorted(traits.items(), key=lambda trait: not trait[1]):
        kind, _, what = asked.partition(" ")
        if kind == "multiple":
            yield text(f"{before}that are {'' if holds else 'no '}multiples of {what}")
        else:
            yield text(f"{before}{'matching ' if holds else 'not matching '}")
            yield code(shortened(what, _MAX_CODE))
        before = " and "
