"""Where an annotation stands, and what that means for how it is read."""

from __future__ import annotations

from dataclasses import field
from enum import Enum, auto
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.python import syntax
from conformance.readers.python.lookup import resolve, static

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

    from conformance.readers.facts import Span, Type
    from conformance.readers.python.config import Config
    from conformance.readers.python.scopes import Assigned, Class, Found, Module, Scope


class Manner(Enum):
    """How much a library turns values of other types into the declared one."""

    EXACT = auto()
    LAX = auto()
    """As pydantic 2: numbers and booleans from strings, and from each other."""
    LAXER = auto()
    """As pydantic 1: strings from numbers too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an annotation stands.

    Attributes:
        module: Its module.
        scope: The scope of the class whose body it stands in.
        owner: The class that `Self` means.
        variables: Type variable -> what it stands for.
        manner: How values of other types are read.
        config: The settings of the pydantic model that it stands in, which a `TypedDict` or a
            dataclass takes over.
    """

    module: Module
    scope: Scope | None = None
    owner: Class | None = None
    variables: Mapping[Assigned, Type] = field(default_factory=dict)
    manner: Manner = Manner.LAX
    config: Config | None = None

    def resolve(self, node: ast.expr) -> Found | None:
        """Return what a name stands for here; None for any other expression."""
        return resolve(node, self.module, self.scope)

    def value(self, node: ast.expr) -> object:
        """Return the value of an expression.

        Raises:
            NoValueError: It cannot be known without running the source.
        """
        return static(node, self.module, self.scope)

    def span(self, node: ast.AST) -> Span:
        """Return the place of a node in the file."""
        return syntax.span(self.module.document, node)


def in_class(
    one: Class,
    variables: Mapping[Assigned, Type],
    manner: Manner,
    owner: Class | None = None,
    config: Config | None = None,
) -> Place:
    """Return the place of what stands in the body of a class."""
    return Place(
        module=one.module,
        scope=one.scope,
        owner=owner or one,
        variables=variables,
        manner=manner,
        config=config,
    )


def of_assigned(one: Assigned, variables: Mapping[Assigned, Type], at: Place | None) -> Place:
    """Return the place of a value that is assigned to a name.

    Args:
        one: The name.
        variables: What the type variables in the value stand for.
        at: The place where the name is used, whose settings hold; None if they do not matter.
    """
    return Place(
        module=one.module,
        scope=one.scope,
        variables=variables,
        manner=at.manner if at else Manner.EXACT,
        config=at.config if at else None,
    )
