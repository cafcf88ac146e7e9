"""Styled lines for commands that answer at once: rich, which can do more, takes long to start."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from conformance.jsontext.escape import terminal_output

_USUAL = 80
"""The columns of a terminal that does not tell."""
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
    # As `shutil` finds it, which brings every kind of archive.
    with suppress(KeyError, ValueError):
        if (named := int(os.environ["COLUMNS"])) > 0:
            return named
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _USUAL  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):  # it is closed, or no terminal
        return _USUAL


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most so many characters, or of one longer word."""
    words = text.split(" ")
    if not all(words):
        import textwrap  # noqa: PLC0415  it takes long, and is needed for several spaces only

        return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    lines = words[:1]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


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
