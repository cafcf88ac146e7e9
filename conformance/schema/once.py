"""Keeps what was made of a value that never changes, so that it is made once."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import ref

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")
Made = TypeVar("Made")

MAX_KEPT = 64
"""At most this many results of one function are kept; then the oldest goes."""


def made_once(make: Callable[[Value], Made]) -> Callable[[Value], Made]:
    """Return a function that keeps its results: the same object, not an equal one, has the same.

    A result goes with its value, so it must not hold it.
    """
    known: dict[int, tuple[ref[Value], Made]] = {}

    def forget(number: int, _: ref[Value]) -> None:
        known.pop(number, None)

    @wraps(make)
    def found(value: Value) -> Made:
        number = id(value)  # its own until the value goes, and then it is forgotten
        if number not in known:
            made = make(value)
            if len(known) >= MAX_KEPT:
                del known[next(iter(known))]
            known[number] = (ref(value, partial(forget, number)), made)
        return known[number][1]

    return found
