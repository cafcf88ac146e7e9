"""Finds the declarations of Go packages: a folder each, within one module."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.documents import Document
from conformance.readers.go.library import LIBRARY
from conformance.readers.go.strings import unquoted
from conformance.readers.go.syntax import parsed, part, parts_of, refused, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

    from conformance.readers.facts import Span
    from conformance.readers.go.syntax import File

CODERS = ("UnmarshalJSON", "UnmarshalText", "MarshalJSON", "MarshalText")
"""The methods by which a type reads or writes itself."""

_MATTERS = re.compile(
    rf"(?:^|;|\*/)[ \t\N{{NO-BREAK SPACE}}]*(?:type|const)\b|\b(?:{'|'.join(CODERS)})\b",
    re.MULTILINE,
)
_PACKAGE = re.compile(r"^[ \t]*package[ \t]+(\w+)", re.MULTILINE)
_MODULE = re.compile(r'^module[ \t]+"?([^\s"]+)', re.MULTILINE)
_VERSION = re.compile(r"v[0-9]+")


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """A type that is declared.

    Attributes:
        name: Its name.
        node: The declaration.
        file: The file with it.
        package: The package with it.
        parameters: The names of its type parameters.
    """

    name: str
    node: Node
    file: File
    package: Package
    parameters: tuple[str, ...]

    @property
    def span(self) -> Span:
        """The place of its name."""
        return self.file.span(part(self.node, "name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method by which a type reads or writes itself.

    Attributes:
        by_pointer: Whether it belongs to the pointer to the type only.
        span: Its place.
    """

    by_pointer: bool
    span: Span


@dataclass(slots=True, eq=False)
class Package:
    """A Go package.

    Attributes:
        path: Its import path; that of a package without a module is empty.
        name: Its name.
        is_library: Whether it is a stand-in for one of Go's own.
        project: The module around it.
        files: Its files, the one that was asked for first.
        types: The declarations by name; several if files for different systems have one each.
        methods: Type's name -> method's name -> the method.
        constants: The declarations of constants at the top.
        hides_constants: Whether there may be some in a part that could not be parsed.
        coders: The same methods, by the type that an alias as receiver stands for; made when asked.
    """

    path: str
    name: str
    is_library: bool
    project: Project
    files: list[File] = field(default_factory=list)
    types: dict[str, list[Declared]] = field(default_factory=dict)
    methods: dict[str, dict[str, Method]] = field(default_factory=dict)
    constants: list[tuple[File, Node]] = field(default_factory=list)
    hides_constants: bool = False
    coders: dict[tuple[str, str], Method] | None = None

    def add(self, document: Document) -> None:
        """Add the declarations of a file.

        Raises:
            BrokenFileError: A part that could not be parsed may hold a method that decides how a
                type is read.
        """
        file = parsed(document)
        self.files.append(file)
        for node in file.root.children:
            match node.type:
                case "type_declaration":
                    for one in _specs(node):
                        self._add_type(file, one)
                case "method_declaration":
                    self._add_method(file, node)
                case "const_declaration":
                    self.constants.append((file, node))
                    self.hides_constants |= node.has_error
                case "ERROR":
                    _check_no_method(file, node)
                    self.hides_constants |= "const" in text_of(node)

    def _add_type(self, file: File, node: Node) -> None:
        names = []
        listed = node.child_by_field_name("type_parameters")
        for one in parts_of(listed) if listed is not None else ():
            names += [text_of(x) for x in one.children_by_field_name("name")]
        name = text_of(part(node, "name"))
        known = self.types.setdefault(name, [])
        known.append(Declared(name, node, file, self, tuple(names)))

    def _add_method(self, file: File, node: Node) -> None:
        """Add a method if it has the name and the signature of those that count."""
        body = node.child_by_field_name("body")
        if any(one.has_error for one in node.children if one != body):
            _check_no_method(file, node)
            return
        name = text_of(part(node, "name"))
        if name not in CODERS or not _has_signature(node, reads=name.startswith("Un")):
            return
        receiver, is_pointer = _receiver(part(node, "receiver"))
        if receiver is not None:
            found = Method(by_pointer=is_pointer, span=file.span(part(node, "name")))
            self.methods.setdefault(receiver, {}).setdefault(name, found)

    def declared(self, name: str) -> Sequence[Declared]:
        """Return the declarations of a name: those in the first file if it has one.

        Raises:
            BrokenFileError: A file declares it twice.
        """
        found = self.types.get(name, [])
        for file in self.files:
            here = [one for one in found if one.file is file]
            if len(here) > 1:
                raise refused(
                    f"the type {name} is declared twice",
                    here[1].span,
                    f"remove one: the first is in line {here[0].span.line}",
                )
        return [one for one in found if one.file is self.files[0]] or found

    def meant(self, name: str) -> str:
        """Return the name of the type that an alias of this package stands for, or the name."""
        for _ in self.types:
            found = self.types.get(name, [])
            if not found or found[0].node.type != "type_alias":
                break
            name = text_of(part(found[0].node, "type"))
        return name

    def method(self, type_name: str, name: str) -> Method | None:
        """Return a method of a type, if it is one by which the type reads or writes itself."""
        if self.coders is None:
            self.coders = {
                (self.meant(receiver), one): method
                for receiver, methods in self.methods.items()
                for one, method in methods.items()
            }
        return self.coders.get((type_name, name))


