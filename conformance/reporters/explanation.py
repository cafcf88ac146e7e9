"""An explanation as JSON, and the command that judges its input again."""

from __future__ import annotations

import base64
import shlex
from typing import TYPE_CHECKING

from conformance.jsontext.escape import terminal_text
from conformance.results.parts import reason_json

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from conformance.compare.accepted_twin import Twin
    from conformance.compare.explanation import Explained, Explanation
    from conformance.model import Input, Json, Record


_LONG = 2000
"""Bytes; longer inputs are packed in the command that reruns a case."""


def rerun(
    given: Input, columns: Sequence[str], *, record: str | None, programs: Collection[str] = ()
) -> str:
    """Return the command that judges an input again, for a shell such as bash.

    A text is handed over as it is. One that is long, or does not show as it is, goes packed.

    Args:
        given: The input.
        columns: The columns to ask; all where there are none.
        record: The record as the user named it; None if it was not named.
        programs: The columns that are programs, which judge only live.
    """
    words = ["conformance", "judge", "-"]
    words += [] if record is None else ["--record", record]
    for column in columns:
        words += ["--columns", column]
    words += ["--live"] if any(column in programs for column in columns) else []
    command = shlex.join(words)
    text = given.text
    if text is not None and len(text) <= _LONG and terminal_text(text) == text:
        return f"{command} <<< {shlex.quote(text)}"
    data = given.raw
    packed = len(data) > _LONG
    if packed:
        import gzip  # noqa: PLC0415  most inputs are short

        data = gzip.compress(data, mtime=0)
    encoded = base64.b64encode(data).decode("ascii")
    return f"base64 -d <<< {encoded} | {'gunzip | ' if packed else ''}{command}"


def explanation_json(found: Explanation, *, record: Record, command: str) -> dict[str, Json]:
    """Return an explanation in the shape of `formats/explain.schema.json`."""
    return {
        "record": record.id,
        "case": found.case.id,
        "title": found.case.title,
        "input": found.case.input.json(),
        "expect": found.case.expect.json(),
        "accept": list(found.accept),
        "columns": {x.column: _column_json(x) for x in found.columns},
        "twin": None if found.twin is None else _twin_json(found.twin),
        "rerun": command,
    }


def _column_json(explained: Explained) -> dict[str, Json]:
    reasons: list[Json] = [
        {
            **reason_json(reason),
            "because": [
                {"id": x.id, "at": x.at, "says": x.says, "strength": x.strength} for x in claims
            ],
        }
        for reason, claims in zip(explained.judgement.reasons, explained.claims, strict=True)
    ]
    return {
        "verdict": explained.judgement.verdict.value,
        "note": explained.judgement.note,
        "departs": explained.departs,
        "reasons": reasons,
    }


def _twin_json(twin: Twin) -> dict[str, Json]:
    return {
        "value": twin.value,
        "near": twin.near,
        "differs": list(twin.differs),
        "accept": list(twin.accept),
    }
