"""Puts the types in order: what matters most comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.surveys.results import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.surveys.results import Entry

_STATES = tuple(State)

_CONFLICT = 0.3
"""What a value that one source accepts and the other rejects adds."""
_USED = 0.1
"""What is added at most for the types that contain it."""
_MANY = 20
"""Types; more of them add nothing."""
_THROUGH = 0.2
"""The importance of a type that differs only through its parts."""


def weighed(entry: Entry) -> float:
    """Return how much a type matters, from 0 to 1, to three decimals.

    The most important difference in the type itself counts, then whether values are rejected, then
    how many types contain it.
    """
    if entry.state is not State.DIFFERS:
        return 0.0
    own = entry.own.findings if entry.own is not None else ()
    top = max((line.finding.importance.score for line in own), default=0.0)
    score = 0.6 * top if own else _THROUGH
    score += _CONFLICT if own and entry.conflicts else 0.0
    score += _USED * min(entry.used_by, _MANY) / _MANY
    return round(min(score, 1.0), 3)


def ranked(entries: Iterable[Entry]) -> list[Entry]:
    """Return the types, the most important first; those of no importance by state, then by name."""
    return sorted(
        entries, key=lambda x: (_STATES.index(x.state), -x.importance, x.name.casefold(), x.name)
    )
