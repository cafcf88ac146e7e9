"""Lets hypothesis-jsonschema work with every hypothesis.

hypothesis-jsonschema 0.23.1 draws the members of an object with `while elements.more()`, over a
class of hypothesis's own that lost this method in 6.170.10 ("'many' object has no attribute
'more'"); it is now entered and iterated over instead. The draws are the same either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Loop:
    """Asks an object that is entered and iterated over whether there is more, step by step."""

    def __init__(self, elements: Any) -> None:  # noqa: ANN401  a class of hypothesis's own
        """Take the object; it is entered when it is first asked."""
        self._elements = elements
        self._steps: Iterator[None] | None = None

    def more(self) -> bool:
        """Return whether to draw another element; the object is left after the last."""
        if self._steps is None:
            self._steps = iter(self._elements.__enter__())
        for _ in self._steps:
            return True
        self._elements.__exit__(None, None, None)
        return False

    def reject(self, why: str | None = None) -> None:
        """Reject the element that was drawn last."""
        self._elements.reject(why)


class WithLoops:
    """A module of hypothesis's in which `many` can be asked whether there is more."""

    def __init__(self, module: Any) -> None:  # noqa: ANN401  a module
        """Replace that module."""
        self._module = module

    def many(self, *arguments: Any, **sizes: Any) -> Any:  # noqa: ANN401  as the module's own
        """Return the module's own `many` with a method `more`."""
        elements = self._module.many(*arguments, **sizes)
        return elements if hasattr(elements, "more") else Loop(elements)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the module has
        """Return an attribute of the module."""
        return getattr(self._module, name)
