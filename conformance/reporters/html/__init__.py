"""Writes the HTML report: one file that works anywhere and loads nothing."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from conformance.jsontext import escape
from conformance.jsontext.text import visible
from conformance.reporters.html.gather import Gathering
from conformance.reporters.words.phrases import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.reporters.html.gather import Page
    from conformance.results.lines import Line

SCRIPTS = (
    "text.js",
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
    style = Markup(_read("report.css"))  # noqa: S704  our own file
    early = Markup("document.documentElement.classList.add('js');")
    script = Markup(_script())  # noqa: S704  our own files
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters["plain"] = plain
    environment.filters["count"] = _count
    environment.filters["capitalize_first"] = _capitalized
    environment.filters["in_link"] = _in_link
    environment.filters["in_path"] = _in_path
    template = environment.from_string(_read("template.html.j2"))
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digest(early)} {_digest(script)}",
            f"style-src {_digest(style)}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )
    return template.generate(page=page, policy=policy, style=style, early=early, script=script)


def _script() -> str:
    parts = "\n".join(_read(name) for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _read(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text("utf-8")


def _digest(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _shown(value: object) -> object:
    """Return the text on the page for a value; invisible characters become escapes."""
    return escape.html(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _in_link(identity: str) -> str:
    """Return an id as it is written in a link; the script makes links the same way."""
    return quote(visible(identity))


def _in_path(place: str, *anchors: str) -> str:
    """Return a field, or a row of it, as it is written in the path of a link."""
    return "/".join(quote(visible(step), safe="*") for step in (*place.split("/")[1:], *anchors))


def _capitalized(words: str) -> str:
    """Return words with a capital at their start; the rest stays, unlike Jinja's own filter."""
    return words[:1].upper() + words[1:]


def _count(number: int, one: str, many: str) -> str:
    """Return `1 case`, `1,234 cases`."""
    return f"{number:,} {one if number == 1 else many}"
