"""Reads Scala: case classes, as far as every derived codec of circe or play-json agrees on them.

* `values` reads types and annotations; `units` finds the declarations of a file;
* `rules` says what a derived codec reads and writes, and what is up to the codec.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.jvm.known import SCALA
from conformance.readers.jvm.project import Project
from conformance.readers.jvm.reading import read_type
from conformance.readers.jvm.types import Types
from conformance.readers.scala.rules import read_class
from conformance.readers.scala.units import SUFFIXES, read_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.documents import Document
    from conformance.readers.facts import Facts


def names(document: Document) -> Sequence[str]:
    """Return the types that a file declares, with the objects around them."""
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
    return read_type(Types(project=project, library=SCALA, rules=read_class), name)
