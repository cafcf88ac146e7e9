"""The twin of a witness: the same value with one fact changed, and better verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.exact.automaton import ALPHABET
from conformance.exact.facts import name_of
from conformance.exact.values import kind_of, sized
from conformance.jsontext.text import canonical
from conformance.model import UNLISTED, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conformance.exact.combining import Facts
    from conformance.exact.contexts import Contexts
    from conformance.exact.membership import Membership
    from conformance.model import Fact, Json

_RANK = {Verdict.ACCEPT: 2, Verdict.SILENT: 1, Verdict.REJECT: 0}


def twin_of(  # noqa: PLR0913, PLR0917  one call: the cause, and who answers about it
    witness: Json,
    facts: Facts,
    contexts: Contexts,
    judge: Callable[[Json], tuple[Verdict, ...]],
    degraded: Sequence[int],
    membership: Membership,
) -> Witness | None:
    """Return the nearest value without the facts, with a better verdict of every degraded column.

    None if there is none. Among several, the one with the best verdicts of all columns is
    preferred; then the one with the fewest changed parts, with the change at the deepest place,
    with the same type there, and the smallest.
    """
    before = judge(witness)
    best: tuple[tuple[object, ...], Json] | None = None
    seen: set[str] = set()
    for fact in sorted(facts):
        samples = contexts.samples(fact.place)
        for value, is_near in _changed(witness, fact.place.split("/")[1:], fact, samples):
            text = canonical(value)
            if text in seen:
                continue
            seen.add(text)
            after = judge(value)
            if all(_RANK[after[index]] > _RANK[before[index]] for index in degraded):
                said = sum(_RANK[each] for each in after)
                parts = changed_parts(witness, value)
                rank = (-said, parts, -fact.place.count("/"), not is_near, sized(value)[:3])
                is_better = best is None or rank < best[0]
                if is_better and not any(membership.shown(value, [facts])):
                    best = (rank, value)
    return None if best is None else Witness(value=best[1])


def _changed(
    value: Json, steps: list[str], fact: Fact, samples: list[Json]
) -> Iterator[tuple[Json, bool]]:
    """Yield the values that differ at a place of the fact, and whether the type stays there."""
    if steps:
        yield from _changed_part(value, steps, fact, samples)
    elif fact.special.startswith(UNLISTED) and isinstance(value, dict):
        for dropped, _ in _without(value, list(value)):
            yield dropped, True
    else:
        for sample in (*samples, *_resized(value)):
            yield sample, kind_of(sample) == kind_of(value)


def _resized(value: Json) -> Iterator[Json]:
    """Yield an object or array with one part more, and with fewer parts, each left out in turn.

    If several parts have to go, the last ones go first.
    """
    if isinstance(value, dict):
        yield value | {next(name for name in ALPHABET if name not in value): 0}
        names = sorted(value)
        for count in range(len(names), 0, -1):
            for name in names[:count]:
                yield {key: value[key] for key in names[:count] if key != name}
    elif isinstance(value, list):
        yield [*value, *(value[-1:] or [0])]
        for count in range(len(value), 0, -1):
            for index in range(count):
                yield value[:index] + value[index + 1 : count]


def changed_parts(one: Json, other: Json) -> int:
    """Return the number of parts that differ; a part of one side only counts whole."""
    if isinstance(one, dict) and isinstance(other, dict):
        shared = one.keys() & other.keys()
        alone = [
            value for each in (one, other) for name, value in each.items() if name not in shared
        ]
        return sum(1 + sized(value).parts for value in alone) + sum(
            changed_parts(one[name], other[name]) for name in shared
        )
    if isinstance(one, list) and isinstance(other, list):
        return min(_edits(one, other), _edits(one[::-1], other[::-1]))
    if canonical(one) == canonical(other):
        return 0
    return 1 + sized(one).parts + sized(other).parts


def _edits(one: list[Json], other: list[Json]) -> int:
    """Return the number of parts that differ if elements are paired from the start."""
    longer = one[len(other) :] + other[len(one) :]
    paired = zip(one, other, strict=False)
    return sum(1 + sized(value).parts for value in longer) + sum(
        changed_parts(first, second) for first, second in paired
    )


def _changed_part(
    value: Json, steps: list[str], fact: Fact, samples: list[Json]
) -> Iterator[tuple[Json, bool]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            for changed, is_near in _changed(item, steps[1:], fact, samples):
                yield [*value[:index], changed, *value[index + 1 :]], is_near
            if len(steps) == 1:
                yield value[:index] + value[index + 1 :], False
    elif isinstance(value, dict):
        for name in _names(value, steps[0]):
            for changed, is_near in _changed(value.get(name), steps[1:], fact, samples):
                yield value | {name: changed}, is_near and name in value
        if len(steps) == 1:
            yield from _without(value, _names(value, steps[0]))


def _names(value: dict[str, Json], step: str) -> list[str]:
    """Return the names of properties that a step leads to."""
    if step.startswith(f"({UNLISTED.removeprefix('an ')}"):
        return list(value)
    return [name_of(step)]


def _without(value: dict[str, Json], names: list[str]) -> Iterator[tuple[Json, bool]]:
    for name in names:
        if name in value:
            yield {key: item for key, item in value.items() if key != name}, False
