"""Finds the files that variants were read from: in the source tree, or in a folder of documents."""

from __future__ import annotations

import hashlib
import os
import posixpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError, UsageError
from conformance.files import file_bytes
from conformance.readers.package_names import published
from conformance.readers.revisions import revised
from conformance.record.places import tree_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import ReadFrom, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A file that a variant is read from.

    Attributes:
        path: The file, as it is asked for.
        name: Its name in `variant.json`: its path in the source tree, or in a folder of documents,
            or its place in a published package or a commit.
        elsewhere: Whether it is not in the source tree.
    """

    path: Path
    name: str
    elsewhere: bool

    def name_of(self, file: str) -> str:
        """Return the name of this file, or of another one that it led to, by its path."""
        if is_fixed(self.name):
            return file  # all are named by the package or the commit
        way = os.path.relpath(Path(file).absolute(), self.path.absolute().parent)
        found = posixpath.join(posixpath.dirname(self.name), Path(way).as_posix())
        return self.name if way == self.path.name else posixpath.normpath(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A variant whose source has changed, or is not at hand.

    Attributes:
        variant: The variant's id.
        file: The file.
        missing: Whether it is not at hand.
    """

    variant: str
    file: str
    missing: bool


def is_fixed(name: str) -> bool:
    """Return whether what has this name never changes: a file of a package, or of a commit."""
    revision = revised(name)
    return published(name) is not None or (revision is not None and revision.is_locked)


def origin_of(path: Path, record: Path, sources: Path | None) -> Origin:
    """Return the origin of a file that a person names; a revision is locked to its commit.

    Args:
        path: The file.
        record: The record's folder.
        sources: A folder of documents outside of the source tree; None if none is named.

    Raises:
        UsageError: There is no such file, or it is in neither.
    """
    if published(path.as_posix()) is not None:
        return Origin(path=path, name=path.as_posix(), elsewhere=True)
    revision = revised(path.as_posix())
    if revision is not None:
        from conformance.readers.commits import locked  # noqa: PLC0415  it runs git

        fixed = locked(revision)
        name = f"{fixed.revision}:{fixed.path}"
        return Origin(path=Path(name), name=name, elsewhere=True)
    if not path.is_file():
        raise UsageError("there is no such file", file=path.as_posix())
    whole = path.resolve()
    for root, elsewhere in ((tree_root(record), False), (sources, True)):
        if root is not None and whole.is_relative_to(root.resolve()):
            name = whole.relative_to(root.resolve()).as_posix()
            return Origin(path=path, name=name, elsewhere=elsewhere)
    raise UsageError(
        "the file is outside of the record's source tree",
        file=path.as_posix(),
        hint="copy it there, or name a folder that holds it with --sources",
    )


def found_origin(read_from: ReadFrom, record: Path, sources: Path | None) -> Origin:
    """Return the origin of a variant that was read.

    In the folder of documents it is the file of that name; else one of that name in a folder of
    that folder; else the file that was read, under whatever name.

    Raises:
        UsageError: It is not at hand.
    """
    name = read_from.source
    if is_fixed(name):
        return Origin(path=Path(name), name=name, elsewhere=True)
    path = _found(read_from, name, record, sources)
    if path is None:
        where = "" if sources is None else f" or in {sources.as_posix()}"
        raise UsageError(
            f"cannot be read: it is not in the source tree{where}",
            file=name,
            hint="name a folder that holds it with --sources",
        )
    return Origin(path=path, name=name, elsewhere=read_from.elsewhere)


def stale_variants(record: Record, sources: Path | None) -> Iterator[Stale]:
    """Yield the variants whose sources have changed, or are not at hand, each once.

    A version of a published package never changes, nor does a commit.
    """
    for variant in record.variants:
        read_from = variant.read_from
        if read_from is None or is_fixed(read_from.source):
            continue
        for name, digest in read_from.files.items():
            path = _found(read_from, name, record.folder, sources)
            if path is None or _digest(path) != digest:
                yield Stale(variant=variant.id, file=name, missing=path is None)
                break


def _found(read_from: ReadFrom, name: str, record: Path, sources: Path | None) -> Path | None:
    here = None if read_from.elsewhere else _below(tree_root(record), name)
    if here is not None or sources is None:
        return here
    digest = read_from.files.get(name)
    return _below(sources, name) or _of_name(sources, name) or _of_digest(sources, digest)


def _below(root: Path, name: str) -> Path | None:
    """Return the file of a path in a folder, as short as it can be shown; None if there is none."""
    path = root / name
    if not path.is_file():
        return None
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _of_name(sources: Path, name: str) -> Path | None:
    """Return the only file of a name in the folders of a folder."""
    last = PurePosixPath(name).name
    found = [path for path in sorted(sources.rglob("*")) if path.name == last and path.is_file()]
    return found[0] if len(found) == 1 else None


def _of_digest(sources: Path, digest: str | None) -> Path | None:
    found = (path for path in sorted(sources.rglob("*")) if path.is_file())
    return next((path for path in found if _digest(path) == digest), None)


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file; empty if it cannot be read."""
    try:
        return hashlib.sha256(file_bytes(path)).hexdigest()
    except BrokenFileError:
        return ""
