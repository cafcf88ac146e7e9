"""The facts that causes are made of: a place in the value, and a class of values in words."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

from conformance.exact import textual
from conformance.exact.location import SIZE, scalar_keys
from conformance.exact.objects import Span
from conformance.exact.values import sized
from conformance.jsontext.text import canonical
from conformance.model import ABSENT, ELEMENT, PRESENT, UNLISTED, Fact

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from fractions import Fraction

    from conformance.exact.solver import Solver
    from conformance.exact.sources import Schema
    from conformance.exact.values import Kind, Sized
    from conformance.model import Json

_CLASHING = ("(property ", f"({UNLISTED.removeprefix('an ')}")


def escaped(name: str) -> str:
    """Return a property's name as a step of a place; one that looks like another kind is marked."""
    step = name.replace("~", "~0").replace("/", "~1")
    return f"(property {step})" if step == "*" or step.startswith(_CLASHING) else step


def name_of(step: str) -> str:
    """Return the property's name in a step of a place."""
    if step.startswith("(property "):
        step = step.removeprefix("(property ")[:-1]
    return step.replace("~1", "/").replace("~0", "~")


@lru_cache(maxsize=100_000)
def closure(facts: frozenset[Fact]) -> frozenset[Fact]:
    """Return the facts with all facts that they imply.

    The implied facts are the parts that must be there, the types of the values around them, and the
    least number of parts in those.
    """
    result = set(facts)
    parts: dict[str, set[str]] = {}
    for fact in facts:
        whole = fact.part if fact.is_presence else fact.place
        for word in WORDS.values():
            if fact.special.startswith(f"{word} "):
                result.add(Fact(fact.place, word))
        steps = whole.split("/")
        for length in range(1, len(steps)):
            place, step = "/".join(steps[:length]), steps[length]
            result.add(Fact(place, WORDS["array" if step == "*" else "object"]))
            if length + 1 < len(steps) or fact.special != ABSENT:
                result.add(_presence(place, step))
                parts.setdefault(place, set()).add(step)
    for place, there in parts.items():
        kind: Kind = "array" if "*" in there else "object"
        for least in range(1, len(there) + 1):
            result.add(Fact(place, _sized(kind, Span(least, None))))
    return frozenset(result)


def _presence(place: str, step: str) -> Fact:
    if step == "*":
        return Fact(place, ELEMENT)
    if step.startswith(_CLASHING[1]):
        return Fact(place, f"an {step[1:-1].replace('~1', '/').replace('~0', '~')}")
    return Fact(f"{place}/{step}", PRESENT)


class Class(NamedTuple):
    """Values at a place that the schemas there treat alike, apart from their parts.

    Attributes:
        special: The class in words.
        kind: Its JSON type.
        span: For objects and arrays, the number of parts.
        cells: The cells of scalars, each with a smallest value; empty for objects and arrays.
    """

    special: str
    kind: Kind
    span: Span | None
    cells: dict[int, Sized]


UNSHOWN = textual.TOO_LONG
"""The class of all strings that are too long to be made."""

_ARTICLES = {"null": "null", "boolean": "a boolean", "number": "a number", "string": "a string"}
_NUMBER_WORDS = {
    ("least", True): "of at least",
    ("least", False): "below",
    ("above", True): "above",
    ("above", False): "of at most",
}


def classes(solver: Solver, schemas: tuple[Schema, ...]) -> Iterator[Class]:
    """Yield every class of values that the schemas at a place can tell apart.

    The strings that are too long to be made are one class, whose cells have a stand-in for a value.
    """
    kinds: tuple[Kind, ...] = ("null", "boolean", "number", "string")
    for kind in kinds:
        keys = scalar_keys(solver.compiled(kind, schemas))
        merged: dict[str, dict[int, Sized]] = {}
        for cell, group in solver.groups(kind, schemas, apart=True):
            if not group.values or not group.sure:
                merged.setdefault(UNSHOWN, {})[cell] = sized("")
                continue
            value = group.values[0]
            special = said_of(kind, keys, group.truth, value.value, literal=group.literal)
            merged.setdefault(special, {}).setdefault(cell, value)
        for special, cells in merged.items():
            yield Class(special, kind, None, cells)
    for kind in ("array", "object"):
        yield Class(WORDS[kind], kind, None, {})
        for special, span in spans(solver, kind, schemas):
            yield Class(special, kind, span, {})


