"""Writes the HTML report: one file that works anywhere and loads nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from conformance.jsontext.text import visible
from conformance.reporters.html.gather import Gathering
from conformance.reporters.html.look import allowed, environment, read, wrapped
from conformance.reporters.html.templates import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

    from conformance.reporters.html.gather import Page
    from conformance.results.lines import Line

SCRIPTS = (
    "text.js",
    "packs.js",
    "data.js",
    "payload.js",
    "query.js",
    "state.js",
    "copy.js",
    "columns.js",
    "cells.js",
    "grids.js",
    "case.js",
    "heads.js",
    "matrix.js",
    "findings.js",
    "fields.js",
    "scorecard.js",
    "pairs.js",
    "sides.js",
    "report.js",
)
"""The parts of the page's script, each after those that it uses."""


class Html:
    """Makes the page."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._gathering = Gathering()

    def add(self, line: Line) -> None:
        """Take a line of the run."""
        self._gathering.add(line)

    def pieces(self) -> Iterator[str]:
        """Return the page piece by piece."""
        return _pieces(self._gathering.page())


def _pieces(page: Page) -> Iterator[str]:
    style = Markup(read("base.css") + read("report.css"))  # noqa: S704  our own files
    early = Markup("document.documentElement.classList.add('js');")
    script = Markup(wrapped(*map(read, SCRIPTS)))  # noqa: S704  our own files
    policy = allowed(style=style, scripts=(early, script))
    return _template().generate(page=page, policy=policy, style=style, early=early, script=script)


@cache
def _template() -> Template:
    made = environment()
    made.filters["capitalize_first"] = _capitalized
    made.filters["in_path"] = _in_path
    return compiled(made, __name__, "template.html.j2")


def _in_path(place: str, *anchors: str) -> str:
    """Return a field, or a row of it, as it is written in the path of a link."""
    return "/".join(quote(visible(step), safe="*") for step in (*place.split("/")[1:], *anchors))


def _capitalized(words: str) -> str:
    """Return words with a capital at their start; the rest stays, unlike Jinja's own filter."""
    return words[:1].upper() + words[1:]
