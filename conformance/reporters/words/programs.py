"""Says in words which columns are programs, how they ran, and what they confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


MAX_PROGRAMS = 6
"""Of more programs than these, only those are told of that there is more to say of than a name."""


def mark(column: Mapping[str, Any]) -> str:
    """Return what stands behind a column's id: nothing for what was judged just now."""
    if column.get("not_run") is not None:
        return " (not run)"
    if column.get("judge") != "recorded":
        return ""
    return f" (recorded {column['subject']['date']})"


def program_lines(columns: Iterable[Mapping[str, Any]], footer: Mapping[str, Any]) -> list[str]:
    """Return a sentence for every program: what it is, and how it stands to its schema.

    Where there are many, only of those of which there is more to say than their names.
    """
    natives = {native["column"]: native for native in footer.get("natives", ())}
    programs = [column for column in columns if column.get("judge", "schema") != "schema"]
    return [
        _sentence(column, natives.get(column["id"]))
        for column in programs
        if len(programs) <= MAX_PROGRAMS
        or column["id"] in natives
        or column.get("not_run") is not None
        or column.get("warnings")
    ]


def native_words(native: Mapping[str, Any]) -> str:
    """Return how far a program confirms the declared types that it judges by."""
    words = f"schema and native agree on {native['agree']:,} of {native['both']:,}"
    differing = native["differing"]
    unexplained = [entry["case"] for entry in differing if entry["why"] is None]
    if not differing:
        return words
    if not unexplained:
        return f"{words}; the other {len(differing):,} are explained"
    return f"{words}; not explained: {', '.join(unexplained)}"


def _sentence(column: Mapping[str, Any], native: Mapping[str, Any] | None) -> str:
    if column.get("not_run") is not None:
        return f"{column['id']}: not run: {column['not_run']}"
    subject = column["subject"]
    parts = [f"{column['id']}: {subject['name']} {subject['version']}"]
    if column.get("judge") == "recorded":
        parts.append(f"recorded {subject['date']}")
    if native is not None:
        parts.append(native_words(native))
    warnings = column.get("warnings", ())
    return "; ".join([", ".join(parts), *warnings])
