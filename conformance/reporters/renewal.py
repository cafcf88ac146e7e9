"""Says which packages have newer releases, and what their renewed columns changed.

As lines for a terminal, as Markdown for a comment on a change, and as JSON.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.escape import markdown, markdown_block, markdown_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.model import Json

MAX_LINES = 200
"""At most this many changes are listed in Markdown: a comment has a limit."""


class Outcome(StrEnum):
    """What became of a package's columns."""

    NEWEST = "newest"
    NEWER = "newer"
    RENEWED = "renewed"
    FAILED = "failed"
    UNKNOWN = "unknown"


SAID = {
    Outcome.NEWEST: "is the newest",
    Outcome.NEWER: "there is a newer one",
    Outcome.RENEWED: "renewed",
    Outcome.FAILED: "not renewed",
    Outcome.UNKNOWN: "not known",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A package that an adapter asks.

    Attributes:
        adapter: The name of the adapter's folder.
        package: The package, `npm:left`.
        columns: The ids of the columns that ask it.
        has: Its version there.
        newest: The newest version; None if the registry did not tell.
        outcome: What became of it.
        problem: Why it is not renewed, or the newest version is not known.
    """

    adapter: str
    package: str
    columns: tuple[str, ...]
    has: str
    newest: str | None
    outcome: Outcome
    problem: str | None = None


def text_lines(rows: Sequence[Row], changes: Sequence[str] | None) -> Iterator[str]:
    """Yield the table, the problems and the changes as lines.

    Args:
        rows: The packages.
        changes: The changes of the results, a line each; None if nothing was recorded.
    """
    cells = [("package", "has", "newest", "", "columns"), *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(padded).rstrip()
    for row in rows:
        if row.problem is not None:
            yield f"{row.package} in {row.adapter}: {row.problem}"
    if changes is not None:
        yield ""
        yield "What changed between the two results:"
        yield from (f"  {change}" for change in changes)


def markdown_lines(rows: Sequence[Row], changes: Sequence[str] | None) -> Iterator[str]:
    """Yield the same as lines of Markdown, with at most `MAX_LINES` changes."""
    yield "## Packages and their newest releases"
    yield ""
    yield "| package | has | newest | | columns |"
    yield "|---|---|---|---|---|"
    for row in rows:
        package, has, newest, said, columns = _cells(row)
        named = ", ".join(markdown_code(x, in_cell=True) for x in columns.split(", "))
        plain = " | ".join(markdown(x, in_cell=True) for x in (package, has, newest, said))
        yield f"| {plain} | {named} |"
    problems = [row for row in rows if row.problem is not None]
    if problems:
        yield ""
    for row in problems:
        yield f"- {markdown(f'{row.package} in {row.adapter}: {row.problem}')}"
    if changes is not None:
        yield ""
        yield "## What changed between the two results"
        yield ""
        more = [f"and {len(changes) - MAX_LINES} more"] if len(changes) > MAX_LINES else []
        yield from markdown_block("\n".join([*changes[:MAX_LINES], *more]), "")


def as_json(record: str, rows: Sequence[Row], changes: Json) -> dict[str, Json]:
    """Return the same in the shape that other programs rely on (`formats/renewal.schema.json`).

    Args:
        record: The record's id.
        rows: The packages.
        changes: The changes of the results, as `conformance diff` gives them; None if nothing was
            recorded.
    """
    packages: list[Json] = [
        {
            "adapter": row.adapter,
            "package": row.package,
            "columns": list(row.columns),
            "has": row.has,
            "newest": row.newest,
            "outcome": row.outcome.value,
            "problem": row.problem,
        }
        for row in rows
    ]
    return {"record": record, "packages": packages, "changes": changes}


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    return row.package, row.has, row.newest or "?", SAID[row.outcome], ", ".join(row.columns)
