"""The names of a record's recorded columns, and what patterns choose of them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance.model import Input

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OBSERVATIONS = "observations"
"""The folder in a record's folder that holds a file for each recorded column."""


def recorded_ids(folder: Path, patterns: Sequence[str] = ()) -> list[str]:
    """Return the ids of a record's recorded columns that match a pattern; all without one."""
    return [
        path.stem
        for path in sorted((folder / OBSERVATIONS).glob("*.json"))
        if matches(path.stem, patterns)
    ]


def matches(column: str, patterns: Sequence[str]) -> bool:
    """Return whether a column matches a pattern, or there is none."""
    return not patterns or any(fnmatchcase(column, pattern) for pattern in patterns)


def input_from(data: bytes) -> Input:
    """Return bytes as an input: a text, if they are UTF-8."""
    try:
        return Input(text=data.decode("utf-8"))
    except UnicodeDecodeError:
        return Input(data=data)
