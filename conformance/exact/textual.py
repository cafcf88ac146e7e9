"""Strings: a representative of every class that lengths, literals and patterns can tell apart."""

from __future__ import annotations

from itertools import count, islice, pairwise, product
from typing import TYPE_CHECKING, cast

from conformance.exact.automaton import automaton
from conformance.exact.literals import Literals, ValueClass, literal_classes, named
from conformance.exact.strings import ALPHABET, Strings
from conformance.exact.values import Undecided, sized

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

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
    literals = cast("set[str]", named(keys))
    lengths = sorted({0, 1, *(cast("int", key[1]) for key in keys if key[0] == "length")})
    patterns = [cast("str", key[1]) for key in keys if key[0] == "pattern"]
    if lengths[-1] > MAX_LENGTH and not unshown:
        raise Undecided(TOO_LONG)
    result = literal_classes(keys, _LITERALS, need, apart=apart)
    if patterns:
        return result + list(_matched(keys, patterns, lengths, literals, need))
    found: dict[tuple[bool, ...], list[str]] = {}
    for length, longer in zip(lengths, [*lengths[1:], None], strict=True):
        if length > MAX_LENGTH:
            truth = tuple(_outcome(key, {}, length) for key in keys)
            result.append(ValueClass(truth, (), literal=False))
            continue
        texts = _texts(length, longer)
        fresh = list(islice((text for text in texts if text not in literals), need))
        if fresh:
            found.setdefault(tuple(holds(key, fresh[0]) for key in keys), []).extend(fresh)
    for truth, some in found.items():
        result.append(ValueClass(truth, tuple(sized(text) for text in some[:need]), literal=False))
    return result


def holds(key: tuple[Hashable, ...], text: str) -> bool:
    """Return the answer to a key for a string."""
    kind, what = key
    if kind == "in":
        return text in cast("frozenset[str]", what)
    if kind == "pattern":
        return automaton(cast("str", what)).matches(text)
    return len(text) >= cast("int", what)


_LITERALS = Literals(
    value=lambda item: cast("str", item), holds=lambda key, item: holds(key, cast("str", item))
)


def _matched(
    keys: list[tuple[Hashable, ...]],
    patterns: list[str],
    lengths: list[int],
    literals: set[str],
    need: int,
) -> Iterator[ValueClass]:
    strings = Strings(patterns, need + len(literals))
    spans = pairwise([*lengths, None])
    found: dict[tuple[bool, ...], list[str]] = {}
    for (least, below), (accepted, ends) in product(spans, strings.outcomes.items()):
        matched = dict(zip(patterns, accepted, strict=True))
        truth = tuple(_outcome(key, matched, cast("int", least)) for key in keys)
        length = next(strings.lengths(ends, cast("int", least), below), None)
        if length is not None and length > MAX_LENGTH:
            yield ValueClass(truth, (), literal=False)
        elif length is not None:
            texts = strings.texts(ends, length, below)
            fresh = islice((text for text in texts if text not in literals), need)
            found.setdefault(truth, []).extend(fresh)
    for truth, some in found.items():
        if some:
            yield ValueClass(truth, tuple(map(sized, some[:need])), literal=False)


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
