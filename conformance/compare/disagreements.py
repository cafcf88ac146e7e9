"""All disagreements of the columns: the exact causes and cells, and the causes that cases show.

The causes of schema columns come from the exact comparison, which finds all of them. If it cannot
decide something in a schema, the causes that the cases show are added, and the list is not called
complete.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from conformance.compare.case_causes import Observer
from conformance.compare.fields import fields_of
from conformance.compare.findings import Evidence, findings_of
from conformance.compare.holding import Holding
from conformance.compare.kept import Kept, Showing
from conformance.compare.program_causes import attributed
from conformance.compare.separating import separating
from conformance.compare.sides import exact_columns
from conformance.compare.since import with_since
from conformance.dataclass import dataclass
from conformance.exact import relate_all
from conformance.jsontext.text import Parsed
from conformance.model import Cause
from conformance.proofs.causes import KeptCauses
from conformance.proofs.cells import compare_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformance.compare.fields import Fields
    from conformance.exact import Causes, ColumnCells, Fact, ProvenCause, Relation, ThreeValued
    from conformance.judges.panel import JudgedCase
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Finding, Program, Record, Verdict, Witness


NO_SCHEMA = "no column is a schema, and programs are only tested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreements:
    """The result of comparing columns.

    Attributes:
        findings: The most important first.
        fields: The places of the record with the values that some column tells apart.
        relations: Each unordered pair of schema columns -> their relation.
        cells: The number of verdict vectors of JSON values; None without schemas.
        uncovered: The smallest value of each cell without a case.
        separating: Ids of the fewest cases that tell apart all columns that any case tells apart.
        proven: Ids of the findings that the exact comparison found.
        complete: Whether the findings of schema columns are proven to be all there are.
        why_not: The obstacles to a proof, each with its place.
        faults: The faults of validator libraries that were found, one sentence each.
    """

    findings: tuple[Finding, ...]
    fields: Fields
    relations: Mapping[tuple[str, str], Relation]
    cells: int | None
    uncovered: tuple[Witness, ...]
    separating: tuple[str, ...]
    proven: frozenset[str]
    complete: bool
    why_not: tuple[str, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The exact comparison of a record's schemas: no case is needed for it.

    Attributes:
        columns: The schemas.
        cells: Their cells.
        causes: The causes of disagreement.
        keep: Keeps the causes for the next time, with what was asked of them until then.
    """

    columns: Sequence[ThreeValued]
    cells: ColumnCells
    causes: Causes
    keep: Callable[[], None]


def proved(record: Record, judges: Sequence[SchemaJudge]) -> Proof:
    """Return the exact comparison of some columns of a record.

    Raises:
        DefectError: It contradicts a validator.
        IncompleteRunError: A chain of references is too long.
    """
    columns = exact_columns(record, [judge.column for judge in judges])
    cells, kept = compare_columns(columns), KeptCauses(columns)
    return Proof(columns=columns, cells=cells, causes=kept.causes, keep=kept.keep)


class Comparison:
    """Compares the columns of a record: exactly, then by the judged cases."""

    def __init__(
        self, record: Record, judges: Sequence[SchemaJudge], proof: Proof | None = None
    ) -> None:
        """Compare the schemas exactly; no case is needed for that.

        Args:
            record: The record.
            judges: Its columns that are schemas.
            proof: The exact comparison of them, if it is made already.

        Raises:
            DefectError: The exact comparison contradicts a validator.
        """
        self._record = record
        self._judges = judges
        proof = proof or proved(record, judges)
        self._columns, self._cells, self._causes = proof.columns, proof.cells, proof.causes
        self._keep = proof.keep
        self._showing: dict[tuple[Fact, ...], Showing] = {
            cause.facts: Showing() for cause in self._causes.causes
        }
        self._vectors: dict[tuple[Verdict, ...], str] = {}
        self._kept = Kept()

    @property
    def decided(self) -> bool:
        """Whether the exact comparison finds all causes of schemas, so that no case has to."""
        return self._causes.complete

    def see(self, judged: JudgedCase) -> None:
        """Take a judged case, and keep only what the result needs."""
        self._vectors.setdefault(judged.vector, judged.case.id)
        if isinstance(judged.parsed, Parsed):
            for cause in self._causes.shown_by(judged.parsed.value):
                self._showing[cause.facts].add(judged.case)
        if not self.decided:
            self._kept.add(judged)

    def result(
        self, *, asked: Sequence[JudgedCase] = (), programs: Sequence[Program] = ()
    ) -> Disagreements:
        """Return all disagreements of the columns.

        Args:
            asked: The judged cases with the programs' verdicts; unused without programs.
            programs: The columns that are programs.

        Raises:
            DefectError: The two validators contradict each other on a witness.
        """
        observer = Observer(self._record.variants)
        shown = [
            _shown(cause, self._judges, observer, self._showing[cause.facts])
            for cause in self._causes.causes
        ]
        known = {one.cause for one in shown}
        proven = {cause.id for cause in known} if self._causes.complete else set()
        kept = self._kept.cases()
        holding = self.holding(asked or kept, observer)
        shown += [holding.held(one) for one in observer.shown(kept) if one.cause not in known]
        undecided = [] if self._causes.complete else [x.column.id for x in self._judges]
        shown = attributed(shown, asked, holding=holding, programs=programs, undecided=undecided)
        columns = [*(judge.column for judge in self._judges), *(x.column for x in programs)]
        found = findings_of(shown, columns, self._record.variants, listed=observer.listed)
        findings = tuple(with_since(found, self._record.releases))
        relations = relate_all(self._columns, self._cells)
        cells = self._cells
        fields = fields_of(self._record, self._causes, findings, asked=asked, programs=programs)
        self._keep()
        return Disagreements(
            findings=findings,
            fields=fields,
            proven=frozenset(proven),
            relations={pair: relations[pair] for pair in combinations(cells.columns, 2)},
            cells=len(cells.vectors) if self._judges else None,
            uncovered=tuple(
                witness for vector, witness in cells.vectors.items() if vector not in self._vectors
            ),
            separating=separating(self._vectors),
            complete=bool(self._judges) and cells.complete and self._causes.complete,
            why_not=self._why_not(),
            faults=self._faults(),
        )

    def holding(self, cases: Sequence[JudgedCase], observer: Observer | None = None) -> Holding:
        """Return what says whether a finding of these cases holds by its words."""
        return Holding(
            cases,
            observer=observer or Observer(self._record.variants),
            judges=self._judges,
            example=self._causes.example,
            shown={frozenset(facts): shows.cases for facts, shows in self._showing.items()},
        )

    def _faults(self) -> tuple[str, ...]:
        """Return the faults of libraries, each once for its keywords and its column."""
        found = [*self._cells.faults, *(x for judge in self._judges for x in judge.faults)]
        return tuple({(x.brief, x.subject): str(x) for x in reversed(found)}.values())[::-1]

    def _why_not(self) -> tuple[str, ...]:
        if not self._judges:
            return (NO_SCHEMA,)
        return tuple(dict.fromkeys((*self._cells.why_not, *self._causes.why_not)))


def _shown(
    exact: ProvenCause, judges: Sequence[SchemaJudge], observer: Observer, showing: Showing
) -> Evidence:
    cause = Cause(exact.facts)
    value = Parsed(value=exact.witness.value)
    judgements = {judge.column.id: judge.judge(value) for judge in judges}
    return Evidence(
        cause=cause,
        judgements=judgements,
        witness=exact.witness,
        twin=exact.twin,
        cases=showing.cases,
        claims=observer.claims(cause, judgements),
        more=showing.more,
    )
