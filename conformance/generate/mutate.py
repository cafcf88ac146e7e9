"""Near misses: inputs one step away from an input that some column accepts.

Nothing else finds a program that is laxer than every schema.
"""

from __future__ import annotations

import json
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.generate.classes import ANYTHING
from conformance.jsontext.pointers import generic
from conformance.jsontext.tree import (
    Elements,
    Members,
    Scalar,
    built,
    children,
    nodes,
    quoted,
    replaced,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from conformance.jsontext.tree import Path, Tree
    from conformance.model import Json

MAX_STEPS = 3
"""The largest number of steps from the starting input to a near miss."""

NUMBERS = (
    *("0", "-0", "-1", "0.5", "1.0", "1e3", "2147483648", "9007199254740993", "1e400", "-1e-400"),
    "123456789012345678901234567890",
)
STRINGS = (
    *("", " ", "\x00", "\n", "0", "null", "é", "e\u0301", "\U0001f600", "\ufeff", "\u202e"),
    *("\ud800", "a" * 1000),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names and values of a record by place; `*` means any index.

    Attributes:
        values: Place -> values that schemas tell apart there.
        names: Place of an object -> the properties described in it.
        natives: A property's name on the wire -> its names in the sources.
    """

    values: Mapping[str, tuple[Json, ...]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    natives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def mutated(tree: Tree, random: Random, vocabulary: Vocabulary) -> Tree:
    """Return an input one to three steps away from another."""
    kinds = list(MUTATIONS.values())
    for _ in range(random.choice((1, 1, 2, MAX_STEPS))):
        tree = random.choice(kinds)(tree, random, vocabulary) or tree
    return tree


def _drop(tree: Tree, random: Random, _: Vocabulary) -> Tree | None:
    spots = [(path, node) for path, _, node in nodes(tree) if children(node)]
    if not spots:
        return None
    path, node = random.choice(spots)
    return replaced(tree, path, without(node, random.randrange(len(children(node)))))


def _add(tree: Tree, random: Random, words: Vocabulary) -> Tree | None:
    """Add a described or an unlisted member, or an element."""
    spots = [spot for spot in nodes(tree) if not isinstance(spot[2], Scalar)]
    if not spots:
        return None
    path, steps, node = random.choice(spots)
    if isinstance(node, Elements):
        element = built(random.choice(_values((*steps, "*"), words)))
        return replaced(tree, path, Elements((*node.items, element)))
    assert isinstance(node, Members)  # noqa: S101  scalars were left out
    taken = {name for name, _ in node.pairs}
    names = [name for name in words.names.get(generic(steps), ()) if name not in taken]
    name = random.choice([*names, _unlisted(taken)])
    value = built(random.choice(_values((*steps, name), words)))
    return replaced(tree, path, Members((*node.pairs, (name, value))))


def _null(tree: Tree, random: Random, _: Vocabulary) -> Tree | None:
    return replaced(tree, _anywhere(tree, random)[0], Scalar("null"))


def _other_type(tree: Tree, random: Random, _: Vocabulary) -> Tree | None:
    return replaced(tree, _anywhere(tree, random)[0], built(random.choice(ANYTHING)))


def _neighbour(tree: Tree, random: Random, words: Vocabulary) -> Tree | None:
    """Put another value at a place, one that some schema tells apart."""
    path, steps, _ = _anywhere(tree, random)
    return replaced(tree, path, built(random.choice(_values(steps, words))))


def _misspelling(tree: Tree, random: Random, _: Vocabulary) -> Tree | None:
    return _respelt(tree, random, _typo)


def _case_change(tree: Tree, random: Random, _: Vocabulary) -> Tree | None:
    return _respelt(tree, random, _recased)


def _native_name(tree: Tree, random: Random, words: Vocabulary) -> Tree | None:
    spots = [
        (path, node, index, native)
        for path, _, node in nodes(tree)
        if isinstance(node, Members)
        for index, (name, _) in enumerate(node.pairs)
        for native in words.natives.get(name, ())
    ]
    if not spots:
        return None
    path, node, index, native = random.choice(spots)
    return replaced(tree, path, _renamed(node, index, native))


def _duplicate(tree: Tree, random: Random, words: Vocabulary) -> Tree | None:
    """Repeat a name, with the same value or another."""
    spots = [
        (path, steps, node)
        for path, steps, node in nodes(tree)
        if isinstance(node, Members) and node.pairs
    ]
    if not spots:
        return None
    path, steps, node = random.choice(spots)
    name, value = random.choice(node.pairs)
    other = built(random.choice(_values((*steps, name), words)))
    pair = (name, random.choice((value, other)))
    return replaced(tree, path, Members((*node.pairs, pair)))


def _number(tree: Tree, random: Random, _: Vocabulary) -> Tree | None:
    return replaced(tree, _leaf(tree, random), Scalar(random.choice(NUMBERS)))


def _string(tree: Tree, random: Random, _: Vocabulary) -> Tree | None:
    return replaced(tree, _leaf(tree, random), Scalar(quoted(random.choice(STRINGS))))


def _deeper(tree: Tree, random: Random, _: Vocabulary) -> Tree | None:
    """Nest a piece one level too deep, in an array or under its own name."""
    path, steps, node = _anywhere(tree, random)
    name = steps[-1] if steps else "a"
    return replaced(tree, path, random.choice((Elements((node,)), Members(((name, node),)))))


Mutation: TypeAlias = "Callable[[Tree, Random, Vocabulary], Tree | None]"
"""Returns an input one step away; None if the step cannot be taken."""

MUTATIONS: Mapping[str, Mutation] = {
    "drop": _drop,
    "add": _add,
    "null": _null,
    "other type": _other_type,
    "neighbour value": _neighbour,
    "misspelling": _misspelling,
    "case change": _case_change,
    "native name": _native_name,
    "duplicate name": _duplicate,
    "number": _number,
    "string": _string,
    "one level deeper": _deeper,
}


def _anywhere(tree: Tree, random: Random) -> tuple[Path, tuple[str, ...], Tree]:
    return random.choice(list(nodes(tree)))


def _leaf(tree: Tree, random: Random) -> Path:
    """Return the path of a scalar or of an empty piece; there always is one."""
    return random.choice([path for path, _, node in nodes(tree) if not children(node)])


def _values(steps: tuple[str, ...], words: Vocabulary) -> tuple[Json, ...]:
    return (*words.values.get(generic(steps), ()), *ANYTHING)


def _unlisted(taken: set[str]) -> str:
    return next(
        name for name in (f"extra{'_' * count}" for count in range(99)) if name not in taken
    )


def _renamed(node: Members, index: int, name: str) -> Members:
    return Members((*node.pairs[:index], (name, node.pairs[index][1]), *node.pairs[index + 1 :]))


def _respelt(tree: Tree, random: Random, respell: Callable[[str, Random], str]) -> Tree | None:
    """Misspell a name or a string."""
    changed: list[tuple[Path, Members | Scalar, int]] = []
    for path, _, node in nodes(tree):
        if isinstance(node, Members):
            changed += [(path, node, index) for index in range(len(node.pairs))]
        if isinstance(node, Scalar) and node.text.startswith('"'):
            changed.append((path, node, 0))
    if not changed:
        return None
    path, node, index = random.choice(changed)
    if isinstance(node, Members):
        return replaced(tree, path, _renamed(node, index, respell(node.pairs[index][0], random)))
    return replaced(tree, path, Scalar(quoted(respell(json.loads(node.text), random))))


def _typo(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    before, after = text[:at], text[at:]
    return random.choice(
        (
            before + after[1:],  # one left out
            before + after[:1] + after,  # one doubled
            before + after[1:2] + after[:1] + after[2:],  # two swapped
            text + "s",
            text.replace("_", "-"),
            text.replace("_", ""),
            f" {text}",
        )
    )


def _recased(text: str, random: Random) -> str:
    words = [word for word in text.replace("-", "_").split("_") if word]
    pascal = "".join(map(str.capitalize, words))
    camel = pascal[:1].lower() + pascal[1:]
    snake = "".join(f"_{x.lower()}" if x.isupper() else x for x in text).strip("_")
    return random.choice((text.upper(), text.capitalize(), text.swapcase(), camel, pascal, snake))
