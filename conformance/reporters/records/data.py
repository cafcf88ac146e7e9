"""Writes the run over several records as JSON, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext.text import pretty
from conformance.reporters.words.phrases import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json
    from conformance.reporters.records.rows import RecordRow


def data(rows: Sequence[RecordRow], *, exit_code: int) -> str:
    """Return the text of `index.json`, see `formats/index.schema.json`."""
    return f"{pretty({'format': 1, 'exit_code': exit_code, 'records': [*map(_row, rows)]})}\n"


def _row(row: RecordRow) -> Json:
    head: dict[str, Json] = {"record": row.id, "title": row.title, "exit_code": row.exit_code}
    if row.error is not None:
        return {**head, "error": row.error}
    return {
        **head,
        **({} if row.trouble is None else {"trouble": row.trouble}),
        "about": row.about,
        "results": f"{row.id}/results.jsonl",
        "findings": row.findings,
        "counts": {kind.value: number for kind, number in row.counts.items()},
        "complete": row.complete,
        "states": None
        if row.states is None
        else {state.value: number for state, number in row.states.items()},
        "bites": [
            {
                "finding": bite.id,
                "title": plain(bite.title),
                "who": plain(bite.who),
                "payload": bite.payload,
                "newest_releases": bite.live,
            }
            for bite in row.bites
        ],
    }
