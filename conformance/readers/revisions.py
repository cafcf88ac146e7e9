"""How a source of a Git revision is named, as `git show` does: `REVISION:PATH`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import UsageError
from conformance.expressions import expression

if TYPE_CHECKING:
    from conformance.git.repository import Repository

_NAME = expression(r"(?P<revision>(?:[^:{]|\{[^}]*\})*):(?P<path>.*)", re.DOTALL)
_OTHERS = frozenset({"npm", "pypi", "crate", "go", "maven", "exec"})
"""What stands before a colon in the names of other sources."""
_URLS = frozenset({"http", "https", "ftp", "file", "ssh", "git", "s3", "gs", "data"})
_COMMIT = expression(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A file of a revision.

    Attributes:
        revision: The revision, as git understands it: a branch, a tag, a commit, `HEAD~3`.
        path: The file's path from the repository's top; from the working folder if it starts with
            `./` or `../`.
    """

    revision: str
    path: str

    @property
    def is_locked(self) -> bool:
        """Whether the revision is the full id of a commit, which never changes."""
        return _COMMIT.fullmatch(self.revision) is not None

    def inside(self, repository: Repository) -> str:
        """Return the path from the repository's top.

        Raises:
            UsageError: It leads out of the repository.
        """
        is_relative = self.path.startswith(("./", "../"))
        path = f"{repository.prefix()}{self.path}" if is_relative else self.path
        whole = os.path.normpath(path).replace(os.sep, "/")
        if whole == ".." or whole.startswith("../"):
            raise UsageError(
                "the path leads out of the repository",
                file=f"{self.revision}:{self.path}",
                hint="write it from the repository's top, or with ./ from this folder",
            )
        return whole


def revised(name: str) -> Revised | None:
    """Return what the path of a source names in a Git revision; None if it is another name.

    A file whose name holds a colon, a drive's letter and the names of packages and commands are
    other names.

    Raises:
        UsageError: It is a URL, or names no revision, or no path.
    """
    found = _NAME.fullmatch(name)
    if found is None or found["revision"] in _OTHERS or Path(name).exists():
        return None
    revision, path = found["revision"], found["path"]
    if len(revision) == 1 and (os.name == "nt" or path.startswith(("/", "\\"))):
        return None  # a drive
    if revision.lower() in _URLS and path.startswith("/"):
        raise UsageError("a URL is no source", file=name, hint="fetch it, and name the file")
    if not revision or not path:
        raise UsageError(
            f"{name!r} names no file of a revision", hint="write REVISION:PATH, as in main:api.yaml"
        )
    if path.startswith("/"):
        raise UsageError(
            "a path in a revision starts at the repository's top, without a slash",
            file=name,
            hint=f"write {revision}:{path.lstrip('/')}",
        )
    return Revised(revision=revision, path=path)
