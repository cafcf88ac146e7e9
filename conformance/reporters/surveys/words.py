"""Puts types and what differs in them into words, for all reports of whole sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.reporters.views.entries import entries
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.results.lines import ColumnLine
from conformance.surveys.results import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.reporters.views.entries import FindingGroup
    from conformance.reporters.words.phrases import Phrase
    from conformance.surveys.results import Entry, Own, Survey

STATES = {
    State.DIFFERS: ("differs", "differ"),
    State.UNDECIDED: ("not decided", "not decided"),
    State.SEVERAL: ("several could be meant", "with several that could be meant"),
    State.UNREAD: ("not read", "not read"),
    State.LONE: ("only in one source", "only in one source"),
    State.EQUAL: ("equal", "equal"),
}
"""A state in words: of one type, and of several."""

_MANY = 3


def differences(own: Own | None) -> list[FindingGroup]:
    """Return what differs in a type itself, alike differences together, as reports show it."""
    if own is None:
        return []
    columns = [ColumnLine(column=column) for column in own.columns]
    return entries(own.findings, columns_of(columns, own.variants, ()), own.claims)


def gist(entry: Entry, *, most: int = _MANY) -> str:
    """Return what is to be said of a type in a line; empty if it is equal."""
    if entry.state is State.SEVERAL:
        held = (f"{source}: {', '.join(names)}" for source, names in entry.types.items())
        return "; ".join(held)
    if entry.state is State.LONE:
        return f"only in {next(iter(entry.types))}"
    if entry.state in {State.UNREAD, State.UNDECIDED}:
        return "; ".join(entry.why_not)
    titles = [titled(group.title) for group in differences(entry.own)]
    if titles:
        return _some(titles, most)
    return f"through {_some(entry.through, most)}" if entry.through else ""


def _some(texts: Sequence[str], most: int) -> str:
    more = len(texts) - most
    return "; ".join(texts[:most]) + (f"; and {more} more" if more > 0 else "")


def effect(entry: Entry, survey: Survey) -> str:
    """Return which sources reject something that another one accepts; empty if none does."""
    titles = [source.title for source in survey.sources if source.id in entry.rejecting]
    return f"rejected by {' and by '.join(titles)}" if titles else ""


def titled(title: Phrase) -> str:
    """Return the title of a difference, in which the whole value is the type itself."""
    return plain(
        tuple(
            replace(piece, text=piece.text.replace(_RECORD, _ITSELF))
            if piece.style == "text"
            else piece
            for piece in title
        )
    )


def headed(group: FindingGroup, own: Own | None) -> str:
    """Return the title of alike differences, and why one in a new property counts."""
    is_unlisted = own is not None and all(one.id in own.unlisted for one in group.members)
    return titled(group.title) + (f" ({UNLISTED})" if is_unlisted else "")


UNLISTED = "the property is not listed where this is accepted, so any value is accepted there"

_RECORD, _ITSELF = "the record", "the type itself"
