"""The lines of a results file as values.

They are a header, columns, cases, findings, fields, relations, exchanges and a footer.
A run makes them, every report is made from them, and `encode`, `write`, `decode` and `cases`
are the only places that know their form in the file. The format is `formats/results.schema.json`.
"""

from __future__ import annotations

import hashlib
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.model import STANCES, Cause, Column, Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.compare.breaks import Exchange
    from conformance.compare.covered import Coverage
    from conformance.compare.fields import Field
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

FORMAT = 3
"""The format's number. Formats 1 and 2 are still read: their cases hold their own verdicts and
reasons; format 1 has no fields and no importance."""

FORMATS = (1, 2, FORMAT)
"""The formats that are read."""

KEY = 7
"""The number of digits in the key of a finding."""

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
    """The gate's demands on a run.

    Attributes:
        baseline: Whether the findings are compared with a list of known disagreements.
        vanished: `fail` or `warn`: the effect of a listed disagreement that is no longer found.
        enforce: Columns, or patterns of them, that must not depart from a `must` expectation.
    """

    baseline: bool = False
    vanished: str = "fail"
    enforce: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantPart:
    """A variant with the texts of its schemas, so that a reader of the file needs no other file.

    Attributes:
        readings: Name of a reading -> its schema file.
        schemas: Name of a schema file -> its text, unchanged.
        sent: The schema file of what it writes; None if that is not told apart.
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
    sent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderLine:
    """The start of a run: what was compared, when, and with what.

    Attributes:
        tool: This tool's version.
        record: The record's id.
        made: The time of the run, ISO 8601 in UTC: the only part that differs between two runs
            of the same input.
        digests: File inside the record's folder -> SHA-256 of its bytes.
        folder: The record's folder inside its source tree, with slashes; None if not known.
        gate: The gate's demands; None if the run has no gate.
        official: Patterns of the columns of programs whose makers also own the record.
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
    official: tuple[str, ...] = ()

    @property
    def demands(self) -> Demands:
        """The gate's demands; without a gate, none."""
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
        subject: The program behind it; None for schemas, and if it never answered.
        not_run: The reason why it gave no verdict; None if it gave some.
        warnings: Oddities of its run, one sentence each.
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
        twin: The value of the case that it is near to; None if there is none.
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
    """A finding's entry in the baseline.

    Attributes:
        category: `bug`, `by-design`, `skew`, `wontfix` or `flaky`; `class` in the file.
        reason: The reason for the disagreement.
        expires: The last day on which the entry holds, YYYY-MM-DD; None if it holds for good.
        link: The place where it is reported; None without one.
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
        proven: Whether the exact comparison found it.
        programs: Id of each program's column with a stance -> the program's name and version.
        state: The state against the baseline; None if the run has no baseline.
        known: Its entry in the baseline; None without one.
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
    def digest(self) -> str:
        """The SHA-256 of the finding's id, as hexadecimal digits."""
        return hashlib.sha256(self.id.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def key(self) -> str:
        """What names the finding in short: the first digits of its digest."""
        return self.digest[:KEY]

    @property
    def cause(self) -> Cause:
        """The finding's identity."""
        return self.finding.cause

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
        found: dict[Verdict, list[str]] = {side: [] for side in STANCES}
        for column, stance in self.finding.stances.items():
            found[stance].append(column)
            if stance is Verdict.LOSSY:
                found[Verdict.ACCEPT].append(column)
        return {side: tuple(columns) for side, columns in found.items()}

    @property
    def vanished(self) -> bool:
        """Whether the finding is in the baseline and no longer found."""
        return self.state is State.VANISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A place of the record, with the values that some column tells apart."""

    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationLine:
    """The relation of column `a` to column `b`."""

    a: str
    b: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeLine:
    """What one column writes, by its variant's send reading, against what another one reads."""

    exchange: Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterLine:
    """The totals of a run.

    Attributes:
        cases: The number of cases.
        findings: The number of findings.
        cells: The number of verdict vectors that some JSON value has; None if not counted.
        complete: Whether the list of findings is proven to be complete.
        why_not: The obstacles to a proof, each with its place.
        fields_cut: Whether some places of the record are not among the fields.
        faults: The faults of validator libraries, one sentence each; the verdicts are right.
        counts: Kind -> number of findings; a finding counts under each of its kinds.
        uncovered: The smallest value of each verdict vector that no case has.
        separating: Ids of the fewest cases that tell all columns apart.
        natives: For each program that judges by a variant, how far it confirms the variant's types.
        coverage: Counts of what the cases exercise; None if no column is a schema.
    """

    cases: int
    findings: int
    cells: int | None = None
    complete: bool = False
    why_not: tuple[str, ...] = ()
    fields_cut: bool = False
    faults: tuple[str, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)
    uncovered: tuple[Witness, ...] = ()
    separating: tuple[str, ...] = ()
    natives: tuple[Native, ...] = ()
    coverage: Coverage | None = None


RunLine: TypeAlias = (
    HeaderLine | ColumnLine | FindingLine | FieldLine | RelationLine | ExchangeLine | FooterLine
)
"""A line about the whole run."""

Line: TypeAlias = RunLine | CaseLine
"""A line of a results file. In a file they come in the order of `ORDER`."""

ORDER = ("header", "column", "case", "finding", "field", "relation", "exchange", "footer")
"""The kinds of line, in the order in which they come in a file."""

REFERRED = ("vector", "reason")
"""The kinds of line that stand before the first case that refers to them."""
