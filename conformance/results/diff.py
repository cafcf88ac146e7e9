"""The changes between two results files, and the changed inputs that may have caused them.

A verdict depends on the column's schema or program, on the case, and on this tool. Each changed
verdict comes with those of them that changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import UsageError
from conformance.results.encode import implementation_json
from conformance.results.lines import CaseLine, ColumnLine, FindingLine, HeaderLine
from conformance.schema.diff import schema_differences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from conformance.jsontext.diff import Difference
    from conformance.model import Json, Verdict
    from conformance.results.lines import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A case's verdict, or a finding's stance, in one column.

    Attributes:
        id: The case's or the finding's id.
        column: The column's id.
        old: The verdict before; None if there was none.
        new: The verdict now; None if there is none.
        moved: The changed inputs: any of `schema`, `program`, `corpus`, `tool`.
    """

    id: str
    column: str
    old: str | None
    new: str | None
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A finding that only one of the two files has.

    Attributes:
        id: The finding's id.
        moved: The changed inputs: any of `schema`, `program`, `corpus`, `columns`, `tool`.
    """

    id: str
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaChange:
    """A changed schema file of a variant.

    Attributes:
        file: Its path inside the record's folder.
        kind: `added`, `removed`, `changed`, or `layout` if only the text's layout changed.
        differences: The differences; none if the results do not hold the file's text.
    """

    file: str
    kind: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramChange:
    """A column's changed program: its subject before and now."""

    column: str
    old: Json
    new: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Ids that only one of the two files has."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that changed from one results file to another.

    Attributes:
        columns: Columns of one file only.
        cases: Cases of one file only.
        edited: Cases whose revision or input changed.
        verdicts: Verdicts that changed, of cases and columns that both files have.
        appeared: Findings of the new file only.
        vanished: Findings of the old file only.
        stances: Stances that changed, of findings and columns that both files have.
        schemas: Schema files that changed.
        programs: Programs that changed.
    """

    columns: Listed = field(default_factory=Listed)
    cases: Listed = field(default_factory=Listed)
    edited: tuple[str, ...] = ()
    verdicts: tuple[Move, ...] = ()
    appeared: tuple[Turned, ...] = ()
    vanished: tuple[Turned, ...] = ()
    stances: tuple[Move, ...] = ()
    schemas: tuple[SchemaChange, ...] = ()
    programs: tuple[ProgramChange, ...] = ()

    @property
    def same(self) -> bool:
        """Return whether nothing changed; the layout of a schema file does not count."""
        laid_out = all(schema.kind == "layout" for schema in self.schemas)
        return laid_out and self == Changes(schemas=self.schemas)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCase:
    """The parts of a case that are compared, as short as can be.

    Attributes:
        rev: Its revision.
        input: A digest of its input.
        verdicts: Column id -> verdict; cases with the same verdicts share them.
    """

    rev: int
    input: bytes
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The parts of a results file that are compared, by id; vanished findings are left out."""

    header: HeaderLine
    columns: Mapping[str, ColumnLine]
    cases: Mapping[str, ComparedCase]
    findings: Mapping[str, FindingLine]


def results_of(lines: Iterable[Line]) -> Results:
    """Return the parts of a results file that are compared."""
    header: HeaderLine | None = None
    columns: dict[str, ColumnLine] = {}
    cases: dict[str, ComparedCase] = {}
    findings: dict[str, FindingLine] = {}
    shared: dict[tuple[tuple[str, Verdict], ...], Mapping[str, Verdict]] = {}
    for line in lines:
        match line:
            case HeaderLine():
                header = line
            case ColumnLine():
                columns[line.id] = line
            case CaseLine(case=case):
                verdicts = line.verdicts
                cases[case.id] = ComparedCase(
                    rev=case.rev,
                    input=hashlib.sha256(case.input.raw).digest(),
                    verdicts=shared.setdefault(tuple(verdicts.items()), verdicts),
                )
            case FindingLine() if not line.vanished:
                findings[line.cause.id] = line
            case _:
                pass
    assert header is not None  # noqa: S101  every run begins with one
    return Results(header=header, columns=columns, cases=cases, findings=findings)


def changes(old: Results, new: Results) -> Changes:
    """Return all that changed.

    Raises:
        UsageError: The two files are of different records.
    """
    if old.header.record != new.header.record:
        raise UsageError(
            f"the results are of two records: {old.header.record} and {new.header.record}",
            hint="name two results files of one record",
        )
    movers = _Movers(old, new)
    return Changes(
        columns=_listed(old.columns, new.columns),
        cases=_listed(old.cases, new.cases),
        edited=tuple(case for case in old.cases if movers.edited(case)),
        verdicts=tuple(_verdicts(old, new, movers)),
        appeared=tuple(_turned(new, old, movers)),
        vanished=tuple(_turned(old, new, movers)),
        stances=tuple(_stances(old, new, movers)),
        schemas=movers.schemas,
        programs=tuple(
            ProgramChange(
                column=column,
                old=implementation_json(old.columns[column].subject),
                new=implementation_json(new.columns[column].subject),
            )
            for column in movers.shared
            if movers.program(column)
        ),
    )


