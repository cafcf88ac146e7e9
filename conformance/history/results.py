"""The values that a history gives."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from conformance.surveys.results import Entry

OLD, NEW = "old", "new"
"""The ids of the two versions in the entries of a step."""
OWN, OTHER = "own", "other"
"""The ids of the two sources in the entries where they are laid side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a source.

    Attributes:
        id: The full id of a commit, or the source as it was named.
        label: What people call it, short.
        date: When it was committed, in UTC: `2026-01-31T10:20:30Z`; None if that is not known.
        subject: The first line of the commit's message; empty for what is no commit.
    """

    id: str
    label: str
    date: str | None = None
    subject: str = ""


class Kind(StrEnum):
    """What a step is."""

    FIRST = "first"
    CHANGED = "changed"
    GONE = "gone"
    BACK = "back"
    UNREAD = "not read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A type in which something changed.

    Attributes:
        entry: What `OLD` and `NEW` say of it; the type itself only in one of them where it was
            added or removed.
        held_by: The number of types that hold it, and change with it.
    """

    entry: Entry
    held_by: int = 0

    @property
    def was_added(self) -> bool:
        """Whether it is new."""
        return OLD not in self.entry.types

    @property
    def was_removed(self) -> bool:
        """Whether it is gone."""
        return NEW not in self.entry.types

    @property
    def breaks(self) -> tuple[bool | None, bool | None]:
        """Whether it breaks senders, whose values are rejected now, and readers that stay behind.

        None where that is not decided.
        """
        if self.was_added or self.was_removed:
            return self.was_removed, self.was_added
        return self.entry.breaks if self.entry.pairs else (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A version in which something changed, against the one before it that could be read.

    Attributes:
        kind: What it is.
        version: The version.
        before: The version that it is compared with; None for the first.
        types: The types in which something changed, the most important first.
        equal: The number of versions after it that touched the files and changed nothing.
        count: The number of types that the version has.
        why: Why it cannot be read; empty if it can.
    """

    kind: Kind
    version: Version
    before: Version | None = None
    types: tuple[Held, ...] = ()
    equal: int = 0
    count: int = 0
    why: str = ""

    @property
    def breaks(self) -> tuple[bool, bool]:
        """Whether it breaks senders, and readers that stay behind."""
        found = [held.breaks for held in self.types]
        return any(x is True for x, _ in found), any(x is True for _, x in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """A version in which two sources came to differ otherwise.

    Attributes:
        version: The version.
        parted: The types on which they do not agree any more, or for the first time.
        changed: The types on which they did not agree before, and differ otherwise now.
        joined: The names of the types on which they agree again.
        moved: The sources whose text of these types changed: `OWN`, `OTHER` or both; none in the
            first version.
    """

    version: Version
    parted: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    joined: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A history beside a second source.

    Attributes:
        name: The second source, as it was named.
        title: What people call it.
        moves: Whether its own versions are read too.
        partings: The versions in which the two came to differ otherwise, oldest first; the first
            is how they start.
        apart: The names of the types on which they do not agree in the end.
        types: The number of types that both have in the end.
    """

    name: str
    title: str
    moves: bool
    partings: tuple[Parting, ...] = ()
    apart: tuple[str, ...] = ()
    types: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a source accepted, version by version.

    Attributes:
        name: The source as it was named.
        title: What people call it.
        notation: Its notation, for people; empty if no version could be read.
        type: The type that counts; None for all.
        versions: The versions that were looked at, oldest first.
        steps: Those in which something changed, oldest first.
        against: How it lies to a second source; None if none was named.
        interrupt: The exit code of the interrupt that ended it early; 0 if none did.
    """

    name: str
    title: str
    notation: str
    type: str | None
    versions: tuple[Version, ...]
    steps: tuple[Step, ...]
    against: Against | None = None
    interrupt: int = 0
