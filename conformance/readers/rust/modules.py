"""Finds the declarations behind names: modules in a file and beside it, `use`, re-exports."""

from __future__ import annotations

import os
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.readers.nodes import child, needed, text
from conformance.readers.rust.attributes import read_attributes
from conformance.readers.rust.syntax import Source, items, word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tree_sitter import Node

    from conformance.readers.documents import Document
    from conformance.readers.rust.attributes import Attributes

_ROOTS = ("lib.rs", "main.rs")
_FOLDER_FILES = (*_ROOTS, "mod.rs")
_DECLARES = {"struct_item", "enum_item", "type_item", "union_item"}
_STEPS = {"identifier", "type_identifier", "crate", "self", "super", "primitive_type"}
_MAX_NESTING = 64
_MAX_OPEN = 100
_MAX_STEPS = 5000
"""At most this many modules are asked for one name, and this many imports lead to one another."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Declared:
    """A declared type.

    Attributes:
        name: Its name.
        node: Its declaration.
        attributes: The nodes of its attributes.
        module: The module that it stands in.
    """

    name: str
    node: Node
    attributes: tuple[Node, ...]
    module: Module

    def read_attributes(self) -> Attributes:
        """Return the attributes of the declaration."""
        return read_attributes(self.module.source, self.attributes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A path into another crate."""

    path: str


