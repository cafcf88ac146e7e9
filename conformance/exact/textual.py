"""Strings: a representative of every class that lengths, literals and patterns can tell apart."""

from __future__ import annotations

from functools import cache
from itertools import count, islice, product
from typing import TYPE_CHECKING, NamedTuple, cast

from conformance.exact.backreferences import known, refers_back
from conformance.exact.literals import Literals, ValueClass, literal_classes, named
from conformance.exact.strings import ALPHABET, strings_of
from conformance.exact.values import Undecided, sized

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from conformance.exact.backreferences import Referring
    from conformance.exact.values import Sized

_TRIES = 300
"""The number of strings of a class that are tried if a back-reference matters."""
_MAX_LISTED = 5_000_000
"""The number of characters of the strings that are listed for one class."""
MAX_LENGTH = 1_000_000
"""A longer string is not made: the question stays open."""

TOO_LONG = f"a string longer than {MAX_LENGTH:,} characters"
"""The question that stays open."""


def groups(
    keys: list[tuple[Hashable, ...]], need: int = 1, *, unshown: bool = False, apart: bool = True
) -> list[ValueClass]:
    """Return every class of strings that the keys tell apart, literals by themselves.

    Args:
        keys: `("length", least)`, `("in", strings)`, `("pattern", expression)`.
        need: The number of values of each class.
        unshown: Whether a class whose strings are all too long to be made is given without values.
        apart: Whether each literal is a class of its own.

    Raises:
        Undecided: A string would be too long, or a pattern is not decided.
    """
    result = literal_classes(keys, _asked(keys), need, apart=apart)
    referring = [str(key[1]) for key in keys if key[0] == "pattern" and refers_back(str(key[1]))]
    if referring:
        return result + list(_tried(keys, referring, cast("set[str]", named(keys)), need))
    found: dict[tuple[bool, ...], list[str]] = {}
    for some in others(keys, need, unshown=unshown):
        if some.shortest > MAX_LENGTH:
            result.append(ValueClass(some.truth, (), literal=False))
        else:
            _check_room(need, some.shortest)
            found.setdefault(some.truth, []).extend(islice(some.texts, need))
    return result + [
        ValueClass(truth, tuple(map(sized, texts[:need])), literal=False)
        for truth, texts in found.items()
        if texts
    ]


class Others(NamedTuple):
    """Strings that no key tells apart, and that no schema names.

    Attributes:
        truth: The answers to the keys.
        shortest: No string is shorter.
        texts: The strings, shorter ones first; spelled when they are asked for.
        is_endless: Whether it is known that they are infinitely many.
    """

    truth: tuple[bool, ...]
    shortest: int
    texts: Iterator[str]
    is_endless: bool


def others(
    keys: list[tuple[Hashable, ...]], need: int = 1, *, unshown: bool = False
) -> Iterator[Others]:
    """Yield every class of strings that are no literals; several may have the same answers.

    Args:
        keys: As for `groups`.
        need: The number of strings of each class that are different enough to be listed.
        unshown: Whether strings that are too long to be made are allowed.

    Raises:
        Undecided: A string would be too long, or a pattern is not decided.
    """
    literals = cast("set[str]", named(keys))
    lengths = sorted({0, 1, *(cast("int", key[1]) for key in keys if key[0] == "length")})
    patterns = [cast("str", key[1]) for key in keys if key[0] == "pattern"]
    if lengths[-1] > MAX_LENGTH and not unshown:
        raise Undecided(TOO_LONG)
    strings = strings_of(tuple(patterns)) if patterns else None
    spans = zip(lengths, [*lengths[1:], None], strict=True)
    for (least, below), accepted in product(spans, [()] if strings is None else strings.outcomes):
        matched = dict(zip(patterns, accepted, strict=True))
        truth = tuple(_outcome(key, matched, least) for key in keys)
        if strings is None:
            texts = _texts(least, below) if least <= MAX_LENGTH else iter(())
            yield Others(truth, least, _besides(texts, literals), is_endless=below is None)
            continue
        ends = strings.outcomes[accepted]
        shortest = next(strings.lengths(ends, least, below), None)
        if shortest is not None:
            texts = strings.texts(ends, shortest, below, need + len(literals))
            is_endless = below is None and not ends.isdisjoint(strings.endless)
            yield Others(truth, shortest, _besides(texts, literals), is_endless=is_endless)


