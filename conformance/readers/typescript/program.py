"""The files of one project, and what names mean in them."""

from __future__ import annotations

import re
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.typescript.scopes import Entity, outlined
from conformance.readers.typescript.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from conformance.readers.documents import Document, Tree
    from conformance.readers.typescript.scopes import Declaration, Outline, Scope

_ENDS = (".ts", ".d.ts", ".tsx", ".mts", ".d.mts", ".cts", ".d.cts")
_BY_SCRIPT = {
    ".js": (".ts", ".tsx", ".d.ts"),
    ".jsx": (".tsx", ".d.ts"),
    ".mjs": (".mts", ".d.mts"),
    ".cjs": (".cts", ".d.cts"),
}
"""The end of a script's name -> those of the files with its types."""


@dataclass(slots=True, eq=False)
class Program:
    """The files that were read.

    Attributes:
        outlines: What each file declares, by its path.
        ambient: The ambient modules by name.
    """

    outlines: dict[Path, Outline] = field(default_factory=dict)
    ambient: dict[str, Scope] = field(default_factory=dict)
    _open: set[tuple[int, str]] = field(default_factory=set)

    def outline(self, document: Document) -> Outline:
        """Return what a file declares; each file is parsed once."""
        path = document.path.absolute()
        if path not in self.outlines:
            self.outlines[path] = outlined(parsed(document), self.ambient)
            for each in self.outlines[path].references:
                other = document.beside(each)
                if other is not None:
                    self.outline(other)
        return self.outlines[path]

    def names(self, document: Document) -> list[str]:
        """Return the names of the types of a file, and of those that it passes on."""
        found: dict[str, None] = {}
        waiting, done = [document], {document.path}
        while waiting:
            one = waiting.pop(0)
            outline = self.outline(one)
            found |= dict.fromkeys(each.name for each in outline.declarations)
            others = [one.beside(each) for each in outline.references]
            waiting += [each for each in others if each and each.path not in done]
            done |= {each.path for each in others if each}
        found |= dict.fromkeys(self._passed_on(self.outline(document).top, set()))
        return list(found)

    def _passed_on(self, scope: Scope, done: set[int]) -> Iterator[str]:
        if id(scope) in done:
            return
        done.add(id(scope))
        for name in scope.exports:
            entity = None if name == "default" else self.exported(scope, name)
            if entity is not None and entity.type is not None:
                yield name
        for module in scope.stars:
            other = self.module(module, scope)
            if other is not None:
                yield from (n for n, each in other.entities.items() if each.type is not None)
                yield from self._passed_on(other, done)

    def declaration(self, document: Document, name: str) -> Declaration:
        """Return the declaration of one of `names`."""
        top = self.outline(document).top
        found = self.meaning(name.split("."), top)
        if found is None or found.type is None:
            found = self.exported(top, name)
        if found is None or found.type is None:
            every = [x for outline in self.outlines.values() for x in outline.declarations]
            return next(each for each in every if each.name == name)
        return found.type

    def meaning(self, steps: Sequence[str], scope: Scope) -> Entity | None:
        """Return what a name with dots means in a scope; None if that is not known."""
        found = self._local(steps[0], scope)
        for step in steps[1:]:
            if found is None or found.space is None:
                return None
            found = self.exported(found.space, step)
        return found

    def _local(self, name: str, scope: Scope) -> Entity | None:
        """Return what a name means in a scope, the scopes around it, or everywhere."""
        around: Scope | None = scope
        while around is not None:
            found = self._here(name, around)
            if found is not None:
                return found
            around = around.parent
        for outline in self.outlines.values():
            if name in outline.top.entities and not outline.top.is_module:
                return outline.top.entities[name]
        return None

    def _here(self, name: str, scope: Scope) -> Entity | None:
        key = id(scope), name
        if key in self._open:
            return None
        self._open.add(key)
        try:
            found = scope.entities.get(name)
            other = None
            if name in scope.imports:
                module, there = scope.imports[name]
                target = self.module(module, scope)
                other = None if target is None else self.exported(target, there)
            elif name in scope.aliases:
                other = self.meaning(scope.aliases[name], scope)
        finally:
            self._open.discard(key)
        if found is None or other is None:
            return found or other
        return Entity(
            found.type or other.type, found.value or other.value, found.space or other.space
        )

    def exported(self, scope: Scope, name: str) -> Entity | None:
        """Return what a name means to those who import it from a module or namespace."""
        key = id(scope), f"export {name}"
        if key in self._open:
            return None
        self._open.add(key)
        try:
            return self._exported(scope, name)
        finally:
            self._open.discard(key)

    def _exported(self, scope: Scope, name: str) -> Entity | None:
        whole = None if scope.whole is None else self._local(scope.whole, scope)
        if name == "=" or (name == "default" and whole is not None):
            return whole or Entity(space=scope)
        if name == "*":
            return Entity(space=scope)
        if name in scope.exports:
            module, there = scope.exports[name]
            target = scope if module is None else self.module(module, scope)
            if target is None:
                return None
            return self._local(there, scope) if module is None else self.exported(target, there)
        found = self._here(name, scope)
        if found is None and whole is not None and whole.space is not None:
            found = self.exported(whole.space, name)
        for each in scope.stars if found is None else ():
            other = self.module(each, scope)
            found = found or (None if other is None else self.exported(other, name))
        return found

    def module(self, name: str, scope: Scope) -> Scope | None:
        """Return a module by the name in an `import`; None if it is a package, or is missing."""
        if not name.startswith("."):
            return self.ambient.get(name)
        document = scope.source.document
        for relative in _candidates(name):
            found = document.beside(relative)
            if found is not None:
                return self.outline(found).top
        return None


def _candidates(name: str) -> Iterator[str]:
    """Yield the files that an `import` may mean, the likeliest first."""
    script = re.search(r"\.[cm]?jsx?$", name)
    if script:
        yield from (f"{name[: script.start()]}{end}" for end in _BY_SCRIPT[script[0]])
    if name.endswith(_ENDS):
        yield name
    yield from (f"{name}{end}" for end in _ENDS)
    yield from (f"{name}/index{end}" for end in _ENDS)


@lru_cache(maxsize=4)
def program_of(tree: Tree) -> Program:  # noqa: ARG001  it is the key
    """Return the program of the files of one source."""
    return Program()
