"""Finds which types of several sources belong together, by their names; nothing is guessed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError, UsageError, nearest
from conformance.files import input_bytes
from conformance.readers.read import steps_of
from conformance.surveys.likeness import ALIKE, CLEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

FEWEST = 3
"""A prefix or suffix is taken for a generator's if at least this many types have it."""

WHOLE = "the whole schema"
"""The name of a type that is a file's only one and has none."""

Held = dict[str, tuple[str, ...]]
"""Id of a source -> full names of types there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The types that belong together.

    Attributes:
        types: Id of a source -> its type; several if it is not clear which one is meant.
    """

    types: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """The name of the type in the first source that has it."""
        name = next(iter(self.types.values()))[0]
        return WHOLE if name == "#" else short(name)

    @property
    def is_clear(self) -> bool:
        """Whether each source has one type at most."""
        return all(len(names) == 1 for names in self.types.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """All types of some sources by what belongs together.

    Attributes:
        groups: The groups, those of the first source's types first.
        notes: The prefixes and suffixes that were left out, a sentence each.
    """

    groups: tuple[Group, ...]
    notes: tuple[str, ...] = ()


def short(name: str) -> str:
    """Return the last step of a type's full name."""
    return (steps_of(name) or [name])[-1]


def key_of(name: str) -> str:
    """Return a name without what notations write differently: case, `_`, `-` and the like."""
    return "".join(re.findall(r"[^\W_]+", name.casefold())) or name


Alike = Callable[[str, str, str, str], float]
"""How much a type of one source and one of another look alike, from 0 to 1."""


def paired(
    types: Mapping[str, Sequence[str]],
    given: Iterable[tuple[str, str]] = (),
    alike: Alike | None = None,
) -> Pairing:
    """Return which types belong together.

    A pair that is given comes first, then names that are equal but for case and what stands between
    words, then names that are equal but for a prefix or suffix that the rest of one source has.
    Where several types of one source could be meant, equal names belong together, then equal names
    with what stands before them, then those that look alike and are ahead of the others by far;
    else the group holds them all. Sources with one type each are about the same one.

    Args:
        types: Id of a source -> the full names of its types.
        given: Pairs of a type of the first source and one of another source.
        alike: Says how much two types look alike; None to go by the names alone.

    Raises:
        UsageError: A given type is in no source, or in a second pair.
    """
    if all(len(names) == 1 for names in types.values()):
        return Pairing(groups=(Group(types={x: tuple(names) for x, names in types.items()}),))
    return _by_name(types, given, alike)


def _by_name(
    types: Mapping[str, Sequence[str]], given: Iterable[tuple[str, str]], alike: Alike | None
) -> Pairing:
    left = _Left(types)
    for group in _given(types, given):
        left.take(group)
    left.join_given()
    for by in (_short_key, short, _whole_key):
        for group in left.alike(by):
            if len(group) > 1 and all(len(names) == 1 for names in group.values()):
                left.take(group)
    for group in left.alike(_short_key):
        if len(group) > 1:
            left.take(group if alike is None else _told_apart(group, alike))
    notes = []
    for source in [*types][1:]:
        for note, groups in _by_affix(left.names, source, alike):
            notes.append(note)
            for group in groups:
                left.take(group)
    return Pairing(groups=tuple(left.groups()), notes=tuple(notes))


def _told_apart(group: Held, alike: Alike) -> Held:
    """Return a group without the types that look less like that of the first source."""
    (first, names), *others = group.items()
    if len(names) > 1:
        best = _best(others[0][0], others[0][1][0], first, names, alike)
        return _told_apart({**group, first: (best,)}, alike) if best else group
    return {
        first: names,
        **{
            source: tuple(filter(None, [_best(first, names[0], source, each, alike)])) or each
            for source, each in others
        },
    }


def _best(source: str, name: str, other: str, names: Sequence[str], alike: Alike) -> str | None:
    """Return which of several types looks like a given one, and is ahead of the others by far."""
    if len(names) == 1:
        return names[0]
    ordered = sorted(names, key=lambda x: (-alike(source, name, other, x), x))
    best, next_ = (alike(source, name, other, x) for x in ordered[:2])
    return ordered[0] if best >= ALIKE and best - next_ >= CLEAR else None


class _Left:
    """Knows the types that belong to no group yet, and the groups.

    Attributes:
        names: Id of a source -> the full names of the types that are left.
    """

    def __init__(self, types: Mapping[str, Sequence[str]]) -> None:
        self.names = {source: dict.fromkeys(names) for source, names in types.items()}
        self._types = types
        self._groups: list[Held] = []

    def take(self, group: Held) -> None:
        self._groups.append(group)
        for source, names in group.items():
            for name in names:
                self.names[source].pop(name)

    def join_given(self) -> None:
        """Add to the groups so far the types of other sources with the same name, if it is one."""
        alike = self.alike(_short_key)
        for group in self._groups:
            keys = {_short_key(name) for names in group.values() for name in names}
            for other in alike:
                source, names = next(iter(other.items()))
                is_one = len(other) == len(names) == 1 and source not in group
                if is_one and _short_key(names[0]) in keys:
                    group[source] = names
                    self.names[source].pop(names[0])

    def alike(self, by: Callable[[str], str]) -> list[Held]:
        """Return the types that have the same key, by key."""
        found: dict[str, dict[str, list[str]]] = {}
        for source, names in self.names.items():
            for name in names:
                found.setdefault(by(name), {}).setdefault(source, []).append(name)
        return [
            {source: tuple(names) for source, names in group.items()} for group in found.values()
        ]

    def groups(self) -> list[Group]:
        """Return all groups, and a group of its own for each type that is left."""
        alone: list[Held] = [
            {source: (name,)} for source, names in self.names.items() for name in names
        ]
        order = {
            (source, name): (number, place)
            for number, (source, names) in enumerate(self._types.items())
            for place, name in enumerate(names)
        }
        arranged: list[Held] = [
            {source: group[source] for source in self._types if source in group}
            for group in (*self._groups, *alone)
        ]
        arranged.sort(key=lambda x: min(order[source, names[0]] for source, names in x.items()))
        return [Group(types=group) for group in arranged]


def _short_key(name: str) -> str:
    return key_of(short(name))


def _whole_key(name: str) -> str:
    return key_of("/".join(steps_of(name)))


def given_pairs(texts: Iterable[str], file: Path | None) -> list[tuple[str, str]]:
    """Return the pairs that a user gives, by options and in a file.

    Args:
        texts: Each `A=B`.
        file: A file with a pair on each line; empty lines and those that start with `#` are passed
            over. None for no file.

    Raises:
        UsageError: A text is not of the form `A=B`.
        BrokenFileError: A line of the file is not.
    """
    found = [_pair(text) for text in texts]
    for text, one in zip(texts, found, strict=True):
        if one is None:
            raise UsageError(
                f"{text!r} is no pair of types", hint="write for example --pair Order=OrderModel"
            )
    lines = [] if file is None else input_bytes(file).decode("utf-8", "replace").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            one = _pair(line)
            if one is None:
                raise BrokenFileError(
                    "this is no pair of types",
                    file=str(file),
                    place=f"line {number}",
                    hint="write for example Order=OrderModel",
                )
            found.append(one)
    return [one for one in found if one is not None]


def _pair(text: str) -> tuple[str, str] | None:
    first, is_there, second = (part.strip() for part in text.partition("="))
    return (first, second) if is_there and first and second else None


def _given(types: Mapping[str, Sequence[str]], given: Iterable[tuple[str, str]]) -> Iterator[Held]:
    (first, names), *others = types.items()
    found: dict[str, Held] = {}
    taken: set[tuple[str, str]] = set()
    for a, b in given:
        one = _meant(a, {first: names})
        other = _meant(b, dict(others))
        if other in taken or other[0] in found.get(one[1], {}):
            raise UsageError(f"{a}={b}: one of the two is in another pair already")
        taken.add(other)
        found.setdefault(one[1], {first: (one[1],)})[other[0]] = (other[1],)
    yield from found.values()


def _meant(wanted: str, types: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """Return the source and the full name of a type that a user names."""
    every = [(source, name) for source, names in types.items() for name in names]
    for matches in (lambda name: name == wanted, lambda name: short(name) == wanted):
        found = [(source, name) for source, name in every if matches(name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(
                f"{len(found)} types are called {wanted}",
                hint=f"write the whole name of one: {', '.join(name for _, name in found[:5])}",
            )
    raise UsageError(
        f"there is no type {wanted!r} in {', '.join(types)}",
        hint=nearest(wanted, [short(name) for _, name in every]),
    )


def _by_affix(
    left: Mapping[str, Iterable[str]], source: str, alike: Alike | None
) -> Iterator[tuple[str, list[Held]]]:
    """Yield the prefixes and suffixes that a source's types have before those of the first source.

    One counts only if it makes at least `FEWEST` pairs, each clear. Without looks, it also has to
    make more than all others; with looks, the two of a pair have to look alike.
    """
    first = next(iter(left))
    known = _unique(left[first])
    own = _unique(left[source])
    found: defaultdict[tuple[str, str], list[Held]] = defaultdict(list)
    for longer, shorter, turned in ((own, known, False), (known, own, True)):
        for key, name in longer.items():
            for affix, match in _inside(key, shorter):
                one, other = (name, match) if turned else (match, name)
                found[affix, first if turned else source].append({first: (one,), source: (other,)})
    order = sorted(found, key=lambda x: (-len(found[x]), x))
    if alike is None:
        counts = [len(found[each]) for each in order[:2]]
        order = order[:1] if len(set(counts)) == len(counts) else []
    taken: set[str] = set()
    for affix, who in order:
        pairs = [x for x in found[affix, who] if taken.isdisjoint((x[first][0], x[source][0]))]
        if len(pairs) >= FEWEST and alike is not None:
            pairs = [x for x in pairs if alike(first, x[first][0], source, x[source][0]) >= ALIKE]
        if len(pairs) >= FEWEST:
            taken |= {name for pair in pairs for names in pair.values() for name in names}
            yield f"{who}: {len(pairs)} types are paired without their {_words(affix)}", pairs


def _words(affix: str) -> str:
    """Return what stands before or behind names, in words."""
    return f"prefix {affix[:-1]}" if affix.endswith("…") else f"suffix {affix[1:]}"


def _unique(names: Iterable[str]) -> dict[str, str]:
    """Return names by their keys; those that share one are left out."""
    keys = Counter(key_of(short(name)) for name in names)
    return {key: name for name in names if keys[key := key_of(short(name))] == 1}


def _inside(key: str, shorter: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what stands before or behind a shorter key in a key, with the shorter one's name."""
    for length in range(1, len(key)):
        if key[:length] in shorter:
            yield f"…{key[length:]}", shorter[key[:length]]
        if key[-length:] in shorter:
            yield f"{key[:-length]}…", shorter[key[-length:]]
