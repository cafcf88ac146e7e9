"""Parses the files of one source, each once, and notes what their bodies bind."""

from __future__ import annotations

import ast
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.python.lookup import resolve, static
from conformance.readers.python.scopes import (
    Assigned,
    Class,
    Code,
    Folder,
    Imported,
    Known,
    Missing,
    Module,
    Scope,
)
from conformance.readers.python.statements import Weight, statements
from conformance.readers.python.syntax import parsed
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.readers.documents import Document, Tree


@dataclass(slots=True, eq=False)
class Project:
    """The files of one source, each parsed once.

    Attributes:
        tree: The files.
        modules: Those that were parsed.
        imports: Folder, dots and dotted name of an import -> what it leads to.
    """

    tree: Tree
    modules: dict[Path, Module] = field(default_factory=dict)
    imports: dict[tuple[str, int, str], Module | Known | Missing | Folder] = field(
        default_factory=dict
    )
    _paths: dict[Path, Module] = field(default_factory=dict)

    def module(self, document: Document) -> Module:
        """Return a file as a module.

        Raises:
            BrokenFileError: It is not Python.
        """
        if document.path in self._paths:
            return self._paths[document.path]
        key = document.path.resolve()
        if key not in self.modules:
            body = parsed(document).body
            made = Module(self, document, Scope(), document.path.parent.as_posix())
            self.modules[key] = made  # first: the files of a circle ask for each other
            _fill(made, made.scope, body, "", None)
        self._paths[document.path] = self.modules[key]
        return self.modules[key]


@lru_cache(maxsize=4)
def project_of(tree: Tree) -> Project:
    """Return the project of a tree of files, always the same."""
    return Project(tree)


def _fill(  # noqa: C901  one line a kind of statement
    module: Module, scope: Scope, body: Sequence[ast.stmt], prefix: str, around: Scope | None
) -> None:
    for node, weight in statements(body, lambda test: holds(test, module, around)):
        match node:
            case ast.ClassDef(name=name):
                made = Class(module, node, f"{prefix}{name}", Scope(), around)
                scope.bind(name, made, weight)
                _fill(module, made.scope, node.body, f"{prefix}{name}.", made.scope)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                scope.bind(name, Code(module, node), weight)
            case ast.Assign(value=value):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        full = f"{prefix}{target.id}"
                        scope.bind(target.id, Assigned(module, node, full, value, around), weight)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                full = f"{prefix}{name}"
                one = Assigned(module, node, full, value, around, node.annotation)
                scope.bind(name, one, weight)
            case ast.ImportFrom():
                _bind_from(scope, node, weight)
            case ast.Import():
                for alias in node.names:
                    path = alias.name if alias.asname else alias.name.partition(".")[0]
                    scope.bind(alias.asname or path, Imported(node, 0, path, None), weight)


def _bind_from(scope: Scope, node: ast.ImportFrom, weight: Weight) -> None:
    for alias in node.names:
        one = Imported(node, node.level, node.module or "", alias.name)
        if alias.name == "*":
            scope.stars.append(one)
        else:
            scope.bind(alias.asname or alias.name, one, weight)


def holds(test: ast.expr, module: Module, scope: Scope | None) -> bool | Weight:
    """Return whether a condition holds, as `statements` asks for it."""
    if resolve(test, module, scope) == Known("typing.TYPE_CHECKING"):
        return Weight.FALLBACK
    try:
        return bool(static(test, module, scope))
    except NoValueError:
        return Weight.MAYBE
