"""Compares two versions, exactly, on the types whose texts changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.history.results import NEW, OLD, Held
from conformance.surveys.pairing import short
from conformance.surveys.results import Entry, State
from conformance.surveys.survey import surveyed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.history.contents import Contents
    from conformance.surveys.survey import Running


class Stopped(Exception):  # noqa: N818  no error: what is done is kept
    """The comparison was interrupted."""

    def __init__(self, code: int) -> None:
        """Keep the exit code of the interrupt."""
        super().__init__(code)
        self.code = code


def differences(old: Contents, new: Contents, running: Running) -> tuple[Held, ...]:
    """Return the types in which something changed, the most important first.

    Raises:
        Stopped: It was interrupted.
    """
    alone = [*_alone(old, new, OLD), *_alone(new, old, NEW)]
    names = new.changed(old)
    found = _compared(old, new, names, running) if names else ()
    return (*found, *alone)


def _compared(old: Contents, new: Contents, names: list[str], running: Running) -> Iterator[Held]:
    sources = {OLD: old.only(names), NEW: new.only(names)}
    survey = surveyed(sources, [(name, name) for name in names], running)
    if survey.interrupt:
        raise Stopped(survey.interrupt)
    for entry in survey.entries:
        if entry.state is not State.EQUAL:
            yield _held(entry, old, new)


def _held(entry: Entry, old: Contents, new: Contents) -> Held:
    """Return a type with the number of those that hold it; why it is not read has its line."""
    name = entry.types[NEW][0]
    if entry.state is State.UNREAD:
        told = [(words, side.why_not(name)) for words, side in (("before", old), ("now", new))]
        why = tuple(f"{words}: {text}" for words, text in told if text is not None)
        entry = replace(entry, why_not=why)
    return Held(entry=entry, held_by=new.held_by(name) if new.holding else entry.used_by)


def _alone(here: Contents, there: Contents, side: str) -> Iterator[Held]:
    known = set(there.types)
    for name in here.types:
        if name not in known:
            entry = Entry(name=short(name), types={side: (name,)}, state=State.LONE)
            yield Held(entry=entry, held_by=here.held_by(name) if here.holding else 0)
