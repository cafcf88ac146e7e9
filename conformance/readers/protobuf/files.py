"""Finds the files that a `.proto` file imports, in the folders above it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError

if TYPE_CHECKING:
    from conformance.readers.documents import Document

_IMPORT = re.compile(
    r"//[^\n]*|/\*.*?\*/"
    r"|\bimport\s+(?:public\s+|weak\s+|option\s+)?(?P<quote>[\"'])(?P<name>[^\"'\n]+)(?P=quote)\s*;",
    re.DOTALL,
)
OWN = "google/protobuf/"
"""Files that come with protoc."""
_MAX_FILES = 5000


def imported(document: Document) -> dict[str, Document]:
    """Return a file and all that it imports, by the names under which they are imported.

    The name of the file itself comes first.

    Raises:
        BrokenFileError: A file that is imported is not found.
    """
    own = document.path.name
    found: dict[str, Document] = {own: document}
    known = {document.path.absolute(): own}
    waiting = [own]
    while waiting and len(found) < _MAX_FILES:
        one = found[waiting.pop()]
        for match in _IMPORT.finditer(one.text):
            name = match["name"]
            if name is None or name.startswith(OWN) or name in found:
                continue
            other = _above(one, name)
            if other is None:
                line = one.text.count("\n", 0, match.start()) + 1
                raise BrokenFileError(
                    f"the file imports {name}, which is not there",
                    file=one.shown,
                    place=f"line {line}",
                    hint="put it below this folder or one above it, as the import names it",
                )
            first = known.setdefault(other.path.absolute(), name)
            found[name] = other
            if first == name:
                waiting.append(name)
    return found


def _above(document: Document, name: str) -> Document | None:
    """Return a file by its path from the folder of another one, or from a folder above that."""
    folder = document.path.absolute().parent
    inside = [x for x in (folder, *folder.parents) if x.is_relative_to(document.tree.root)]
    for around in inside:
        found = document.beside(os.path.relpath(around / name, folder))
        if found is not None:
            return found
    return None
