"""Names and what binds them: the pieces that the files of a project are made of."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.readers.python.statements import Weight

if TYPE_CHECKING:
    import ast
    from pathlib import Path

    from conformance.readers.documents import Document
    from conformance.readers.python.project import Project


@dataclass(frozen=True, slots=True)
class Known:
    """Something of a known library, by its full name: `typing.Optional`, `pydantic.v1.Field`."""

    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not declared in the project, or not for certain.

    Attributes:
        name: Its name in the source.
        why: The reason if it is another one than that it is not defined here; or empty.
    """

    name: str
    why: str = ""


@dataclass(slots=True, eq=False)
class Class:
    """A class statement.

    Attributes:
        module: Its module.
        node: The statement.
        name: Its name with those of the classes around it, `Outer.Inner`.
        scope: What its body binds.
        around: The scope of the class around it; None if it stands in the module.
        order: It and the classes that it inherits from, once they are found.
        body: The statements of its body that hold, once they are found.
    """

    module: Module
    node: ast.ClassDef
    name: str
    scope: Scope
    around: Scope | None = None
    order: list[Class] = field(default_factory=list)
    body: list[tuple[ast.stmt, Weight]] | None = None


@dataclass(slots=True, eq=False)
class Assigned:
    """A name that is assigned a value.

    Attributes:
        module: Its module.
        node: The statement.
        name: Its name with those of the classes around it.
        value: The value.
        scope: The scope of the class around it; None if it is the module's.
        annotation: Its annotation.
    """

    module: Module
    node: ast.stmt
    name: str
    value: ast.expr
    scope: Scope | None
    annotation: ast.expr | None = None


@dataclass(slots=True, eq=False)
class Code:
    """A function."""

    module: Module
    node: ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True, eq=False)
class Imported:
    """A name that is imported: a module, or a name of a module.

    Attributes:
        level: The number of dots in front.
        module: The module's dotted name.
        name: The name in it; None if the module itself is meant.
    """

    node: ast.stmt
    level: int
    module: str
    name: str | None


@dataclass(slots=True, eq=False)
class Module:
    """A file of the project.

    Attributes:
        folder: The folder that it lies in.
    """

    project: Project
    document: Document
    scope: Scope
    folder: str


@dataclass(slots=True, eq=False)
class Folder:
    """A package without a file of its own."""

    project: Project
    path: Path


Found: TypeAlias = Known | Missing | Class | Assigned | Code | Module | Folder
Binding: TypeAlias = Class | Assigned | Code | Imported | Missing


@dataclass(slots=True, eq=False)
class Scope:
    """What the body of a module or a class binds."""

    names: dict[str, Binding] = field(default_factory=dict)
    fallbacks: dict[str, Binding] = field(default_factory=dict)
    weights: dict[str, Weight] = field(default_factory=dict)
    stars: list[Imported] = field(default_factory=list)
    twice: dict[str, ast.stmt] = field(default_factory=dict)

    def bind(self, name: str, found: Binding, weight: Weight) -> None:
        """Note that a statement binds a name, after those before it."""
        if weight is Weight.FALLBACK:
            self.fallbacks[name] = found
            return
        before = self.names.get(name)
        certain = weight is self.weights.get(name) is Weight.CERTAIN
        if certain and isinstance(before, Class) and isinstance(found, Class):
            self.twice[name] = before.node
        if weight is Weight.MAYBE and before is not None:
            found = Missing(name, f"`{name}` depends on a condition that is code")
        self.names[name] = found
        self.weights[name] = weight

    def get(self, name: str) -> Binding | None:
        """Return what a name is bound to here; None if nothing."""
        return self.names.get(name) or self.fallbacks.get(name)