@dataclass(slots=True, kw_only=True, eq=False)
class Module:
    """A module: a file, or a part of one.

    Attributes:
        source: The file that it stands in.
        path: Its path from the crate's root.
        inner: Its path within its file.
        folder: The folder of its children, relative to its file.
        body: The list of its items.
        types: Its types by name, each as often as it is declared.
        children: Its modules by name.
        uses: The names that it imports, with their paths.
        globs: The paths that it imports everything of.
        constants: The values of its constants.
        macros: Whether a macro stands among its items.
    """

    source: Source
    path: tuple[str, ...]
    inner: tuple[str, ...]
    folder: str
    body: Node
    types: dict[str, list[Declared]] = field(default_factory=dict)
    children: dict[str, tuple[Node, tuple[Node, ...]]] = field(default_factory=dict)
    uses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    globs: list[tuple[str, ...]] = field(default_factory=list)
    constants: dict[str, Node] = field(default_factory=dict)
    macros: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Sort the items by what they are."""
        for node, attributes, _ in items(self.body):
            name = child(node, "name")
            if node.type in _DECLARES and name is not None:
                found = Declared(name=word(name), node=node, attributes=attributes, module=self)
                self.types.setdefault(found.name, []).append(found)
            elif node.type == "mod_item" and name is not None:
                self.children.setdefault(word(name), (node, attributes))
            elif node.type == "use_declaration":
                self._use(node)
            elif node.type == "const_item" and name is not None:
                self.constants[word(name)] = needed(node, "value")
            elif _is_macro(node):
                self.macros.append(node)

    def _use(self, node: Node) -> None:
        for path, name in _imported(needed(node, "argument"), (), 0):
            if name is None:
                self.globs.append(path)
            else:
                self.uses.setdefault(name, path)


Found: TypeAlias = "Declared | Module | Foreign"


@dataclass(slots=True)
class _Known:
    """What is known of the modules of a crate."""

    modules: dict[tuple[Path, tuple[str, ...]], Module] = field(default_factory=dict)
    found: dict[tuple[int, tuple[str, ...]], Found | None] = field(default_factory=dict)
    implemented: dict[Path, frozenset[tuple[str, str]]] = field(default_factory=dict)


class Crate:
    """The modules around a file.

    Attributes:
        start: The module of the file itself.
    """

    def __init__(self, document: Document) -> None:
        """Find the crate's root; without one the file is the root.

        What is known of the modules of a crate with a root is shared by all its files.
        """
        self._root = _root_of(document)
        known = _Known() if self._root is None else self._root.once("rust-crate", _Known)
        self._modules, self._found = known.modules, known.found
        self._implemented = known.implemented
        path: tuple[str, ...] = ()
        if self._root is not None:
            here = document.path.absolute()
            path = here.relative_to(self._root.path.absolute().parent).with_suffix("").parts
            path = path[:-1] if document.path.name in _FOLDER_FILES else path
        self.start = self._file(document, path)

    def root(self) -> Module:
        """Return the module at the crate's root."""
        return self.start if self._root is None else self._file(self._root, ())

    def inner(self, module: Module) -> Iterator[Module]:
        """Yield a module and those that stand in it, in the file's order."""
        waiting = [module]
        while waiting:
            one = waiting.pop()
            yield one
            found = [
                self.child(one, name)
                for name, (node, attributes) in one.children.items()
                if child(node, "body") is not None
                and not read_attributes(one.source, attributes).left_out
            ]
            waiting += [inner for inner in reversed(found) if inner is not None]

    def child(self, module: Module, name: str) -> Module | None:
        """Return a module's child; None if it is not declared, or its file is missing."""
        node, attributes = module.children[name]
        body = child(node, "body")
        document = module.source.document
        if body is not None:
            if len(module.inner) > _MAX_NESTING:
                module.source.refuse(node, "modules are nested too deeply", "use fewer levels")
            key = (document.path.absolute(), (*module.inner, name))
            if key not in self._modules:
                self._modules[key] = Module(
                    source=module.source,
                    path=(*module.path, name),
                    inner=(*module.inner, name),
                    folder=f"{module.folder}/{name}",
                    body=body,
                )
            return self._modules[key]
        named = [
            one.value
            for one in read_attributes(module.source, attributes).metas
            if one.name == "path" and one.value
        ]
        tries = named or [f"{module.folder}/{name}.rs", f"{module.folder}/{name}/mod.rs"]
        if self._root is None and not module.inner and not named:  # the file may be no root
            stem = document.path.stem
            tries += [f"{stem}/{name}.rs", f"{stem}/{name}/mod.rs"]
        for one in tries:
            found = document.beside(one)
            if found is not None:
                return self._file(found, (*module.path, name))
        return None

    def parent(self, module: Module) -> Module | None:
        """Return the module around a module; None if it cannot be found."""
        if module.inner:
            key = (module.source.document.path.absolute(), module.inner[:-1])
            return self._modules[key]
        found: Module | None = self.root()
        if not module.path or found is module:
            return None
        for name in module.path[:-1]:
            if found is None or name not in found.children:
                return None
            found = self.child(found, name)
        return found

    def implemented(self, declared: Declared) -> frozenset[tuple[str, str]]:
        """Return the types and traits of the `impl`s in the file of a declaration."""
        source = declared.module.source
        if source.document.path not in self._implemented:
            self._implemented[source.document.path] = frozenset(_implemented(source.root))
        return self._implemented[source.document.path]

    def find(self, module: Module, path: tuple[str, ...]) -> Found | None:
        """Return what a path means in a module; None if the file does not say."""
        key = (id(module), path)
        if key not in self._found:
            self._found[key] = _Search(self).path(module, path)
        return self._found[key]

    def _file(self, document: Document, path: tuple[str, ...]) -> Module:
        key = (document.path.absolute(), ())
        if key not in self._modules:
            source = document.once("rust", lambda: Source(document))
            is_root = self._root is None and not path
            folder = "." if document.path.name in _FOLDER_FILES or is_root else document.path.stem
            self._modules[key] = Module(
                source=source, path=path, inner=(), folder=folder, body=source.root
            )
        return self._modules[key]


class _Search:
    """One look-up of a name, which follows imports and re-exports."""

    def __init__(self, crate: Crate) -> None:
        self.crate = crate
        self.open: set[tuple[int, str]] = set()
        self.steps = 0

    def path(self, module: Module, path: tuple[str, ...]) -> Found | None:
        found: Found | None = module
        steps = list(path)
        if steps[0] == "crate":
            found = self.crate.root()
            steps.pop(0)
        elif steps[0] in {"self", "super"}:
            while steps and steps[0] in {"self", "super"} and isinstance(found, Module):
                found = found if steps.pop(0) == "self" else self.crate.parent(found)
        else:
            found = self.name(module, steps[0])
            if found is None:
                return Foreign(path="::".join(path)) if len(path) > 1 else None
            steps.pop(0)
        for step in steps:
            if isinstance(found, Foreign):
                found = Foreign(path=f"{found.path}::{step}")
            else:
                found = self.name(found, step) if isinstance(found, Module) else None
        return found

    def name(self, module: Module, name: str) -> Found | None:
        """Return what a name means in a module, imports included."""
        key = (id(module), name)
        self.steps += 1
        if key in self.open or len(self.open) > _MAX_OPEN or self.steps > _MAX_STEPS:
            return None
        self.open.add(key)
        try:
            return self.imported(module, name)
        finally:
            self.open.remove(key)

    def imported(self, module: Module, name: str) -> Found | None:
        if name in module.types:
            return declared_once(module.types[name])
        if name in module.uses:
            path = module.uses[name]
            if path != (name,):
                found = self.path(module, path)
                whole = Foreign(path=path[0]) if len(path) == 1 else None
                return found or whole  # `use chrono as c;`
            if name not in module.children:  # `use serde_json;`
                return Foreign(path=name)
        if name in module.children:
            return self.crate.child(module, name)
        for path in module.globs:
            around = self.path(module, path)
            if isinstance(around, Module):
                found = self.name(around, name)
                if found is not None and not isinstance(found, Foreign):
                    return found
        return None


