"""Verdicts, and the kinds of findings that they make."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """A column's answer on a case.

    Schema columns answer accept, reject, silent or unsupported; programs any but silent.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    SILENT = "silent"
    LOSSY = "lossy"
    UNSUPPORTED = "unsupported"
    ERROR = "error"
    CRASH = "crash"
    TIMEOUT = "timeout"
    NOT_RUN = "not-run"

    @property
    def accepts(self) -> bool:
        """Whether the column accepts the case, changed or unchanged."""
        return self is Verdict.ACCEPT or self is Verdict.LOSSY

    @property
    def counted(self) -> Verdict:
        """The verdict as a disagreement counts it: `lossy` counts as `accept`."""
        return Verdict.ACCEPT if self is Verdict.LOSSY else self


SIDES = (Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT)
"""The sides of a disagreement, in the order in which reports show them."""

STANCES = (*SIDES, Verdict.LOSSY)
"""The verdicts that take part in a finding."""


class Kind(StrEnum):
    """The kinds of finding, most pressing first."""

    CONFLICT = "conflict"
    CONTRADICTION = "contradiction"
    LOSS = "loss"
    REFINEMENT = "refinement"
    GAP = "gap"