WORDS: dict[Kind, str] = {"array": "an array", "object": "an object"}


def spans(solver: Solver, kind: Kind, schemas: tuple[Schema, ...]) -> list[tuple[str, Span]]:
    """Return the classes of arrays or objects by their number of parts, if a schema counts them."""
    bounds = sorted(set(cast("list[int]", solver.compiled(kind, schemas).pool.keys(SIZE))))
    if not bounds:
        return []
    found = [
        Span(cast("int", least), None if after is None else after - 1)
        for least, after in pairwise([0, *bounds, None])
    ]
    return [(_sized(kind, span), span) for span in found]


def said_of(
    kind: Kind,
    keys: list[tuple[Hashable, ...]],
    truth: tuple[bool, ...],
    value: Json,
    *,
    literal: bool,
) -> str:
    """Return the class of a scalar: the literal if schemas name it, else words.

    Args:
        kind: Its type.
        keys: The schemas' questions about it.
        truth: The answers.
        value: The scalar.
        literal: Whether a schema names this value.
    """
    has_literals = any(key[0] == "in" for key in keys)
    if kind == "null" or (literal and has_literals):
        is_whole = isinstance(value, float) and value.is_integer()
        return canonical(int(cast("float", value)) if is_whole else value)
    return _words(kind, keys, truth, other=kind != "boolean" and has_literals)


def _sized(kind: Kind, span: Span) -> str:
    """Return the class of arrays or objects with this number of parts, in words."""
    one, many = ("element", "elements") if kind == "array" else ("property", "properties")
    least, most = span
    if most == 0:
        counted = f"without {many}"
    elif most is None or most == least:
        counted = f"of {'at least ' if most is None else ''}{least} {one if least == 1 else many}"
    else:
        counted = f"of {least} to {most} {many}"
    return f"{WORDS[kind]} {counted}"


def _words(
    kind: Kind, keys: list[tuple[Hashable, ...]], truth: tuple[bool, ...], *, other: bool
) -> str:
    """Return a class of scalars in words: its properties, with the nearest bounds only."""
    answers = dict(zip(keys, truth, strict=True))
    base = _ARTICLES[kind]
    if other:
        base = f"any other {kind}"
    parts: list[str] = []
    if kind == "number":
        steps = {
            cast("Fraction", key[1]): holds
            for key, holds in answers.items()
            if key[0] == "multiple"
        }
        parts = [
            _multiple(step, holds=holds) for step, holds in sorted(steps.items(), reverse=True)
        ] + _nearest(answers)
    elif kind == "string":
        parts = _lengths(answers)
        patterns = sorted(
            (str(key[1]), holds) for key, holds in answers.items() if key[0] == "pattern"
        )
        parts += [
            f"that {'matches' if holds else 'does not match'} {pattern}"
            for pattern, holds in patterns
        ]
    return " ".join([base, " and ".join(parts)]) if parts else base


def _multiple(step: Fraction, *, holds: bool) -> str:
    if step == 1:
        return "without a fraction" if holds else "with a fraction"
    return f"that is {'a' if holds else 'no'} multiple of {_shown(step)}"


def _nearest(answers: dict[tuple[Hashable, ...], bool]) -> list[str]:
    """Return the tightest lower and upper bound of a class of numbers."""
    lower: list[tuple[Fraction, bool, str]] = []
    upper: list[tuple[Fraction, bool, str]] = []
    for key, holds in answers.items():
        if key[0] in {"least", "above"}:
            bound = cast("Fraction", key[1])
            words = f"{_NUMBER_WORDS[key[0], holds]} {_shown(bound)}"
            side = lower if holds else upper
            side.append((bound, key[0] == "above", words))
    return [words for _, _, words in (*sorted(lower)[-1:], *sorted(upper)[:1])]


def _lengths(answers: dict[tuple[Hashable, ...], bool]) -> list[str]:
    lengths = {cast("int", key[1]): holds for key, holds in answers.items() if key[0] == "length"}
    least = max((length for length, holds in lengths.items() if holds), default=0)
    below = min((length for length, holds in lengths.items() if not holds), default=None)
    if least and below == least + 1:
        return [f"of {least} characters"]
    parts = [f"of at least {least} characters"] if least else []
    return [*parts, f"shorter than {below}"] if below is not None else parts


def _shown(number: Fraction) -> str:
    return canonical(float(number)) if number.denominator > 1 else str(number.numerator)
