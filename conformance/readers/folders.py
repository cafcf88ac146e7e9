"""Finds the files of a folder or a package that is a source as a whole, and their types."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError, UsageError
from conformance.readers.documents import tree_of
from conformance.readers.notations import NOTATIONS
from conformance.readers.package_names import published

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from conformance.readers.documents import Document, Tree
    from conformance.readers.notations import Notation

MAX_FILES = 5_000
"""A folder with more files of one notation is no source."""

_CODE = {end: x for x in NOTATIONS if x.name != "generator-docs" for end in x.suffixes}
_LEFT_OUT = {"__tests__", "node_modules", "target", "test", "testdata", "tests", "vendor"}
"""The names of folders that hold no types of a package's own."""
_TESTS = ("_test.go", ".test.ts", ".spec.ts", ".test.tsx", ".spec.tsx")
_TWINS = (".d.mts", ".d.cts", ".mts", ".cts")
"""The ends of files that stand beside one with the same types for other kinds of module."""


def is_folder(path: Path) -> bool:
    """Return whether a source is a folder, or a whole package, and no file."""
    wanted = published(path.as_posix())
    if wanted is None:
        return path.is_dir()
    from conformance.readers.published import unpacked  # noqa: PLC0415  archives are slow

    return (unpacked(wanted) / wanted.path).is_dir()


def documents_in(path: Path, asked: str | None = None) -> tuple[Notation, list[Document]]:
    """Return the files of a folder in the notation that most of them have, by their paths.

    Folders and files for tests are left out, and so is what other packages own.

    Args:
        path: The folder, or a folder of a package.
        asked: The name of the notation that is meant; None for the one of most files.

    Raises:
        UsageError: No file is of a known notation, or too many are.
        BrokenFileError: A file cannot be read, or the package cannot be fetched.
        IncompleteRunError: What fetches packages is not installed.
    """
    tree, folder = tree_of(path)
    found = [(x, _CODE[x.suffix.lower()]) for x in _files(folder) if x.suffix.lower() in _CODE]
    if asked is not None:
        found = [(x, notation) for x, notation in found if notation.name == asked]
    if not found:
        raise UsageError(
            "this folder holds no file of types", file=path.as_posix(), hint="name a file"
        )
    notation = Counter(one for _, one in found).most_common(1)[0][0]
    chosen = [x for x, one in found if one is notation]
    chosen = [x for x in chosen if not _is_twin(x, set(chosen))]
    if len(chosen) > MAX_FILES:
        raise UsageError(
            f"this folder holds {len(chosen):,} files of {notation.title}",
            file=path.as_posix(),
            hint="name a folder with fewer",
        )
    return notation, [*_opened(chosen, tree)]


def types_in(
    notation: Notation, documents: Sequence[Document]
) -> tuple[dict[str, tuple[Document, str]], list[str]]:
    """Return the types that files declare themselves, and what cannot be read.

    Returns:
        `FILE#TYPE` -> the file and the type's name in it, with the file relative to all files'
        folder; and a sentence for each file that cannot be read.
    """
    module = notation.module()
    declared = getattr(module, "declared", module.names)
    top = os.path.commonpath([x.path.parent for x in documents])
    found: dict[str, tuple[Document, str]] = {}
    unread = []
    for document in documents:
        relative = document.path.relative_to(top).as_posix()
        try:
            names = declared(document)
        except BrokenFileError as error:
            unread.append(f"not read: {error}")
            continue
        found |= {f"{relative}#{name}": (document, name) for name in names}
    return found, unread


def _files(folder: Path) -> Iterator[Path]:
    for here, inner, names in os.walk(folder):
        inner[:] = sorted(x for x in inner if x not in _LEFT_OUT and not x.startswith("."))
        yield from (
            folder.__class__(here, name) for name in sorted(names) if not name.endswith(_TESTS)
        )


def _is_twin(path: Path, others: set[Path]) -> bool:
    for end in _TWINS:
        if path.name.endswith(end):
            plain = path.with_name(path.name.removesuffix(end) + end[:-3] + "ts")
            return plain in others
    return False


def _opened(paths: Sequence[Path], tree: Tree) -> Iterator[Document]:
    for path in paths:
        found = tree.file(path)
        if found is not None:
            yield found