class _Movers:
    """Knows the inputs that changed between two results."""

    def __init__(self, old: Results, new: Results) -> None:
        self._old, self._new = old, new
        self.shared = [column for column in old.columns if column in new.columns]
        self.schemas = tuple(_schema_changes(old.header, new.header))
        self._files = {x.file for x in self.schemas if x.kind != "layout"}

    def of(self, columns: Collection[str], cases: Iterable[str]) -> tuple[str, ...]:
        """Return the changed inputs of these columns' verdicts on these cases."""
        moved = {
            "schema": any(self.schema(column) for column in columns),
            "program": any(self.program(column) for column in columns),
            "corpus": any(self.recast(case) for case in cases),
            "tool": self._old.header.tool != self._new.header.tool,
        }
        return tuple(name for name, did in moved.items() if did)

    def schema(self, column: str) -> bool:
        """Return whether a schema changed that the column may use."""
        return any(
            bool(self._files & set(_schema_files(results.header, results.columns[column])))
            for results in (self._old, self._new)
        )

    def program(self, column: str) -> bool:
        """Return whether the column's program changed."""
        old, new = self._old.columns[column], self._new.columns[column]
        return old.subject != new.subject

    def recast(self, case: str) -> bool:
        """Return whether a case was added, removed or changed."""
        return (case in self._old.cases) != (case in self._new.cases) or self.edited(case)

    def edited(self, case: str) -> bool:
        """Return whether a case that both files have changed in revision or input."""
        old, new = self._old.cases.get(case), self._new.cases.get(case)
        if old is None or new is None:
            return False
        return (old.rev, old.input) != (new.rev, new.input)


def _listed(old: Iterable[str], new: Iterable[str]) -> Listed:
    return Listed(
        added=tuple(item for item in new if item not in old),
        removed=tuple(item for item in old if item not in new),
    )


def _verdicts(old: Results, new: Results, movers: _Movers) -> Iterator[Move]:
    for case in old.cases:
        if case in new.cases:
            before, now = old.cases[case].verdicts, new.cases[case].verdicts
            yield from _moves(case, before, now, movers, [case])


def _stances(old: Results, new: Results, movers: _Movers) -> Iterator[Move]:
    for finding in old.findings:
        if finding in new.findings:
            one, other = old.findings[finding].finding, new.findings[finding].finding
            cases = {*one.cases, *other.cases}
            yield from _moves(finding, one.stances, other.stances, movers, cases)


def _moves(
    item: str,
    before: Mapping[str, Verdict],
    now: Mapping[str, Verdict],
    movers: _Movers,
    cases: Collection[str],
) -> Iterator[Move]:
    for column in movers.shared:
        old, new = before.get(column), now.get(column)
        if old != new:
            yield Move(
                id=item,
                column=column,
                old=None if old is None else old.value,
                new=None if new is None else new.value,
                moved=movers.of([column], cases),
            )


def _turned(here: Results, there: Results, movers: _Movers) -> Iterator[Turned]:
    for finding, line in here.findings.items():
        if finding not in there.findings:
            stances = line.finding.stances
            both = [column for column in stances if column in movers.shared]
            columns = ("columns",) if len(both) < len(stances) else ()
            yield Turned(id=finding, moved=(*movers.of(both, line.finding.cases), *columns))


def _schema_changes(old: HeaderLine, new: HeaderLine) -> Iterator[SchemaChange]:
    before, now = old.schemas, new.schemas
    for file in sorted({*old.digests, *new.digests}):
        digests = (old.digests.get(file), new.digests.get(file))
        if digests[0] == digests[1] or not _is_schema(file):
            continue
        if None in digests:
            yield SchemaChange(file=file, kind="added" if digests[0] is None else "removed")
        elif file not in before or file not in now:
            yield SchemaChange(file=file, kind="changed")
        else:
            found = schema_differences(json.loads(before[file]), json.loads(now[file]))
            kind = "changed" if found else "layout"
            yield SchemaChange(file=file, kind=kind, differences=tuple(found))


def _is_schema(file: str) -> bool:
    """Return whether a file is a schema: any file under `variants` except the description."""
    return file.startswith("variants/") and not file.endswith("/variant.json")


def _schema_files(header: HeaderLine, line: ColumnLine) -> list[str]:
    """Return the schema files that a column may use: its reading's file, and those beside it."""
    found = []
    for variant in header.variants:
        if variant.id == line.column.variant and line.column.reading is not None:
            folder = f"variants/{variant.id}/"
            others = {
                folder + file
                for name, file in variant.readings.items()
                if name != line.column.reading
            }
            found += [
                file
                for file in header.digests
                if file.startswith(folder) and _is_schema(file) and file not in others
            ]
    return found
