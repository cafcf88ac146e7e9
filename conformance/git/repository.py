"""A Git repository, of which commits, folders and files are read and nothing is changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError, IncompleteRunError, UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_LINK, _MODULE, _FOLDER = "120000", "160000", "040000"
_MAX_LINKS = 8
_MAX_ALIKE = 3
_MAX_LISTED = 12
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit.

    Attributes:
        id: Its full id.
        date: When it was committed, in UTC: `2026-01-31T10:20:30Z`.
        subject: The first line of its message.
    """

    id: str
    date: str
    subject: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a folder of a commit, or in that of a folder's folder.

    Attributes:
        mode: Its mode, six octal digits.
        id: The id of its content.
    """

    mode: str
    id: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.mode == _FOLDER

    @property
    def is_file(self) -> bool:
        """Whether it is a file, and no link."""
        return self.mode not in {_FOLDER, _LINK, _MODULE}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stood.

    Attributes:
        commit: The id of a commit.
        path: The path from the repository's top.
    """

    commit: str
    path: str


class Repository:
    """The repository that a folder is in."""

    def __init__(self, folder: Path) -> None:
        """Know the repository; use `repository_at`."""
        self.folder = folder
        self._listed: dict[str, dict[str, Entry]] = {}

    def commit(self, revision: str) -> str:
        """Return the full id of the commit that a revision means.

        Raises:
            UsageError: It means none.
        """
        found = self._said(
            "rev-parse", "--verify", "-q", "--end-of-options", f"{revision}^{{commit}}"
        )
        if found is not None:
            return found.strip()
        known = (self._said("for-each-ref", "--format=%(refname:short)") or "").split()
        hint = nearest(revision, known)
        if len(known) <= _MAX_LISTED:
            hint = f"it has {', '.join(known) or 'no branch and no tag'}"
        if (self._said("rev-parse", "--is-shallow-repository") or "").strip() == "true":
            hint = "the repository is a shallow clone: fetch its history, `git fetch --unshallow`"
        raise UsageError(f"there is no revision {revision!r} in the repository", hint=hint)

    def last_tag(self) -> str:
        """Return the last tag before the commit that is checked out.

        A tag of that commit itself does not count.

        Raises:
            UsageError: There is none.
        """
        found = self._said("describe", "--tags", "--abbrev=0", "HEAD^")
        if found is None:
            raise UsageError(
                "there is no tag before this commit",
                hint="name a revision, or fetch the tags and the history: `git fetch --tags "
                "--unshallow`",
            )
        return found.strip()

    def touching(
        self, paths: Collection[str], newest: str, since: str | None = None
    ) -> list[Commit]:
        """Return the commits that touched some files, oldest first, along the first parents.

        Args:
            paths: The paths from the repository's top.
            newest: The id of the last commit that counts.
            since: The id of a commit; it and what it came from do not count. None for all.
        """
        text = self.asked(
            *("log", "-z", "--first-parent", "--no-show-signature", "--format=%H %ct %s"),
            newest if since is None else f"{since}..{newest}",
            *("--", *(f":(top,literal){path}" for path in sorted(paths))),
        )
        lines = text.decode("utf-8", "replace").split("\0")
        return [_commit(line) for line in reversed(lines) if line]

    def dated(self, commit: str) -> Commit:
        """Return a commit, by its id."""
        text = self.asked("log", "-1", "--no-show-signature", "--format=%H %ct %s", commit)
        return _commit(text.decode("utf-8", "replace").removesuffix("\n"))

    def renamed(self, path: str, newest: str) -> Place | None:
        """Return where a file stood just before it was renamed to its path; None if it was not.

        Git tells a renamed file by its text, most of which has to be the same.

        Args:
            path: The path from the repository's top.
            newest: The id of the last commit that counts.
        """
        one = ("log", "-1", "--first-parent", "--no-show-signature", "--diff-filter=A")
        added = self.asked(*one, "--format=%H", newest, "--", f":(top,literal){path}")
        commit = added.decode("ascii").strip()
        parent = self._said("rev-parse", "--verify", "-q", f"{commit}^") if commit else None
        if parent is None:
            return None
        compare = ("diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status")
        fields = self.asked(*compare, parent.strip(), commit).decode("utf-8", "replace").split("\0")
        moves = zip(fields[1::3], fields[2::3], strict=False)
        return next((Place(parent.strip(), old) for old, new in moves if new == path), None)

    def prefix(self) -> str:
        """Return the folder's path in the repository with a slash at its end; empty at the top."""
        return (self._said("rev-parse", "--show-prefix") or "").removesuffix("\n")

    def entry(self, commit: str, path: str) -> Entry | None:
        """Return what stands at a path of a commit; None if nothing does. Links are followed.

        Args:
            commit: The id of the commit.
            path: The path from the repository's top, with slashes.
        """
        for _ in range(_MAX_LINKS):
            found = self._itself(commit, path)
            if found is None or found.mode != _LINK:
                return found
            target = self.content(found.id).decode("utf-8", "replace")
            path = os.path.normpath(PurePosixPath(path).parent / target).replace(os.sep, "/")
        return None

    def _itself(self, commit: str, path: str) -> Entry | None:
        here = Entry(_FOLDER, commit)
        for step in PurePosixPath(path).parts:
            inside = self.names(here.id).get(step) if here.is_folder else None
            if inside is None:
                return None
            here = inside
        return here

    def names(self, folder: str) -> Mapping[str, Entry]:
        """Return what stands in a folder, by the id of its content or of a commit."""
        if folder not in self._listed:
            self._listed[folder] = dict(self._entries(folder))
        return self._listed[folder]

    def _entries(self, folder: str) -> Iterator[tuple[str, Entry]]:
        for line in self.asked("ls-tree", "-z", "--full-tree", folder).decode("utf-8").split("\0"):
            head, _, name = line.partition("\t")
            if name:
                mode, _, id_ = head.split()
                yield name, Entry(mode, id_)

    def content(self, file: str) -> bytes:
        """Return the bytes of a file, by the id of its content."""
        return self.asked("cat-file", "blob", file)

    def alike(self, commit: str, path: str) -> list[str]:
        """Return the files of a commit with the same last name, a few of them."""
        text = self.asked("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
        last = PurePosixPath(path).name
        names = text.decode("utf-8", "replace").split("\0")
        return [name for name in names if PurePosixPath(name).name == last][:_MAX_ALIKE]

    def asked(self, *arguments: str) -> bytes:
        """Return what a command of git prints.

        Raises:
            BrokenFileError: It fails.
        """
        ended = _run(self.folder, arguments)
        if ended.returncode:
            lines = ended.stderr.decode("utf-8", "replace").strip().splitlines() or ["it failed"]
            raise BrokenFileError(f"git {arguments[0]}: {lines[-1]}", hint="try it by itself")
        return ended.stdout

    def _said(self, *arguments: str) -> str | None:
        """Return what a command of git prints; None if it fails."""
        ended = _run(self.folder, arguments)
        return None if ended.returncode else ended.stdout.decode("utf-8", "replace")


def _commit(line: str) -> Commit:
    id_, seconds, subject = line.split(" ", 2)
    when = datetime.fromtimestamp(int(seconds), UTC)
    return Commit(id=id_, date=f"{when:%Y-%m-%dT%H:%M:%SZ}", subject=subject)


def repository_at(folder: Path) -> Repository | None:
    """Return the repository that a folder is in; None if it is in none.

    Raises:
        IncompleteRunError: Git is not installed.
    """
    top = _run(folder, ("rev-parse", "--git-dir"))
    return None if top.returncode else _known(folder.resolve())


@lru_cache(maxsize=8)
def _known(folder: Path) -> Repository:
    return Repository(folder)


def _run(folder: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("git")
    if program is None:
        raise IncompleteRunError(
            "git is not installed, which reads revisions",
            hint="install git, or name a file that you have",
        )
    return subprocess.run(  # noqa: S603  no shell reads what users name
        [program, "--no-pager", *arguments],
        cwd=folder,
        env={**os.environ, **_QUIET},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
