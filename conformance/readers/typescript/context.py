"""Where a type stands: what its names mean, and how deep it is nested."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.typescript.kinds import depth_of, key_of, short_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tree_sitter import Node

    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.scopes import Scope
    from conformance.readers.typescript.syntax import Source


class Nesting:
    """Counts how deep the working out of types is nested."""

    depth = 0

    def __enter__(self) -> None:
        """Do nothing: the level was counted."""

    def __exit__(self, *_: object) -> None:
        """Leave the level."""
        self.depth -= 1


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Where a type stands: what its names mean.

    Attributes:
        scope: The scope.
        parameters: The type parameters that are known there, and their arguments.
    """

    scope: Scope
    parameters: Mapping[str, Kind] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """Return the file."""
        return self.scope.source

    def key(self, node: Node) -> str:
        """Return what tells a type at a node from all others."""
        names = ",".join(f"{name}={key_of(kind)}" for name, kind in self.parameters.items())
        place = f"{self.source.document.path}@{node.start_byte}:{node.end_byte}"
        return short_key(f"{place}<{names}>")

    def depth(self) -> int:
        """Return how deep type arguments are nested here."""
        return 1 + max(map(depth_of, self.parameters.values()), default=0)

    def having(self, name: str, kind: Kind) -> Context:
        """Return the context with one more type parameter."""
        return Context(self.scope, {**self.parameters, name: kind})
