"""Regular expressions that are compiled when they are first used.

To compile one takes as long as to import a small module, and most commands use few of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, AnyStr

__all__ = ["expression"]


class _Expression:
    """Stands for a compiled expression; it has the same methods."""

    def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  any method of an expression
        """Return a method of the compiled expression, and keep it: the next use finds it here."""
        found = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, found)
        return found


if TYPE_CHECKING:

    def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
        """Return an expression that is compiled when it is first used."""
        ...
else:
    expression = _Expression
