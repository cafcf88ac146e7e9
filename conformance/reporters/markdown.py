"""Writes `summary.md`: findings and the grid first, for the step summary of a CI run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.jsontext import visible
from conformance.model import Verdict
from conformance.reporters.overview import overview
from conformance.reporters.signs import sign
from conformance.reporters.html import wording
from conformance.reporters.html.entries import entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.reporters.html.entries import Entry
    from conformance.reporters.overview import Overview

LARGEST = 900_000
"""Bytes: GitHub takes a step summary of 1 MiB."""

_SIDES = (Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT)


def render(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the summary piece by piece, at most `LARGEST` bytes of it."""
    whole = overview(lines)
    written = 0
    for piece in _pieces(whole):
        written += len(piece.encode("utf-8"))
        if written > LARGEST:
            yield "\n*Cut here: the whole is in the HTML report.*\n"
            return
        yield piece
