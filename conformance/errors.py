"""The errors a user can cause, or must hear of, each carrying what mends it.

Plain classes, not frozen dataclasses: `contextlib` sets attributes on a passing exception.
The exit codes are those of the command line.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class ConformanceError(Exception):
    """Something the user should read: what is wrong, where, and how to mend it.

    Attributes:
        message: What is wrong, one sentence without a full stop.
        file: The file concerned, as the user would name it; None where there is none.
        place: A JSON Pointer or `line N` inside the file; None where the whole file is meant.
        hint: What the user can do about it; None where the message says it all.
        exit_code: The command line's exit code for this kind of error.
    """

    exit_code: ClassVar[int] = 2

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        place: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Keep the parts; `str()` joins them as `file at place: message; mend`."""
        super().__init__(message)
        self.message = message
        self.file = file
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        """Return the one line that is shown to the user."""
        where = self.file or ""
        if self.place is not None:
            where = f"{where} at {self.place or '(root)'}".strip()
        text = f"{where}: {self.message}" if where else self.message
        return f"{text}; {self.hint}" if self.hint else text


class UsageError(ConformanceError):
    """The command line or a setting names something that is not there or does not fit."""


class BrokenFileError(ConformanceError):
    """A schema, corpus, baseline, results or settings file is not what it has to be."""


class IncompleteRunError(ConformanceError):
    """A column could not be run in full, or a question could not be decided."""

    exit_code = 3


class DefectError(ConformanceError):
    """Our own fault: two of our own answers contradict each other."""

    exit_code = 4


class NothingSelectedError(ConformanceError):
    """The selection holds nothing: no case, no column, no record."""

    exit_code = 5


_MAX_LISTED = 12
"""So many columns are all named; of more, only those that are near."""


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a question with the names that are near; without any, how many there are."""
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(near)}?" if near else f"there are {len(known)}, none alike"


def columns_near(name: str, known: Sequence[str]) -> str:
    """Return which columns there are; of many, those that are near, or else only the groups."""
    if len(known) <= _MAX_LISTED:
        return f"the columns are {', '.join(known)}"
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    if near:
        return f"did you mean {', '.join(near)}? There are {len(known)} columns"
    groups = dict.fromkeys(f"{x.partition('.')[0]}.*" if "." in x else x for x in known)
    return f"there are {len(known)} columns, none alike: {', '.join(groups)}"
