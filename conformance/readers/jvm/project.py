"""Finds the declaration behind a name, across the files of a project."""

from __future__ import annotations

import os
from dataclasses import field
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tree_sitter import Node

    from conformance.readers.documents import Document
    from conformance.readers.jvm.model import Declared
    from conformance.readers.jvm.trees import Source

_MAX_FILES = 2000
"""At most this many files of one folder are looked through."""


@dataclass(slots=True, kw_only=True)
class Head:
    """What a file says before its types.

    Attributes:
        package: Its package; empty without one.
        imports: The names that it imports, with their full names.
        wildcards: The packages and types that it imports everything of.
    """

    package: str = ""
    imports: dict[str, str] = field(default_factory=dict)
    wildcards: list[str] = field(default_factory=list)


def unit_of(
    source: Source,
    head: Head,
    types: Iterable[tuple[tuple[str, ...], Node]],
    lower: Callable[[Unit, Node, tuple[str, ...]], Declared],
) -> Unit:
    """Return a file with its types by path; what is broken at the top counts by its names.

    Args:
        source: The parsed file.
        head: What it says before its types.
        types: The paths of its types, each with its node.
        lower: Makes a declaration of a node.
    """
    nodes: dict[tuple[str, ...], list[Node]] = {}
    for path, node in types:
        nodes.setdefault(path, []).append(node)
    for name, node in source.broken():
        nodes.setdefault((name,), [node])
    return Unit(
        source=source,
        package=head.package,
        imports=head.imports,
        wildcards=head.wildcards,
        nodes=nodes,
        lower=lower,
    )


@dataclass(slots=True, kw_only=True, eq=False)
class Unit:
    """A file.

    Attributes:
        source: The parsed file.
        package: Its package.
        imports: The names that it imports, with their full names.
        wildcards: The packages and types that it imports everything of.
        nodes: Its types by path, each as often as it is declared.
        lower: Makes a declaration of a node.
    """

    source: Source
    package: str
    imports: Mapping[str, str]
    wildcards: Sequence[str]
    nodes: Mapping[tuple[str, ...], Sequence[Node]]
    lower: Callable[[Unit, Node, tuple[str, ...]], Declared]
    _declared: dict[tuple[str, ...], Declared] = field(default_factory=dict)

    def declared(self, path: tuple[str, ...]) -> Declared:
        """Return a declaration.

        Raises:
            BrokenFileError: It is not well-formed, or there are two of its name.
        """
        if path not in self._declared:
            found, *others = self.nodes[path]
            if others:
                first = self.source.span(found).line
                self.source.refuse(
                    others[0],
                    f"the type {'.'.join(path)} is declared twice",
                    f"the other one is on line {first}; remove or rename one of them",
                )
            self._declared[path] = self.lower(self, found, path)
        return self._declared[path]


class Project:
    """The files around a file.

    Attributes:
        start: The file itself.
    """

    def __init__(
        self,
        document: Document,
        read: Callable[[Document], Unit],
        suffixes: tuple[str, ...],
        *,
        by_name: bool,
    ) -> None:
        """Read a file.

        Args:
            document: The file.
            read: Reads a file.
            suffixes: The ends of the files' names.
            by_name: Whether a file is called like the type in it.
        """
        self._read = read
        self._suffixes = suffixes
        self._by_name = by_name
        self._units: dict[str, Unit] = {}
        self.start = self._unit(document)

    def find(
        self, unit: Unit, within: tuple[str, ...], name: str
    ) -> tuple[Unit, tuple[str, ...]] | None:
        """Return the file and the path of a declaration; None if the project has none.

        Args:
            unit: The file in which the name stands.
            within: The path of the declaration in which it stands.
            name: The name as it is written.
        """
        steps = tuple(name.split("."))
        for size in range(len(within), -1, -1):
            path = (*within[:size], *steps)
            if path in unit.nodes:
                return unit, path
        if steps[0] in unit.imports:
            return self._full(unit, (*unit.imports[steps[0]].split("."), *steps[1:]))
        found = self._in_folder(unit, ".", unit.package, steps)
        for around in unit.wildcards:
            found = found or self._full(unit, (*around.split("."), *steps))
        return found or (self._full(unit, steps) if len(steps) > 1 else None)

    def full_name(self, unit: Unit, name: str) -> str:
        """Return a name with its package, if the file imports it."""
        head, dot, rest = name.partition(".")
        return f"{unit.imports.get(head, head)}{dot}{rest}"

    def beside(self, unit: Unit) -> Iterator[Unit]:
        """Yield the files of the same package in the same folder, the file itself first."""
        yield unit
        for other in self._files(unit, ".", None):
            if other is not unit and other.package == unit.package:
                yield other

    def _full(self, unit: Unit, steps: tuple[str, ...]) -> tuple[Unit, tuple[str, ...]] | None:
        own = [step for step in unit.package.split(".") if step]
        for size in range(len(steps) - 1, 0, -1):
            alike = takewhile(lambda pair: pair[0] == pair[1], zip(own, steps[:size], strict=False))
            shared = len(list(alike))
            folder = "/".join([*[".."] * (len(own) - shared), ".", *steps[shared:size]])
            found = self._in_folder(unit, folder, ".".join(steps[:size]), steps[size:])
            if found is not None:
                return found
        return None

    def _in_folder(
        self, unit: Unit, folder: str, package: str, steps: tuple[str, ...]
    ) -> tuple[Unit, tuple[str, ...]] | None:
        for other in self._files(unit, folder, steps[0] if self._by_name else None):
            if other.package == package and steps in other.nodes:
                return other, steps
        return None

    def _files(self, unit: Unit, folder: str, name: str | None) -> Iterator[Unit]:
        """Yield the files in a folder, or the one of a name."""
        document = unit.source.document
        around = Path(os.path.normpath(document.path.absolute().parent / folder))
        if not around.is_relative_to(document.tree.root):
            return
        if name is None:
            ending = document.tree.ending
            found = [p.name for end in self._suffixes for p in ending(around, end)]
            wanted = found[:_MAX_FILES]
        else:
            wanted = [f"{name}{end}" for end in self._suffixes]
        for each in wanted:
            other = document.beside(f"{folder}/{each}")
            if other is not None:
                yield self._unit(other)

    def _unit(self, document: Document) -> Unit:
        key = str(document.path.absolute())
        if key not in self._units:
            self._units[key] = self._read(document)
        return self._units[key]
