"""Judges by what a program said of the same inputs in an earlier run."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from conformance.judges.protocol import reason_of
from conformance.model import Column, Judgement, Program, Subject, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Case, Corpus

CHANGED = "recorded before this case was what it is now"
"""The note of a case that was not recorded, or not in its present state."""

_DIGITS = 16


def recorded(content: Mapping[str, Any], corpus: Corpus) -> Program:
    """Return the column of an observation; a case that has changed since is not run.

    Args:
        content: An observation's content, of the format `observation`.
        corpus: The cases as they are now.
    """
    column, cases = content["column"], content["cases"]
    subject = content["subject"]
    describes = content.get("describes", {})
    return Program(
        column=Column(
            id=column,
            group=column.partition(".")[0],
            reading=None,
            variant=content["variant"],
            lenient=content["lenient"],
            component=describes.get("component"),
            as_of=describes.get("as_of"),
        ),
        judge="recorded",
        subject=Subject(
            name=subject["name"],
            version=subject["version"],
            language=subject["language"],
            date=content["date"],
        ),
        not_run=None,
        judgements={
            case.id: _judgement(cases[case.id])
            if case.id in cases and _same(case, cases[case.id])
            else Judgement(verdict=Verdict.NOT_RUN, note=CHANGED)
            for case in corpus.cases
        },
    )


def input_digest(case: Case) -> str:
    """Return 16 hexadecimal digits that tell a case's input from any other."""
    data = case.input.data
    if data is None:
        data = (case.input.text or "").encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def _same(case: Case, entry: Mapping[str, Any]) -> bool:
    return (entry["rev"], entry["input"]) == (case.rev, input_digest(case))


def _judgement(entry: Mapping[str, Any]) -> Judgement:
    return Judgement(
        verdict=Verdict(entry["verdict"]),
        reasons=tuple(reason_of(*error) for error in entry.get("errors", ())),
        note=entry.get("note"),
        typed_as=entry.get("typed_as"),
    )
