"""Reads Kotlin: what kotlinx.serialization, Moshi or Jackson reads and writes for a class.

* `values` reads types and annotations; `units` finds the declarations of a file, `members` what
  they hold;
* `rules` tells the library that a class is for, by its annotations; `serialization` and `moshi`
  put the rules of those to it. Jackson's are those of `jvm`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.jvm.known import KOTLIN
from conformance.readers.jvm.project import Project
from conformance.readers.jvm.reading import read_type
from conformance.readers.jvm.types import Types
from conformance.readers.kotlin.rules import read_class
from conformance.readers.kotlin.units import SUFFIXES, read_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.documents import Document
    from conformance.readers.facts import Facts


def names(document: Document) -> Sequence[str]:
    """Return the types that a file declares, with those around them."""
    return [".".join(path) for path in read_unit(document).nodes]


def facts(document: Document, name: str) -> Facts:
    """Return what a file says about a type.

    Args:
        document: The file.
        name: One of `names`.

    Raises:
        BrokenFileError: The type, or one that it leads to, cannot be read.
    """
    project = Project(document, read_unit, SUFFIXES, by_name=False)
    return read_type(Types(project=project, library=KOTLIN, rules=read_class), name)
