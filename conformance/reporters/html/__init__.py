"""Writes the HTML report: one file that works anywhere and loads nothing."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
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
    made = environment()
    made.filters["plain"] = plain
    made.filters["capitalize_first"] = _capitalized
    made.filters["in_path"] = _in_path
    template = made.from_string(part_of_page("template.html.j2"))
    fixed = Fixed.of(style=part_of_page("report.css"), script="\n".join(map(part_of_page, SCRIPTS)))
    return template.generate(
        page=page,
        policy=fixed.policy,
        style=fixed.style,
        early=fixed.early,
        script=fixed.script,
    )


def environment() -> Environment:
    """Return the environment of a page's template, with the filters that pages share."""
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters["count"] = _count
    made.filters["in_link"] = _in_link
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """The parts of a page that are the same whatever it shows.

    Attributes:
        style: The style.
        early: The script that runs before anything is shown.
        script: The script.
        policy: The content security policy, which allows these parts and nothing else.
    """

    style: Markup
    early: Markup
    script: Markup
    policy: str

    @classmethod
    def of(cls, *, style: str, script: str) -> Fixed:
        """Return the parts with a style and a script of our own."""
        early = "document.documentElement.classList.add('js');"
        script = f'(() => {{\n"use strict";\n{script}}})();\n'
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
        marked = (Markup(text) for text in (style, early, script))  # noqa: S704  our own files
        return cls(**dict(zip(("style", "early", "script"), marked, strict=True)), policy=policy)


def part_of_page(name: str) -> str:
    """Return the text of a file beside this module: a script, a style or a template."""
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