def declared_once(declared: list[Declared]) -> Declared:
    """Return the declaration of a name, of which only one may be without a condition.

    Raises:
        BrokenFileError: There are several.
    """
    kept = [one for one in declared if not one.read_attributes().left_out] or declared
    if len(kept) > 1:
        source, second = kept[0].module.source, kept[1]
        first = source.span(kept[0].node)
        source.refuse(
            second.node,
            f"the type {second.name} is declared twice",
            f"the other one is on line {first.line}; remove or rename one of them",
        )
    return kept[0]


def _implemented(root: Node) -> Iterator[tuple[str, str]]:
    waiting = [root]
    while waiting:
        for node in waiting.pop().named_children:
            body = child(node, "body")
            if node.type == "mod_item" and body is not None:
                waiting.append(body)
            kind, trait = child(node, "type"), child(node, "trait")
            if node.type == "impl_item" and kind is not None and trait is not None:
                yield _last(kind), _last(trait)


def _last(node: Node) -> str:
    """Return the last step of a path, without its arguments."""
    found = child(node, "type") if node.type == "generic_type" else node
    return (path_of(found) or ("",))[-1] if found is not None else ""


def _imported(
    node: Node, prefix: tuple[str, ...], depth: int
) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Yield the paths that a `use` imports, each with its name here; None for all names."""
    if depth > _MAX_NESTING:
        return
    if node.type == "scoped_use_list":
        path = child(node, "path")  # `use ::{a, b};` has none
        whole = (*prefix, *(path_of(path) or () if path is not None else ()))
        yield from _imported(needed(node, "list"), whole, depth + 1)
    elif node.type == "use_list":
        for one in node.named_children:
            yield from _imported(one, prefix, depth + 1)
    elif node.type == "use_wildcard":
        for one in node.named_children[:1]:
            yield (*prefix, *(path_of(one) or ())), None
    elif node.type == "use_as_clause":
        yield _whole(prefix, needed(node, "path")), word(needed(node, "alias"))
    else:
        whole = _whole(prefix, node)
        yield whole, whole[-1] if whole else ""


def _whole(prefix: tuple[str, ...], node: Node) -> tuple[str, ...]:
    path = path_of(node) or ()
    return prefix if prefix and path == ("self",) else (*prefix, *path)


def path_of(node: Node) -> tuple[str, ...] | None:
    """Return the steps of a path; None if it is none, for example an associated type."""
    steps: list[str] = []
    one: Node | None = node
    while one is not None and one.type in {"scoped_identifier", "scoped_type_identifier"}:
        steps.append(word(needed(one, "name")))
        one = child(one, "path")
    if one is not None:
        if one.type not in _STEPS:
            return None
        steps.append(word(one))
    return tuple(reversed(steps))


def _is_macro(node: Node) -> bool:
    if node.type == "expression_statement":  # `make!(x);`
        node = node.named_children[0]
    return node.type == "macro_invocation" and text(needed(node, "macro")) != "macro_rules"


def _root_of(document: Document) -> Document | None:
    """Return the file at the crate's root; None if it is the file itself, or is not found."""
    if document.path.name in _ROOTS:
        return None
    folder = document.path.absolute().parent
    top = len(document.tree.root.parts)
    for around in (folder, *folder.parents[: max(0, len(folder.parts) - top)]):
        for name in _ROOTS:
            if document.tree.is_file(around / name):
                return document.beside(os.path.relpath(around / name, folder))
    return None
