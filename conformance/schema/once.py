"""Keeps what was made of a value that never changes, so that it is made once."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")
Made = TypeVar("Made")

MAX_KEPT = 64
"""At most this many results of one function are kept; then the oldest goes."""


def made_once(make: Callable[[Value], Made]) -> Callable[[Value], Made]:
    """Return a function that keeps its results: the same object, not an equal one, has the same."""
    known: dict[int, tuple[Value, Made]] = {}

    @wraps(make)
    def found(value: Value) -> Made:
        if id(value) not in known:
            made = make(value)
            if len(known) >= MAX_KEPT:
                del known[next(iter(known))]
            known[id(value)] = (value, made)  # the value is kept too: its id stays its own
        return known[id(value)][1]

    return found