def package_with(document: Document, name: str) -> Package:
    """Return the package of a file that declares a type.

    The files of a folder share one if it declares the type once.

    Raises:
        BrokenFileError: A neighbour cannot be read.
    """
    key = f"go-package {_package_name(document)} {document.path.parent}"
    first = document.tree.first(key, document)
    shared = first.once(key, Project(first).package)
    known = shared.types.get(name, ())
    if len(known) == 1 and known[0].file is parsed(document):
        return shared
    return Project(document).package()


@dataclass(slots=True, eq=False)
class Project:
    """The Go module around a file, with its packages as they are asked for."""

    document: Document
    _packages: dict[str, Package | None] = field(default_factory=dict)
    _imports: dict[File, Sequence[tuple[str | None, str]]] = field(default_factory=dict)
    _module: tuple[Path, str] | None = None
    _is_searched: bool = False

    def package(self) -> Package:
        """Return the package of the file that was asked for.

        Raises:
            BrokenFileError: A neighbour cannot be read.
        """
        name = _package_name(self.document)
        found = Package("", name, is_library=False, project=self)
        found.add(self.document)
        self._fill(found, self.document.path.parent)
        return found

    def imported(self, path: str) -> Package | None:
        """Return a package of this module, of its `vendor` folder or of Go's library.

        Returns:
            None if it is none of them.

        Raises:
            BrokenFileError: One of its files cannot be read.
        """
        if path not in self._packages:
            self._packages[path] = self._library(path) or self._load(path)
        return self._packages[path]

    def import_of(self, file: File, name: str) -> str | None:
        """Return the import path that a name stands for in a file; None if it stands for none.

        Raises:
            BrokenFileError: A package of this module cannot be read.
        """
        plain = []
        for alias, path in self.imports(file):
            if alias == name:
                return path
            if alias is None:
                plain.append(path)
        for path in plain:
            if name in _likely_names(path):
                return path
        for path in plain:  # a package's name is its own, whatever its folder is called
            package = self.imported(path)
            if package is not None and package.name == name:
                return path
        return None

    def imports(self, file: File) -> Sequence[tuple[str | None, str]]:
        """Return the imports of a file: the given name, or `.`, or None, and the path of each."""
        if file not in self._imports:
            self._imports[file] = tuple(_imports(file))
        return self._imports[file]

    def _library(self, path: str) -> Package | None:
        if path not in LIBRARY:
            return None
        source = Document(Path(path), path, LIBRARY[path], self.document.tree)
        found = Package(path, _package_name(source), is_library=True, project=self)
        found.add(source)
        return found

    def _load(self, path: str) -> Package | None:
        folder = next((x for x in self._folders(path) if self.document.tree.ending(x, ".go")), None)
        if folder is None:
            return None
        found = Package(path, "", is_library=False, project=self)
        self._fill(found, folder)
        return found

    def _folders(self, path: str) -> Iterator[Path]:
        """Yield the folders that a package of this module may stand in."""
        if not self._is_searched:
            self._module, self._is_searched = self._find_module(), True
        if self._module is None:
            return
        root, name = self._module
        if path == name or path.startswith(f"{name}/"):
            yield Path(os.path.normpath(root / path[len(name) + 1 :]))
        yield Path(os.path.normpath(root / "vendor" / path))

    def _find_module(self) -> tuple[Path, str] | None:
        """Return the folder of the module around the file, and its import path."""
        folder = self.document.path.parent
        here = above = folder.absolute()
        while True:
            relative = Path(os.path.relpath(here, above))
            named = self.document.tree.file(Path(os.path.normpath(folder / relative / "go.mod")))
            if named is not None:
                match = _MODULE.search(named.text)
                return None if match is None else (folder / relative, match[1])
            if here == here.parent or here.resolve() == self.document.tree.root:
                return None
            here = here.parent

    def _fill(self, package: Package, folder: Path) -> None:
        """Add the files of a folder that belong to a package and can matter."""
        paths = self.document.tree.ending(folder, ".go")
        paths = [x for x in paths if not x.name.endswith("_test.go")]
        found = [self.document.tree.file(x) for x in paths if x != self.document.path]
        named = [(_package_name(one), one) for one in found if one is not None]
        if not package.files:  # it is imported: `main` would be a program beside it
            names = Counter(name for name, _ in named)
            package.name = max(names, key=lambda x: (x != "main", names[x]), default="")
        for name, document in named:
            if name == package.name and _MATTERS.search(document.text):
                package.add(document)


