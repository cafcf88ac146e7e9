"""Reads Java: what Jackson reads and writes for a record, a bean, an enumeration or an interface.

* `values` reads types and annotations; `units` finds the declarations of a file;
* `methods` tells getters, setters and creators, and what gives an enumeration's values.

What Jackson makes of them stands in `jvm`, which the reader of Kotlin uses too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.java.units import SUFFIXES, read_unit
from conformance.readers.jvm.jackson import read_class
from conformance.readers.jvm.known import JAVA
from conformance.readers.jvm.project import Project
from conformance.readers.jvm.reading import read_type
from conformance.readers.jvm.types import Types

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
    project = Project(document, read_unit, SUFFIXES, by_name=True)
    return read_type(Types(project=project, library=JAVA, rules=read_class), name)
