"""The relation of two columns, read off the cells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from conformance.exact.cells import ColumnCells, compare_columns
from conformance.exact.solver import Limits
from conformance.model import Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.exact.cells import ThreeValued

_DEFAULT_LIMITS = Limits()
_CONVERSE = {"within": "contains", "contains": "within"}


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
    """

    relation: str
    proven: bool
    why_not: tuple[str, ...]
    both: Witness | None
    only_a: Witness | None
    only_b: Witness | None
    gap_a: Witness | None
    gap_b: Witness | None

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
    accept, reject, silent = Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT
    both = seen.get((accept, accept))
    only_a, only_b = seen.get((accept, reject)), seen.get((reject, accept))
    gap_a, gap_b = seen.get((accept, silent)), seen.get((silent, accept))
    meets = both is not None or gap_a is not None or gap_b is not None
    if only_a and only_b and meets:
        relation, proven = "overlap", True
    elif cells.meanings[first : first + 1] == cells.meanings[second : second + 1] != ():
        relation, proven = "equal", True
    elif not cells.complete:
        relation, proven = "unknown", False
    else:
        relation = relation_name(
            only_a=only_a is not None,
            only_b=only_b is not None,
            meets=meets,
            same=all(one is other for one, other in seen),
        )
        proven = True
    return Relation(
        relation=relation,
        proven=proven,
        why_not=() if proven else cells.why_not,
        both=both,
        only_a=only_a,
        only_b=only_b,
        gap_a=gap_a,
        gap_b=gap_b,
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
