"""The lines of a results file as values: a header, columns, cases, findings, relations, a footer.

A run makes them, every report is made from them, and `encode` and `decode` are the only places
that know how they look in the file. The format is `formats/results.schema.json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from conformance.model import Cause, Column, Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.compare.coverage import Coverage
    from conformance.compare.native_agreement import Native
    from conformance.exact import Relation
    from conformance.model import (
        Case,
        Claim,
        Decision,
        Finding,
        Flag,
        Implementation,
        Judgement,
        NativeName,
        Source,
        Witness,
    )

FORMAT = 1
"""The format's number."""

STANCES = (Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT, Verdict.LOSSY)
"""The verdicts that are a stance on a finding."""

Stances: TypeAlias = "Mapping[str, Verdict]"
"""Column id -> accept, reject, silent or lossy."""


class State(StrEnum):
    """How a finding compares with the baseline."""

    KNOWN = "known"
    NEW = "new"
    CHANGED = "changed"
    VANISHED = "vanished"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What the gate demands of a run.

    Attributes:
        baseline: Whether the findings are compared with a list of known disagreements.
        vanished: `fail` or `warn`: what a listed disagreement does that is no longer found.
        enforce: Columns, or patterns of them, that must not depart from a `must` expectation.
    """

    baseline: bool = False
    vanished: str = "fail"
    enforce: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantPart:
    """A variant as the header holds it: with the texts of its schemas, so that no file is needed.

    Attributes:
        readings: Name of a reading -> its schema file.
        schemas: Name of a schema file -> its text, unchanged.
    """

    id: str
    title: str
    language: str | None = None
    component: str | None = None
    as_of: str | None = None
    source: Source | None = None
    notation: tuple[Decision, ...] = ()
    native_names: tuple[NativeName, ...] = ()
    claims: tuple[Claim, ...] = ()
    readings: Mapping[str, str]
    schemas: Mapping[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderLine:
    """What was compared, when and with what.

    Attributes:
        tool: This tool's version.
        record: The record's id.
        made: The time of the run, ISO 8601 in UTC: the only part that differs between two runs
            of the same input.
        digests: File inside the record's folder -> SHA-256 of its bytes.
        folder: The record's folder inside its source tree, with slashes; None if not known.
        gate: What the gate demands; None where no gate looked at the run.
    """

    tool: str
    record: str
    title: str
    about: str
    made: str
    fields: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    variants: tuple[VariantPart, ...] = ()
    folder: str | None = None
    gate: Demands | None = None

    @property
    def demands(self) -> Demands:
        """What the gate demands; nothing where there is no gate."""
        return self.gate or Demands()

    @property
    def claims(self) -> dict[str, Claim]:
        """Every claim, by `VARIANT:CLAIM`."""
        return {f"{x.id}:{claim.id}": claim for x in self.variants for claim in x.claims}

    @property
    def schemas(self) -> dict[str, str]:
        """The texts of all schema files, by their paths inside the record's folder."""
        return {
            f"variants/{variant.id}/{name}": text
            for variant in self.variants
            for name, text in variant.schemas.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLine:
    """A column of the run.

    Attributes:
        column: The column.
        judge: `schema`, `live` or `recorded`.
        subject: The program behind it; None for schemas, and where it never answered.
        not_run: Why it gave no verdict; None where it did.
        warnings: What was odd about its run, one sentence each.
    """

    column: Column
    judge: str = "schema"
    subject: Implementation | None = None
    not_run: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The column's id."""
        return self.column.id

    @property
    def is_schema(self) -> bool:
        """Whether a schema judges, not a program."""
        return self.judge == "schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case with every column's judgement.

    Attributes:
        case: The case.
        judgements: Column id -> judgement, in column order.
        place: JSON Pointer to the place that the case is about; empty for the whole input.
        twin: The value of the case that it is near to; None where there is none.
        departures: The columns whose verdict is the opposite of a `must` expectation.
    """

    case: Case
    judgements: Mapping[str, Judgement]
    place: str = ""
    twin: Witness | None = None
    departures: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The case's id."""
        return self.case.id

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Column id -> verdict, in column order."""
        return {column: found.verdict for column, found in self.judgements.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the baseline says of a finding.

    Attributes:
        category: `bug`, `by-design`, `skew`, `wontfix` or `flaky`; `class` in the file.
        reason: Why the disagreement is known.
        expires: The last day on which the entry holds, YYYY-MM-DD; None where it holds for good.
        link: Where it is dealt with; None where nowhere.
    """

    category: str
    reason: str
    expires: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding, and how it compares with the baseline.

    Attributes:
        finding: The finding.
        proven: Whether the exact comparison found it, and not the cases alone.
        programs: Id of each program's column with a stance -> the program's name and version.
        state: The state against the baseline; None where the run has no baseline.
        known: What the baseline says of it; None where it says nothing.
    """

    finding: Finding
    proven: bool = True
    programs: Mapping[str, str] = field(default_factory=dict)
    state: State | None = None
    known: Known | None = None

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.finding.id

    @property
    def cause(self) -> Cause:
        """The finding's identity."""
        return cause_from(self.finding.places, self.finding.specials)

    @property
    def accept(self) -> tuple[str, ...]:
        """The columns that accept, those that change the value included."""
        return self.finding.columns(Verdict.ACCEPT, Verdict.LOSSY)

    @property
    def reject(self) -> tuple[str, ...]:
        """The columns that reject."""
        return self.finding.columns(Verdict.REJECT)

    @property
    def silent(self) -> tuple[str, ...]:
        """The columns that are silent."""
        return self.finding.columns(Verdict.SILENT)

    @property
    def lossy(self) -> tuple[str, ...]:
        """The columns that accept and change the value."""
        return self.finding.columns(Verdict.LOSSY)

    @property
    def sides(self) -> dict[Verdict, tuple[str, ...]]:
        """Every stance -> its columns; a lossy column is under accept too."""
        return dict(zip(STANCES, (self.accept, self.reject, self.silent, self.lossy), strict=True))

    @property
    def vanished(self) -> bool:
        """Whether the finding is only listed in the baseline, and no longer found."""
        return self.state is State.VANISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationLine:
    """The relation of column `a` to column `b`."""

    a: str
    b: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterLine:
    """The totals of a run.

    Attributes:
        cases: The number of cases.
        findings: The number of findings.
        cells: The number of verdict vectors that some JSON value has; None if not counted.
        complete: Whether the list of findings is proven to be complete.
        why_not: What stood in the way of a proof, each with its place.
        faults: What validator libraries got wrong, one sentence each; the verdicts are right.
        counts: Kind -> number of findings; a finding counts under each of its kinds.
        uncovered: The smallest value of each verdict vector that no case has.
        separating: Ids of the fewest cases that tell all columns apart.
        natives: How far each program confirms the types of the variant that it judges by.
        coverage: What the cases exercise; None where no column is a schema.
    """

    cases: int
    findings: int
    cells: int | None = None
    complete: bool = False
    why_not: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)
    uncovered: tuple[Witness, ...] = ()
    separating: tuple[str, ...] = ()
    natives: tuple[Native, ...] = ()
    coverage: Coverage | None = None


Line: TypeAlias = HeaderLine | ColumnLine | CaseLine | FindingLine | RelationLine | FooterLine
"""A line of a results file. In a file they come in this order."""

ORDER = ("header", "column", "case", "finding", "relation", "footer")
"""The kinds of line, in the order in which they come in a file."""


def cause_from(places: str | Sequence[str], specials: str | Sequence[str]) -> Cause:
    """Return an identity; the places of an interaction act together, in no order of their own."""
    if isinstance(places, str):
        return Cause(places=(places,), specials=(str(specials),))
    pairs = sorted(zip(places, specials, strict=True))
    return Cause(
        places=tuple(place for place, _ in pairs), specials=tuple(special for _, special in pairs)
    )
