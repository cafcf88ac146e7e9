"""The state of a record's files, by which an answer that is kept is known to be of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.record.places import in_source_tree

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from conformance.model import Record

MAX_BYTES = 32_000_000
"""The state of a record whose files have more bytes together takes too long to find."""
_PARTS = ("record.json", "variants", "corpus", "observations", "adapters/*/adapter.json")
"""The files that say what columns answer, and folders that hold nothing else, as patterns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The files of a record that say what columns answer, as they are now.

    Attributes:
        files: Their names in the record's folder.
        key: A digest of their names and bytes, of the place of the record, and of this tool.
    """

    files: Collection[str]
    key: str

    def covers(self, record: Record) -> bool:
        """Return whether all files that the record was read from are among these."""
        return record.files.keys() <= {*self.files}


def state_of(folder: Path) -> State | None:
    """Return the state of a record's files.

    None if they are too large to be read for that, one of them cannot be read, or a folder is a
    link: then what is wrong is said when the record is read.

    Args:
        folder: The record's folder.
    """
    # Not where nothing is kept.
    import json  # noqa: PLC0415
    from hashlib import sha256  # noqa: PLC0415

    from conformance.proofs import inputs  # noqa: PLC0415

    files = inputs.digests_of(folder, _PARTS, most=MAX_BYTES)
    code = None if files is None else inputs.tool()
    if files is None or code is None:
        return None
    variants = sorted(path.name for path in (folder / "variants").glob("*"))  # empty ones too
    every = [folder.resolve().name, in_source_tree(folder), variants, files, code]
    return State(files=files, key=sha256(json.dumps(every).encode()).hexdigest())
