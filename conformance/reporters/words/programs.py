"""Says in words which columns are programs, how they ran, and what they confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.compare.native_agreement import Native
    from conformance.results.lines import ColumnLine, FooterLine


MAX_PROGRAMS = 6
"""Above this many, only programs with something to report are listed."""


def mark(column: ColumnLine) -> str:
    """Return the mark behind a column's id; a column that was judged just now has none."""
    if column.not_run is not None:
        return " (not run)"
    day = recorded(column)
    return "" if day is None else f" (recorded {day})"


def recorded(column: ColumnLine) -> str | None:
    """Return the day on which a program's verdicts were recorded; None for other columns."""
    return column.subject.date if column.judge == "recorded" and column.subject else None


def named(column: ColumnLine) -> str:
    """Return a program's name and version; empty if neither is known."""
    return f"{column.subject.name} {column.subject.version}".strip() if column.subject else ""


def program_lines(
    columns: Iterable[ColumnLine], footer: FooterLine, names: Mapping[str, str]
) -> list[str]:
    """Return a sentence for every program: what it is, and how far it agrees with its schema.

    Of more than `MAX_PROGRAMS`, only those with something to report.
    """
    natives = {native.column: native for native in footer.natives}
    programs = [column for column in columns if not column.is_schema]
    return [
        _sentence(column, natives.get(column.id), names[column.id])
        for column in programs
        if len(programs) <= MAX_PROGRAMS
        or column.id in natives
        or column.not_run is not None
        or column.warnings
    ]


def native_words(native: Native) -> str:
    """Return how far a program confirms the declared types that it judges by."""
    words = f"schema and native agree on {native.agree:,} of {native.both:,}"
    unexplained = [differing.case for differing in native.differing if differing.why is None]
    if not native.differing:
        return words
    if not unexplained:
        return f"{words}; the other {len(native.differing):,} are explained"
    return f"{words}; not explained: {', '.join(unexplained)}"


def _sentence(column: ColumnLine, native: Native | None, name: str) -> str:
    if column.not_run is not None:
        return f"{name}: not run: {column.not_run}"
    parts = [f"{name}: {named(column)}"]
    day = recorded(column)
    if day is not None:
        parts.append(f"recorded {day}")
    if native is not None:
        parts.append(native_words(native))
    return "; ".join([", ".join(parts), *column.warnings])
