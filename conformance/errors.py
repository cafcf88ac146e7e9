"""The errors a user can cause, or must hear of, each carrying what mends it.

Plain classes, not frozen dataclasses: `contextlib` sets attributes on a passing exception.
The exit codes are those of the command line.
"""

from __future__ import annotations

from typing import ClassVar


class ConformanceError(Exception):
    """Something the user should read: what is wrong, where, and how to mend it.

    Attributes:
        message: What is wrong, one sentence without a full stop.
        file: The file concerned, as the user would name it; None where there is none.
        place: A JSON Pointer or `line N` inside the file; None where the whole file is meant.
        mend: What the user can do about it; None where the message says it all.
        exit_code: The command line's exit code for this kind of error.
    """

    exit_code: ClassVar[int] = 2

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        place: str | None = None,
        mend: str | None = None,
    ) -> None:
        """Keep the parts; `str()` joins them as `file at place: message; mend`."""
        super().__init__(message)
        self.message = message
        self.file = file
        self.place = place
        self.mend = mend

    def __str__(self) -> str:
        """Return the one line that is shown to the user."""
        where = self.file or ""
        if self.place is not None:
            where = f"{where} at {self.place or '(root)'}".strip()
        text = f"{where}: {self.message}" if where else self.message
        return f"{text}; {self.mend}" if self.mend else text


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
