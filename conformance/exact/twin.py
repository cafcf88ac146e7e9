"""The twin of a witness: the same value with one fact changed, and better verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.exact.facts import name_of
from conformance.exact.names import plain_names
from conformance.exact.values import kind_of, sized
from conformance.jsontext.diff import places_apart
from conformance.jsontext.edit import with_part, without_part
from conformance.jsontext.pointers import value_at
from conformance.jsontext.text import canonical
from conformance.model import UNLISTED, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.exact.cells import Verdicts
    from conformance.exact.combining import Facts
    from conformance.exact.contexts import Contexts
    from conformance.exact.membership import Membership
    from conformance.model import Fact, Json

_MANY = 50
"""Parts; of more, each is not left out in turn: that would be cubic."""

_RANK = {Verdict.ACCEPT: 2, Verdict.SILENT: 1, Verdict.REJECT: 0}


def twin_of(  # noqa: PLR0913, PLR0917  one call: the cause, and who answers about it
    witness: Json,
    facts: Facts,
    contexts: Contexts,
    judge: Verdicts,
    degraded: Sequence[int],
    membership: Membership,
) -> Witness | None:
    """Return the nearest value without the facts, with a better verdict of every degraded column.

    None if there is none. Among several, the one with the best verdicts of all columns is
    preferred; then the one with the fewest changed places, with the change at the deepest place,
    with the same type there, and the smallest.
    """
    before = judge.all(witness)
    best: tuple[tuple[object, ...], Json] | None = None
    seen: set[str] = set()
    for fact in sorted(facts):
        samples = contexts.samples(fact.place)
        for value, is_near in _changed(witness, fact, samples):
            text = canonical(value)
            if text in seen:
                continue
            seen.add(text)
            if all(_RANK[judge.of(x, value)] > _RANK[before[x]] for x in degraded):
                total = sum(_RANK[each] for each in judge.all(value))
                places = places_apart(witness, value)
                rank = (-total, places, -fact.place.count("/"), not is_near, sized(value)[:3])
                is_better = best is None or rank < best[0]
                if is_better and not any(membership.shown(value, [facts])):
                    best = (rank, value)
    return None if best is None else Witness(value=best[1])


def _changed(whole: Json, fact: Fact, samples: list[Json]) -> Iterator[tuple[Json, bool]]:
    """Yield the values that differ at a place of the fact, and whether the type stays there."""
    for path in _paths(whole, fact.place.split("/")[1:]):
        found = value_at(whole, path)
        value = None if found is None else found.value
        if fact.special.startswith(UNLISTED) and isinstance(value, dict):
            for name in value:
                yield without_part(whole, (*path, name)), True
        else:
            for sample in (*samples, *_resized(value)):
                is_near = found is not None and kind_of(sample) == kind_of(value)
                yield with_part(whole, path, sample), is_near
        if path and found is not None:
            yield without_part(whole, path), False


def _paths(value: Json, steps: list[str]) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths that a place leads to; the last part of one need not be there."""
    if not steps:
        yield ()
    elif isinstance(value, list):
        for index, item in enumerate(value):
            for path in _paths(item, steps[1:]):
                yield (index, *path)
    elif isinstance(value, dict):
        for name in _names(value, steps[0]):
            for path in _paths(value.get(name), steps[1:]):
                yield (name, *path)


def _resized(value: Json) -> Iterator[Json]:
    """Yield an object or array with one part more, and with fewer parts, each left out in turn.

    If several parts have to go, the last ones go first. Of many parts, only the last ones go.
    """
    if isinstance(value, dict):
        yield value | {next(name for name in plain_names() if name not in value): 0}
        names = sorted(value)
        for count in range(len(names), 0, -1):
            for name in names[:count] if count <= _MANY else (names[count - 1],):
                yield {key: value[key] for key in names[:count] if key != name}
    elif isinstance(value, list):
        yield [*value, *(value[-1:] or [0])]
        for count in range(len(value), 0, -1):
            for index in range(count) if count <= _MANY else (count - 1,):
                yield value[:index] + value[index + 1 : count]


def _names(value: dict[str, Json], step: str) -> list[str]:
    """Return the names of properties that a step leads to."""
    if step.startswith(f"({UNLISTED.removeprefix('an ')}"):
        return list(value)
    return [name_of(step)]
