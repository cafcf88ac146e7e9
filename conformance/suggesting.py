"""Suggests what a mistyped name may have been meant to be."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEW = 12
"""So many columns are all named; of more, only those that are near."""


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a question with the names that are near; without any, how many there are."""
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(near)}?" if near else f"there are {len(known)}, none alike"


def columns_near(name: str, known: Sequence[str]) -> str:
    """Return which columns there are; of many, those that are near, or else only the groups."""
    if len(known) <= _FEW:
        return f"the columns are {', '.join(known)}"
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    if near:
        return f"did you mean {', '.join(near)}? There are {len(known)} columns"
    groups = dict.fromkeys(f"{x.partition('.')[0]}.*" if "." in x else x for x in known)
    return f"there are {len(known)} columns, none alike: {', '.join(groups)}"
