"""Styled lines for commands that answer at once: rich, which can do more, takes long to start."""

from __future__ import annotations

import os
import sys

import click

from conformance.jsontext.escape import terminal_output

_COLORS = {"green", "magenta", "red", "yellow"}


class Line:
    """A line, or some, of parts with a style each: `bold`, `dim`, a colour, or two of these."""

    def __init__(self, text: str = "", style: str = "") -> None:
        """Start with a part."""
        self._parts = [(text, style)]

    def append(self, text: str, style: str = "") -> Line:
        """Add a part; return the line itself."""
        self._parts.append((text, style))
        return self

    @property
    def plain(self) -> str:
        """The text without styles."""
        return "".join(text for text, _ in self._parts)

    @property
    def styled(self) -> str:
        """The text with the escapes of a terminal."""
        return "".join(_styled(text, style.split()) for text, style in self._parts)


def tell(line: Line) -> None:
    """Print a line on standard output, with its styles on a terminal that wants them."""
    text = terminal_output(line.styled if _wants_styles() else line.plain)
    sys.stdout.write(f"{text}\n")  # click's own would write UTF-8 on a terminal that knows ASCII


def width() -> int:
    """Return the number of columns of the terminal; 80 if there is none."""
    from shutil import get_terminal_size  # noqa: PLC0415  it brings every kind of archive

    return get_terminal_size().columns


def _wants_styles() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}


def _styled(text: str, styles: list[str]) -> str:
    color = next((x for x in styles if x in _COLORS), None)
    if not styles or not text:
        return text
    return click.style(text, fg=color, bold="bold" in styles or None, dim="dim" in styles or None)
