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
_UNLISTED = 0.5
"""What is left of a difference in a property that is not listed where its values are accepted."""
_USED = 0.1
"""What is added at most for the types that contain it."""
_MANY = 20
"""Types; more of them add nothing."""
_THROUGH = 0.2
"""The importance of a type that differs only through its parts."""
_UNLIKE = 0.1
"""What is left where the sources may mean two different types by one name."""


def weighed(entry: Entry) -> float:
    """Return how much a type matters, from 0 to 1, to three decimals.

    The most important difference in the type itself counts, then whether values are rejected, then
    how many types contain it. A difference in a property of which those that accept its values say
    nothing counts less: nobody sends the property on purpose. Two types that share little but
    their name count little: nobody may take one for the other.
    """
    if entry.state is not State.DIFFERS:
        return 0.0
    own = entry.own
    if own is None or not own.findings:
        score = _THROUGH if own is None else 0.0
    else:
        scores = [(x.finding.importance.score, x.finding.id in own.unlisted) for x in own.findings]
        score = 0.6 * max(score * (_UNLISTED if unlisted else 1) for score, unlisted in scores)
        is_plain = any(not unlisted for _, unlisted in scores)
        score += _CONFLICT * (1 if is_plain else _UNLISTED) if entry.conflicts else 0.0
    score += _USED * min(entry.used_by, _MANY) / _MANY
    return round(min(score, 1.0) * (_UNLIKE if entry.unlike else 1), 3)


def ranked(entries: Iterable[Entry]) -> list[Entry]:
    """Return the types, the most important first; those of no importance by state, then by name."""
    return sorted(
        entries, key=lambda x: (_STATES.index(x.state), -x.importance, x.name.casefold(), x.name)
    )
