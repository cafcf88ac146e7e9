"""What may be demanded of the relation of two versions, and of several in their order."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from conformance.errors import IncompleteRunError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.exact import Relation

MEETS = {
    "equal": {"equal"},
    "agree": {"equal", "agree"},
    "within": {"equal", "agree", "within"},
    "contains": {"equal", "agree", "contains"},
}
"""Demand -> the relations of A to B that meet it."""
VERSIONS = {"backward": "within", "forward": "contains", "full": "agree"}
"""The words of registries, for A older than B: new readers read old data, old ones new, or both."""


def is_met(demand: str, relation: Relation) -> bool:
    """Return whether A relates to B as is demanded.

    Raises:
        IncompleteRunError: It is not decided.
    """
    name = VERSIONS.get(demand, demand)
    broken = {
        "within": relation.only_a,
        "contains": relation.only_b,
        "agree": relation.only_a or relation.only_b,
        "equal": relation.only_a or relation.only_b or relation.gap_a or relation.gap_b,
    }[name]
    if relation.proven:
        return relation.relation in MEETS[name]
    if relation.possible and MEETS[name].issuperset(relation.possible):
        return True
    if broken is None:
        why = "".join(f": {why}" for why in relation.why_not[:1])
        raise IncompleteRunError(f"whether A is {demand} B is not decided{why}")
    return False


def in_order(versions: Sequence[str], *, transitive: bool) -> Iterator[tuple[str, str]]:
    """Yield the pairs of an older and a newer version: neighbours, or all."""
    pairs: Iterable[tuple[str, str]]
    pairs = combinations(versions, 2) if transitive else pairwise(versions)
    yield from pairs
