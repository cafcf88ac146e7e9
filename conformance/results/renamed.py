"""Results in which columns have other ids, so that two releases are compared as one column."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from conformance.results.diff import Results

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.results.lines import ColumnLine, FindingLine

_Value = TypeVar("_Value")


def renamed(results: Results, columns: Mapping[str, str]) -> Results:
    """Return results with new ids of columns.

    Args:
        results: The parts of a results file that are compared.
        columns: Old id -> new id; other columns keep theirs.
    """

    def keys(by_column: Mapping[str, _Value]) -> dict[str, _Value]:
        return {columns.get(name, name): value for name, value in by_column.items()}

    def column(line: ColumnLine) -> ColumnLine:
        return replace(line, column=replace(line.column, id=columns.get(line.id, line.id)))

    def finding(line: FindingLine) -> FindingLine:
        return replace(line, finding=replace(line.finding, stances=keys(line.finding.stances)))

    return Results(
        header=results.header,
        columns={line.id: line for line in map(column, results.columns.values())},
        cases={
            name: replace(case, verdicts=keys(case.verdicts))
            for name, case in results.cases.items()
        },
        findings={name: finding(line) for name, line in results.findings.items()},
    )
