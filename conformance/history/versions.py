"""The versions of a source: the commits that touched its files, or sources that a user names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass, replace
from conformance.errors import ConformanceError, UsageError
from conformance.git.repository import repository_at
from conformance.history.contents import contents
from conformance.history.results import Version
from conformance.readers.package_names import published
from conformance.readers.read import is_command, opened_types, split
from conformance.readers.revisions import Revised, revised
from conformance.record.sources import titles_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from conformance.git.repository import Commit, Repository
    from conformance.history.contents import Contents
    from conformance.readers.read import Options

_SHORT = 10
"""Characters of a commit's id that people see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """A file of a repository, whose versions are commits.

    Attributes:
        repository: The repository.
        path: The path from its top.
        newest: The id of the last commit that counts.
        type: The type that is meant; None for all.
        earlier: The paths that it had before it was renamed, the last one first.
    """

    repository: Repository
    path: str
    newest: str
    type: str | None
    earlier: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """All paths that it has had, the newest first."""
        return (self.path, *self.earlier)

    @property
    def shown(self) -> str:
        """The file with its type, as people name it."""
        before = f" (before: {', '.join(self.earlier)})" if self.earlier else ""
        return self.path + self._fragment + before

    def at(self, commit: str) -> str:
        """Return the source as a commit has it, under the name of that time."""
        there = (path for path in self.paths if self.repository.entry(commit, path))
        return f"{commit}:{next(there, self.path)}{self._fragment}"

    @property
    def _fragment(self) -> str:
        return "" if self.type is None else f"#{self.type}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Which commits count.

    Attributes:
        since: The id of the first one, whose contents are what the next is compared with; None for
            all.
        limit: At most this many, the newest; None for all.
    """

    since: str | None = None
    limit: int | None = None


def tracked(source: str) -> Tracked | None:
    """Return a source as a file of a repository; None if it is none.

    Raises:
        UsageError: There is no such revision, or the path leads out of the repository.
        IncompleteRunError: Git is not installed.
    """
    path, wanted = split(source)
    if is_command(source) or published(path.as_posix()) is not None:
        return None
    found = revised(path.as_posix())
    repository = repository_at(Path.cwd())
    if repository is None:
        return None
    if found is None:
        inside = Path(os.path.relpath(path)).as_posix()
        found = Revised(revision="HEAD", path=f"./{inside}")
    return Tracked(
        repository=repository,
        path=found.inside(repository),
        newest=repository.commit(found.revision),
        type=wanted,
    )


def followed(source: str) -> Tracked | None:
    """Return a source as a file of a repository, with its earlier paths; None if it is none.

    Errors are those of `tracked`, which does not ask git for renames.
    """
    file = tracked(source)
    if file is None:
        return None
    return replace(file, earlier=tuple(_earlier(file.repository, file.newest, file.path)))


def _earlier(repository: Repository, newest: str, path: str) -> Iterator[str]:
    """Yield the paths that a file had before it was renamed, the last one first."""
    known = {path}
    found = repository.renamed(path, newest)
    while found is not None and found.path not in known:
        known.add(found.path)
        yield found.path
        found = repository.renamed(found.path, found.commit)


def versions_of(first: Tracked, paths: Iterable[str], span: Range) -> list[Version]:
    """Return the commits that touched one of some files, oldest first.

    Args:
        first: The file whose history it is.
        paths: The files, by their paths from the top.
        span: Which commits count.

    Raises:
        UsageError: No commit touched them.
    """
    repository = first.repository
    found = repository.touching({*paths}, first.newest, span.since)
    if span.since is not None:
        found = [repository.dated(span.since), *found]
    if span.limit is not None:
        found = found[-span.limit :]
    if not found:
        raise UsageError(
            "no commit has this file",
            file=first.path,
            hint="commit it, or name several versions of it as files",
        )
    return [_version(commit) for commit in found]


def led_to(source: str, options: Options) -> Collection[str]:
    """Return the files of a commit that a source leads to, by their paths from the top."""
    try:
        found = contents(opened_types(source, options), split(source)[1])
    except ConformanceError:
        return ()
    return files_read(found)


def files_read(found: Contents) -> Mapping[str, str]:
    """Return the files of a commit that were read: their paths from the top -> their ids."""
    commit = found.opened.document.tree.commit
    return {} if commit is None else commit.contents


def _version(commit: Commit) -> Version:
    return Version(id=commit.id, label=commit.id[:_SHORT], date=commit.date, subject=commit.subject)


def named_versions(sources: Sequence[str]) -> list[Version]:
    """Return sources that a user names as versions, in their order."""
    titles = titles_of(sources)
    return [Version(id=source, label=title) for source, title in zip(sources, titles, strict=True)]