def _imports(file: File) -> Iterator[tuple[str | None, str]]:
    for node in file.root.children:
        if node.type == "import_declaration":
            for one in _specs(node):
                quoted, alias = (one.child_by_field_name(name) for name in ("path", "name"))
                path = None if quoted is None else unquoted(text_of(quoted))
                if path:
                    yield (None if alias is None else text_of(alias)), path


def _specs(node: Node) -> Iterator[Node]:
    """Yield the declarations of types or the imports in a declaration, single or in parentheses."""
    for one in parts_of(node):
        if one.type in {"type_spec", "type_alias", "import_spec"}:
            yield one
        else:
            yield from (inner for inner in parts_of(one) if inner.type == "import_spec")


def _check_no_method(file: File, node: Node) -> None:
    """Raise an error if a method that counts may stand in a part that could not be parsed."""
    if any(name in text_of(node) for name in CODERS):
        file.check(node)


def _receiver(node: Node) -> tuple[str | None, bool]:
    """Return the name of the type that a method belongs to, and whether it is its pointer."""
    is_pointer = False
    waiting = [one.child_by_field_name("type") for one in parts_of(node)]
    while waiting:
        kind = waiting.pop()
        if kind is None or kind.type == "type_identifier":
            return (None if kind is None else text_of(kind)), is_pointer
        is_pointer |= kind.type == "pointer_type"
        waiting = [*parts_of(kind)[:1]]
    return None, is_pointer


def _has_signature(node: Node, *, reads: bool) -> bool:
    """Return whether a method takes bytes and returns an error, or returns bytes and an error."""
    taken = _types(part(node, "parameters"))
    result = node.child_by_field_name("result")
    given = [] if result is None else _types(result)
    bytes_ = "[]byte"
    return (taken, given) == (([bytes_], ["error"]) if reads else ([], [bytes_, "error"]))


def _types(node: Node) -> list[str]:
    """Return the types of parameters or results, each as often as it has names."""
    if node.type != "parameter_list":
        return [_plain(node)]
    found = []
    for one in parts_of(node):
        kind = one.child_by_field_name("type")
        names = len(one.children_by_field_name("name"))
        found += [_plain(kind) if kind is not None else ""] * (names or 1)
    return found


def _plain(node: Node) -> str:
    return re.sub(r"\s", "", text_of(node)).replace("uint8", "byte")


def _package_name(document: Document) -> str:
    found = _PACKAGE.search(document.text)
    return found[1] if found else ""


def _likely_names(path: str) -> set[str]:
    """Return the names that a package with an import path usually has."""
    steps = path.split("/")
    if len(steps) > 1 and _VERSION.fullmatch(steps[-1]):
        steps.pop()
    last = steps[-1].partition(".")[0]
    return {last, last.removeprefix("go-"), last.replace("-", "")}
