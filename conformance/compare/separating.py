"""The smallest set of cases that still tells apart every two columns that differ.

It serves authors with little time: a decoder that passes all of them behaves like one column only.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_STEPS = 200_000
"""At most this many partial sets are tried; after that, the best set so far is the result."""


def separating(vectors: Mapping[tuple[Verdict, ...], str]) -> tuple[str, ...]:
    """Return the smallest set of cases that separates all columns that any case separates.

    Args:
        vectors: Verdicts, column by column -> the id of the case that represents them. Among
            equally small sets, earlier vectors are preferred.

    Returns:
        The ids, in the order of `vectors`. Past `MAX_STEPS` the set may not be the smallest; it
        still separates all pairs.
    """
    splits = {case: _split(vector) for vector, case in vectors.items()}
    useful = _undominated(splits)
    chosen = _cover(useful, frozenset().union(*useful.values()))
    return tuple(case for case in splits if case in chosen)


def _split(vector: Sequence[Verdict]) -> frozenset[tuple[int, int]]:
    """Return the pairs of columns that a case with these verdicts tells apart.

    A column that did not judge the case is told apart from none.
    """
    return frozenset(
        (one, other)
        for one, other in combinations(range(len(vector)), 2)
        if vector[one] is not vector[other] and Verdict.NOT_RUN not in {vector[one], vector[other]}
    )


def _undominated(
    splits: Mapping[str, frozenset[tuple[int, int]]],
) -> dict[str, frozenset[tuple[int, int]]]:
    """Drop each case whose pairs an earlier or better case splits too."""
    kept: dict[str, frozenset[tuple[int, int]]] = {}
    for case, pairs in sorted(splits.items(), key=lambda item: -len(item[1])):
        if not any(pairs <= others for others in kept.values()):
            kept[case] = pairs
    return kept


def _cover(
    splits: Mapping[str, frozenset[tuple[int, int]]], wanted: frozenset[tuple[int, int]]
) -> frozenset[str]:
    """Return a smallest set of cases whose pairs are all those wanted: branch and bound."""
    best = _greedy(splits, wanted)
    steps = 0

    def search(left: frozenset[tuple[int, int]], taken: tuple[str, ...]) -> None:
        nonlocal best, steps
        steps += 1
        if not left:
            best = taken
            return
        if steps > MAX_STEPS or len(taken) + 1 >= len(best):
            return
        rarest = min(sorted(left), key=lambda pair: len(_with(splits, pair)))
        for case in _with(splits, rarest):
            search(left - splits[case], (*taken, case))

    search(wanted, ())
    return frozenset(best)


def _greedy(
    splits: Mapping[str, frozenset[tuple[int, int]]], wanted: frozenset[tuple[int, int]]
) -> tuple[str, ...]:
    taken: list[str] = []
    left = wanted
    while left:
        case = max(splits, key=lambda case: len(splits[case] & left))
        taken.append(case)
        left -= splits[case]
    return tuple(taken)


def _with(splits: Mapping[str, frozenset[tuple[int, int]]], pair: tuple[int, int]) -> list[str]:
    return [case for case, pairs in splits.items() if pair in pairs]
