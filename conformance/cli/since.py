"""`--since`: the older side of a comparison is the same file in a Git revision."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.errors import UsageError
from conformance.git.repository import repository_at
from conformance.readers.package_names import published
from conformance.readers.read import is_command, split
from conformance.readers.revisions import Revised, revised
from conformance.record.sources import named_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.git.repository import Repository

LAST_TAG = "last-tag"

since_option = click.option(
    "--since",
    metavar="REVISION",
    help=f"Compare with the same file in this Git revision, the older one; {LAST_TAG} is the last "
    "tag before the commit that is checked out.",
)


def with_older(sources: Sequence[str], since: str | None) -> tuple[str, ...]:
    """Return the sources; if they are asked for since a revision, the older one first.

    Args:
        sources: What the user names; one source if `since` is given.
        since: A revision, or `LAST_TAG`.

    Raises:
        UsageError: There are several sources, the source is in no repository, or no such revision.
        IncompleteRunError: Git is not installed.
    """
    if since is None:
        return tuple(sources)
    if len(sources) > 1:
        raise UsageError(
            f"--since is for one source, and here are {len(sources)}",
            hint="compare each by itself, or name revisions: REVISION:PATH",
        )
    _, source = named_source(sources[0])
    path, wanted = split(source)
    repository = _repository(source, path)
    revision = since if since != LAST_TAG else repository.last_tag()
    repository.commit(revision)
    older = f"{revision}:{path_in(repository, path)}"
    return (older if wanted is None else f"{older}#{wanted}", *sources)


def path_in(repository: Repository, path: Path) -> str:
    """Return the path of a source's file from the repository's top.

    Raises:
        UsageError: It is outside of the repository.
    """
    found = revised(path.as_posix())
    if found is None:
        relative = Path(os.path.relpath(path)).as_posix()
        found = Revised(revision="HEAD", path=f"./{relative}")
    return found.inside(repository)


def _repository(source: str, path: Path) -> Repository:
    if is_command(source) or published(path.as_posix()) is not None:
        raise UsageError(
            f"--since is for a file of a Git repository, and {source} is none",
            hint="name both sources",
        )
    found = repository_at(Path.cwd())
    if found is None:
        raise UsageError(
            "--since is for a file of a Git repository, and this folder is in none",
            hint="change into the repository, or name both sources",
        )
    return found
