"""One module or package a report format; each makes its report from the lines of a run."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from conformance.files import write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from conformance.reporters.scorecard import Scorecards
    from conformance.results.lines import Line


class Listener(Protocol):
    """Something that takes the lines of a run, in their order."""

    def add(self, line: Line) -> None:
        """Take a line."""


class Reporter(Listener, Protocol):
    """Makes one report of a run: takes all lines, then gives the text."""

    def pieces(self) -> Iterator[str]:
        """Yield the report's text piece by piece, after the last line."""


def _made_by(module: str, name: str) -> Callable[[], Reporter]:
    """Return what makes a reporter; its module is imported then, since some take long."""

    def make() -> Reporter:
        made: Reporter = getattr(import_module(f"conformance.reporters.{module}"), name)()
        return made

    return make


REPORTERS: Mapping[str, tuple[str, Callable[[], Reporter]]] = {
    "html": ("index.html", _made_by("html", "Html")),
    "md": ("summary.md", _made_by("markdown", "Markdown")),
    "junit": ("junit.xml", _made_by("junit", "JUnit")),
    "sarif": ("results.sarif", _made_by("sarif", "Sarif")),
    "badge": ("badge.json", _made_by("badge", "Badge")),
    "page": ("README.md", _made_by("page", "Page")),
}
"""Name of a format -> the file it is written to, and what makes it."""

RESULTS = "results.jsonl"
"""The results file of a run."""

SCORECARD = "scorecard"
"""The name of the format that has a file for each column."""

OF_A_RUN = tuple(name for name in REPORTERS if name != "page")
"""The formats that a run writes: all but the page, which belongs beside a record."""


def reporters(formats: Iterable[str] = OF_A_RUN) -> dict[str, Reporter]:
    """Return a new reporter for each format, by the name of its file."""
    made = (REPORTERS[name] for name in formats)
    return {file: new() for file, new in made}


def fed(lines: Iterable[Line], listeners: Iterable[Listener]) -> Iterator[Line]:
    """Yield the lines of a run, each after all listeners have taken it."""
    everyone = list(listeners)
    for line in lines:
        for listener in everyone:
            listener.add(line)
        yield line


def write_reports(made: Mapping[str, Reporter], folder: Path) -> None:
    """Write the reports into a folder; the reporters have taken all lines.

    Args:
        made: Name of a file -> its reporter.
        folder: The folder.
    """
    for file, reporter in made.items():
        write_text(folder / file, reporter.pieces())


def write_scorecards(made: Scorecards, folder: Path) -> list[Path]:
    """Write the scorecards into a folder; return their paths inside it.

    Raises:
        UsageError: A pattern matches no column.
    """
    files = [(Path("scorecards", name), pieces) for name, pieces in made.files()]
    (folder / "scorecards").mkdir(exist_ok=True)
    for path, pieces in files:
        write_text(folder / path, pieces)
    return [path for path, _ in files]
