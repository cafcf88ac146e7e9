"""Writes the summary over several records, for the step summary of a CI run."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from conformance.jsontext.text import visible
from conformance.reporters.markdown import as_code, as_text
from conformance.reporters.words.phrases import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.reporters.records.rows import RecordRow


def summary(rows: Sequence[RecordRow]) -> Iterator[str]:
    """Yield the summary piece by piece: a section a record."""
    yield "# Conformance\n"
    for row in rows:
        yield f"\n## {as_text(row.title)}\n"
        if row.error is not None:
            yield f"\n**It could not be run.** {as_text(row.error)}\n"
            continue
        yield f"\n{as_text(row.headline)}.\n\n{as_text(row.proof)}.\n"
        if row.news:
            yield f"\n**Not as listed: {as_text(row.news)}.**\n"
        if row.trouble is not None:
            yield f"\n**Not run in full.** {as_text(row.trouble)}\n"
        if row.bites:
            yield "\n| What bites | Who | Smallest payload |\n|---|---|---|\n"
        for bite in row.bites:
            title, who = as_text(plain(bite.title)), as_text(plain(bite.who))
            yield f"| {title} | {who} | {as_code(bite.payload)} |\n"
        folder = quote(visible(row.id))
        yield f"\n[Report]({folder}/index.html), [summary]({folder}/summary.md)\n"
