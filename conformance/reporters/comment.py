"""Cuts Markdown to the length of a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_BYTES = 60_000
"""Bytes: GitHub takes a comment of 65,536 characters."""


def cut(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines with their line feeds, at most `MAX_BYTES` bytes; what is folded is closed."""
    written, depth = 0, 0
    for line in lines:
        written += len(line.encode("utf-8")) + 1
        depth += line.count("<details>") - line.count("</details>")
        if written > MAX_BYTES:
            yield "\n*Cut here: the whole is in the HTML report.*\n"
            yield "</details>\n" * max(depth, 0)
            return
        yield f"{line}\n"
