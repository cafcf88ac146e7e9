"""Reads protobuf: what ProtoJSON reads and writes for a message or an enumeration.

* `files` finds the imported files, `compiled` has protoc read them;
* `messages` and `scalars` put ProtoJSON's rules to what it says, `well_known` those of Google's own
  types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import Facts, Reference
from conformance.readers.protobuf.compiled import compiled
from conformance.readers.protobuf.messages import Messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.documents import Document


def names(document: Document) -> Sequence[str]:
    """Return the messages and enumerations of a file, with the messages around them.

    Raises:
        BrokenFileError: It cannot be read, or a file that it imports is missing.
    """
    return [one.path for one in compiled(document).declared]


def facts(document: Document, name: str) -> Facts:
    """Return what a file says about a message or an enumeration.

    Args:
        document: The file.
        name: One of `names`.
    """
    found = compiled(document)
    full = next(one.full for one in found.declared if one.path == name)
    reader = Messages(found)
    types = reader.all_read(full)
    span = found.by_name[full].span()
    root = Reference(span=span, name=reader.key(full))
    return Facts(name=name, root=root, types=types, notes=tuple(reader.notes))
