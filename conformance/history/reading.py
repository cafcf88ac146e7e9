"""Reads a source version by version; what did not change is read once."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import ConformanceError, UsageError
from conformance.history.contents import Contents, contents
from conformance.history.versions import files_read
from conformance.readers.read import opened_types, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.history.results import Version
    from conformance.history.versions import Tracked
    from conformance.readers.read import Options

_KEPT = 4
"""So many versions are kept, for a change that is taken back."""


@dataclass(frozen=True, slots=True)
class Absent:
    """The file or the type is not there."""

    error: UsageError


@dataclass(frozen=True, slots=True)
class Broken:
    """The version cannot be read."""

    error: ConformanceError


State = Contents | Absent | Broken


@dataclass(slots=True, eq=False)
class Reader:
    """Reads the versions of one source, oldest first.

    Attributes:
        options: How it is read.
        file: The file of a repository; None if versions are sources of their own.
        count: The number of versions that were read, and not known already.
        paths: The files of the repository that were read.
    """

    options: Options
    file: Tracked | None = None
    count: int = 0
    paths: set[str] = field(default_factory=set)
    _kept: list[Contents] = field(default_factory=list)

    def at(self, version: Version) -> State:
        """Return what a version says.

        Raises:
            UsageError: A source that a user names as a version is not there.
            IncompleteRunError: A parser is not installed.
        """
        same = () if self.file is None else self._same(self.file, version.id)
        return next(iter(same), None) or self._read(version)

    def given(self, source: str) -> Contents:
        """Return what a source says that has no versions.

        Raises:
            UsageError: It is not there.
            BrokenFileError: It cannot be read, with its line.
        """
        return contents(opened_types(source, self.options), split(source)[1])

    def _same(self, file: Tracked, commit: str) -> Iterator[Contents]:
        """Yield what is known of other commits that have the same files as this one."""
        for known in reversed(self._kept):
            read = files_read(known)
            entries = {path: file.repository.entry(commit, path) for path in read}
            if {path: entry and entry.id for path, entry in entries.items()} == read:
                yield known

    def _read(self, version: Version) -> State:
        name = version.id if self.file is None else self.file.at(version.id)
        self.count += 1
        before = self._kept[-1] if self._kept else None
        try:
            opened = opened_types(name, self.options)
        except UsageError as error:
            if self.file is None:
                raise
            return Absent(error)
        except ConformanceError as error:
            if error.exit_code != UsageError.exit_code:
                raise
            return Broken(error)
        try:
            found = contents(opened, split(name)[1], before)
        except UsageError as error:
            return Absent(error)
        except ConformanceError as error:
            return Broken(error)
        if self.file is not None:
            self.paths |= files_read(found).keys()
        self._kept = [*self._kept[1 - _KEPT :], found]
        return found
