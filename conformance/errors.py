"""The errors that a user can cause or must know of, each with a hint.

Plain classes, not frozen dataclasses: `contextlib` sets attributes on a passing exception.
The exit codes are those of the command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class ConformanceError(Exception):
    """An error for the user: what is wrong, where, and how to fix it.

    Attributes:
        message: What is wrong, one sentence without a full stop.
        file: The file concerned, as the user would name it; None if there is none.
        place: A JSON Pointer or `line N` inside the file; None if the whole file is meant.
        hint: What the user can do about it; None if the message says it all.
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
        """Keep the parts; `str()` joins them as `file at place: message; hint`."""
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
    """The command line or a setting names something that does not exist or does not fit."""


class BrokenFileError(ConformanceError):
    """A schema, corpus, baseline, results or settings file is broken."""


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
"""At most this many columns are all listed; above it, only similar names."""


def _close(name: str, known: Sequence[str]) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415  only errors need it

    return get_close_matches(name, known, n=3, cutoff=0.5)


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a question with similar names, or the number of names if none is similar."""
    near = _close(name, known)
    return f"did you mean {' or '.join(near)}?" if near else f"there are {len(known)}, none alike"


def columns_near(name: str, known: Sequence[str]) -> str:
    """Return the columns; of many, only those with similar names, or else the groups."""
    if len(known) <= _MAX_LISTED:
        return f"the columns are {', '.join(known)}"
    near = _close(name, known)
    if near:
        return f"did you mean {', '.join(near)}? There are {len(known)} columns"
    groups = dict.fromkeys(f"{x.partition('.')[0]}.*" if "." in x else x for x in known)
    return f"there are {len(known)} columns, none alike: {', '.join(groups)}"
