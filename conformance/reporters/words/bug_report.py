"""The words of a bug report, for the command that prints one and for the page's copy button.

Both put the same pieces together, so that they say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext.escape import code
from conformance.reporters.words.names import names_of
from conformance.reporters.words.programs import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.model import Json
    from conformance.results.lines import ColumnLine, VariantPart

WORDS = {
    "heading": "## {column} {does}: {title}",
    "accept": "accepts",
    "reject": "rejects",
    "silent": "does not say",
    "contradiction": "Its own prose allows this, and its own types forbid it.",
    "refinement": "Its own types allow this, and its own prose forbids it.",
    "older": "An older description is not necessarily a defect.",
    "input": "The smallest input:",
    "base64": "The smallest input, in base64:",
    "twin": "The nearest input that more accept:",
    "others_accept": "Others accept it:",
    "others_reject": "Others reject it:",
    "own": "What its own source says:",
    "rest": "What the others say:",
    "claim": "{variant}, {at}: {says}",
    "why": "Why it is so:",
    "reason": "at {place}: {message}",
    "alike": "The same holds for each of: {findings}.",
    "rerun": "To judge it again:",
    "found": "Found by conformance {tool} in the record {record}.",
}
"""Name -> words; those in braces are filled in."""


def pieces(columns: Iterable[ColumnLine], variants: Iterable[VariantPart]) -> dict[str, Json]:
    """Return what the page's script needs: the words, and how each column is introduced.

    Args:
        columns: The columns of a run.
        variants: The variants of its header.
    """
    columns, variants = list(columns), list(variants)
    known = {variant.id: variant for variant in variants}
    names = names_of(columns, variants)
    return {
        "words": dict(WORDS),
        "columns": {
            column.id: {
                "introduction": introduction(column, described(column, known)),
                "name": names[column.id],
                "versioned": versioned(column, described(column, known), names[column.id]),
            }
            for column in columns
        },
    }


def described(line: ColumnLine, variants: Mapping[str, VariantPart]) -> VariantPart | None:
    """Return the variant whose schema a column is; None for programs."""
    column = line.column
    return None if column.reading is None else variants.get(column.variant or "")


def introduction(line: ColumnLine, variant: VariantPart | None) -> str:
    """Return the sentence on what exactly judges; empty if nothing is known.

    Args:
        line: The column.
        variant: The variant whose schema it is; None for a program.
    """
    if variant is None:
        language = line.subject.language if line.subject else None
        who = f"{named(line)}{f' ({language})' if language else ''}." if named(line) else ""
        component = line.column.component
        parts = [f"It describes {code(component)}" if component else "", _as_of(line.column.as_of)]
        return _joined([who, f"{_joined(parts, ', ')}." if component else ""], " ")
    what = "The description" + (f" of {code(variant.component)}" if variant.component else "")
    what += f" as of {variant.as_of}" if variant.as_of else ""
    if variant.source is None:
        return f"{what}."
    source = variant.source
    where = _joined([_joined([source.project, source.version], " "), source.document], ", ")
    digest = f" (SHA-256 {source.sha256})" if source.sha256 else ""
    return f"{_joined([what, where], ': ')}{digest}."


def versioned(line: ColumnLine, variant: VariantPart | None, name: str) -> str:
    """Return a column's name with its version, and the date of what it describes.

    Args:
        line: The column.
        variant: The variant whose schema it is; None for a program.
        name: The column's name.
    """
    if variant is None:
        release = named(line)
        if line.subject and line.subject.version in name:
            release = "" if line.subject.name in name else line.subject.name
        parts = [release, _as_of(line.column.as_of)]
    else:
        source = variant.source
        release = "" if source is None else _joined([source.project, source.version], " ")
        parts = [release, _as_of(variant.as_of)]
    version = _joined(parts, ", ")
    return f"{name}: {version}" if version else name


def _as_of(day: str | None) -> str:
    return f"as of {day}" if day else ""


def _joined(parts: Iterable[str], by: str) -> str:
    return by.join(part for part in parts if part)
