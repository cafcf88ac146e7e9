"""Lines of the terminal on what one column writes and another rejects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import shortened
from conformance.model import Verdict
from conformance.reporters.views.one_way import one_ways
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.signs import STYLES, sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.reporters.views.one_way import OneWay
    from conformance.reporters.views.overview import Overview
    from conformance.reporters.words.columns import Columns

MAX_PAYLOAD = 200
"""At most this many characters of a payload are printed."""

MAX_STATEMENTS = 4
"""At most this many statements of sources are printed of each."""


def one_way_lines(run: Overview, columns: Columns, *, most: int | None) -> Iterator[Text]:
    """Yield what columns write and others reject, the most important first; nothing without any.

    Args:
        run: The run.
        columns: What the wording needs to know of the columns.
        most: At most this many are shown, without reasons; None for all, with their reasons and
            statements.
    """
    found = one_ways(run.exchanges, columns.fields, run.header.claims)
    if not found:
        return
    yield Text("What one writes and another rejects", "bold")
    for one in found[:most]:
        yield _line(one, columns, whole=most is None)
    if most is not None and len(found) > most:
        yield Text(f"  and {len(found) - most} more: --verbose", "dim")
    yield Text("")


def _line(one: OneWay, columns: Columns, *, whole: bool) -> Text:
    readers = ", ".join(columns.short(one.readers))
    text = Text(f"  {terminal_text(columns.name(one.writer))} writes {_title(one)}  ")
    text.append(terminal_text(f"{sign(Verdict.REJECT)} {readers}"), STYLES[Verdict.REJECT])
    text.append(f"\n    {terminal_text(shortened(one.payload, MAX_PAYLOAD))}")
    if whole:
        for why in one.why:
            text.append(f"\n    {terminal_text(why)}")
        for claim in one.statements[:MAX_STATEMENTS]:
            text.append(f"\n    {terminal_text(f'{claim.at}: {claim.says}')}", "dim")
    return text


def _title(one: OneWay) -> str:
    """Return the title amid a sentence; a name in it stands between backquotes."""
    title = terminal_text(plain(one.title))
    return title[:1].lower() + title[1:]
