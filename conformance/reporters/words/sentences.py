"""Puts the columns' stances on a finding into words, and what that means for a user.

Every sentence is made from the results alone: nothing here knows any record.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from conformance.model import Kind, Verdict
from conformance.reporters.words.phrases import (
    code,
    fitting,
    listed,
    name,
    names,
    sentence,
    text,
)
from conformance.reporters.words.releases import since

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.model import Since
    from conformance.reporters.words.columns import Columns
    from conformance.reporters.words.phrases import Phrase

PROSE = "documented"
TYPES = "declared"


def effects(
    kinds: Sequence[Kind],
    stances: Mapping[Verdict, Sequence[str]],
    columns: Columns,
    *,
    changes: Sequence[Since] = (),
    mistyped: Mapping[str, str] = MappingProxyType({}),
) -> list[Phrase]:
    """Return what a finding means for users, the most pressing kind first, mostly a sentence each.

    After that of a conflict comes a sentence on the releases that differ, if any do.

    Args:
        kinds: The finding's kinds.
        stances: Accept, reject, silent and lossy -> column ids.
        columns: All columns.
        changes: The last changes of packages of which all releases are known.
        mistyped: The columns that decode it as another value's type -> this type.
    """
    accept, reject = stances[Verdict.ACCEPT], stances[Verdict.REJECT]
    sentences: list[Phrase] = []
    for kind in kinds:
        match kind:
            case Kind.CONFLICT:
                sentences.append(conflict(accept, reject, columns))
                sentences += since(accept, reject, columns, changes)
            case Kind.CONTRADICTION:
                who = _between(accept, reject, PROSE, TYPES, columns)
                sentences.append(_contradiction(who))
            case Kind.REFINEMENT:
                who = _between(accept, reject, TYPES, PROSE, columns)
                sentences.append(_refinement(who))
            case Kind.LOSS:
                sentences += _losses(stances[Verdict.LOSSY], columns, mistyped)
            case _:
                sentences.append(_gap(stances, columns, first=not sentences))
    return [sentence(words) for words in sentences]


def who(ids: Sequence[str], columns: Columns, *, spelled: int, limit: int) -> tuple[Phrase, bool]:
    """Return some columns as a list in words, and whether they are one.

    Descriptions are named. Beside them up to three programs are named, and more are only counted.

    Args:
        ids: The columns.
        columns: All columns.
        spelled: How many programs are named where no description is.
        limit: The number of descriptions in the list; more are counted.
    """
    described, programs = columns.short(columns.described(ids)), columns.programs(ids)
    items: list[Phrase] = [(name(x),) for x in described]
    if len(items) > limit:
        items = [*items[: limit - 1], (text(f"{len(items) - limit + 1} others"),)]
    named, left = columns.newest(programs, spelled)
    if not spelled or (described and left):
        named, left = [], len(programs)
    items += [(name(x),) for x in named]
    if left:
        counted = f"{left} more" if named else f"{left} program{'' if left == 1 else 's'}"
        items.append((text(counted),))
    return listed(items, "and", limit=len(items)), len(items) == 1 and left <= 1


def conflict(accept: Sequence[str], reject: Sequence[str], columns: Columns) -> Phrase:
    """Return who accepts something and who rejects it; descriptions that accept may send it."""
    writers = columns.described(accept)

    def made(spelled: int, limit: int) -> Phrase:
        senders, one = who(writers or accept, columns, spelled=spelled, limit=limit)
        does = " may send this; " if writers else f" accept{'s' if one else ''} this; "
        failing, one = who(reject, columns, spelled=spelled, limit=limit)
        return (*senders, text(does), *failing, text(f" reject{'s' if one else ''} it."))

    return fitting(made)


def apart(accepting: Sequence[str], rejecting: Sequence[str]) -> Phrase:
    """Return who accepts something now and who rejects it.

    Args:
        accepting: The names of those who accept it.
        rejecting: The names of those who reject it.
    """
    accepts, rejects = (
        text(f" {verb}{'s' if len(whose) == 1 else ''} {what}")
        for verb, whose, what in (("accept", accepting, "this; "), ("reject", rejecting, "it."))
    )
    return (*names(accepting, "and"), accepts, *names(rejecting, "and"), rejects)


def _between(
    accept: Sequence[str], reject: Sequence[str], allows: str, forbids: str, columns: Columns
) -> list[str]:
    found = []
    for variant, readings in columns.readings.items():
        accepts = any(c in accept and c.endswith(f".{allows}") for c in readings)
        rejects = any(c in reject and c.endswith(f".{forbids}") for c in readings)
        if accepts and rejects:
            found.append(columns.name(variant))
    return found


def _contradiction(who: Sequence[str]) -> Phrase:
    one = len(who) == 1
    words = (
        " contradicts itself: its prose allows this, its types forbid it."
        if one
        else " contradict themselves: their prose allows this, their types forbid it."
    )
    return (*names(who, "and"), text(words))


def _refinement(who: Sequence[str]) -> Phrase:
    words = (
        " is stricter in prose: its types allow this, its prose forbids it."
        if len(who) == 1
        else " are stricter in prose: their types allow this, their prose forbids it."
    )
    return (*names(who, "and"), text(words))


def _losses(
    lossy: Sequence[str], columns: Columns, mistyped: Mapping[str, str]
) -> Iterator[Phrase]:
    changed = [column for column in lossy if column not in mistyped]
    if changed:
        yield _loss(changed, columns)
    for read_as in sorted({*mistyped.values()}):
        yield _mistyped([x for x in lossy if mistyped.get(x) == read_as], read_as, columns)


def _mistyped(lossy: Sequence[str], read_as: str, columns: Columns) -> Phrase:
    def made(spelled: int, limit: int) -> Phrase:
        losing, one = who(lossy, columns, spelled=spelled, limit=limit)
        reads = " reads this as " if one else " read this as "
        return (*losing, text(reads), code(read_as), text(", a type of another value."))

    return fitting(made)


def _loss(lossy: Sequence[str], columns: Columns) -> Phrase:
    def made(spelled: int, limit: int) -> Phrase:
        losing, one = who(lossy, columns, spelled=spelled, limit=limit)
        return (
            *losing,
            text(" accepts this and changes it." if one else " accept this and change it."),
        )

    return fitting(made)


def _gap(stances: Mapping[Verdict, Sequence[str]], columns: Columns, *, first: bool) -> Phrase:
    accept = stances[Verdict.ACCEPT]
    writers = columns.described(accept)
    deciding = writers or accept or stances[Verdict.REJECT]

    def made(spelled: int, limit: int) -> Phrase:
        silent, one = who(stances[Verdict.SILENT], columns, spelled=spelled, limit=limit)
        says = (*silent, text(f" {'does' if one else 'do'} not say whether it is allowed."))
        if not first:
            return says
        decided, one = who(deciding, columns, spelled=spelled, limit=limit)
        verb = "accept" if accept else "reject"
        does = " may send this; " if writers else f" {verb}{'s' if one else ''} this; "
        return (*decided, text(does), *says)

    return fitting(made)


def vanished() -> Phrase:
    """Return the sentence on a listed disagreement that is gone."""
    return (text("The baseline lists this, but no columns disagree on it any more: remove it."),)
