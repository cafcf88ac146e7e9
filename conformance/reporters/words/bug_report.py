"""The words of a bug report, for the command that prints one and for the page's copy button.

Both put the same pieces together, so that they say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.model import Json

WORDS = {
    "heading": "## {column} {does}: {title}",
    "accept": "accepts",
    "reject": "rejects",
    "silent": "does not say",
    "contradiction": "Its own prose allows this, and its own types forbid it.",
    "refinement": "Its own types allow this, and its own prose forbids it.",
    "input": "The smallest input:",
    "base64": "The smallest input, in base64:",
    "twin": "The nearest input that more accept:",
    "others_accept": "Others accept it:",
    "others_reject": "Others reject it:",
    "own": "What its own source says:",
    "rest": "What the others say:",
    "claim": "{variant}, {at}: {says}",
    "why": "Why it is so:",
    "reason": "at `{place}`: {message}",
    "alike": "The same holds for each of: {findings}.",
    "rerun": "To judge it again:",
    "found": "Found by conformance {tool} in the record {record}.",
}
"""Name -> words; those in braces are filled in."""


def pieces(
    columns: Iterable[Mapping[str, Any]], variants: Iterable[Mapping[str, Any]]
) -> dict[str, Json]:
    """Return what the page's script needs: the words, and of each column what is said of it.

    Args:
        columns: The column lines of a results file.
        variants: The variants of its header.
    """
    known = {variant["id"]: variant for variant in variants}
    return {
        "words": dict(WORDS),
        "columns": {
            column["id"]: {
                "introduction": introduction(column, known.get(column["variant"])),
                "versioned": versioned(column, known.get(column["variant"])),
            }
            for column in columns
        },
    }


def introduction(column: Mapping[str, Any], variant: Mapping[str, Any] | None) -> str:
    """Return the sentence that says what exactly was judged by; empty where nothing is known."""
    if variant is None or column["reading"] is None:
        subject = column["subject"] or {}
        named = _joined([subject.get("name"), subject.get("version")], " ")
        language = subject.get("language")
        asked = f"{named}{f' ({language})' if language else ''}." if named else ""
        described = column.get("describes") or {}
        component = described.get("component")
        parts = [f"It describes `{component}`", _as_of(described)]
        return _joined([asked, f"{_joined(parts, ', ')}." if component else ""], " ")
    component, as_of, source = variant["component"], variant["as_of"], variant["source"] or {}
    what = "The description" + (f" of `{component}`" if component else "")
    what += f" as of {as_of}" if as_of else ""
    where = _joined(
        [_joined([source.get("project"), source.get("version")], " "), source.get("document")], ", "
    )
    digest = f" (SHA-256 {source['sha256']})" if source.get("sha256") else ""
    return f"{_joined([what, where], ': ')}{digest}."


def versioned(column: Mapping[str, Any], variant: Mapping[str, Any] | None) -> str:
    """Return a column's id with the version that it stands for, and the date that it describes."""
    if variant is None or column["reading"] is None:
        subject = column["subject"] or {}
        named = _joined([subject.get("name"), subject.get("version")], " ")
        version = _joined([named, _as_of(column.get("describes") or {})], ", ")
        return f"{column['id']} ({version})" if version else str(column["id"])
    source = variant["source"] or {}
    named = _joined([source.get("project"), source.get("version")], " ")
    version = _joined([named, _as_of(variant)], ", ")
    return f"{column['id']} ({version})" if version else str(column["id"])


def _as_of(described: Mapping[str, Any]) -> str:
    return f"as of {described['as_of']}" if described.get("as_of") else ""


def _joined(parts: Iterable[Any], by: str) -> str:
    return by.join(str(part) for part in parts if part)
