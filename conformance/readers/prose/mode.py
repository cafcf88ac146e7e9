"""What is done with statements that are read in comments."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """What becomes of what comments say."""

    OFF = "off"
    """They are not read."""
    SUGGEST = "suggest"
    """They are shown, and change nothing."""
    APPLY = "apply"
    """They make the documented reading."""
