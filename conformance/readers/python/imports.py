"""Finds the files that imports lead to; the names of known libraries are known without files."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.readers.python.scopes import Folder, Known, Missing, Module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.readers.documents import Document
    from conformance.readers.python.project import Project

_LIBRARIES = {
    "annotated_types", "attr", "attrs", "msgspec", "pydantic", "pydantic_core",
    "pydantic_settings", "typing_extensions",
}  # fmt: skip
"""The packages whose names are known here, besides the standard library. They are never read."""
_PYDANTIC = {
    "alias_generators", "aliases", "annotated_handlers", "class_validators", "color", "config",
    "dataclasses", "decorator", "env_settings", "fields", "functional_serializers",
    "functional_validators", "generics", "json", "json_schema", "main", "networks", "root_model",
    "schema", "tools", "types", "typing", "utils", "validators", "version",
}  # fmt: skip
"""The modules of pydantic, whose names are its own names here."""
_SAME = {"typing_extensions": "typing", "collections.abc": "typing", "attr": "attrs"}
"""Module -> the module that has the same names."""
_ENDS = (".py", ".pyi", "/__init__.py", "/__init__.pyi")


def imported(level: int, dotted: str, module: Module) -> Module | Known | Missing | Folder:
    """Return what an import statement's module stands for.

    Args:
        level: The number of dots in front.
        dotted: The dotted name after them.
        module: The module that the statement stands in.

    Raises:
        BrokenFileError: A file that it leads to cannot be read, or is out of the project.
    """
    known = module.project.imports
    key = (module.folder, level, dotted)
    if key not in known:
        known[key] = _imported(level, dotted, module)
    return known[key]


def _imported(level: int, dotted: str, module: Module) -> Module | Known | Missing | Folder:
    steps = [step for step in dotted.split(".") if step]
    if level:
        up = module.document.path.parent.joinpath(*[".."] * (level - 1))
        folder = Path(os.path.normpath(up))
        return _below(module.project, folder, steps) or Missing(dotted)
    if steps[0] in _LIBRARIES or steps[0] in sys.stdlib_module_names:
        return canonical(dotted)
    for root in _roots(module.document):
        found = _below(module.project, root, steps)
        if found is not None:
            return found
    return Missing(dotted)


def submodule(found: Module | Folder, name: str) -> Module | Folder | None:
    """Return a module in a package; None if there is none."""
    if isinstance(found, Folder):
        return _below(found.project, found.path, [name])
    path = found.document.path
    return _below(found.project, path.parent, [name]) if path.stem == "__init__" else None


@cache
def canonical(name: str) -> Known:
    """Return something of a library by the one name that it has here."""
    for module, same in _SAME.items():
        if name == module or name.startswith(f"{module}."):
            name = same + name[len(module) :]
    steps = name.split(".")
    if steps[0] == "pydantic":
        steps = [step for step in steps if step not in _PYDANTIC]
    return Known(".".join(steps))


def _roots(document: Document) -> Iterator[Path]:
    """Yield the folders that absolute imports may start from, the likeliest first."""
    folder = document.path.resolve().parent
    root = document.tree.root
    inside = [each for each in (folder, *folder.parents) if each.is_relative_to(root)] or [folder]
    packages = [each for each in inside if document.tree.is_file(each / "__init__.py")]
    yield from (each for each in inside if each not in packages)
    yield from (root / name for name in ("src", "lib", "python"))


def _below(project: Project, folder: Path, steps: list[str]) -> Module | Folder | None:
    base = folder.joinpath(*steps)
    ends = _ENDS if steps else _ENDS[2:]
    for end in ends:
        document = project.tree.file(_plain(Path(f"{base.as_posix()}{end}")))
        if document is not None:
            return project.module(document)
    return Folder(project, base) if steps and project.tree.is_folder(base) else None


def _plain(path: Path) -> Path:
    """Return a path as it is shown: relative if it is below the working directory."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
