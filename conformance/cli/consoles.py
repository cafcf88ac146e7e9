"""The consoles of rich that a command prints to."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from conformance.jsontext.escape import terminal_output


class SafeConsole(Console):
    """Prints the output of rich: wrapping makes lines, and only then they have a start."""

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401  rich's own
        """Print objects, as rich does."""
        with self.capture() as captured:
            super().print(*objects, **options)
        self.file.write(terminal_output(captured.get()))
