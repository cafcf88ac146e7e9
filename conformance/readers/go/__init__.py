"""Reads Go types with `json` tags, as Go's `encoding/json` reads and writes them.

A package is a folder, so types in other files of the same folder count, and those of packages of
the same module. `syntax` parses, `packages` finds declarations, `resolve` says what an expression
stands for, `fields` and `methods` follow embedding, and `types` makes the facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import Facts
from conformance.readers.go.packages import Package, Project, package_with
from conformance.readers.go.resolve import Scope, instance
from conformance.readers.go.syntax import part
from conformance.readers.go.types import Types

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.documents import Document


def names(document: Document) -> Sequence[str]:
    """Return the types that the file declares, in its order.

    Raises:
        BrokenFileError: It declares one twice, or is no Go at all.
    """
    package = Package("", "", is_library=False, project=Project(document))
    package.add(document)
    for name in package.types:
        package.declared(name)
    if not package.types:
        package.files[0].check(package.files[0].root)
    return list(package.types)


def facts(document: Document, name: str) -> Facts:
    """Return all that the source says about a type that the file declares.

    Raises:
        BrokenFileError: The type or one that it leads to cannot be read: a syntax error, a circle,
            or a generic type without its arguments.
    """
    package = package_with(document, name)
    one = package.declared(name)[0]
    found = instance(one, (), one.span)
    at = (
        found
        if one.node.type == "type_spec"
        else Scope(package, one.file).expression(part(one.node, "type"))
    )
    types = Types()
    root = types.whole(at, sent=False)
    sent = types.whole(at, sent=True)
    return Facts(
        name=name,
        root=root,
        types=types.found,
        notes=tuple(types.notes.values()),
        sent_root=None if sent == root else sent,
    )
