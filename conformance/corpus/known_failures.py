"""Reads a list of a decoder's known failures: cases, each with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError
from conformance.files import file_bytes

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


def known_failures(path: Path, *, ids: Collection[str]) -> dict[str, str]:
    """Return the reason of each known failure, by case id.

    The file is plain text. A line is a case's id, a space and the reason; empty lines and lines
    that start with `#` are ignored.

    Args:
        path: The file.
        ids: The ids of all cases.

    Raises:
        BrokenFileError: It cannot be read, a line has no reason, an id is there twice, or a case
            does not exist.
    """
    known: dict[str, str] = {}
    for number, line in enumerate(_text(path).splitlines(), start=1):
        name, _, reason = line.strip().partition(" ")
        if not name or name.startswith("#"):
            continue
        wrong = (
            (not reason, f"{name} has no reason", "write why, behind the id and a space"),
            (name in known, f"{name} is there twice", "remove one of the lines"),
            (name not in ids, f"there is no case {name}", "strike the line, or mend the id"),
        )
        for applies, message, hint in wrong:
            if applies:
                place = f"line {number}"
                raise BrokenFileError(message, file=path.as_posix(), place=place, hint=hint)
        known[name] = reason.strip()
    return known


def _text(path: Path) -> str:
    try:
        return file_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenFileError("cannot be read: not UTF-8", file=path.as_posix()) from error
