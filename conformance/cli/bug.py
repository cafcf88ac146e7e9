"""`conformance bug`: a bug report for the maintainers of a column."""

from __future__ import annotations

import click

from conformance.cli.caching import cache_option
from conformance.cli.context import format_option, record_option, settings, show
from conformance.jsontext.text import pretty
from conformance.pipeline import lines_of, load
from conformance.reporters.bug import bug_json, bug_of, bug_text


@click.command(
    epilog="""\b
Examples:
  conformance bug a.declared > issue.md
  conformance bug a.declared --format json
"""
)
@click.argument("column")
@record_option
@cache_option
@format_option
def bug(column: str, record: str | None, form: str) -> None:
    """Print a ready-made bug report for the maintainers of COLUMN.

    It covers each finding in which the column is alone or outnumbered, or in which its source
    contradicts itself: the smallest input, who expects something else, the statements of the
    sources with their places, and how to judge it again. The text is Markdown.
    """
    found = bug_of(lines_of(load(settings(), record=record)), column, record=record)
    show(pretty(bug_json(found)) if form == "json" else bug_text(found).removesuffix("\n"))