def _besides(texts: Iterator[str], literals: set[str]) -> Iterator[str]:
    return (text for text in texts if text not in literals)


def holds(key: tuple[Hashable, ...], text: str) -> bool:
    """Return the answer to a key for a string."""
    kind, what = key
    if kind == "in":
        return text in cast("frozenset[str]", what)
    if kind == "pattern":
        return known(cast("str", what)).matches(text)
    return len(text) >= cast("int", what)


def _asked(keys: list[tuple[Hashable, ...]]) -> Literals:
    """Return how to ask for literals: a text is read once for all patterns."""
    every = (cast("str", key[1]) for key in keys if key[0] == "pattern")
    patterns = tuple(pattern for pattern in every if not refers_back(pattern))
    numbers = {pattern: number for number, pattern in enumerate(patterns)}
    outcome = cache(strings_of(patterns).outcome)

    def answer(key: tuple[Hashable, ...], item: Hashable) -> bool:
        text = cast("str", item)
        if key[1] in numbers and key[0] == "pattern":
            return outcome(text)[numbers[key[1]]]
        return holds(key, text)

    return Literals(value=lambda item: cast("str", item), holds=answer)


def _tried(
    keys: list[tuple[Hashable, ...]], referring: list[str], literals: set[str], need: int
) -> Iterator[ValueClass]:
    """Yield the classes of strings by trying some strings of each regular class.

    A class of which none is found is given as one that may not exist.
    """
    asked = [("pattern", pattern) for pattern in referring]
    outlines = [("pattern", cast("Referring", refers_back(each)).outline) for each in referring]
    regular = [key for key in keys if key not in asked and key[0] != "in"]
    some = [*regular, *(key for key in outlines if key not in regular)]
    for group in groups([*some, ("in", frozenset(literals))], _TRIES, unshown=True):
        if group.literal:
            continue
        known_answers = dict(zip([*some, ("in", frozenset(literals))], group.truth, strict=True))
        tried: dict[tuple[bool, ...], list[Sized]] = {}
        for value in group.values:
            answers = tuple(holds(key, cast("str", value.value)) for key in asked)
            tried.setdefault(answers, []).append(value)
        possible = [(False, True) if known_answers[key] else (False,) for key in outlines]
        for answers in product(*possible):
            found = tried.get(answers, [])
            if found and len(found) < need:
                raise Undecided("how many strings a back-reference leaves")
            truths = known_answers | dict(zip(asked, answers, strict=True))
            truth = tuple(truths.get(key, False) for key in keys)
            yield ValueClass(truth, tuple(found[:need]), literal=False, sure=bool(found))


def _check_room(need: int, length: int) -> None:
    if need > 1 and need * length > _MAX_LISTED:
        raise Undecided(f"as many as {need} different strings of {length} characters")


def _outcome(key: tuple[Hashable, ...], matched: dict[str, bool], length: int) -> bool:
    """Return the answer to a key for a string that is not a literal, by its matches and length."""
    kind, what = key
    if kind == "in":
        return False
    return matched[cast("str", what)] if kind == "pattern" else length >= cast("int", what)


def _texts(length: int, longer: int | None) -> Iterator[str]:
    """Yield the texts from a length up to below `longer`, in the fixed order."""
    for size in count(length) if longer is None else range(length, longer):
        if size == 0:
            yield ""
            continue
        tail = min(size, 4)
        start = ALPHABET[0] * (size - tail)
        yield from (start + "".join(letters) for letters in product(ALPHABET, repeat=tail))
