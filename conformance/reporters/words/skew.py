"""Says how the versions differ that the two sides of a finding describe."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conformance.compare.findings import names_a_value
from conformance.model import Verdict
from conformance.reporters.words.phrases import LONGEST, code, listed, name, plain, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.reporters.words.columns import Columns
    from conformance.reporters.words.phrases import Phrase

_MAX_NAMED = 3
"""A side names at most this many; more are counted."""

_FEW_NAMED = 2
"""In a sentence that would be too long it names at most this many."""


class _Side(NamedTuple):
    """What the columns of one side describe: components and dates, without what is not known."""

    columns: tuple[str, ...]
    components: tuple[str, ...]
    dates: tuple[str, ...]


def skew(
    specials: Sequence[str], stances: Mapping[Verdict, Sequence[str]], columns: Columns
) -> Phrase:
    """Return how the versions differ that the two sides describe, the older side first.

    Columns on both sides are left out. Programs count only if a value is named, as in the finding's
    own judgement on skew (`compare/findings.py`); else their age does not matter. They are told of
    only where a side has no description.

    Args:
        specials: What is special in the finding.
        stances: Accept, reject, silent and lossy -> column ids.
        columns: All columns.
    """
    with_programs = names_a_value(specials)
    accept, reject = (
        {
            column: (columns.variant.get(column, ""), *columns.age[column])
            for column in stances[side]
            if column in columns.variant or (with_programs and column in columns.age)
        }
        for side in (Verdict.ACCEPT, Verdict.REJECT)
    )
    torn = {*accept.values()} & {*reject.values()}
    stood = [[x for x, key in side.items() if key not in torn] for side in (accept, reject)]
    described = [columns.described(side) for side in stood]
    sides = sorted(
        (_side(side, columns) for side in (described if all(described) else stood)),
        key=lambda side: side.dates or ("9",),
    )
    older, newer = sides
    named, counted = (_told(older, newer, columns, most) for most in (_MAX_NAMED, _FEW_NAMED))
    return named if len(plain(named)) <= LONGEST else counted


def _told(older: _Side, newer: _Side, columns: Columns, limit: int) -> Phrase:
    """Return the sentence on two sides, of which each names at most so many."""
    if older.dates and newer.dates and older.dates[-1] < newer.dates[0]:
        spans = [" to ".join(dict.fromkeys((x.dates[0], x.dates[-1]))) for x in (older, newer)]
        return (
            text("The versions differ: "),
            *_who(older, columns, limit),
            text(f" ({spans[0]}) against "),
            *_who(newer, columns, limit),
            text(f" ({spans[1]})."),
        )
    if len(older.components) == len(newer.components) == 1 and older[1] != newer[1]:
        return (
            text("The types differ: "),
            *_who(older, columns, limit),
            text(" ("),
            code(older.components[0]),
            text(") against "),
            *_who(newer, columns, limit),
            text(" ("),
            code(newer.components[0]),
            text(")."),
        )
    return (text("The two sides describe different versions of the record."),)


def _side(ids: Sequence[str], columns: Columns) -> _Side:
    ages = [columns.age[column] for column in ids]
    return _Side(
        tuple(ids),
        tuple(sorted({component for component, _ in ages if component})),
        tuple(sorted({date for _, date in ages if date})),
    )


def _who(side: _Side, columns: Columns, limit: int) -> Phrase:
    """Return who stands on a side, and names at most so many."""
    variants = dict.fromkeys(columns.variant[x] for x in columns.described(side.columns))
    asked = columns.programs(side.columns)
    programs = columns.short(asked)
    items = [(name(columns.short(columns.readings[x])[0]),) for x in variants]
    if len(programs) > _MAX_NAMED:
        items.append((text(f"{len(asked)} programs"),))
    else:
        items += [(name(x),) for x in programs]
    return listed(items, "and", limit=limit)
