"""The files of a source: the one that is named, and those that it leads to."""

from __future__ import annotations

import hashlib
import os
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError, UsageError
from conformance.files import input_bytes
from conformance.readers.package_names import published
from conformance.readers.revisions import revised

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.readers.commits import CommitFiles

_Made = TypeVar("_Made")

_ROOTS = (
    ".git", "Cargo.toml", "build.gradle", "build.gradle.kts", "build.sbt", "go.mod", "package.json",
    "pom.xml", "pyproject.toml", "setup.py",
)  # fmt: skip
"""A folder with one of these is the root of a project."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A file of a source.

    Attributes:
        path: The file.
        shown: Its path as it is shown to the user, with slashes.
        text: Its text, without a byte order mark and with line feeds only.
        tree: All files of the source.
        made: What readers made of the text, by a name of theirs, so that it is made once.
    """

    path: Path
    shown: str
    text: str
    tree: Tree
    made: dict[str, object] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], _Made]) -> _Made:
        """Return what a reader makes of the document, made when it is first asked for.

        Args:
            name: The reader's own name for it.
            make: Makes it.
        """
        if name not in self.made:
            self.made[name] = make()
        return cast("_Made", self.made[name])

    def beside(self, relative: str) -> Document | None:
        """Return the file at a path relative to this file's folder; None if there is none.

        Raises:
            BrokenFileError: The path leads out of the project, or the file cannot be read.
        """
        return self.tree.file(Path(os.path.normpath(self.path.parent / relative)))


@dataclass(slots=True, eq=False)
class Tree:
    """The files of one project, read when they are asked for.

    Attributes:
        root: The folder that no source may leave, absolute.
        package: The published package that the files are of; empty if there is none.
        commit: The commit that the files are of; None for files on the disk.
        digests: The files that were read: their path as it is shown -> SHA-256 of their bytes.
    """

    root: Path
    package: str = ""
    commit: CommitFiles | None = None
    digests: dict[str, str] = field(default_factory=dict)
    _read: dict[Path, Document] = field(default_factory=dict)
    _first: dict[str, Document] = field(default_factory=dict)

    def file(self, path: Path) -> Document | None:
        """Return a file; None if there is none.

        Raises:
            BrokenFileError: It is outside of the project, or cannot be read.
        """
        whole = path.absolute()
        if whole in self._read:
            return self._read[whole]
        if not self.is_file(whole):
            return None
        if not whole.resolve().is_relative_to(self.root):
            raise BrokenFileError(
                "the file is outside of the source's project",
                file=path.as_posix(),
                hint=f"the project is the folder {self.root.name}; copy the file into it",
            )
        return self._open(path)

    def is_file(self, path: Path) -> bool:
        """Return whether there is a file at a path."""
        return path.is_file() if self.commit is None else self.commit.is_file(path)

    def is_folder(self, path: Path) -> bool:
        """Return whether there is a folder at a path."""
        return path.is_dir() if self.commit is None else self.commit.is_folder(path)

    def ending(self, folder: Path, end: str) -> list[Path]:
        """Return what stands in a folder and ends like this, sorted by name."""
        if self.commit is not None:
            return self.commit.ending(folder, end)
        return sorted(folder.glob(f"*{end}"))

    def first(self, name: str, document: Document) -> Document:
        """Return the first file that was given under a name, so that others share what it holds."""
        return self._first.setdefault(name, document)

    def text(self, shown: str) -> str:
        """Return the text of a file that was read, by its path as it is shown; else empty."""
        return next((one.text for one in self._read.values() if one.shown == shown), "")

    def _open(self, path: Path) -> Document:
        if self.commit is not None:
            data, shown = self.commit.content(path), self.commit.shown(path)
        else:
            data, shown = input_bytes(path), path.as_posix()
        if self.package:
            shown = f"{self.package}/{path.absolute().relative_to(self.root).as_posix()}"
        return self._made(path, data, shown)

    def _made(self, path: Path, data: bytes, shown: str) -> Document:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise BrokenFileError(
                "the file is not UTF-8", file=shown, place=f"line {line}", hint="save it as UTF-8"
            ) from error
        document = Document(path, shown, text.replace("\r\n", "\n"), self)
        self.digests[shown] = hashlib.sha256(data).hexdigest()
        self._read[path.absolute()] = document
        return document


def opened(path: Path) -> Document:
    """Return the file of a source, in a tree of its own.

    Raises:
        UsageError: There is no such file.
        BrokenFileError: It has too many bytes, or is not UTF-8, or its package cannot be fetched.
        IncompleteRunError: What fetches packages, or git, is not installed.
    """
    tree, place = tree_of(path)
    if tree.is_folder(place):
        raise UsageError(
            "this is a folder", file=path.as_posix(), hint="name a file, and the type after #"
        )
    return tree._open(place)  # noqa: SLF001  the first may be a pipe


def tree_of(path: Path) -> tuple[Tree, Path]:
    """Return the tree around a file or a folder, and its place.

    Raises:
        UsageError: There is none.
        BrokenFileError: Its package cannot be fetched.
        IncompleteRunError: What fetches packages is not installed.
    """
    wanted = published(path.as_posix())
    if wanted is not None:
        from conformance.readers.published import unpacked  # noqa: PLC0415  archives are slow

        root = unpacked(wanted).resolve()
        return Tree(root, wanted.package), root / wanted.path
    revision = revised(path.as_posix())
    if revision is not None:
        from conformance.readers.commits import files_of  # noqa: PLC0415  it runs git

        commit = files_of(revision)
        return Tree(commit.root, commit=commit), commit.first
    if not path.exists():
        raise UsageError("there is no such file", file=path.as_posix())
    whole = path.resolve()
    return Tree(_root(whole if path.is_dir() else whole.parent)), path


def holding(path: Path, data: bytes, shown: str) -> Document:
    """Return a file as if it held these bytes; what it leads to is as it is on the disk.

    Raises:
        BrokenFileError: They are not UTF-8.
    """
    return Tree(_root(path.resolve().parent))._made(path, data, shown)  # noqa: SLF001  as above


def _root(folder: Path) -> Path:
    """Return the root of the project that a folder belongs to.

    It is the nearest folder that looks like one; or else the folder, or what the Python package
    that it is part of lies in.
    """
    for above in (folder, *folder.parents):
        if any((above / name).exists() for name in _ROOTS):
            return above
    while (folder / "__init__.py").is_file():
        folder = folder.parent
    return folder
