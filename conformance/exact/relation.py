"""The relation of two columns, read off the cells."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.exact.cells import ColumnCells, compare_columns
from conformance.exact.solver import Limits
from conformance.model import Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from conformance.exact.cells import ThreeValued

_DEFAULT_LIMITS = Limits()
_CONVERSE = {"within": "contains", "contains": "within"}
_TURNED = {"only_a": "only_b", "only_b": "only_a", "gap_a": "gap_b", "gap_b": "gap_a"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """The relation of column A to column B by accept and reject; silence settles nothing.

    Attributes:
        relation: `equal`: the same verdict on every value; else `agree`: neither accepts a value
            that the other rejects; else `within`: B rejects nothing that A accepts; `contains`: A
            rejects nothing that B accepts; `disjoint`: each accepts something, and rejects
            everything that the other accepts; `overlap`; `unknown` if it is not decided.
        proven: Whether it holds for every JSON value.
        why_not: The obstacles to a proof.
        both: The smallest value that both accept.
        only_a: The smallest one that A accepts and B rejects.
        only_b: The smallest one that B accepts and A rejects.
        gap_a: The smallest one that A accepts and B is silent on.
        gap_b: The smallest one that B accepts and A is silent on.
        possible: The relations that it may be, if it is not proven.
        unmade: The kinds of these of which there are values, all too large to be made.
    """

    relation: str
    proven: bool
    why_not: tuple[str, ...]
    both: Witness | None
    only_a: Witness | None
    only_b: Witness | None
    gap_a: Witness | None
    gap_b: Witness | None
    possible: tuple[str, ...] = ()
    unmade: tuple[str, ...] = ()

    @property
    def apart(self) -> dict[str, tuple[str, Witness]]:
        """The witnesses that one column does not accept: name -> the column, and the value."""
        found = {
            "only_a": ("b", self.only_a),
            "only_b": ("a", self.only_b),
            "gap_a": ("b", self.gap_a),
            "gap_b": ("a", self.gap_b),
        }
        return {
            name: (side, witness) for name, (side, witness) in found.items() if witness is not None
        }

    def converse(self) -> Relation:
        """Return the relation of B to A."""
        return Relation(
            relation=_CONVERSE.get(self.relation, self.relation),
            proven=self.proven,
            why_not=self.why_not,
            both=self.both,
            only_a=self.only_b,
            only_b=self.only_a,
            gap_a=self.gap_b,
            gap_b=self.gap_a,
            possible=tuple(sorted(_CONVERSE.get(name, name) for name in self.possible)),
            unmade=tuple(sorted(_TURNED.get(name, name) for name in self.unmade)),
        )


def relate(cells: ColumnCells, a: str, b: str) -> Relation:
    """Return the relation of two of the columns.

    A relation that needs a complete list is not derived from an incomplete one. Two columns that
    say the same are equal in any case.
    """
    first, second = cells.columns.index(a), cells.columns.index(b)
    seen: dict[tuple[Verdict, Verdict], Witness] = {}
    for vector, witness in cells.vectors.items():
        seen.setdefault((vector[first], vector[second]), witness)
    there, open_ = set(seen), set[tuple[Verdict, Verdict]]()
    for vector, is_sure in cells.others.items():
        (there if is_sure else open_).add((vector[first], vector[second]))
    if not cells.bounded:
        open_ |= {(one, other) for one in _VERDICTS for other in _VERDICTS}
    if cells.meanings[first : first + 1] == cells.meanings[second : second + 1] != ():
        open_ = {(one, other) for one, other in open_ if one is other}
    names = {_named(there | set(more)) for more in _subsets(open_ - there)}
    proven = len(names) == 1
    return Relation(
        relation=next(iter(names)) if proven else "unknown",
        proven=proven,
        why_not=() if proven else cells.why_not,
        possible=() if proven else tuple(sorted(names)),
        unmade=tuple(name for name, pair in _PAIRS.items() if pair in there and pair not in seen),
        **{name: seen.get(pair) for name, pair in _PAIRS.items()},
    )


_VERDICTS = (Verdict.ACCEPT, Verdict.SILENT, Verdict.REJECT)
_PAIRS = {
    "both": (Verdict.ACCEPT, Verdict.ACCEPT),
    "only_a": (Verdict.ACCEPT, Verdict.REJECT),
    "only_b": (Verdict.REJECT, Verdict.ACCEPT),
    "gap_a": (Verdict.ACCEPT, Verdict.SILENT),
    "gap_b": (Verdict.SILENT, Verdict.ACCEPT),
}
"""Kind of witness -> the verdicts of A and B on it."""


def _subsets(
    pairs: Collection[tuple[Verdict, Verdict]],
) -> Iterator[tuple[tuple[Verdict, Verdict], ...]]:
    return chain.from_iterable(combinations(pairs, size) for size in range(len(pairs) + 1))


def _named(there: Collection[tuple[Verdict, Verdict]]) -> str:
    """Return the relation of two columns that have these pairs of verdicts and no others."""
    return relation_name(
        only_a=_PAIRS["only_a"] in there,
        only_b=_PAIRS["only_b"] in there,
        meets=any(_PAIRS[name] in there for name in ("both", "gap_a", "gap_b")),
        same=all(one is other for one, other in there),
    )


def relate_all(
    columns: Sequence[ThreeValued], cells: ColumnCells, limits: Limits = _DEFAULT_LIMITS
) -> Mapping[tuple[str, str], Relation]:
    """Return the relation of each ordered pair of different columns.

    If the cells of all columns together are not complete, each pair of several is compared by
    itself: it may be small enough, or free of the undecided part.

    Args:
        columns: The columns.
        cells: Their cells.
        limits: When to stop, for a pair.
    """
    result: dict[tuple[str, str], Relation] = {}
    for first, second in combinations(columns, 2):
        is_whole = cells.complete or len(columns) == len((first, second))
        own = cells if is_whole else compare_columns([first, second], limits)
        relation = relate(own, first.id, second.id)
        result[first.id, second.id] = relation
        result[second.id, first.id] = relation.converse()
    return result


def relation_name(*, only_a: bool, only_b: bool, meets: bool, same: bool) -> str:
    """Return the name of a relation.

    Args:
        only_a: A accepts something that B rejects.
        only_b: B accepts something that A rejects.
        meets: Something is accepted by one and not rejected by the other.
        same: Both give the same verdict on everything.
    """
    if only_a and only_b:
        return "overlap" if meets else "disjoint"
    if only_a:
        return "contains"
    if only_b:
        return "within"
    return "equal" if same else "agree"
