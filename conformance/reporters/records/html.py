"""Writes the page over several records: what bites in each, and the way to its report."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from conformance.reporters import html
from conformance.reporters.html.look import allowed, environment, read
from conformance.reporters.html.templates import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2 import Template

    from conformance.reporters.records.rows import RecordRow


def page(rows: Sequence[RecordRow]) -> Iterator[str]:
    """Yield the page piece by piece.

    It loads nothing, has no script, and links to the reports in the folders beside it.
    """
    style = Markup(read("base.css") + read("records.css"))  # noqa: S704  our own files
    yield from _template().generate(rows=rows, policy=allowed(style=style), style=style)


@cache
def _template() -> Template:
    return compiled(environment(), html.__name__, "records.html.j2")
