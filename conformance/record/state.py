"""The state of a record's files, by which an answer that is kept is known to be of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError
from conformance.files import file_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_BYTES = 32_000_000
"""The state of a record whose files have more bytes together takes too long to find."""
_PARTS = (
    "record.json",
    "variants/*/*",
    "corpus/*.json",
    "observations/*.json",
    "adapters/*/adapter.json",
)
"""The files that say what columns answer, as patterns."""


def state_of(folder: Path) -> Mapping[str, str] | None:
    """Return the files of a record that say what columns answer, with the SHA-256 of each.

    None if they are too large to be read for that, or one of them cannot be read.

    Args:
        folder: The record's folder.
    """
    from hashlib import sha256  # noqa: PLC0415  not where nothing is kept

    try:
        paths = [path for part in _PARTS for path in sorted(folder.glob(part)) if path.is_file()]
        if sum(path.stat().st_size for path in paths) > MAX_BYTES:
            return None
        return {
            path.relative_to(folder).as_posix(): sha256(file_bytes(path)).hexdigest()
            for path in paths
        }
    except (BrokenFileError, OSError):
        return None  # what is wrong is said when the record is read
