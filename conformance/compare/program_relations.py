"""The relations of programs to other columns, by both columns' verdicts on the cases.

No engine can look into a program, so these relations are tested, never proven. The relations of
schemas come from the exact comparison (`exact/relation.py`).
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import combinations
from operator import attrgetter
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.exact import Relation, relation_name
from conformance.jsontext.text import Parsed, canonical
from conformance.model import Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from conformance.judges.panel import JudgedCase
    from conformance.model import Json, Program, Reason

_SIZE = attrgetter("size")


def program_relations(
    cases: Iterable[JudgedCase], schemas: Sequence[str], programs: Sequence[Program]
) -> Mapping[tuple[str, str], Relation]:
    """Return the relation of each program to each schema, and to each program after it.

    Only cases that are JSON count, since a relation is about values. A program that did not run is
    left out, and so is a permissive one, whose accepting means nothing.

    Args:
        cases: The cases with all verdicts.
        schemas: Ids of the columns that are schemas, in column order.
        programs: The columns that are programs, in column order.
    """
    relations = ProgramRelations(schemas, programs)
    for case in cases:
        relations.see(case)
    return relations.result()


class ProgramRelations:
    """Relates programs to other columns, case by case; of each vector of verdicts it keeps one."""

    def __init__(self, schemas: Sequence[str], programs: Sequence[Program]) -> None:
        """Start with no case; see `program_relations`."""
        compared = [x.column.id for x in programs if x.not_run is None and not x.column.permissive]
        self._fixed = set(schemas)
        self._columns = [*schemas, *compared] if compared else []
        self._counts: Counter[tuple[Verdict, ...]] = Counter()
        self._smallest: dict[tuple[Verdict, ...], tuple[tuple[int, str], Json]] = {}

    def see(self, case: JudgedCase) -> None:
        """Take a judged case."""
        if not self._columns or not isinstance(case.parsed, Parsed):
            return
        vector = tuple(case.judgements[x].verdict.counted for x in self._columns)
        self._counts[vector] += 1
        known = self._smallest.get(vector)
        if known is None or case.size < known[0]:
            self._smallest[vector] = case.size, case.parsed.value

    def result(self) -> Mapping[tuple[str, str], Relation]:
        """Return the relations by the cases so far."""
        ordered = sorted(self._smallest, key=lambda vector: self._smallest[vector][0])
        if not ordered:
            return {}
        number = _counting([self._counts[vector] for vector in ordered])
        values = [self._smallest[vector][1] for vector in ordered]
        stances = [_stances(column) for column in zip(*ordered, strict=True)]
        by_column = dict(zip(self._columns, stances, strict=True))
        return {
            (a, b): _relation(by_column[a], by_column[b], values, number)
            for a, b in combinations(by_column, 2)
            if not {a, b} <= self._fixed
        }


def asked_relations(
    cases: Sequence[JudgedCase], verdicts: Sequence[Verdict], programs: Sequence[Program]
) -> Mapping[str, Relation]:
    """Return the relation of some verdicts on cases to those of each program, by its column.

    Args:
        cases: The cases with all verdicts.
        verdicts: A verdict on each of them.
        programs: The columns that are programs; the same are left out as by `program_relations`.
    """
    readers = [x.column.id for x in programs if x.not_run is None and not x.column.permissive]
    pairs = sorted(zip(cases, verdicts, strict=True), key=lambda pair: pair[0].size)
    known = [(case, case.parsed.value, x) for case, x in pairs if isinstance(case.parsed, Parsed)]
    if not known:
        return {}
    values = [value for _, value, _ in known]
    written = _stances([verdict for _, _, verdict in known])
    return {
        reader: _relation(
            written,
            _stances([case.judgements[reader].verdict.counted for case, _, _ in known]),
            values,
            int.bit_count,
        )
        for reader in readers
    }


def case_reasons(
    cases: Sequence[JudgedCase], a: str, b: str, relation: Relation
) -> dict[str, tuple[Reason, ...]]:
    """Return, for each kind of witness, the reasons of the column that does not accept it."""
    columns = {"a": a, "b": b}
    return {
        name: _reasons(cases, witness, columns[side])
        for name, (side, witness) in relation.apart.items()
    }


def _reasons(cases: Sequence[JudgedCase], witness: Witness, column: str) -> tuple[Reason, ...]:
    wanted = canonical(witness.value)
    found = (
        judged.judgements[column].reasons
        for judged in sorted(cases, key=_SIZE)
        if isinstance(judged.parsed, Parsed) and canonical(judged.parsed.value) == wanted
    )
    return next(filter(None, found), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stances:
    """A column's stances: one bit for each vector of verdicts, that of the smallest case lowest."""

    accept: int
    reject: int
    silent: int

    @property
    def answered(self) -> int:
        return self.accept | self.reject | self.silent


def _stances(verdicts: Sequence[Verdict]) -> _Stances:
    accept, reject, silent = (
        int("".join("1" if verdict is wanted else "0" for verdict in reversed(verdicts)), 2)
        for wanted in (Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT)
    )
    return _Stances(accept=accept, reject=reject, silent=silent)


def _counting(counts: Sequence[int]) -> Callable[[int], int]:
    """Return what gives the number of cases with some vectors; most pairs ask for the same."""

    @cache
    def number(vectors: int) -> int:
        return sum(count for place, count in enumerate(counts) if vectors >> place & 1)

    return number


def _relation(
    a: _Stances, b: _Stances, values: Sequence[Json], number: Callable[[int], int]
) -> Relation:
    answered = a.answered & b.answered
    both = a.accept & b.accept
    only_a, only_b = a.accept & b.reject, b.accept & a.reject
    gap_a, gap_b = a.accept & b.silent, b.accept & a.silent
    same = not (a.accept ^ b.accept | a.reject ^ b.reject) & answered
    relation = relation_name(
        only_a=bool(only_a), only_b=bool(only_b), meets=bool(both | gap_a | gap_b), same=same
    )
    why = (
        f"a program is compared by the cases alone, here by {number(answered):,}"
        if answered
        else "no case is decided by both"
    )
    return Relation(
        relation=relation if answered else "unknown",
        proven=False,
        why_not=(why,),
        both=_smallest(both, values),
        only_a=_smallest(only_a, values),
        only_b=_smallest(only_b, values),
        gap_a=_smallest(gap_a, values),
        gap_b=_smallest(gap_b, values),
    )


def _smallest(found: int, values: Sequence[Json]) -> Witness | None:
    return Witness(value=values[(found & -found).bit_length() - 1]) if found else None
