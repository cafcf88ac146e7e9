"""Says since which release a package accepts or rejects something."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from conformance.reporters.words.phrases import LONGEST, name, plain, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.model import Since
    from conformance.reporters.words.columns import Columns
    from conformance.reporters.words.phrases import Phrase, Piece


class _Change(NamedTuple):
    """The last change of a package's stance.

    Attributes:
        verb: `accepts` or `rejects`, and `again` if an earlier release did so too.
        version: The first release that does so now.
        date: The date of that release.
    """

    verb: str
    version: str
    date: str


def since(
    accept: Sequence[str], reject: Sequence[str], columns: Columns, known: Sequence[Since] = ()
) -> list[Phrase]:
    """Return the sentence on packages whose releases differ; nothing if none do.

    Args:
        accept: The columns that accept.
        reject: The columns that reject.
        columns: All columns.
        known: The last change of packages of which all releases are known. Of others, the change is
            seen only in the releases among the columns.
    """
    sides = {**dict.fromkeys(reject, "rejects"), **dict.fromkeys(accept, "accepts")}
    members = columns.releases()
    changed = {
        family: change
        for family, releases in members.items()
        if (change := _last([x for x in releases if x in sides], sides, columns.dates))
    }
    for one in known:
        newest = max((columns.dates.get(x, "") for x in members.get(one.column, ())), default="")
        changed[one.column] = _Change(_verb(one), one.version, newest)
    # A package with several decoders is told once if they change together.
    told = [
        (columns.family(family), change)
        for family, change in changed.items()
        if family in members
        for package in (columns.packages[members[family][0]],)
        if family == package or changed.get(package) != change
    ]
    told.sort(key=lambda one: one[0])
    told.sort(key=lambda one: one[1].date, reverse=True)
    told.sort(key=lambda one: one[1].verb)
    for number in range(len(told), 0, -1):
        phrase = _told(told[:number], left=len(told) - number)
        if len(plain(phrase)) <= LONGEST or number == 1:
            return [phrase]
    return []


def _verb(one: Since) -> str:
    verb = "accepts it" if one.verdict.accepts else "rejects it"
    return f"{verb} again" if one.again else verb


def _last(
    releases: Sequence[str], sides: Mapping[str, str], dates: Mapping[str, str]
) -> _Change | None:
    """Return the last change of stance; None if there is none, or the dates do not tell."""
    turns = [(older, newer) for older, newer in pairwise(releases) if sides[older] != sides[newer]]
    if not turns:
        return None
    older, newer = turns[-1]
    if not dates.get(older, "") < dates.get(newer, ""):
        return None
    again = " it again" if len(turns) > 1 else " it"
    return _Change(f"{sides[newer]}{again}", newer.partition("@")[2], dates[newer])


def _told(changes: Sequence[tuple[str, _Change]], *, left: int) -> Phrase:
    return (*_pieces(changes), text(f", and {left} more." if left else "."))


def _pieces(changes: Sequence[tuple[str, _Change]]) -> Iterator[Piece]:
    before = ""
    for who, change in changes:
        if before:
            yield text(", " if change.verb == before else "; ")
        yield name(who)
        verb = "" if change.verb == before else f" {change.verb}"
        yield text(f"{verb} since {change.version}")
        before = change.verb
