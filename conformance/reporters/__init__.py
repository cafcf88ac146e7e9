"""One module or package a report format; each turns the lines of a results file into text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.files import write_text
from conformance.reporters import badge, html, junit, markdown, page, sarif
from conformance.results.read import read_results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Any, TypeAlias

    Render: TypeAlias = Callable[[Iterable[Mapping[str, Any]]], Iterator[str]]

RESULTS = "results.jsonl"
REPORTERS: Mapping[str, tuple[str, Render]] = {
    "html": ("index.html", html.render),
    "md": ("summary.md", markdown.render),
    "junit": ("junit.xml", junit.render),
    "sarif": ("results.sarif", sarif.render),
    "badge": ("badge.json", badge.render),
    "page": ("README.md", page.render),
}
"""Name of a format -> the file it is written to, and what renders it piece by piece."""
OF_A_RUN = tuple(name for name in REPORTERS if name != "page")
"""What a run writes: all but the page, which belongs beside a record and is made when asked for."""


def write_reports(results: Path, folder: Path, formats: Iterable[str] = OF_A_RUN) -> None:
    """Write reports into a folder, each from one pass over the results file.

    Raises:
        BrokenFileError: The results file is damaged.
    """
    for name in formats:
        file, render = REPORTERS[name]
        write_text(folder / file, render(read_results(results)))
