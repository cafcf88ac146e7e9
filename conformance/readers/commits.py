"""The files of a source as a commit has them, read by git without a checkout."""

from __future__ import annotations

import os
from dataclasses import field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError, UsageError
from conformance.files import limited
from conformance.git.repository import repository_at

if TYPE_CHECKING:
    from conformance.git.repository import Entry, Repository
    from conformance.readers.revisions import Revised

_ELSEWHERE = b"version https://git-lfs.github.com/spec/"
"""How the pointer starts that a commit has in place of a file in Git LFS."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CommitFiles:
    """The files of a commit. Their paths start at a root where nothing is on the disk.

    Attributes:
        repository: The repository.
        commit: The id of the commit.
        revision: What the commit is called.
        root: Where the paths start.
        first: The path of the file that a source names.
        contents: The files that were read: path from the repository's top -> id of the content.
    """

    repository: Repository
    commit: str
    revision: str
    root: Path
    first: Path
    contents: dict[str, str] = field(default_factory=dict)

    def is_file(self, path: Path) -> bool:
        """Return whether the commit has a file at a path."""
        entry = self._entry(path)
        return entry is not None and entry.is_file

    def is_folder(self, path: Path) -> bool:
        """Return whether the commit has a folder at a path."""
        entry = self._entry(path)
        return entry is not None and entry.is_folder

    def ending(self, folder: Path, end: str) -> list[Path]:
        """Return what stands in a folder of the commit and ends like this, sorted by name."""
        entry = self._entry(folder)
        if entry is None or not entry.is_folder:
            return []
        return sorted(folder / x for x in self.repository.names(entry.id) if x.endswith(end))

    def content(self, path: Path) -> bytes:
        """Return the bytes of a file.

        Raises:
            UsageError: There is no such file in the commit.
            BrokenFileError: It has too many bytes, or is kept elsewhere.
        """
        entry, shown = self._entry(path), self.shown(path)
        if entry is None:
            inside = self._inside(path)
            raise UsageError(
                f"{self.revision} has no such file", file=shown, hint=self._near(inside)
            )
        if not entry.is_file:
            what = "folder" if entry.is_folder else "submodule"
            raise UsageError(f"this is a {what}", file=shown, hint="name a file of this one")
        data = limited(BytesIO(self.repository.content(entry.id)), shown)
        if data.startswith(_ELSEWHERE):
            raise BrokenFileError(
                "the commit has only its pointer; the file is in Git LFS",
                file=shown,
                hint="fetch it with `git lfs`, and name the file",
            )
        self.contents[self._inside(path)] = entry.id
        return data

    def shown(self, path: Path) -> str:
        """Return the name of a file as users see it."""
        return f"{self.revision}:{self._inside(path)}"

    def _near(self, path: str) -> str:
        alike = self.repository.alike(self.commit, path)
        if f"{self.repository.prefix()}{path}" in alike:
            return f"from this folder it is {self.revision}:./{path}"
        return f"it has {', '.join(alike)}" if alike else "name a path from the repository's top"

    def _entry(self, path: Path) -> Entry | None:
        whole = Path(os.path.normpath(path))
        if not whole.is_relative_to(self.root):
            return None
        return self.repository.entry(self.commit, self._inside(whole))

    def _inside(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def files_of(wanted: Revised) -> CommitFiles:
    """Return the files of a revision.

    Raises:
        UsageError: There is no repository, or no such revision.
        IncompleteRunError: Git is not installed.
    """
    repository = repository_of(wanted)
    commit = repository.commit(wanted.revision)
    root = Path(Path.cwd().anchor, f"git-{commit}")
    return CommitFiles(
        repository=repository,
        commit=commit,
        revision=wanted.revision,
        root=root,
        first=root / wanted.inside(repository),
    )


def repository_of(wanted: Revised) -> Repository:
    """Return the repository of a revision: that of the working folder.

    Raises:
        UsageError: It is in none.
    """
    found = repository_at(Path.cwd())
    if found is None:
        raise UsageError(
            "there is no such file",
            file=f"{wanted.revision}:{wanted.path}",
            hint=f"nor a Git repository here, in which {wanted.revision} could be a revision",
        )
    return found


def locked(wanted: Revised) -> Revised:
    """Return the same file with the full id of the commit, and its path from the top.

    Raises:
        UsageError: There is no repository, or no such revision.
    """
    repository = repository_of(wanted)
    commit = repository.commit(wanted.revision)
    return type(wanted)(revision=commit, path=wanted.inside(repository))
