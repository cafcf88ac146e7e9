"""The twin of a witness: the same value with one fact changed, of which more columns say more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.exact.facts import UNLISTED
from conformance.exact.values import sized
from conformance.jsontext import canonical
from conformance.model import Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conformance.exact.contexts import Contexts
    from conformance.exact.primes import Facts
    from conformance.model import Json

_RANK = {Verdict.ACCEPT: 2, Verdict.SILENT: 1, Verdict.REJECT: 0}


def twin_of(
    witness: Json,
    facts: Facts,
    contexts: Contexts,
    judge: Callable[[Json], tuple[Verdict, ...]],
    degraded: Sequence[int],
) -> Witness | None:
    """Return the nearest value of which every degraded column says more, or None.

    Of several, the one of which all columns together say the most; then the smallest.
    """
    before = judge(witness)
    best: tuple[tuple[object, ...], Json] | None = None
    seen: set[str] = set()
    for fact in sorted(facts):
        for value in _changed(
            witness, fact.place.split("/")[1:], contexts, fact.place, fact.special
        ):
            text = canonical(value)
            if text in seen:
                continue
            seen.add(text)
            after = judge(value)
            if all(_RANK[after[index]] > _RANK[before[index]] for index in degraded):
                rank = (-sum(_RANK[each] for each in after), sized(value)[:3])
                if best is None or rank < best[0]:
                    best = (rank, value)
    return None if best is None else Witness(value=best[1])


def _changed(
    value: Json, steps: list[str], contexts: Contexts, place: str, special: str
) -> Iterator[Json]:
    """Give the values that differ at one place of the fact."""
    if not steps:
        if special.startswith(UNLISTED) and isinstance(value, dict):
            for name in value:
                yield {key: item for key, item in value.items() if key != name}
            return
        yield from contexts.samples(place)
        return
    name = steps[0].replace("~1", "/").replace("~0", "~")
    if isinstance(value, list):
        for index, item in enumerate(value):
            for changed in _changed(item, steps[1:], contexts, place, special):
                yield [*value[:index], changed, *value[index + 1 :]]
            if len(steps) == 1:
                yield value[:index] + value[index + 1 :]
    elif isinstance(value, dict):
        names = list(value) if steps[0].startswith("(unlisted") and name not in value else [name]
        for each in names:
            if each in value:
                for changed in _changed(value[each], steps[1:], contexts, place, special):
                    yield value | {each: changed}
                if len(steps) == 1:
                    yield {key: item for key, item in value.items() if key != each}
            elif len(steps) == 1:
                for sample in contexts.samples(place):
                    yield value | {each: sample}
