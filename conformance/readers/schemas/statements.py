"""Collects the claims of a part, and the keywords that rest on each."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from conformance.readers.schemas.parts import Part, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.readers.schemas.library import Place


class Statements:
    """The claims of a part while it is made.

    Attributes:
        part: The part.
    """

    def __init__(self, name: str) -> None:
        """Begin a part with a name for people."""
        self.part = Part()
        self._around: list[Statement] = []
        self._names = [name]
        self._deciding = 0
        self._inside = 0

    def _statement(self, name: str, place: Place, says: str, *, implied: bool = False) -> Statement:
        made = Statement(name=name, place=place, says=says, implied=implied)
        if not self._deciding:
            self.part.statements.append(made)
        return made

    @contextmanager
    def _stated(self, name: str, place: Place, says: str) -> Iterator[Statement]:
        """Let the keywords inside rest on a statement."""
        self._around.append(self._statement(name, place, says))
        try:
            yield self._around[-1]
        finally:
            self._around.pop()

    @contextmanager
    def _named(self, step: str, *, inside: bool) -> Iterator[None]:
        """Show what follows under a longer name; it may be about what is inside the value."""
        self._names.append(self._names[-1] + step)
        self._inside += inside
        try:
            yield
        finally:
            self._names.pop()
            self._inside -= inside

    @contextmanager
    def _decides(self, decides: bool) -> Iterator[None]:  # noqa: FBT001  it is what is asked
        """Leave out claims inside: what is there rejects nothing by itself."""
        self._deciding += decides
        try:
            yield
        finally:
            self._deciding -= decides

    def _rests(self, *pointers: str) -> None:
        if not self._deciding:
            self._around[-1].keywords += pointers

    def _unrests(self, pointer: str) -> None:
        self._around[-1].keywords.remove(pointer)
